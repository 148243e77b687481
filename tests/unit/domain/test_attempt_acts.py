"""What a proctor's acts do to an attempt, and what no act can: rules 9 to 15 of the attempt's table."""

import msgspec
import pytest
from kaochang.domain.act_rules import ENTRIES, act_credit, not_given_back
from kaochang.domain.acts import MOST_ACTS, ActKind
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import replay, step
from kaochang.domain.attempts import (
    Acted,
    AttemptState,
    Cause,
    Challenged,
    Closed,
    ClosingReason,
    Left,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Started,
    Ticked,
    Visited,
    Wait,
)
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Choice
from support.exams import make_exam

EXAM = make_exam()
MINUTE = 60_000
LIMIT = 60 * MINUTE
START = Started(0, 1_000, LIMIT, "seed")
ANSWER = Responded(0, 0, "single", Choice(("A",)))
HAND_IN, EXPIRED = ClosingReason.HANDED_IN, ClosingReason.EXPIRED


def running(*events, exam=EXAM):
    return replay(exam, [START, *events])


def act(kind, used=1, minutes=0, credit=None, code="CODE", challenge="", detail=""):
    if credit is None:
        credit = minutes * MINUTE
    return Acted(used, 9, ActKind(kind), minutes, credit, challenge, code, detail)


def outage(length, credit, used):
    return Resumed(used, 0, Cause.REBOOT, length, credit)


def violates(key, state, event, exam=EXAM):
    with pytest.raises(Violation) as caught:
        step(exam, state, event)
    assert caught.value.key == f"attempt.{key}"


def test_extra_time_lengthens_the_limit_by_all_its_minutes_and_is_kept():
    granted = act("extra-time", minutes=10)
    state = running(granted)
    assert (state.limit, state.acts, state.phase) == (LIMIT + 10 * MINUTE, (granted,), Phase.INTERACTING)


@pytest.mark.parametrize("credit", [0, 10 * MINUTE - 1, 10 * MINUTE + 1])
def test_an_act_that_gives_another_time_than_it_says_is_refused(credit):
    violates("credit", running(), act("extra-time", minutes=10, credit=credit))
    violates("credit", running(), act("unlock", credit=credit + 1))


def test_minutes_with_a_kind_that_grants_none_are_refused():
    violates("credit", running(), act("pause", minutes=5, credit=0))


def test_a_resume_gives_back_what_the_rule_left_and_never_more():
    state = running(outage(25 * MINUTE, 10 * MINUTE, 25 * MINUTE))
    assert not_given_back(state) == 15 * MINUTE
    first = act("resume", 25 * MINUTE, minutes=9)
    state = step(EXAM, state, first)
    assert (state.limit, not_given_back(state)) == (LIMIT + 19 * MINUTE, 6 * MINUTE)
    assert act_credit(state, ActKind.RESUME, 30) == 6 * MINUTE
    violates("credit", state, act("resume", 25 * MINUTE, minutes=30, credit=30 * MINUTE, code="OTHER"))
    state = step(EXAM, state, act("resume", 25 * MINUTE, minutes=30, credit=6 * MINUTE, code="OTHER"))
    assert (state.limit - state.used, not_given_back(state)) == (LIMIT, 0)


def test_a_resume_without_an_outage_gives_nothing():
    assert running(act("resume", minutes=30, credit=0)).limit == LIMIT


def test_a_challenge_is_answered_once_and_only_while_it_is_open():
    asked, other = Challenged(1, 0, "FIRST"), Challenged(2, 0, "SECND")
    granted = act("extra-time", minutes=5, challenge="FIRST")
    violates("act-not-asked", running(), granted)
    state = step(EXAM, running(asked), granted)
    assert state.challenge == ""
    violates("act-not-asked", state, granted)
    violates("act-not-asked", running(asked, other), act("extra-time", 2, 5, challenge="FIRST"))
    violates("act-used", running(asked, granted, asked), granted)


def test_a_card_leaves_the_open_challenge_open_and_is_taken_once():
    asked, card = Challenged(1, 0, "FIRST"), act("extra-time", minutes=5, code="CARD1")
    state = running(asked, card)
    assert state.challenge == "FIRST"
    violates("act-used", state, card)
    assert step(EXAM, state, act("extra-time", minutes=5, code="CARD2")).limit == LIMIT + 10 * MINUTE


def test_in_a_pause_time_stands_still_and_nothing_is_answered():
    paused = running(ANSWER, act("pause", 500))
    assert paused.phase is Phase.SUSPENDED
    for event in (
        ANSWER,
        Marked(500, 0, "single", True),
        Visited(500, 0, "single"),
        START,
        act("pause", 500, code="x"),
    ):
        still = {name: getattr(event, name) for name in event.__struct_fields__} | {"used": 500}
        violates("suspended", paused, type(event)(**still))
    violates("suspended", paused, Closed(500, 0, HAND_IN))
    violates("not-expired", paused, Closed(500, 0, EXPIRED))
    violates("stands-still", paused, Ticked(501, 0))
    assert step(EXAM, paused, Ticked(500, 0)) == paused
    assert step(EXAM, paused, act("continue", 500, code="y")).phase is Phase.INTERACTING


def test_an_outage_in_a_pause_is_not_counted():
    paused = running(act("pause", 500))
    violates("stands-still", paused, outage(60_000, 0, 60_500))
    violates("time-shrinks", paused, outage(1, 0, 500))
    resumed = step(EXAM, paused, outage(0, 0, 500))
    assert (resumed.phase, resumed.used, not_given_back(resumed)) == (Phase.SUSPENDED, 500, 0)


def test_time_granted_in_a_pause_does_not_end_it():
    paused = running(act("pause", 500))
    longer = step(EXAM, paused, act("extra-time", 500, minutes=5, code="y"))
    assert (longer.phase, longer.limit) == (Phase.SUSPENDED, LIMIT + 5 * MINUTE)


@pytest.mark.parametrize("events", [(), (act("pause"), act("continue", code="y"))])
def test_only_a_pause_is_continued(events):
    violates("not-paused", running(*events), act("continue", code="z"))


def test_nobody_is_paused_whose_time_is_over():
    violates("time-over", running(), act("pause", LIMIT))


def lost_events(length=90 * MINUTE, credit=10 * MINUTE):
    return ANSWER, outage(length, credit, length)


def lost(length=90 * MINUTE, credit=10 * MINUTE):
    """An attempt whose whole time went by while the room was dark."""
    return running(*lost_events(length, credit))


def test_an_outage_that_took_all_the_time_suspends_until_an_act_gives_some_back():
    state = lost()
    assert (state.phase, state.limit - state.used) == (Phase.SUSPENDED, -20 * MINUTE)
    violates("not-paused", state, act("continue", state.used))
    too_little = step(EXAM, state, act("resume", state.used, minutes=20))
    assert too_little.phase is Phase.SUSPENDED
    enough = step(EXAM, too_little, act("resume", state.used, minutes=5, code="y"))
    assert (enough.phase, enough.limit - enough.used) == (Phase.INTERACTING, 5 * MINUTE)


def test_extra_time_is_added_in_such_a_wait_and_does_not_end_it():
    state = step(EXAM, lost(), act("extra-time", 90 * MINUTE, minutes=21))
    assert (state.wait, state.limit - state.used) == (Wait.OUTAGE, MINUTE)
    assert step(EXAM, state, act("resume", 90 * MINUTE, code="y")).phase is Phase.INTERACTING


def test_an_act_of_no_minutes_ends_the_wait_also_where_no_time_is_left():
    state = step(EXAM, lost(), act("resume", 90 * MINUTE))
    assert (state.phase, state.limit - state.used) == (Phase.INTERACTING, -20 * MINUTE)
    assert step(EXAM, state, Closed(90 * MINUTE, 0, EXPIRED)).reason is EXPIRED


def test_extra_time_first_costs_the_open_item_nothing_of_what_a_resume_gives_it_back():
    given = [act("extra-time", 90 * MINUTE, minutes=5, code="x"), act("resume", 90 * MINUTE, minutes=30, code="y")]
    first, second = (running(*lost_events(), *order) for order in (given, given[::-1]))
    assert (first.since, first.limit) == (second.since, second.limit)


def test_the_last_act_of_an_attempt_is_no_pause_because_nothing_could_end_it():
    state = running(*(act("unlock", code=f"c{number}") for number in range(MOST_ACTS - 1)))
    violates("too-many-acts", state, act("pause", code="p"))
    paused = step(EXAM, running(*(act("unlock", code=f"c{n}") for n in range(MOST_ACTS - 2))), act("pause", code="p"))
    assert step(EXAM, paused, act("continue", code="q")).phase is Phase.INTERACTING


def test_a_further_outage_while_it_waits_is_not_counted():
    state = step(EXAM, lost(), outage(0, 0, 90 * MINUTE))
    assert (state.phase, not_given_back(state)) == (Phase.SUSPENDED, 80 * MINUTE)


def test_an_act_of_no_minutes_ends_the_wait_where_time_is_left():
    state = running(outage(25 * MINUTE, 10 * MINUTE, 25 * MINUTE))
    after = step(EXAM, state, act("resume", 25 * MINUTE))
    assert (after.phase, after.wait, after.limit) == (Phase.INTERACTING, None, state.limit)


def test_what_the_candidate_caused_is_given_back_by_no_resume():
    slept = Resumed(30 * MINUTE, 0, Cause.CANDIDATE, 30 * MINUTE, 0)
    state = running(slept, outage(25 * MINUTE, 10 * MINUTE, 55 * MINUTE))
    assert not_given_back(state) == act_credit(state, ActKind.RESUME, 40) == 15 * MINUTE


def test_an_attempt_that_waits_may_be_handed_in_as_it_stands_unless_it_is_paused():
    waits = running(ANSWER, outage(25 * MINUTE, 10 * MINUTE, 25 * MINUTE))
    assert step(EXAM, waits, Closed(25 * MINUTE, 7, HAND_IN)).reason is HAND_IN
    unknown = running(ANSWER, Resumed(5, 0, Cause.REBOOT, 0, 0, doubted=True))
    assert unknown.wait is Wait.CLOCK
    assert step(EXAM, unknown, Closed(5, 7, HAND_IN)).reason is HAND_IN


def test_a_wait_for_a_clock_ends_by_a_resume_and_no_other_act():
    unknown = running(Resumed(5, 0, Cause.REBOOT, 0, 0, doubted=True))
    violates("not-paused", unknown, act("continue", 5))
    violates("suspended", unknown, act("pause", 5))
    assert step(EXAM, unknown, act("unlock", 5)).wait is Wait.CLOCK
    assert step(EXAM, unknown, act("extra-time", 5)).wait is Wait.CLOCK
    assert step(EXAM, unknown, act("resume", 5)).phase is Phase.INTERACTING


def test_how_long_a_pause_was_stands_in_the_act_that_ends_it_and_in_no_other():
    paused = running(act("pause", 500))
    ended = msgspec.structs.replace(act("continue", 500, code="y"), stood=90_000)
    assert step(EXAM, paused, ended).acts[-1].stood == 90_000
    violates("credit", running(), msgspec.structs.replace(act("unlock"), stood=1))


LEFT, MOVE = Left(500, 0), act("move", 500, detail="pc-2")


def moved(used, length=0, credit=0, pc="pc-2"):
    return Resumed(used, 0, Cause.MOVED, length, credit, pc)


def test_an_attempt_that_left_its_pc_takes_nothing_there_but_an_act_to_move():
    state = running(ANSWER, LEFT)
    assert (state.phase, state.wait) == (Phase.SUSPENDED, Wait.MOVE)
    for event in (
        ANSWER,
        LEFT,
        Closed(500, 0, HAND_IN),
        Closed(500, 0, EXPIRED),
        act("resume", 500),
        act("stop-ill", 500),
    ):
        still = msgspec.structs.replace(event, used=500)
        violates("moved-away", state, still)
    violates("moved-away", state, Resumed(500, 0, Cause.CRASH, 0, 0))
    violates("stands-still", state, Ticked(501, 0))
    assert step(EXAM, state, MOVE).may_move


def test_another_pc_goes_on_after_an_act_and_the_gap_is_an_outage_like_any_other():
    violates("move-needs-act", running(LEFT), moved(60_500, 60_000, 60_000))
    state = running(LEFT, MOVE, moved(60_500, 60_000, 60_000))
    assert (state.phase, state.wait, state.pc, state.may_move) == (Phase.INTERACTING, None, "pc-2", False)
    assert state.limit - state.used == LIMIT - 500
    violates("move-needs-act", state, moved(60_500, pc="pc-3"))


def test_an_act_to_move_is_good_for_the_pc_alone_that_asked_for_it():
    violates("move-needs-act", running(LEFT, MOVE), moved(500, pc="pc-3"))
    again = act("move", 500, code="z", detail="pc-3")
    violates("move-needs-act", running(LEFT, MOVE, again), moved(500, pc="pc-2"))
    assert running(LEFT, MOVE, again, moved(500, pc="pc-3")).pc == "pc-3"


def test_a_resume_of_a_moved_attempt_gives_back_as_any_other_and_only_there():
    lost = Resumed(80 * MINUTE + 500, 0, Cause.MOVED, 80 * MINUTE, 10 * MINUTE, "pc-2")
    granted = act("resume-moved", 80 * MINUTE + 500, 70, code="y")
    state = step(EXAM, running(LEFT, MOVE, lost), granted)
    assert (state.phase, state.limit - state.used) == (Phase.INTERACTING, LIMIT - 500)
    assert not_given_back(state) == 0
    violates("not-moved", running(outage(20 * MINUTE, 10 * MINUTE, 20 * MINUTE)), act("resume-moved", 20 * MINUTE, 10))


def test_a_pc_that_died_is_left_without_a_word():
    assert running(MOVE, moved(60_500, 60_000, 60_000)).pc == "pc-2"


@pytest.mark.parametrize("event", [Resumed(500, 0, Cause.MOVED, 0, 0), Resumed(500, 0, Cause.CRASH, 0, 0, "pc-2")])
def test_a_move_names_its_pc_and_nothing_else_does(event):
    violates("moved-away", running(MOVE), event)


@pytest.mark.parametrize("between", [LEFT, Resumed(500, 0, Cause.CRASH, 0, 0)], ids=["left", "a crash"])
def test_an_act_to_move_is_good_for_no_move_after_the_attempt_left_or_went_on(between):
    violates("move-needs-act", running(MOVE, between), moved(500))


def test_a_move_waits_as_after_any_outage_that_the_rule_does_not_give_back_whole():
    assert running(LEFT, MOVE, moved(10 * MINUTE + 500, 10 * MINUTE, 10 * MINUTE)).phase is Phase.INTERACTING
    for minutes in (11, 80):
        state = running(LEFT, MOVE, moved(minutes * MINUTE + 500, minutes * MINUTE, 10 * MINUTE))
        assert (state.phase, state.wait) == (Phase.SUSPENDED, Wait.OUTAGE)
    unknown = Resumed(500, 0, Cause.MOVED, 0, 0, "pc-2", doubted=True)
    assert running(LEFT, MOVE, unknown).wait is Wait.CLOCK


@pytest.mark.parametrize("way", [(LEFT, MOVE), (MOVE,)], ids=["left", "died"])
def test_a_pause_goes_with_the_attempt_to_another_pc_and_its_time_stands_still(way):
    paused = [act("pause", 500, code="p"), *way]
    violates("stands-still", running(*paused), moved(501, 1))
    state = running(*paused, moved(500))
    assert (state.phase, state.wait, state.waited, state.pc) == (Phase.SUSPENDED, Wait.PAUSE, None, "pc-2")
    assert step(EXAM, state, act("continue", 500, code="q")).phase is Phase.INTERACTING


def test_a_wait_for_an_act_goes_with_the_attempt_too():
    long = outage(25 * MINUTE, 10 * MINUTE, 25 * MINUTE)
    still = [msgspec.structs.replace(event, used=25 * MINUTE) for event in (LEFT, MOVE, moved(0))]
    state = running(long, *still)
    assert (state.wait, state.pc) == (Wait.OUTAGE, "pc-2")
    violates("stands-still", running(long, *still[:2]), moved(25 * MINUTE + 1, 1))
    assert step(EXAM, state, act("resume", 25 * MINUTE, 15, code="y")).limit - 25 * MINUTE == LIMIT


def test_an_attempt_that_waits_may_expire_as_it_stands():
    assert step(EXAM, lost(), Closed(90 * MINUTE, 7, EXPIRED)).reason is EXPIRED


def test_an_attempt_that_was_over_before_the_outage_does_not_wait():
    worked = LIMIT + 1
    assert running(Ticked(worked, 0), outage(60_000, 60_000, worked + 60_000)).phase is Phase.INTERACTING


def test_an_early_hand_in_lifts_the_earliest_time_and_nothing_else():
    exam = make_exam(Rules(3600, earliest_hand_in_s=1800))
    violates("too-early", running(ANSWER, exam=exam), Closed(2, 0, HAND_IN), exam)
    assert running(ANSWER, act("early-hand-in"), Closed(2, 0, HAND_IN), exam=exam).reason is HAND_IN
    violates("nothing-answered", running(act("early-hand-in"), exam=exam), Closed(2, 0, HAND_IN), exam)


CLOSERS = {"hand-in": "forced", "stop-ill": "stopped-ill", "stop-misconduct": "stopped-misconduct"}


@pytest.mark.parametrize(("kind", "reason"), CLOSERS.items())
@pytest.mark.parametrize("before", [(), (ANSWER,), (act("pause", code="p"),)])
def test_a_hand_in_or_stop_by_act_closes_with_its_reason_whatever_is_answered(kind, reason, before):
    state = running(*before, act(kind))
    assert (state.phase, state.reason, state.closed_wall) == (Phase.CLOSED, ClosingReason(reason), 9)
    violates("closed", state, act("extra-time", minutes=5, code="late"))


def test_a_seat_is_changed_by_name():
    assert running(act("seat", detail="12")).seat == "12"
    violates("no-seat", running(), act("seat", detail=" "))


def test_to_unlock_is_evidence_only():
    unlocked = act("unlock")
    state = running(unlocked)
    assert (state.acts, state.phase, state.limit) == ((unlocked,), Phase.INTERACTING, LIMIT)


def test_what_has_no_flow_yet_is_refused_by_name():
    violates("act-not-here", running(), act("withdraw"))


@pytest.mark.parametrize("kind", sorted(set(ActKind) - set(ENTRIES)))
def test_before_the_start_no_other_act_is_taken(kind):
    violates("not-started", AttemptState(), act(kind, 0))


@pytest.mark.parametrize("kind", ENTRIES)
def test_acts_that_let_somebody_start_come_before_it_and_stay(kind):
    entering = act(kind, 0, detail="G9 欧阳" if kind is ActKind.WALK_IN else "")
    state = replay(EXAM, [Challenged(0, 0, "C"), entering, START])
    assert (state.phase, state.acts, state.has_act(ActKind(kind))) == (Phase.INTERACTING, (entering,), True)
    violates("already-started", running(), act(kind))


@pytest.mark.parametrize("detail", ["", "G9", " 欧阳", "G9 ", "G9  欧阳", f"G9 {'欧' * 65}"])
def test_an_act_for_a_walk_in_says_once_who_that_is(detail):
    violates("no-walk-in", AttemptState(), act("walk-in", 0, detail=detail))
    let_in = replay(EXAM, [act("walk-in", 0, detail="G9 欧阳")])
    violates("no-walk-in", let_in, act("walk-in", 0, detail="G8 司徒", code="OTHER"))


def test_wrong_codes_are_counted_until_one_is_right():
    wrong = Noted(1, 0, "act.wrong-code")
    state = running(wrong, wrong, Noted(1, 0, "guard.note.focus-lost"), wrong)
    assert state.wrong == 3
    assert step(EXAM, state, act("unlock")).wrong == 0
