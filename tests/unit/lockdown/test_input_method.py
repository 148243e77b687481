"""When an input method's window may be on the screen."""

from collections.abc import Iterator

import pytest
from kaochang.lockdown import input_method
from kaochang.lockdown.input_method import InputMethodWatch
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


@pytest.fixture
def fields(qtbot: QtBot) -> Iterator[tuple[QLineEdit, QLineEdit]]:
    window = QWidget()  # lives here until the test is over
    first, second = QLineEdit(), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(first)
    layout.addWidget(second)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    yield first, second
    window.close()


@pytest.fixture
def watch(fields: tuple[QLineEdit, QLineEdit], monkeypatch: pytest.MonkeyPatch) -> Iterator[InputMethodWatch]:
    monkeypatch.setattr(input_method, "LINGER_MS", 30)
    guard = InputMethodWatch()
    guard.engage()
    yield guard
    guard.release()


def compose(field: QLineEdit, text: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(text, []))


def test_it_is_busy_while_text_is_composed_and_shortly_after(
    qtbot: QtBot, fields: tuple[QLineEdit, QLineEdit], watch: InputMethodWatch
) -> None:
    field, _ = fields
    assert not watch.busy()
    compose(field, "ni")
    with qtbot.waitSignal(watch._linger.timeout):
        pass
    assert watch.busy(), "however long the candidate looks at the choices"
    compose(field, "")
    assert watch.busy()
    qtbot.waitUntil(lambda: not watch.busy())


def test_it_follows_the_focus_to_another_field(
    qtbot: QtBot, fields: tuple[QLineEdit, QLineEdit], watch: InputMethodWatch
) -> None:
    first, second = fields
    compose(first, "ni")
    second.setFocus()
    qtbot.waitUntil(lambda: not watch.busy())
    compose(first, "not in the focus")
    assert not watch.busy()
    compose(second, "hao")
    assert watch.busy()


def test_a_field_that_is_gone_is_forgotten(
    qtbot: QtBot, fields: tuple[QLineEdit, QLineEdit], watch: InputMethodWatch
) -> None:
    first, second = fields
    compose(first, "ni")
    first.deleteLater()
    second.setFocus()
    qtbot.waitUntil(lambda: not watch.busy())


def test_after_release_nothing_is_followed(fields: tuple[QLineEdit, QLineEdit], watch: InputMethodWatch) -> None:
    watch.release()
    compose(fields[0], "ni")
    assert not watch.busy()
    watch.engage()
