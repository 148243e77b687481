"""A program for the tests of this folder: a window with a text field that engages lockdown.

Started as `exam_window.py LEVEL`. Answers each line on standard input with one JSON line on standard output:
state · compose TEXT · copy TEXT · dialog · list · release · fail (an exception leaves the with block) · quit.
"""

import json
import sys
from contextlib import ExitStack
from typing import Any

from kaochang import lockdown
from kaochang.domain.assessments import Lockdown
from kaochang.lockdown import full_screen
from kaochang.lockdown.screens import Cover
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

TITLE = "exam window"
COLOUR = "#2050a0"
DIALOG_COLOUR = "#30a050"


class Window(QWidget):
    """Refuses to close while it is locked, as the real view does; counts the keys that reach the program."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(600, 400)
        self.setPalette(QColor(COLOUR))
        self.field = QLineEdit()
        self.choice = QComboBox()
        self.choice.addItems(["one", "two", "three"])
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.choice)
        layout.addStretch()
        self.locked = False
        self.refused = 0
        self.dialog: QDialog | None = None

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.locked:
            self.refused += 1
            event.ignore()


class Keys(QObject):
    """Collects the keys that reach the program's window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and watched.isWindowType():
            self.seen.append(Qt.Key(event.key()).name.removeprefix("Key_"))
        return False


class Program:
    """The window, its lock, and the commands of the module's description."""

    def __init__(self, level: Lockdown) -> None:
        self.window = Window()
        self.keys = Keys()
        self.notes: list[str] = []
        self.stack = ExitStack()
        self.looks = 0
        self.timer = QTimer()
        self.timer.timeout.connect(self._count)
        self.timer.start(full_screen.CHECK_MS)
        self.window.show()
        self.window.windowHandle().installEventFilter(self.keys)
        self.window.locked = True
        self.reports = self.stack.enter_context(
            lockdown.engage(self.window, level, lambda what, detail: self.notes.append(f"{what} {detail}".strip()))
        )

    def answer(self, line: str) -> dict[str, Any]:
        command, _, text = line.strip().partition(" ")
        getattr(self, "do_" + command.replace("-", "_"))(text)
        geometry = self.window.geometry()
        return {
            "reports": {report.guard: report.state for report in self.reports},
            "notes": self.notes,
            "keys": self.keys.seen,
            "text": self.window.field.text(),
            "dialog": self.window.dialog.findChild(QLineEdit).text() if self.window.dialog else "",
            "list": self.window.choice.view().isVisible(),
            "geometry": [geometry.x(), geometry.y(), geometry.width(), geometry.height()],
            "screens": [screen.name() for screen in QGuiApplication.screens()],
            "active": self.window.isActiveWindow(),
            "covers": sum(isinstance(w, Cover) and w.isVisible() for w in QApplication.topLevelWidgets()),
            "refused": self.window.refused,
            "looks": self.looks,
        }

    def _count(self) -> None:
        """Counts at the pace at which the guards look after the window."""
        self.looks += 1

    def do_state(self, text: str) -> None:
        """Nothing but the answer."""

    def do_compose(self, text: str) -> None:
        QCoreApplication.sendEvent(self.window.field, QInputMethodEvent(text, []))

    def do_copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    def do_dialog(self, text: str) -> None:
        self.window.dialog = QDialog(self.window)
        self.window.dialog.setPalette(QColor(DIALOG_COLOUR))
        self.window.dialog.setMinimumSize(300, 200)
        QVBoxLayout(self.window.dialog).addWidget(QLineEdit(), alignment=Qt.AlignmentFlag.AlignTop)
        self.window.dialog.open()

    def do_list(self, text: str) -> None:
        self.window.choice.showPopup()

    def do_release(self, text: str) -> None:
        self.stack.close()
        self.window.locked = False

    def do_fail(self, text: str) -> None:
        try:
            with self.stack:
                raise ValueError("the exam has a bug")
        except ValueError:
            self.window.locked = False

    def do_quit(self, text: str) -> None:
        self.stack.close()
        self.window.locked = False
        QApplication.quit()


def main() -> None:
    app = QApplication(sys.argv)
    program = Program(Lockdown(sys.argv[1]))

    def read() -> None:
        line = sys.stdin.readline()
        answer = program.answer(line or "quit")
        print(json.dumps(answer), flush=True)

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(read)
    app.exec()


main()
