"""What somebody meets who chose wrongly, came too early, or stands before a stick without its copy."""

from pathlib import Path

import msgspec
import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.several import Offer
from kaochang.flow.unlock import Door
from PySide6.QtCore import Qt
from screens import sample
from screens.fakes import ROOM_CODE, FakeLine, StandingClock

HOUR, SECOND = 3_600_000, 1_000
STICK = Path("/media/stick")


@pytest.mark.parametrize("ticket", [sample.TICKET, sample.OTHER_TICKET])
@pytest.mark.parametrize("is_pledged", [False, True])
def test_after_not_me_the_keyboard_stands_on_the_pledge_of_whoever_comes_next(sit, ticket, is_pledged):
    at = sit()
    at.presenter.start()
    at.log_in()
    if is_pledged:
        at.click("pledge")
    at.find("identity-deny").setFocus()
    at.key(Qt.Key.Key_Space)
    at.log_in(ticket)
    assert at.window.focusWidget() is at.find("pledge")
    at.key(Qt.Key.Key_Space)
    assert at.find("pledge").isChecked()


# -- the wrong session ------------------------------------------------------------------------------------------------


def _offer(name: str, opens: int) -> Offer:
    begins = sample.START_WALL + opens
    session = msgspec.structs.replace(sample.SESSION, id=name, title=name, opens=begins, closes=begins + 2 * HOUR)
    return Offer(Path(f"{name}.kcb"), Door(session, sample.ROOM, needs_code=False))


def _choosing(sit, *opens: int, clock: StandingClock | None = None, needs_room_code: bool = False):
    line = FakeLine(clock=clock)
    line.needs_room_code = needs_room_code
    line.offers = tuple(_offer(name, each) for name, each in zip("abc", opens, strict=False))
    at = sit(line)
    at.presenter.start()
    return at


def test_a_session_chosen_wrongly_is_changed_from_the_login_as_often_as_needed(sit):
    at = _choosing(sit, 0, 0)
    at.click("session-1")
    assert at.line.exam_path == Path("a.kcb")
    at.find("login-person").setText(sample.TICKET.person)
    at.find("change-session").setFocus()
    at.key(Qt.Key.Key_Space)
    at.click("session-2")
    assert at.line.exam_path == Path("b.kcb")
    assert at.text("login-person") == ""
    at.click("change-session")
    at.click("session-1")
    assert at.line.exam_path == Path("a.kcb")


def test_changing_asks_also_where_one_session_fits_the_hour_by_now(sit, words):
    at = _choosing(sit, -3 * HOUR, 2 * HOUR)
    at.click("session-2")
    at.line.clock.now = sample.START_WALL + HOUR
    at.click("change-session")
    assert at.text("picker-message") == words("candidate.picker.again")
    at.click("session-1")
    assert at.line.exam_path == Path("b.kcb")


def test_a_session_chosen_too_early_is_changed_from_its_countdown(sit):
    at = _choosing(sit, 0, HOUR, clock=StandingClock(sample.START_WALL - 3 * HOUR))
    at.click("session-1")
    assert at.has("countdown")
    at.click("change-session")
    assert at.has("session-2")
    at.line.clock.now = sample.START_WALL
    at.presenter.tick()
    assert at.has("session-2")  # the wait that was left leads nowhere


def test_a_session_chosen_wrongly_is_changed_from_its_room_code_and_no_code_stays_behind(sit):
    at = _choosing(sit, 0, 0, needs_room_code=True)
    at.click("session-1")
    at.type_code(ROOM_CODE, "room-")
    at.find("change-session").setFocus()
    at.key(Qt.Key.Key_Space)
    at.click("session-2")
    assert at.line.exam_path == Path("b.kcb")
    assert [at.text(f"room-group-{number}") for number in (1, 2, 3)] == ["", "", ""]
    assert at.window.focusWidget() is at.find("room-group-1")
    at.type_code(ROOM_CODE, "room-")
    at.click("open-room")
    assert at.has("login-person")


def test_while_a_room_code_is_tried_no_other_session_is_chosen(sit):
    at = _choosing(sit, 0, 0, needs_room_code=True)
    at.click("session-1")
    at.type_code(ROOM_CODE, "room-")
    at.runner.is_held = True
    at.click("open-room")
    assert not at.find("change-session").isEnabled()
    at.presenter.room_code.change_session()
    at.runner.step()
    assert at.has("login-person")


@pytest.mark.parametrize("needs_room_code", [False, True])
@pytest.mark.parametrize("offers", [(), (0, 5 * HOUR)])
def test_nothing_is_offered_where_nobody_chose(sit, offers, needs_room_code):
    at = _choosing(sit, *offers, needs_room_code=needs_room_code)
    assert at.has("room-group-1" if needs_room_code else "login-person")
    assert not at.has("change-session")


# -- too early --------------------------------------------------------------------------------------------------------


def _early_to_hand_in(sit):
    at = sit(FakeLine(exam=sample.short_exam(sample.Rules(7200, earliest_hand_in_s=600, login=sample.RULES.login))))
    at.to_exam()
    at.presenter.exam.go("i7")
    at.type("a")
    return at


def test_too_early_to_hand_in_says_when_and_comes_alive_by_itself(sit, words):
    at = _early_to_hand_in(sit)
    at.line.clock.advance(585 * SECOND)
    at.presenter.exam.ask_to_hand_in()
    assert "09:41:00 起可以交卷" in at.text("refused-message")
    assert "还有 15 秒" in at.text("refused-message")
    assert not at.find("insist").isEnabled()
    keyboard, dialog = at.window.focusWidget(), at.find("summary")
    at.line.clock.advance(5 * SECOND)
    at.presenter.tick()
    assert "还有 10 秒" in at.text("refused-message")
    at.line.clock.advance(10 * SECOND)
    at.presenter.tick()
    assert at.text("refused-message") == words("candidate.summary.now")
    assert at.find("insist").isEnabled()
    assert at.window.focusWidget() is keyboard
    assert at.find("summary") is dialog
    at.click("insist")
    assert at.has("confirm-hand-in")


def test_long_before_it_the_time_left_is_told_by_the_minute(sit):
    at = _early_to_hand_in(sit)
    at.presenter.exam.ask_to_hand_in()
    assert "还有 10 分钟" in at.text("refused-message")
    before = at.text("refused-message")
    at.line.clock.advance(20 * SECOND)
    at.presenter.tick()
    assert at.text("refused-message") == before


def _waiting(sit):
    at = sit(FakeLine(clock=StandingClock(sample.START_WALL - 600 * SECOND)))
    at.to_code()
    return at


def test_a_wrong_date_is_asked_about_before_anybody_goes_on(sit):
    at = _waiting(sit)
    at.click("wait-go-on")
    assert at.window.focusWidget() is at.find("wait-stay")
    assert not at.has("wait-go-on")
    at.line.clock.advance(SECOND)
    at.presenter.tick()
    assert at.window.focusWidget() is at.find("wait-stay")
    at.click("wait-stay")
    assert at.window.focusWidget() is at.find("wait-go-on")
    assert not at.has("wait-go")
    at.click("wait-go-on")
    at.click("wait-go")
    assert at.has("group-1")


def test_the_question_goes_with_the_wait_when_the_time_has_come(sit):
    at = _waiting(sit)
    at.click("wait-go-on")
    at.line.clock.advance(600 * SECOND)
    at.presenter.tick()
    assert at.has("group-1")


def test_who_waits_again_is_asked_again(sit):
    at = _waiting(sit)
    at.click("wait-go-on")
    at.click("wait-go")
    at.click("back")
    at.to_code()
    assert at.has("wait-go-on")
    assert not at.has("wait-go")


def test_a_code_too_early_names_the_opening_and_the_words_go_when_it_comes(sit, words):
    at = _waiting(sit)
    at.click("wait-go-on")
    at.click("wait-go")
    at.line.troubles["begin"] = Refusal(Outcome.POLICY, "session.not-open", opens=sample.START_WALL, now=0)
    at.type_code()
    at.click("start")
    assert at.text("refused-message") == words("candidate.code.too-early", time="09:30")
    at.line.clock.advance(600 * SECOND - 1)
    at.presenter.tick()
    assert at.has("refused-message")
    at.line.clock.advance(1)
    at.presenter.tick()
    assert not at.has("refused-message")
    at.line.troubles.clear()
    at.click("start")
    assert at.has("exam")


# -- a stick without its copy -----------------------------------------------------------------------------------------


def _without_copy(sit):
    line = FakeLine()
    line.bad_sticks = {STICK: Refusal(Outcome.MISSING, "stick.gone")}
    at = sit(line)
    at.to_exam()
    line.clock.advance(7_200_000)
    at.presenter.tick()
    return at


def test_a_missing_copy_is_told_in_a_box_and_made_by_its_button(sit, words):
    at = _without_copy(sit)
    assert at.text("missed-title") == words("candidate.receipt.missed")
    at.click("copy-again")
    assert at.has("missed-title")
    at.line.bad_sticks = {}
    at.click("copy-again")
    assert not at.has("missed-title")
    assert at.window.focusWidget() is at.find("receipt-code")
    assert "03:00" in at.text("receipt-leaves")


def test_a_stick_that_is_back_gets_its_copy_by_itself(sit):
    at = _without_copy(sit)
    at.line.bad_sticks = {}
    at.line.clock.advance(9_999)
    at.presenter.tick()
    assert at.has("missed-title")
    at.line.clock.advance(1)
    at.presenter.tick()
    assert not at.has("missed-title")


def test_a_try_that_changes_nothing_leaves_the_page_and_the_keyboard_alone(sit):
    at = _without_copy(sit)
    keyboard = at.find("copy-again")
    keyboard.setFocus()
    for _ in range(3):
        at.line.clock.advance(10_000)
        at.presenter.tick()
        assert at.window.focusWidget() is keyboard
        assert at.has("missed-title")
    at.line.troubles["copy_again"] = Refusal(Outcome.MISSING, "stick.gone")
    at.key(Qt.Key.Key_Space)
    assert at.window.focusWidget() is keyboard
    assert at.has("missed-title")


def test_the_question_before_the_next_candidate_names_the_missing_copy(sit, words):
    at = _without_copy(sit)
    at.click("next-candidate")
    assert at.text("next-ask") == words("candidate.receipt.missed.ask")
    at.click("next-stay")
    at.line.bad_sticks = {}
    at.click("copy-again")
    at.click("next-candidate")
    assert at.text("next-ask") == words("candidate.receipt.next-candidate.ask")
