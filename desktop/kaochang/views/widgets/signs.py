"""Signs painted as vectors: sharp at every scale, in the theme's colours."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from kaochang.views.theme import Theme, font

Draw = Callable[[QPainter, QRectF, QColor], None]


def flag(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The corner that says an item is marked."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), box.bottomRight()]))


def flag_before_words(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The same, smaller, with room to the words behind it."""
    side = box.width() * 0.68
    flag(painter, QRectF(box.left(), box.center().y() - side / 2, side, side), colour)


def _stroke(painter: QPainter, colour: QColor, width: float, points: list[QPointF]) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def _shape(*points: tuple[float, float]) -> Draw:
    def draw(painter: QPainter, box: QRectF, colour: QColor) -> None:
        placed = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points]
        _stroke(painter, colour, max(1.5, box.width() / 9), placed)

    return draw


tick = _shape((0.18, 0.55), (0.42, 0.78), (0.84, 0.26))
back = _shape((0.62, 0.2), (0.34, 0.5), (0.62, 0.8))
forward = _shape((0.38, 0.2), (0.66, 0.5), (0.38, 0.8))
up = _shape((0.2, 0.62), (0.5, 0.34), (0.8, 0.62))
down = _shape((0.2, 0.38), (0.5, 0.66), (0.8, 0.38))


def cross(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The sign of false."""
    for points in (((0.24, 0.24), (0.76, 0.76)), ((0.76, 0.24), (0.24, 0.76))):
        _shape(*points)(painter, box, colour)


def alert(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An upright stroke and a dot: something needs doing."""
    _shape((0.5, 0.18), (0.5, 0.58))(painter, box, colour)
    _shape((0.5, 0.8), (0.5, 0.81))(painter, box, colour)


def dots(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Three dots: something is being done."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place in (0.2, 0.5, 0.8):
        centre = QPointF(box.x() + place * box.width(), box.center().y())
        painter.drawEllipse(centre, box.width() / 13, box.width() / 13)


def icon(draw: Draw, colour: QColor, size: int = 16, ratio: float = 2.0) -> QIcon:
    """A sign as a button's icon."""
    pixels = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixels.setDevicePixelRatio(ratio)
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, QRectF(0, 0, size, size), colour)
    painter.end()
    return QIcon(pixels)


class Badge(QWidget):
    """A sign in a soft disc."""

    def __init__(self, draw: Draw, ink: QColor, disc: QColor, size: int = 56) -> None:
        super().__init__()
        self._draw, self._ink, self._disc = draw, ink, disc
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc and the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._disc)
        painter.drawEllipse(self.rect())
        inset = self.width() * 0.27
        self._draw(painter, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), self._ink)


class Sign(QWidget):
    """A sign alone, in a square of its own."""

    def __init__(self, draw: Draw, colour: QColor, size: int = 14) -> None:
        super().__init__()
        self._draw, self._colour = draw, colour
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, QRectF(self.rect()), self._colour)


class Avatar(QWidget):
    """A disc with the first character of a name, where there is no photo."""

    def __init__(self, initial: str, theme: Theme, size: int = 36) -> None:
        super().__init__()
        self._initial, self._theme = initial, theme
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc and the character."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("avatar"))
        painter.drawEllipse(self.rect())
        painter.setPen(self._theme.colour("accent_dark"))
        painter.setFont(font(self.width() * 0.44, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initial)
