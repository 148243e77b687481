"""Mends: what a person changes in a paper as it was read, one small step at a time; saved as they are, and replayed.

`at` is the place of an item from 0 in the paper as it stands when the mend is made: a split or joined item moves those
behind it, a dropped one keeps its place. Texts are as people type them.
"""

from fractions import Fraction
from typing import TypeAlias

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Finding
from kaochang.domain.values import Value


class SetKey(Value, frozen=True, tag_field="mend", tag="set-key"):
    """The key of an objective item (B, ABD, A、C, 对, √, texts of blanks by ；), or an open item's reference text.

    `by` names whoever sets it, where the office wants that kept.
    """

    at: int
    words: str
    by: str = ""


class LeaveKey(Value, frozen=True, tag_field="mend", tag="leave-key"):
    """The item has no key for now (待定答案): one that was read or set is taken off; that it lacks one stays red."""

    at: int


class SetPoints(Value, frozen=True, tag_field="mend", tag="set-points"):
    """What an item is worth."""

    at: int
    points: Fraction


class SetSectionPoints(Value, frozen=True, tag_field="mend", tag="set-section-points"):
    """What each item is worth of the section that item `at` stands in."""

    at: int
    points: Fraction


class SetType(Value, frozen=True, tag_field="mend", tag="set-type"):
    """The type of an item; what the paper gives as its answer is read once more as one of that type."""

    at: int
    type: ItemType


class SetStem(Value, frozen=True, tag_field="mend", tag="set-stem"):
    """The words of a stem; an empty bracket or two underscores are a blank."""

    at: int
    text: str


class SetOptions(Value, frozen=True, tag_field="mend", tag="set-options"):
    """The words of all options from the first to the last, without their letters; pictures stay at their places."""

    at: int
    texts: tuple[str, ...]


class Split(Value, frozen=True, tag_field="mend", tag="split"):
    """Two items of one: the second begins with a line of the paper (`line`, as `PaperLine.number`), or with a row.

    Rows count from 0 over the paragraphs of the stem, then over its options; where `line` is given, `row` says nothing.
    """

    at: int
    line: int = 0
    row: int = 0


class Join(Value, frozen=True, tag_field="mend", tag="join"):
    """One item of this one and the one before it."""

    at: int


class Drop(Value, frozen=True, tag_field="mend", tag="drop"):
    """The item is left out of the paper."""

    at: int


class Keep(Value, frozen=True, tag_field="mend", tag="keep"):
    """An item that was left out is in the paper again."""

    at: int


class Pass(Value, frozen=True, tag_field="mend", tag="pass"):
    """A named person passes open findings, for a reason; `findings` are those of the paper as it stands now."""

    findings: tuple[Finding, ...]
    by: str
    reason: str


Mend: TypeAlias = (
    SetKey
    | LeaveKey
    | SetPoints
    | SetSectionPoints
    | SetType
    | SetStem
    | SetOptions
    | Split
    | Join
    | Drop
    | Keep
    | Pass
)
"""One step; `to_plain` and `from_plain` carry it to and from a file."""
