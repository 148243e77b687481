"""A label that gives way: in too little room it ends in an ellipsis instead of pushing its neighbours out."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """One line of plain text; the whole of it stays the accessible name and the tool tip.

    It asks for at most `widest` pixels, and gives way down to `narrowest`.
    """

    def __init__(self, text: str, role: str, *, widest: int, narrowest: int) -> None:
        super().__init__()
        self._widest = widest
        self._narrowest = narrowest
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """The whole text, within bounds."""
        full = super().sizeHint()
        return QSize(min(self._widest, full.width()), full.height())

    def minimumSizeHint(self) -> QSize:
        """What it never gives up."""
        full = super().sizeHint()
        return QSize(min(self._narrowest, full.width()), full.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            QPainter(self), self.rect(), int(self.alignment()), self.palette(), True, text, self.foregroundRole()
        )
