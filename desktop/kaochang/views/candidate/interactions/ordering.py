"""Ordering: rows that are dragged by mouse, or move up and down by button or by Alt with an arrow key."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from kaochang.domain.responses import Order, Response
from kaochang.presenters.candidate.exam_state import ItemFace, OptionFace
from kaochang.presenters.candidate.gestures import Arranged, Cleared
from kaochang.presenters.candidate.spoken import spoken_option
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.dragging import EdgeScroll, Press
from kaochang.views.candidate.interactions.option_body import option_body
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import bring_into_sight, focus_in_sight
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state
from kaochang.views.widgets.spoken import announce, speak_as

_GAP = 10
_LINE = 12


class _Row(QFrame):
    """One option with its place, its two buttons, and dots that say it can be dragged."""

    def __init__(self, option: OptionFace, owner: "OrderingInteraction") -> None:
        super().__init__()
        speak_as(self, "row")
        look = owner.look
        self.option = option
        self._owner = owner
        self._press: Press | None = None
        self.setObjectName(f"row-{option.label}")
        self.setProperty("ground", "sortable")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        layout = row(self, margins=(12, 8, 10, 8), spacing=12)
        layout.addWidget(_Grip(look))
        self.number: QLabel = label("", "strong")
        self.number.setFixedWidth(24)
        layout.addWidget(self.number)
        layout.addWidget(option_body(option, 18, 1.6, look), 1, Qt.AlignmentFlag.AlignVCenter)
        self.up = button("", "arrow", f"up-{option.label}", partial(owner.shift, self, -1))
        self.down = button("", "arrow", f"down-{option.label}", partial(owner.shift, self, 1))
        for arrow, draw in ((self.up, signs.up), (self.down, signs.down)):
            arrow.setIcon(signs.icon(draw, look.colour("ink2")))
            layout.addWidget(arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with up or down moves the row; the arrows alone move the focus. Delete takes the order back.

        Escape lets go of a dragged row.
        """
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._press is not None:
            self.let_go()
        elif event.key() == Qt.Key.Key_Delete:
            if not event.isAutoRepeat():
                self._owner.clear()
        elif by is None:
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.shift(self, by)
        else:
            self._owner.focus_beside(self, by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the row."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = Press(event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._press is not None and self._press.follow(event):
            set_state(self, "lifted", True)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._owner.drag(self, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it down, if it is this button that held it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        is_drag = self._press is not None and self._press.is_drag
        self.let_go()
        if is_drag:
            self._owner.drop(self, event.globalPosition().toPoint())

    def let_go(self) -> None:
        """Nothing is dragged any more."""
        self._press = None
        set_state(self, "lifted", False)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._owner.end_drag()


class _Grip(QWidget):
    """Six dots: this can be taken hold of."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(10, 18)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("ink3"))
        for x in (2, 8):
            for y in (3, 9, 15):
                painter.drawEllipse(QPointF(x, y), 1.5, 1.5)


class _DropLine(QWidget):
    """Where a dragged row would stand: a bar between two rows, a ring at either end."""

    def __init__(self, owner: QWidget, look: Look) -> None:
        super().__init__(owner)
        self._look = look
        self.setObjectName("drop-line")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("accent"), 3))
        painter.setBrush(self._look.colour("surface"))
        middle, right = self.height() / 2, self.width() - 6.0
        painter.drawLine(QPointF(6, middle), QPointF(right, middle))
        for x in (6.0, right):
            painter.drawEllipse(QPointF(x, middle), 4, 4)


class OrderingInteraction(Interaction):
    """The options in the order given so far; before the first move, in the order they are shown in."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        words = look.words
        layout = column(self, spacing=12)
        layout.addWidget(label(words("candidate.ordering.drag"), "small", wraps=True))
        self._rows = [_Row(option, self) for option in face.options]
        self._list = column(spacing=_GAP)
        layout.addLayout(self._list)
        self._open = frame("plain")
        foot = row(self._open, spacing=12)
        foot.addWidget(label(words("candidate.ordering.unanswered"), "gap"))
        foot.addWidget(button(words("candidate.ordering.keep"), "", "keep-order", self._keep))
        foot.addStretch(1)
        layout.addWidget(self._open)
        self._back = button(words("candidate.ordering.clear"), "quiet", "clear-order", self.clear)
        self._back.hide()
        layout.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._shown = tuple(self._rows)
        self._line = _DropLine(self, look)
        self._dragged: _Row | None = None
        self._edge = EdgeScroll(self, self._drag_on)
        self._place(self._rows)

    def shift(self, moved: _Row, by: int) -> None:
        """Ask for a row to move by one place, and follow it there."""
        place = self._rows.index(moved) + by
        layout = self.layout()
        if 0 <= place < len(self._rows) and layout is not None:
            self._ask(moved, place)
            layout.activate()  # the row stands at its new place only then
            bring_into_sight(moved)

    def _ask(self, moved: _Row, place: int) -> None:
        labels = [made.option.label for made in self._rows if made is not moved]
        labels.insert(place, moved.option.label)
        before = self._rows.index(moved)
        self.gesture.emit(Arranged(tuple(labels)))
        if self._rows.index(moved) == place:
            words = self.look.words
            announce(self, words("spoken.moved", before=before + 1, place=place + 1, count=len(self._rows)))

    def drag(self, moved: _Row, at: QPoint) -> None:
        """Show where the row would stand if it were put down here (on the screen)."""
        self._dragged = moved
        place = self._place_at(moved, at)
        self._line.setVisible(place != self._rows.index(moved))
        others = [made for made in self._rows if made is not moved]
        top = others[place].y() - _GAP / 2 if place < len(others) else others[-1].geometry().bottom() + _GAP / 2
        if 0 < place < len(others) and others[place - 1].y() < moved.y() < others[place].y():
            top = moved.y() - _GAP / 2
        self._line.setGeometry(0, round(top - _LINE / 2), self.width(), _LINE)
        self._line.raise_()
        self._edge.follow(at)

    def _drag_on(self) -> None:
        """The page was scrolled under the mouse."""
        if self._dragged is not None:
            self.drag(self._dragged, QCursor.pos())

    def _place_at(self, moved: _Row, at: QPoint) -> int:
        y = self.mapFromGlobal(at).y()
        return sum(made.geometry().center().y() < y for made in self._rows if made is not moved)

    def drop(self, moved: _Row, at: QPoint) -> None:
        """The row is put down here (on the screen)."""
        place = self._place_at(moved, at)
        if place != self._rows.index(moved):
            self._ask(moved, place)
        moved.setFocus()

    def end_drag(self) -> None:
        """Nothing is dragged any more."""
        self._dragged = None
        self._line.hide()
        self._edge.stop()

    def let_go(self) -> bool:
        """The row that is being dragged stays where it was."""
        dragged = self._dragged
        if dragged is not None:
            dragged.let_go()
        return dragged is not None

    def focus_beside(self, made: _Row, by: int) -> None:
        """Put the focus on the row above or below."""
        place = self._rows.index(made) + by
        if 0 <= place < len(self._rows):
            focus_in_sight(self._rows[place])

    def clear(self) -> None:
        """Take the order back: the rows stand as they did at first, and the item is unanswered."""
        was_given = self._open.isHidden()
        self.gesture.emit(Cleared())
        if was_given and not self._open.isHidden():
            announce(self, self.look.words("spoken.order-cleared"))

    def _keep(self) -> None:
        self.gesture.emit(Arranged(tuple(made.option.label for made in self._rows)))
        if self._open.isHidden():
            announce(self, self.look.words("spoken.order-kept"))

    def show_response(self, response: Response | None, length: str) -> None:
        """Put the rows into the order given."""
        given = response.labels if isinstance(response, Order) else ()
        had_keyboard = self._back.hasFocus()
        self._open.setVisible(not given)
        self._back.setVisible(bool(given))
        if had_keyboard and not given:
            self.focus_first()
        rank = {name: place for place, name in enumerate(given)}
        ordered = sorted(self._shown, key=lambda made: rank.get(made.option.label, len(rank)))
        if ordered != self._rows:
            self._place(ordered)

    def _place(self, rows: list[_Row]) -> None:
        self._rows = rows
        while self._list.takeAt(0) is not None:
            pass
        for place, made in enumerate(rows, start=1):
            self._list.addWidget(made)
            self._name(made, place)
        for before, behind in pairwise(rows):
            self.setTabOrder(before, behind)

    def _name(self, made: _Row, place: int) -> None:
        words = self.look.words
        made.number.setText(str(place))
        made.setAccessibleName(words("candidate.ordering.row", place=place, text=spoken_option(made.option, words)))
        made.up.setAccessibleName(words("candidate.ordering.up", place=place))
        made.down.setAccessibleName(words("candidate.ordering.down", place=place))
        made.up.setEnabled(place > 1)
        made.down.setEnabled(place < len(self._rows))

    def focus_first(self) -> None:
        """The first row."""
        for made in self._rows[:1]:
            made.setFocus()
