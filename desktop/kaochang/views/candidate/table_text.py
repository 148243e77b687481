"""The cells of a table laid out without a widget for each: two thousand of them take a moment, and no longer."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Protocol

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from kaochang.domain.authored import Formula, Paragraph, Piece, read_authored
from kaochang.domain.items import Table
from kaochang.presenters import phrases
from kaochang.views.theme import font
from kaochang.views.widgets.formula import FormulaInset
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.sign_fonts import load_sign_font
from kaochang.views.widgets.typeset import Inset, Setting, TextBlock

_CELL = 14
_LINE = 1.5
_MOST_OF_A_COLUMN, _LEAST_OF_A_COLUMN = 18, 7
"""How a table's width is shared out, counted in Latin letters; a text up to the first of them is never broken."""
_LETTER = 0.56
_BROADEST = 36
_LEAST_OF_A_CELL = 40
"""Pixels; a text may be narrower, its cell is not."""
_SIDE, _TOP = 10, 6
"""Room in a cell."""
_RULE = 1


class Cell(Protocol):
    """What stands in a cell, in whatever width its column has."""

    def natural_width(self) -> float:
        """As one line."""

    def height_in(self, width: int) -> int:
        """How high it stands in this width."""

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Painted there, in the painter's pen."""


class _Blocks:
    """Words in many lines, and short formulas in them."""

    def __init__(self, blocks: list[TextBlock]) -> None:
        self._blocks = blocks
        self._heights: dict[int, int] = {}
        self._laid_for = -1

    def natural_width(self) -> float:
        """As wide as its widest line is before it is broken."""
        self._laid_for = -1
        return max(block.natural_width() for block in self._blocks)

    def height_in(self, width: int) -> int:
        """As high as its lines."""
        if width not in self._heights:
            self._lay(width)
        return self._heights[width]

    def paint(self, painter: QPainter, area: QRect) -> None:
        """From the top left."""
        if self._laid_for != area.width():
            self._lay(area.width())
        painter.save()
        painter.translate(area.topLeft())
        for block in self._blocks:
            block.paint(painter)
        painter.restore()

    def _lay(self, width: int) -> None:
        top = 0.0
        for block in self._blocks:
            top += block.lay(width, top)
        self._heights[width] = round(top + 0.5)
        self._laid_for = width


class _Line:
    """Plain words. Where they have room in one line they are never laid out, only written."""

    def __init__(self, text: str, setting: Setting, metrics: QFontMetricsF) -> None:
        self._text, self._setting = text, setting
        self._up = round((setting.line - metrics.height()) / 2 + metrics.ascent())
        self._wide = metrics.horizontalAdvance(text)
        self._broken: _Blocks | None = None

    def natural_width(self) -> float:
        """As wide as it is written."""
        return self._wide

    def height_in(self, width: int) -> int:
        """A line, or as many as are needed."""
        return round(self._setting.line + 0.5) if self._wide <= width else self._lines().height_in(width)

    def paint(self, painter: QPainter, area: QRect) -> None:
        """From the top left."""
        if self._wide <= area.width():
            painter.setFont(self._setting.font)
            painter.drawText(QPointF(area.left(), area.top() + self._up), self._text)
        else:
            self._lines().paint(painter, area)

    def _lines(self) -> _Blocks:
        if self._broken is None:
            paragraphs = [block for block in read_authored(self._text) if isinstance(block, Paragraph)]
            self._broken = _Blocks([TextBlock(each, self._setting, lambda _: None) for each in paragraphs])
        return self._broken


class HeldCell:
    """Code, and what else has to be scrolled in its cell, in a widget of its own."""

    def __init__(self, prose: Prose) -> None:
        self._prose = prose

    def natural_width(self) -> float:
        """As wide as it would be."""
        return self._prose.sizeHint().width()

    def height_in(self, width: int) -> int:
        """As high as it is."""
        return self._prose.heightForWidth(width)

    def paint(self, painter: QPainter, area: QRect) -> None:
        """It paints itself, where it was put."""

    def put(self, area: QRect) -> None:
        """There it stands."""
        self._prose.setGeometry(area)


class TableText:
    """A table in one text size: how it shares out a width, how high its rows are then, and how it is painted."""

    def __init__(self, table: Table, cells: list[list[Cell]], pixels: float) -> None:
        self._cells = cells
        most = round(_MOST_OF_A_COLUMN * pixels * _LETTER)
        columns = max((len(row) for row in cells), default=0)
        self._wanted = [_LEAST_OF_A_COLUMN] * columns
        self._least = [_LEAST_OF_A_CELL] * columns
        for row, texts in zip(cells, table.rows, strict=True):
            for place, (cell, text) in enumerate(zip(row, texts, strict=True)):
                self._wanted[place] = max(self._wanted[place], min(_BROADEST, phrases.breadth(text) + 3))
                self._least[place] = max(self._least[place], min(round(cell.natural_width()) + 2, most))
        self._shared: dict[int, tuple[list[int], list[int]]] = {}

    @property
    def least_width(self) -> int:
        """A narrower table would break what should stay in one line."""
        return sum(self._least) + (2 * _SIDE + _RULE) * len(self._least) + _RULE

    def height_in(self, width: int) -> int:
        """All rows, with the lines between them."""
        return self._places(width)[1][-1]

    def areas(self, width: int, first: int, last: int) -> Iterator[tuple[Cell | None, QRect, bool]]:
        """The cells that reach into the pixels from `first` to `last`, and whether they are of the heading."""
        lefts, tops = self._places(width)
        for line in range(max(0, bisect_right(tops, first) - 1), len(self._cells)):
            if tops[line] > last:
                return
            row = self._cells[line]
            for place in range(len(lefts) - 1 if row else 0):
                area = QRect(lefts[place], tops[line], lefts[place + 1] - lefts[place], tops[line + 1] - tops[line])
                yield row[place] if place < len(row) else None, area.adjusted(0, 0, -_RULE, -_RULE), line == 0

    def _places(self, width: int) -> tuple[list[int], list[int]]:
        """The left edges of the columns and the top edges of the rows, with where the last of them end."""
        if width not in self._shared:
            lefts = list(accumulate((wide + _RULE for wide in self._columns(width)), initial=_RULE))
            inner = [right - left - _RULE - 2 * _SIDE for left, right in pairwise(lefts)]
            heights = [
                max(cell.height_in(inner[place]) for place, cell in enumerate(row)) + 2 * _TOP + _RULE if row else 0
                for row in self._cells
            ]
            self._shared[width] = lefts, list(accumulate(heights, initial=_RULE))
        return self._shared[width]

    def _columns(self, width: int) -> list[int]:
        """Each column has what it needs at least; the others share the rest by what is written in them."""
        made = [least + 2 * _SIDE for least in self._least]
        rest = max(width, self.least_width) - _RULE * (len(made) + 1)
        sharing = set(range(len(made)))
        while sharing:
            wanted = sum(self._wanted[place] for place in sharing)
            short = {place for place in sharing if rest * self._wanted[place] < made[place] * wanted}
            if not short:
                break
            rest -= sum(made[place] for place in short)
            sharing -= short
        for place in sorted(sharing):
            wanted = sum(self._wanted[each] for each in sharing if each >= place)
            made[place] = round(rest * self._wanted[place] / wanted)
            rest -= made[place]
        return made


def inside(area: QRect) -> QRect:
    """Where the text of a cell stands."""
    return area.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)


def table_text(table: Table, look: Look, parent: QWidget) -> tuple[TableText, list[HeldCell]]:
    """The text of a table, with the widgets that stand in it; without any it is laid out once for all its views."""
    load_sign_font(look.theme.fonts)
    pixels = look.pixels(_CELL)
    kept = _painted(table, pixels)
    if kept is not None:
        return kept, []
    held: list[HeldCell] = []

    def made(text: str, is_heading: bool) -> Cell:
        cell = _cell(text, pixels, is_heading)
        if cell is None:
            prose = Prose(text, pixels, _LINE, look, bold=is_heading)
            prose.setParent(parent)
            cell = HeldCell(prose)
            held.append(cell)
        return cell

    cells = [[made(text, line == 0) for text in row] for line, row in enumerate(table.rows)]
    return TableText(table, cells, pixels), held


@lru_cache(maxsize=16)
def _painted(table: Table, pixels: float) -> TableText | None:
    cells: list[list[Cell]] = []
    for line, row in enumerate(table.rows):
        made = [_cell(text, pixels, line == 0) for text in row]
        if None in made:
            return None
        cells.append([cell for cell in made if cell is not None])
    return TableText(table, cells, pixels)


def _cell(text: str, pixels: float, is_heading: bool) -> Cell | None:
    """A cell that is painted; None for one with something in it that needs a widget."""
    setting, metrics = _setting(pixels, is_heading)
    if not any(sign in text for sign in "\n\t\\`"):
        return _Line(text, setting, metrics)
    is_short = True

    def inset(piece: Piece) -> Inset | None:
        nonlocal is_short
        if not isinstance(piece, Formula):
            return None
        made = FormulaInset(piece, pixels)
        is_short = is_short and not made.is_long
        return made

    blocks = read_authored(text)
    paragraphs = [TextBlock(block, setting, inset) for block in blocks if isinstance(block, Paragraph)]
    return _Blocks(paragraphs) if is_short and len(paragraphs) == len(blocks) else None


@lru_cache(maxsize=32)
def _setting(pixels: float, is_heading: bool) -> tuple[Setting, QFontMetricsF]:
    setting = Setting(font(pixels, bold=is_heading), round(pixels * _LINE), 0)
    return setting, QFontMetricsF(setting.font)
