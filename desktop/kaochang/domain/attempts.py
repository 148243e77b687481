"""One candidate's sitting, as a table of (phase, event) → next state, or a named violation. No clock inside.

Phases are QTI's: initial → interacting → closed (with a reason); its suspended waits for the proctor's acts, because
nothing else may stop the clock. Every event carries the working time
used so far (`used`, ms): the caller measures it, the table only forbids that it shrinks. The rules:

 1. An attempt starts once. Its time limit and order seed are fixed then, in the event, for every later resume.
 2. Responses, marks and visits are taken while interacting only, for items of the exam, in a shape the item can give.
 3. Nothing is answered after the limit: a response that was made before it and arrives late still counts by its
    `used`; one made after it is a violation (`time-over`).
 4. `used` never shrinks; an event that says less than the state is a violation (`time-shrinks`).
 5. A crash leaves the attempt interacting. `Resumed` goes on: the outage counts as used, and what of it is credited
    (never more than the exam's rule, and twice that for all outages together) lengthens the limit again. A kill gains
    nothing, because the first heartbeat's length of a gap counts as work (`outages`); it costs at most that.
 6. Handing in is refused before the exam's earliest time, and while nothing is answered unless the exam allows that.
 7. Expiry closes the attempt as it stands, without a question; it is refused before the limit is reached.
 8. A closed attempt takes nothing but notes of evidence.
"""

import enum
from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from kaochang.domain.assessments import Exam
from kaochang.domain.items import fits
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Response, is_empty
from kaochang.domain.values import Span, Value, Wall

HEARTBEAT_MS = 5_000
"""Working time is journaled at least this often while nothing else happens."""

_CREDITS = 2
"""All outages together are given back up to so many times what one may be."""


class Phase(enum.StrEnum):
    """Where an attempt stands; QTI's item session states, for the whole attempt."""

    INITIAL = "initial"
    INTERACTING = "interacting"
    CLOSED = "closed"


class ClosingReason(enum.StrEnum):
    """Why an attempt is closed."""

    HANDED_IN = "handed-in"
    EXPIRED = "expired"


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
    """Handed in by the candidate, or closed by the clock."""

    used: Span
    wall: Wall
    reason: ClosingReason


class Noted(Value, frozen=True, tag="noted"):
    """Evidence: what a guard, the clock or a device reported. `what` is a catalogue key, `detail` plain data."""

    used: Span
    wall: Wall
    what: str
    detail: str = ""


Event: TypeAlias = Started | Responded | Marked | Visited | Ticked | Resumed | Closed | Noted


class AttemptState(Value, frozen=True):
    """Everything that follows from the events so far. `limit` and `used` in ms of working time."""

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

    def answered(self) -> set[str]:
        """Ids of items with a response that is not empty."""
        return {item for item, response in self.responses.items() if not is_empty(response)}


def credit_total(exam: Exam) -> int:
    """The most that all outages of an attempt together are given back, ms."""
    return _CREDITS * exam.rules.outage_credit_s * 1000


def credit_left(exam: Exam, state: AttemptState) -> int:
    """The most that the next outage may be given back, ms: by the rule for one, and by what is left of the total."""
    given = sum(outage.credit for outage in state.outages)
    return max(0, min(exam.rules.outage_credit_s * 1000, credit_total(exam) - given))


def _start(exam: Exam, state: AttemptState, event: Started) -> AttemptState:
    if event.limit <= 0:
        raise Violation("attempt.no-time-left")
    first = next(exam.assessment.items()).id
    return msgspec.structs.replace(
        state,
        phase=Phase.INTERACTING,
        limit=event.limit,
        seed=event.seed,
        started_wall=event.wall,
        current=first,
    )


def _known(exam: Exam, item: str) -> None:
    if not any(placed.id == item for placed in exam.assessment.items()):
        raise Violation("attempt.unknown-item", item)


def _respond(exam: Exam, state: AttemptState, event: Responded) -> AttemptState:
    _known(exam, event.item)
    if event.used > state.limit:
        raise Violation("attempt.time-over")
    if not fits(exam.placed(event.item).item, event.response):
        raise Violation("attempt.wrong-response", event.item)
    revisions = state.revisions.get(event.item, 0) + 1
    return msgspec.structs.replace(
        state,
        responses={**state.responses, event.item: event.response},
        revisions={**state.revisions, event.item: revisions},
    )


def _mark(exam: Exam, state: AttemptState, event: Marked) -> AttemptState:
    _known(exam, event.item)
    others = tuple(item for item in state.marked if item != event.item)
    return msgspec.structs.replace(state, marked=(*others, event.item) if event.on else others)


def _visit(exam: Exam, state: AttemptState, event: Visited) -> AttemptState:
    _known(exam, event.item)
    return msgspec.structs.replace(state, current=event.item)


def _resume(exam: Exam, state: AttemptState, event: Resumed) -> AttemptState:
    if event.used < state.used + event.outage:
        raise Violation("attempt.time-shrinks")
    if not 0 <= event.credit <= min(event.outage, credit_left(exam, state)):
        raise Violation("attempt.credit")
    return msgspec.structs.replace(
        state,
        phase=Phase.INTERACTING,
        limit=state.limit + event.credit,
        outages=(*state.outages, event),
    )


def _close(exam: Exam, state: AttemptState, event: Closed) -> AttemptState:
    if event.reason is ClosingReason.HANDED_IN:
        if event.used < exam.rules.earliest_hand_in_s * 1000 and event.used < state.limit:
            raise Violation("attempt.too-early", seconds=exam.rules.earliest_hand_in_s - event.used // 1000)
        if not state.answered() and not exam.rules.allow_empty:
            raise Violation("attempt.nothing-answered")
    elif event.used < state.limit:
        raise Violation("attempt.not-expired")
    return msgspec.structs.replace(state, phase=Phase.CLOSED, reason=event.reason, closed_wall=event.wall)


def _keep(_: Exam, state: AttemptState, __: Ticked | Noted) -> AttemptState:
    return state


# Each rule takes exactly the event type of its key, which a dict's type cannot say: hence the dots.
_Rule: TypeAlias = Callable[..., AttemptState]
_TABLE: dict[tuple[Phase, type], _Rule] = {
    (Phase.INITIAL, Started): _start,
    (Phase.INTERACTING, Responded): _respond,
    (Phase.INTERACTING, Marked): _mark,
    (Phase.INTERACTING, Visited): _visit,
    (Phase.INTERACTING, Ticked): _keep,
    (Phase.INTERACTING, Resumed): _resume,
    (Phase.INTERACTING, Closed): _close,
    **{(phase, Noted): _keep for phase in Phase},
}
_WHY_NOT = {
    Phase.INITIAL: "attempt.not-started",
    Phase.INTERACTING: "attempt.already-started",
    Phase.CLOSED: "attempt.closed",
}


def step(exam: Exam, state: AttemptState, event: Event) -> AttemptState:
    """The state after an event, or the Violation that names the broken rule; the given state is never changed."""
    rule = _TABLE.get((state.phase, type(event)))
    if rule is None:
        raise Violation(_WHY_NOT[state.phase])
    if event.used < state.used:
        raise Violation("attempt.time-shrinks")
    return msgspec.structs.replace(rule(exam, state, event), used=event.used)


def replay(exam: Exam, events: Iterable[Event]) -> AttemptState:
    """The state that a journal's events lead to."""
    state = AttemptState()
    for event in events:
        state = step(exam, state, event)
    return state
