"""How a measured page tells where its controls are: one JSON line for each line of names on standard input.

where option-A next      the boxes of these controls on the screen
open cell-201            clicks a control, and then answers like `where` without names
"""

import json
import sys

from PySide6.QtCore import QObject, QPoint, QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def box(window: QWidget, name: str) -> list[int]:
    """Where a control is on the screen; an empty list where it does not show."""
    for found in window.findChildren(QWidget, name):
        if found.isVisible():
            corner = found.mapToGlobal(QPoint(0, 0))
            return [corner.x(), corner.y(), found.width(), found.height()]
    return []


def listen(window: QWidget) -> QObject:
    """Answer from now on. The caret stands still, so that a letter is told from its blinking."""
    QApplication.styleHints().setCursorFlashTime(0)

    def read() -> None:
        command, *names = sys.stdin.readline().split() or ["end"]
        if command == "end":
            QApplication.exit(0)
            return
        if command == "open":
            for button in window.findChildren(QAbstractButton, names.pop()):
                button.click()
        print(json.dumps({name: box(window, name) for name in names}), flush=True)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(read)
    return notifier
