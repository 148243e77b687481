"""One candidate's sitting, as a table of (phase, event) → next state, or a named violation. No clock inside.

Phases are QTI's: initial → interacting ⇄ suspended → closed (with a reason). What a suspended attempt waits for is its
`wait`; nothing but a proctor's act, an outage that is longer than the rule gives back, or a move suspends: a candidate
cannot stop the clock. Every event carries the working time used so far (`used`, ms): the caller measures it, the table
only forbids that it shrinks. The rules:

 1. An attempt starts once. Its time limit and order seed are fixed then, in the event, for every later resume.
 2. Responses, marks and visits are taken while interacting only, for items of the exam, in a shape the item can give.
 3. Nothing is answered after the limit: a response that was made before it and arrives late still counts by its
    `used`; one made after it is a violation (`time-over`). The same holds for the limits of parts (`part-over`), items
    (`item-over`) and turns (`turn-over`).
 4. `used` never shrinks; an event that says less than the state is a violation (`time-shrinks`).
 5. A crash leaves the attempt interacting, unless rule 9 suspends it. `Resumed` goes on: the outage counts as used, and
    what of it is credited (never more than the exam's rule, and twice that for all outages together) lengthens the
    limit again. A kill gains nothing, because the first heartbeat's length of a gap counts as work (`outages`); it
    costs at most that. What the candidate caused, and what comes after `MOST_OUTAGES`, is never credited; of those only
    moves are listed.
 6. Handing in is refused before the exam's earliest time, and while nothing is answered unless the exam allows that.
 7. Expiry closes the attempt as it stands, without a question. It is refused before the limit is reached, or the end
    of the last part's time.
 8. A closed attempt takes nothing but notes of evidence.
 9. While an attempt is suspended, `used` stands still, no outage is counted, and nothing is answered. A pause suspends
    until a continue. An outage that the rule does not give back whole suspends until a resume act says what is given
    back, unless the candidate caused it or there was no time left before it; so does one that no clock could measure,
    whoever caused it. A resume that leaves no time ends the wait only if it gives no minutes. Such an attempt may also
    be handed in as it stands, or expire where its time is over.
10. An act is taken if it answers the challenge that is open, once, or is a card or room-wide code that this attempt has
    not taken, up to `MOST_ACTS` in all, of which the last is no pause. Whether its code is right is not for this table:
    whoever makes the event has checked it.
11. Extra time lengthens the limit by all its minutes; a resume act by its minutes at most, and never by more than what
    of all outages was not given back yet, without those that the candidate caused. `credit` says by how much, and no
    other act lengthens it. The open part gets as much. The open item and turns get back what they lost in the outage
    that is waited for, and nothing else.
12. An early hand-in lifts the earliest time of rule 6. A hand-in or stop by act closes with that reason, whatever is
    answered. A seat is changed by name. To unlock changes nothing here: it is evidence.
13. Before the start there are three acts: to admit a latecomer, to start although the PC's date is wrong, and, once,
    to let a walk-in start on a reserve ticket, whose `detail` says who that is (`walk_ins`).
14. An attempt leaves its PC by `Left`, and waits from then on for another one. Whichever PC goes on with it says so by
    a `Resumed` with its mark, after an act that allows a move; each such act is good for one move, of the PC that its
    `detail` names, and for none after a `Left` or a `Resumed`. The gap is an outage like any other. What the attempt
    waited for when it left, it waits for still.
15. An act to withdraw an item has a code, but nothing that it would do here: what withdraws an item is an erratum
    (`flow/corrections`).
16. Wrong codes are counted until one is right: each makes the next try wait (`tries`).
17. Items are worked on in the part of the exam that is open (`parts`). `Advanced` opens the next part for good: by the
    candidate at any time, by the clock when the open part's time is over. What was left of a part's time goes to the
    next one where its section says so, and is gone elsewhere. An item with a limit of its own, and a staged scenario,
    take responses only while their item is open.
18. A staged scenario shows its turns one by one (`Staged`): the first when its item is opened, the next when the
    candidate goes on, or by the clock when a turn's time is over and its item is open. A turn's time runs wherever the
    candidate is. A reply may be changed until the next turn is shown; there is no way back.
19. What candidates draw for themselves is taken while interacting only, by a tool that the exam's rules give, for items
    of the open part, where it fits the item; the draft belongs to none, and has at most `MAX_DRAFT` characters. It
    changes nothing else.
"""

from collections.abc import Callable, Iterable
from typing import TypeAlias

import msgspec

from kaochang.domain import act_rules, annotations, parts
from kaochang.domain.act_rules import closed
from kaochang.domain.acts import ActKind
from kaochang.domain.annotations import Drafted, Shown
from kaochang.domain.assessments import Exam, PlacedItem
from kaochang.domain.attempts import (
    MOST_OUTAGES,
    Acted,
    Advanced,
    Annotated,
    AttemptState,
    Cause,
    Challenged,
    Closed,
    ClosingReason,
    Event,
    Left,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Staged,
    Started,
    Ticked,
    Turn,
    Visited,
    Wait,
    first_state,
)
from kaochang.domain.guards import Happening
from kaochang.domain.items import fits
from kaochang.domain.refusals import Refusal, Violation
from kaochang.domain.responses import Replies, Response, earlier_replies
from kaochang.domain.values import NEWEST_FORMAT, text_to_bytes

_CREDITS = 2
"""All outages together are given back up to so many times what one may be."""


def credit_total(exam: Exam) -> int:
    """The most that all outages of an attempt together are given back, ms."""
    return _CREDITS * exam.rules.outage_credit_s * 1000


def credit_left(exam: Exam, state: AttemptState) -> int:
    """The most that the next outage may be given back, ms: by the rule for one, and by what is left of the total."""
    if len(state.outages) >= MOST_OUTAGES:
        return 0
    given = sum(outage.credit for outage in state.outages)
    return max(0, min(exam.rules.outage_credit_s * 1000, credit_total(exam) - given))


def _start(exam: Exam, state: AttemptState, event: Started) -> AttemptState:
    if event.limit <= 0:
        raise Violation("attempt.no-time-left")
    try:
        text_to_bytes(event.seed)
    except Refusal as refusal:
        raise Violation("attempt.seed") from refusal
    started = msgspec.structs.replace(
        state,
        phase=Phase.INTERACTING,
        limit=event.limit,
        extra=event.extra,
        seed=event.seed,
        started_wall=event.wall,
    )
    return parts.enter_part(exam, started, 0, event.used)


def _in_open_part(exam: Exam, state: AttemptState, item: str) -> PlacedItem:
    """The placed item of this id; a Violation for one of no part, or of one that is not open."""
    try:
        part = parts.part_of(exam, item)
    except KeyError as error:
        raise Violation("attempt.unknown-item", item) from error
    if part != state.part:
        raise Violation("attempt.part-closed" if part < state.part else "attempt.part-not-open", item)
    return exam.placed(item)


def _is_over(left: int | None) -> bool:
    return left is not None and left < 0


def _respond(exam: Exam, state: AttemptState, event: Responded) -> AttemptState:
    placed = _in_open_part(exam, state, event.item)
    if event.used > state.limit:
        raise Violation("attempt.time-over")
    if _is_over(parts.part_left(exam, state, event.used)):
        raise Violation("attempt.part-over")
    if not fits(placed.item, event.response):
        raise Violation("attempt.wrong-response", event.item)
    _check_own_time(exam, state, placed, event)
    revisions = state.revisions.get(event.item, 0) + 1
    return msgspec.structs.replace(
        state,
        responses={**state.responses, event.item: event.response},
        revisions={**state.revisions, event.item: revisions},
    )


def _check_own_time(exam: Exam, state: AttemptState, placed: PlacedItem, event: Responded) -> None:
    """Rules 17 and 18: what an item or a turn with a time or an order of its own takes."""
    if placed.limit_s is None and not placed.item.stages:
        return
    if state.current != event.item:
        raise Violation("attempt.item-not-open", event.item)
    if _is_over(parts.item_left(exam, state, placed, event.used)):
        raise Violation("attempt.item-over", event.item)
    if isinstance(event.response, Replies):
        in_time = not _is_over(parts.turn_left(exam, state, event.item, event.used))
        if not in_time or not _goes_on(state.responses.get(event.item), state.turns[event.item], event.response):
            raise Violation("attempt.turn-over", event.item)


def _goes_on(before: Response | None, turn: Turn, replies: Replies) -> bool:
    """Whether replies end at the turn that is shown, and say about earlier turns what was said there."""
    earlier = earlier_replies(before, turn.stage)
    return len(replies.texts) == turn.stage + 1 and replies.texts[: turn.stage] == earlier


def _mark(exam: Exam, state: AttemptState, event: Marked) -> AttemptState:
    _in_open_part(exam, state, event.item)
    others = tuple(item for item in state.marked if item != event.item)
    return msgspec.structs.replace(state, marked=(*others, event.item) if event.on else others)


def _annotate(exam: Exam, state: AttemptState, event: Annotated) -> AttemptState:
    tool = annotations.tool_of(event.annotation)
    if tool is not None and tool not in exam.rules.tools:
        raise Violation("attempt.no-such-tool")
    if isinstance(event.annotation, Drafted | Shown):
        does_fit = not event.item and annotations.fits_attempt(event.annotation)
    else:
        does_fit = annotations.fits(_in_open_part(exam, state, event.item).item, event.annotation)
    if not does_fit:
        raise Violation("attempt.wrong-annotation", event.item)
    return msgspec.structs.replace(state, annotations=state.annotations.after(event.item, event.annotation))


def _visit(exam: Exam, state: AttemptState, event: Visited) -> AttemptState:
    _in_open_part(exam, state, event.item)
    return parts.open_item(exam, state, event.item, event.used)


def _advance(exam: Exam, state: AttemptState, event: Advanced) -> AttemptState:
    if event.part != state.part + 1 or event.part >= len(parts.parts(exam)):
        raise Violation("attempt.no-such-part", part=event.part + 1)
    return parts.enter_part(exam, state, event.part, event.used)


def _stage(exam: Exam, state: AttemptState, event: Staged) -> AttemptState:
    turn = state.turns.get(event.item)
    if turn is None or state.current != event.item:
        raise Violation("attempt.item-not-open", event.item)
    if event.stage != turn.stage + 1 or not parts.has_next_turn(exam, state, event.item):
        raise Violation("attempt.no-such-turn", event.item)
    return msgspec.structs.replace(state, turns={**state.turns, event.item: Turn(event.stage, event.used)})


def _resume(exam: Exam, state: AttemptState, event: Resumed) -> AttemptState:
    if event.used < state.used + event.outage:
        raise Violation("attempt.time-shrinks")
    most = 0 if event.cause is Cause.CANDIDATE else min(event.outage, credit_left(exam, state))
    if not 0 <= event.credit <= most:
        raise Violation("attempt.credit")
    is_listed = event.cause is Cause.MOVED or len(state.outages) < MOST_OUTAGES
    outages = (*state.outages, event) if is_listed else state.outages
    here = _at_pc(state, event)
    resumed = msgspec.structs.replace(here, limit=state.limit + event.credit, outages=outages, may_move=False)
    resumed = parts.give_back(exam, resumed, event.credit, event.used - event.outage)
    wait = _new_wait(exam, state, resumed, event)
    return resumed if wait is None else msgspec.structs.replace(resumed, phase=Phase.SUSPENDED, wait=wait)


def _at_pc(state: AttemptState, event: Resumed) -> AttemptState:
    """Rule 14: the same PC, or by an act another one, which ends the wait for it."""
    if (event.cause is Cause.MOVED) is not bool(event.pc):
        raise Violation("attempt.moved-away")
    if not event.pc:
        if state.wait is Wait.MOVE:
            raise Violation("attempt.moved-away")
        return state
    if not act_rules.may_go_on_at(state, event.pc):
        raise Violation("attempt.move-needs-act")
    wait = state.waited if state.wait is Wait.MOVE else state.wait
    phase = Phase.SUSPENDED if wait else Phase.INTERACTING
    return msgspec.structs.replace(state, phase=phase, wait=wait, waited=None, pc=event.pc)


def _new_wait(exam: Exam, before: AttemptState, resumed: AttemptState, event: Resumed) -> Wait | None:
    """Rule 9: what a resume makes an attempt wait for that waited for nothing."""
    if resumed.phase is Phase.SUSPENDED:
        return None
    if parts.time_left(exam, before, event.used - event.outage) <= 0:
        return None
    if event.doubted and before.outages_wait:
        return Wait.CLOCK
    if event.cause is Cause.CANDIDATE or event.credit == event.outage:
        return None
    in_part = parts.part_left(exam, resumed, event.used)
    has_time = parts.time_left(exam, resumed, event.used) > 0 and (in_part is None or in_part > 0)
    return None if has_time and not before.outages_wait else Wait.OUTAGE


def _leave(_: Exam, state: AttemptState, __: Left) -> AttemptState:
    if state.wait is Wait.MOVE:
        raise Violation("attempt.moved-away")
    left = msgspec.structs.replace(state, phase=Phase.SUSPENDED, wait=Wait.MOVE)
    return msgspec.structs.replace(left, waited=state.wait, may_move=False)


def _check_hand_in(exam: Exam, state: AttemptState, used: int) -> None:
    earliest = 0 if state.has_act(ActKind.EARLY_HAND_IN) else exam.rules.earliest_hand_in_s
    if state.wait is Wait.PAUSE:
        raise Violation("attempt.suspended")
    if used < earliest * 1000 and parts.time_left(exam, state, used) > 0:
        raise Violation("attempt.too-early", seconds=earliest - used // 1000)
    if not state.answered() and not exam.rules.allow_empty and exam.assessment.asks_here:
        raise Violation("attempt.nothing-answered")


def _close(exam: Exam, state: AttemptState, event: Closed) -> AttemptState:
    if state.wait is Wait.MOVE:
        raise Violation("attempt.moved-away")
    match event.reason:
        case ClosingReason.HANDED_IN:
            _check_hand_in(exam, state, event.used)
        case ClosingReason.EXPIRED:
            if parts.time_left(exam, state, event.used) > 0:
                raise Violation("attempt.not-expired")
        case _:
            raise Violation("attempt.needs-act")
    return closed(state, event.reason, event.wall, event.used)


def _keep(_: Exam, state: AttemptState, __: Ticked) -> AttemptState:
    return state


def _note(_: Exam, state: AttemptState, event: Noted) -> AttemptState:
    if event.what == Happening.ACT_CODE_WRONG:
        return msgspec.structs.replace(state, wrong=state.wrong + 1)
    return state


def _challenge(_: Exam, state: AttemptState, event: Challenged) -> AttemptState:
    return msgspec.structs.replace(state, challenge=event.challenge)


# Each rule takes exactly the event type of its key, which a dict's type cannot say: hence the dots.
_Rule: TypeAlias = Callable[..., AttemptState]
_UNDER_WAY = (Phase.INTERACTING, Phase.SUSPENDED)
_TABLE: dict[tuple[Phase, type], _Rule] = {
    (Phase.INITIAL, Started): _start,
    (Phase.INTERACTING, Responded): _respond,
    (Phase.INTERACTING, Marked): _mark,
    (Phase.INTERACTING, Annotated): _annotate,
    (Phase.INTERACTING, Visited): _visit,
    (Phase.INTERACTING, Advanced): _advance,
    (Phase.INTERACTING, Staged): _stage,
    **{(phase, Ticked): _keep for phase in _UNDER_WAY},
    **{(phase, Resumed): _resume for phase in _UNDER_WAY},
    **{(phase, Left): _leave for phase in _UNDER_WAY},
    **{(phase, Closed): _close for phase in _UNDER_WAY},
    **{(phase, Challenged): _challenge for phase in Phase if phase is not Phase.CLOSED},
    **{(phase, Acted): act_rules.act for phase in Phase if phase is not Phase.CLOSED},
    **{(phase, Noted): _note for phase in Phase},
}
_WHY_NOT = {
    Phase.INITIAL: "attempt.not-started",
    Phase.INTERACTING: "attempt.already-started",
    Phase.SUSPENDED: "attempt.suspended",
    Phase.CLOSED: "attempt.closed",
}
_WHY_WAIT: dict[Wait | None, str] = {
    Wait.OUTAGE: "attempt.waits",
    Wait.CLOCK: "attempt.waits",
    Wait.MOVE: "attempt.moved-away",
}


_BEGINNING = first_state(NEWEST_FORMAT)


def step(exam: Exam, state: AttemptState, event: Event) -> AttemptState:
    """The state after an event, or the Violation that names the broken rule; the given state is never changed."""
    rule = _TABLE.get((state.phase, type(event)))
    if rule is None:
        raise Violation(_WHY_WAIT.get(state.wait, _WHY_NOT[state.phase]))
    if event.used < state.used:
        raise Violation("attempt.time-shrinks")
    is_move = isinstance(event, Resumed) and event.cause is Cause.MOVED
    stands_still = state.stands_still or (state.phase is Phase.SUSPENDED and not is_move)
    if stands_still and event.used != state.used:
        raise Violation("attempt.stands-still")
    return msgspec.structs.replace(rule(exam, state, event), used=event.used)


def replay(exam: Exam, events: Iterable[Event], state: AttemptState = _BEGINNING) -> AttemptState:
    """The state that a journal's events lead to, from the one before the first (`first_state` of the log's format)."""
    for event in events:
        state = step(exam, state, event)
    return state
