"""What a proctor's act does to an attempt: the effects of each kind, for rules 10 to 15 of `attempt_rules`."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec

from kaochang.domain import parts
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted, AttemptState, ClosingReason, Phase, Wait
from kaochang.domain.refusals import Violation

_MINUTE_MS = 60_000


def not_given_back(state: AttemptState) -> int:
    """What of all outages neither the rule nor an act has given back, ms."""
    by_rule = sum(outage.outage - outage.credit for outage in state.outages)
    return by_rule - sum(act.credit for act in state.acts if act.kind is ActKind.RESUME)


def act_credit(state: AttemptState, kind: ActKind, minutes: int) -> int:
    """By how much such an act would lengthen the limit now, ms."""
    match kind:
        case ActKind.EXTRA_TIME:
            return minutes * _MINUTE_MS
        case ActKind.RESUME:
            return min(minutes * _MINUTE_MS, not_given_back(state))
        case _:
            return 0


def act(exam: Exam, state: AttemptState, event: Acted) -> AttemptState:
    """The state after an act; a Violation names the rule that forbids it."""
    _check(state, event)
    effect = _EFFECTS.get(event.kind)
    if effect is None:
        raise Violation("attempt.act-not-here", event.kind.value)
    acted = msgspec.structs.replace(
        state,
        limit=state.limit + event.credit,
        acts=(*state.acts, event),
        challenge="" if event.challenge else state.challenge,
        wrong=0,
    )
    return effect(exam, acted, event)


def _check(state: AttemptState, event: Acted) -> None:
    is_entry = event.kind in (ActKind.ADMIT, ActKind.CLOCK)
    if is_entry is not (state.phase is Phase.INITIAL):
        raise Violation("attempt.already-started" if is_entry else "attempt.not-started")
    if state.wait is Wait.MOVE and event.kind is not ActKind.MOVE:
        raise Violation("attempt.moved-away")
    if len(state.acts) >= MOST_ACTS:
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
    """Ends the wait after an outage, where time is left; never a pause.

    While nothing was done since, what is given back of the outage is given to items and turns too; later it lengthens
    the whole and the open part alone, as extra time does.
    """
    waits = state.wait in (Wait.OUTAGE, Wait.CLOCK)
    if waits and event.kind is ActKind.RESUME:
        last = next((outage.outage for outage in reversed(state.outages) if outage.outage), 0)
        given = parts.give_back(exam, state, event.credit, event.used - last)
    else:
        given = msgspec.structs.replace(state, part_since=state.part_since + event.credit)
    return _go_on(given) if waits and event.used < given.limit else given


def _go_on(state: AttemptState) -> AttemptState:
    return msgspec.structs.replace(state, phase=Phase.INTERACTING, wait=None)


def _pause(_: Exam, state: AttemptState, event: Acted) -> AttemptState:
    if state.phase is Phase.SUSPENDED:
        raise Violation("attempt.suspended")
    if event.used >= state.limit:
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


def _no_change(_: Exam, state: AttemptState, __: Acted) -> AttemptState:
    return state


def closed(state: AttemptState, reason: ClosingReason, wall: int, used: int) -> AttemptState:
    """The state of an attempt that ends here, the time of its open item counted."""
    spent = {**state.spent, state.current: parts.time_on(state, state.current, used)}
    return msgspec.structs.replace(
        state, phase=Phase.CLOSED, wait=None, reason=reason, closed_wall=wall, spent=spent, since=used
    )


def _closing(reason: ClosingReason) -> "_Effect":
    return lambda _, state, event: closed(state, reason, event.wall, event.used)


_Effect: TypeAlias = Callable[[Exam, AttemptState, Acted], AttemptState]
_EFFECTS: dict[ActKind, _Effect] = {
    ActKind.RESUME: _give_time,
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
}
