"""The exam's presenter over a real attempt, second by second: nothing happens that did not happen."""

import pytest
from kaochang.domain.attempts import Closed, ClosingReason, Phase, Resumed, Started, Ticked, Wait
from kaochang.domain.responses import Text
from kaochang.flow import sit
from kaochang.presenters.candidate.gestures import Chosen, Written
from support.at_the_pc import AtThePc
from support.clocks import ManualClock

MINUTE = 60_000


@pytest.fixture
def begin(desk, unlocked, ticket, clock, words):
    """Begins, or goes on with, the attempt of this PC."""
    begun = []

    def make():
        made = AtThePc(sit.begin(desk, unlocked, ticket, "07"), clock, words)
        begun.append(made.sitting)
        return made

    yield make
    for sitting in begun:
        sitting.shut()


def events(desk, unlocked, ticket):
    """What the journal has."""
    again = sit.reopened(desk, unlocked, ticket, unlocked.ticket_seed(ticket.number))
    found = [type(entry.event) for entry in again.attempt.entries]
    again.shut()
    return found


def test_ten_minutes_in_which_nothing_happens_leave_no_note_no_outage_and_exactly_the_time_that_is_left(
    begin, desk, unlocked, ticket
):
    at = begin()
    whole = at.sitting.remaining_ms()
    for second in range(1, 601):
        at.seconds(1)
        assert at.sitting.remaining_ms() == whole - second * 1_000
        assert at.state.clock.text == f"00:{(3600 - second) // 60:02}:{(3600 - second) % 60:02}"
    assert (at.sitting.notes, at.sitting.state.outages, at.sitting.ledger) == ([], (), ())
    at.sitting.shut()
    assert events(desk, unlocked, ticket) == [Started, *[Ticked] * 120]


def test_a_pc_that_hung_while_somebody_typed_keeps_the_text_and_gives_the_time_back(begin, clock):
    at = begin()
    at.exam.go("essay")
    at.seconds(3)
    left = at.sitting.remaining_ms()
    at.exam.respond(Written("刚写的一句"))
    clock.go_on(5 * MINUTE)
    at.exam.tick()
    assert at.sitting.state.responses == {"essay": Text("刚写的一句")}
    assert at.sitting.remaining_ms() == left - 5_000


def test_a_long_hang_hides_the_item_and_says_what_to_do_and_keeps_what_was_typed(begin, clock):
    at = begin()
    at.exam.go("essay")
    at.seconds(3)
    at.exam.respond(Written("刚写的一句"))
    clock.go_on(30 * MINUTE)
    at.exam.tick()
    assert (at.sitting.state.phase, at.sitting.state.wait) == (Phase.SUSPENDED, Wait.OUTAGE)
    assert at.state.suspended.title == at.words("candidate.suspended.outage")
    assert at.sitting.state.responses == {"essay": Text("刚写的一句")}
    at.exam.respond(Written("刚写的一句，再加一句"))
    at.seconds(60)
    assert at.sitting.state.responses == {"essay": Text("刚写的一句")}


def test_an_attempt_that_waits_can_be_handed_in_as_it_stands_without_a_way_to_an_item(begin, clock):
    at = begin()
    at.exam.respond(Chosen("B"))
    at.seconds(3)
    clock.go_on(30 * MINUTE)
    at.exam.tick()
    at.exam.ask_to_hand_in()
    assert at.state.may_hand_in
    assert (at.state.overlay.refused, at.state.overlay.chips) == (None, ())
    at.exam.insist()
    at.exam.confirm()
    assert (at.sitting.state.reason, at.closings) == (ClosingReason.HANDED_IN, [1])


def test_a_power_cut_that_is_too_long_is_resumed_into_the_wait(begin, clock):
    at = begin()
    at.seconds(10)
    at.sitting.shut()
    clock.reboot(30 * MINUTE)
    again = begin()
    assert again.state.suspended is not None
    assert again.state.clock.text == "00:39:50"


def test_the_last_second_closes_with_what_was_typed(begin, desk, unlocked, ticket):
    at = begin()
    at.exam.go("essay")
    at.seconds(3_591, each=9)
    at.seconds(8)
    at.exam.respond(Written("最后一句"))
    at.seconds(2)
    assert (at.closings, at.sitting.state.reason) == ([1], ClosingReason.EXPIRED)
    assert at.sitting.state.responses == {"essay": Text("最后一句")}
    at.sitting.shut()
    found = events(desk, unlocked, ticket)
    assert (found[-1], Resumed in found) == (Closed, False)


def test_a_clock_that_is_set_is_noted_once(begin, clock: ManualClock):
    at = begin()
    at.seconds(5)
    clock.set_wall(clock.wall() + 3_600_000)
    at.seconds(30)
    assert [(note.what, note.detail) for note in at.sitting.notes] == [("clock.changed", "3600")]
