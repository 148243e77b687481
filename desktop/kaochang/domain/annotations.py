"""What candidates keep for themselves while they work: options struck out, words highlighted, a draft, how they see it.

It is their own. It is journaled, so that it is there again after a crash or a move, and goes nowhere else: it stands in
no result, is no evidence, and answers nothing.
"""

import enum
from itertools import pairwise
from typing import TypeAlias, TypeVar

import msgspec

from kaochang.domain.items import Item, ItemType
from kaochang.domain.tools import Tool
from kaochang.domain.values import Count, Value

MAX_DRAFT = 5_000
"""Characters of the draft: some pages, and a journal row that stays small."""

MAX_NAME = 20
"""Characters of the name of a theme or a size."""

MAX_HIGHLIGHTS = 200
"""Highlights that are kept with one item."""

ELIMINABLE = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
"""Types with options to strike out. Of true and false, to strike one out would be to say the other."""


class Passage(enum.StrEnum):
    """A text of an item in which words can be highlighted."""

    MATERIAL = "material"
    STEM = "stem"


class Highlight(Value, frozen=True, order=True):
    """Highlighted characters of a passage as authored: from `start` (counted from 0) up to `end`, which is not one."""

    text: Passage
    start: Count
    end: Count


class Eliminated(Value, frozen=True, tag="eliminated"):
    """Labels of the item's options that are struck out now, sorted."""

    labels: tuple[str, ...]


class Highlighted(Value, frozen=True, tag="highlighted"):
    """Everything that is highlighted now in the item's texts: sorted, no character twice."""

    highlights: tuple[Highlight, ...]


class Drafted(Value, frozen=True, tag="drafted"):
    """The draft is now this; an attempt has one, which belongs to no item."""

    text: str


class Shown(Value, frozen=True, tag="shown"):
    """The exam is shown in these colours and this size now, which belongs to no item.

    Names that a program does not know are shown as it shows an exam to whoever chose nothing: no row is refused for
    them, unless they are longer than `MAX_NAME`.
    """

    theme: str
    size: str


Annotation: TypeAlias = Eliminated | Highlighted | Drafted | Shown
N = TypeVar("N")


class Annotations(Value, frozen=True):
    """All of an attempt's annotations; items that have none of a kind are not there."""

    eliminated: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    highlighted: dict[str, tuple[Highlight, ...]] = msgspec.field(default_factory=dict)
    draft: str = ""
    shown: Shown | None = None

    def after(self, item: str, annotation: Annotation) -> "Annotations":
        """What follows from one more; the given annotations are never changed."""
        match annotation:
            case Eliminated(labels):
                return msgspec.structs.replace(self, eliminated=_with(self.eliminated, item, labels))
            case Highlighted(highlights):
                return msgspec.structs.replace(self, highlighted=_with(self.highlighted, item, highlights))
            case Drafted(text):
                return msgspec.structs.replace(self, draft=text)
            case Shown():
                return msgspec.structs.replace(self, shown=annotation)


def _with(before: dict[str, tuple[N, ...]], item: str, now: tuple[N, ...]) -> dict[str, tuple[N, ...]]:
    others = {each: kept for each, kept in before.items() if each != item}
    return {**others, item: now} if now else others


def tool_of(annotation: Annotation) -> Tool | None:
    """The tool that makes such an annotation; None where it takes none."""
    match annotation:
        case Eliminated():
            return Tool.ELIMINATOR
        case Highlighted():
            return Tool.HIGHLIGHTER
        case Drafted():
            return Tool.NOTES
        case Shown():
            return None


def passage_of(item: Item, text: Passage) -> str:
    """The authored text that a highlight's places are counted in."""
    return item.material if text is Passage.MATERIAL else item.stem


def fits_attempt(annotation: Drafted | Shown) -> bool:
    """Whether an annotation is one that an attempt can have, beside its items."""
    match annotation:
        case Drafted(text):
            return len(text) <= MAX_DRAFT
        case Shown(theme, size):
            return max(len(theme), len(size)) <= MAX_NAME


def fits(item: Item, annotation: Eliminated | Highlighted) -> bool:
    """Whether an annotation is one that this item can have."""
    match annotation:
        case Eliminated(labels):
            known = set(labels) <= {option.label for option in item.options}
            return item.type in ELIMINABLE and known and list(labels) == sorted(set(labels))
        case Highlighted(highlights):
            inside = all(each.start < each.end <= len(passage_of(item, each.text)) for each in highlights)
            return (
                inside and len(highlights) <= MAX_HIGHLIGHTS and all(_follows(*each) for each in pairwise(highlights))
            )


def _follows(before: Highlight, after: Highlight) -> bool:
    return (before.text, before.end) <= (after.text, after.start)
