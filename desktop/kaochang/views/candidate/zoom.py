"""A picture shown large over the items: enlarged, reduced and moved by mouse and keyboard, closed by Esc."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, strip, tab_within
from kaochang.views.widgets.pictures import Picture
from kaochang.views.widgets.spoken import announce

_STEP = 1.25
_LARGEST = 8.0
_ENLARGED = 2.0
_PAN = 60
_MARGIN = 12
_TEXT = 40


class Zoom(QWidget):
    """Lies over `over` and is hidden until a picture is opened; then the keyboard stays in it until it is closed.

    The header stays in sight: no picture hides the clock, nor a line that is to be read. Keys with Ctrl go on to the
    exam, which knows those that do nothing unseen.
    """

    def __init__(self, look: Look, parent: QWidget, over: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._over = over
        self._before: QWidget | None = None
        self.setObjectName("zoom")
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(look.words("texts.zoom"))
        self._canvas = ZoomCanvas(look, self._tell)
        self._percent = label("", "label", name="zoom-percent")
        self._percent.setMinimumWidth(60)
        self._line = strip(frame("marked", name="zoom-line"))
        self._told = label("", "warning-strong", name="zoom-told", wraps=True)
        row(self._line, margins=(20, 8, 20, 8)).addWidget(self._told)
        self._line.hide()
        layout = column(self)
        layout.addWidget(self._line)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._bar())
        over.installEventFilter(self)
        self.hide()

    def _bar(self) -> QWidget:
        made = frame("footer")
        line = row(made, margins=(20, 8, 20, 8), spacing=8)
        line.addWidget(label(self._look.words("texts.zoom.help"), "small", name="zoom-help", wraps=True), 1)
        line.addWidget(self._percent)
        for key, then in (
            ("out", partial(self._canvas.scale_by, 1 / _STEP)),
            ("in", partial(self._canvas.scale_by, _STEP)),
            ("own", self._canvas.show_own_size),
            ("whole", self._canvas.show_whole),
        ):
            line.addWidget(button(self._look.words(f"texts.zoom.{key}"), "", f"zoom-{key}", then))
        line.addWidget(button(self._look.words("texts.zoom.close"), "strong", "zoom-close", self.close_picture))
        return made

    def open_picture(self, data: bytes) -> None:
        """Show this picture, whole at first."""
        self._before = self.window().focusWidget()
        self._canvas.load(data)
        self.setGeometry(self._over.geometry())
        self.show()
        self.raise_()
        self._canvas.setFocus()

    def show_lines(self, text: str) -> None:
        """What stands under the items stands over the picture too; a line that passes lies over the header."""
        self._told.setText(text)
        self._line.setVisible(bool(text))

    def close_picture(self) -> None:
        """Back to where the keyboard was."""
        if not self.isVisible():
            return
        self.drop()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()

    def drop(self) -> None:
        """Gone, because something else comes: whatever that is takes the keyboard itself."""
        if self.isVisible():
            self.hide()
            self._canvas.unload()

    def _tell(self, scale: float) -> None:
        self._percent.setText(self._look.words("texts.zoom.scale", percent=round(scale * 100)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is as large as what it lies over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._over.geometry())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Plain keys are no shortcuts of the exam while a picture lies over it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _is_for_exam(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; the canvas knows the others."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_picture()
        else:
            self._canvas.press(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside."""
        return tab_within(self, forward=forward)


class ZoomCanvas(QWidget):
    """The picture. `scale` is pixels of the screen for each of its own; what is in the middle moves."""

    def __init__(self, look: Look, tell: Callable[[float], None]) -> None:
        super().__init__()
        self.setObjectName("zoom-canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(look.words("texts.zoom"))
        self.setAccessibleDescription(look.words("texts.zoom.help"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._look = look
        self._tell = tell
        self._picture: Picture | None = None
        self._pixels = QPixmap()
        self._told = ""
        self.scale = 1.0
        self.middle = QPointF()
        self._is_whole = True
        self._held: QPointF | None = None

    def load(self, data: bytes) -> None:
        """Show this picture whole, as soon as it is decoded."""
        self.unload()
        self._picture = Picture(data, self)
        self._picture.ready.connect(self._take)
        self._take()
        self.show_whole()

    def unload(self) -> None:
        """Forget the picture, the memory it takes, and that somebody may be moving it."""
        self._let_go()
        if self._picture is not None:
            self._picture.deleteLater()
        self._picture, self._pixels = None, QPixmap()

    def _take(self) -> None:
        if self._picture is not None:
            self._pixels = QPixmap.fromImage(self._picture.image)
            self._tell_of(self._picture)
            self.update()

    def _tell_of(self, picture: Picture) -> None:
        """Why there is nothing to be seen, as long as there is nothing."""
        words = self._look.words
        if picture.trouble is not None:
            size = {"width": picture.size.width(), "height": picture.size.height()}
            self._told = words(f"candidate.item.picture.{picture.trouble}", **size)
        else:
            self._told = words("texts.picture.waiting") if self._pixels.isNull() else ""
        self.setAccessibleDescription(self._told or words("texts.zoom.help"))
        announce(self, self._told)

    def _size(self) -> QSizeF:
        return QSizeF(1, 1) if self._picture is None else QSizeF(self._picture.size)

    def _fit(self) -> float:
        """The scale at which all of it is seen; a small one is enlarged, but not until it blurs."""
        size, dots = self._size(), self.devicePixelRatioF()
        room = (self.width() - 2 * _MARGIN) * dots / size.width(), (self.height() - 2 * _MARGIN) * dots / size.height()
        return max(0.01, min(*room, _ENLARGED * dots))

    def show_whole(self) -> None:
        """All of it."""
        self._is_whole = True
        self._look_at(self._fit(), QPointF(self._size().width() / 2, self._size().height() / 2))

    def show_own_size(self) -> None:
        """Each of its pixels on one of the screen's."""
        self._is_whole = False
        self._look_at(1.0, self.middle)

    def scale_by(self, factor: float) -> None:
        """Enlarge or reduce around the middle."""
        self._is_whole = False
        self._look_at(self.scale * factor, self.middle)

    def _pan(self, across: float, down: float) -> None:
        factor = self.scale / self.devicePixelRatioF()
        self._look_at(self.scale, self.middle + QPointF(across, down) / factor)

    def _look_at(self, scale: float, middle: QPointF) -> None:
        """Within bounds: no picture is lost outside the window, nor enlarged beyond sense."""
        self.scale = max(min(self._fit(), 1.0), min(_LARGEST * self.devicePixelRatioF(), scale))
        factor = self.scale / self.devicePixelRatioF()
        self.middle = QPointF(
            _held_in(middle.x(), self._size().width(), self.width() / factor),
            _held_in(middle.y(), self._size().height(), self.height() / factor),
        )
        self._tell(self.scale)
        self.update()

    def press(self, event: QKeyEvent) -> None:
        """The keys of a picture; every other key does nothing here."""
        keys: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: partial(self.scale_by, _STEP),
            Qt.Key.Key_Equal: partial(self.scale_by, _STEP),
            Qt.Key.Key_Minus: partial(self.scale_by, 1 / _STEP),
            Qt.Key.Key_1: self.show_own_size,
            Qt.Key.Key_0: self.show_whole,
            Qt.Key.Key_Left: partial(self._pan, -_PAN, 0),
            Qt.Key.Key_Right: partial(self._pan, _PAN, 0),
            Qt.Key.Key_Up: partial(self._pan, 0, -_PAN),
            Qt.Key.Key_Down: partial(self._pan, 0, _PAN),
        }
        then = keys.get(Qt.Key(event.key()))
        if then is not None and not _is_for_exam(event):
            then()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._held = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes where the mouse goes."""
        if self._held is not None:
            by = self._held - event.position()
            self._held = event.position()
            self._pan(by.x(), by.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._let_go()

    def _let_go(self) -> None:
        self._held = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel enlarges and reduces."""
        if event.angleDelta().y():
            self.scale_by(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was seen whole stays whole."""
        if self._is_whole:
            self.show_whole()
        else:
            self._look_at(self.scale, self.middle)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen of it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("canvas"))
        if not self._pixels.isNull():
            factor = self.scale / self.devicePixelRatioF()
            size = self._size() * factor
            left = self.width() / 2 - self.middle.x() * factor
            top = self.height() / 2 - self.middle.y() * factor
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < _LARGEST / 2)
            painter.drawPixmap(QRectF(QPointF(left, top), size), self._pixels, QRectF(self._pixels.rect()))
        elif self._told:
            painter.setPen(self._look.colour("ink2"))
            room = self.rect().adjusted(_TEXT, _TEXT, -_TEXT, -_TEXT)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._told)
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


def _held_in(middle: float, size: float, room: float) -> float:
    """The middle of what is seen: of something that fits, its own; else so that no room stays empty beside it."""
    return size / 2 if room >= size else max(room / 2, min(size - room / 2, middle))


def _is_for_exam(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
