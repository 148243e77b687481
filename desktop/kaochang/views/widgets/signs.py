"""Signs painted as vectors: sharp at every scale, in the theme's colours."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from kaochang.views.theme import Theme, current, font

Draw = Callable[[QPainter, QRectF, QColor], None]
_FAINT = 0.4


def flag(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """The corner that says an item is marked."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), box.bottomRight()]))


def lock(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A closed lock."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shackle = QRectF(box.left() + box.width() * 0.28, box.top(), box.width() * 0.44, box.height() * 0.8)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(shackle, 0, 180 * 16)
    painter.fillRect(box.adjusted(1, box.height() * 0.4, -1, 0), colour)


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


def cover(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A closed eye: nothing is to be seen."""
    _shape((0.08, 0.42), (0.28, 0.62), (0.5, 0.68), (0.72, 0.62), (0.92, 0.42))(painter, box, colour)
    for points in (((0.5, 0.68), (0.5, 0.9)), ((0.26, 0.61), (0.16, 0.8)), ((0.74, 0.61), (0.84, 0.8))):
        _shape(*points)(painter, box, colour)


def dots(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Three dots: something is being done."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for place in (0.2, 0.5, 0.8):
        centre = QPointF(box.x() + place * box.width(), box.center().y())
        painter.drawEllipse(centre, box.width() / 13, box.width() / 13)


def half(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A disc, half of it filled: light and dark."""
    side = min(box.width(), box.height()) * 0.84
    disc = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.setPen(QPen(colour, max(1.4, side / 11)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(disc, 90 * 16, 180 * 16)


class _Engine(QIconEngine):
    """Paints a sign at whatever size and sharpness is asked for, in the colour that its token has then."""

    def __init__(self, draw: Draw, colour: QColor) -> None:
        super().__init__()
        self._draw, self._colour = draw, colour
        self._made: dict[tuple[int, int, QIcon.Mode, str], QPixmap] = {}

    def paint(self, painter: QPainter, box: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the sign; fainter on a button that cannot be pressed."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(_FAINT if mode == QIcon.Mode.Disabled else 1.0)
        self._draw(painter, QRectF(box), current(self._colour))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The sign alone, on nothing; asked for at every painting, and painted once in each colour."""
        key = (size.width(), size.height(), mode, current(self._colour).name(QColor.NameFormat.HexArgb))
        if key not in self._made:
            self._made[key] = self._painted(size, mode, state)
        return self._made[key]

    def _painted(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixels = QPixmap(size)
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixels

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Engine(self._draw, self._colour)


def icon(draw: Draw, colour: QColor) -> QIcon:
    """A sign as a button's icon."""
    return QIcon(_Engine(draw, colour))


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
        painter.setBrush(current(self._disc))
        painter.drawEllipse(self.rect())
        inset = self.width() * 0.27
        self._draw(painter, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), current(self._ink))


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
        self._draw(painter, QRectF(self.rect()), current(self._colour))


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
