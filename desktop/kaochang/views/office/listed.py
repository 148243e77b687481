"""A list of many rows that is never many widgets: rows are painted, heights follow the width and are known once."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kaochang.views.widgets.menus import without_menus

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
"""The parent of whatever has none, as Qt asks for rows and columns."""

_TALLEST = 1_000_000
WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


def text_height(text: str, font: QFont, width: int) -> int:
    """How high a plain text stands in a width. Most are one line, which is quickly told."""
    metrics = QFontMetrics(font)
    if "\n" not in text and metrics.horizontalAdvance(text) <= width:
        return metrics.height()
    return metrics.boundingRect(QRect(0, 0, max(width, 1), _TALLEST), int(WRAPPED), text).height()


class Rows(QAbstractListModel, Generic[R]):
    """The faces of a list; each row is spoken by `spoken`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.faces: Sequence[R] = ()

    def spoken(self, face: R) -> str:
        """What a screen reader says of a row."""
        raise NotImplementedError

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a row; everything else is painted."""
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self.spoken(self.faces[index.row()])
        return None

    def take(self, faces: Sequence[R]) -> None:
        """Show these: only what is another is told to the list."""
        before, self_faces = self.faces, faces
        if before is self_faces:
            return
        if len(before) != len(faces):
            self.beginResetModel()
            self.faces = faces
            self.endResetModel()
            return
        self.faces = faces
        for at, (old, new) in enumerate(zip(before, faces, strict=True)):
            if old is not new:
                self.dataChanged.emit(self.index(at), self.index(at))


class RowPainter(QStyledItemDelegate, Generic[R]):
    """Heights by row, known as long as face and width are the same; `measure` tells one."""

    def __init__(self, parent: "PaintedList", rows: Rows[R]) -> None:
        super().__init__(parent)
        self._list = parent
        self._rows = rows
        self._heights: dict[int, tuple[object, int, int]] = {}

    def face(self, index: Index) -> R:
        """The face of a row."""
        return self._rows.faces[index.row()]

    def measure(self, face: R, width: int) -> int:
        """How high a row stands in a width."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the list, as high as its words need."""
        del option
        face, width = self.face(index), self._list.viewport().width()
        known = self._heights.get(index.row())
        if known is None or known[0] is not face or known[1] != width:
            known = self._heights[index.row()] = (face, width, self.measure(face, width))
        return QSize(width, known[2])

    def forget(self, row: int) -> None:
        """The height of a row is another, though its face is not."""
        self._heights.pop(row, None)
        self.sizeHintChanged.emit(self._rows.index(row))


class PaintedList(QListView):
    """Scrolls by pixels, wraps rows to its width, and has no menu."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(24)
        without_menus(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def bring(self, row: int) -> None:
        """Let a row be seen, with some of what is around it, where it is not."""
        index = self.model().index(row, 0)
        rect = self.visualRect(index)
        inside = self.viewport().rect()
        if rect.top() < inside.top() or rect.bottom() > inside.bottom():
            hint = (
                QAbstractItemView.ScrollHint.PositionAtTop
                if rect.height() > inside.height()
                else (QAbstractItemView.ScrollHint.PositionAtCenter)
            )
            self.scrollTo(index, hint)
