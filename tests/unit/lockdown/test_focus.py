"""The focus guard: the application's state is told, what it does about it is seen."""

import pytest
from kaochang.lockdown import focus
from kaochang.lockdown.focus import Focus
from kaochang.lockdown.input_method import InputMethodWatch
from kaochang.lockdown.observer import Observer
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from unit.lockdown.holding import Hold

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


ACTIVE, INACTIVE = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive


class Composing(InputMethodWatch):
    """An input method that is busy as the test likes."""

    is_busy = False

    def busy(self) -> bool:
        return self.is_busy


@pytest.fixture
def activated(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """Every window that was activated."""
    windows: list[QWidget] = []
    monkeypatch.setattr(focus, "activate", windows.append)
    monkeypatch.setattr(focus, "DELAY_MS", 2)
    monkeypatch.setattr(focus, "RETRY_MS", 5)
    return windows


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_the_focus_is_taken_back_until_it_is_there(
    hold: Hold, qtbot: QtBot, qapp: QApplication, window: QWidget, activated: list[QWidget]
) -> None:
    guard = Focus(window, InputMethodWatch())
    hold(guard)
    assert not guard._timer.isActive()
    qapp.applicationStateChanged.emit(INACTIVE)
    qtbot.waitUntil(lambda: len(activated) >= 2)
    assert activated[0] is window
    qapp.applicationStateChanged.emit(ACTIVE)
    assert not guard._timer.isActive()


def test_a_window_of_the_input_method_is_waited_for(
    hold: Hold, qtbot: QtBot, qapp: QApplication, window: QWidget, activated: list[QWidget]
) -> None:
    composing = Composing()
    composing.is_busy = True
    guard = Focus(window, composing)
    hold(guard)
    qapp.applicationStateChanged.emit(INACTIVE)
    for _ in range(3):
        with qtbot.waitSignal(guard._timer.timeout):
            pass
    assert activated == []
    composing.is_busy = False
    qtbot.waitUntil(lambda: bool(activated))


def test_after_release_others_keep_the_focus(
    hold: Hold, qapp: QApplication, window: QWidget, activated: list[QWidget]
) -> None:
    guard = Focus(window, InputMethodWatch())
    hold(guard)
    qapp.applicationStateChanged.emit(INACTIVE)
    hold.release(guard)
    qapp.applicationStateChanged.emit(INACTIVE)
    assert not guard._timer.isActive()


def test_the_observer_notes_each_loss_and_return_once_and_the_screens_by_name(
    hold: Hold, qapp: QApplication, window: QWidget
) -> None:
    notes: list[tuple[str, str]] = []
    observer = Observer(lambda *note: notes.append(note), dict)
    hold(observer)
    for state in (INACTIVE, Qt.ApplicationState.ApplicationHidden, ACTIVE, ACTIVE):
        qapp.applicationStateChanged.emit(state)
    screen = qapp.primaryScreen()
    qapp.screenAdded.emit(screen)
    qapp.screenRemoved.emit(screen)
    hold.release(observer)
    qapp.applicationStateChanged.emit(INACTIVE)
    assert notes == [
        ("guard.note.focus-lost", ""),
        ("guard.note.focus-back", ""),
        ("guard.note.screen-added", screen.name()),
        ("guard.note.screen-removed", screen.name()),
    ]


def test_the_observer_notes_what_is_plugged_in_and_out_while_it_is_engaged(hold: Hold) -> None:
    notes: list[tuple[str, str]] = []
    devices = {"1-1": "键盘"}
    observer = Observer(lambda *note: notes.append(note), lambda: dict(devices))
    hold(observer)
    observer._timer.timeout.emit()
    devices["1-2"] = "手机"
    observer._timer.timeout.emit()
    observer._timer.timeout.emit()
    devices.pop("1-2")
    observer._timer.timeout.emit()
    assert notes == [("guard.note.device-added", "手机"), ("guard.note.device-removed", "手机")]
    assert observer._timer.isActive()
    hold.release(observer)
    assert not observer._timer.isActive()
