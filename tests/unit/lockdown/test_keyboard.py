"""The keyboard guard, with a keyboard that is given or not as the test likes."""

import pytest
from kaochang.domain.guards import GuardState
from kaochang.lockdown import keyboard
from kaochang.lockdown.keyboard import Keyboard
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from unit.lockdown.holding import Hold

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


class Server:
    """Gives the keyboard while `willing`; remembers who has it and how often it was asked."""

    def __init__(self) -> None:
        self.willing = True
        self.owner: QWindow | None = None
        self.asked = 0

    def grab(self, window: QWindow, take: bool) -> bool:
        self.asked += 1
        if take and not self.willing:
            return False
        self.owner = window if take else None
        return True


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(keyboard, "CHECK_MS", 5)
    return Server()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget).addWidget(QComboBox())
    qtbot.addWidget(widget)
    return widget


def shown(qtbot: QtBot, window: QWidget) -> None:
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()


def test_the_active_window_gets_the_keyboard_and_gives_it_back(
    hold: Hold, qtbot: QtBot, window: QWidget, server: Server
) -> None:
    shown(qtbot, window)
    guard = Keyboard(lambda *note: None, server.grab)
    assert hold(guard).state is GuardState.HELD
    assert server.owner is window.windowHandle()
    hold.release(guard)
    assert server.owner is None


def test_a_window_that_is_shown_later_gets_the_keyboard_then(
    hold: Hold, qtbot: QtBot, window: QWidget, server: Server
) -> None:
    notes: list[tuple[str, str]] = []
    guard = Keyboard(lambda *note: notes.append(note), server.grab)
    report = hold(guard)
    assert (report.state, report.reason) == (GuardState.DEGRADED, "guard.keyboard.waiting")
    shown(qtbot, window)
    qtbot.waitUntil(lambda: server.owner is window.windowHandle())
    assert notes == [("guard.note.guard-held", "keyboard")]


def test_a_keyboard_held_by_another_program_is_taken_when_that_lets_go(
    hold: Hold, qtbot: QtBot, window: QWidget, server: Server
) -> None:
    shown(qtbot, window)
    notes: list[tuple[str, str]] = []
    server.willing = False
    guard = Keyboard(lambda *note: notes.append(note), server.grab)
    assert hold(guard).state is GuardState.DEGRADED
    server.willing = True
    qtbot.waitUntil(lambda: notes == [("guard.note.guard-held", "keyboard")])
    server.willing = False
    qtbot.waitUntil(lambda: notes[1:] == [("guard.note.guard-degraded", "keyboard")])


def test_an_open_list_keeps_the_keyboard_that_qt_gave_it(
    hold: Hold, qtbot: QtBot, window: QWidget, server: Server
) -> None:
    shown(qtbot, window)
    guard = Keyboard(lambda *note: None, server.grab)
    hold(guard)
    choice = window.findChild(QComboBox)
    choice.addItem("one")
    choice.showPopup()
    asked = server.asked
    looks: list[None] = []
    guard._timer.timeout.connect(lambda: looks.append(None))
    qtbot.waitUntil(lambda: len(looks) >= 2)
    assert server.asked == asked
    choice.hidePopup()
    qtbot.waitUntil(lambda: server.asked > asked)
