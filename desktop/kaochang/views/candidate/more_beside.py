"""At the edge of what is wider than its column: that there is more there, and a click that brings it."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look

_WIDE = 44
_ROUND = 28
_APART = 200
"""Pixels between the arrows of a high table: one is always in sight."""
_PAGE = 0.8
"""Of what is in sight: the last column seen before stays in sight."""


class MoreBeside(QWidget):
    """Over one edge of a scrolled area, faded so that nothing seems to end there. Not there where it does end."""

    def __init__(self, area: QScrollArea, look: Look, *, is_right: bool) -> None:
        super().__init__(area)
        self.setObjectName("more-right" if is_right else "more-left")
        self._area, self._look, self._is_right = area, look, is_right
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        bar = area.horizontalScrollBar()
        bar.valueChanged.connect(self.place)
        bar.rangeChanged.connect(self.place)
        self.hide()

    def place(self) -> None:
        """At the edge of what is in sight, or nowhere."""
        bar, seen = self._area.horizontalScrollBar(), self._area.viewport().geometry()
        is_more = bar.value() < bar.maximum() if self._is_right else bar.value() > bar.minimum()
        left = seen.right() + 1 - _WIDE if self._is_right else seen.left()
        self.setGeometry(left, seen.top(), _WIDE, seen.height())
        self.setVisible(is_more)
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Taken, so that its release comes here."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """On to what is there."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            bar = self._area.horizontalScrollBar()
            by = round(self._area.viewport().width() * _PAGE)
            bar.setValue(bar.value() + (by if self._is_right else -by))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the fading and the arrows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self._look.colour("surface")
        clear = QColor(ground.red(), ground.green(), ground.blue(), 0)
        outer = self.width() if self._is_right else 0
        fading = QLinearGradient(QPointF(self.width() - outer, 0), QPointF(outer, 0))
        fading.setColorAt(0, clear)
        fading.setColorAt(0.5, ground)
        painter.fillRect(self.rect(), QBrush(fading))
        for box in self._arrows():
            painter.setPen(QPen(self._look.colour("ink3"), 1))
            painter.setBrush(self._look.colour("raised"))
            painter.drawEllipse(box)
            sign = signs.forward if self._is_right else signs.back
            sign(painter, box.adjusted(6, 6, -6, -6), self._look.colour("ink"))

    def _arrows(self) -> list[QRectF]:
        side = min(_ROUND, self.height() - 2)
        left = self.width() - side - 4 if self._is_right else 4
        count = max(1, self.height() // _APART)
        step = self.height() / count
        return [QRectF(QRect(left, round(step * (place + 0.5) - side / 2), side, side)) for place in range(count)]
