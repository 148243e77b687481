"""The page of a second window on one office: two would write over each other what they keep."""

from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row


class OpenAlreadyPage(QWidget):
    """What is open already, where to look for it, and one button; `leave` is called when the page goes."""

    def __init__(self, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self._leave = leave
        self.setObjectName("open-already")
        self.setWindowTitle(look.words("office.window"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.resize(560, 220)
        whole = column(self, margins=(32, 32, 32, 24), spacing=12)
        whole.addWidget(label(look.words("office.open-already"), "heading", wraps=True))
        whole.addWidget(label(look.words("office.open-already.next"), wraps=True))
        whole.addStretch(1)
        line = row()
        line.addStretch(1)
        line.addWidget(button(look.words("office.open-already.leave"), "strong", "open-already-leave", self._close))
        whole.addLayout(line)

    def _close(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The end of this program; the other window goes on."""
        event.accept()
        self._leave()
