"""The exam PC's side of an act: challenges, right codes, wrong ones that wait longer and longer, and cards."""

import dataclasses

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kaochang.custody import act_codes
from kaochang.custody.act_codes import CARD, RESPONSE, ActPlace
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Acted, Challenged, ClosingReason, Noted, Phase
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.flow import hand_in, sit, take_act
from kaochang.flow.desk import Desk
from kaochang.sealing import codes
from support.clocks import ManualClock
from support.exams import CLOSES, OPENS, RESPONSES
from support.refusals import refuses
from support.seeded import seeded

MINUTE = 60_000
HOUR = 60 * MINUTE


def begin(desk, unlocked, ticket, **more):
    return sit.begin(desk, unlocked, ticket, "07", **more)


@pytest.fixture
def sitting(desk, unlocked, ticket):
    sitting = begin(desk, unlocked, ticket)
    yield sitting
    sitting.shut()


@pytest.fixture
def place(day):
    """What the proctor's program answers with."""
    return ActPlace(day.context, "R1", day.keys.act_keys["R1"])


def ask(sitting, kind=ActKind.EXTRA_TIME, minutes=10):
    entry = take_act.ask(sitting, kind, minutes)
    sitting.save(entry)
    return entry.event.challenge


def response(place, challenge, minutes=10, ticket="T1"):
    return act_codes.make_response(place, ticket, challenge, minutes)


def take(sitting, typed, seat=""):
    """Types a code; raises what it was refused for once that is saved."""
    taken = take_act.take(sitting, typed, seat)
    sitting.save(taken.entry)
    if taken.refused is not None:
        raise taken.refused
    return taken.entry.event


def again(sitting, desk, unlocked, ticket, clock, gap=0):
    """The same attempt after the program was killed."""
    sitting.shut()
    clock.go_on(gap)
    return begin(desk, unlocked, ticket)


def test_a_response_gives_the_minutes_that_it_grants_at_once(sitting, place):
    before = sitting.remaining_ms()
    taken = take(sitting, response(place, ask(sitting, minutes=10), minutes=15))
    assert (taken.kind, taken.minutes, taken.credit) == (ActKind.EXTRA_TIME, 15, 15 * MINUTE)
    assert sitting.remaining_ms() == before + 15 * MINUTE


def test_acts_are_there_after_a_crash_and_stand_in_the_result(sitting, place, desk, unlocked, ticket, clock):
    take(sitting, response(place, ask(sitting)))
    after = again(sitting, desk, unlocked, ticket, clock)
    assert (after.state.acts, after.remaining_ms()) == (sitting.state.acts, HOUR + 10 * MINUTE)
    after.save(after.respond("single", RESPONSES["single"]))
    after.save(after.close(ClosingReason.HANDED_IN))
    assert hand_in._body(after).acts == after.state.acts
    after.shut()


def test_a_challenge_can_be_answered_after_a_kill(sitting, place, desk, unlocked, ticket, clock):
    challenge = ask(sitting)
    after = again(sitting, desk, unlocked, ticket, clock)
    take(after, response(place, challenge))
    assert after.remaining_ms() == HOUR + 10 * MINUTE
    after.shut()


def test_a_response_is_good_once_and_for_the_last_challenge_only(sitting, place):
    first, second = ask(sitting), ask(sitting)
    with refuses(Outcome.CODE, "act.wrong"):
        take(sitting, response(place, first))
    right = response(place, second)
    take(sitting, right)
    with refuses(Outcome.POLICY, "act.not-asked"):
        take(sitting, right)
    ask(sitting)
    with refuses(Outcome.CODE, "act.wrong"):
        take(sitting, right)


def foreign_codes(day, place):
    """Codes that somebody could show to this PC although they are for another room, session or ticket."""
    challenge = act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(3))
    elsewhere = ActPlace(day.context, "R2", day.keys.act_keys["R2"])
    stolen_key = dataclasses.replace(place, context=msgspec.structs.replace(day.context, session="s-other"))
    for other in (elsewhere, stolen_key, dataclasses.replace(place, room="R2")):
        yield act_codes.make_card(other, ActKind.EXTRA_TIME, Reach.CARD, 10, 1)
        yield act_codes.make_card(other, ActKind.RESUME, Reach.ROOM, 10, 1)
        yield act_codes.make_response(other, "T1", challenge, 10)


def test_codes_of_another_room_session_or_sealing_are_wrong(sitting, day, place, clock):
    ask(sitting)
    for code in foreign_codes(day, place):
        clock.go_on(MINUTE)
        with refuses(Outcome.CODE, "act.wrong"):
            take(sitting, code)
    assert sitting.state.acts == ()


def test_another_tickets_response_is_wrong_and_named_and_counts_as_a_wrong_code(sitting, place):
    challenge = ask(sitting)
    with refuses(Outcome.CODE, "act.other-ticket") as refused:
        take(sitting, response(place, challenge, ticket="T2"))
    assert refused.value.params == {"ticket": "T2"}
    assert (sitting.state.wrong, sitting.state.acts) == (1, ())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_forged_code_ever_gives_time(tmp_path_factory, unlocked, ticket, data):
    clock = ManualClock(OPENS + MINUTE)
    sitting = begin(Desk(tmp_path_factory.mktemp("forged"), clock, seeded(9)), unlocked, ticket)
    ask(sitting)
    shape = data.draw(st.sampled_from([RESPONSE, CARD]))
    for number in data.draw(st.lists(st.integers(0, 2**shape.bits - 1), max_size=5)):
        clock.go_on(MINUTE)
        left = sitting.remaining_ms()
        with refuses(Outcome.CODE, "act.wrong"):
            take(sitting, codes.encode(number, shape))
        assert (sitting.remaining_ms(), sitting.state.acts) == (left, ())
    sitting.shut()


WRONG = codes.encode(12345, RESPONSE)


def try_wrong(sitting, times=1):
    for _ in range(times):
        with refuses(Outcome.CODE, "act.wrong"):
            take(sitting, WRONG)


def waits(sitting):
    with refuses(Outcome.POLICY, "act.wait") as refused:
        take_act.take(sitting, WRONG)
    return refused.value.params["seconds"]


@pytest.mark.attack(55)
def test_three_wrong_codes_are_free_and_then_each_one_waits_longer(sitting, clock):
    ask(sitting)
    try_wrong(sitting, 3)
    for seconds in (5, 15, 30, 60, 60, 60):
        assert waits(sitting) == seconds
        clock.go_on(seconds * 1000 - 1)
        assert waits(sitting) == 1
        clock.go_on(1)
        try_wrong(sitting)


def test_a_right_code_ends_the_waiting_and_a_slip_of_the_hand_does_not_count(sitting, place, clock):
    challenge = ask(sitting)
    for _ in range(9):
        with refuses(Outcome.CODE, "act-code.form"):
            take_act.take(sitting, "12345")
    try_wrong(sitting, 3)
    clock.go_on(5_000)
    take(sitting, response(place, challenge))
    ask(sitting)
    try_wrong(sitting, 3)


def test_waiting_survives_a_kill_and_a_set_clock(sitting, desk, unlocked, ticket, clock):
    ask(sitting)
    try_wrong(sitting, 3)
    clock.go_on(5_000)
    try_wrong(sitting)
    after = again(sitting, desk, unlocked, ticket, clock)
    assert waits(after) == 15
    clock.set_wall(CLOSES - MINUTE)
    assert waits(after) == 15
    clock.go_on(4_000)
    after = again(after, desk, unlocked, ticket, clock)
    assert waits(after) == 11
    after.shut()


def test_a_wrong_code_that_was_never_saved_was_never_refused_either(sitting):
    ask(sitting)
    taken = take_act.take(sitting, WRONG)
    assert isinstance(taken.entry.event, Noted)
    assert taken.refused.key == "act.wrong"


@pytest.mark.attack(55)
def test_wrong_codes_are_evidence_in_the_result(sitting):
    ask(sitting)
    try_wrong(sitting, 2)
    assert [note.what for note in hand_in._body(sitting).notes] == ["act.wrong-code"] * 2


def card(place, kind=ActKind.EXTRA_TIME, minutes=10, serial=1, reach=Reach.CARD):
    return act_codes.make_card(place, kind, reach, minutes, serial)


def test_a_card_needs_no_challenge_and_is_good_once(sitting, place):
    take(sitting, card(place))
    assert sitting.state.limit == HOUR + 10 * MINUTE
    with refuses(Outcome.POLICY, "attempt.act-used"):
        take(sitting, card(place))
    take(sitting, card(place, serial=2))
    assert sitting.state.limit == HOUR + 20 * MINUTE


def test_a_card_that_one_attempt_took_is_refused_to_the_next_at_this_pc(sitting, place, desk, unlocked, room_file):
    take(sitting, card(place, serial=8))
    other = begin(desk, unlocked, room_file.tickets[1])
    with refuses(Outcome.POLICY, "act.card-used") as refused:
        take(other, card(place, serial=8))
    assert refused.value.params == {"serial": 8}
    other.shut()


def test_a_card_is_not_lost_to_a_crash_between_its_claim_and_the_journal(sitting, place, desk, unlocked, ticket, clock):
    take_act.take(sitting, card(place))
    after = again(sitting, desk, unlocked, ticket, clock)
    assert after.state.acts == ()
    take(after, card(place))
    assert after.state.limit == HOUR + 10 * MINUTE
    after.shut()


def test_a_room_wide_code_is_good_once_for_every_attempt(sitting, place, desk, unlocked, room_file):
    code = card(place, reach=Reach.ROOM)
    take(sitting, code)
    with refuses(Outcome.POLICY, "attempt.act-used"):
        take(sitting, code)
    other = begin(desk, unlocked, room_file.tickets[1])
    take(other, code)
    assert other.state.limit == HOUR + 10 * MINUTE
    other.shut()


def test_a_memory_of_this_pc_that_is_damaged_is_named_and_locks_nothing_else(sitting, place, desk, day):
    path = desk.folder / day.session.id / "acts.json"
    path.write_bytes(b"{")
    with refuses(Outcome.PAYLOAD, "act.memory-damaged") as refused:
        take(sitting, card(place))
    assert refused.value.where == str(path)
    take(sitting, response(place, ask(sitting)))
    path.unlink()
    take(sitting, card(place))


def grant(sitting, place, kind, minutes=0, seat=""):
    return take(sitting, response(place, ask(sitting, kind, minutes), minutes), seat)


def test_a_pause_stops_the_clock_until_it_is_continued_and_a_kill_changes_nothing(
    sitting, place, desk, unlocked, ticket, clock
):
    clock.go_on(MINUTE)
    grant(sitting, place, ActKind.PAUSE)
    left = sitting.remaining_ms()
    clock.go_on(20 * MINUTE)
    assert (sitting.remaining_ms(), left) == (left, HOUR - MINUTE)
    with pytest.raises(Violation, match=r"attempt\.suspended"):
        sitting.respond("single", RESPONSES["single"])
    after = again(sitting, desk, unlocked, ticket, clock, 30 * MINUTE)
    assert (after.remaining_ms(), after.state.phase) == (left, Phase.SUSPENDED)
    after.save(after.tick())
    grant(after, place, ActKind.CONTINUE)
    clock.go_on(MINUTE)
    assert after.remaining_ms() == left - MINUTE
    after.shut()


def test_a_room_that_was_dark_for_too_long_waits_for_one_code_and_loses_nothing(
    sitting, place, desk, unlocked, ticket, clock
):
    clock.go_on(10 * MINUTE)
    sitting.save(sitting.tick())
    after = again(sitting, desk, unlocked, ticket, clock, 80 * MINUTE + 5_000)
    assert (after.state.phase, after.remaining_ms()) == (Phase.SUSPENDED, 0)
    assert take_act.proposed_minutes(after, ActKind.RESUME) == 70
    clock.go_on(13 * MINUTE)
    take(after, card(place, ActKind.RESUME, 155, reach=Reach.ROOM))
    assert (after.state.phase, after.remaining_ms()) == (Phase.INTERACTING, 50 * MINUTE - 5_000)
    after.shut()


def test_what_closes_an_attempt_hands_it_in_with_its_reason(sitting, place):
    grant(sitting, place, ActKind.STOP_ILL)
    assert hand_in.hand_in(sitting, []).reason is ClosingReason.STOPPED_ILL


def test_a_seat_is_changed_and_stands_in_the_result(sitting, place):
    grant(sitting, place, ActKind.SEAT, seat="12")
    assert (sitting.seat, hand_in._body(sitting).seat) == ("12", "12")


def test_what_this_version_cannot_do_is_refused_by_name_and_not_journaled(sitting, place):
    with pytest.raises(Violation, match=r"attempt\.act-not-here"):
        grant(sitting, place, ActKind.WITHDRAW)
    assert not any(isinstance(entry.event, Acted) for entry in sitting.attempt.entries)


# -- before the start


def refused_start(desk, unlocked, ticket, key):
    with refuses(Outcome.POLICY, key):
        begin(desk, unlocked, ticket)


def test_an_act_about_the_clock_lets_somebody_start_with_their_own_time(desk, unlocked, ticket, place, clock):
    clock.set_wall(OPENS - 400 * 24 * HOUR)
    refused_start(desk, unlocked, ticket, "session.not-open")
    challenge = take_act.ask_to_enter(desk, unlocked.room, ticket, ActKind.CLOCK)
    granted = take_act.take_to_enter(desk, unlocked, ticket, response(place, challenge, 0))
    sitting = begin(desk, unlocked, ticket, grant=granted)
    assert sitting.remaining_ms() == HOUR
    assert [type(entry.event) for entry in sitting.attempt.entries] == []
    sitting.shut()
    after = begin(desk, unlocked, ticket)
    events = [type(entry.event) for entry in after.attempt.entries]
    assert events[:2] == [Challenged, Acted]
    assert after.state.has_act(ActKind.CLOCK)
    after.shut()


@pytest.mark.attack(57)
def test_to_admit_overrides_the_latest_entry_and_nothing_else(room_file, ticket, clock):
    content = room_file.object
    rules = msgspec.structs.replace(content.fronts[0].rules, latest_entry_s=1800)
    fronts = (msgspec.structs.replace(content.fronts[0], rules=rules),)
    opened = msgspec.structs.replace(room_file.opened, content=msgspec.structs.replace(content, fronts=fronts))
    strict = msgspec.structs.replace(room_file, opened=opened)
    for wall, refused, admitted in (
        (OPENS + 30 * MINUTE + 1, "session.too-late", None),
        (OPENS - 1, "session.not-open", "session.not-open"),
        (CLOSES, "session.over", "session.over"),
    ):
        clock.set_wall(wall)
        for granted, key in (((), refused), ((ActKind.ADMIT,), admitted), ((ActKind.CLOCK,), None)):
            if key is None:
                sit.check_window(clock, strict, ticket, granted)
            else:
                with refuses(Outcome.POLICY, key):
                    sit.check_window(clock, strict, ticket, granted)


@pytest.mark.attack(57)
def test_a_card_admits_a_latecomer_but_not_after_the_session(desk, unlocked, ticket, place, clock):
    clock.set_wall(CLOSES + 1)
    granted = take_act.take_to_enter(desk, unlocked, ticket, card(place, ActKind.ADMIT, 0))
    with refuses(Outcome.POLICY, "session.over"):
        begin(desk, unlocked, ticket, grant=granted)


@pytest.mark.parametrize("kind", [ActKind.EXTRA_TIME, ActKind.RESUME, ActKind.HAND_IN])
def test_no_other_act_lets_anybody_start(desk, unlocked, ticket, place, kind):
    with pytest.raises(Violation, match=r"attempt\.not-started"):
        take_act.ask_to_enter(desk, unlocked.room, ticket, kind)
    with pytest.raises(Violation, match=r"attempt\.not-started"):
        take_act.take_to_enter(desk, unlocked, ticket, card(place, kind, 10 if kind.grants_time else 0))


def test_wrong_codes_before_a_start_wait_too_for_every_ticket_of_the_pc_and_after_a_kill(
    desk, unlocked, ticket, place, clock, room_file
):
    challenge = take_act.ask_to_enter(desk, unlocked.room, ticket, ActKind.CLOCK)
    for _ in range(3):
        with refuses(Outcome.CODE, "act.wrong"):
            take_act.take_to_enter(desk, unlocked, ticket, WRONG)
    restarted = Desk(desk.folder, clock, seeded(1))
    for each in (ticket, room_file.tickets[1]):
        with refuses(Outcome.POLICY, "act.wait") as refused:
            take_act.take_to_enter(restarted, unlocked, each, WRONG)
        assert refused.value.params == {"seconds": 5}
    clock.go_on(5_000)
    assert take_act.take_to_enter(restarted, unlocked, ticket, response(place, challenge, 0)).kind is ActKind.CLOCK
    with refuses(Outcome.POLICY, "act.not-asked"):
        take_act.take_to_enter(restarted, unlocked, room_file.tickets[1], WRONG)


def test_an_attempt_cut_off_before_its_clock_started_starts_within_the_window_only(
    desk, unlocked, ticket, clock, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(sit, "_enter", lambda *_: (_ for _ in ()).throw(Refusal(Outcome.IO, "io.failed")))
        with refuses(Outcome.IO):
            begin(desk, unlocked, ticket)
    clock.set_wall(CLOSES)
    refused_start(desk, unlocked, ticket, "session.over")


def test_the_program_is_left_by_an_act_to_unlock_and_by_no_other(desk, unlocked, ticket, place):
    challenge = take_act.ask_to_leave(desk, unlocked.room, ticket)
    assert act_codes.read_challenge(challenge) == (ActKind.UNLOCK, 0)
    grant = take_act.take_to_leave(desk, unlocked, ticket, response(place, challenge, 0))
    assert grant.kind is ActKind.UNLOCK
    late = take_act.ask_to_enter(desk, unlocked.room, ticket, ActKind.ADMIT)
    with pytest.raises(Violation):
        take_act.take_to_leave(desk, unlocked, ticket, response(place, late, 0))


def test_an_act_to_unlock_lets_nobody_start(desk, unlocked, ticket, place):
    challenge = take_act.ask_to_leave(desk, unlocked.room, ticket)
    with pytest.raises(Violation):
        take_act.take_to_enter(desk, unlocked, ticket, response(place, challenge, 0))


def test_a_wrong_code_makes_the_next_try_to_leave_wait(desk, unlocked, ticket):
    take_act.ask_to_leave(desk, unlocked.room, ticket)
    wrong = codes.new_code(seeded(3), RESPONSE)
    for _ in range(3):
        with refuses(Outcome.CODE):
            take_act.take_to_leave(desk, unlocked, ticket, wrong)
    with refuses(Outcome.POLICY, "act.wait"):
        take_act.take_to_leave(desk, unlocked, ticket, wrong)
