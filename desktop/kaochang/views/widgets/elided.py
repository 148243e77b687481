"""A label that gives way: in too little room it ends in an ellipsis instead of pushing its neighbours out."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


class ElidedLabel(QLabel):
    """One line of plain text; the whole of it stays the accessible name and the tool tip.

    It asks for at most `widest` pixels, and gives way down to `narrowest`. Of a text that ends in what is `kept`, only
    what comes before that gives way.
    """

    def __init__(self, text: str, role: str, *, widest: int, narrowest: int) -> None:
        super().__init__()
        self._widest = widest
        self._narrowest = narrowest
        self._kept = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.show_text(text)

    def show_text(self, text: str, kept: str = "") -> None:
        """Show another text; `kept` is how it ends."""
        if text != self.text():
            self._kept = kept
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
        kept = self.fontMetrics().horizontalAdvance(f"…{self._kept}") + 2 if self._kept else 0
        return QSize(min(max(self._narrowest, kept), full.width()), full.height())

    @property
    def seen(self) -> str:
        """As much as fits."""
        metrics, text = self.fontMetrics(), self.text()
        if metrics.horizontalAdvance(text) <= self.width():
            return text
        room = self.width() - metrics.horizontalAdvance(self._kept) - 2
        return metrics.elidedText(text.removesuffix(self._kept), Qt.TextElideMode.ElideRight, room) + self._kept

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much as fits."""
        self.style().drawItemText(
            QPainter(self), self.rect(), int(self.alignment()), self.palette(), True, self.seen, self.foregroundRole()
        )
