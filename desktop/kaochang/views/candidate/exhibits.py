"""What stands beside a text: tables as tables, pictures as large as there is room."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kaochang.domain.items import Table
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.views.candidate.more_beside import MoreBeside
from kaochang.views.candidate.table_text import HeldCell, inside, table_text
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.parts import button, column, flush, follow_width, label
from kaochang.views.widgets.pictures import AT_ONCE, Picture
from kaochang.views.widgets.prose import WIDEST
from kaochang.views.widgets.sideways import claims_key, scroll_by_key

_WIDEST = 1720
"""Pixels of a row that are held of a picture: a column's width at 200 %."""
_TALLEST = 150
"""The height of an option's picture, at normal size."""
_FAINT = 0.35
_STEP = 56
_ABOVE, _BELOW = 2, 12
"""Pixels around a table."""


class Exhibit(QWidget):
    """What can be shown large: `opened` carries the bytes of its picture."""

    opened = Signal(object)


class TableView(Exhibit):
    """A table as authored: its first row set apart as the heading. One that is too wide scrolls within its column.

    Its button asks for such a one to be shown large.
    """

    def __init__(self, table: Table, look: Look) -> None:
        super().__init__()
        self.setObjectName("table")
        self._scrolled = _Scrolled(table, look)
        self._scrolled.setParent(self)
        self._open = button(look.words("texts.table.open"), "quiet", "table-open", self._ask)
        flush(self._open, "left").setProperty("compact", "true")
        self._open.setParent(self)
        self._open.hide()
        follow_width(self)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the table, with the button under one that is too wide."""
        return _ABOVE + self._scrolled.heightForWidth(width) + self._for_button(width) + _BELOW

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        wide = self._scrolled.sizeHint().width()
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It never makes its column wider."""
        return self._scrolled.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The table, and the button below it where there is one."""
        for_button = self._for_button(self.width())
        high = self.height() - _ABOVE - for_button - _BELOW
        self._scrolled.setGeometry(0, _ABOVE, self.width(), high)
        self._open.setGeometry(0, _ABOVE + high, self._open.sizeHint().width(), self._open.sizeHint().height())
        self._open.setVisible(for_button > 0)

    def _for_button(self, width: int) -> int:
        return self._open.sizeHint().height() if self._scrolled.is_wider_than(width) else 0

    def _ask(self) -> None:
        self.opened.emit(self._scrolled.picture())


class _Scrolled(QScrollArea):
    """The cells, behind a window that is as wide as the column."""

    def __init__(self, table: Table, look: Look) -> None:
        super().__init__()
        self.setObjectName("table-scroll")
        without_menus(self)
        self._grid = _Grid(table, look)
        self._ring = _Ring(look, self)
        self._more = [MoreBeside(self, look, is_right=is_right) for is_right in (False, True)]
        self.setWidget(self._grid)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_spoken(table, look))
        self.setAccessibleDescription(_spoken_rows(table, look))
        self.horizontalScrollBar().setSingleStep(round(look.pixels(_STEP)))
        follow_width(self)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as its rows, and a bar where it is wider than this."""
        bar = self.horizontalScrollBar().sizeHint().height() + 2 if self.is_wider_than(width) else 0
        return self._grid.heightForWidth(max(width, self._grid.minimumWidth())) + bar

    def is_wider_than(self, width: int) -> bool:
        """Whether it has to be scrolled in this width."""
        return self._grid.minimumWidth() > width

    def picture(self) -> bytes:
        """All of it, in pixels for twice its size as far as a picture may have so many."""
        size = self._grid.size()
        scale = min(2.0, (AT_ONCE / max(1, size.width() * size.height())) ** 0.5)
        image = QImage(size * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        self._grid.render(image)
        buffer = QBuffer()
        QImageWriter(buffer, b"bmp").write(image)
        return bytes(buffer.data().data())

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        wide = max(self._grid.minimumWidth(), 320)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It never makes its column wider."""
        return QSize(80, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keyboard comes here only where there is something to scroll."""
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())
        is_wider = self.is_wider_than(self.viewport().width())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_wider else Qt.FocusPolicy.NoFocus)
        for more in self._more:
            more.place()

    def event(self, event: QEvent) -> bool:
        """The keys that scroll are no one else's while the table has the keyboard, which a ring around it shows."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._ring.setVisible(event.type() is QEvent.Type.FocusIn)
            self._ring.raise_()
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows scroll."""
        scroll_by_key(event, self.horizontalScrollBar())


class _Ring(QWidget):
    """Over the edge of a table that the arrows scroll: the table itself stands where the text does."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setPen(QPen(self._look.colour("accent"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class _Grid(QWidget):
    """The cells of a table, painted; only what scrolls in its cell is a widget."""

    def __init__(self, table: Table, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text, self._held = table_text(table, look, self)
        self.setMinimumWidth(self._text.least_width)

    def heightForWidth(self, width: int) -> int:
        """The rows' height in this width."""
        return self._text.height_in(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is a widget goes into its cell."""
        if self._held:
            for cell, area, _ in self._text.areas(self.width(), 0, self.height()):
                if isinstance(cell, HeldCell):
                    cell.put(inside(area))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that are to be seen; the lines are what is seen of the ground between them."""
        painter, seen = QPainter(self), event.rect()
        painter.fillRect(seen, self._look.colour("line2"))
        painter.setPen(self._look.colour("ink"))
        for cell, area, is_heading in self._text.areas(self.width(), seen.top(), seen.bottom()):
            painter.fillRect(area, self._look.colour("raised" if is_heading else "surface"))
            if cell is not None:
                cell.paint(painter, inside(area))


def _spoken_rows(table: Table, look: Look) -> str:
    """What stands under the heading, row by row; painted cells are no parts of their own for a screen reader."""
    return "\n".join("，".join(spoken_text(text, look.words) for text in row) for row in table.rows[1:])


def _spoken(table: Table, look: Look) -> str:
    columns = max((len(cells) for cells in table.rows), default=0)
    header = look.words("texts.table.header", cells="，".join(table.rows[0])) if table.rows else ""
    name = look.words("candidate.item.table")
    return look.words("texts.table.spoken", name=name, rows=len(table.rows), columns=columns, header=header)


class PictureView(Exhibit):
    """A picture in its own proportions, never larger than it is nor wider than the column.

    A click on it, or its button, asks for it to be shown large.
    """

    def __init__(self, data: bytes, look: Look, *, tallest: int = 0) -> None:
        super().__init__()
        self.setObjectName("picture")
        self._look = look
        self._picture = Picture(data, self, widest=_WIDEST)
        self._picture.ready.connect(self._show)
        layout = column(self, margins=(0, 0, 0, 8), spacing=2)
        self._canvas = _Canvas(self._picture, self._ask, tallest or self._picture.size.height())
        self._told = label(look.words("texts.picture.waiting"), "small", name="picture-told", wraps=True)
        self._open = button(look.words("texts.picture.open"), "quiet", "picture-open", self._ask)
        flush(self._open, "left").setProperty("compact", "true")
        layout.addWidget(self._canvas)
        layout.addWidget(self._told)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()

    def _show(self) -> None:
        picture, words = self._picture, self._look.words
        is_shown = not picture.image.isNull()
        size = {"width": picture.size.width(), "height": picture.size.height()}
        if picture.trouble is not None:
            self._told.setProperty("role", "bad")
            self._told.setText(words(f"candidate.item.picture.{picture.trouble}", **size))
        elif picture.is_reduced and is_shown:
            self._told.setText(words("texts.picture.reduced", **size))
        self._told.setVisible(picture.trouble is not None or picture.is_reduced or not is_shown)
        self._open.setVisible(is_shown)
        self._canvas.show_pixels(is_there=picture.trouble is None)
        self.setAccessibleName(words("candidate.item.picture") if picture.trouble is None else self._told.text())

    def _ask(self) -> None:
        if not self._picture.image.isNull():
            self.opened.emit(self._picture.data)


class OptionPicture(PictureView):
    """The picture of an option, no higher than a few lines of text.

    A click on it is one on its option: what is chosen there must not depend on where. Its button shows it large.
    """

    def __init__(self, data: bytes, letter: str, look: Look) -> None:
        super().__init__(data, look, tallest=round(look.pixels(_TALLEST)))
        self._canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._open.setAccessibleName(look.words("texts.option.picture.open", letter=letter))

    def show_struck(self, *, is_struck: bool) -> None:
        """Strike it out, or show it as it is."""
        self._canvas.strike(self._look.colour("ink3") if is_struck else None)


class _Canvas(QWidget):
    """The picture itself. Its place is kept from the start, so that nothing moves when its pixels come."""

    def __init__(self, picture: Picture, then: Callable[[], None], tallest: int) -> None:
        super().__init__()
        self.setObjectName("picture-canvas")
        self._picture = picture
        self._then = then
        self._tallest = tallest
        self._struck: QColor | None = None
        self._pixels = QPixmap()
        follow_width(self)

    def show_pixels(self, *, is_there: bool) -> None:
        """Show what has been decoded by now, or give the place away."""
        self._pixels = QPixmap.fromImage(self._picture.image)
        self.setVisible(is_there)
        if not self._pixels.isNull():
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.update()

    def _fitted(self, width: int) -> QSize:
        size = self._picture.size
        high = min(self._tallest, size.height())
        return size.scaled(min(width, size.width()), high, Qt.AspectRatioMode.KeepAspectRatio)

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that keeps the proportions."""
        return max(1, self._fitted(width).height())

    def sizeHint(self) -> QSize:
        """The picture's own size."""
        return self._fitted(WIDEST)

    def minimumSizeHint(self) -> QSize:
        """It gives way."""
        return QSize(40, 1)

    def strike(self, ink: QColor | None) -> None:
        """Paint it faint with a line of this colour through it; as it is for None."""
        self._struck = ink
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click shows it large."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._then()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture from the left edge of the text."""
        if not self._pixels.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            fitted = self._fitted(self.width())
            painter.setOpacity(1.0 if self._struck is None else _FAINT)
            painter.drawPixmap(0, 0, fitted.width(), fitted.height(), self._pixels)
            if self._struck is not None:
                painter.setOpacity(1.0)
                painter.setPen(QPen(self._struck, 2))
                painter.drawLine(0, fitted.height() // 2, fitted.width(), fitted.height() // 2)
