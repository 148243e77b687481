"""Which of the exam's windows belongs in front."""

import pytest
from kaochang.lockdown.application import activate, bring_forward
from PySide6.QtWidgets import QDialog, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # offscreen, no matter


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> list[QWidget]:
    """Every window that was raised, as a stack has it: the last one is in front."""
    windows: list[QWidget] = []
    monkeypatch.setattr(QWidget, "raise_", lambda widget: windows.append(widget))  # a function, so that it binds
    return windows


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_the_exam_is_raised_when_it_stands_alone(window: QWidget, raised: list[QWidget]) -> None:
    bring_forward(window)
    assert raised == [window]


def test_an_open_dialog_is_raised_and_activated_instead_of_the_exam_behind_it(
    qtbot: QtBot, window: QWidget, raised: list[QWidget]
) -> None:
    dialog = QDialog(window)
    dialog.open()
    window.activateWindow()
    activate(window)
    assert raised == [dialog]
    qtbot.waitUntil(dialog.isActiveWindow)


def test_an_open_menu_is_raised_instead_of_the_exam_behind_it(window: QWidget, raised: list[QWidget]) -> None:
    menu = QMenu(window)
    menu.addAction("first")
    menu.popup(window.pos())
    bring_forward(window)
    assert raised == [menu]
    menu.close()


def test_while_a_hint_is_shown_nothing_is_raised_over_it(
    window: QWidget, raised: list[QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QToolTip, "isVisible", lambda: True)
    bring_forward(window)
    assert raised == []
