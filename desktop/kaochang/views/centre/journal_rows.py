"""A journal's rows on the page of a ticket: painted where they are seen, as there may be thousands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kaochang.presenters.centre.ticket_journal import JournalFace, RowFace
from kaochang.views.office.page_parts import card
from kaochang.views.office.tables import Cells, Table
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label

_COLUMNS = ("number", "time", "used", "item", "text")
_WIDTHS = (52, 84, 96, 124, 272)
_HEIGHT = 360


class _Rows(Cells):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self._rows: Sequence[RowFace] = ()

    def take(self, rows: Sequence[RowFace]) -> None:
        """These rows."""
        self._rows = rows
        self.reset(len(rows), tuple(self._words(f"centre.journal.column.{each}") for each in _COLUMNS))

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        face = self._rows[row]
        return (str(face.number), face.time, face.used, face.item, face.text.replace("\n", " "))[column]

    def hint(self, row: int, column: int) -> str:
        """A long response, whole."""
        return self._rows[row].text if _COLUMNS[column] == "text" else ""

    def is_figure(self, column: int) -> bool:
        """The number of the row, and the working time."""
        return _COLUMNS[column] in ("number", "used")


class JournalRows(QWidget):
    """Nothing until a journal is opened."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        words = look.words
        self._shown: JournalFace | None = None
        self._opening = label(words("centre.journal.opening"), "label", name="journal-opening")
        self._name = label("", "strong", name="journal-name", wraps=True)
        self._said = label("", "note", name="journal-said", wraps=True)
        self._cells = _Rows(look)
        self._table = Table(self._cells, look, "journal-rows", words("centre.journal.title"))
        self._table.setMinimumHeight(_HEIGHT)
        made, inside = card("ticket-journal", words("centre.journal.title"), spacing=8)
        for part in (self._opening, self._name, self._said, self._table):
            inside.addWidget(part)
        column(self).addWidget(made)

    def show_journal(self, face: JournalFace | None, *, is_opening: bool) -> None:
        """This journal's rows."""
        self.setVisible(face is not None or is_opening)
        self._opening.setVisible(is_opening)
        for part in (self._name, self._said, self._table):
            part.setVisible(face is not None)
        if face is None or face is self._shown:
            return
        is_first = self._shown is None
        self._shown = face
        self._name.setText(face.name)
        self._said.setText(face.said)
        self._cells.take(face.rows)
        if is_first:
            self._table.fit(_WIDTHS)
