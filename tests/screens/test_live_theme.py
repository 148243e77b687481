"""Another theme while the exam runs: everything that stands takes its colours, and nothing else changes."""

import pytest
from kaochang.domain.responses import Choice
from kaochang.views.theme import THEMES
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine


def _line():
    line = FakeLine(exam=sample.exam())
    line.sitting.media = lambda name: b""
    line.sitting.respond("i24", Choice(("A", "C")))
    line.sitting.mark("i24", True)
    return line


def _picture(alone):
    QTest.mouseMove(alone.window, QPoint(alone.window.width() - 3, 400))
    if (focused := QApplication.focusWidget()) is not None:
        focused.clearFocus()  # the caret of an editor blinks
    QApplication.processEvents()
    return alone.window.grab().toImage()


def _differing(one, other):
    return sum(
        one.pixel(x, y) != other.pixel(x, y) for x in range(0, one.width(), 2) for y in range(0, one.height(), 2)
    )


@pytest.mark.parametrize("item", ["i24", "i30", "i37", "i38", "i39", "i40", "i42"])
def test_an_item_looks_as_if_the_theme_had_been_there_from_the_start(qtbot, words, item):
    switched = exam_alone(qtbot, words, _line(), "light", item)
    switched.use("dark")
    fresh = exam_alone(qtbot, words, _line(), "dark", item)
    fresh.use("dark")  # polished twice too, which can move a framed row by a pixel
    assert _differing(_picture(switched), _picture(fresh)) == 0


def _summary(presenter):
    presenter.ask_to_hand_in()


def _acts(presenter):
    presenter.open_acts()


def _away(presenter):
    presenter.leave()


def _warned(presenter):
    presenter.warn("！")


@pytest.mark.parametrize("lead", [_summary, _acts, _away, _warned])
def test_what_lies_over_the_exam_changes_too(qtbot, words, lead):
    switched, fresh = (exam_alone(qtbot, words, _line(), theme, "i24") for theme in ("light", "contrast"))
    for each in (switched, fresh):
        lead(each.presenter)
    switched.use("contrast")
    assert _differing(_picture(switched), _picture(fresh)) == 0


@pytest.mark.parametrize("theme", THEMES[1:])
def test_an_editor_keeps_its_text_its_cursor_its_keyboard_and_what_can_be_undone(qtbot, words, theme):
    alone = exam_alone(qtbot, words, _line(), "light", "i42")
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "abc")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    place = editor.textCursor().position()
    alone.use(theme)
    assert QApplication.focusWidget() is editor
    assert (editor.toPlainText(), editor.textCursor().position()) == ("abc", place)
    editor.undo()
    assert editor.toPlainText() != "abc"


def _login(at):
    at.presenter.start()
    at.find("login-person").setText("KF2")


def _identity(at):
    _login(at)
    at.log_in()
    at.click("pledge")


def _receipt(at):
    at.to_exam()
    at.line.clock.advance(7_200_000)
    at.presenter.tick()


@pytest.mark.parametrize("lead", [_login, _identity, lambda at: at.to_code(), _receipt])
def test_the_screens_before_and_after_the_exam_change_too(sit, lead):
    switched, fresh = sit(FakeLine(exam=sample.short_exam())), sit(FakeLine(exam=sample.short_exam()))
    fresh.presenter.display.choose_theme("dark")
    for each in (switched, fresh):
        each.window.activateWindow()
        lead(each)
    switched.presenter.display.choose_theme("dark")
    fresh.window.setStyleSheet(fresh.window.styleSheet())
    assert _differing(_picture(switched), _picture(fresh)) == 0
