"""A proctor's acts: what can be granted, how far a code reaches, and how many minutes it may give.

An act is agreed to by a code that a room PC checks without any network (`custody/act_codes`). What it then does to an
attempt stands in `domain/act_rules`.
"""

import enum
from typing import Annotated, TypeAlias

import msgspec

from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.values import Value

MOST_MINUTES = 240
"""The most that one act grants."""

MOST_ACTS = 100
"""The most acts that one attempt takes: more than any day brings, and few enough to check them all at the centre."""

Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MOST_MINUTES)]
"""Whole minutes that an act grants; 0 for every kind that grants no time."""

CARD_STEP = 5
"""Minutes of cards and room-wide codes go in steps of so many."""

CARD_MOST_MINUTES = 31 * CARD_STEP
"""The most that a card or a room-wide code grants: five bits of steps."""

MOST_SERIAL = 1023
"""Cards and room-wide codes of a room are numbered from 1 to this: ten bits."""


class ActKind(enum.StrEnum):
    """What a proctor can grant. The value is a name in files, `number` stands in codes; neither ever changes."""

    RESUME = "resume"  # gives back time of an outage that the rule for outages did not give back
    EXTRA_TIME = "extra-time"
    PAUSE = "pause"
    CONTINUE = "continue"  # ends a pause
    UNLOCK = "unlock"  # the PC is shown something that it was locked against
    EARLY_HAND_IN = "early-hand-in"  # lifts the exam's earliest hand-in
    HAND_IN = "hand-in"  # closes the attempt as it stands
    MOVE = "move"  # to another PC
    STOP_ILL = "stop-ill"
    STOP_MISCONDUCT = "stop-misconduct"
    WALK_IN = "walk-in"  # a candidate on a reserve ticket
    ADMIT = "admit"  # after the latest entry
    SEAT = "seat"  # another seat than the roster's
    CLOCK = "clock"  # a start although the PC's date is outside the session
    WITHDRAW = "withdraw"  # an item that is no longer asked
    RESUME_MOVED = "resume-moved"  # a resume for whichever PC the attempt was moved to

    @property
    def number(self) -> int:
        """0 to 15, as codes carry it."""
        return _NUMBERS[self]

    @property
    def gives_back(self) -> bool:
        """Whether it gives back time of outages."""
        return self in (ActKind.RESUME, ActKind.RESUME_MOVED)

    @property
    def grants_time(self) -> bool:
        """Whether minutes belong to it; every other kind has 0."""
        return self.gives_back or self is ActKind.EXTRA_TIME


_NUMBERS = {
    ActKind.RESUME: 0,
    ActKind.EXTRA_TIME: 1,
    ActKind.PAUSE: 2,
    ActKind.CONTINUE: 3,
    ActKind.UNLOCK: 4,
    ActKind.EARLY_HAND_IN: 5,
    ActKind.HAND_IN: 6,
    ActKind.MOVE: 7,
    ActKind.STOP_ILL: 8,
    ActKind.STOP_MISCONDUCT: 9,
    ActKind.WALK_IN: 10,
    ActKind.ADMIT: 11,
    ActKind.SEAT: 12,
    ActKind.CLOCK: 13,
    ActKind.WITHDRAW: 14,
    ActKind.RESUME_MOVED: 15,
}
KIND_OF_NUMBER = {number: kind for kind, number in _NUMBERS.items()}


class Reach(enum.StrEnum):
    """For whom a code is good: the ticket whose PC asked, whoever holds the card first, every attempt of the room."""

    TICKET = "ticket"
    CARD = "card"
    ROOM = "room"


_ON_CARDS = frozenset(
    {
        ActKind.RESUME,
        ActKind.EXTRA_TIME,
        ActKind.PAUSE,
        ActKind.CONTINUE,
        ActKind.UNLOCK,
        ActKind.EARLY_HAND_IN,
        ActKind.HAND_IN,
        ActKind.ADMIT,
        ActKind.CLOCK,
    }
)
"""A card names nobody, so what is about one person is not on any."""

_KINDS_BY_REACH = {
    Reach.TICKET: frozenset(ActKind),
    Reach.CARD: _ON_CARDS,
    Reach.ROOM: _ON_CARDS - {ActKind.UNLOCK},
}


class Grant(Value, frozen=True):
    """What a code that was checked says. `challenge` is "" and `serial` above 0 for cards and room-wide codes."""

    kind: ActKind
    reach: Reach
    minutes: Minutes
    challenge: str
    code: str
    serial: int = 0


def _word(kind: ActKind) -> Word:
    return Word(f"act-kind.{kind.value}")


def check_kind(kind: ActKind, reach: Reach) -> None:
    """Refuses (POLICY) a kind that no code of this reach can stand for."""
    lawful = _KINDS_BY_REACH[reach]
    if kind not in lawful:
        kinds = tuple(_word(each) for each in ActKind if each in lawful)
        raise Refusal(Outcome.POLICY, "act.kind", kind.value, kind=_word(kind), kinds=kinds)


def check_minutes(kind: ActKind, reach: Reach, minutes: int) -> None:
    """Refuses (POLICY) minutes that this kind does not grant, or that a code of this reach cannot carry."""
    if not kind.grants_time:
        lawful = minutes == 0
    elif reach is Reach.TICKET:
        lawful = 0 <= minutes <= MOST_MINUTES
    else:
        lawful = CARD_STEP <= minutes <= CARD_MOST_MINUTES and minutes % CARD_STEP == 0
    if not lawful:
        most = MOST_MINUTES if reach is Reach.TICKET else CARD_MOST_MINUTES
        raise Refusal(Outcome.POLICY, "act.minutes", kind.value, most=most, step=CARD_STEP)
