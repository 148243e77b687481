"""What a cell of the palette is painted like, in the palette and in its legend: each state has a form of its own."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.access import Access
from kaochang.presenters.candidate.exam_state import Cell
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.signs import flag, lock

_FOOT = 0.7
"""Where the foot of a cell begins: below any number, which a line across it would strike out."""


def paint_cell(painter: QPainter, box: QRectF, look: Look, cell: Cell) -> None:
    """A cell's ground and signs: filled where answered, a corner where marked, a ring where current.

    One that is answered in part is filled at its foot only, one that the panel asks is round; one that was withdrawn is
    dashed and struck out, whatever else it was. One that is closed has a lock at its foot, one that is not open yet is
    dashed.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(3, 3, -3, -3)
    radius = min(6.0, inner.width() / 4) if cell.is_asked else inner.height() / 2
    if cell.is_withdrawn:
        painter.setPen(QPen(look.colour("ink3"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(look.colour("canvas"))
        painter.drawRoundedRect(inner, radius, radius)
        across = inner.width() * 0.22
        painter.setPen(QPen(look.colour("ink3"), 1.5))
        painter.drawLine(inner.bottomLeft() + QPointF(across, -across), inner.topRight() + QPointF(-across, across))
    else:
        is_whole = cell.is_answered and not cell.is_partial
        painter.setPen(_outline(cell, look))
        painter.setBrush(look.colour(_ground(cell, is_whole=is_whole)))
        painter.drawRoundedRect(inner, radius, radius)
        if cell.is_partial:
            _fill_foot(painter, inner, radius, look)
        if cell.access is Access.CLOSED:
            side = min(10.0, inner.width() * 0.6)
            lock(painter, QRectF(inner.right() - side - 1, inner.bottom() - side - 1, side, side), look.colour("ink2"))
    if cell.is_marked and not cell.is_withdrawn:
        side = min(11.0, inner.width() * 0.6)
        flag(painter, QRectF(inner.right() - side + 0.5, inner.top() - 0.5, side, side), look.colour("marked"))
    if cell.is_current:
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius + 2, radius + 2)


def _outline(cell: Cell, look: Look) -> QPen:
    if cell.access is Access.LATER:
        return QPen(look.colour("ink3"), 1, Qt.PenStyle.DashLine)
    return QPen(look.colour("accent_edge" if cell.is_answered else "line2"), 1)


def _ground(cell: Cell, *, is_whole: bool) -> str:
    if is_whole:
        return "accent_soft"
    return "surface" if cell.access is Access.OPEN else "canvas"


def _fill_foot(painter: QPainter, inner: QRectF, radius: float, look: Look) -> None:
    """The part below the number, with a line on top of it: the fill of some themes is hardly darker than the ground."""
    middle = inner.top() + round(inner.height() * _FOOT)
    painter.save()
    painter.setClipRect(QRectF(inner.left(), middle, inner.width(), inner.height()))
    painter.setBrush(look.colour("accent_soft"))
    painter.drawRoundedRect(inner, radius, radius)
    painter.restore()
    painter.drawLine(QPointF(inner.left(), middle), QPointF(inner.right(), middle))


class Swatch(QWidget):
    """A small cell for the legend."""

    def __init__(self, name: str, look: Look) -> None:
        super().__init__()
        self._look = look
        self._cell = Cell(
            item="",
            number=0,
            is_answered=name in ("answered", "partial"),
            is_marked=name == "marked",
            is_current=name == "current",
            spoken="",
            is_asked=name != "panel",
            is_partial=name == "partial",
            is_withdrawn=name == "withdrawn",
            access=Access(name) if name in ("closed", "later") else Access.OPEN,
        )
        self.setFixedSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the state it stands for."""
        paint_cell(QPainter(self), QRectF(self.rect()), self._look, self._cell)
