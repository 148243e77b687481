"""The roster as a table: every row as it was read, wrong cells marked, each changed where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyleOptionViewItem, QWidget

from kaochang.presenters.office.roster import RosterPresenter
from kaochang.presenters.office.roster_state import RosterState
from kaochang.views.office.listed import Index
from kaochang.views.office.tables import CellPainter, Cells, Table
from kaochang.views.widgets.look import Look

_WIDTHS = {"name": 120, "person": 130, "identity": 210, "ticket": 140, "room": 130, "seat": 80, "exam": 130}
_LINE_WIDTH = 64


class _RosterCells(Cells):
    def __init__(self, presenter: RosterPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._words = look.words
        self._state: RosterState | None = None

    def take(self, state: RosterState) -> None:
        """Another roster; what only moves the focus changes no row."""
        before, self._state = self._state, state
        if before is None or before.cells is not state.cells or before.columns is not state.columns:
            told = (self._words("office.roster.titled", title=each.title, header=each.header) for each in state.columns)
            titles = tuple(
                title if each.header else each.title for title, each in zip(told, state.columns, strict=True)
            )
            self.reset(len(state.cells), (self._words("office.roster.line"), *titles))

    def _problem(self, row: int, column: int) -> int | None:
        state = self._state
        if state is None or column == 0:
            return None
        return state.marks.get((row, state.columns[column - 1].field))

    def text(self, row: int, column: int) -> str:
        """The row's line, then its cells; an empty one that must not be says so."""
        state = self._state
        if state is None:
            return ""
        if column == 0:
            return str(state.numbers[row])
        said = state.cells[row][column - 1]
        return said if said or self._problem(row, column) is None else self._words("office.roster.nothing")

    def ink(self, row: int, column: int) -> str:
        """Red or amber where something is wrong."""
        number = self._problem(row, column)
        if number is None or self._state is None:
            return "ink3" if column == 0 else "ink"
        return "marked_dark" if self._state.problems[number].is_doubt else "bad_dark"

    def ground(self, row: int, column: int) -> str:
        """The same for the ground."""
        number = self._problem(row, column)
        if number is None or self._state is None:
            return ""
        return "marked_soft" if self._state.problems[number].is_doubt else "bad_soft"

    def hint(self, row: int, column: int) -> str:
        """What is wrong here."""
        number = self._problem(row, column)
        return "" if number is None or self._state is None else self._state.problems[number].text

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells can be changed where the whole table can."""
        flags = super().flags(index)
        can_mend = self._state is not None and self._state.can_mend and index.column() > 0
        return flags | Qt.ItemFlag.ItemIsEditable if can_mend else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is edited is the cell as it stands, not what is said of an empty one."""
        if role == Qt.ItemDataRole.EditRole and self._state is not None and index.column() > 0:
            return self._state.cells[index.row()][index.column() - 1]
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A changed cell goes to the presenter, which reads the whole roster anew."""
        state = self._state
        if state is None or role != Qt.ItemDataRole.EditRole or value == self.data(index, role):
            return False
        self._presenter.set_cell(index.row(), state.columns[index.column() - 1].field, str(value))
        return True


class _RosterPainter(CellPainter):
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field as small as its cell."""
        del option, index
        made = QLineEdit(parent)
        made.setProperty("kind", "cell")
        made.setObjectName("roster-cell")
        made.setMaxLength(200)
        return made


class RosterTable(Table):
    """Double click or F2 changes a cell, Delete takes a row out."""

    def __init__(self, presenter: RosterPresenter, look: Look) -> None:
        cells = _RosterCells(presenter, look)
        super().__init__(cells, look, "roster-table", look.words("office.roster.table"))
        self._presenter = presenter
        self._cells = cells
        self.setItemDelegate(_RosterPainter(cells, look))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self._here: int | None = None
        self._fields: tuple[str, ...] = ()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the row out; it can be undone."""
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self._presenter.drop_row(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def show_state(self, state: RosterState) -> None:
        """The rows, and the cell of the problem in focus."""
        self._cells.take(state)
        fields = tuple(each.field for each in state.columns)
        if fields != self._fields:
            self._fields = fields
            self.fit((_LINE_WIDTH, *(_WIDTHS.get(field, 100) for field in fields)))
        if state.here is not None and state.here < len(state.problems):
            self._bring(state)

    def _bring(self, state: RosterState) -> None:
        problem = state.problems[state.here or 0]
        if problem.place is None:
            return
        column = self._fields.index(problem.field) + 1 if problem.field in self._fields else 0
        index = self._cells.index(problem.place, column)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
