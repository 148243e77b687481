"""Assessments and exams: items placed in sections, and the rules they are sat by."""

import enum
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Annotated, TypeAlias

import msgspec

from kaochang.domain.items import Item
from kaochang.domain.tools import Tool
from kaochang.domain.values import Later, Seconds, Times, Value, Wall


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


SEED_LENGTH = 200

Seed: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=SEED_LENGTH)]
"""What items are drawn from."""


class Pick(Value, frozen=True):
    """So many of these items, by id, go into every candidate's exam; each of them is worth the same."""

    count: Times
    items: tuple[str, ...]


class Draw(Value, frozen=True):
    """How every ticket gets items of its own (`domain/drawing`): by which algorithm, from which seed.

    Of each group of `enemies`, which are item ids, nobody gets two.
    """

    algorithm: int
    seed: Seed
    enemies: tuple[tuple[str, ...], ...] = ()


class Section(Value, frozen=True):
    """A run of items under one heading.

    `limit_s` is its own working time (None: the exam's), of which the rest goes to the next section if `carries_over`.
    A section that `is_locked` or has a limit is a part of its own, and nobody comes back to it (`domain/parts`).
    With `picks` its items are a pool, of which each candidate has as many as they say.
    """

    title: str
    items: tuple[PlacedItem, ...]
    limit_s: Later[Seconds | None] = None
    carries_over: Later[bool] = False
    is_locked: Later[bool] = False
    picks: Later[tuple[Pick, ...]] = ()

    @property
    def total(self) -> Fraction:
        """Points of all items that one candidate has."""
        if not self.picks:
            return sum((placed.points for placed in self.items), Fraction(0))
        points = {placed.id: placed.points for placed in self.items}
        return sum((pick.count * points[pick.items[0]] for pick in self.picks), Fraction(0))

    @property
    def count(self) -> int:
        """How many items one candidate has."""
        return sum(pick.count for pick in self.picks) if self.picks else len(self.items)


class Assessment(Value, frozen=True):
    """What is sat: sections of items, in authored order."""

    title: str
    sections: tuple[Section, ...]

    def items(self) -> Iterator[PlacedItem]:
        """Every placed item, in authored order; before a draw, all that can be drawn."""
        for section in self.sections:
            yield from section.items

    @property
    def asks_here(self) -> bool:
        """Whether the candidate has something to do at the PC for any item."""
        return any(placed.item.is_asked_here for placed in self.items())

    @property
    def total(self) -> Fraction:
        """Points of all items that one candidate has."""
        return sum((section.total for section in self.sections), Fraction(0))

    @property
    def count(self) -> int:
        """How many items one candidate has."""
        return sum(section.count for section in self.sections)


class Rules(Value, frozen=True):
    """How an exam is sat. Durations in seconds; None means no such rule.

    `latest_entry_s` counts from the session's opening, `earliest_hand_in_s` from the candidate's start,
    `outage_credit_s` is the longest outage that is given back without an act. Latecomers end with the session, unless
    `late_full_time`. `second_place`: no attempt without a second copy of its journal. `tools`: what candidates may use.

    `seat`: by the ticket (the office gives every ticket one); typed at login where the ticket has none; or free, where
    nobody has one unless the roster names it. `input_test`: candidates try the input method, also where no item asks
    for typing. `notices` and `pledge` are the office's own texts; where it has none the candidate's program has.
    `scale_100`: reports print points as of 100 too (折算百分制); what passes is decided by the points themselves.
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
    scale_100: Later[bool] = False


class Exam(Value, frozen=True, dict=True):
    """An assessment with its rules. With a `draw` it is no candidate's yet: `drawing.drawn` gives a ticket's own."""

    id: str
    assessment: Assessment
    rules: Rules
    draw: Later[Draw | None] = None

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
