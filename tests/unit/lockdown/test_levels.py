"""Which guards stand where, and the call that engages them."""

import pytest
from kaochang import lockdown
from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import GuardReport, GuardState
from kaochang.lockdown import levels
from kaochang.lockdown.platforms import guards_on
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

ALL = ["observer", "input-method", "full-screen", "screens", "focus", "keyboard", "clipboard"]


def ignore(what: str, detail: str) -> None:
    """A journal that keeps nothing."""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("level", "names"), [(Lockdown.OBSERVE, ["observer"]), (Lockdown.STANDARD, ALL), (Lockdown.STRICT, ALL)]
)
@pytest.mark.parametrize("platform", ["xcb", "offscreen", "windows", "a platform of tomorrow"])
def test_every_platform_accounts_for_every_guard_of_a_level(
    window: QWidget, platform: str, level: Lockdown, names: list[str]
) -> None:
    assert [guard.name for guard in guards_on(platform)(level, window, ignore)] == names


@pytest.mark.parametrize("platform", ["windows", "wayland"])
def test_where_qt_cannot_hold_the_keyboard_that_is_said(window: QWidget, platform: str) -> None:
    [keyboard] = [guard for guard in guards_on(platform)(Lockdown.STRICT, window, ignore) if guard.name == "keyboard"]
    assert keyboard.engage() == GuardReport("keyboard", GuardState.NOT_AVAILABLE, "guard.not-on-this-platform")


def test_without_a_screen_nothing_is_touched_and_every_guard_says_so(window: QWidget) -> None:
    with lockdown.engage(window, Lockdown.STRICT, ignore) as reports:
        assert [report.guard for report in reports] == ALL
        assert {(report.state, report.reason) for report in reports} == {(GuardState.NOT_AVAILABLE, "guard.no-screen")}
        assert not window.isVisible()


def test_a_guard_that_breaks_is_noted_when_engaged_and_when_released(
    window: QWidget, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        name = "broken"

        def engage(self) -> GuardReport:
            raise RuntimeError("gone")

        def release(self) -> None:
            raise RuntimeError("gone")

    monkeypatch.setattr(levels, "guards_for", lambda level, window, note: [Broken()])
    notes: list[tuple[str, str]] = []
    with lockdown.engage(window, Lockdown.STRICT, lambda *note: notes.append(note)) as reports:
        assert reports == (GuardReport("broken", GuardState.BROKEN, "guard.engage-failed"),)
        assert notes == [("guard.note.guard-broken", "broken")]
    assert notes == [("guard.note.guard-broken", "broken")] * 2
