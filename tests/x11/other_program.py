"""A program for the tests of this folder: another program's window that opens over everything.

Started as `other_program.py KIND [CLIPBOARD]`: `window` is an ordinary one on top that wants the focus, `overlay` one
that no window manager sees, as an input method's list of candidates is. Answers each line with the text it was typed.
"""

import json
import sys

from PySide6.QtCore import QSocketNotifier, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

TITLE = "other program"
COLOUR = "#c03020"


def main() -> None:
    app = QApplication(sys.argv)
    kind, clipboard = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    flags = Qt.WindowType.WindowStaysOnTopHint
    if kind == "overlay":
        flags |= Qt.WindowType.BypassWindowManagerHint | Qt.WindowType.WindowDoesNotAcceptFocus
    window = QWidget(None, flags)
    window.setWindowTitle(TITLE)
    window.setPalette(QColor(COLOUR))
    field = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addStretch()
    window.setGeometry(300, 300, 400, 300)
    window.show()
    window.raise_()
    if kind == "window":
        window.activateWindow()
    if clipboard:
        for mode in (QGuiApplication.clipboard().Mode.Clipboard, QGuiApplication.clipboard().Mode.Selection):
            QGuiApplication.clipboard().setText(clipboard, mode)

    def read() -> None:
        if not sys.stdin.readline():
            app.quit()
            return
        board = QGuiApplication.clipboard()
        answer = {
            "text": field.text(),
            "clipboard": [board.text(board.Mode.Clipboard), board.text(board.Mode.Selection)],
            "mapped": window.windowHandle().isExposed(),
        }
        print(json.dumps(answer), flush=True)

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(read)
    app.exec()


main()
