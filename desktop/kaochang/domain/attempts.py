"""One candidate's sitting as values: the events that a journal holds, and the state that they lead to.

By which rules one follows from the other is the table in `attempt_rules`.
"""

import enum
from typing import TypeAlias

import msgspec

from kaochang.domain import responses
from kaochang.domain.acts import ActKind, Minutes
from kaochang.domain.annotations import Annotation, Annotations
from kaochang.domain.responses import Response
from kaochang.domain.values import Later, Span, Times, Value, Wall

HEARTBEAT_MS = 5_000
"""Working time is journaled at least this often while nothing else happens."""

MOST_OUTAGES = 1_000
"""So many outages of one attempt are listed and given back: each is weighed against all before it."""


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
    REBOOT = "reboot"  # a power cut, or a restart
    MOVED = "moved"  # to another PC
    CANDIDATE = "candidate"  # the PC was put to sleep


class Wait(enum.StrEnum):
    """What a suspended attempt waits for."""

    PAUSE = "pause"  # the end of a pause
    OUTAGE = "outage"  # what is to be done about an outage longer than the rule gives back
    CLOCK = "clock"  # somebody to look at a PC whose date cannot be right
    MOVE = "move"  # to be gone on with on another PC


class Started(Value, frozen=True, tag="started"):
    """The clock starts. `limit` is the whole working time (ms), `seed` fixes the order of items and options.

    `extra` (ms) is what this candidate has more than others, which `limit` holds already: parts' limits grow with it.
    """

    used: Span
    wall: Wall
    limit: Span
    seed: str
    extra: Later[Span] = 0


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


class Annotated(Value, frozen=True, tag="annotated"):
    """What the candidate keeps for themselves is now this: no response (`annotations`). `item` is "" for no item."""

    used: Span
    wall: Wall
    item: str
    annotation: Annotation


class Visited(Value, frozen=True, tag="visited"):
    """The candidate went to an item."""

    used: Span
    wall: Wall
    item: str


class Advanced(Value, frozen=True, tag="advanced"):
    """The attempt goes on to this part of the exam (counted from 0) for good: by the candidate, or by its clock."""

    used: Span
    wall: Wall
    part: int


class Staged(Value, frozen=True, tag="staged"):
    """The next turn of a staged scenario is shown (counted from 0); what was said before can no more be changed."""

    used: Span
    wall: Wall
    item: str
    stage: int


class Ticked(Value, frozen=True, tag="ticked"):
    """A heartbeat: this much working time is used."""

    used: Span
    wall: Wall


class Resumed(Value, frozen=True, tag="resumed"):
    """The program came back after an outage of `outage` ms, of which `credit` ms are given back by rule.

    `pc` is the mark of the PC that the attempt was moved to, "" where it stays. `doubted`: no clock could tell how long
    it was.
    """

    used: Span
    wall: Wall
    cause: Cause
    outage: Span
    credit: Span
    pc: Later[str] = ""
    doubted: Later[bool] = False


class Left(Value, frozen=True, tag="left"):
    """The attempt leaves this PC: whoever has the log from here on may go on with it, this PC may not."""

    used: Span
    wall: Wall


class Closed(Value, frozen=True, tag="closed"):
    """Handed in by the candidate, or closed by the clock; what a proctor closes is `Acted`."""

    used: Span
    wall: Wall
    reason: ClosingReason


class Noted(Value, frozen=True, tag="noted"):
    """Evidence: what a guard, the clock or a device reported. `what` is a catalogue key, `detail` plain data.

    `times` is how often it happened since the last note of it: of very many not each has a note (`evidence`).
    """

    used: Span
    wall: Wall
    what: str
    detail: str = ""
    times: Later[Times] = 1


class Challenged(Value, frozen=True, tag="challenged"):
    """The PC asks for an act: `challenge` is the code it shows, open until it is answered or another one is drawn."""

    used: Span
    wall: Wall
    challenge: str


class Acted(Value, frozen=True, tag="acted"):
    """A proctor's act whose code was right. `challenge` is "" for a card or a room-wide code.

    `minutes` is what was granted, `credit` (ms) what the limit grows by; `detail` is the new seat, for that kind,
    the mark of the PC that a move is to, or who a walk-in is (`domain/walk_ins`).
    `stood` (ms) is how long a pause was that it ends.
    """

    used: Span
    wall: Wall
    kind: ActKind
    minutes: Minutes
    credit: Span
    challenge: str
    code: str
    detail: str = ""
    stood: Later[Span] = 0


Event: TypeAlias = (
    Started
    | Responded
    | Marked
    | Annotated
    | Visited
    | Advanced
    | Staged
    | Ticked
    | Resumed
    | Left
    | Closed
    | Noted
    | Challenged
    | Acted
)


class Turn(Value, frozen=True):
    """The turn of a staged scenario that is shown, and the working time (ms) from which its own time counts."""

    stage: int
    since: int


class AttemptState(Value, frozen=True):
    """Everything that follows from the events so far. `limit`, `used` and all times below in ms of working time.

    `part` is the part of the exam that is open, counted from `part_since`, with what it got from the one before
    (`carried`). `since` is when the current item was opened, `spent` what went into each item before that, `turns` the
    turn each staged scenario has come to. `challenge` is the open one, `wrong` counts wrong codes since the last right
    one, `seat` is set by an act only. `may_move` says that an act lets another PC go on, `pc` which one did last,
    `waited` what the attempt waited for when it left its PC. `outages_wait` is False in a log of format 1: there an
    attempt goes on after any outage that leaves it time.
    """

    phase: Phase = Phase.INITIAL
    wait: Wait | None = None
    waited: Wait | None = None
    reason: ClosingReason | None = None
    used: int = 0
    limit: int = 0
    extra: int = 0
    seed: str = ""
    part: int = 0
    part_since: int = 0
    carried: int = 0
    since: int = 0
    spent: dict[str, int] = msgspec.field(default_factory=dict)
    turns: dict[str, Turn] = msgspec.field(default_factory=dict)
    started_wall: int = 0
    closed_wall: int = 0
    responses: dict[str, Response] = msgspec.field(default_factory=dict)
    revisions: dict[str, int] = msgspec.field(default_factory=dict)
    marked: tuple[str, ...] = ()
    annotations: Annotations = Annotations()
    current: str = ""
    outages: tuple[Resumed, ...] = ()
    acts: tuple[Acted, ...] = ()
    challenge: str = ""
    wrong: int = 0
    seat: str = ""
    may_move: bool = False
    pc: str = ""
    outages_wait: bool = True

    @property
    def stands_still(self) -> bool:
        """Whether no time passes: in every wait but that for another PC, unless it began in one of the others."""
        return self.phase is Phase.SUSPENDED and (self.wait is not Wait.MOVE or self.waited is not None)

    def has_act(self, kind: ActKind) -> bool:
        """Whether an act of this kind was taken."""
        return any(act.kind is kind for act in self.acts)

    def answered(self) -> set[str]:
        """Ids of items with a response that is not empty."""
        return responses.answered(self.responses)


def first_state(of_format: int) -> AttemptState:
    """The state before the first event of a log of this format."""
    return AttemptState(outages_wait=of_format > 1)
