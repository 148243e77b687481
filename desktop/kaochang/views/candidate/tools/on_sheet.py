"""What the tools draw on an item: options struck out, words highlighted."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from kaochang.domain.annotations import ELIMINABLE, Passage
from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.exam_state import ItemFace, OptionFace
from kaochang.presenters.candidate.tools import ToolsPresenter
from kaochang.presenters.candidate.tools_state import ToolsState
from kaochang.views.candidate.interactions.option_row import OptionRow
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import keep_room
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.signs import cross
from kaochang.views.widgets.spoken import announce

_SIDE = 40
_SIGN = 16


class SheetTools:
    """The tools on one sheet; made anew with it."""

    def __init__(self, sheet: QWidget, face: ItemFace, tools: ToolsPresenter, look: Look) -> None:
        self._is_eliminable = face.type in ELIMINABLE
        self._rows = {option.label: _Row(sheet, option, tools, look) for option in self._options(face)}
        self._texts = {text: sheet.findChild(Prose, text.value) for text in Passage}
        for text, prose in self._texts.items():
            if prose is not None:
                prose.selected.connect(partial(tools.select, text))

    def _options(self, face: ItemFace) -> tuple[OptionFace, ...]:
        return face.options if self._is_eliminable else ()

    def show_tools(self, state: ToolsState) -> None:
        """Draw what is drawn now; after the response is shown, which the rows ask for."""
        for label, row in self._rows.items():
            row.show_eliminated(is_offered=Tool.ELIMINATOR in state.allowed, is_eliminated=label in state.eliminated)
        for text, spans in ((Passage.STEM, state.stem), (Passage.MATERIAL, state.material)):
            prose = self._texts[text]
            if prose is not None:
                prose.show_highlights(spans)
                if prose.selectable is not state.is_highlighting:
                    prose.selectable = state.is_highlighting

    def retire(self) -> None:
        """Another sheet takes this one's place: a cross that is still held down strikes out nothing there."""
        for row in self._rows.values():
            row.retire()

    def focus_text(self) -> bool:
        """The keyboard goes to the first text that can be highlighted now; whether there is one."""
        found = [prose for prose in self._texts.values() if prose is not None and prose.selectable]
        for prose in found[:1]:
            prose.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return bool(found)


class _Row:
    """An option's row with its button to strike it out."""

    def __init__(self, sheet: QWidget, option: OptionFace, tools: ToolsPresenter, look: Look) -> None:
        found = sheet.findChild(OptionRow, f"option-{option.label}")
        if found is None:
            raise LookupError(option.label)
        self._row, self._words, self._letter = found, look.words, option.letter
        self._spoken = found.accessibleName()
        self._button = EliminateButton(look)
        self._button.setObjectName(f"eliminate-{option.label}")
        self._button.clicked.connect(lambda _=False: tools.eliminate(option.label))
        self._button.hide()
        self._is_offered = self._is_eliminated = False
        self._shown: tuple[bool, ...] = ()

    def retire(self) -> None:
        self._button.blockSignals(True)

    def show_eliminated(self, *, is_offered: bool, is_eliminated: bool) -> None:
        shown = (is_offered, is_eliminated, self._row.isChecked())
        if shown == self._shown:
            return
        if self._shown and self._row.isVisible() and self._is_eliminated is not is_eliminated:
            key = "spoken.eliminated" if is_eliminated else "spoken.brought-back"
            announce(self._row, self._words(key, option=self._letter))
        self._shown, self._is_eliminated = shown, is_eliminated
        if is_offered and not self._is_offered:
            self._is_offered = True
            self._row.take_in(self._button)
            QWidget.setTabOrder(self._row, self._button)
        self._button.setVisible(is_offered and not self._row.isChecked())
        self._button.show_eliminated(is_eliminated=is_eliminated)
        key = "candidate.eliminate.back" if is_eliminated else "candidate.eliminate"
        self._button.setAccessibleName(self._words(key, letter=self._letter))
        spoken = self._words("candidate.eliminate.spoken", option=self._spoken) if is_eliminated else self._spoken
        self._row.setAccessibleName(spoken)
        self._row.show_eliminated(is_eliminated=is_eliminated)


class EliminateButton(QAbstractButton):
    """A small cross; on an option that is struck out, an arrow back. Its place stays where it is hidden."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._is_eliminated = False
        self.setFixedSize(_SIDE, _SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        keep_room(self)

    def sizeHint(self) -> QSize:
        """A square that a finger hits."""
        return QSize(_SIDE, _SIDE)

    def show_eliminated(self, *, is_eliminated: bool) -> None:
        """Offer the way back, or the cross."""
        if is_eliminated is not self._is_eliminated:
            self._is_eliminated = is_eliminated
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign, and the ground under the mouse or the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_near = self.underMouse() or self.hasFocus()
        round_box = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(QPen(self._look.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("accent_soft") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(round_box, 8, 8)
        inset = (_SIDE - _SIGN) / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        draw = _back_again if self._is_eliminated else cross
        draw(painter, box, self._look.colour("accent_dark" if is_near else "ink3"))


def _back_again(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An arrow that turns back: what was struck out is brought back."""
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath()
    path.moveTo(box.left() + 0.34 * box.width(), box.top() + 0.04 * box.height())
    path.lineTo(box.left() + 0.08 * box.width(), box.top() + 0.3 * box.height())
    path.lineTo(box.left() + 0.34 * box.width(), box.top() + 0.56 * box.height())
    path.moveTo(box.left() + 0.08 * box.width(), box.top() + 0.3 * box.height())
    path.lineTo(box.left() + 0.6 * box.width(), box.top() + 0.3 * box.height())
    path.arcTo(
        QRectF(box.left() + 0.3 * box.width(), box.top() + 0.3 * box.height(), 0.62 * box.width(), 0.62 * box.height()),
        90,
        -180,
    )
    path.lineTo(box.left() + 0.3 * box.width(), box.top() + 0.92 * box.height())
    painter.drawPath(path)
