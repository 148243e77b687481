"""Formulas painted: in the text's colour and size, on its baseline."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTextLayout

from kaochang.domain.authored import Apart, Formula
from kaochang.presenters.candidate.formula_boxes import Bar, Box, Glyphs, Stroke, lay_formula
from kaochang.views.widgets.sign_fonts import formula_font

_SIDE = 3.0
"""Room on both sides of a formula in a line."""


@lru_cache(maxsize=4096)
def _measure(text: str, size: float, *, is_slanted: bool) -> tuple[float, float, float]:
    metrics = QFontMetricsF(_font(size, is_slanted=is_slanted))
    ink = metrics.tightBoundingRect(text)
    return metrics.horizontalAdvance(text), -ink.top(), ink.bottom()


def _font(size: float, *, is_slanted: bool) -> QFont:
    made = formula_font(size)
    made.setItalic(is_slanted)
    return made


class FormulaInset:
    """A formula in a line; one that is wider than the line is drawn smaller."""

    def __init__(self, formula: Formula | Apart, size: float, *, is_apart: bool = False) -> None:
        self.box = lay_formula(formula.root, size, _measure, is_apart=is_apart)
        self._scale = 1.0

    def measure(self, widest: float) -> tuple[float, float, float]:
        """Its box."""
        width = self.box.width + 2 * _SIDE
        self._scale = min(1.0, widest / width)
        return width * self._scale, self.box.above * self._scale, self.box.below * self._scale

    def place(self, painter: QPainter | None, left: float, baseline: float) -> None:
        """Paint it."""
        if painter is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left + _SIDE * self._scale, baseline)
        painter.scale(self._scale, self._scale)
        _paint(painter, self.box)
        painter.restore()


class FormulaBlock:
    """A formula apart, in the middle of the column."""

    def __init__(self, formula: Apart, size: float, line: int) -> None:
        self.start, self.end = formula.start, formula.end
        self.top = self.height = 0.0
        self._inset = FormulaInset(formula, size, is_apart=True)
        self._room = line * 0.3
        self._left = 0.0
        self._above = 0.0

    def natural_width(self) -> float:
        """As wide as the formula."""
        return self._inset.measure(100_000)[0]

    def lay(self, width: float, top: float) -> float:
        """Put it in the middle, with room above and below."""
        wide, self._above, below = self._inset.measure(width)
        self.top = top
        self._left = (width - wide) / 2
        self.height = self._above + below + 2 * self._room
        return self.height

    def paint(self, painter: QPainter, _: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """Paint it."""
        self._inset.place(painter, self._left, self.top + self._room + self._above)


def _paint(painter: QPainter, box: Box) -> None:
    ink = painter.pen().color()
    for mark in box.marks:
        if isinstance(mark, Glyphs):
            painter.setPen(ink)
            painter.setFont(_font(mark.size, is_slanted=mark.is_slanted))
            painter.drawText(QPointF(mark.x, mark.y), mark.text)
        elif isinstance(mark, Bar):
            painter.fillRect(QRectF(mark.x, mark.y, mark.width, mark.height), ink)
        else:
            painter.setPen(QPen(ink, mark.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_path(mark))


def _path(stroke: Stroke) -> QPainterPath:
    first, *rest = (QPointF(*point) for point in stroke.points)
    path = QPainterPath(first)
    if stroke.is_curved:
        for place in range(0, len(rest), 3):
            path.cubicTo(*rest[place : place + 3])
    else:
        for point in rest:
            path.lineTo(point)
    return path
