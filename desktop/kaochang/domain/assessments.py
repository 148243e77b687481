"""Assessments and exams: items placed in sections, and the rules they are sat by."""

import enum
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property

from kaochang.domain.items import Item
from kaochang.domain.tools import Tool
from kaochang.domain.values import Later, Seconds, Value, Wall


class Kind(enum.StrEnum):
    """What a session is for. It stands in every signed header: rehearsal and practice never merge as live."""

    LIVE = "live"
    REHEARSAL = "rehearsal"
    PRACTICE = "practice"


class Level(enum.StrEnum):
    """The assurance level of a session, a signed field; docs/threat-model.md has a row for each."""

    QUICK = "quick"
    CERTIFIED = "certified"


class PartialCredit(enum.StrEnum):
    """What a multiple-choice item earns when some, but not all, correct options and no wrong one are chosen."""

    NONE = "none"
    HALF = "half"
    PROPORTIONAL = "proportional"


class LoginField(enum.StrEnum):
    """What a candidate types to log in."""

    PERSON = "person"
    NAME = "name"
    TICKET = "ticket"
    IDENTITY = "identity"


class SeatRule(enum.StrEnum):
    """Whence a candidate's seat is known, where whoever set the PC up did not name it."""

    TICKET = "ticket"
    TYPED = "typed"
    FREE = "free"


class Lockdown(enum.StrEnum):
    """How much of the PC the exam holds while an attempt runs."""

    OBSERVE = "observe"
    STANDARD = "standard"
    STRICT = "strict"


class PlacedItem(Value, frozen=True):
    """An item in an assessment. `points` is what it is worth here, whatever the paper said.

    `limit_s` is how long it may be worked on, all visits together; None: as long as there is time.
    """

    id: str
    item: Item
    points: Fraction
    limit_s: Later[Seconds | None] = None


class Section(Value, frozen=True):
    """A run of items under one heading.

    `limit_s` is its own working time (None: the exam's), of which the rest goes to the next section if `carries_over`.
    A section that `is_locked` or has a limit is a part of its own, and nobody comes back to it (`domain/parts`).
    """

    title: str
    items: tuple[PlacedItem, ...]
    limit_s: Later[Seconds | None] = None
    carries_over: Later[bool] = False
    is_locked: Later[bool] = False

    @property
    def total(self) -> Fraction:
        """Points of all items."""
        return sum((placed.points for placed in self.items), Fraction(0))


class Assessment(Value, frozen=True):
    """What is sat: sections of items, in authored order."""

    title: str
    sections: tuple[Section, ...]

    def items(self) -> Iterator[PlacedItem]:
        """Every placed item, in authored order."""
        for section in self.sections:
            yield from section.items

    @property
    def asks_here(self) -> bool:
        """Whether the candidate has something to do at the PC for any item."""
        return any(placed.item.is_asked_here for placed in self.items())

    @property
    def total(self) -> Fraction:
        """Points of all items."""
        return sum((section.total for section in self.sections), Fraction(0))


class Rules(Value, frozen=True):
    """How an exam is sat. Durations in seconds; None means no such rule.

    `latest_entry_s` counts from the session's opening, `earliest_hand_in_s` from the candidate's start,
    `outage_credit_s` is the longest outage that is given back without an act. Latecomers end with the session, unless
    `late_full_time`. `second_place`: no attempt without a second copy of its journal. `tools`: what candidates may use.

    `seat`: by the ticket (the office gives every ticket one); typed at login where the ticket has none; or free, where
    nobody has one unless the roster names it. `input_test`: candidates try the input method, also where no item asks
    for typing. `notices` and `pledge` are the office's own texts; where it has none the candidate's program has.
    """

    duration_s: int
    pass_mark: Fraction | None = None
    latest_entry_s: int | None = None
    earliest_hand_in_s: int = 0
    warnings_s: tuple[int, ...] = (900, 300, 60)
    outage_credit_s: int = 600
    allow_empty: bool = False
    shuffle_items: bool = False
    shuffle_options: bool = False
    partial_credit: PartialCredit = PartialCredit.NONE
    login: tuple[LoginField, ...] = (LoginField.PERSON, LoginField.NAME)
    lockdown: Lockdown = Lockdown.STANDARD
    notices: tuple[str, ...] = ()
    pledge: str = ""
    late_full_time: Later[bool] = False
    second_place: Later[bool] = False
    tools: Later[tuple[Tool, ...]] = ()
    seat: Later[SeatRule] = SeatRule.TICKET
    input_test: Later[bool] = False


class Exam(Value, frozen=True, dict=True):
    """An assessment with its rules."""

    id: str
    assessment: Assessment
    rules: Rules

    def placed(self, item_id: str) -> PlacedItem:
        """The placed item of this id; KeyError for an id that is not in the exam."""
        return self._placed[item_id]

    @cached_property
    def _placed(self) -> dict[str, PlacedItem]:
        return {placed.id: placed for placed in self.assessment.items()}


class Room(Value, frozen=True):
    """A room in which a session is sat."""

    id: str
    name: str


class Session(Value, frozen=True):
    """One or more exams sat at one time in some rooms. Wall times in ms since 1970, UTC."""

    id: str
    title: str
    kind: Kind
    level: Level
    opens: Wall
    closes: Wall
    rooms: tuple[Room, ...]
