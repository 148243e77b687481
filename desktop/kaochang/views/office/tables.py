"""Tables of any length: rows are painted when they are seen, a cell with something wrong has its own ground."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kaochang.views.office.listed import NOWHERE, Index
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus

_ROW = 34
_SIDE = 12


class Cells(QAbstractTableModel):
    """What a table shows. `text`, `ink` and `ground` tell a cell; a ground of "" is none."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        self.count = 0

    def text(self, row: int, column: int) -> str:
        """The words of a cell."""
        raise NotImplementedError

    def ink(self, row: int, column: int) -> str:
        """The token of its ink."""
        del row, column
        return "ink"

    def ground(self, row: int, column: int) -> str:
        """The token of its ground."""
        del row, column
        return ""

    def hint(self, row: int, column: int) -> str:
        """What is said of it besides, when the mouse rests there, and to a screen reader."""
        del row, column
        return ""

    def is_figure(self, column: int) -> bool:
        """Whether a column holds numbers, which stand below each other by their last digit."""
        del column
        return False

    def reset(self, count: int, titles: tuple[str, ...]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.count, self.titles = count, titles
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(self.side(section) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def side(self, column: int) -> Qt.AlignmentFlag:
        """On which side of their column words stand."""
        return Qt.AlignmentFlag.AlignRight if self.is_figure(column) else Qt.AlignmentFlag.AlignLeft

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words; everything else is painted."""
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.hint(row, column) or self.text(row, column)  # a cell may be too narrow for its words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (f"{self.titles[column]} {self.text(row, column)}", self.hint(row, column))
            return " ".join(each for each in said if each)
        return None


class CellPainter(QStyledItemDelegate):
    """Paints a cell; the row that is chosen and the cell with the keyboard are told by ground and frame."""

    def __init__(self, cells: Cells, look: Look) -> None:
        super().__init__(cells)
        self._cells = cells
        self._look = look
        self._font = font(14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, words, line."""
        rect = QRect(option.rect)
        state = option.state
        row, column = index.row(), index.column()
        ground = self._cells.ground(row, column)
        if not ground and state & QStyle.StateFlag.State_Selected:
            ground = "accent_soft"
        if ground:
            painter.fillRect(rect, self._look.colour(ground))
        painter.setPen(self._look.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._look.colour("accent"))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.setFont(self._font)
        painter.setPen(self._look.colour(self._cells.ink(row, column)))
        inside = rect.adjusted(_SIDE, 0, -_SIDE if self._cells.is_figure(column) else -4, 0)
        whole, at_end = self._cells.text(row, column), Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(whole, at_end, inside.width())
        painter.drawText(inside, int(self._cells.side(column) | Qt.AlignmentFlag.AlignVCenter), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Wide enough for its words."""
        del option
        text = self._cells.text(index.row(), index.column())
        return QSize(QFontMetrics(self._font).horizontalAdvance(text) + 2 * _SIDE, _ROW)


class Table(QTableView):
    """A table over `cells`. `headed` takes the place of a head that was pressed."""

    def __init__(self, cells: Cells, look: Look, name: str, spoken: str) -> None:
        super().__init__()
        cells.setParent(self)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setModel(cells)
        self.setItemDelegate(CellPainter(cells, look))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        heads.setMinimumHeight(36)
        without_menus(self)

    def on_head(self, then: Callable[[int], None]) -> None:
        """Let heads be pressed."""
        heads = self.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(then)

    def show_order(self, column: int | None, *, is_down: bool) -> None:
        """By which column rows are sorted, None for none."""
        heads = self.horizontalHeader()
        heads.setSortIndicatorShown(column is not None)
        if column is not None:
            heads.setSortIndicator(column, Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder)

    def on_row(self, then: Callable[[int], None]) -> None:
        """Let rows be opened, by a click or by Enter."""
        for opened in (self.clicked, self.activated):
            opened.connect(lambda index: then(index.row()))

    def fit(self, shares: tuple[int, ...]) -> None:
        """Columns as wide as these pixels."""
        for column, width in enumerate(shares):
            self.setColumnWidth(column, width)
