"""Papers of formats that say themselves what is stem, option and key: nothing of them passes through the grammar.

So nothing is guessed: a stem that begins with "A." stays a stem. What every paper is judged by holds for them too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from kaochang.domain.items import Item
from kaochang.domain.mark_schemes import MarkScheme, Rubric
from kaochang.domain.papers import SEVERITY, Finding, Kind, PaperItem, Severity
from kaochang.papers.finishing.finish import judge_options, judge_stem
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.finishing.rubrics import lacks_points
from kaochang.papers.grammar.answers import Fault
from kaochang.papers.grammar.drafts import Draft, Section
from kaochang.papers.markup import own_items
from kaochang.papers.markup.authored import Authored
from kaochang.papers.picture_files import SHOWN, ending_in

_REASONS = frozenset(kind for kind in Kind if SEVERITY[kind] is Severity.ERROR and kind is not Kind.EMPTY_STEM) | {
    Kind.MISSING_REFERENCE_ANSWER
}
"""Kinds of finding that say why an item has no key, or no reference answer."""


@dataclass(slots=True)
class StatedItem:
    """An item as its format states it; `faults` are what its reader already found, `line` is where it begins.

    `item.number` may be "": items get the numbers 1, 2, 3 … then. `marks` and `parts` are what our own writers put
    beside the words (`markup.own_items`).
    """

    item: Item
    scheme: MarkScheme
    faults: list[ItemFault] = field(default_factory=list)
    line: int | None = None
    marks: dict[str, str] = field(default_factory=dict)
    parts: dict[str, Authored] = field(default_factory=dict)

    def take_own(self, told: Authored) -> None:
        """Keep what our own writers put beside a text."""
        self.marks |= told.marks
        self.parts |= told.parts

    def settle(self) -> None:
        """Put the item together once all its texts are read."""
        settled = own_items.settled(self.item, self.scheme, self.marks, self.parts)
        rubric = settled.scheme.rubric
        if rubric != self.scheme.rubric:
            self.judge_rubric(rubric)
        self.item, self.scheme = settled.item, settled.scheme
        self.marks, self.parts = {}, {}

    def judge_rubric(self, rubric: Rubric) -> None:
        """A rubric whose points a person has yet to give is told."""
        if lacks_points(rubric):
            criteria = "、".join(each.name for each in rubric.criteria) or rubric.text[:20]
            self.say(Kind.RUBRIC_WITHOUT_POINTS, criteria=criteria)

    def say(self, kind: Kind, variant: str = "", **params: str) -> None:
        """Add a finding."""
        self.faults.append(ItemFault(Fault(kind, variant, params), self.line))


@dataclass(slots=True)
class StatedPaper:
    """A paper as its format states it; `findings` are those that belong to no item, `media` the pictures by name."""

    title: str | None = None
    items: list[StatedItem] = field(default_factory=list)
    media: Mapping[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def made_of(paper: StatedPaper) -> list[Made]:
    """The items of a paper with every fault that can be seen in one item alone."""
    sections: dict[str | None, Section] = {}
    made = []
    for place, stated in enumerate(paper.items, start=1):
        stated.settle()
        item = stated.item
        number = item.number or str(place)
        section = sections.setdefault(item.section, Section(item.section))
        draft = Draft(number, place, stated.line or 0, section, item.type)
        made.append(Made(draft, number, PaperItem(replace(item, number=number), stated.scheme), list(stated.faults)))
        judge_stem(made[-1])
        judge_options(made[-1])
        _judge_key(made[-1])
        _judge_pictures(made[-1])
    return made


def _judge_pictures(made: Made) -> None:
    """Pictures of a kind that no candidate can be shown, each kind once."""
    endings = dict.fromkeys(ending_in(image.name) for image in made.read.item.media)
    for ending in endings:
        if ending not in SHOWN:
            made.say(Kind.PICTURE_NOT_SHOWN, made.draft.line, format=ending.upper())


def _judge_key(made: Made) -> None:
    """An objective item without a key, and an open one without a reference answer; unless its reader said why."""
    if any(fault.fault.kind in _REASONS for fault in made.faults):
        return
    scheme = made.read.scheme
    if made.read.item.is_open:
        kind = None if scheme.reference else Kind.MISSING_REFERENCE_ANSWER
    else:
        kind = None if scheme.correct is not None else Kind.MISSING_ANSWER
    if kind is not None:
        made.faults.append(ItemFault(Fault(kind), made.draft.line))
