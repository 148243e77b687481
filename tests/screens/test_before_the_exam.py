"""The pages before the exam: what they say of the file, how they fit, and how the keyboard leads through them."""

import msgspec
import pytest
from kaochang.app import check_display
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.attempt_files import Found
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from screens import sample
from screens.fakes import START_CODE, FakeLine, FakeRoomFile

GROUPS = START_CODE.split("-")


class TwoExams(FakeRoomFile):
    """A room where two exams are sat."""

    def __init__(self, exam, fronts) -> None:
        super().__init__(exam)
        self._fronts = fronts

    @property
    def fronts(self):
        return {**self._fronts, "other": next(iter(self._fronts.values()))}


def _labels(at) -> list[str]:
    return [each.text() for each in at.window.findChildren(QLabel) if each.isVisible()]


def test_a_damaged_exam_says_so_before_anybody_logs_in_and_may_still_be_tried(sit, words):
    line = FakeLine()
    line.whole = False
    at = sit(line)
    at.presenter.start()
    assert at.has("log-in")
    assert words("candidate.check.exam.doubt") in _labels(at)
    assert words("candidate.check.exam") not in _labels(at)
    at.to_exam()
    assert at.has("exam")


def test_the_login_does_not_move_when_an_error_comes(sit):
    at = sit()
    at.window.resize(1024, 768)
    at.presenter.start()
    at.find("login-person").setText("nobody")
    at.find("login-name").setText("nobody")
    before = at.find("log-in").mapTo(at.window, at.find("log-in").rect().topLeft())
    at.click("log-in")
    assert at.has("refused-message")
    assert at.find("log-in").mapTo(at.window, at.find("log-in").rect().topLeft()) == before


def _when(at) -> list[str]:
    at.presenter.start()
    return [text for text in _labels(at) if "09:30" in text]


def test_the_title_of_a_session_stands_once_on_the_login(sit):
    line = FakeLine()
    fronts = line.room.fronts
    at = sit(line)
    assert "第二场" in _when(at)[0]
    line.room = TwoExams(line.exam, fronts)
    other = sit(line)
    assert "第二场" not in _when(other)[0]
    assert _labels(other).count("第二场") == 1


def test_a_window_that_ends_on_the_next_day_says_its_date(sit):
    line = FakeLine()
    line.room.session = msgspec.structs.replace(sample.SESSION, closes=sample.START_WALL + 20 * 3_600_000)
    assert _when(sit(line)) == ["第二场　2026 年 11 月 21 日 09:30 – 2026 年 11 月 22 日 05:30"]


def test_enter_presses_the_button_that_has_the_keyboard(sit):
    line = FakeLine()
    line.troubles["open_room"] = Refusal(Outcome.FRAME, "frame")
    at = sit(line)
    at.presenter.start()
    assert at.window.focusWidget() is at.find("notice-action")
    line.troubles.clear()
    at.key(Qt.Key.Key_Return)
    assert at.has("log-in")


def test_enter_goes_on_with_a_resumed_attempt(sit):
    line = FakeLine()
    line.found = Found.OPEN
    line.sitting.resumed = True
    line.sitting.visit("i1")
    at = sit(line)
    at.to_exam()
    at.key(Qt.Key.Key_Return)
    assert at.has("exam")


def test_coming_into_a_full_box_of_the_code_selects_it(sit):
    at = sit()
    at.to_code()
    at.find("group-1").setFocus()
    at.type("-".join(["Z" * len(GROUPS[0]), *GROUPS[1:]]).replace("-", ""))
    first = at.find("group-1")
    first.setFocus()
    first.selectAll()
    at.type(GROUPS[0])
    assert at.window.focusWidget() is at.find("group-2")
    assert at.find("group-2").selectedText() == GROUPS[1]
    assert at.find("start").isEnabled()


def test_a_symbol_put_right_inside_a_box_leaves_the_other_boxes_alone(sit):
    at = sit()
    at.to_code()
    at.find("group-1").setFocus()
    at.type("".join(GROUPS))
    first = at.find("group-1")
    first.setFocus()
    first.setCursorPosition(1)
    at.key(Qt.Key.Key_Delete)
    at.type(GROUPS[0][1])
    assert at.window.focusWidget() is first
    assert [at.text(f"group-{number}") for number in (1, 2, 3)] == GROUPS


@pytest.mark.parametrize("screen", ["notice", "login"])
def test_the_first_pages_fit_the_smallest_screen(sit, screen):
    line = FakeLine(exam=sample.long_exam())
    if screen == "notice":
        line.troubles["open_room"] = Refusal(Outcome.FRAME, "frame", "/media/" + "exam-" * 20)
    at = sit(line)
    at.presenter.start()
    QApplication.processEvents()
    needed = at.window.minimumSizeHint()
    assert needed.width() <= 1024
    assert needed.height() <= 768


def test_no_screen_at_all_is_refused_in_words():
    with pytest.raises(Refusal) as caught:
        check_display({}, "linux")
    assert (caught.value.outcome, caught.value.key) == (Outcome.IO, "display.missing")
    check_display({"DISPLAY": ":0"}, "linux", lambda name: name == ":0")
    check_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    check_display({}, "win32")


def test_a_screen_that_does_not_answer_is_told_before_qt_would_end_the_program():
    with pytest.raises(Refusal) as caught:
        check_display({"DISPLAY": ":7"}, "linux", lambda _: False)
    assert (caught.value.key, caught.value.where) == ("display.dead", ":7")
    for other in ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":7"}, {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":7"}):
        check_display(other, "linux", lambda _: False)
    for same in ({"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "", "DISPLAY": ":7"}):
        with pytest.raises(Refusal):
            check_display(same, "linux", lambda _: False)
