"""Lines of authored text with what is set into them, laid out by hand: each line is as high as what stands in it.

Qt's own text document cannot put a formula on the baseline, nor let one line of a fixed height grow; its text layout,
paragraph by paragraph, can.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from kaochang.domain.authored import Paragraph, Piece, Words
from kaochang.domain.blanks import BRACKETS, in_brackets

_BRACKETS = re.compile(in_brackets("[\u3000 ]+"))
_OPENED = tuple(f"{bracket} " for opening, _ in BRACKETS for bracket in opening)
_RUNS = re.compile("(?<=[^\\s])\u3000{2,24}(?=[^\\s])")
_HARD_SPACE = "\u00a0"
_STAND_IN = "〇"
"""Stands in a line for what is set into it: lines may break on both sides, but not before a full stop after it."""
_TAB = 4.0


class Inset(Protocol):
    """What is set into a line instead of letters."""

    def measure(self, widest: float) -> tuple[float, float, float]:
        """Its width, never over `widest`, and how far it reaches above and below the baseline."""

    def place(self, painter: QPainter | None, left: float, baseline: float) -> None:
        """Told where it stands, and painted there; without a painter it is only told."""

    def strike(self, painter: QPainter, area: QRectF) -> None:
        """Struck through in the painter's colour; `area` is where it stands."""


@dataclass(frozen=True)
class _Part:
    """A piece's places in the authored text and in the layout, which counts in UTF-16 units."""

    piece: Piece
    start: int
    end: int
    inset: Inset | None


@dataclass(frozen=True)
class Setting:
    """How a text is set: its font, and the height of its lines."""

    font: QFont
    line: int
    gap: float


class TextBlock:
    """One paragraph. Lines are laid for a width by `lay`; every other call speaks of the lines as they were laid."""

    def __init__(self, paragraph: Paragraph, setting: Setting, insets: Callable[[Piece], Inset | None]) -> None:
        self.start, self.end = paragraph.start, paragraph.end
        self.top = self.height = 0.0
        self._setting = setting
        metrics = QFontMetricsF(setting.font)
        self._up = round((setting.line - metrics.height()) / 2 + metrics.ascent())
        self._parts: list[_Part] = []
        self._formats: list[QTextLayout.FormatRange] = []
        shown = ""
        for piece in paragraph.pieces:
            inset, start = insets(piece), units(shown)
            if inset is None and isinstance(piece, Words):
                words = self._hold_together(piece.text, start, metrics)
            else:
                words = _STAND_IN
            self._parts.append(_Part(piece, start, start + units(words), inset))
            shown += words
        self._baselines: list[float] = []
        self._measured: list[tuple[int, float, float]] = []
        self._layout = QTextLayout(shown, setting.font)
        self._layout.setTextOption(_option(metrics))
        self._layout.setCacheEnabled(True)
        if self._formats:
            self._layout.setFormats(self._formats)
        self._has_insets = any(part.inset is not None for part in self._parts)

    def _hold_together(self, text: str, before: int, metrics: QFontMetricsF) -> str:
        """White space that is a blank in hard spaces of the same width, so that no line ends within it."""
        if "\u3000" not in text and not any(start in text for start in _OPENED):
            return text
        held = list(text)
        for found in [*_BRACKETS.finditer(text), *_RUNS.finditer(text)]:
            for place in range(*found.span()):
                held[place] = _HARD_SPACE
            for run in re.finditer("\u3000+", found.group()):
                start = before + units(text[: found.start() + run.start()])
                wider = metrics.horizontalAdvance("\u3000") - metrics.horizontalAdvance(_HARD_SPACE)
                self._formats.append(_stretched(start, len(run.group()), wider, QTextCharFormat()))
        return "".join(held)

    def natural_width(self) -> float:
        """As one line."""
        return self._lay_lines(100_000)

    def lay(self, width: float, top: float) -> float:
        """Lay the lines from `top` on and give the height they take."""
        self.top = top
        self._lay_lines(width)
        return self.height

    def _lay_lines(self, width: float) -> float:
        measured = self._measured = self._fit_insets(width)
        line_height, usual_up = self._setting.line, float(self._up)
        layout, down = self._layout, line_height - usual_up
        baselines: list[float] = []
        bottom = widest = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            up, low = usual_up, down
            if measured:
                first = line.textStart()
                for place, above, below in measured:
                    if first <= place < first + line.textLength():
                        up, low = max(up, above), max(low, below)
            baseline = round(bottom + up)
            line.setPosition(QPointF(0, baseline - line.ascent()))
            baselines.append(baseline)
            bottom = baseline + low
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        self._baselines = baselines
        self.height = max(bottom, line_height)
        return widest

    def _fit_insets(self, width: float) -> list[tuple[int, float, float]]:
        """(place, above, below) of each inset, its stand-in stretched to its width."""
        if not self._has_insets:
            return []
        metrics = QFontMetricsF(self._setting.font)
        own = metrics.horizontalAdvance(_STAND_IN)
        measured, formats = [], list(self._formats)
        for part in self._parts:
            if part.inset is not None:
                wide, above, below = part.inset.measure(width)
                unseen = QTextCharFormat()
                unseen.setForeground(QBrush(QColor(Qt.GlobalColor.transparent)))
                formats.append(_stretched(part.start, 1, wide - own, unseen))
                measured.append((part.start, above + 2, below + 2))
        self._layout.setFormats(formats)
        return measured

    def paint(self, painter: QPainter, selections: Sequence[QTextLayout.FormatRange] = ()) -> None:
        """Paint the letters and whatever paints itself among them."""
        self._layout.draw(painter, QPointF(0, self.top), selections)
        self._place_insets(painter)

    def settle(self, _: int) -> None:
        """Tell each inset where it stands."""
        self._place_insets(None)

    def _place_insets(self, painter: QPainter | None) -> None:
        if self._has_insets:
            for part in self._parts:
                if part.inset is not None:
                    left, baseline = self._point(part.start)
                    part.inset.place(painter, left, baseline)

    def words(self, made: QTextCharFormat) -> list[QTextLayout.FormatRange]:
        """A format over all words, and over nothing that paints itself: what stands in for that is never seen."""
        return [_range(part.start, part.end - part.start, made) for part in self._parts if part.inset is None]

    def strike(self, painter: QPainter) -> None:
        """Strike through what is set into the lines; words are struck through by their format."""
        parts = [part for part in self._parts if part.inset is not None]
        for part, (place, above, below) in zip(parts, self._measured, strict=True):
            left, baseline = self._point(place)
            number = self._layout.lineForTextPosition(place).lineNumber()
            wide = _across(self._layout, number, part.end) - left
            if part.inset is not None:
                part.inset.strike(painter, QRectF(left, baseline - above, wide, above + below))

    def _point(self, unit: int) -> tuple[float, float]:
        number = self._layout.lineForTextPosition(unit).lineNumber()
        return _across(self._layout, number, unit), self.top + self._baselines[number]

    def offset_at(self, point: QPointF) -> int:
        """The place in the authored text that is nearest to a point."""
        number = 0
        down = self._setting.line - self._up
        while number + 1 < len(self._baselines) and point.y() - self.top > self._baselines[number] + down:
            number += 1
        unit = self._layout.lineAt(number).xToCursor(point.x())
        return self._offset(min(unit, self._line_end(number)))

    def _line_end(self, number: int) -> int:
        line = self._layout.lineAt(number)
        return line.textStart() + line.textLength()

    def _offset(self, unit: int) -> int:
        for part in self._parts:
            if unit < part.end or part is self._parts[-1]:
                if part.inset is not None or not isinstance(part.piece, Words):
                    return part.piece.start if unit <= part.start else part.piece.end
                return part.piece.start + _characters(part.piece.text, unit - part.start)
        return self.start

    def _unit(self, offset: int) -> int:
        for part in self._parts:
            if offset < part.piece.end or part is self._parts[-1]:
                if part.inset is not None or not isinstance(part.piece, Words):
                    return part.start if offset <= part.piece.start else part.end
                return part.start + units(part.piece.text[: max(0, offset - part.piece.start)])
        return 0

    def areas(self, start: int, end: int) -> Iterator[QRectF]:
        """The rectangles behind the words from `start` up to `end` of the authored text, one for each line."""
        if start >= self.end or end <= self.start:
            return
        first, last = self._unit(max(start, self.start)), self._unit(min(end, self.end))
        for number, baseline in enumerate(self._baselines):
            line = self._layout.lineAt(number)
            one, two = max(first, line.textStart()), min(last, self._line_end(number))
            if one < two:
                left, right = (_across(self._layout, number, unit) for unit in (one, two))
                top = self.top + baseline - line.ascent()
                yield QRectF(min(left, right), top, abs(right - left), line.ascent() + line.descent())

    def caret(self, offset: int) -> QRectF:
        """Where a caret stands before this place."""
        unit = self._unit(offset)
        left, baseline = self._point(unit)
        return QRectF(left, baseline - self._up + 4, 2, self._setting.line - 8)


def _across(layout: QTextLayout, number: int, unit: int) -> float:
    return cast(tuple[float, int], layout.lineAt(number).cursorToX(unit))[0]


def _stretched(start: int, length: int, by: float, made: QTextCharFormat) -> QTextLayout.FormatRange:
    made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    made.setFontLetterSpacing(by)
    return _range(start, length, made)


def _range(start: int, length: int, made: QTextCharFormat) -> QTextLayout.FormatRange:
    over = QTextLayout.FormatRange()
    over.start, over.length, over.format = start, length, made
    return over


def _option(metrics: QFontMetricsF) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTabStopDistance(_TAB * metrics.horizontalAdvance("\u3000"))
    return option


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


def _characters(text: str, count: int) -> int:
    """How many characters stand in so many UTF-16 units."""
    for place, letter in enumerate(text):
        if count <= 0:
            return place
        count -= 2 if letter > "\uffff" else 1
    return len(text)
