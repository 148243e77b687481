"""What is typed right behind a change of item reaches the new item or nobody, and the keyboard comes back to it."""

import pytest
from kaochang.domain.responses import Text
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screens import sample
from screens.fakes import FakeLine


@pytest.fixture
def at(sit):
    """A sitting at the first of two written items on the same material."""
    made = sit(FakeLine(exam=sample.short_exam(sample.Rules(duration_s=7200))))
    made.to_exam()
    made.presenter.exam.go("i7")
    QApplication.processEvents()
    made.type("one")
    return made


def _click_and_type(at, name: str, text: str) -> None:
    """A click, and keys right behind it, with no event handled in between but theirs."""
    QTest.mouseClick(at.find(name), Qt.MouseButton.LeftButton)
    for symbol in text:
        QTest.keyClicks(at.window.focusWidget(), symbol)


@pytest.mark.parametrize("way", ["cell-8", "next"])
def test_what_is_typed_without_waiting_goes_to_the_new_item(at, way):
    _click_and_type(at, way, "two")
    at.presenter.exam.go("i9")
    assert at.responses == {"i7": Text("one"), "i8": Text("two")}


@pytest.mark.parametrize("way", ["cell-8", "next"])
def test_what_still_comes_from_the_field_that_was_left_goes_to_no_item(at, way):
    left = at.find("writing")
    QTest.mouseClick(at.find(way), Qt.MouseButton.LeftButton)
    left.insertPlainText("late")
    at.presenter.exam.go("i9")
    assert at.responses == {"i7": Text("one")}


@pytest.mark.parametrize("way", ["cell-8", "next", "size-large", "acts-open", "leave"])
def test_what_is_being_composed_goes_to_the_item_it_was_composed_in(at, way, monkeypatch):
    at.window.resize(1366, 768)
    writing = at.find("writing")
    to_commit = ["two"]

    class InputMethod:
        """Commits its composing once, as a real one does, also when its field loses the keyboard."""

        def commit(self) -> None:
            if to_commit:
                writing.insertPlainText(to_commit.pop())

    monkeypatch.setattr("kaochang.views.widgets.composing.QGuiApplication.inputMethod", InputMethod)
    at.click(way)
    InputMethod().commit()
    at.presenter.exam.go("i9")
    assert at.responses == {"i7": Text("onetwo")}


def test_the_number_of_the_item_that_is_here_gives_the_keyboard_back_with_its_cursor(at):
    at.key(Qt.Key.Key_Left)
    _click_and_type(at, "cell-7", "X")
    at.presenter.exam.go("i9")
    assert at.responses["i7"] == Text("onXe")


def test_back_from_the_summary_the_cursor_is_where_it_was(at):
    at.key(Qt.Key.Key_Left)
    at.click("hand-in")
    at.key(Qt.Key.Key_Return)
    at.type("X")
    at.presenter.exam.go("i9")
    assert at.responses["i7"] == Text("onXe")


def test_enter_in_the_editor_is_a_new_line(at):
    at.key(Qt.Key.Key_Return)
    at.type("X")
    at.presenter.exam.go("i9")
    assert at.responses["i7"] == Text("one\nX")


def test_escape_goes_back_from_both_confirmations(at):
    at.click("hand-in")
    at.key(Qt.Key.Key_Escape)
    assert not at.has("summary")
    at.click("hand-in")
    at.click("insist")
    at.key(Qt.Key.Key_Escape)
    assert not at.has("confirmation")
    assert at.window.focusWidget() is at.find("writing")


def test_the_reminder_of_keys_names_only_letters_that_the_item_has(at):
    at.window.resize(1366, 768)
    at.presenter.exam.go("i1")
    assert "A–D" in at.text("keys")
    at.presenter.exam.go("i3")
    assert "A–B" in at.text("keys")
    at.presenter.exam.go("i7")
    assert "A–" not in at.text("keys")
