"""The proctor's page and the pages of an attempt that waits, in the real window over the real engine."""

import pytest
from kaochang.custody import act_codes
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Phase, Wait
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Text
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import PIN, FakeLine

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def at(sit):
    """A candidate who writes."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    made.presenter.exam.go("i9")
    QApplication.processEvents()
    return made


def suspend(at, wait):
    """As an outage leaves the attempt."""
    sitting = at.line.sitting
    sitting.state = replace(sitting.state, phase=Phase.SUSPENDED, wait=wait, used=sitting.stamp())
    at.presenter.tick()
    QApplication.processEvents()


def answer(at, kind, minutes=0):
    """The proctor's answer to the challenge on the screen."""
    place, challenge = at.line.sitting.act_place, "-".join(at.text("challenge").split())
    assert act_codes.read_challenge(challenge)[0] is kind
    return act_codes.make_response(place, sample.TICKET.number, challenge, minutes)


def by_keys(at, code):
    """Types a code where the keyboard is; each full group hands on to the next."""
    for group in code.split("-"):
        at.type(group)


def test_the_button_in_the_corner_opens_the_page_and_no_item_is_to_be_seen(at):
    at.click("acts-open")
    assert at.has("acts")
    assert not any(at.has(name) for name in ("stem", "writing", "palette", "sheet"))
    assert not at.find("hand-in").isEnabled()
    at.click("acts-back")
    assert at.has("stem")


def test_the_keyboard_alone_is_enough_and_what_was_typed_goes_before_the_act(at, words):
    at.type("unsaved")
    at.key(Qt.Key.Key_J, CTRL)
    assert at.window.focusWidget().objectName() == "act-extra-time"
    at.key(Qt.Key.Key_Tab)
    assert at.window.focusWidget().objectName() == "act-pause"
    at.key(Qt.Key.Key_Return)
    by_keys(at, answer(at, ActKind.PAUSE))
    at.key(Qt.Key.Key_Return)
    assert at.text("suspended-title") == words("candidate.suspended.pause")
    assert at.responses == {"i9": Text("unsaved")}
    at.key(Qt.Key.Key_Return)
    assert at.window.focusWidget().objectName() == "act-continue"
    at.key(Qt.Key.Key_Return)
    by_keys(at, answer(at, ActKind.CONTINUE))
    at.key(Qt.Key.Key_Return)
    at.type(" and on")
    at.timer.ring()
    assert at.responses == {"i9": Text("unsaved and on")}
    assert "继续" in at.text("warning-text")


def test_escape_goes_one_step_back_and_then_to_the_item(at):
    at.click("acts-open")
    at.click("act-extra-time")
    at.key(Qt.Key.Key_Escape)
    assert at.has("act-extra-time")
    at.key(Qt.Key.Key_Escape)
    assert not at.has("acts")
    at.type("x")
    assert at.find("writing").toPlainText() == "x"


def test_extra_time_by_its_minutes(at):
    left = at.line.sitting.remaining_ms()
    at.click("acts-open")
    at.click("act-extra-time")
    at.type("25")
    at.click("acts-action")
    by_keys(at, answer(at, ActKind.EXTRA_TIME, 25))
    at.click("acts-action")
    assert at.line.sitting.remaining_ms() == left + 25 * 60_000
    assert at.text("clock") == "02:25:00"


def test_a_change_of_seat_asks_for_the_seat_first(at):
    at.click("acts-open")
    at.click("act-seat")
    assert at.window.focusWidget().objectName() == "acts-seat"
    at.type("21")
    at.find("act-group-1").setFocus()
    by_keys(at, answer(at, ActKind.SEAT))
    at.click("acts-action")
    assert at.line.sitting.seat == "21"


def test_a_room_wide_code_is_typed_or_pasted_into_the_same_fields(at):
    at.click("acts-open")
    at.click("acts-card")
    QTest.keyClicks(at.find("act-group-1"), "")
    code = act_codes.make_card(at.line.sitting.act_place, ActKind.EXTRA_TIME, Reach.ROOM, 15, 1)
    by_keys(at, code)
    at.click("acts-action")
    assert [act.minutes for act in at.line.sitting.state.acts] == [15]


def wrongly(at):
    """Three wrong codes: the next one must wait."""
    at.click("acts-open")
    at.click("act-pause")
    for _ in range(3):
        at.find("act-group-1").setFocus()
        at.find("act-group-1").selectAll()
        by_keys(at, PIN)
        at.click("acts-action")


def test_whoever_goes_back_from_the_wait_is_at_the_choices_again(at):
    wrongly(at)
    at.click("acts-back")
    assert not at.has("acts-wait")
    assert not at.has("acts-action")
    assert at.window.focusWidget().objectName() == "acts-pending"


def test_a_wrong_code_is_told_and_the_wait_runs_down(at):
    wrongly(at)
    assert at.has("refused-message")
    assert at.window.focusWidget() is at.find("acts-wait")
    assert "5 秒" in at.text("acts-wait")
    assert not at.find("acts-action").isEnabled()
    at.line.clock.advance(2_000)
    at.presenter.tick()
    assert "3 秒" in at.text("acts-wait")
    at.line.clock.advance(3_000)
    at.presenter.tick()
    assert not at.has("acts-wait")
    assert at.find("acts-action").isEnabled()
    assert at.window.focusWidget() is at.find("acts-action")


def test_nothing_typed_stays_in_the_fields_behind_the_page(at):
    at.click("acts-open")
    at.click("acts-card")
    by_keys(at, PIN)
    at.key(Qt.Key.Key_Escape)
    at.key(Qt.Key.Key_Escape)
    at.click("acts-open")
    at.click("acts-card")
    assert [at.find(f"act-group-{number}").text() for number in (1, 2, 3)] == ["", "", ""]


@pytest.mark.parametrize("wait", list(Wait))
def test_while_the_attempt_waits_no_item_can_be_read_and_the_page_says_why(at, words, wait):
    suspend(at, wait)
    assert not any(at.has(name) for name in ("stem", "writing", "palette", "sheet"))
    assert at.text("suspended-title") == words(f"candidate.suspended.{wait}")
    assert at.text("suspended-message") == words(f"candidate.suspended.{wait}.message")
    assert at.find("hand-in").isEnabled() is (wait in (Wait.OUTAGE, Wait.CLOCK))
    at.key(Qt.Key.Key_A)
    assert at.responses == {}


def test_who_resumes_into_a_wait_sees_its_page_at_once(sit, words):
    line = FakeLine()
    line.sitting.resumed = True
    line.sitting.state = replace(line.sitting.state, phase=Phase.SUSPENDED, wait=Wait.OUTAGE)
    at = sit(line)
    at.to_exam()
    assert at.text("suspended-title") == words("candidate.suspended.outage")
    assert not at.has("stem")


def test_that_nothing_can_be_saved_is_told_over_a_wait_too(at):
    suspend(at, Wait.PAUSE)
    at.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    at.presenter.note("guard.note.focus-lost", "")
    assert at.has("cannot-save")


def test_a_start_that_is_too_late_leads_to_the_proctor_and_then_begins(sit):
    line = FakeLine()
    line.troubles["begin"] = Refusal(Outcome.POLICY, "session.too-late", minutes=30)
    line.act = PIN
    at = sit(line)
    at.to_exam()
    at.click("acts-open")
    assert not at.has("start")
    at.click("act-admit")
    assert at.has("challenge")
    by_keys(at, PIN)
    at.key(Qt.Key.Key_Return)
    assert at.has("exam")


def test_a_start_that_no_act_helps_shows_no_way_to_one(sit):
    line = FakeLine()
    line.troubles["begin"] = Refusal(Outcome.POLICY, "second-place.needed")
    at = sit(line)
    at.to_exam()
    assert not at.has("acts-open")


def test_while_an_act_lets_somebody_start_the_window_stays_open(sit):
    line = FakeLine()
    line.troubles["begin"] = Refusal(Outcome.POLICY, "session.too-late", minutes=30)
    line.act = PIN
    at = sit(line)
    at.to_exam()
    at.click("acts-open")
    at.click("act-admit")
    by_keys(at, PIN)
    at.runner.is_held = True
    at.key(Qt.Key.Key_Return)
    at.window.close()
    assert at.window.isVisible()
    at.runner.is_held = False
    at.runner.step()
    assert at.has("exam")


def test_a_line_tells_that_the_second_place_is_lost_until_it_is_back(at, words):
    class Place:
        is_lost = True

    at.line.sitting.attempt.files.second = Place()
    at.presenter.tick()
    assert at.text("standing-text") == words("candidate.second-place-lost")
    at.line.sitting.attempt.files.second.is_lost = False
    at.presenter.tick()
    assert not at.has("standing-text")
