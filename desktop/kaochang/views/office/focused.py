"""A list of what is to be looked at elsewhere: a click goes there, and the one in focus stands on amber ground."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from kaochang.views.office.listed import Index, PaintedList, RowPainter, Rows
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look

SIDE, PAD = 18, 10
"""What is left free beside the words of a row, and above and below them."""


class Numbered(Protocol):
    """What a presenter knows by its number, wherever it stands in the list."""

    @property
    def number(self) -> int:
        """Its number."""


N = TypeVar("N", bound=Numbered)


class FocusedPainter(RowPainter[N]):
    """Ground and line of a row; `write` puts the words between them, `words_height` tells how high they stand."""

    def __init__(self, parent: PaintedList, rows: Rows[N], look: Look) -> None:
        super().__init__(parent, rows)
        self.look = look
        self.plain, self.small = font(14), font(12)
        self.focus: int | None = None

    def words_height(self, face: N, width: int) -> int:
        """How high the words of a row stand in a width."""
        raise NotImplementedError

    def write(self, painter: QPainter, words: QRect, face: N) -> None:
        """The words of a row, in the room that they have."""
        raise NotImplementedError

    def measure(self, face: N, width: int) -> int:
        """Its words, what is free around them, and the line below."""
        return self.words_height(face, width - 2 * SIDE) + 2 * PAD + 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """On amber ground where it is the one in focus."""
        face, rect = self.face(index), QRect(option.rect)
        if face.number == self.focus:
            painter.fillRect(rect, self.look.colour("marked_soft"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self.look.colour("line"))
        self.write(painter, rect.adjusted(SIDE, PAD, -SIDE, 0), face)


class FocusedList(PaintedList, Generic[N]):
    """`chosen` takes the number of a row that was clicked; `rows` and `painter` say and paint one."""

    def __init__(
        self,
        name: str,
        spoken: str,
        look: Look,
        rows: Callable[[PaintedList], Rows[N]],
        painter: Callable[[PaintedList, Rows[N], Look], FocusedPainter[N]],
        chosen: Callable[[int], None],
    ) -> None:
        super().__init__(name, spoken)
        self._rows = rows(self)
        self._painter = painter(self, self._rows, look)
        self._chosen = chosen
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setProperty("ground", "surface")
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_clicked)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._chosen(self._rows.faces[index.row()].number)

    def show_faces(self, faces: Sequence[N], focus: int | None) -> None:
        """These rows, and the one in focus."""
        self._rows.take(faces)
        if focus != self._painter.focus:
            self._painter.focus = focus
            at = next((row for row, face in enumerate(faces) if face.number == focus), None)
            if at is not None:
                self.setCurrentIndex(self._rows.index(at))
                self.bring(at)
        self.viewport().update()
