"""Items of our own files: what their reader read, with the texts that stand apart and the marks put in their places."""

from collections.abc import Mapping

from msgspec.structs import replace

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme, Rubric
from kaochang.domain.papers import PaperItem
from kaochang.papers.markup.authored import Authored, with_material
from kaochang.papers.markup.own_marks import Marks, marked_rubric, take_marks


def settled(item: Item, scheme: MarkScheme, marks: Marks, parts: Mapping[str, Authored]) -> PaperItem:
    """The item as it was written. An item of somebody else's file has neither marks nor parts, and stays as it is."""
    if "material" in parts:
        item = with_material(item, parts["material"])
    if "reference" in parts:
        scheme = replace(scheme, reference=parts["reference"].flat)
    if "rubric" in parts:
        shown = parts["rubric"].flat
        scheme = replace(scheme, rubric=marked_rubric(shown, parts["rubric"].marks) or Rubric(shown))
    return take_marks(item, scheme, marks) if marks else PaperItem(item, scheme)
