"""The table of an attempt: every rule of its list, and a named violation for every event that no rule allows."""

import itertools
from fractions import Fraction

import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import replay, step
from kaochang.domain.attempts import (
    Acted,
    AttemptState,
    Cause,
    Challenged,
    Closed,
    ClosingReason,
    Marked,
    Noted,
    Phase,
    Responded,
    Resumed,
    Started,
    Ticked,
    Visited,
)
from kaochang.domain.refusals import Outcome, Violation
from kaochang.domain.responses import Blanks, Choice, Order, Text
from support.exams import ITEMS, RESPONSES, make_exam

EXAM = make_exam()
LIMIT = 3_600_000
START = Started(0, 1_000, LIMIT, "seed")
HAND_IN = ClosingReason.HANDED_IN
EXPIRED = ClosingReason.EXPIRED


def running(*events, exam=EXAM):
    return replay(exam, [START, *events])


def violates(key, state, event, exam=EXAM):
    with pytest.raises(Violation) as caught:
        step(exam, state, event)
    assert (caught.value.key, caught.value.outcome) == (f"attempt.{key}", Outcome.POLICY)
    return caught.value


EVENTS = {
    Started: Started(10, 0, LIMIT, "seed"),
    Responded: Responded(10, 0, "single", Choice(("A",))),
    Marked: Marked(10, 0, "single", True),
    Visited: Visited(10, 0, "single"),
    Ticked: Ticked(10, 0),
    Resumed: Resumed(10, 0, Cause.CRASH, 5, 5),
    Closed: Closed(10, 0, HAND_IN),
    Noted: Noted(10, 0, "guard.lost-focus"),
    Challenged: Challenged(10, 0, "CHALL-ENGE0"),
    Acted: Acted(10, 0, ActKind.UNLOCK, 0, 0, "", "CARD"),
}
ALLOWED = {
    Phase.INITIAL: {Started, Noted, Challenged},
    Phase.INTERACTING: {Responded, Marked, Visited, Ticked, Resumed, Closed, Noted, Challenged, Acted},
    Phase.SUSPENDED: {Ticked, Noted, Challenged, Acted},
    Phase.CLOSED: {Noted},
}
WHY_NOT = {
    Phase.INITIAL: "not-started",
    Phase.INTERACTING: "already-started",
    Phase.SUSPENDED: "suspended",
    Phase.CLOSED: "closed",
}


def by_name(value):
    return value.value if isinstance(value, Phase) else type(value).__name__


@pytest.mark.parametrize(("phase", "event"), list(itertools.product(Phase, EVENTS.values())), ids=by_name)
def test_every_event_in_every_phase_has_a_rule_or_its_named_violation(phase, event):
    used = 10 if phase is Phase.SUSPENDED else 0
    state = AttemptState(phase=phase, limit=LIMIT, used=used, responses={"single": Choice(("A",))})
    if type(event) in ALLOWED[phase]:
        assert step(EXAM, state, event).used == 10
    elif phase is Phase.SUSPENDED and isinstance(event, Resumed):
        violates("time-shrinks", state, event)
    else:
        violates(WHY_NOT[phase], state, event)


def test_the_start_fixes_limit_seed_and_the_first_item():
    state = running()
    assert (state.phase, state.limit, state.seed, state.started_wall) == (Phase.INTERACTING, LIMIT, "seed", 1_000)
    assert (state.current, state.limit - state.used) == ("single", LIMIT)


def test_an_attempt_starts_once():
    violates("already-started", running(), START)


@pytest.mark.parametrize("limit", [0, -1])
def test_an_attempt_without_time_does_not_start(limit):
    violates("no-time-left", AttemptState(), Started(0, 0, limit, "seed"))


def test_a_step_never_changes_the_state_it_was_given():
    before = running()
    after = step(EXAM, before, Responded(5, 0, "single", Choice(("A",))))
    assert (before.responses, before.revisions, before.used) == ({}, {}, 0)
    assert after.responses == {"single": Choice(("A",))}


@pytest.mark.parametrize("item", RESPONSES)
def test_a_response_of_each_item_type_is_taken_and_its_changes_counted(item):
    state = running(Responded(1, 0, item, RESPONSES[item]), Responded(2, 0, item, RESPONSES[item]))
    assert state.responses == {item: RESPONSES[item]}
    assert state.revisions == {item: 2}
    assert state.answered() == {item}


def test_an_empty_response_takes_the_answer_back():
    state = running(Responded(1, 0, "single", Choice(("A",))), Responded(2, 0, "single", Choice(())))
    assert state.answered() == set()
    assert state.revisions == {"single": 2}


@pytest.mark.parametrize("event", [Responded(1, 0, "x", Text("")), Marked(1, 0, "x", True), Visited(1, 0, "x")])
def test_an_item_that_is_not_in_the_exam_is_named(event):
    assert violates("unknown-item", running(), event).where == "x"


@pytest.mark.parametrize(
    ("item", "response"), [("single", Text("A")), ("single", Choice(("Z",))), ("blank", Blanks(("one",)))]
)
def test_a_response_the_item_cannot_give_is_refused_by_its_item(item, response):
    assert violates("wrong-response", running(), Responded(1, 0, item, response)).where == item


def test_a_response_made_in_the_last_millisecond_counts_and_one_after_it_does_not():
    state = running()
    assert step(EXAM, state, Responded(LIMIT, 0, "single", Choice(("A",)))).responses
    violates("time-over", state, Responded(LIMIT + 1, 0, "single", Choice(("A",))))


def test_marks_are_put_and_taken_off_in_any_order():
    state = running(Marked(1, 0, "single", True), Marked(1, 0, "blank", True), Marked(1, 0, "single", True))
    assert state.marked == ("blank", "single")
    assert step(EXAM, state, Marked(2, 0, "blank", False)).marked == ("single",)
    assert step(EXAM, state, Marked(2, 0, "essay", False)).marked == state.marked


def test_a_visit_is_where_the_candidate_is():
    assert running(Visited(1, 0, "essay")).current == "essay"


@pytest.mark.parametrize("event", list(EVENTS.values()), ids=by_name)
def test_used_time_never_shrinks(event):
    phase = Phase.INITIAL if isinstance(event, Started) else Phase.INTERACTING
    violates("time-shrinks", AttemptState(phase=phase, used=11, limit=LIMIT), event)


def test_a_heartbeat_takes_its_time_and_nothing_else():
    state = running(Ticked(5_000, 0))
    assert _fields(state) == {**_fields(running()), "used": 5_000}
    assert state.limit - state.used == LIMIT - 5_000


def _fields(state):
    return {name: getattr(state, name) for name in state.__struct_fields__}


def test_a_resume_counts_the_outage_as_used_and_gives_its_credit_back():
    resumed = Resumed(100_000, 0, Cause.CRASH, 80_000, 60_000)
    state = running(Ticked(20_000, 0), resumed)
    assert (state.used, state.limit, state.outages) == (100_000, LIMIT + 60_000, (resumed,))
    assert state.limit - state.used == LIMIT - 20_000 - 80_000 + 60_000


def test_a_resume_that_forgets_its_outage_is_refused():
    violates("time-shrinks", running(Ticked(20_000, 0)), Resumed(99_999, 0, Cause.CRASH, 80_000, 0))


@pytest.mark.parametrize(("outage", "credit"), [(10, 11), (10, -1), (-5, -5), (-5, 0), (700_000, 600_001)])
def test_no_more_is_given_back_than_was_lost_and_than_the_rule_allows(outage, credit):
    violates("credit", running(), Resumed(800_000, 0, Cause.REBOOT, outage, credit))


def test_a_whole_outage_may_be_given_back_up_to_the_rule_itself():
    assert running(Resumed(700_000, 0, Cause.REBOOT, 700_000, 600_000)).limit == LIMIT + 600_000


ANSWER = Responded(1, 0, "single", Choice(("A",)))


def test_handing_in_closes_with_its_reason_and_time():
    state = running(ANSWER, Closed(9_000, 77, HAND_IN))
    assert (state.phase, state.reason, state.closed_wall) == (Phase.CLOSED, HAND_IN, 77)


@pytest.mark.parametrize("reason", sorted(set(ClosingReason) - {HAND_IN, EXPIRED}))
def test_what_only_a_proctor_closes_needs_an_act(reason):
    violates("needs-act", running(ANSWER), Closed(LIMIT + 1, 77, reason))


def test_handing_in_waits_for_the_earliest_time_and_says_how_long():
    exam = make_exam(Rules(3600, earliest_hand_in_s=1800))
    state = running(ANSWER, exam=exam)
    assert violates("too-early", state, Closed(1_799_999, 0, HAND_IN), exam).params == {"seconds": 1}
    assert step(exam, state, Closed(1_800_000, 0, HAND_IN)).reason is HAND_IN


def test_a_latecomer_whose_time_ends_before_the_earliest_hand_in_may_hand_in_at_the_end():
    exam = make_exam(Rules(3600, earliest_hand_in_s=1800))
    state = replay(exam, [Started(0, 0, 600_000, "seed"), ANSWER])
    assert step(exam, state, Closed(600_000, 0, HAND_IN)).reason is HAND_IN


@pytest.mark.parametrize("events", [(), (ANSWER, Responded(2, 0, "single", Choice(())))])
def test_handing_in_nothing_is_refused_unless_the_exam_allows_it(events):
    violates("nothing-answered", running(*events), Closed(9_000, 0, HAND_IN))
    exam = make_exam(Rules(3600, allow_empty=True))
    assert running(*events, Closed(9_000, 0, HAND_IN), exam=exam).phase is Phase.CLOSED


def test_expiry_waits_for_the_limit_and_then_asks_nothing():
    violates("not-expired", running(ANSWER), Closed(LIMIT - 1, 0, EXPIRED))
    assert running(Closed(LIMIT, 0, EXPIRED)).reason is EXPIRED


def test_expiry_keeps_the_last_state_of_every_response():
    state = running(ANSWER, Responded(2, 0, "ordering", Order(("C",))), Closed(LIMIT + 40, 0, EXPIRED))
    assert state.responses == {"single": Choice(("A",)), "ordering": Order(("C",))}
    assert state.used >= state.limit


def test_a_closed_attempt_still_takes_evidence_and_stays_as_it_is():
    closed = running(ANSWER, Closed(9_000, 0, HAND_IN))
    noted = step(EXAM, closed, Noted(9_500, 0, "device.stick-removed"))
    assert _fields(noted) == {**_fields(closed), "used": 9_500}


def resumed(outage, credit, used):
    return Resumed(used, 0, Cause.CRASH, outage, credit)


def test_all_outages_together_are_given_back_twice_the_rule_at_most():
    state = running(resumed(600_000, 600_000, 600_000), resumed(600_000, 500_000, 1_200_000))
    assert state.limit == LIMIT + 1_100_000
    violates("credit", state, resumed(600_000, 100_001, 1_800_000))
    assert step(EXAM, state, resumed(600_000, 100_000, 1_800_000)).limit == LIMIT + 1_200_000


def test_the_sample_exam_has_every_item_type_and_its_total():
    assert {item.type.value for item in ITEMS.values()} == {
        *("single", "multiple", "truefalse", "blank", "essay"),
        *("case", "interview", "scenario", "ordering", "matching"),
    }
    assert EXAM.assessment.total == Fraction(22) == sum(s.total for s in EXAM.assessment.sections)
