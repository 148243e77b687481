"""The bank's items as rows: painted where they are seen, asked of the presenter as they come into sight."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kaochang.presenters.office.bank_list import BankList
from kaochang.presenters.office.bank_state import ListState, RowFace
from kaochang.views.office.listed import Index
from kaochang.views.office.tables import Cells, Table
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look

_HEIGHT = 58
_SIDE, _TOP = 14, 8
_BAR = 4
_SPARE = 10
"""What is free between the words of a row and its signs."""
_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _Rows(Cells):
    """As many rows as were found; those that were not read yet are there and say nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._words = look.words
        self.state = ListState()

    def text(self, row: int, column: int) -> str:
        """What a screen reader says, and the tool tip of what was too long."""
        del column
        face = self.state.row(row)
        return "" if face is None else " ".join((face.type_name, face.stem, face.about, *self.signs(face)))

    def signs(self, face: RowFace) -> tuple[str, ...]:
        """What is to be known of an item before anything else."""
        words = self._words
        unsaved = words("office.bank.row.unsaved") if face.is_unsaved else ""
        retired = words("office.bank.row.retired") if face.is_retired else ""
        return tuple(filter(None, (unsaved, retired, face.wrong)))

    def take(self, state: ListState) -> bool:
        """Show this; whether the rows are others than before. Rows that were read are only painted."""
        before, self.state = self.state, state
        is_other = before.found != state.found or before.total != state.total
        if is_other:
            self.reset(state.total, (self._words("office.bank.items"),))
        return is_other


class _Painter(QStyledItemDelegate):
    def __init__(self, parent: QWidget, rows: _Rows, look: Look) -> None:
        super().__init__(parent)
        self._rows = rows
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All are of one height."""
        del option, index
        return QSize(100, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """What is asked above, what it is below."""
        look, face, rect = self._look, self._rows.state.row(index.row()), QRect(option.rect)
        is_here = face is not None and face.id == self._rows.state.here
        if is_here or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent_soft"))
        if is_here:
            painter.fillRect(rect.left(), rect.top(), _BAR, rect.height(), look.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        if face is not None:
            self._write(painter, rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP), face)

    def _write(self, painter: QPainter, inside: QRect, face: RowFace) -> None:
        upper = QRect(inside.left(), inside.top(), inside.width(), inside.height() // 2)
        lower = QRect(inside.left(), upper.bottom(), inside.width(), inside.height() // 2)
        left = self._text(painter, upper, face.type_name, 12, "accent_dark", bold=True) + 8
        ink = "ink3" if face.is_retired else "ink"
        self._text(painter, upper.adjusted(left, 0, 0, 0), face.stem, 14, ink)
        signs = "  ".join(self._rows.signs(face))
        room = QFontMetrics(font(12, bold=True)).horizontalAdvance(signs) + _SPARE if signs else 0
        self._text(painter, lower.adjusted(0, 0, -room, 0), face.about, 12, "ink2")
        if signs:
            token = "marked_text" if face.is_unsaved or not face.wrong else "bad_dark"
            self._text(painter, lower.adjusted(inside.width() - room, 0, 0, 0), signs, 12, token, bold=True)

    def _text(self, painter: QPainter, rect: QRect, text: str, size: int, token: str, *, bold: bool = False) -> int:
        """A line that ends in an ellipsis where it is too long; how wide it is."""
        of = font(size, bold=bold)
        metrics = QFontMetrics(of)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(of)
        painter.setPen(self._look.colour(token))
        painter.drawText(rect, int(_LINE), shown)
        return metrics.horizontalAdvance(shown)


class BankRows(Table):
    """The arrows open items as they go; Ctrl and Shift choose several, which are those that are exported."""

    def __init__(self, presenter: BankList, look: Look) -> None:
        self._rows = _Rows(look)
        super().__init__(self._rows, look, "bank-rows", look.words("office.bank.items"))
        self._presenter = presenter
        self._is_showing = False
        self.setItemDelegate(_Painter(self, self._rows, look))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setProperty("ground", "surface")
        self.horizontalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_HEIGHT)
        self.verticalScrollBar().setSingleStep(_HEIGHT)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.clicked.connect(self._on_clicked)

    def _look(self) -> None:
        """Tell the presenter which rows are seen."""
        if self._rows.state.total:
            height = self.viewport().height()
            first = self.verticalScrollBar().value() // _HEIGHT
            self._presenter.look(first, min(first + height // _HEIGHT + 1, self._rows.state.total - 1))

    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        if index.isValid() and not self._is_showing:
            self._presenter.open_row(index.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        """The row that the keyboard is on was not opened by coming to it, where it is the first of what was found."""
        face = self._rows.state.row(index.row())
        if face is None or face.id != self._rows.state.here:
            self._presenter.open_row(index.row())

    def take_keyboard(self) -> None:
        """From here on the arrows choose; the row that they begin at is opened."""
        self.setFocus()
        if self.currentIndex().isValid():
            self._on_clicked(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row: there is one column alone."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._rows.count - 1}
        if event.key() in ends and not event.modifiers():
            self.setCurrentIndex(self._rows.index(ends[Qt.Key(event.key())], 0))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be seen."""
        super().resizeEvent(event)
        self._look()

    @property
    def chosen(self) -> tuple[tuple[int, int], ...]:
        """The rows that are chosen, as ranges; none where only the open item is."""
        ranges = sorted((each.top(), each.bottom()) for each in self.selectionModel().selection().toList())
        return tuple(ranges) if sum(last - first + 1 for first, last in ranges) > 1 else ()

    def show_state(self, state: ListState) -> None:
        """The rows; other ones begin at the top, the same ones anew stay where they are."""
        place, current = self.verticalScrollBar().value(), self.currentIndex().row()
        is_other = state.found != self._rows.state.found
        self._is_showing = True
        if self._rows.take(state):
            if not is_other:
                self.executeDelayedItemsLayout()
                self.verticalScrollBar().setValue(place)
            if state.total:
                self.setCurrentIndex(self._rows.index(0 if is_other else min(max(current, 0), state.total - 1), 0))
            self._look()
        if state.is_elsewhere and not self.chosen:
            self.clearSelection()
        self._is_showing = False
        self.viewport().update()
