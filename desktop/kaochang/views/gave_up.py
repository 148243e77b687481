"""The page of a program that crashed again and again: as plain as can be, so that it opens where nothing else does.

No theme and no font of ours: whatever they are read from may be what is broken.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kaochang.domain.ports import Words
from kaochang.machine.keeper import MOST_CRASHES

_WIDEST = 760
_SIZES = {"title": 20, "message": 13, "next": 13}


class GaveUpPage(QWidget):
    """What happened, that the answers are safe, and what to do; `leave` is called when the page goes."""

    def __init__(self, words: Words, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        self.setObjectName("gave-up")
        self.setWindowTitle(words("candidate.window"))
        outer = QVBoxLayout(self)
        card = QWidget()
        card.setFixedWidth(_WIDEST)
        texts = QVBoxLayout(card)
        texts.setSpacing(20)
        for name, points in _SIZES.items():
            texts.addWidget(_label(words(f"candidate.gave-up.{name}", crashes=MOST_CRASHES), name, points))
        button = QPushButton(words("candidate.exit"))
        button.setObjectName("gave-up-leave")
        button.setMinimumSize(140, 48)
        button.clicked.connect(lambda _=False: self.close())
        texts.addSpacing(20)
        texts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The end of the program, by the button or by the window's own cross."""
        event.accept()
        self._leave()


def _label(text: str, name: str, points: int) -> QLabel:
    made = QLabel(text)
    made.setObjectName(f"gave-up-{name}")
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    font = QFont(made.font())
    font.setPointSize(points)
    font.setBold(name == "title")
    made.setFont(font)
    return made
