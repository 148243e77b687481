"""The table of rooms: counts, a bar for what is settled, and the state in a sign and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem

from kaochang.presenters.centre.collect_state import RoomFace
from kaochang.presenters.office.score_rows import Tone
from kaochang.views.office.listed import Index
from kaochang.views.office.tables import CellPainter, Cells, Table
from kaochang.views.widgets.look import Look

_COUNTS = 4
_BAR = _COUNTS + 1
_STATE = _BAR + 1
_WIDE = 720
_WIDTHS = (150, 64, 64, 64, 64, 150, 200)
_NARROW = (112, 54, 54, 66, 70, 88, 130)
_HIGH = 8
_SIDE = 12
_ALL = 100
_FILLS = {Tone.GOOD: "good", Tone.BAD: "bad", Tone.DOUBT: "marked", Tone.QUIET: "line2", Tone.PLAIN: "accent"}


class _RoomCells(Cells):
    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__()
        self.faces: Sequence[RoomFace] = ()
        self._titles = titles

    def take(self, faces: Sequence[RoomFace]) -> None:
        """Other rooms, or other counts."""
        if faces != self.faces:
            self.faces = faces
            self.reset(len(faces), self._titles)

    def text(self, row: int, column: int) -> str:
        """The words of a cell; the bar has none of its own."""
        face = self.faces[row]
        if column == _STATE:
            return face.said
        return "" if column == _BAR else face.cells[column]

    def ink(self, row: int, column: int) -> str:
        """States have a tone beside their sign and words."""
        return self.faces[row].tone.value if column == _STATE else "ink"

    def hint(self, row: int, column: int) -> str:
        """The whole line, to whoever hears it."""
        return self.faces[row].spoken if column == 0 else ""

    def is_figure(self, column: int) -> bool:
        """Counts."""
        return 0 < column <= _COUNTS


class _RoomPainter(CellPainter):
    def __init__(self, cells: _RoomCells, look: Look) -> None:
        super().__init__(cells, look)
        self._faces = cells
        self._colours = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, and the bar where it stands."""
        super().paint(painter, option, index)
        if index.column() != _BAR:
            return
        face = self._faces.faces[index.row()]
        rect = QRect(option.rect)
        way = QRectF(rect.left() + _SIDE, rect.center().y() - _HIGH / 2, rect.width() - 2 * _SIDE, _HIGH)
        done = QRectF(way.left(), way.top(), way.width() * face.share / _ALL, _HIGH)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, token in ((way, "line"), (done, _FILLS[face.tone])):
            painter.setBrush(self._colours.colour(token))
            painter.drawRoundedRect(part, _HIGH / 2, _HIGH / 2)
        painter.restore()


class RoomTable(Table):
    """`then` takes the id of a room that is opened."""

    def __init__(self, look: Look, then: Callable[[str], None]) -> None:
        words = look.words
        titles = ("room", "due", "received", "absent", "missing", "progress", "state")
        self._cells = _RoomCells(tuple(words(f"centre.column.{each}") for each in titles))
        super().__init__(self._cells, look, "rooms", words("centre.collect.rooms"))
        self.setItemDelegate(_RoomPainter(self._cells, look))
        self.on_row(lambda at: then(self._cells.faces[at].id))

    def show_rooms(self, faces: Sequence[RoomFace]) -> None:
        """These rooms."""
        is_first = not self._cells.titles
        self._cells.take(faces)
        if is_first:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar gives way first."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.fit(_WIDTHS if self.width() >= _WIDE else _NARROW)
