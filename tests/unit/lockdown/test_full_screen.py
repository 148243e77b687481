"""The full-screen guard, where windows do as they are told without a window manager."""

import pytest
from kaochang.domain.guards import GuardState
from kaochang.lockdown import full_screen
from kaochang.lockdown.full_screen import FullScreen
from kaochang.lockdown.input_method import InputMethodWatch
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from unit.lockdown.holding import Hold

HELD, DEGRADED = "guard.note.guard-held", "guard.note.guard-degraded"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """Every window that was brought forward."""
    windows: list[QWidget] = []
    monkeypatch.setattr(full_screen, "bring_forward", windows.append)
    monkeypatch.setattr(full_screen, "CHECK_MS", 5)
    return windows


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setGeometry(50, 60, 300, 200)
    widget.show()
    return widget


class Composing(InputMethodWatch):
    """An input method that is busy as the test likes."""

    is_busy = False

    def busy(self) -> bool:
        return self.is_busy


def guard_of(window: QWidget, *, insist: bool = False, composing: InputMethodWatch | None = None) -> FullScreen:
    return FullScreen(window, composing or InputMethodWatch(), lambda *note: None, insist=insist)


def looked(qtbot: QtBot, guard: FullScreen, times: int = 2) -> None:
    for _ in range(times):
        with qtbot.waitSignal(guard._timer.timeout):
            pass


def on_top(window: QWidget) -> bool:
    return bool(window.windowHandle().flags() & Qt.WindowType.WindowStaysOnTopHint)


def test_the_window_fills_the_screen_on_top_and_gets_its_place_back(
    hold: Hold, qtbot: QtBot, window: QWidget, raised: list[QWidget]
) -> None:
    notes: list[tuple[str, str]] = []
    guard = FullScreen(window, InputMethodWatch(), lambda *note: notes.append(note), insist=False)
    report = hold(guard)
    assert (report.state, report.reason) == (GuardState.DEGRADED, "guard.full-screen.settling")
    qtbot.waitUntil(lambda: notes == [("guard.note.guard-held", "full-screen")])
    assert window.geometry() == window.screen().geometry()
    assert on_top(window)
    hold.release(guard)
    assert not on_top(window)
    assert (window.windowState(), window.geometry()) == (Qt.WindowState.WindowNoState, QRect(50, 60, 300, 200))


@pytest.mark.parametrize("state", [Qt.WindowState.WindowMaximized, Qt.WindowState.WindowFullScreen])
def test_a_window_gets_its_state_back(
    hold: Hold, window: QWidget, raised: list[QWidget], state: Qt.WindowState
) -> None:
    window.setWindowState(state)
    guard = guard_of(window)
    hold(guard)
    hold.release(guard)
    assert window.windowState() == state


def test_a_window_that_was_always_on_top_stays_so(hold: Hold, qtbot: QtBot, raised: list[QWidget]) -> None:
    window = QWidget(None, Qt.WindowType.WindowStaysOnTopHint)
    qtbot.addWidget(window)
    guard = guard_of(window)
    hold(guard)
    hold.release(guard)
    assert on_top(window)


def test_a_minimised_window_comes_back(hold: Hold, qtbot: QtBot, window: QWidget, raised: list[QWidget]) -> None:
    guard = guard_of(window)
    hold(guard)
    window.showMinimized()
    qtbot.waitUntil(lambda: window.windowState() == Qt.WindowState.WindowFullScreen)


def test_a_window_that_nobody_manages_is_placed_and_raised_from_then_on(
    hold: Hold, qtbot: QtBot, window: QWidget, raised: list[QWidget]
) -> None:
    notes: list[tuple[str, str]] = []
    guard = FullScreen(window, InputMethodWatch(), lambda *note: notes.append(note), insist=False)
    hold(guard)
    looked(qtbot, guard)
    assert len(raised) == 1, "a window that fills its screen is left alone"
    window.setGeometry(0, 0, 860, 440)
    qtbot.waitUntil(lambda: len(raised) >= 3)
    assert window.geometry() == window.screen().geometry()
    assert [what for what, _ in notes] == [HELD, DEGRADED, HELD]


def test_strict_goes_on_raising_but_never_while_text_is_composed(
    hold: Hold, qtbot: QtBot, window: QWidget, raised: list[QWidget]
) -> None:
    composing = Composing()
    guard = guard_of(window, insist=True, composing=composing)
    hold(guard)
    qtbot.waitUntil(lambda: len(raised) >= 3)
    composing.is_busy = True
    so_far = len(raised)
    looked(qtbot, guard)
    assert len(raised) == so_far
    composing.is_busy = False
    qtbot.waitUntil(lambda: len(raised) > so_far)


def test_release_without_engage_changes_nothing(window: QWidget, raised: list[QWidget]) -> None:
    guard_of(window).release()
    assert window.geometry() == QRect(50, 60, 300, 200)
