"""Running text as authored: every space, U+3000 and underscore stays, lines are set with room, width is followed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QWidget

from kaochang.domain.authored import Apart, Block, Formula, Gap, Paragraph, Piece, read_authored, read_typed
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.views.theme import font
from kaochang.views.widgets.code import CodeBlock
from kaochang.views.widgets.formula import FormulaBlock, FormulaInset
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import bring_into_sight
from kaochang.views.widgets.parts import follow_width
from kaochang.views.widgets.selecting import Selecting
from kaochang.views.widgets.sign_fonts import load_sign_font
from kaochang.views.widgets.spoken import speak_as
from kaochang.views.widgets.typeset import Inset, Setting, TextBlock

WIDEST = 860


class _Laid(Protocol):
    """A block with its place in the authored text and, once it is laid, on the screen."""

    start: int
    end: int
    top: float
    height: float

    def natural_width(self) -> float: ...
    def lay(self, width: float, top: float) -> float: ...
    def settle(self, width: int) -> None: ...
    def strike(self, painter: QPainter) -> None: ...
    def paint(self, painter: QPainter, selections: Sequence[QTextLayout.FormatRange] = ()) -> None: ...


class Prose(QWidget):
    """A block of authored text. Never rich text: that would swallow runs of U+3000, and with them the blanks.

    `selectable` text takes the keyboard by Tab and a selection by mouse (press, draw, let go) or keyboard (arrows
    move, Shift+arrows select, Enter gives it): `selected` carries it as (start, end) in characters of the authored
    text. `show_highlights` paints such places. Of an item with `blanks`, `field` makes what stands in each. What a
    candidate has typed is shown letter by letter: nothing in it is notation.
    """

    selected = Signal(int, int)

    def __init__(
        self,
        text: str,
        pixels: float,
        line_height: float,
        look: Look,
        *,
        bold: bool = False,
        gap: float = 0,
        is_typed: bool = False,
        blanks: int = 0,
        field: "Callable[[Gap, Prose], Inset] | None" = None,
    ) -> None:
        super().__init__()
        speak_as(self, "text")
        self.look = look
        self.text = text
        self.pixels = pixels
        self.setting = Setting(font(pixels, bold=bold), round(pixels * line_height), gap)
        self._selecting = Selecting(text, self.selected.emit)
        self._highlights: tuple[tuple[int, int], ...] = ()
        self._is_struck = False
        self._heights: dict[int, int] = {}
        self._laid_for = -1
        self._natural = 0.0
        self._make_field = field
        blanks = blanks if field else 0
        self._holds_views = bool(blanks)
        read = read_typed(text) if is_typed else read_authored(text, blanks)
        self._blocks: list[_Laid] = [self._made(block) for block in read]
        follow_width(self)
        self.setAccessibleName(text if is_typed else spoken_text(text, look.words, blanks))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not self._holds_views)

    def _made(self, block: Block) -> _Laid:
        if isinstance(block, Paragraph):
            return TextBlock(block, self.setting, self._inset)
        load_sign_font(self.look.theme.fonts)
        if isinstance(block, Apart):
            formula = FormulaBlock(self, block, self.pixels, self.setting.line, self.look)
            self._holds_views |= formula.view is not None
            return formula
        self._holds_views = True
        return CodeBlock(self, block, self.pixels, self.look)

    def _inset(self, piece: Piece) -> Inset | None:
        if isinstance(piece, Gap) and self._make_field is not None:
            return self._make_field(piece, self)
        if not isinstance(piece, Formula):
            return None
        load_sign_font(self.look.theme.fonts)
        formula = FormulaInset(piece, self.pixels)
        formula.hold(self, self.look)
        self._holds_views |= formula.view is not None
        return formula

    # What the highlighter needs

    @property
    def selectable(self) -> bool:
        """Whether parts of the text can be selected; never of one that is nothing but code or formulas apart."""
        return self._selecting.is_on

    @selectable.setter
    def selectable(self, is_wanted: bool) -> None:
        is_on = is_wanted and bool(self._text_blocks())
        self._selecting.is_on = is_on
        self._selecting.drop()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_on else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not (is_on or self._holds_views))
        if is_on:
            self.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self.unsetCursor()
        self.update()

    def show_highlights(self, spans: tuple[tuple[int, int], ...]) -> None:
        """Paint these places of the authored text as highlighted."""
        if spans != self._highlights:
            self._highlights = spans
            self.update()

    def show_struck(self, *, is_struck: bool) -> None:
        """Paint the text struck through and quieter, or as it is."""
        if is_struck is not self._is_struck:
            self._is_struck = is_struck
            self.update()

    # Size

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the text stands in this width."""
        if width not in self._heights:
            self._lay(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Wide enough for one line, up to a column's width."""
        if not self._natural:
            self._natural = max(block.natural_width() for block in self._blocks)
            self._laid_for = -1
        width = min(round(self._natural) + 2, WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow columns are allowed; layouts ask for the height that belongs to a width."""
        return QSize(40, self.setting.line)

    def set_anew(self) -> None:
        """Something in the text is wider or narrower than it was: lay the lines anew."""
        before = self._heights.get(self.width())
        self._heights.clear()
        self._laid_for = -1
        self._natural = 0.0
        self._place()
        if self._heights[self.width()] != before:
            self.updateGeometry()
        self.update()

    def _lay(self, width: int) -> None:
        top = 0.0
        for block in self._blocks:
            top += block.lay(max(width, 1), top) + self.setting.gap
        self._heights[width] = round(top + 0.5)
        self._laid_for = width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the lines anew."""
        self._place()

    def _place(self) -> None:
        """Whatever else stands in the text goes where its lines are now."""
        self._settle()
        for block in self._blocks:
            block.settle(self.width())

    def _settle(self) -> None:
        """The lines as they stand in this width; a question about another width may have moved them."""
        if self._laid_for != self.width():
            self._lay(self.width())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, over what is highlighted and selected in them."""
        self._settle()
        painter = QPainter(self)
        for start, end in self._highlights:
            self._paint_ground(painter, start, end, "highlight", "marked")
        if self._selecting.is_on:
            self._paint_ground(painter, *self._selecting.span, "accent_soft", "accent")
        painter.setPen(self.look.colour("ink3" if self._is_struck else "ink"))
        for block in self._blocks:
            block.paint(painter, self._struck(block))
            if self._is_struck:
                block.strike(painter)
        if self._selecting.is_on and self.hasFocus():
            painter.fillRect(self._caret(), self.look.colour("accent"))

    def _paint_ground(self, painter: QPainter, start: int, end: int, ground: str, line: str) -> None:
        """A ground in one colour and a line in another, so that colour is not the only sign."""
        for area in self.areas_of(start, end):
            painter.fillRect(area, self.look.colour(ground))
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 2), self.look.colour(line))

    def areas_of(self, start: int, end: int) -> Iterator[QRectF]:
        """Where the words from `start` up to `end` of the authored text stand, line by line."""
        self._settle()
        return (area for block in self._text_blocks() for area in block.areas(start, end))

    def _struck(self, block: _Laid) -> list[QTextLayout.FormatRange]:
        if not self._is_struck or not isinstance(block, TextBlock):
            return []
        struck = QTextCharFormat()
        struck.setFontStrikeOut(True)
        struck.setForeground(self.look.colour("ink3"))
        return block.words(struck)

    def _text_blocks(self) -> list[TextBlock]:
        return [block for block in self._blocks if isinstance(block, TextBlock)]

    def _caret(self) -> QRectF:
        place = self._selecting.place
        return self._block_of(place).caret(place)

    def _block_of(self, place: int) -> TextBlock:
        blocks = self._text_blocks()
        return next((block for block in blocks if place <= block.end), blocks[-1])

    # Selecting

    def _offset_at(self, point: QPointF) -> int:
        self._settle()
        blocks = self._text_blocks()
        return next((each for each in blocks if point.y() < each.top + each.height), blocks[-1]).offset_at(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A selection begins."""
        self._take_mouse(event, begins=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A selection is drawn."""
        self._take_mouse(event, begins=False)

    def _take_mouse(self, event: QMouseEvent, *, begins: bool) -> None:
        if not self._selecting.is_on or not self._text_blocks():
            event.ignore()
            return
        if begins and event.button() is not Qt.MouseButton.LeftButton:
            return
        self._selecting.go(self._offset_at(event.position()), selects=not begins)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was selected is given."""
        if self._selecting.is_on and event.button() is Qt.MouseButton.LeftButton:
            self._selecting.give()
            self.update()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """The keys that move here are no one else's while this text has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(self._selecting.wants(event))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move; with Shift they select; Enter gives what is selected."""
        if not self._selecting.wants(event) or not self._text_blocks():
            event.ignore()
            return
        by_line = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by_line is None:
            self._selecting.press(event)
        else:
            self._selecting.go(self._line_beside(by_line), selects=_is_shifted(event))
        bring_into_sight(self, self._caret().toAlignedRect())
        self.update()

    def _line_beside(self, by: int) -> int:
        caret = self._caret()
        return self._offset_at(QPointF(caret.left(), caret.center().y() + by * self.setting.line))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.update()


def _is_shifted(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
