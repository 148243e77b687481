"""Covers, where there is one screen; tests/x11 has two."""

from types import SimpleNamespace

import pytest
from kaochang.domain.guards import GuardState, Happening
from kaochang.lockdown import screens
from kaochang.lockdown.screens import Cover, Screens
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from unit.lockdown.holding import Hold

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def covers() -> list[QWidget]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Cover) and widget.isVisible()]


def test_the_exams_own_screen_is_never_covered(hold: Hold, window: QWidget) -> None:
    guard = Screens(window, lambda *_: None)
    assert hold(guard).state is GuardState.HELD
    assert covers() == []


def test_a_mirrored_screen_is_reported_and_left_bare_because_its_cover_would_hide_the_exam(
    hold: Hold, window: QWidget, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = qapp.primaryScreen()
    twice = SimpleNamespace(
        screens=lambda: [screen, screen], screenAdded=qapp.screenAdded, screenRemoved=qapp.screenRemoved
    )
    monkeypatch.setattr(screens, "application", lambda: twice)
    guard = Screens(window, lambda *_: None)
    report = hold(guard)
    assert (report.state, report.reason) == (GuardState.DEGRADED, "guard.screens.mirrored")
    assert covers() == []


def test_a_mirrored_screen_that_goes_or_comes_later_is_noted(
    hold: Hold, window: QWidget, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, noted = [qapp.primaryScreen()] * 2, list[tuple[str, str]]()
    some = SimpleNamespace(screens=lambda: shown, screenAdded=qapp.screenAdded, screenRemoved=qapp.screenRemoved)
    monkeypatch.setattr(screens, "application", lambda: some)
    guard = Screens(window, lambda what, detail: noted.append((what, detail)))
    hold(guard)
    assert noted == []
    screen = shown.pop()
    guard._cover_anew()
    guard._cover_anew()
    shown.append(screen)
    guard._cover_anew()
    assert noted == [(Happening.GUARD_HELD, "screens"), (Happening.GUARD_DEGRADED, "screens")]


def test_a_cover_fills_its_screen_refuses_to_close_and_does_not_keep_the_program_alive(
    qtbot: QtBot, qapp: QApplication
) -> None:
    cover = Cover(qapp.primaryScreen())
    cover.show()
    assert cover.geometry() == qapp.primaryScreen().geometry()
    assert not cover.close()
    assert cover.isVisible()
    cover.hide()
    cover.deleteLater()
