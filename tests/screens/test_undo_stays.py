"""Another size of the text or another theme is no edit: what was typed can be undone, and done again, as before."""

import itertools

import pytest
from kaochang.domain.responses import Blanks, Text
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.type_size import TypeSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine

CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = (TypeSize.HUGE, TypeSize.SMALL, TypeSize.NORMAL, TypeSize.LARGE)


def size(at) -> None:
    for each in SIZES:
        at.presenter.exam.resize(each)
        QApplication.processEvents()


def theme(at) -> None:
    for each in ("dark", "contrast", "light"):
        at.presenter.display.choose_theme(each)
        QApplication.processEvents()


def both(at) -> None:
    theme(at)
    size(at)


@pytest.fixture(params=[size, theme, both], ids=lambda change: change.__name__)
def change(request):
    return request.param


@pytest.fixture
def at(sit):
    """A candidate at the short exam: i4 has three blanks, i9 is written, so is i7, which has material."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200, tools=sample.RULES.tools))))
    made.to_exam()
    return made


def go(at, item):
    at.presenter.exam.go(item)
    QApplication.processEvents()


def undo(at):
    at.key(Qt.Key.Key_Z, CTRL)


def redo(at):
    at.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)


@pytest.mark.parametrize("item", ["i7", "i9"])
def test_what_is_written_is_undone_and_done_again_step_by_step(at, change, item):
    go(at, item)
    at.type("one,two,three")
    undo(at)
    change(at)
    assert at.find("redo").isEnabled()
    redo(at)
    assert at.find("writing").toPlainText() == "one,two,three"
    assert not at.find("redo").isEnabled()
    change(at)
    for text in ("one,two,", "one,", ""):
        undo(at)
        assert at.find("writing").toPlainText() == text
    assert not at.find("undo").isEnabled()


def test_writing_goes_on_behind_it_and_is_journaled(at, change):
    go(at, "i9")
    at.type("one,")
    change(at)
    at.type("two")
    at.timer.ring()
    assert at.responses["i9"] == Text("one,two")
    undo(at)
    at.timer.ring()
    assert at.responses["i9"] == Text("one,")


def test_nothing_is_journaled_for_a_change_of_look(at, change):
    go(at, "i9")
    at.type("one,")
    at.timer.ring()
    before = list(at.line.sitting.saved)
    change(at)
    at.presenter.tick()
    told = [event for event in at.line.sitting.saved[len(before) :] if type(event).__name__ == "Responded"]
    assert not told


def test_the_cursor_and_what_is_selected_stay(at, change):
    go(at, "i9")
    at.type("one,two,three")
    cursor = at.find("writing").textCursor()
    cursor.setPosition(8)
    cursor.setPosition(4, QTextCursor.MoveMode.KeepAnchor)
    at.find("writing").setTextCursor(cursor)
    change(at)
    cursor = at.find("writing").textCursor()
    assert (cursor.anchor(), cursor.position()) == (8, 4)
    assert at.find("writing").hasFocus()


def test_every_line_has_the_room_of_its_size_also_where_an_old_one_comes_back(at):
    go(at, "i9")
    at.type("one")
    at.key(Qt.Key.Key_Return)
    at.type("two")
    at.key(Qt.Key.Key_Return)
    at.type("three")
    undo(at)
    undo(at)
    at.presenter.exam.resize(TypeSize.HUGE)
    redo(at)
    redo(at)
    editor = at.find("writing")
    QApplication.processEvents()
    tops, block = [], editor.document().begin()
    while block.isValid():
        tops.append(editor.document().documentLayout().blockBoundingRect(block).top())
        block = block.next()
    steps = {round(below - above) for above, below in itertools.pairwise(tops)}
    wanted = 17 * TypeSize.HUGE.value * 1.85
    assert editor.toPlainText() == "one\ntwo\nthree"
    assert len(steps) == 1
    assert abs(steps.pop() - wanted) <= 2


def test_blanks_are_undone_and_done_again(at, change):
    go(at, "i4")
    field = at.find("blank-2")
    field.setFocus()
    at.commit("三天")
    field.setCursorPosition(0)
    at.commit("约")
    undo(at)
    first = at.find("blank-2").text()
    change(at)
    redo(at)
    assert at.find("blank-2").text() == "约三天"
    change(at)
    undo(at)
    assert at.find("blank-2").text() == first
    at.presenter.exam.move(1)
    assert at.responses["i4"] == Blanks(("", first, ""))


def test_a_blank_keeps_its_cursor_and_its_selection(at, change):
    go(at, "i4")
    at.find("blank-1").setFocus()
    at.type("abcdef")
    at.find("blank-1").setSelection(2, 3)
    change(at)
    field = at.find("blank-1")
    assert (field.selectionStart(), field.selectionLength(), field.hasFocus()) == (2, 3, True)


def test_the_draft_is_undone_too(at, change):
    go(at, "i9")
    at.presenter.exam.tools.toggle(Tool.NOTES)
    at.type("one,two")
    change(at)
    assert at.find("notes").hasFocus()
    undo(at)
    assert at.find("notes").toPlainText() == "one,"
    at.type("!")
    assert at.find("writing").toPlainText() == ""
