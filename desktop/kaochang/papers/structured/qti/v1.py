"""QTI 1.2: all items in one file, as Canvas, Blackboard, Common Cartridges and many older systems export them.

Blanks with names, `[city]`, are Canvas's; a list for each of them makes sub-questions that share the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from lxml import etree
from msgspec.structs import replace

from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.papers.finishing.stated import StatedItem, StatedPaper
from kaochang.papers.markup.authored import Authored, shortened, with_material
from kaochang.papers.markup.xml import line_of
from kaochang.papers.structured.gathering import tell_losses, tell_pictures
from kaochang.papers.structured.qti.assessment import tell
from kaochang.papers.structured.qti.metadata import Described, described
from kaochang.papers.structured.qti.parts import Parts
from kaochang.papers.structured.qti.v1_asking import ask
from kaochang.papers.structured.qti.v1_keys import read_keys
from kaochang.papers.structured.qti.v1_words import OldWords, fields_of
from kaochang.papers.structured.weighed import decimal

OLD_ROOT: Final = "questestinterop"
_TEXT_ONLY: Final = frozenset({"text_only_question"})
_PERCENT: Final = Fraction(100)
"""Canvas and Common Cartridges score each item out of 100, whatever it is worth."""


@dataclass(frozen=True, slots=True)
class _Outer:
    """What holds for all items of a section."""

    section: str | None = None
    points: Fraction | None = None
    material: Authored = field(default_factory=Authored)
    depth: int = 0


class _Reading:
    """One file being read."""

    def __init__(self, parts: Parts, folder: str, first: int, *, has_lines: bool) -> None:
        self.paper = StatedPaper()
        self._words = OldWords(parts.images(folder))
        self._count = first - 1
        self._has_lines = has_lines
        self._told: Authored | None = None
        self._is_fresh = False

    def within(self, element: etree._Element, outer: _Outer) -> None:
        """The items and sections of a test, bank or section, in order."""
        for child in element:
            if child.tag == "item":
                self._item(child, outer)
            elif child.tag in ("section", "assessment", "objectbank"):
                self._section(child, outer)
            elif child.tag in ("itemref", "sectionref"):
                self._find(Kind.PART_MISSING, part=shortened(child.get("linkrefid", "")) or "—")

    def _find(self, kind: Kind, variant: str = "", **params: str) -> None:
        tell(self.paper.findings, kind, variant=variant, **params)

    def _section(self, element: etree._Element, outer: _Outer) -> None:
        if outer.depth >= limits.MAX_SECTION_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_SECTION_DEPTH)
        title = element.get("title", "").strip()
        self._told = None
        if element.tag != "section":
            self.paper.title = self.paper.title or title or fields_of(element).get("bank_title")
            title = ""
        selection = element.find("selection_ordering/selection")
        points = outer.points
        if selection is not None:
            points = decimal(selection.findtext("selection_extension/points_per_item", "")) or points
            self._find(Kind.RULE_NOT_TAKEN, "selection", answer=shortened(title or element.get("ident", "")) or "—")
        shared = element.find("presentation_material")
        material = self._words.read(shared) if shared is not None else outer.material
        self.within(element, _Outer(title or outer.section, points, material, outer.depth + 1))

    def _item(self, element: etree._Element, outer: _Outer) -> None:
        fields = fields_of(element)
        presentation = element.find("presentation")
        kind = fields.get("question_type", "")
        if kind in _TEXT_ONLY and presentation is not None:
            self._told, self._is_fresh = self._words.read(presentation), True
            return
        made = StatedItem(Item(ItemType.ESSAY, ""), MarkScheme(), line=line_of(element) if self._has_lines else None)
        parts = ask(made, element, kind or fields.get("cc_profile", ""), self._words, read_keys(element))
        self._count += 1
        if len(self.paper.items) + len(parts) > limits.MAX_ITEMS:
            raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=limits.MAX_ITEMS)
        notes: list[Authored] = []
        for position, part in enumerate(parts, start=1):
            number = f"{self._count}.{position}" if len(parts) > 1 else str(self._count)
            notes += self._finish(part, element, outer, number)
        tell_losses(parts[0], Authored(losses=tuple(self._words.take_losses())))
        tell_pictures(parts[0], *notes)
        points = _points(element, fields) or outer.points
        if len(parts) == 1:
            parts[0].item = replace(parts[0].item, points=points)
        self._share(parts, outer)
        self.paper.items += parts

    def _finish(self, part: StatedItem, element: etree._Element, outer: _Outer, number: str) -> list[Authored]:
        """What all parts of an item have; the texts that no candidate sees are given back."""
        metadata = element.find("itemmetadata")
        said = Described() if metadata is None else described(metadata)
        notes: list[Authored] = []
        told = list(self._explanations(element, part, notes))
        rubrics = [self._words.read(each) for each in element.iterfind("itemrubric")]
        rubric = "\n".join([part.scheme.rubric.text, *(each.flat for each in rubrics)]).strip("\n")
        part.item = replace(part.item, number=number, section=outer.section)
        part.scheme = replace(
            part.scheme,
            explanation="\n".join(dict.fromkeys(filter(None, told))),
            rubric=read_rubric(rubric) if rubric else part.scheme.rubric,
            difficulty=said.difficulty,
            competencies=said.competencies,
        )
        if part.item.is_open:
            part.judge_rubric(part.scheme.rubric)
        return [*notes, *rubrics]

    def _explanations(self, element: etree._Element, part: StatedItem, notes: list[Authored]) -> Iterator[str]:
        """Feedback and solutions, which become `notes`; of an open item the solution is its reference."""
        names = [each.get("ident", "") for each in element.iterfind("presentation//response_label")]
        options = part.item.options
        labels = dict(zip(names, [each.label for each in options], strict=True)) if len(names) == len(options) else {}
        for feedback in element.iterfind("itemfeedback"):
            label = labels.get(feedback.get("ident", "").removesuffix("_fb"), "")
            for child in feedback:
                notes.append(self._words.read(child))
                words = notes[-1].flat
                if child.tag == "solution" and part.item.is_open:
                    part.scheme = replace(part.scheme, reference=part.scheme.reference or words)
                else:
                    yield f"{label}：{words}" if label and words else words

    def _share(self, parts: list[StatedItem], outer: _Outer) -> None:
        """Put the words that stand before the items of a section into each of them."""
        told = [outer.material, *([self._told] if self._told else [])]
        for part in parts:
            part.item = with_material(part.item, *told)
        if self._told is not None and self._is_fresh:
            parts[0].say(Kind.MATERIAL_ASSUMED, words=shortened(self._told.text) or "—")
            self._is_fresh = False


def _points(element: etree._Element, fields: dict[str, str]) -> Fraction | None:
    """What an item is worth, as its metadata or its scoring say."""
    for name in ("points_possible", "cc_weighting", "qmd_maximumscore", "qmd_weighting"):
        points = decimal(fields.get(name, ""))
        if points is not None and points > 0:
            return points
    declared = element.find("resprocessing/outcomes/decvar")
    points = decimal(declared.get("maxvalue", "")) if declared is not None else None
    return points if points is not None and points > 0 and points != _PERCENT else None


def read_old(
    root: etree._Element, parts: Parts, folder: str = "", *, numbers_from: int = 1, has_lines: bool = False
) -> StatedPaper:
    """The paper of a file of 1.2, its names without namespaces already (`names.plain`)."""
    reading = _Reading(parts, folder, numbers_from, has_lines=has_lines)
    reading.within(root, _Outer())
    reading.paper.media = parts.media
    return reading.paper
