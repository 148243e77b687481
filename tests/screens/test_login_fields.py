"""The exam's choice of fields, seats, and what this PC finds of itself, on the login."""

import msgspec
import pytest
from kaochang.domain.assessments import LoginField, Rules, SeatRule
from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.flow.pc_look import PcLook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from screens import sample
from screens.fakes import FakeLine, HeldRunner

IDENTITY = "31010119900307421X"


def _line(
    *fields: LoginField, seat: SeatRule = SeatRule.TICKET, seat_of_ticket: str = "17", identity: str = ""
) -> FakeLine:
    login = fields or sample.RULES.login
    line = FakeLine(exam=sample.short_exam(Rules(duration_s=7200, login=login, seat=seat)))
    ticket = msgspec.structs.replace(sample.TICKET, seat=seat_of_ticket, identity=identity)
    line.room.tickets = (ticket, sample.OTHER_TICKET)
    return line


def _labels(at) -> list[str]:
    QApplication.processEvents()
    return [each.text() for each in at.window.findChildren(QLabel) if each.isVisible()]


def test_an_identity_number_is_masked_as_soon_as_the_keyboard_leaves_it(sit):
    at = sit(_line(LoginField.TICKET, LoginField.IDENTITY, identity=IDENTITY))
    at.presenter.start()
    at.find("login-identity").setFocus()
    at.type(IDENTITY.lower())
    assert at.text("login-identity") == IDENTITY
    at.key(Qt.Key.Key_Backtab)
    assert at.text("login-identity") == "3101 **** **** X"
    at.type(sample.TICKET.number)
    at.key(Qt.Key.Key_Tab)
    assert at.text("login-identity") == IDENTITY
    at.key(Qt.Key.Key_Return)
    assert at.text("candidate-name") == sample.TICKET.name
    assert "3101 **** **** X" in _labels(at)
    assert IDENTITY not in _labels(at)


def test_enter_goes_to_the_field_that_is_empty_and_not_to_one_that_is_masked(sit):
    at = sit(_line(LoginField.IDENTITY, LoginField.TICKET, identity=IDENTITY))
    at.presenter.start()
    at.type(IDENTITY)
    at.key(Qt.Key.Key_Return)
    assert at.window.focusWidget() is at.find("login-ticket")


@pytest.fixture
def unseated(sit):
    """A PC to which nobody gave a seat."""

    def make(line: FakeLine):
        at = sit(line)
        at.presenter._seat = ""
        at.presenter.start()
        return at

    return make


def test_a_seat_that_nobody_knows_is_typed_by_the_candidate(unseated, words):
    at = unseated(_line(seat=SeatRule.TYPED, seat_of_ticket=""))
    at.find("login-seat").setText(" 23 ")
    at.log_in()
    assert words("candidate.seat", seat="23") in _labels(at)


def test_a_seat_that_is_missing_is_asked_for_in_words(unseated, words):
    at = unseated(_line(seat=SeatRule.TYPED, seat_of_ticket=""))
    at.log_in()
    assert at.text("refused-message") == words("refusal.login.seat-missing")
    assert at.text("login-person") == sample.TICKET.person


@pytest.mark.parametrize(
    ("rule", "of_ticket", "shown"),
    [(SeatRule.TICKET, "17", "17"), (SeatRule.TYPED, "17", "17"), (SeatRule.FREE, "", "")],
)
def test_no_seat_is_typed_where_it_is_known_or_free(unseated, words, rule, of_ticket, shown):
    at = unseated(_line(seat=rule, seat_of_ticket=of_ticket))
    assert not at.has("login-seat")
    at.log_in()
    seats = [text for text in _labels(at) if text == words("candidate.seat", seat=shown)]
    assert seats == ([words("candidate.seat", seat=shown)] if shown else [])


def test_a_pc_that_has_a_seat_of_its_own_asks_for_none(sit):
    at = sit(_line(seat=SeatRule.TYPED, seat_of_ticket=""))
    at.presenter.start()
    assert not at.has("login-seat")


def test_five_fields_and_every_doubt_can_be_reached_on_a_small_screen(unseated):
    line = _line(*LoginField, seat=SeatRule.TYPED, seat_of_ticket="", identity=IDENTITY)
    line.whole = False
    line.pc = PcLook("forgets", has_input_method=False)
    at = unseated(line)
    at.window.resize(1024, 768)
    names = [f"login-{name}" for name in (*LoginField, "seat")]
    for name in names:
        assert at.window.focusWidget() is at.find(name)
        at.key(Qt.Key.Key_Tab)
    assert at.window.focusWidget() is at.find("log-in")
    QApplication.processEvents()
    corner = at.find("log-in").mapTo(at.window, at.find("log-in").rect().bottomRight())
    assert corner.y() < 768


def test_what_is_well_is_told_in_one_line(sit, words):
    line = FakeLine()
    line.pc = PcLook(has_input_method=True)
    at = sit(line)
    at.presenter.guarded((GuardReport("keyboard", GuardState.HELD, "guard.keyboard.held"),))
    at.presenter.start()
    for key in ("exam", "disk", "input", "guards"):
        assert words(f"candidate.check.{key}") in _labels(at)


@pytest.mark.parametrize("doubt", ["fails", "lost", "second", "full", "forgets"])
def test_a_doubt_about_the_disk_is_told_and_stops_nobody(sit, words, doubt):
    line = FakeLine()
    line.pc = PcLook(doubt)
    at = sit(line)
    at.presenter.start()
    assert words(f"candidate.check.disk.{doubt}") in _labels(at)
    at.to_exam()
    assert at.has("exam")


def test_a_disk_that_was_doubted_is_looked_at_again_until_it_is_well_and_nothing_typed_is_lost(sit, words):
    line = FakeLine()
    line.pc = PcLook("second")
    at = sit(line)
    at.presenter.start()
    at.type("KF")
    line.pc = PcLook()
    for _ in range(4):
        line.clock.advance(1_000)
        at.presenter.tick()
    assert words("candidate.check.disk.second") in _labels(at)
    line.clock.advance(1_000)
    at.presenter.tick()
    assert words("candidate.check.disk") in _labels(at)
    assert at.text("login-person") == "KF"
    line.pc = PcLook("second")
    line.clock.advance(60_000)
    at.presenter.tick()
    assert words("candidate.check.disk") in _labels(at)


def test_an_input_method_that_is_missing_is_told_and_one_that_cannot_be_told_is_not(sit, words):
    line = FakeLine()
    at = sit(line)
    at.presenter.start()
    assert words("candidate.check.input.doubt") not in _labels(at)
    other = FakeLine()
    other.pc = PcLook(has_input_method=False)
    at = sit(other)
    at.presenter.start()
    assert words("candidate.check.input.doubt") in _labels(at)


def test_a_guard_that_does_not_hold_is_named_until_it_does(sit, words):
    at = sit()
    at.presenter.guarded((GuardReport("keyboard", GuardState.DEGRADED, "guard.keyboard.waiting"),))
    at.presenter.start()
    doubt = words("candidate.check.guards.doubt", guards=words("guard.keyboard"))
    assert doubt in _labels(at)
    at.presenter.note(Happening.GUARD_HELD, "keyboard")
    assert doubt not in _labels(at)
    assert words("candidate.check.guards") in _labels(at)


def test_the_login_never_waits_for_what_takes_long(sit, words):
    at = sit()
    aside = HeldRunner(is_held=True)
    at.presenter._checks._means = msgspec.structs.replace(at.presenter._means, aside=aside)
    at.presenter.start()
    assert words("candidate.check.exam.open") in _labels(at)
    at.find("login-person").setText(sample.TICKET.person)
    at.find("login-name").setText(sample.TICKET.name)
    while aside.waiting:
        aside.step()
    assert words("candidate.check.exam") in _labels(at)
    assert at.text("login-person") == sample.TICKET.person
    at.click("log-in")
    assert at.has("candidate-name")


def test_the_line_above_the_fields_names_what_they_ask_for(sit, words):
    at = sit(_line(LoginField.PERSON, LoginField.NAME))
    at.presenter.start()
    fields = words("list.separator").join((words("candidate.login.person"), words("candidate.login.name")))
    assert words("candidate.login.message", fields=fields) in _labels(at)


def test_return_in_an_empty_field_says_what_to_fill_in_and_stays_there(sit, words):
    at = sit(_line(LoginField.PERSON, LoginField.NAME))
    at.presenter.start()
    at.key(Qt.Key.Key_Return)
    assert at.text("refused-message") == words("refusal.login.fill", field=words("candidate.login.person"))
    assert at.window.focusWidget() is at.find("login-person")
    at.find("login-person").setText("7001")
    at.key(Qt.Key.Key_Return)
    assert at.window.focusWidget() is at.find("login-name")
    at.key(Qt.Key.Key_Return)
    assert at.text("refused-message") == words("refusal.login.fill", field=words("candidate.login.name"))
    at.find("login-person").setText("")
    at.click("log-in")
    assert at.text("refused-message") == words("refusal.login.fill", field=words("candidate.login.person"))
    assert at.window.focusWidget() is at.find("login-person")


RESERVE = msgspec.structs.replace(sample.TICKET, number="20261121B01", name="", person="", seat="")


def test_a_link_leads_to_a_walk_ins_fields_and_back_where_the_room_has_reserve_tickets(unseated, words):
    line = _line()
    line.room.tickets += (RESERVE,)
    at = unseated(line)
    assert not at.has("login-ticket")
    at.click("walk-in")
    assert words("candidate.login.reserve") in _labels(at)
    for name in ("ticket", "name", "person", "seat"):
        at.find(f"login-{name}")
    at.click("walk-in")
    assert (at.has("login-ticket"), at.has("login-seat"), at.has("login-person")) == (False, False, True)


def test_no_link_to_a_walk_ins_fields_without_reserve_tickets(unseated):
    at = unseated(_line())
    assert not at.has("walk-in")
