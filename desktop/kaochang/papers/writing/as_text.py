"""Items that a format has no interaction for: asked as free text, their options as lines under the stem.

Marks say what they are, so that our own readers give the same item back; other programs show all its words.
"""

from msgspec.structs import replace

from kaochang.domain.items import ItemType
from kaochang.papers.markup import own_marks
from kaochang.papers.writing.exported import Losses, Placed


def asked_as_text(placed: Placed, losses: Losses) -> tuple[Placed, dict[str, str]]:
    """The item as one of free text with the marks that tell what it was; pictures of options have no place there."""
    item = placed.item
    losses.say("as-text", placed)
    if any(each.image is not None for each in (*item.options, *item.prompts)):
        losses.say("option-picture", placed)
    marks = own_marks.marks_of(item, placed.scheme)
    marks |= own_marks.spelled_options(item) | own_marks.spelled_key(placed.scheme.correct)
    for name in ("blanks-drawn", "fields"):
        marks.pop(name, None)
    if item.blanks:
        marks["blanks"] = str(item.blanks)
    stem = own_marks.with_list(item.stem, own_marks.listed_options(item))
    shown = replace(item, type=ItemType.ESSAY, stem=stem, options=(), prompts=(), blanks=0)
    return Placed(placed.index, shown, replace(placed.scheme, correct=None)), marks
