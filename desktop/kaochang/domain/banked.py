"""What is asked of a bank's items, and what it tells of one beside the item itself: versions, uses, statistics."""

import enum
from fractions import Fraction

from kaochang.domain.assessments import Exam
from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import Difficulty, MarkScheme
from kaochang.domain.papers import Finding
from kaochang.domain.values import Record, Value, Wall


class Sort(enum.StrEnum):
    """The orders of a list of items; each ends in the order of papers."""

    PAPER = "paper"
    CHANGED = "changed"  # last changed first
    MOST_USED = "most-used"
    LONGEST_UNUSED = "longest-unused"  # never used ones first
    HARDEST = "hardest"  # as measured in use; items without statistics last


class ItemFilter(Record, frozen=True):
    """Which items are meant: all conditions hold, of several values of one condition any; () and None: whatever.

    `competencies` are the names that papers state (知识点), `used` counts exams that the office assembled,
    `not_used_in` names exams whose items are left out, `excluded` item ids. Retired items are only found where
    `retired` says so.
    """

    types: tuple[ItemType, ...] = ()
    sections: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    papers: tuple[int, ...] = ()
    used: bool | None = None
    has_key: bool | None = None
    has_open_finding: bool | None = None
    retired: bool | None = False
    not_used_in: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class Action(enum.StrEnum):
    """What was done to an item of the bank."""

    ADDED = "added"
    EDITED = "edited"
    KEY_SET = "key-set"
    RETIRED = "retired"
    RETURNED = "returned"
    RESTORED = "restored"


class Content(Value, frozen=True):
    """What one version of an item holds; the history keeps `findings` with it, as not all of them show in the item."""

    item: Item
    scheme: MarkScheme
    is_retired: bool = False
    findings: tuple[Finding, ...] = ()


class Change(Value, frozen=True):
    """One line of an item's history: `version` came of it, `before` is what it replaced (None: the item came in)."""

    item: str
    version: int
    at: int
    by: str
    action: Action
    before: Content | None


class Use(Value, frozen=True):
    """An exam of the bank that an item is in."""

    exam: str
    title: str
    made: int


class Statistic(Value, frozen=True):
    """How an item went in one session: `share` is the mean share of its points, over `results` results."""

    item: str
    session: str
    title: str
    closed: int
    results: int
    answered: int
    share: Fraction


class Choices(Record, frozen=True):
    """What there is to filter by, each with how many items in use have it."""

    sections: dict[str, int]
    competencies: dict[str, int]


class BankExam(Record, frozen=True):
    """An exam that a bank has: when it was assembled, and the papers that its items are from."""

    exam: Exam
    made: Wall
    papers: tuple[int, ...]


class BankPaper(Record, frozen=True):
    """A paper of a bank: its title or, without one, its file's name; when it was read, how many items in use it has."""

    number: int
    title: str
    added: Wall
    items: int
