"""Formulas painted: in the text's colour and size, on its baseline."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import QWidget

from kaochang.domain.authored import Apart, Formula
from kaochang.presenters.candidate.formula_boxes import Bar, Box, Glyphs, Stroke, lay_formula
from kaochang.presenters.candidate.spoken import spoken_formula
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.sideways import SidewaysView
from kaochang.views.widgets.sign_fonts import formula_font

_SIDE = 3.0
"""Room on both sides of a formula in a line."""
_SMALLEST = 0.75
"""Of its size: a formula is drawn no smaller to stand in its column, but scrolled there."""
_SHORT = 240
"""Pixels; one that is no wider is never scrolled: where even that has no room, it is drawn smaller still."""
_RING = 3
_STRIKE = 1.3


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
    """A formula in a line. One that is wider than the line is drawn a little smaller, then scrolled sideways."""

    def __init__(self, formula: Formula | Apart, size: float) -> None:
        self._formula = formula
        self._box = lay_formula(formula.root, size, _measure, is_apart=isinstance(formula, Apart))
        self._scale = 1.0
        self._room = 0
        self._is_scrolled = False
        self.view: FormulaView | None = None

    @property
    def is_long(self) -> bool:
        """Whether there may be too little room for it even where it is drawn smaller."""
        return self._width > _SHORT

    def hold(self, parent: QWidget, look: Look) -> None:
        """Give it a view in this text, if it may ever need one."""
        if self.is_long:
            self.view = FormulaView(parent, self._box, _SMALLEST, look)
            self.view.setAccessibleName(spoken_formula(self._formula.root, look.words))

    @property
    def _width(self) -> float:
        return self._box.width + 2 * _SIDE

    def measure(self, widest: float) -> tuple[float, float, float]:
        """Its box."""
        view, self._room, self._scale = self.view, int(widest), min(1.0, widest / self._width)
        self._is_scrolled = view is not None and self._scale < _SMALLEST
        if view is None or not self._is_scrolled:
            return self._width * self._scale, self._box.above * self._scale, self._box.below * self._scale
        above = self._box.above * _SMALLEST + _RING
        return widest, above, view.height_in(self._room) - above

    def place(self, painter: QPainter | None, left: float, baseline: float) -> None:
        """Paint it, unless it has a view; that is put where it stands."""
        if painter is None:
            self._place_view(round(left), baseline)
        elif not self._is_scrolled:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(left + _SIDE * self._scale, baseline)
            painter.scale(self._scale, self._scale)
            _paint(painter, self._box)
            painter.restore()

    def _place_view(self, left: int, baseline: float) -> None:
        view = self.view
        if view is not None:
            top = round(baseline - self._box.above * _SMALLEST - _RING)
            view.setGeometry(left, top, self._room, view.height_in(self._room))
            view.setVisible(self._is_scrolled)

    def strike(self, painter: QPainter, area: QRectF) -> None:
        """A line across it: one along it would be the line of a fraction."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(painter.pen().color(), _STRIKE))
        painter.drawLine(area.bottomLeft(), area.topRight())
        painter.restore()


class FormulaView(SidewaysView):
    """A formula that is wider than its column, drawn as small as is still read."""

    def __init__(self, parent: QWidget, box: Box, scale: float, look: Look) -> None:
        wide = round((box.width + 2 * _SIDE) * scale) + 2 * _RING
        super().__init__(parent, QSize(wide, round(box.height * scale) + 2 * _RING))
        self._box, self._scale, self._look = box, scale, look
        self.setObjectName("formula")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setAutoFillBackground(False)
        self.horizontalScrollBar().setSingleStep(40)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen of it, and a ring around it while it has the keyboard."""
        painter = QPainter(self.viewport())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("ink"))
        left = _RING + _SIDE * self._scale - self.horizontalScrollBar().value()
        painter.translate(left, _RING + self._box.above * self._scale)
        painter.scale(self._scale, self._scale)
        _paint(painter, self._box)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))


class FormulaBlock:
    """A formula apart, in the middle of the column."""

    def __init__(self, parent: QWidget, formula: Apart, size: float, line: int, look: Look) -> None:
        self.start, self.end = formula.start, formula.end
        self.top = self.height = 0.0
        self._inset = FormulaInset(formula, size)
        self._inset.hold(parent, look)
        self._room = line * 0.3
        self._left = 0.0
        self._wide = self._above = self._below = 0.0

    @property
    def view(self) -> FormulaView | None:
        """Where it is scrolled, if it ever is."""
        return self._inset.view

    def natural_width(self) -> float:
        """As wide as the formula."""
        return self._inset.measure(100_000)[0]

    def lay(self, width: float, top: float) -> float:
        """Put it in the middle, with room above and below."""
        self._wide, self._above, self._below = self._inset.measure(width)
        self.top = top
        self._left = (width - self._wide) / 2
        self.height = self._above + self._below + 2 * self._room
        return self.height

    def settle(self, _: int) -> None:
        """Put its view where it was laid."""
        self._inset.place(None, self._left, self._baseline)

    @property
    def _baseline(self) -> float:
        return self.top + self._room + self._above

    def paint(self, painter: QPainter, _: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """Paint it."""
        self._inset.place(painter, self._left, self._baseline)

    def strike(self, painter: QPainter) -> None:
        """Strike it through."""
        area = QRectF(self._left, self.top + self._room, self._wide, self._above + self._below)
        self._inset.strike(painter, area)


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
