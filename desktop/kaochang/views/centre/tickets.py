"""The page of tickets: a hundred thousand rows as fast as ten, because only those that are seen are made words."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from kaochang.presenters.centre.tickets import TicketsPresenter
from kaochang.presenters.centre.tickets_state import ChipFace, TicketColumn, TicketsState
from kaochang.views.office.fields import Chooser
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, frame, label, row

_COLUMNS = tuple(TicketColumn)
_WIDTHS = (150, 150, 120, 150, 80, 170, 120)
_LONGEST = 80


class _TicketCells(Cells):
    def __init__(self) -> None:
        super().__init__()
        self._state = TicketsState()

    def take(self, state: TicketsState) -> None:
        """Other rows, or others in another order."""
        before, self._state = self._state, state
        if state.words is not None and (before.rows is not state.rows or not self.titles):
            self.reset(len(state.rows), tuple(map(state.words.title, _COLUMNS)))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        state = self._state
        return "" if state.words is None else state.words.text(state.rows[row], _COLUMNS[column])

    def ink(self, row: int, column: int) -> str:
        """Its tone."""
        state = self._state
        return "ink" if state.words is None else state.words.tone(state.rows[row], _COLUMNS[column]).value


class TicketsView(QWidget):
    """Chips, a room, a text to look for; then the table. Enter opens the row with the keyboard, Ctrl+F the search."""

    def __init__(self, presenter: TicketsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._chips_shown: tuple[ChipFace, ...] = ()
        self._rooms_shown: tuple[str, ...] = ()
        self._group = QButtonGroup(self)
        self._chips = row(spacing=8)
        self._rooms = Chooser(look, "tickets-room", words("centre.tickets.room"))
        self._rooms.activated.connect(self._on_room)
        self._text = QLineEdit()
        self._text.setObjectName("tickets-text")
        self._text.setProperty("kind", "small")
        self._text.setAccessibleName(words("centre.tickets.find"))
        self._text.setPlaceholderText(words("centre.tickets.find"))
        self._text.setMaxLength(_LONGEST)
        self._text.setFixedWidth(260)
        self._text.textEdited.connect(presenter.type)
        self._count = label("", "small", name="tickets-count")
        self._cells = _TicketCells()
        self._table = Table(self._cells, look, "tickets", words("centre.tickets"))
        self._table.on_head(lambda at: presenter.sort(_COLUMNS[at]))
        self._table.on_row(presenter.open)
        self._table.fit(_WIDTHS)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._text.setFocus)
        top = frame("surface")
        inside = column(top, margins=(18, 12, 18, 10), spacing=8)
        first = row(spacing=12)
        back = button(words("centre.back.collect"), "quiet", "tickets-back", presenter.go_back)
        first.addWidget(flush(back, "left"))
        first.addStretch(1)
        for part in (self._count, self._rooms, self._text):
            first.addWidget(part)
        inside.addLayout(first)
        inside.addLayout(self._chips)
        whole = column(self)
        whole.addWidget(top)
        whole.addWidget(self._table, 1)
        self.setFocusProxy(self._table)
        self.head: QWidget | None = None

    def render_state(self, state: TicketsState) -> None:
        """Show the page."""
        self._show_chips(state.chips)
        if state.rooms != self._rooms_shown:
            self._rooms_shown = state.rooms
            self._rooms.clear()
            self._rooms.addItems([self._look.words("centre.tickets.every-room"), *state.rooms])
        self._rooms.setCurrentIndex(state.rooms.index(state.room) + 1 if state.room in state.rooms else 0)
        if self._text.text() != state.text:
            self._text.setText(state.text)
        self._count.setText(state.count)
        self._cells.take(state)
        self._table.show_order(None if state.order is None else _COLUMNS.index(state.order), is_down=state.is_down)
        if state.at >= 0 and self._table.currentIndex().row() != state.at:
            self._table.selectRow(state.at)

    def _show_chips(self, faces: tuple[ChipFace, ...]) -> None:
        if [each.group for each in faces] != [each.group for each in self._chips_shown]:
            clear(self._chips)
            for face in faces:
                self._chips.addWidget(self._chip(face))
            self._chips.addStretch(1)
        self._chips_shown = faces
        for face in faces:
            made = self.findChild(QPushButton, _name(face))
            if made is not None:
                made.setText(face.text)
                made.setChecked(face.is_chosen)

    def _chip(self, face: ChipFace) -> QPushButton:
        made = button(face.text, "filter", _name(face), partial(self._presenter.pick, face.group))
        made.setCheckable(True)
        self._group.addButton(made)
        return made

    def _on_room(self, at: int) -> None:
        self._presenter.choose_room(self._rooms_shown[at - 1] if at else "")


def _name(face: ChipFace) -> str:
    return f"tickets-pick-{face.group or 'all'}"
