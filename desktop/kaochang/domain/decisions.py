"""Decisions: what named people settle at the centre where the files alone do not say what counts.

A decision is never changed and never removed; only another one takes it back. What stands follows from all of them by
their numbers alone, so it does not depend on the order in which sticks were merged.
"""

import enum
from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

import msgspec

from kaochang.domain.assessments import Level
from kaochang.domain.rosters import TicketStatus, bare_name
from kaochang.domain.values import Count, Value, Wall

Point: TypeAlias = tuple[str, str]
"""Something that waits for people, by its catalogue key and its name."""


class DecisionKind(enum.StrEnum):
    """What was decided, about a ticket, a room, or the session."""

    COUNTS = "counts"  # of several results, this one
    RECOVERED = "recovered"  # a journal stands for the result that is not here
    MISCONDUCT = "misconduct"  # confirmed: the result is void
    CLEARED = "cleared"  # no misconduct: the result counts
    ILL = "ill"
    VOID = "void"
    ON_PAPER = "on-paper"
    ABSENT = "absent"
    ACCEPTED = "accepted"  # whoever took a reserve ticket counts as this person
    REFUSED = "refused"  # whoever took it does not
    EXPLAINED = "explained"  # what waits here was looked into, and nothing changes
    RECORD = "record"  # what a room without a manifest wrote down by hand
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"


ABOUT_TICKETS = frozenset(DecisionKind) - {
    DecisionKind.EXPLAINED,
    DecisionKind.RECORD,
    DecisionKind.UNDO,
    DecisionKind.CLOSE,
    DecisionKind.REOPEN,
}
CHOICES = frozenset({DecisionKind.COUNTS, DecisionKind.RECOVERED})
"""Those that say which file counts; every other one about a ticket says what its status is, or:"""

WALK_IN_RULINGS = frozenset({DecisionKind.ACCEPTED, DecisionKind.REFUSED})
"""Those that say whether whoever took a reserve ticket counts."""

RECORDED = (
    TicketStatus.ABSENT,
    TicketStatus.NOT_STARTED,
    TicketStatus.ON_PAPER,
    TicketStatus.PRESENT,
    TicketStatus.SUBMITTED,
)
"""What a room's record by hand can say of a ticket."""

_FOR_CANDIDATES = frozenset(
    {DecisionKind.COUNTS, DecisionKind.RECOVERED, DecisionKind.CLEARED, DecisionKind.ACCEPTED, DecisionKind.REOPEN}
)
_AGAINST_CANDIDATES = frozenset({DecisionKind.MISCONDUCT, DecisionKind.VOID, DecisionKind.ABSENT, DecisionKind.REFUSED})
_MILDER = frozenset({DecisionKind.ILL, DecisionKind.ON_PAPER})
_SETTLES_NOTHING = frozenset(
    {DecisionKind.CLEARED, DecisionKind.ILL, DecisionKind.UNDO, DecisionKind.CLOSE, DecisionKind.REOPEN}
)


class Decision(Value, frozen=True):
    """One decision: by whom, why, when. `second` is another person, where two have to agree.

    `file` is the SHA-256 of what counts, `undoes` the number of the decision that is taken back, `statuses` a room's
    record, `person` and `name` who an accepted walk-in is. `settles` are the points that stood before whoever decided,
    `seen` the ticket's results that were here: what came later is not settled by it.
    """

    number: Count
    kind: DecisionKind
    by: str
    reason: str
    made: Wall
    second: str = ""
    ticket: str = ""
    room: str = ""
    file: str = ""
    undoes: Count = 0
    statuses: dict[str, TicketStatus] = msgspec.field(default_factory=dict)
    settles: tuple[Point, ...] = ()
    seen: tuple[str, ...] = ()
    person: str = ""
    name: str = ""


def settles_all(kind: DecisionKind) -> bool:
    """Whether a decision settles whatever waits of its ticket, room or session; else only what it says."""
    return kind not in _SETTLES_NOTHING


def needs_second(kinds: Collection[DecisionKind], level: Level, lifted: Iterable[DecisionKind] = ()) -> bool:
    """Whether two people have to decide: a record by hand always, in the certified level what helps a candidate.

    `kinds` are the decision's own and those that stand again by it, `lifted` those that hold no longer.
    """
    helps = not _FOR_CANDIDATES.isdisjoint(kinds) or not _AGAINST_CANDIDATES.isdisjoint(lifted)
    return DecisionKind.RECORD in kinds or (level is Level.CERTIFIED and helps)


def lifted_by(decision: Decision, stand: Sequence[Decision]) -> tuple[Decision, ...]:
    """Of the decisions that stand, those about the same ticket that a milder status replaces."""
    if decision.kind not in _MILDER:
        return ()
    return tuple(each for each in stand if each.ticket == decision.ticket)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, as far as names tell."""
    return bare_name(one) == bare_name(other)


def undone_by(decisions: Sequence[Decision]) -> dict[int, Decision]:
    """The decisions that are taken back, by number, each with the one that does it and is not taken back itself."""
    undone: dict[int, Decision] = {}
    for each in sorted(decisions, key=lambda each: each.number, reverse=True):
        if each.kind is DecisionKind.UNDO and each.number not in undone:
            undone.setdefault(each.undoes, each)
    return undone


def standing(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that stand, by number; those that only take others back are not among them."""
    undone = undone_by(decisions)
    in_order = sorted(decisions, key=lambda each: each.number)
    return tuple(each for each in in_order if each.kind is not DecisionKind.UNDO and each.number not in undone)


def closing(stand: Sequence[Decision]) -> Decision | None:
    """The decision by which the session is closed; none while it is open. `stand` are those that stand."""
    either = [each for each in stand if each.kind in (DecisionKind.CLOSE, DecisionKind.REOPEN)]
    return either[-1] if either and either[-1].kind is DecisionKind.CLOSE else None
