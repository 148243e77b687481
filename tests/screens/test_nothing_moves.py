"""What is told, refused or switched off moves nothing that somebody may be about to press or is reading."""

import pytest
from conftest import RESOURCES
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.words import load_words
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from screens import sample, sample_responding
from screens.fakes import ROOM_CODE, START_CODE, FakeLine, LostPlace


def _place(at, name: str) -> QPoint:
    return at.find(name).mapTo(at.window, QPoint(0, 0))


def _left(at, name: str) -> int:
    return _place(at, name).x()


def _pass(at, seconds: int) -> None:
    at.line.clock.advance(seconds * 1_000)
    at.presenter.tick()
    QApplication.processEvents()


def _go(at, item: str) -> None:
    at.presenter.exam.go(item)
    QApplication.processEvents()


@pytest.fixture
def at(sit):
    """A sitting of the short exam, at its first item."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    return made


def test_a_warning_comes_and_goes_and_no_option_moves(at):
    before = _place(at, "option-A")
    _pass(at, 6_301)
    assert at.has("warning")
    assert _place(at, "option-A") == before
    _pass(at, 10)
    assert not at.has("warning")
    assert _place(at, "option-A") == before


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_passing_line_covers_anything_but_the_names_beside_the_clocks_even_on_the_narrowest_screen(at, language):
    words = load_words(RESOURCES / "strings", language)
    at.window.resize(1024, 768)
    left = words("duration.minutes-seconds", minutes=14, seconds=30)
    lines = [words(f"candidate.warning.{what}", left=left) for what in ("whole", "part", "item", "turn", "last-turn")]
    lines.append(words("candidate.gone-on.part", part="二、案例与情景"))
    passing = ("bug.line", "taken-back", "eliminate.chosen", "highlight.hint", "highlight.full", "own-over.last-turn")
    for line in (*lines, *(words(f"candidate.{name}") for name in passing)):
        at.presenter.exam.warn(line)
        strip = at.find("warning").geometry()
        assert strip.bottom() < _place(at, "item-place").y(), line
        assert strip.right() < _left(at, "clock"), line
        assert strip.height() >= at.find("warning-text").heightForWidth(at.find("warning-text").width()), line


def test_a_standing_line_covers_nothing_and_moves_nothing_even_at_the_end_of_a_long_page(sit):
    at = sit(FakeLine(exam=sample.long_exam()))
    at.to_exam()
    bar = at.find("item-scroll").verticalScrollBar()
    bar.setValue(bar.maximum())
    before = _place(at, "option-A")
    at.line.sitting.attempt.files.second = LostPlace()
    _pass(at, 1)
    assert _place(at, "standing").y() == _place(at, "sheet").y() + at.find("sheet").height()
    assert _place(at, "option-A") == before
    bar.setValue(bar.maximum())
    before, end = _place(at, "option-A"), bar.maximum()
    at.line.sitting.attempt.files.second = None
    _pass(at, 1)
    assert not at.has("standing")
    assert _place(at, "option-A") == before
    _go(at, "i2")
    assert at.find("item-scroll").verticalScrollBar().maximum() < end


def test_a_line_that_stands_from_the_start_takes_no_more_than_its_own_room(sit):
    at = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    at.line.sitting.attempt.files.second = LostPlace()
    at.to_exam()
    QApplication.processEvents()
    standing, sheet = at.find("standing"), at.find("sheet")
    assert _place(at, "standing").y() == _place(at, "sheet").y() + sheet.height()
    assert sheet.height() > 5 * standing.height()


def test_an_item_under_its_material_stays_where_it_is_when_a_line_comes(sit):
    at = sit(FakeLine(exam=sample_responding.exam()))
    at.to_exam()
    _go(at, "i3")
    at.click("split-turn")
    before = _place(at, "stem")
    at.line.sitting.attempt.files.second = LostPlace()
    _pass(at, 1)
    assert at.has("standing")
    assert _place(at, "stem") == before


def test_an_item_that_scrolls_stands_where_one_that_does_not_stands(at, sit):
    long = sit(FakeLine(exam=sample.long_exam()))
    long.to_exam()
    assert long.find("item-scroll").verticalScrollBar().maximum() > 0
    assert at.find("item-scroll").verticalScrollBar().maximum() == 0
    assert at.window.size() == long.window.size()
    assert _left(at, "stem") == _left(long, "stem")
    assert at.find("stem").width() == long.find("stem").width()


def test_an_editor_that_is_locked_stays_as_large_as_it_was(sit):
    at = sit(FakeLine(exam=sample.exam_in_parts()))
    at.to_exam()
    at.window.resize(1366, 768)
    at.presenter.exam.advance()
    before = at.find("writing").size()
    _pass(at, 601)
    assert at.find("writing").isReadOnly()
    assert not at.has("undo")
    assert at.find("writing").size() == before


def test_what_belongs_to_an_item_begins_where_its_text_begins(sit):
    at = sit(FakeLine(exam=sample_responding.exam()))
    at.to_exam()
    _go(at, "i3")
    assert _left(at, "table") == _left(at, "table-scroll") == _left(at, "material")
    assert _left(at, "undo") == _left(at, "writing")


def test_a_login_that_is_refused_moves_no_field_and_no_button(sit):
    at = sit()
    at.window.resize(1024, 768)
    at.presenter.start()
    at.find("login-person").setText("KF20871")
    at.find("login-name").setText(sample.TICKET.name)
    before = (_place(at, "login-person"), _place(at, "log-in"))
    at.click("log-in")
    assert at.has("refused")
    assert (_place(at, "login-person"), _place(at, "log-in")) == before
    assert _place(at, "refused").y() > _place(at, "log-in").y()


@pytest.mark.parametrize(("prefix", "code", "button"), [("", START_CODE, "start"), ("room-", ROOM_CODE, "open-room")])
def test_while_a_code_opens_something_the_keyboard_waits_on_the_page_and_goes_back(sit, prefix, code, button):
    line = FakeLine()
    at = sit(line)
    if prefix:
        line.needs_room_code = True
        at.presenter.start()
    else:
        at.to_code()
    line.troubles["open_room" if prefix else "begin"] = Refusal(Outcome.CODE, "code.wrong")
    at.type_code(code, prefix)
    at.find(button).setFocus(Qt.FocusReason.TabFocusReason)
    at.runner.is_held = True
    at.key(Qt.Key.Key_Return)
    busy = at.find("room-code-busy" if prefix else "code-busy")
    assert at.window.focusWidget() is busy
    assert busy.text()
    at.runner.step()
    QApplication.processEvents()
    assert not busy.isVisible()
    assert at.window.focusWidget() is at.find(button)
