"""Parts, items and turns with a time of their own (rules 3, 7, 17, 18 of the attempt's table), and what is due when."""

import msgspec
import pytest
from kaochang.domain import parts
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import replay, step
from kaochang.domain.attempts import (
    Acted,
    Advanced,
    Cause,
    Closed,
    ClosingReason,
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
)
from kaochang.domain.due import due, due_in
from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Choice, Replies, Text
from support.exams import in_two_parts, make_exam

SECOND, MINUTE = 1_000, 60_000
LIMIT = 60 * MINUTE
START = Started(0, 0, LIMIT, "seed")
PLAIN = make_exam()
EXAM = in_two_parts(PLAIN)
A = Choice(("A",))
EXPIRED = ClosingReason.EXPIRED


def sections(*changes, exam=PLAIN):
    changed = tuple(
        msgspec.structs.replace(section, **change)
        for section, change in zip(exam.assessment.sections, changes, strict=True)
    )
    return msgspec.structs.replace(exam, assessment=msgspec.structs.replace(exam.assessment, sections=changed))


def limited(seconds, name="single"):
    """The sample exam, in which one item has a time of its own."""
    return sections({"items": tuple(_limited(each, seconds, name) for each in PLAIN.assessment.sections[0].items)}, {})


def _limited(placed, seconds, name):
    return msgspec.structs.replace(placed, limit_s=seconds) if placed.id == name else placed


def running(*events, exam=EXAM, start=START):
    return replay(exam, [start, *events])


def violates(key, state, event, exam=EXAM):
    with pytest.raises(Violation) as caught:
        step(exam, state, event)
    assert caught.value.key == f"attempt.{key}"


def crash(used, length, credit):
    return Resumed(used, 0, Cause.CRASH, length, credit)


def resume(used, minutes, credit, code="CODE"):
    return Acted(used, 0, ActKind.RESUME, minutes, credit, "", code)


# -- which sections are parts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({}, {}, 1),
        ({"limit_s": 9}, {}, 2),
        ({}, {"limit_s": 9}, 2),
        ({"is_locked": True}, {}, 2),
        ({}, {"is_locked": True}, 2),
        ({"limit_s": 9}, {"limit_s": 9}, 2),
    ],
)
def test_sections_without_a_limit_or_a_lock_are_one_part(first, second, count):
    exam = sections(first, second)
    found = parts.parts(exam)
    assert len(found) == count
    assert [section for part in found for section in part] == list(exam.assessment.sections)


def test_an_item_of_no_part_is_a_key_error():
    assert (parts.part_of(EXAM, "single"), parts.part_of(EXAM, "essay")) == (0, 1)
    with pytest.raises(KeyError):
        parts.part_of(EXAM, "nope")


# -- parts -------------------------------------------------------------------------------------------------------------


def test_only_items_of_the_open_part_are_taken():
    for event in (Responded(1, 0, "essay", Text("x")), Marked(1, 0, "essay", True), Visited(1, 0, "essay")):
        violates("part-not-open", running(), event)
    later = running(Advanced(1, 0, 1))
    for event in (Responded(1, 0, "single", A), Marked(1, 0, "single", True), Visited(1, 0, "single")):
        violates("part-closed", later, event)
    assert step(EXAM, later, Responded(2, 0, "essay", Text("x"))).responses


@pytest.mark.parametrize("part", [0, 2, 3])
def test_the_next_part_is_opened_and_no_other(part):
    violates("no-such-part", running(), Advanced(1, 0, part))


def test_after_the_last_part_there_is_none():
    violates("no-such-part", running(Advanced(1, 0, 1)), Advanced(2, 0, 2))
    violates("no-such-part", running(exam=PLAIN), Advanced(2, 0, 1), PLAIN)


def test_a_part_opens_at_its_first_item_with_its_own_time():
    state = running(Advanced(MINUTE, 0, 1))
    assert (state.part, state.current, state.part_since) == (1, "essay", MINUTE)
    assert parts.part_left(EXAM, state, 2 * MINUTE) == 39 * MINUTE


def test_a_response_in_a_parts_last_millisecond_counts_and_one_after_it_does_not():
    assert step(EXAM, running(), Responded(20 * MINUTE, 0, "single", A)).responses
    violates("part-over", running(), Responded(20 * MINUTE + 1, 0, "single", A))


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ({"limit_s": 1200, "carries_over": True}, {"limit_s": 600}, 25),
        ({"limit_s": 1200}, {"limit_s": 600}, 10),
        ({"limit_s": 1200, "carries_over": True}, {}, None),
        ({"carries_over": True}, {"limit_s": 600}, 10),
    ],
)
def test_the_rest_of_a_parts_time_goes_to_the_next_one_where_its_section_says_so(first, second, left):
    exam = sections(first, second)
    state = running(Advanced(5 * MINUTE, 0, 1), exam=exam)
    found = parts.part_left(exam, state, 5 * MINUTE)
    assert found == (None if left is None else left * MINUTE)


def test_a_part_that_took_longer_carries_nothing():
    exam = sections({"limit_s": 60, "carries_over": True}, {"limit_s": 600})
    state = running(Advanced(5 * MINUTE, 0, 1), exam=exam)
    assert parts.part_left(exam, state, 5 * MINUTE) == 10 * MINUTE


def test_a_rest_that_was_carried_is_never_more_than_the_whole_time():
    exam = sections({"limit_s": 3600, "carries_over": True}, {"limit_s": 3600})
    state = running(Advanced(MINUTE, 0, 1), exam=exam)
    assert parts.part_left(exam, state, MINUTE) == 119 * MINUTE
    assert parts.time_left(exam, state, MINUTE) == 59 * MINUTE


def test_whoever_has_a_quarter_more_has_it_in_parts_items_and_turns():
    longer = Started(0, 0, LIMIT + 15 * MINUTE, "seed", 15 * MINUTE)
    state = running(Advanced(0, 0, 1), Visited(0, 0, "scenario"), start=longer)
    assert parts.part_left(EXAM, state, 0) == 50 * MINUTE
    assert parts.turn_left(EXAM, state, "scenario", 0) == 75 * SECOND
    exam = limited(100)
    state = running(exam=exam, start=longer)
    assert parts.item_left(exam, state, exam.placed("single"), 0) == 125 * SECOND


@pytest.mark.parametrize(
    ("events", "left"),
    [
        ((crash(10 * MINUTE, 5 * MINUTE, 5 * MINUTE),), 15),
        ((crash(15 * MINUTE, 12 * MINUTE, 10 * MINUTE),), 15),
        ((crash(15 * MINUTE, 12 * MINUTE, 10 * MINUTE), resume(15 * MINUTE, 2, 2 * MINUTE)), 17),
        ((Resumed(10 * MINUTE, 0, Cause.CANDIDATE, 5 * MINUTE, 0),), 10),
        ((Acted(MINUTE, 0, ActKind.EXTRA_TIME, 5, 5 * MINUTE, "", "X"),), 24),
    ],
    ids=["given back", "in part", "by an act", "by the candidate", "extra time"],
)
def test_an_outage_in_a_part_costs_it_what_was_not_given_back(events, left):
    state = running(*events)
    assert parts.part_left(EXAM, state, state.used) == left * MINUTE


def test_what_an_act_gives_for_older_outages_goes_to_the_part_and_not_to_items():
    exam = msgspec.structs.replace(limited(600), rules=Rules(3600))
    first = [crash(15 * MINUTE, 15 * MINUTE, 10 * MINUTE), resume(15 * MINUTE, 0, 0, "A")]
    state = running(*first, crash(27 * MINUTE, 12 * MINUTE, 10 * MINUTE), exam=exam)
    before = parts.item_left(exam, state, exam.placed("single"), state.used)
    state = step(exam, state, resume(27 * MINUTE, 7, 7 * MINUTE, "B"))
    assert parts.item_left(exam, state, exam.placed("single"), state.used) == before + 2 * MINUTE
    assert state.limit - state.used == LIMIT


def test_the_end_of_the_last_part_is_the_end_of_the_attempt():
    exam = in_two_parts(PLAIN, 600, 600)
    state = running(Advanced(MINUTE, 0, 1), exam=exam)
    assert parts.time_left(exam, state, MINUTE) == 10 * MINUTE
    violates("not-expired", state, Closed(11 * MINUTE - 1, 0, EXPIRED), exam)
    assert step(exam, state, Closed(11 * MINUTE, 0, EXPIRED)).reason is EXPIRED
    violates("time-over", state, Acted(11 * MINUTE, 0, ActKind.PAUSE, 0, 0, "", "P"), exam)
    violates("not-expired", running(exam=exam), Closed(11 * MINUTE, 0, EXPIRED), exam)


def test_whose_last_part_is_over_before_the_earliest_hand_in_may_hand_in():
    exam = msgspec.structs.replace(in_two_parts(PLAIN, 60, 60), rules=Rules(3600, earliest_hand_in_s=1800))
    state = running(Responded(0, 0, "single", A), Advanced(MINUTE, 0, 1), exam=exam)
    violates("too-early", state, Closed(2 * MINUTE - 1, 0, ClosingReason.HANDED_IN), exam)
    assert step(exam, state, Closed(2 * MINUTE, 0, ClosingReason.HANDED_IN)).phase is Phase.CLOSED


def test_an_attempt_is_handed_in_from_any_part():
    state = running(Responded(0, 0, "single", A))
    assert step(EXAM, state, Closed(9, 0, ClosingReason.HANDED_IN)).phase is Phase.CLOSED


# -- items -------------------------------------------------------------------------------------------------------------


def test_an_item_with_a_limit_takes_responses_while_it_is_open_and_has_time():
    exam = limited(60)
    assert step(exam, running(exam=exam), Responded(MINUTE, 0, "single", A)).responses
    violates("item-over", running(exam=exam), Responded(MINUTE + 1, 0, "single", A), exam)
    away = running(Visited(1, 0, "multiple"), exam=exam)
    violates("item-not-open", away, Responded(2, 0, "single", A), exam)
    assert step(exam, away, Responded(MINUTE * 9, 0, "multiple", A)).responses


def test_all_visits_to_an_item_count_together():
    exam = limited(60)
    visits = [Visited(40 * SECOND, 0, "multiple"), Visited(20 * MINUTE, 0, "single")]
    state = running(*visits, exam=exam)
    assert parts.item_left(exam, state, exam.placed("single"), state.used + 5 * SECOND) == 15 * SECOND
    violates("item-over", state, Responded(20 * MINUTE + 20 * SECOND + 1, 0, "single", A), exam)


def test_an_outage_costs_an_item_what_was_not_given_back():
    exam = limited(600)
    state = running(crash(16 * MINUTE, 15 * MINUTE, 10 * MINUTE), exam=exam)
    assert parts.item_left(exam, state, exam.placed("single"), state.used) == 4 * MINUTE
    state = step(exam, state, resume(16 * MINUTE, 30, 5 * MINUTE))
    assert parts.item_left(exam, state, exam.placed("single"), state.used) == 9 * MINUTE


def test_the_time_of_every_item_is_told_when_the_attempt_is_closed():
    state = running(Visited(5, 0, "multiple"), Visited(15, 0, "single"), exam=PLAIN)
    closed = step(PLAIN, state, Closed(LIMIT, 0, EXPIRED))
    assert closed.spent == {"single": 5 + LIMIT - 15, "multiple": 10}
    assert step(PLAIN, closed, Noted(LIMIT + 9, 0, "x")).spent == closed.spent


# -- turns -------------------------------------------------------------------------------------------------------------


def at_scenario(*events, exam=EXAM):
    return running(Advanced(0, 0, 1), Visited(0, 0, "scenario"), *events, exam=exam)


def reply(used, *texts):
    return Responded(used, 0, "scenario", Replies(texts))


def staged(used, stage):
    return Staged(used, 0, "scenario", stage)


def test_turns_are_shown_one_by_one_and_never_again():
    state = at_scenario()
    assert state.turns == {"scenario": Turn(0, 0)}
    for stage in (0, 2, 3):
        violates("no-such-turn", state, staged(1, stage))
    state = step(EXAM, state, staged(1, 1))
    for stage in (0, 1):
        violates("no-such-turn", state, staged(2, stage))
    violates("no-such-turn", step(EXAM, state, staged(2, 2)), staged(3, 3))


def test_a_reply_may_change_until_the_next_turn_is_shown():
    state = at_scenario(reply(1, "first"), reply(2, "second"), staged(3, 1))
    assert state.responses["scenario"] == Replies(("second",))
    for texts in (("first", "x"), ("second",), ("second", "x", "y"), ("", "x")):
        violates("turn-over", state, reply(4, *texts))
    assert step(EXAM, state, reply(4, "second", "x")).responses["scenario"] == Replies(("second", "x"))


def test_a_turn_that_got_no_reply_stays_empty():
    state = at_scenario(staged(3, 1))
    violates("turn-over", state, reply(4, "late", "x"))
    assert step(EXAM, state, reply(4, "", "x")).responses["scenario"] == Replies(("", "x"))


def test_a_turns_time_runs_wherever_the_candidate_is():
    violates("turn-over", at_scenario(), reply(60 * SECOND + 1, "x"))
    assert step(EXAM, at_scenario(), reply(60 * SECOND, "x")).responses
    away = at_scenario(Visited(1, 0, "essay"), Visited(50 * SECOND, 0, "scenario"))
    assert parts.turn_left(EXAM, away, "scenario", 50 * SECOND) == 10 * SECOND


def test_a_scenario_is_answered_and_goes_on_while_it_is_open_only():
    away = at_scenario(Visited(1, 0, "essay"))
    violates("item-not-open", away, reply(2, "x"))
    violates("item-not-open", away, staged(2, 1))
    violates("item-not-open", running(Advanced(0, 0, 1)), staged(2, 1))
    violates("wrong-response", at_scenario(), Responded(1, 0, "scenario", Text("x")))


def test_an_outage_costs_a_turn_what_was_not_given_back_and_opens_none_that_was_over():
    state = at_scenario(crash(30 * SECOND, 20 * SECOND, 20 * SECOND))
    assert parts.turn_left(EXAM, state, "scenario", state.used) == 50 * SECOND
    state = at_scenario(Ticked(61 * SECOND, 0), crash(91 * SECOND, 30 * SECOND, 30 * SECOND))
    assert parts.turn_left(EXAM, state, "scenario", state.used) == -31 * SECOND


def test_a_turn_without_a_limit_is_never_over():
    state = at_scenario(staged(1, 1))
    assert parts.turn_left(EXAM, state, "scenario", LIMIT) is None
    assert step(EXAM, state, reply(40 * MINUTE, "", "x")).responses


# -- what is due -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "used", "left", "event"),
    [
        (running(), 5 * MINUTE, 15 * MINUTE, None),
        (running(), 20 * MINUTE, 0, Advanced(20 * MINUTE, 7, 1)),
        (running(), 25 * MINUTE, -5 * MINUTE, Advanced(25 * MINUTE, 7, 1)),
        (running(Advanced(5 * MINUTE, 0, 1)), 45 * MINUTE, 0, Closed(45 * MINUTE, 7, EXPIRED)),
        (running(), LIMIT, -40 * MINUTE, Closed(LIMIT, 7, EXPIRED)),
        (at_scenario(), 60 * SECOND, 0, Staged(60 * SECOND, 7, "scenario", 1)),
        (at_scenario(Visited(1, 0, "essay")), 60 * SECOND, 39 * MINUTE, None),
        (at_scenario(staged(1, 1), staged(2, 2)), 39 * MINUTE, MINUTE, None),
        (at_scenario(), 40 * MINUTE, -39 * MINUTE, Closed(40 * MINUTE, 7, EXPIRED)),
    ],
)
def test_the_clock_demands_the_end_of_the_attempt_then_of_its_part_then_of_the_turn(state, used, left, event):
    assert (due_in(EXAM, state, used), due(EXAM, state, used, 7)) == (left, event)
    if event is not None:
        assert step(EXAM, state, event).used == used


def test_without_parts_only_the_end_is_due():
    state = running(exam=PLAIN)
    assert (due_in(PLAIN, state, 1), due(PLAIN, state, LIMIT - 1, 7)) == (LIMIT - 1, None)
    assert due(PLAIN, state, LIMIT, 7) == Closed(LIMIT, 7, EXPIRED)


@pytest.mark.parametrize("phase", [Phase.INITIAL, Phase.SUSPENDED, Phase.CLOSED])
def test_nothing_is_due_while_no_time_passes(phase):
    state = msgspec.structs.replace(running(), phase=phase)
    assert (due_in(EXAM, state, 2 * LIMIT), due(EXAM, state, 2 * LIMIT, 7)) == (None, None)
