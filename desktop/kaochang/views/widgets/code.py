"""Code as authored: in letters of one width, never wrapped; what is wider than the column is scrolled sideways."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import QWidget

from kaochang.domain.authored import Code
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.sideways import SidewaysView
from kaochang.views.widgets.sign_fonts import code_font

_SMALLER = 0.85
_PAD = 14
_TAB = 4


class CodeView(SidewaysView):
    """Lines of code on a ground of their own."""

    def __init__(self, parent: QWidget, code: Code, pixels: float, look: Look) -> None:
        self._look = look
        self._lines = code.text.expandtabs(_TAB).split("\n")
        self._font = code_font(pixels * _SMALLER)
        metrics = QFontMetricsF(self._font)
        self._ascent = metrics.ascent()
        self._step = round(pixels * _SMALLER * 1.5)
        wide = round(max(metrics.horizontalAdvance(line) for line in self._lines)) + 2 * _PAD + 2
        super().__init__(parent, QSize(wide, self._step * len(self._lines) + 2 * _PAD))
        self.setObjectName("code")
        self.setAccessibleName(look.words("texts.code.spoken", code=code.text))
        self.horizontalScrollBar().setSingleStep(round(pixels * 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the lines."""
        painter = QPainter(self.viewport())
        area = self.viewport().rect()
        painter.fillRect(area, self._look.colour("raised"))
        left = _PAD - self.horizontalScrollBar().value()
        painter.setFont(self._font)
        painter.setPen(self._look.colour("ink"))
        for number, line in enumerate(self._lines):
            painter.drawText(left, round(_PAD + number * self._step + self._ascent), line)
        painter.setPen(QPen(self._look.colour("accent" if self.hasFocus() else "line2"), 2 if self.hasFocus() else 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))


class CodeBlock:
    """A block of code among the blocks of a text."""

    def __init__(self, parent: QWidget, code: Code, pixels: float, look: Look) -> None:
        self.start, self.end = code.start, code.end
        self.top = self.height = 0.0
        self._room = round(pixels * 0.3)
        self.view = CodeView(parent, code, pixels, look)

    def natural_width(self) -> float:
        """As wide as its longest line."""
        return self.view.natural_size().width()

    def lay(self, width: float, top: float) -> float:
        """Give the view its place."""
        high = self.view.height_in(int(width))
        self.top, self.height = top, high + 2 * self._room
        return self.height

    def settle(self, width: int) -> None:
        """Put the view where it was laid."""
        wide = min(width, max(self.view.natural_size().width(), 320))
        self.view.setGeometry(0, round(self.top) + self._room, wide, round(self.height) - 2 * self._room)

    def paint(self, painter: QPainter, _: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """The view paints itself."""

    def strike(self, painter: QPainter) -> None:
        """Code is not struck through: a line through it would be a sign of it."""
