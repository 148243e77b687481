"""One candidate's sitting, as a table of (phase, event) → next state, or a named violation. No clock inside.

Phases are QTI's: initial → interacting ⇄ suspended → closed (with a reason). Only a proctor's act, or an outage that
took all the time, suspends: nothing else may stop the clock. Every event carries the working time used so far (`used`,
ms): the caller measures it, the table only forbids that it shrinks. The rules:

 1. An attempt starts once. Its time limit and order seed are fixed then, in the event, for every later resume.
 2. Responses, marks and visits are taken while interacting only, for items of the exam, in a shape the item can give.
 3. Nothing is answered after the limit: a response that was made before it and arrives late still counts by its
    `used`; one made after it is a violation (`time-over`).
 4. `used` never shrinks; an event that says less than the state is a violation (`time-shrinks`).
 5. A crash leaves the attempt interacting. `Resumed` goes on: the outage counts as used, and what of it is credited
    (never more than the exam's rule, and twice that for all outages together) lengthens the limit again. A kill gains
    nothing, because the first heartbeat's length of a gap counts as work (`outages`); it costs at most that. There
    are at most `MOST_OUTAGES`.
 6. Handing in is refused before the exam's earliest time, and while nothing is answered unless the exam allows that.
 7. Expiry closes the attempt as it stands, without a question; it is refused before the limit is reached.
 8. A closed attempt takes nothing but notes of evidence.
 9. While an attempt is suspended, `used` stands still, no outage is counted, and nothing is answered or handed in.
    A pause suspends until a continue; an outage that leaves no time, but would have left some if all of it were given
    back, until an act gives enough. Such an attempt may also expire: its time is over as it stands.
10. An act is taken if it answers the challenge that is open, once, or is a card or room-wide code that this attempt has
    not taken, up to `MOST_ACTS` in all. Whether its code is right is not for this table: whoever makes the event has
    checked it.
11. Extra time lengthens the limit by all its minutes; a resume act by its minutes at most, and never by more than what
    of all outages was not given back yet. `credit` says by how much, and no other act lengthens it.
12. An early hand-in lifts the earliest time of rule 6. A hand-in or stop by act closes with that reason, whatever is
    answered. A seat is changed by name. To unlock changes nothing here: it is evidence.
13. Before the start there are two acts: to admit a latecomer, and to start although the PC's date is wrong.
14. Acts to move, for a walk-in and to withdraw an item have codes, but nothing yet that they would do here.
15. Wrong codes are counted until one is right: each makes the next try wait (`tries`).
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import (
    MOST_OUTAGES,
    Acted,
    AttemptState,
    Challenged,
    Closed,
    ClosingReason,
    Event,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Started,
    Ticked,
    Visited,
)
from kaochang.domain.guards import Happening
from kaochang.domain.items import fits
from kaochang.domain.refusals import Violation

_MINUTE_MS = 60_000
_CREDITS = 2
"""All outages together are given back up to so many times what one may be."""


def credit_total(exam: Exam) -> int:
    """The most that all outages of an attempt together are given back, ms."""
    return _CREDITS * exam.rules.outage_credit_s * 1000


def credit_left(exam: Exam, state: AttemptState) -> int:
    """The most that the next outage may be given back, ms: by the rule for one, and by what is left of the total."""
    given = sum(outage.credit for outage in state.outages)
    return max(0, min(exam.rules.outage_credit_s * 1000, credit_total(exam) - given))


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
    if len(state.outages) >= MOST_OUTAGES:
        raise Violation("attempt.too-many-outages", most=MOST_OUTAGES)
    if event.used < state.used + event.outage:
        raise Violation("attempt.time-shrinks")
    if not 0 <= event.credit <= min(event.outage, credit_left(exam, state)):
        raise Violation("attempt.credit")
    resumed = msgspec.structs.replace(state, limit=state.limit + event.credit, outages=(*state.outages, event))
    is_lost = resumed.limit <= event.used < resumed.limit + not_given_back(resumed)
    return msgspec.structs.replace(resumed, phase=Phase.SUSPENDED) if is_lost else resumed


def _check_hand_in(exam: Exam, state: AttemptState, used: int) -> None:
    earliest = 0 if state.has_act(ActKind.EARLY_HAND_IN) else exam.rules.earliest_hand_in_s
    if state.phase is Phase.SUSPENDED:
        raise Violation("attempt.suspended")
    if used < earliest * 1000 and used < state.limit:
        raise Violation("attempt.too-early", seconds=earliest - used // 1000)
    if not state.answered() and not exam.rules.allow_empty:
        raise Violation("attempt.nothing-answered")


def _close(exam: Exam, state: AttemptState, event: Closed) -> AttemptState:
    match event.reason:
        case ClosingReason.HANDED_IN:
            _check_hand_in(exam, state, event.used)
        case ClosingReason.EXPIRED:
            if event.used < state.limit:
                raise Violation("attempt.not-expired")
        case _:
            raise Violation("attempt.needs-act")
    return _closed(state, event.reason, event.wall)


def _closed(state: AttemptState, reason: ClosingReason, wall: int) -> AttemptState:
    return msgspec.structs.replace(state, phase=Phase.CLOSED, reason=reason, closed_wall=wall)


def _keep(_: Exam, state: AttemptState, __: Ticked) -> AttemptState:
    return state


def _note(_: Exam, state: AttemptState, event: Noted) -> AttemptState:
    if event.what == Happening.ACT_CODE_WRONG:
        return msgspec.structs.replace(state, wrong=state.wrong + 1)
    return state


def _challenge(_: Exam, state: AttemptState, event: Challenged) -> AttemptState:
    return msgspec.structs.replace(state, challenge=event.challenge)


def _check_act(state: AttemptState, event: Acted) -> None:
    """Rules 10 and 11, and which acts there are before the start (13)."""
    is_entry = event.kind in (ActKind.ADMIT, ActKind.CLOCK)
    if is_entry is not (state.phase is Phase.INITIAL):
        raise Violation("attempt.already-started" if is_entry else "attempt.not-started")
    if len(state.acts) >= MOST_ACTS:
        raise Violation("attempt.too-many-acts", most=MOST_ACTS)
    if event.challenge and event.challenge != state.challenge:
        raise Violation("attempt.act-not-asked")
    if any((act.challenge, act.code) == (event.challenge, event.code) for act in state.acts):
        raise Violation("attempt.act-used")
    minutes_fit = event.kind.grants_time or event.minutes == 0
    if not minutes_fit or event.credit != act_credit(state, event.kind, event.minutes):
        raise Violation("attempt.credit")


def _act(_: Exam, state: AttemptState, event: Acted) -> AttemptState:
    _check_act(state, event)
    check_carried_out(event.kind)
    acted = msgspec.structs.replace(
        state,
        limit=state.limit + event.credit,
        acts=(*state.acts, event),
        challenge="" if event.challenge else state.challenge,
        wrong=0,
    )
    return _EFFECTS[event.kind](acted, event)


def _give_time(state: AttemptState, event: Acted) -> AttemptState:
    """Ends the wait for time after an outage, where it is enough; not a pause."""
    was_over = event.used >= state.limit - event.credit
    enough = state.phase is Phase.SUSPENDED and was_over and event.used < state.limit
    return msgspec.structs.replace(state, phase=Phase.INTERACTING) if enough else state


def _pause(state: AttemptState, event: Acted) -> AttemptState:
    if state.phase is Phase.SUSPENDED:
        raise Violation("attempt.suspended")
    if event.used >= state.limit:
        raise Violation("attempt.time-over")
    return msgspec.structs.replace(state, phase=Phase.SUSPENDED)


def _continue(state: AttemptState, event: Acted) -> AttemptState:
    if state.phase is not Phase.SUSPENDED or event.used >= state.limit:
        raise Violation("attempt.not-paused")
    return msgspec.structs.replace(state, phase=Phase.INTERACTING)


def _seat(state: AttemptState, event: Acted) -> AttemptState:
    if not event.detail.strip():
        raise Violation("attempt.no-seat")
    return msgspec.structs.replace(state, seat=event.detail)


def _no_change(state: AttemptState, _: Acted) -> AttemptState:
    return state


def _closing(reason: ClosingReason) -> "_Effect":
    return lambda state, event: _closed(state, reason, event.wall)


_Effect: TypeAlias = Callable[[AttemptState, Acted], AttemptState]
_EFFECTS: dict[ActKind, _Effect] = {
    ActKind.RESUME: _give_time,
    ActKind.EXTRA_TIME: _give_time,
    ActKind.PAUSE: _pause,
    ActKind.CONTINUE: _continue,
    ActKind.UNLOCK: _no_change,
    ActKind.EARLY_HAND_IN: _no_change,
    ActKind.HAND_IN: _closing(ClosingReason.FORCED),
    ActKind.STOP_ILL: _closing(ClosingReason.STOPPED_ILL),
    ActKind.STOP_MISCONDUCT: _closing(ClosingReason.STOPPED_MISCONDUCT),
    ActKind.SEAT: _seat,
    ActKind.ADMIT: _no_change,
    ActKind.CLOCK: _no_change,
}


def check_carried_out(kind: ActKind) -> None:
    """Refuses (Violation) an act that changes nothing here yet, whoever grants it."""
    if kind not in _EFFECTS:
        raise Violation("attempt.act-not-here", kind.value)


# Each rule takes exactly the event type of its key, which a dict's type cannot say: hence the dots.
_Rule: TypeAlias = Callable[..., AttemptState]
_TABLE: dict[tuple[Phase, type], _Rule] = {
    (Phase.INITIAL, Started): _start,
    (Phase.INTERACTING, Responded): _respond,
    (Phase.INTERACTING, Marked): _mark,
    (Phase.INTERACTING, Visited): _visit,
    **{(phase, Ticked): _keep for phase in (Phase.INTERACTING, Phase.SUSPENDED)},
    **{(phase, Resumed): _resume for phase in (Phase.INTERACTING, Phase.SUSPENDED)},
    **{(phase, Closed): _close for phase in (Phase.INTERACTING, Phase.SUSPENDED)},
    **{(phase, Challenged): _challenge for phase in Phase if phase is not Phase.CLOSED},
    **{(phase, Acted): _act for phase in Phase if phase is not Phase.CLOSED},
    **{(phase, Noted): _note for phase in Phase},
}
_WHY_NOT = {
    Phase.INITIAL: "attempt.not-started",
    Phase.INTERACTING: "attempt.already-started",
    Phase.SUSPENDED: "attempt.suspended",
    Phase.CLOSED: "attempt.closed",
}


def step(exam: Exam, state: AttemptState, event: Event) -> AttemptState:
    """The state after an event, or the Violation that names the broken rule; the given state is never changed."""
    rule = _TABLE.get((state.phase, type(event)))
    if rule is None:
        raise Violation(_WHY_NOT[state.phase])
    if event.used < state.used:
        raise Violation("attempt.time-shrinks")
    if state.phase is Phase.SUSPENDED and event.used != state.used:
        raise Violation("attempt.stands-still")
    return msgspec.structs.replace(rule(exam, state, event), used=event.used)


def replay(exam: Exam, events: Iterable[Event]) -> AttemptState:
    """The state that a journal's events lead to."""
    state = AttemptState()
    for event in events:
        state = step(exam, state, event)
    return state
