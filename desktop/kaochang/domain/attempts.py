"""One candidate's sitting as values: the events that a journal holds, and the state that they lead to.

By which rules one follows from the other is the table in `attempt_rules`.
"""

import enum
from typing import TypeAlias

from kaochang.domain.acts import ActKind, Minutes
from kaochang.domain.responses import Response, is_empty
from kaochang.domain.values import Span, Value, Wall

HEARTBEAT_MS = 5_000
"""Working time is journaled at least this often while nothing else happens."""

MOST_OUTAGES = 1_000
"""The most outages of one attempt: each is weighed against all before it, so their number is bounded."""


class Phase(enum.StrEnum):
    """Where an attempt stands; QTI's item session states, for the whole attempt."""

    INITIAL = "initial"
    INTERACTING = "interacting"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class ClosingReason(enum.StrEnum):
    """Why an attempt is closed."""

    HANDED_IN = "handed-in"
    EXPIRED = "expired"
    FORCED = "forced"
    STOPPED_ILL = "stopped-ill"
    STOPPED_MISCONDUCT = "stopped-misconduct"


class Cause(enum.StrEnum):
    """What an outage came from, as far as the PC can tell."""

    CRASH = "crash"
    REBOOT = "reboot"


class Started(Value, frozen=True, tag="started"):
    """The clock starts. `limit` is the whole working time (ms), `seed` fixes the order of items and options."""

    used: Span
    wall: Wall
    limit: Span
    seed: str


class Responded(Value, frozen=True, tag="responded"):
    """The candidate's response to one item is now this (an empty one takes it back)."""

    used: Span
    wall: Wall
    item: str
    response: Response


class Marked(Value, frozen=True, tag="marked"):
    """The candidate marked an item for review, or took the mark off."""

    used: Span
    wall: Wall
    item: str
    on: bool


class Visited(Value, frozen=True, tag="visited"):
    """The candidate went to an item."""

    used: Span
    wall: Wall
    item: str


class Ticked(Value, frozen=True, tag="ticked"):
    """A heartbeat: this much working time is used."""

    used: Span
    wall: Wall


class Resumed(Value, frozen=True, tag="resumed"):
    """The program came back after an outage of `outage` ms, of which `credit` ms are given back by rule."""

    used: Span
    wall: Wall
    cause: Cause
    outage: Span
    credit: Span


class Closed(Value, frozen=True, tag="closed"):
    """Handed in by the candidate, or closed by the clock; what a proctor closes is `Acted`."""

    used: Span
    wall: Wall
    reason: ClosingReason


class Noted(Value, frozen=True, tag="noted"):
    """Evidence: what a guard, the clock or a device reported. `what` is a catalogue key, `detail` plain data."""

    used: Span
    wall: Wall
    what: str
    detail: str = ""


class Challenged(Value, frozen=True, tag="challenged"):
    """The PC asks for an act: `challenge` is the code it shows, open until it is answered or another one is drawn."""

    used: Span
    wall: Wall
    challenge: str


class Acted(Value, frozen=True, tag="acted"):
    """A proctor's act whose code was right. `challenge` is "" for a card or a room-wide code.

    `minutes` is what was granted, `credit` (ms) what the limit grows by; `detail` is the new seat, for that kind.
    """

    used: Span
    wall: Wall
    kind: ActKind
    minutes: Minutes
    credit: Span
    challenge: str
    code: str
    detail: str = ""


Event: TypeAlias = Started | Responded | Marked | Visited | Ticked | Resumed | Closed | Noted | Challenged | Acted


class AttemptState(Value, frozen=True):
    """Everything that follows from the events so far. `limit` and `used` in ms of working time.

    `challenge` is the open one, `wrong` counts wrong codes since the last right one, `seat` is set by an act only.
    """

    phase: Phase = Phase.INITIAL
    reason: ClosingReason | None = None
    used: int = 0
    limit: int = 0
    seed: str = ""
    started_wall: int = 0
    closed_wall: int = 0
    responses: dict[str, Response] = {}  # noqa: RUF012 - msgspec copies an empty default for each value
    revisions: dict[str, int] = {}  # noqa: RUF012 - see responses
    marked: tuple[str, ...] = ()
    current: str = ""
    outages: tuple[Resumed, ...] = ()
    acts: tuple[Acted, ...] = ()
    challenge: str = ""
    wrong: int = 0
    seat: str = ""

    def has_act(self, kind: ActKind) -> bool:
        """Whether an act of this kind was taken."""
        return any(act.kind is kind for act in self.acts)

    def answered(self) -> set[str]:
        """Ids of items with a response that is not empty."""
        return {item for item, response in self.responses.items() if not is_empty(response)}
