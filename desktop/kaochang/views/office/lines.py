"""The paper as it is, line by line: which became items, which were left out; the item and the finding in focus."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from kaochang.domain.papers import Part
from kaochang.presenters.office.paper_state import LineFace, PaperState
from kaochang.views.office.listed import WRAPPED, Index, PaintedList, RowPainter, Rows, text_height
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look

_NUMBERS = 46
_GAP = 12
_PAD = 3


class _Lines(Rows[LineFace]):
    def spoken(self, face: LineFace) -> str:
        """Its number and its words."""
        return f"{face.shown} {face.text}"


class _LinePainter(RowPainter[LineFace]):
    def __init__(self, parent: "LineList", rows: _Lines, look: Look) -> None:
        super().__init__(parent, rows)
        self._look = look
        self._plain, self._bold, self._small = font(14), font(14, bold=True), font(12)
        self.item: int | None = None
        self.line: int | None = None

    def _font(self, face: LineFace) -> QFont:
        return self._bold if face.part is Part.HEADING else self._plain

    def _words(self, face: LineFace) -> str:
        pictures = self._look.words("office.paper.picture") * face.pictures
        return f"{face.text} {pictures}".strip()

    def measure(self, face: LineFace, width: int) -> int:
        """As high as its words, with a little room."""
        return text_height(self._words(face), self._font(face), width - _NUMBERS - _GAP) + 2 * _PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground says what it has to do with the focus, the ink what became of it."""
        face = self.face(index)
        rect = QRect(option.rect)
        token = self._ground(face)
        if token:
            painter.fillRect(rect, self._look.colour(token))
        painter.setFont(self._small)
        painter.setPen(self._look.colour("ink3"))
        number = QRect(rect.left(), rect.top() + _PAD + 1, _NUMBERS - _GAP, rect.height())
        painter.drawText(number, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), face.shown)
        painter.setFont(self._font(face))
        painter.setPen(self._look.colour("ink3" if face.part is Part.LEFT_OUT else "ink"))
        painter.drawText(rect.adjusted(_NUMBERS, _PAD, -_GAP, -_PAD), int(WRAPPED), self._words(face))

    def _ground(self, face: LineFace) -> str:
        if self.line is not None and face.number == self.line:
            return "marked_soft"
        if self.item is not None and face.item == self.item:
            return "accent_soft"
        return "raised" if face.part is Part.HEADING else ""


class LineList(PaintedList):
    """`chosen` takes the number of a line that was clicked."""

    def __init__(self, look: Look, chosen: Callable[[int], None]) -> None:
        super().__init__("paper-lines", look.words("office.paper.lines"))
        self._model = _Lines(self)
        self._painter = _LinePainter(self, self._model, look)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setProperty("ground", "surface")
        self._chosen = chosen
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_clicked)
        self._focus: tuple[int | None, int | None] = (None, None)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._chosen(self._model.faces[index.row()].number)

    def show_state(self, state: PaperState) -> None:
        """The lines, and where the focus is in them."""
        self._model.take(state.lines)
        line = next((each.line for each in state.findings if each.number == state.finding), None)
        focus = (state.here, line)
        if focus != self._focus:
            self._focus = focus
            self._painter.item, self._painter.line = focus
            self.viewport().update()
            self._bring_focus()

    def _bring_focus(self) -> None:
        item, line = self._focus
        faces = list(enumerate(self._model.faces))
        rows = [row for row, face in faces if item is not None and face.item == item]
        rows += [row for row, face in faces if line is not None and face.number == line]
        if rows:
            self.setCurrentIndex(self._model.index(rows[-1] if line is not None else rows[0]))
            self.bring(max(rows))
            self.bring(rows[-1] if line is not None else min(rows))
