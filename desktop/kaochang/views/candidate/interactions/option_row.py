"""An option as a whole row: a click anywhere on it chooses it; its letter stands in a disc."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kaochang.views.candidate.interactions.option_body import OptionBody
from kaochang.views.theme import font
from kaochang.views.widgets.kept_pixels import kept_pixels
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import focus_in_sight
from kaochang.views.widgets.parts import column, follow_width, row
from kaochang.views.widgets.signs import Draw

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class OptionRow(QAbstractButton):
    """A row that can be chosen. It shows what the presenter says and never changes its own state.

    `sign` is a letter, or a drawing where a letter would say less. Up and down go to the rows beside it.
    """

    def __init__(self, sign: str | Draw, body: OptionBody, look: Look, *, is_single: bool) -> None:
        super().__init__()
        self._sign = sign
        self._look = look
        self._rings = False
        self._disc = round(30 * max(1.0, look.scale))
        self.setCheckable(True)
        self.setAutoExclusive(is_single)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = body
        top = 14
        self._end = 18
        self._line = row(self, margins=(18 + self._disc + 16, 6, self._end, 6), spacing=0)
        lines = column(margins=(0, top - 6, 0, top - 6))
        lines.addStretch(1)
        lines.addWidget(body)
        lines.addStretch(1)
        self._line.addLayout(lines, 1)
        self._is_eliminated = False
        follow_width(self)
        self.setMinimumHeight(self._disc + 2 * top)

    def nextCheckState(self) -> None:
        """A click asks; what is chosen comes back from the presenter."""

    def show_chosen(self, *, is_chosen: bool) -> None:
        """Show whether it is chosen; Qt alone would never let go of the one row that is."""
        is_single = self.autoExclusive()
        self.setAutoExclusive(False)
        self.setChecked(is_chosen)
        self.setAutoExclusive(is_single)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two quick clicks choose: the second one takes nothing back, and brings back what the first one took."""
        event.accept()
        if event.button() is Qt.MouseButton.LeftButton and not self.isChecked():
            self.click()

    def hasHeightForWidth(self) -> bool:
        """The height follows the text."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for text and picture in this width, and at least for the disc."""
        left, top, right, bottom = 34 + self._disc, 14, self._end, 14
        return max(self._disc + top + bottom, self._body.heightForWidth(width - left - right) + top + bottom)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, self.heightForWidth(600))

    def take_in(self, beside: QWidget) -> None:
        """A small control at the right end of the row; it is never wider than high."""
        self._end = beside.height() + 8
        margins = self._line.contentsMargins()
        self._line.setContentsMargins(margins.left(), margins.top(), 4, margins.bottom())
        self._line.addSpacing(4)
        self._line.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_eliminated(self, *, is_eliminated: bool) -> None:
        """Strike the text out, or show it as it is; the row can be chosen all the same."""
        if is_eliminated is not self._is_eliminated:
            self._is_eliminated = is_eliminated
            self._body.show_struck(is_struck=is_eliminated)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter choose, up and down move the focus; every other key is somebody else's."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._neighbour(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            event.ignore()

    def _neighbour(self, by: int) -> None:
        parent = self.parent()
        rows = parent.findChildren(OptionRow) if isinstance(parent, QWidget) else [self]
        place = rows.index(self) + by
        if 0 <= place < len(rows):
            focus_in_sight(rows[place], Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus only to who came by keyboard."""
        self._rings = event.reason() in _BY_KEYBOARD
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row, its disc and its letter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, near = self.isChecked(), self.underMouse()
        key = f"option-row {self._look.theme.name} {self._disc} {chosen} {near}"
        paint = partial(self._paint_ground, chosen=chosen, near=near)
        painter.drawPixmap(0, 0, kept_pixels(painter, self, key, paint))
        if self.hasFocus() and self._rings:
            painter.setPen(QPen(self._look.colour("ink"), 1.5, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 9, 9)
        self._paint_sign(painter, chosen=chosen)

    def _paint_ground(self, painter: QPainter, *, chosen: bool, near: bool) -> None:
        """All that the rows of one size have in common."""
        width = 2.0 if chosen else 1.0
        border = "accent" if chosen else "accent_line" if near else "line"
        painter.setPen(QPen(self._look.colour(border), width))
        painter.setBrush(self._look.colour("accent_soft" if chosen else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 12, 12)
        painter.setPen(QPen(self._look.colour("accent" if chosen else "answer_edge"), 1.5))
        painter.setBrush(self._look.colour("accent" if chosen else "surface"))
        painter.drawEllipse(self._disc_box())

    def _disc_box(self) -> QRectF:
        """In the middle of one line, else beside the first."""
        single_line = self.height() <= self._disc + 28 + 8
        return QRectF(18, (self.height() - self._disc) / 2 if single_line else 14, self._disc, self._disc)

    def _paint_sign(self, painter: QPainter, *, chosen: bool) -> None:
        disc = self._disc_box()
        ink = self._look.colour("on_accent" if chosen else "ink3" if self._is_eliminated else "ink2")
        if isinstance(self._sign, str):
            painter.setPen(ink)
            painter.setFont(font(15 * max(1.0, self._look.scale), bold=True))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._sign)
        else:
            inset = self._disc * 0.26
            self._sign(painter, disc.adjusted(inset, inset, -inset, -inset), ink)
