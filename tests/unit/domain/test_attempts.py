"""The table of an attempt: every rule of its list, and a named violation for every event that no rule allows."""

import itertools
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.acts import ActKind
from kaochang.domain.annotations import Eliminated
from kaochang.domain.assessments import Rules
from kaochang.domain.attempt_rules import replay, step
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
from kaochang.domain.items import Mode
from kaochang.domain.ordering import arrange
from kaochang.domain.refusals import Outcome, Violation
from kaochang.domain.responses import Blanks, Choice, Order, Text
from kaochang.domain.values import text_to_bytes
from support.exams import ITEMS, RESPONSES, in_two_parts, make_exam

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


IN_TWO = in_two_parts(make_exam())
EVENTS = {
    Started: Started(10, 0, LIMIT, "seed"),
    Responded: Responded(10, 0, "single", Choice(("A",))),
    Marked: Marked(10, 0, "single", True),
    Annotated: Annotated(10, 0, "single", Eliminated(("A",))),
    Visited: Visited(10, 0, "single"),
    Advanced: Advanced(10, 0, 1),
    Staged: Staged(10, 0, "scenario", 1),
    Ticked: Ticked(10, 0),
    Left: Left(10, 0),
    Resumed: Resumed(10, 0, Cause.CRASH, 5, 5),
    Closed: Closed(10, 0, HAND_IN),
    Noted: Noted(10, 0, "guard.lost-focus"),
    Challenged: Challenged(10, 0, "CHALL-ENGE0"),
    Acted: Acted(10, 0, ActKind.UNLOCK, 0, 0, "", "CARD"),
}
ALLOWED = {
    Phase.INITIAL: {Started, Noted, Challenged},
    Phase.INTERACTING: set(EVENTS) - {Started},
    Phase.SUSPENDED: {Ticked, Left, Closed, Noted, Challenged, Acted},
    Phase.CLOSED: {Noted},
}
WHY_NOT = {
    Phase.INITIAL: "not-started",
    Phase.INTERACTING: "already-started",
    Phase.SUSPENDED: "suspended",
    Phase.CLOSED: "closed",
}


def by_name(value):
    return value.value if isinstance(value, Phase | Wait) else type(value).__name__


@pytest.mark.parametrize(("phase", "event"), list(itertools.product(Phase, EVENTS.values())), ids=by_name)
def test_every_event_in_every_phase_has_a_rule_or_its_named_violation(phase, event):
    used = 10 if phase is Phase.SUSPENDED else 0
    state = AttemptState(phase=phase, limit=LIMIT, used=used, responses={"single": Choice(("A",))})
    if isinstance(event, Staged):
        state = msgspec.structs.replace(state, part=1, current="scenario", turns={"scenario": Turn(0, 0)})
    if type(event) in ALLOWED[phase]:
        assert step(IN_TWO, state, event).used == 10
    elif phase is Phase.SUSPENDED and isinstance(event, Resumed):
        violates("time-shrinks", state, event)
    else:
        violates(WHY_NOT[phase], state, event)


WAITING = {
    Wait.PAUSE: ({Ticked, Left, Noted, Challenged, Acted}, "suspended"),
    Wait.OUTAGE: ({Ticked, Left, Closed, Noted, Challenged, Acted}, "waits"),
    Wait.CLOCK: ({Ticked, Left, Closed, Noted, Challenged, Acted}, "waits"),
    Wait.MOVE: ({Ticked, Noted, Challenged}, "moved-away"),
}


@pytest.mark.parametrize(("wait", "event"), list(itertools.product(WAITING, EVENTS.values())), ids=by_name)
def test_every_event_in_every_wait_has_a_rule_or_its_named_violation(wait, event):
    responses = {"single": Choice(("A",))}
    state = AttemptState(phase=Phase.SUSPENDED, wait=wait, limit=LIMIT, used=10, responses=responses)
    allowed, why_not = WAITING[wait]
    if type(event) in allowed:
        after = step(IN_TWO, state, event)
        assert (after.used, after.limit) == (10, LIMIT)
    elif isinstance(event, Resumed):
        violates("time-shrinks", state, event)
    else:
        violates(why_not, state, event)


def test_the_start_fixes_limit_seed_and_the_first_item():
    state = running()
    assert (state.phase, state.limit, state.seed, state.started_wall) == (Phase.INTERACTING, LIMIT, "seed", 1_000)
    assert (state.current, state.limit - state.used) == ("single", LIMIT)


def test_an_attempt_starts_once():
    violates("already-started", running(), START)


@pytest.mark.parametrize("limit", [0, -1])
def test_an_attempt_without_time_does_not_start(limit):
    violates("no-time-left", AttemptState(), Started(0, 0, limit, "seed"))


def test_an_order_that_no_seed_gives_does_not_start():
    violates("seed", AttemptState(), Started(0, 0, LIMIT, "no seed"))


def test_the_first_item_is_the_first_in_the_candidates_own_order():
    exam = make_exam(Rules(3600, shuffle_items=True))
    seeds = [f"seed{letter}{other}AA" for letter, other in itertools.product("ABCDEFGH", repeat=2)]
    for seed in seeds:
        assert replay(exam, [Started(0, 0, LIMIT, seed)]).current == arrange(exam, text_to_bytes(seed)).items()[0]


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
    placed = EXAM.placed("interview")
    spoken = msgspec.structs.replace(placed, item=msgspec.structs.replace(placed.item, mode=Mode.SPOKEN))
    section = msgspec.structs.replace(EXAM.assessment.sections[0], items=(spoken,))
    assessment = msgspec.structs.replace(EXAM.assessment, sections=(section,))
    by_panel = msgspec.structs.replace(EXAM, assessment=assessment)
    assert step(by_panel, running(exam=by_panel), Closed(9_000, 0, HAND_IN)).phase is Phase.CLOSED
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
    state = running(resumed(600_000, 600_000, 600_000), resumed(500_000, 500_000, 1_100_000))
    assert state.limit == LIMIT + 1_100_000
    violates("credit", state, resumed(600_000, 100_001, 1_700_000))
    assert step(EXAM, state, resumed(600_000, 100_000, 1_700_000)).limit == LIMIT + 1_200_000


def test_killed_without_end_an_attempt_goes_on_and_its_outages_are_listed_up_to_a_number():
    kills = [resumed(1, 1, at) for at in range(1, MOST_OUTAGES + 1)]
    state = running(*kills)
    assert (len(state.outages), state.limit) == (MOST_OUTAGES, LIMIT + MOST_OUTAGES)
    violates("credit", state, resumed(1, 1, MOST_OUTAGES + 1))
    after = step(EXAM, state, resumed(1, 0, MOST_OUTAGES + 1))
    assert (after.outages, after.limit, after.wait) == (state.outages, state.limit, Wait.OUTAGE)
    assert step(EXAM, state, resumed(0, 0, MOST_OUTAGES + 1)).phase is Phase.INTERACTING
    act = Acted(MOST_OUTAGES + 1, 0, ActKind.RESUME, 0, 0, "", "CODE")
    assert step(EXAM, after, act).phase is Phase.INTERACTING
    move = Acted(MOST_OUTAGES + 1, 0, ActKind.MOVE, 0, 0, "", "MOVE", "pc-2")
    moved = step(EXAM, step(EXAM, state, move), Resumed(MOST_OUTAGES + 1, 0, Cause.MOVED, 0, 0, "pc-2"))
    assert moved.outages[-1].pc == moved.pc == "pc-2"


@pytest.mark.parametrize("doubted", [False, True])
def test_in_a_log_of_format_1_an_attempt_goes_on_after_any_outage_that_leaves_it_time(doubted):
    gap = Resumed(900_000, 0, Cause.REBOOT, 0 if doubted else 900_000, 0, doubted=doubted)
    whole = Resumed(LIMIT + 900_000, 0, Cause.REBOOT, LIMIT, 0)
    early, now = (step(EXAM, first_state(number), START) for number in (1, 2))
    assert step(EXAM, early, gap).phase is Phase.INTERACTING
    assert step(EXAM, now, gap).phase is Phase.SUSPENDED
    assert step(EXAM, step(EXAM, early, gap), whole).phase is Phase.SUSPENDED


def test_killed_every_four_seconds_for_an_hour_nobody_has_gained_a_second():
    """A gap of less than a heartbeat is work, whole."""
    state = running(*(resumed(0, 0, at * 4_000) for at in range(1, 901)))
    assert (state.limit - state.used, state.phase) == (0, Phase.INTERACTING)
    violates("time-over", state, Responded(LIMIT + 1, 0, "single", Choice(("A",))))


def caused(cause, outage, credit, used, *, doubted=False, exam=EXAM):
    return running(Ticked(used - outage, 0), Resumed(used, 0, cause, outage, credit, doubted=doubted), exam=exam)


WAITS = {
    "given back whole": (caused(Cause.CRASH, 600_000, 600_000, 900_000), None),
    "a millisecond more": (caused(Cause.CRASH, 600_001, 600_000, 900_000), Wait.OUTAGE),
    "nothing lost": (caused(Cause.CRASH, 0, 0, 900_000), None),
    "where the rule gives nothing": (
        caused(Cause.CRASH, 1, 0, 9, exam=make_exam(Rules(3600, outage_credit_s=0))),
        Wait.OUTAGE,
    ),
    "by the candidate": (caused(Cause.CANDIDATE, 900_000, 0, 900_000), None),
    "nobody can tell how long": (caused(Cause.REBOOT, 0, 0, 900_000, doubted=True), Wait.CLOCK),
    "nor what the candidate did": (caused(Cause.CANDIDATE, 0, 0, 900_000, doubted=True), Wait.CLOCK),
    "the time was over before": (caused(Cause.CRASH, 900_000, 0, LIMIT + 900_000), None),
    "a millisecond was left": (caused(Cause.CRASH, 900_000, 0, LIMIT + 899_999), Wait.OUTAGE),
    "over before, and nobody can tell": (caused(Cause.REBOOT, 0, 0, LIMIT, doubted=True), None),
}


@pytest.mark.parametrize(("state", "wait"), WAITS.values(), ids=WAITS)
def test_an_outage_waits_for_an_act_where_the_rule_does_not_give_it_back_whole(state, wait):
    assert (state.wait, state.phase) == (wait, Phase.SUSPENDED if wait else Phase.INTERACTING)


def test_what_the_candidate_caused_is_never_credited():
    violates("credit", running(), Resumed(10, 0, Cause.CANDIDATE, 10, 1))


def test_the_sample_exam_has_every_item_type_and_its_total():
    assert {item.type.value for item in ITEMS.values()} == {
        *("single", "multiple", "truefalse", "blank", "essay"),
        *("case", "interview", "scenario", "ordering", "matching"),
    }
    assert EXAM.assessment.total == Fraction(22) == sum(s.total for s in EXAM.assessment.sections)
