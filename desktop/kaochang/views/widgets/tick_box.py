"""A box to tick, with its words; a click on either ticks it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.signs import tick

_BOX = 24
_GAP = 12
_EDGE = 8


class TickBox(QCheckBox):
    """A check box in the theme's colours."""

    def __init__(self, text: str, look: Look) -> None:
        super().__init__(text)
        self._look = look
        self._font = font(16, bold=True)
        self.setFont(self._font)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def hitButton(self, _: object) -> bool:
        """The whole widget is the target."""
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks are one: who double-clicks means to tick it."""
        event.accept()

    def sizeHint(self) -> QSize:
        """Box, gap and words, in a row that is easy to hit."""
        words = QFontMetrics(self._font).horizontalAdvance(self.text())  # the style sheet gives the widget another font
        return QSize(_EDGE + _BOX + _GAP + words + 2 * _EDGE, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and its words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(_EDGE, (self.height() - _BOX) / 2, _BOX, _BOX)
        ticked, focused = self.isChecked(), self.hasFocus()
        edge = "accent" if ticked or focused else "ink3"
        painter.setPen(QPen(self._look.colour(edge), 2 if focused else 1.5))
        painter.setBrush(self._look.colour("accent" if ticked else "surface"))
        painter.drawRoundedRect(box, 5, 5)
        if ticked:
            tick(painter, box.adjusted(4, 4, -4, -4), self._look.colour("on_accent"))
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.setPen(self._look.colour("ink"))
        painter.setFont(self._font)
        words = self.rect().adjusted(_EDGE + _BOX + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
