"""Ordering: rows that move up and down by button or by Alt with an arrow key."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel

from kaochang.domain.responses import Order, Response
from kaochang.presenters.candidate.exam_state import ItemFace, OptionFace
from kaochang.presenters.candidate.gestures import Arranged
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row
from kaochang.views.widgets.prose import Prose


class _Row(QFrame):
    """One option with its place and its two buttons."""

    def __init__(self, option: OptionFace, owner: "OrderingInteraction") -> None:
        super().__init__()
        look = owner.look
        self.option = option
        self._owner = owner
        self.setObjectName(f"row-{option.label}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setStyleSheet(
            f"_Row {{ background: {look.theme.colours['surface']}; border: 1px solid {look.theme.colours['line']};"
            f" border-radius: 12px; }} _Row:focus {{ border: 2px solid {look.theme.colours['accent']}; }}"
        )
        layout = row(self, margins=(18, 8, 10, 8), spacing=12)
        self.number: QLabel = label("", "strong")
        self.number.setFixedWidth(24)
        layout.addWidget(self.number)
        layout.addWidget(Prose(option.text, look.pixels(18), 1.6, look.colour("ink")), 1, Qt.AlignmentFlag.AlignVCenter)
        self.up = button("", "arrow", f"up-{option.label}", partial(owner.shift, self, -1))
        self.down = button("", "arrow", f"down-{option.label}", partial(owner.shift, self, 1))
        for arrow, draw in ((self.up, signs.up), (self.down, signs.down)):
            arrow.setIcon(signs.icon(draw, look.colour("ink2")))
            layout.addWidget(arrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with up or down moves the row; the arrows alone move the focus."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None:
            event.ignore()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._owner.shift(self, by)
        else:
            self._owner.focus_beside(self, by)


class OrderingInteraction(Interaction):
    """The options in the order given so far; before the first move, in the order they are shown in."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        words = look.words
        layout = column(self, spacing=12)
        layout.addWidget(label(words("candidate.ordering.hint"), "small", wraps=True))
        self._rows = [_Row(option, self) for option in face.options]
        self._list = column(spacing=10)
        layout.addLayout(self._list)
        self._open = frame("plain")
        foot = row(self._open, spacing=12)
        foot.addWidget(label(words("candidate.ordering.unanswered"), "gap"))
        foot.addWidget(button(words("candidate.ordering.keep"), "", "keep-order", self._keep))
        foot.addStretch(1)
        layout.addWidget(self._open)
        self._place(self._rows)

    def shift(self, moved: _Row, by: int) -> None:
        """Ask for a row to move by one place."""
        labels = [made.option.label for made in self._rows]
        place = self._rows.index(moved)
        if 0 <= place + by < len(labels):
            labels.insert(place + by, labels.pop(place))
            self.gesture.emit(Arranged(tuple(labels)))

    def focus_beside(self, made: _Row, by: int) -> None:
        """Put the focus on the row above or below."""
        place = self._rows.index(made) + by
        if 0 <= place < len(self._rows):
            self._rows[place].setFocus()

    def _keep(self) -> None:
        self.gesture.emit(Arranged(tuple(made.option.label for made in self._rows)))

    def show_response(self, response: Response | None, length: str) -> None:
        """Put the rows into the order given."""
        given = response.labels if isinstance(response, Order) else ()
        self._open.setVisible(not given)
        rank = {name: place for place, name in enumerate(given)}
        ordered = sorted(self._rows, key=lambda made: rank.get(made.option.label, len(rank)))
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
        made.setAccessibleName(words("candidate.ordering.row", place=place, text=made.option.text))
        made.up.setAccessibleName(words("candidate.ordering.up", place=place))
        made.down.setAccessibleName(words("candidate.ordering.down", place=place))
        made.up.setEnabled(place > 1)
        made.down.setEnabled(place < len(self._rows))

    def focus_first(self) -> None:
        """The first row."""
        for made in self._rows[:1]:
            made.setFocus()
