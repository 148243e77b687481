"""Text from other programs comes into no field of the exam, and no field opens a menu."""

import pytest
from kaochang.domain.responses import Text
from kaochang.domain.tools import Tool
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollBar, QTextEdit
from screens import sample
from screens.fakes import FakeLine
from screens.made import ESSAY, exam, part

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at(sit):
    """A candidate with a draft, an essay and blanks."""
    made = sit(FakeLine(exam=exam(part(ESSAY, sample.BLANK))))
    made.to_exam()
    made.presenter.exam.tools.toggle(Tool.NOTES)
    QApplication.processEvents()
    return made


@pytest.fixture
def from_outside(monkeypatch):
    """Another program has copied something, and selected it too."""
    board = QGuiApplication.clipboard()
    board.setText("外面的")
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: False)
    monkeypatch.setattr(QClipboard, "ownsSelection", lambda _: False)


def test_the_draft_takes_no_text_from_outside_and_so_the_essay_gets_none(at, from_outside):
    notes, essay = at.find("notes"), at.find("writing")
    data = QMimeData()
    data.setText("外面的")
    assert not notes.canInsertFromMimeData(data)
    notes.insertFromMimeData(data)
    notes.setFocus()
    at.key(Qt.Key.Key_V, CTRL)
    notes.selectAll()
    notes.copy()
    essay.paste()
    assert (notes.toPlainText(), essay.toPlainText()) == ("", "")
    assert not notes.acceptDrops()


def test_what_was_drafted_is_pasted_into_the_essay_and_the_blank(at):
    notes, essay = at.find("notes"), at.find("writing")
    notes.setFocus()
    at.type("abc")
    at.key(Qt.Key.Key_A, CTRL)
    at.key(Qt.Key.Key_C, CTRL)
    essay.setFocus()
    at.key(Qt.Key.Key_V, CTRL)
    at.timer.ring()
    assert at.responses["i1"] == Text("abc")
    at.presenter.exam.go("i2")
    blank = at.find("blank-1")
    blank.setFocus()
    at.key(Qt.Key.Key_V, CTRL)
    assert blank.text() == "abc"


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_V, CTRL), (Qt.Key.Key_Insert, SHIFT), (Qt.Key.Key_Insert, CTRL | SHIFT)],
)
def test_no_key_pastes_into_a_blank_what_was_copied_outside(at, from_outside, key, modifier):
    at.presenter.exam.go("i2")
    blank = at.find("blank-1")
    blank.setFocus()
    at.key(key, modifier)
    at.type("a")
    assert blank.text() == "a"


def test_the_mouse_pastes_nothing_into_a_blank_that_was_selected_outside(at, from_outside):
    at.presenter.exam.go("i2")
    blank = at.find("blank-1")
    QTest.mouseClick(blank, Qt.MouseButton.MiddleButton)
    assert blank.text() == ""
    assert not blank.acceptDrops()
    assert not blank.dragEnabled()


def fields_of(at):
    """Everything that can be typed into, wherever it waits, and where its mouse presses go; every scroll bar too."""
    for bar in at.window.findChildren(QScrollBar):
        yield bar, bar
    for field in at.window.findChildren(QLineEdit):
        yield field, field
    for kind in (QTextEdit, QPlainTextEdit):
        for field in at.window.findChildren(kind):
            yield field, field.viewport()


def no_menu_opens(at) -> int:
    seen = 0
    for field, target in fields_of(at):
        seen += 1
        place = QPoint(4, 4)
        policy = field.contextMenuPolicy()
        assert policy == Qt.ContextMenuPolicy.PreventContextMenu, (field.parent().parent() or field).objectName()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, target.mapToGlobal(place))
        QApplication.sendEvent(target, event)
        assert QApplication.activePopupWidget() is None
    return seen


def test_no_field_of_the_exam_opens_a_menu(at):
    at.presenter.exam.leave()
    assert no_menu_opens(at) >= 3
    at.presenter.exam.come_back(sample.TICKET.person)
    at.presenter.exam.go("i2")
    at.presenter.exam.open_acts()
    QApplication.processEvents()
    assert no_menu_opens(at) >= 3


def test_no_field_before_the_exam_opens_a_menu(sit):
    at = sit()
    at.presenter.start()
    assert no_menu_opens(at) >= 2
    at.to_code()
    assert no_menu_opens(at) >= 4
