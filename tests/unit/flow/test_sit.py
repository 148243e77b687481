"""An attempt from start to closing: what time it has, and what it is after a crash."""

import msgspec
import pytest
from kaochang.domain.annotations import Drafted, Eliminated, Highlight, Highlighted, Passage
from kaochang.domain.attempts import HEARTBEAT_MS, Cause, ClosingReason, Phase, Wait
from kaochang.domain.refusals import Outcome, Violation
from kaochang.domain.responses import MAX_TEXT, Choice, Text
from kaochang.flow import hand_in, sit
from support.exams import CLOSES, OPENS, RESPONSES, RULES
from support.refusals import refuses

MINUTE = 60_000
HOUR = 60 * MINUTE


def begin(desk, unlocked, ticket):
    return sit.begin(desk, unlocked, ticket, "07")


def answer(sitting, *items):
    for item in items:
        sitting.save(sitting.respond(item, RESPONSES[item]))


def after_a_crash(sitting, desk, unlocked, ticket, clock, gap=0):
    sitting.shut()
    clock.go_on(gap)
    return begin(desk, unlocked, ticket)


def test_an_attempt_starts_with_its_whole_time_and_counts_down(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    assert (sitting.state.phase, sitting.resumed, sitting.seat) == (Phase.INTERACTING, False, "07")
    assert sitting.remaining_ms() == HOUR
    clock.go_on(7 * MINUTE)
    assert sitting.remaining_ms() == HOUR - 7 * MINUTE
    sitting.shut()


def test_extra_time_is_the_candidates_own(desk, unlocked, ticket):
    slower = msgspec.structs.replace(ticket, extra_time_s=900)
    sitting = begin(desk, unlocked, slower)
    assert sitting.remaining_ms() == HOUR + 15 * MINUTE
    sitting.shut()


def test_a_latecomer_ends_with_the_session(desk, unlocked, ticket, clock):
    clock.set_wall(CLOSES - 10 * MINUTE)
    sitting = begin(desk, unlocked, ticket)
    assert sitting.remaining_ms() == 10 * MINUTE
    sitting.shut()


@pytest.mark.parametrize(
    ("wall", "key"), [(OPENS - 1, "session.not-open"), (CLOSES, "session.over"), (CLOSES + HOUR, "session.over")]
)
@pytest.mark.attack(57)
def test_nobody_starts_outside_the_window(desk, unlocked, ticket, clock, wall, key):
    clock.set_wall(wall)
    with refuses(Outcome.POLICY, key):
        begin(desk, unlocked, ticket)
    assert not desk.folder.exists()


@pytest.mark.attack(57)
def test_nobody_starts_after_the_latest_entry(room_file, ticket, clock):
    front = room_file.fronts[ticket.exam]
    rules = msgspec.structs.replace(front.rules, latest_entry_s=1800)
    content = msgspec.structs.replace(room_file.object, fronts=(msgspec.structs.replace(front, rules=rules),))
    strict = msgspec.structs.replace(room_file, opened=msgspec.structs.replace(room_file.opened, content=content))
    clock.set_wall(OPENS + 30 * MINUTE)
    sit.check_window(clock, strict, ticket)
    clock.go_on(1)
    with refuses(Outcome.POLICY, "session.too-late") as refused:
        sit.check_window(clock, strict, ticket)
    assert refused.value.params == {"minutes": 30}


def test_everything_saved_is_there_after_a_crash(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    answer(sitting, *RESPONSES)
    sitting.save(sitting.mark("essay", True))
    sitting.save(sitting.visit("ordering"))
    sitting.save(*sitting.report("clock.jumped", "3600"))
    again = after_a_crash(sitting, desk, unlocked, ticket, clock, 1_000)
    assert again.resumed
    assert again.state.responses == RESPONSES
    assert (again.state.marked, again.state.current) == (("essay",), "ordering")
    assert [note.what for note in again.notes] == ["clock.jumped"]
    assert again.arrangement == sitting.arrangement
    again.shut()


DRAWN = {
    "single": Eliminated(("A", "D")),
    "case-1": Highlighted((Highlight(Passage.MATERIAL, 0, 4), Highlight(Passage.STEM, 2, 6))),
    "": Drafted("7 × 8 = 56\n再看第 3 题　"),
}


def test_what_was_drawn_is_there_after_a_crash_and_none_of_it_is_an_answer(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    for item, annotation in DRAWN.items():
        sitting.save(sitting.annotate(item, annotation))
    again = after_a_crash(sitting, desk, unlocked, ticket, clock, 1_000)
    drawn = again.state.annotations
    assert drawn == sitting.state.annotations
    assert (drawn.eliminated, drawn.draft) == ({"single": ("A", "D")}, DRAWN[""].text)
    assert drawn.highlighted == {"case-1": DRAWN["case-1"].highlights}
    assert (again.state.responses, again.state.answered()) == ({}, set())
    again.shut()


def test_what_was_taken_but_never_saved_is_gone_and_nothing_else(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    answer(sitting, "single")
    sitting.respond("multiple", Choice(("A",)))
    again = after_a_crash(sitting, desk, unlocked, ticket, clock)
    assert set(again.state.responses) == {"single"}
    again.shut()


@pytest.mark.parametrize(
    ("gap", "lost"),
    [
        (0, 0),
        (HEARTBEAT_MS - 1, HEARTBEAT_MS - 1),
        (HEARTBEAT_MS, HEARTBEAT_MS),
        (MINUTE, HEARTBEAT_MS),
        (10 * MINUTE + HEARTBEAT_MS, HEARTBEAT_MS),
        (25 * MINUTE + HEARTBEAT_MS, 15 * MINUTE + HEARTBEAT_MS),
    ],
)
def test_a_crash_costs_a_heartbeat_at_most_and_ten_minutes_are_given_back(desk, unlocked, ticket, clock, gap, lost):
    sitting = begin(desk, unlocked, ticket)
    clock.go_on(5 * MINUTE)
    answer(sitting, "single")
    before = sitting.remaining_ms()
    again = after_a_crash(sitting, desk, unlocked, ticket, clock, gap)
    assert before - again.remaining_ms() == lost
    again.shut()


@pytest.mark.attack(56)
def test_killing_the_program_again_and_again_wins_nothing(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    for _ in range(20):
        sitting = after_a_crash(sitting, desk, unlocked, ticket, clock, 3_000)
    assert sitting.remaining_ms() == HOUR - 20 * 3_000
    sitting.shut()


@pytest.mark.attack(56)
def test_setting_the_clock_wins_nothing(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    clock.go_on(MINUTE)
    clock.set_wall(OPENS - 24 * HOUR)
    assert sitting.remaining_ms() == HOUR - MINUTE
    answer(sitting, "single")
    clock.reboot(0)
    clock.set_wall(OPENS - 48 * HOUR)
    again = after_a_crash(sitting, desk, unlocked, ticket, clock)
    assert again.remaining_ms() == HOUR - MINUTE - HEARTBEAT_MS
    assert [outage.cause for outage in again.state.outages] == [Cause.REBOOT]
    again.shut()


def test_an_attempt_closed_before_a_crash_comes_back_closed(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    answer(sitting, "single")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    again = after_a_crash(sitting, desk, unlocked, ticket, clock, MINUTE)
    assert (again.state.phase, again.remaining_ms()) == (Phase.CLOSED, 0)
    assert hand_in.hand_in(again, []).answered == 1
    again.shut()


def test_an_attempt_that_is_handed_in_cannot_be_gone_on_with(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    answer(sitting, "single")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    sitting.shut()
    with refuses(Outcome.POLICY, "attempt.handed-in"):
        begin(desk, unlocked, ticket)


def test_a_refused_step_changes_nothing(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    before = sitting.state
    for item, response in (("single", Choice(("A", "B"))), ("no-such-item", Choice(("A",)))):
        with pytest.raises(Violation):
            sitting.respond(item, response)
    with pytest.raises(Violation):
        sitting.close(ClosingReason.HANDED_IN)
    clock.go_on(2 * HOUR)
    with pytest.raises(Violation):
        sitting.respond("single", Choice(("A",)))
    assert sitting.state == before
    sitting.shut()


def test_the_rules_of_the_sealed_exam_are_the_ones_it_is_sat_by(unlocked):
    assert unlocked.exam("exam-1").rules == RULES


def test_long_outages_give_back_twice_the_rule_and_the_next_one_waits_for_a_proctor(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    for _ in range(5):
        sitting = after_a_crash(sitting, desk, unlocked, ticket, clock, 10 * MINUTE + HEARTBEAT_MS)
    assert [outage.credit // MINUTE for outage in sitting.state.outages] == [10, 10, 0, 0, 0]
    assert [outage.outage // MINUTE for outage in sitting.state.outages] == [10, 10, 10, 0, 0]
    assert (sitting.state.phase, sitting.state.wait) == (Phase.SUSPENDED, Wait.OUTAGE)
    assert sitting.remaining_ms() == HOUR - 3 * HEARTBEAT_MS - 10 * MINUTE
    sitting.shut()


@pytest.mark.parametrize("jump", [400 * 24 * HOUR, 4 * HOUR, -HOUR])
@pytest.mark.attack(56)
def test_a_clock_that_is_wrong_after_a_reboot_costs_a_heartbeat_and_is_noted(desk, unlocked, ticket, clock, jump):
    sitting = begin(desk, unlocked, ticket)
    clock.go_on(MINUTE)
    answer(sitting, "single")
    clock.reboot(jump)
    again = after_a_crash(sitting, desk, unlocked, ticket, clock)
    assert again.remaining_ms() == HOUR - MINUTE - HEARTBEAT_MS
    assert [(note.what, note.detail) for note in again.notes] == [("clock.not-believed", str(jump // 1000))]
    third = after_a_crash(again, desk, unlocked, ticket, clock)
    assert third.notes == again.notes
    third.shut()


def test_a_response_made_before_the_limit_counts_when_it_is_told_after_it(desk, unlocked, ticket, clock):
    sitting = begin(desk, unlocked, ticket)
    clock.go_on(HOUR - 1)
    stamp = sitting.stamp()
    clock.go_on(MINUTE)
    sitting.save(sitting.respond("single", RESPONSES["single"], stamp))
    assert sitting.state.used == HOUR - 1
    with pytest.raises(Violation):
        sitting.respond("multiple", RESPONSES["multiple"])
    sitting.save(sitting.close(ClosingReason.EXPIRED))
    again = after_a_crash(sitting, desk, unlocked, ticket, clock)
    assert set(again.state.responses) == {"single"}
    again.shut()


def test_a_response_that_is_too_long_is_refused_before_it_is_queued_and_a_notes_detail_is_cut(desk, unlocked, ticket):
    sitting = begin(desk, unlocked, ticket)
    with pytest.raises(Violation):
        sitting.respond("essay", Text("文" * (MAX_TEXT + 1)))
    sitting.save(*sitting.report("guard.note.screen-added", "屏\n\ud800" + "x" * 9_000))
    assert sitting.notes[-1].detail.startswith("屏\\n\\ud800x")
    assert len(sitting.notes[-1].detail) == 200
    sitting.shut()
