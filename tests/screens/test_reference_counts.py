"""PySide6 6.12.0 loses a reference to None on every void call under CPython 3.11 and ends the process: never again."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextBrowser, QWidget

CALLS = 500
ALLOWED = 20
"""What collectors and caches may move by themselves over that many calls; the fault moves it by one a call."""


def _calls(qtbot: object) -> dict[str, Callable[[], object]]:
    label, button, page = QLabel(), QPushButton(), QTextBrowser()
    for widget in (label, button, page):
        qtbot.addWidget(widget)
        widget.show()
    return {
        "setText": lambda: label.setText("题"),
        "setHtml": lambda: page.setHtml("<p>题</p>"),
        "setStyleSheet": lambda: label.setStyleSheet("color: #17212B"),
        "repaint": lambda: label.repaint(),
        "processEvents": lambda: QApplication.processEvents(),
        "click": lambda: button.click(),
        "mouseClick": lambda: QTest.mouseClick(button, Qt.MouseButton.LeftButton),
        "setProperty and update": lambda: QWidget.update(label),
    }


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from CPython 3.12 on: nothing to count")
def test_void_calls_of_qt_keep_none_alive(qtbot):
    for name, call in _calls(qtbot).items():
        call()
        before = sys.getrefcount(None)
        for _ in range(CALLS):
            call()
        assert abs(sys.getrefcount(None) - before) < ALLOWED, name
