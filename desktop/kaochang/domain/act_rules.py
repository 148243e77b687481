"""What a proctor's act does to an attempt: the effects of each kind, for rules 10 to 15 of `attempt_rules`."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from kaochang.domain import parts, walk_ins
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import (
    Acted,
    AttemptState,
    Cause,
    Challenged,
    ClosingReason,
    Event,
    Noted,
    Phase,
    Resumed,
    Wait,
)
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Violation

_MINUTE_MS = 60_000

ENTRIES = (ActKind.ADMIT, ActKind.CLOCK, ActKind.WALK_IN)
"""The acts that come before a start."""


def not_given_back(state: AttemptState) -> int:
    """What of all outages neither the rule nor an act has given back, ms; without those that the candidate caused."""
    left_by_rule = sum(outage.outage - outage.credit for outage in state.outages if outage.cause is not Cause.CANDIDATE)
    return left_by_rule - sum(act.credit for act in state.acts if act.kind.gives_back)


def act_credit(state: AttemptState, kind: ActKind, minutes: int) -> int:
    """By how much such an act would lengthen the limit now, ms."""
    if kind.gives_back:
        return min(minutes * _MINUTE_MS, not_given_back(state))
    return minutes * _MINUTE_MS if kind is ActKind.EXTRA_TIME else 0


def act(exam: Exam, state: AttemptState, event: Acted) -> AttemptState:
    """The state after an act; a Violation names the rule that forbids it."""
    _check(state, event)
    acted = msgspec.structs.replace(
        state,
        limit=state.limit + event.credit,
        acts=(*state.acts, event),
        challenge="" if event.challenge else state.challenge,
        wrong=0,
    )
    return _effect_of(event.kind)(exam, acted, event)


def _check(state: AttemptState, event: Acted) -> None:
    is_entry = event.kind in ENTRIES
    if is_entry is not (state.phase is Phase.INITIAL):
        raise Violation("attempt.already-started" if is_entry else "attempt.not-started")
    if state.wait is Wait.MOVE and event.kind is not ActKind.MOVE:
        raise Violation("attempt.moved-away")
    if event.kind is ActKind.RESUME_MOVED and not state.pc:
        raise Violation("attempt.not-moved")
    # A pause needs an act to end it: it may not be the last one.
    if len(state.acts) >= MOST_ACTS - (event.kind is ActKind.PAUSE):
        raise Violation("attempt.too-many-acts", most=MOST_ACTS)
    if event.challenge and event.challenge != state.challenge:
        raise Violation("attempt.act-not-asked")
    if any((act.challenge, act.code) == (event.challenge, event.code) for act in state.acts):
        raise Violation("attempt.act-used")
    minutes_fit = event.kind.grants_time or event.minutes == 0
    if not minutes_fit or event.credit != act_credit(state, event.kind, event.minutes):
        raise Violation("attempt.credit")
    if event.stood and event.kind is not ActKind.CONTINUE:
        raise Violation("attempt.credit")


def _give_time(exam: Exam, state: AttemptState, event: Acted) -> AttemptState:
    """A resume ends the wait after an outage, where time is left then or it gives no minutes; extra time ends none.

    The whole and the open part are lengthened by all of it; the open item and turns get back what they lost.
    """
    waited_for = _waited_for(state)
    to_items = 0
    if event.kind.gives_back and waited_for is not None:
        before = sum(act.credit for act in state.acts[:-1] if act.kind.gives_back and act.used == event.used)
        to_items = min(event.credit, max(0, waited_for.outage - waited_for.credit - before))
    begun = event.used - (0 if waited_for is None else waited_for.outage)
    given = parts.give_back(exam, state, to_items, begun, event.credit)
    waits = event.kind.gives_back and state.wait in (Wait.OUTAGE, Wait.CLOCK)
    is_enough = event.minutes == 0 or parts.time_left(exam, given, event.used) > 0
    return _go_on(given) if waits and is_enough else given


def _waited_for(state: AttemptState) -> Resumed | None:
    """The outage after which the attempt waits for an act; None where it waits for none, or no clock could tell it."""
    if state.wait is not Wait.OUTAGE:
        return None
    here = (outage for outage in reversed(state.outages) if outage.outage and outage.used == state.used)
    return next(here, None)


def _go_on(state: AttemptState) -> AttemptState:
    return msgspec.structs.replace(state, phase=Phase.INTERACTING, wait=None)


def _pause(exam: Exam, state: AttemptState, event: Acted) -> AttemptState:
    if state.phase is Phase.SUSPENDED:
        raise Violation("attempt.suspended")
    if parts.time_left(exam, state, event.used) <= 0:
        raise Violation("attempt.time-over")
    return msgspec.structs.replace(state, phase=Phase.SUSPENDED, wait=Wait.PAUSE)


def _continue(_: Exam, state: AttemptState, __: Acted) -> AttemptState:
    if state.wait is not Wait.PAUSE:
        raise Violation("attempt.not-paused")
    return _go_on(state)


def _seat(_: Exam, state: AttemptState, event: Acted) -> AttemptState:
    if not event.detail.strip():
        raise Violation("attempt.no-seat")
    return msgspec.structs.replace(state, seat=event.detail)


def _move(_: Exam, state: AttemptState, __: Acted) -> AttemptState:
    return msgspec.structs.replace(state, may_move=True)


def _walk_in(_: Exam, state: AttemptState, event: Acted) -> AttemptState:
    if walk_ins.told(event.detail) is None or sum(act.kind is ActKind.WALK_IN for act in state.acts) > 1:
        raise Violation("attempt.no-walk-in")
    return state


def may_go_on_at(state: AttemptState, pc: str) -> bool:
    """Whether an act lets the PC of this mark take the attempt over: the last one to move, which names that PC."""
    last = next((act for act in reversed(state.acts) if act.kind is ActKind.MOVE), None)
    return state.may_move and last is not None and last.detail in ("", pc)


def asks_to_move(event: Event) -> bool:
    """Whether it may be that of a PC which asks for an attempt that is another one's: it writes no other ones."""
    match event:
        case Challenged() | Acted(kind=ActKind.MOVE) | Noted(what=Happening.ACT_CODE_WRONG):
            return True
        case _:
            return False


def _no_change(_: Exam, state: AttemptState, __: Acted) -> AttemptState:
    return state


def closed(state: AttemptState, reason: ClosingReason, wall: int, used: int) -> AttemptState:
    """The state of an attempt that ends here, the time of its open item counted."""
    left = parts.leave_item(state, used)
    return msgspec.structs.replace(left, phase=Phase.CLOSED, wait=None, reason=reason, closed_wall=wall)


def _closing(reason: ClosingReason) -> "_Effect":
    return lambda _, state, event: closed(state, reason, event.wall, event.used)


_Effect: TypeAlias = Callable[[Exam, AttemptState, Acted], AttemptState]
_EFFECTS: dict[ActKind, _Effect] = {
    ActKind.RESUME: _give_time,
    ActKind.RESUME_MOVED: _give_time,
    ActKind.EXTRA_TIME: _give_time,
    ActKind.PAUSE: _pause,
    ActKind.CONTINUE: _continue,
    ActKind.UNLOCK: _no_change,
    ActKind.EARLY_HAND_IN: _no_change,
    ActKind.HAND_IN: _closing(ClosingReason.FORCED),
    ActKind.MOVE: _move,
    ActKind.STOP_ILL: _closing(ClosingReason.STOPPED_ILL),
    ActKind.STOP_MISCONDUCT: _closing(ClosingReason.STOPPED_MISCONDUCT),
    ActKind.SEAT: _seat,
    ActKind.ADMIT: _no_change,
    ActKind.CLOCK: _no_change,
    ActKind.WALK_IN: _walk_in,
}


def _effect_of(kind: ActKind) -> _Effect:
    effect = _EFFECTS.get(kind)
    if effect is None:
        raise Violation("attempt.act-not-here", kind.value)
    return effect


def check_carried_out(kind: ActKind) -> None:
    """Refuses (Violation) to grant an act by which nothing would change at any PC yet."""
    _effect_of(kind)
