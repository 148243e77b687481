"""Formulas laid out: a tree becomes marks with places, in the measures of whatever will draw them. Pure.

Sizes and places are in pixels; y grows downwards and is 0 on the baseline. The proportions are those that books use
(a power is 0.7 of its base, a fraction's line lies on the axis of the plus sign), less strict than TeX's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Protocol, TypeAlias

from kaochang.domain.formula_signs import Sort
from kaochang.domain.formulas import Fenced, Grid, Marked, Node, Ratio, Root, Row, Scripts, Sign, Space, Upright
from kaochang.presenters.candidate.formula_shapes import SHAPES

SMALLER: Final = 0.7
LEAST: Final = 0.5
"""Of the size of the text around a formula, nothing in it is smaller."""


class Measure(Protocol):
    """(advance, above the baseline, below it) of letters in a size, as they are really inked."""

    def __call__(self, text: str, size: float, *, is_slanted: bool) -> tuple[float, float, float]:
        """Measure."""


@dataclass(frozen=True)
class Glyphs:
    """Letters from (x, y) on, y being their baseline."""

    x: float
    y: float
    text: str
    size: float
    is_slanted: bool = False


@dataclass(frozen=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Stroke:
    """A line through points; `is_curved`: after the first, each three points are a Bézier curve."""

    points: tuple[tuple[float, float], ...]
    width: float
    is_curved: bool = False


Mark: TypeAlias = Glyphs | Bar | Stroke


@dataclass(frozen=True)
class Box:
    """Marks in a place of their own: so wide, so far above and below the baseline."""

    width: float
    above: float
    below: float
    marks: tuple[Mark, ...] = ()

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.above + self.below


def lay_formula(root: Node, size: float, measure: Measure, *, is_apart: bool) -> Box:
    """The box of a formula in this size; what stands apart has room for larger signs."""
    return _Setter(measure, size, size, is_apart).box(root)


def moved(box: Box, x: float, y: float) -> tuple[Mark, ...]:
    """The marks of a box, moved."""
    return tuple(_moved(mark, x, y) for mark in box.marks)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    if isinstance(mark, Stroke):
        return replace(mark, points=tuple((left + x, top + y) for left, top in mark.points))
    return replace(mark, x=mark.x + x, y=mark.y + y)


def _beside(boxes: list[tuple[float, float, Box]], width: float) -> Box:
    """Boxes at (x, y) as one."""
    return Box(
        width,
        max((box.above - y for _, y, box in boxes), default=0.0),
        max((box.below + y for _, y, box in boxes), default=0.0),
        tuple(mark for x, y, box in boxes for mark in moved(box, x, y)),
    )


@dataclass(frozen=True)
class _Setter:
    """Sets nodes in one size. `base` is the size of the text around, which bounds how small anything gets."""

    measure: Measure
    size: float
    base: float
    is_large: bool

    @cached_property
    def axis(self) -> float:
        """How far above the baseline the middle of a plus sign is."""
        _, above, below = self.measure("+", self.size, is_slanted=False)
        return (above - below) / 2

    @property
    def thick(self) -> float:
        """How thick lines are drawn."""
        return max(1.0, self.size * 0.055)

    def smaller(self) -> "_Setter":
        """For powers and indices."""
        return _Setter(self.measure, max(self.size * SMALLER, self.base * LEAST), self.base, False)

    def inner(self) -> "_Setter":
        """For the two parts of a fraction: as large as around it once, then smaller."""
        if self.is_large:
            return replace(self, is_large=False)
        return _Setter(self.measure, max(self.size * 0.8, self.base * LEAST), self.base, False)

    def box(self, node: Node) -> Box:
        """The box of a node."""
        setters: dict[type, Callable[..., Box]] = {
            Sign: self._sign,
            Upright: self._upright,
            Space: lambda space: Box(space.width * self.size, 0, 0),
            Row: self._row,
            Ratio: self._ratio,
            Root: self._root,
            Scripts: self._scripts,
            Fenced: self._fenced,
            Marked: self._marked,
            Grid: self._grid,
        }
        return setters[type(node)](node)

    def _letters(self, text: str, *, is_slanted: bool = False) -> Box:
        width, above, below = self.measure(text, self.size, is_slanted=is_slanted)
        return Box(width, max(above, self.size * 0.5), max(below, 0.0), (Glyphs(0, 0, text, self.size, is_slanted),))

    def _sign(self, sign: Sign) -> Box:
        if sign.sort in (Sort.LARGE, Sort.INTEGRAL):
            return self._large(sign)
        return self._letters(sign.text, is_slanted=sign.sort is Sort.LETTER)

    def _large(self, sign: Sign) -> Box:
        """A sum or an integral, its middle on the axis."""
        size = self.size * ((1.9 if sign.sort is Sort.INTEGRAL else 1.55) if self.is_large else 1.2)
        width, above, below = self.measure(sign.text, size, is_slanted=False)
        down = (above - below) / 2 - self.axis
        return Box(width, above - down, below + down, (Glyphs(0, down, sign.text, size),))

    def _upright(self, words: Upright) -> Box:
        return self._letters(words.text) if words.text else Box(0, 0, 0)

    def _row(self, row: Row) -> Box:
        placed: list[tuple[float, float, Box]] = []
        across, before = 0.0, Sort.OPEN
        parts = row.parts
        for number, part in enumerate(parts):
            sort = _sort(part)
            if sort is Sort.OPERATOR and (before in _NO_OPERAND or number == len(parts) - 1):
                sort = Sort.PLAIN
            across += self._room(before, sort)
            made = self.box(part)
            placed.append((across, 0, made))
            across += made.width
            if not isinstance(part, Space):
                before = sort
        return _beside(placed, across)

    def _room(self, before: Sort, after: Sort) -> float:
        """How much room is left between two neighbours; in powers and indices next to none."""
        if self.size < self.base * 0.75:
            return self.size * (0.1 if Sort.RELATION in (before, after) else 0)
        if Sort.RELATION in (before, after):
            return 0.0 if before is after or before is Sort.OPEN else self.size * 0.26
        if Sort.OPERATOR in (before, after):
            return self.size * 0.2
        if before is Sort.COMMA or Sort.LARGE in (before, after) or Sort.INTEGRAL in (before, after):
            return 0.0 if before is Sort.OPEN else self.size * 0.16
        return 0.0

    def _ratio(self, ratio: Ratio) -> Box:
        setter = self.inner()
        over, under = setter.box(ratio.over), setter.box(ratio.under)
        overhang, gap = self.size * 0.1, self.size * 0.14
        width = max(over.width, under.width) + 2 * overhang
        line = Box(width, self.axis, 0, (Bar(0, -self.axis - self.thick / 2, width, self.thick),))
        made = _beside(
            [
                ((width - over.width) / 2, -self.axis - gap - over.below, over),
                (0, 0, line),
                ((width - under.width) / 2, -self.axis + gap + under.above, under),
            ],
            width,
        )
        side = self.size * 0.08
        return Box(width + 2 * side, made.above, made.below, moved(made, side, 0))

    def _root(self, root: Root) -> Box:
        inner = self.box(root.inner)
        gap, thick = self.size * 0.12, self.thick
        top = inner.above + gap + thick
        foot = inner.below + self.size * 0.05
        sign = self.size * 0.5
        small = _Setter(self.measure, self.base * LEAST, self.base, False)
        index = None if root.index is None else small.box(root.index)
        left = 0.0 if index is None else max(0.0, index.width - sign * 0.45)
        middle = -(top - foot) * 0.45
        points = (
            (left, middle + self.size * 0.06),
            (left + sign * 0.2, middle),
            (left + sign * 0.48, foot),
            (left + sign * 0.92, -top + thick / 2),
            (left + sign + inner.width + self.size * 0.06, -top + thick / 2),
        )
        width = left + sign + inner.width + self.size * 0.1
        placed = [(0.0, 0.0, Box(width, top, foot, (Stroke(points, thick),))), (left + sign, 0.0, inner)]
        if index is not None:
            placed.append((left + sign * 0.45 - index.width, middle - self.size * 0.1, index))
        return _beside(placed, width)

    def _scripts(self, scripts: Scripts) -> Box:
        base = self.box(scripts.base)
        setter = self.smaller()
        below = None if scripts.below is None else setter.box(scripts.below)
        above = None if scripts.above is None else setter.box(scripts.above)
        if self._has_limits(scripts.base):
            return self._stacked(base, below, above)
        left = base.width + self.size * 0.03
        shift = left + (self.size * 0.06 if _sort(scripts.base) is Sort.LETTER else 0.0)
        placed = [(0.0, 0.0, base)]
        rise = max(self.size * 0.4, base.above - setter.size * 0.45)
        drop = max(self.size * 0.18, base.below + setter.size * 0.2)
        if above is not None and below is not None:
            drop = max(drop, below.above + above.below + self.size * 0.1 - rise)
        width = base.width
        if above is not None:
            placed.append((shift, -max(rise, above.below + self.size * 0.25), above))
            width = max(width, shift + above.width)
        if below is not None:
            place = base.width * 0.75 if _sort(scripts.base) is Sort.INTEGRAL else left
            placed.append((place, drop, below))
            width = max(width, place + below.width)
        return _beside(placed, width + self.size * 0.04)

    def _has_limits(self, base: Node) -> bool:
        """Whether limits stand over and under it, not beside it."""
        if isinstance(base, Upright):
            return base.is_limited and self.is_large
        return isinstance(base, Sign) and base.sort is Sort.LARGE and self.is_large

    def _stacked(self, base: Box, below: Box | None, above: Box | None) -> Box:
        width = max(box.width for box in (base, below, above) if box is not None)
        gap = self.size * 0.14
        placed = [((width - base.width) / 2, 0.0, base)]
        if above is not None:
            placed.append(((width - above.width) / 2, -base.above - gap - above.below, above))
        if below is not None:
            placed.append(((width - below.width) / 2, base.below + gap + below.above, below))
        return _beside(placed, width)

    def _fenced(self, fenced: Fenced) -> Box:
        return self._fence(fenced.left, self.box(fenced.inner), fenced.right)

    def _fence(self, left: str, inner: Box, right: str) -> Box:
        """Brackets around a box, as high as it is and even above and below the axis."""
        half = max(inner.above - self.axis, inner.below + self.axis) + self.size * 0.08
        placed: list[tuple[float, float, Box]] = []
        across = 0.0
        for box in (self._bracket(left, half), inner, self._bracket(right, half)):
            placed.append((across, 0, box))
            across += box.width
        return _beside(placed, across)

    def _bracket(self, sign: str, half: float) -> Box:
        if not sign:
            return Box(0, 0, 0)
        if half <= self.size * 0.55 and sign not in "|‖":
            return self._letters(sign)
        side, wide = self.size * 0.07, self.size * 0.26
        top, bottom = -self.axis - half, -self.axis + half
        strokes = tuple(
            Stroke(tuple((side + x * wide, (top + bottom) / 2 + y * half) for x, y in shape), self.thick, is_curved)
            for shape, is_curved in SHAPES[sign]
        )
        return Box(wide + 2 * side, -top, bottom, strokes)

    def _marked(self, marked: Marked) -> Box:
        inner = self.box(marked.inner)
        gap, thick = self.size * 0.12, self.thick
        if marked.mark == "under":
            line = Bar(0, inner.below + gap, inner.width, thick)
            return Box(inner.width, inner.above, inner.below + gap + thick, (*inner.marks, line))
        lean = self.size * 0.08 if _sort(marked.inner) is Sort.LETTER else 0.0
        middle, wide = inner.width / 2 + lean, max(inner.width, self.size * 0.4)
        top = -inner.above - gap
        marks = _over(marked.mark, middle, top, wide, self.size * 0.16, thick)
        return Box(inner.width + lean, inner.above + gap + self.size * 0.18, inner.below, (*inner.marks, *marks))

    def _grid(self, grid: Grid) -> Box:
        setter = replace(self, is_large=False)
        rows = [[setter.box(cell) for cell in row] for row in grid.rows]
        columns = max(len(row) for row in rows)
        widths = [max((row[place].width for row in rows if place < len(row)), default=0.0) for place in range(columns)]
        apart = 0.0 if grid.aligns == "rl" else self.size * 0.8
        placed: list[tuple[float, float, Box]] = []
        down = 0.0
        for row in rows:
            above = max([self.size * 0.85, *(box.above for box in row)])
            below = max([self.size * 0.3, *(box.below for box in row)])
            down += above
            across = 0.0
            for place, box in enumerate(row):
                slack = {"l": 0.0, "c": 0.5, "r": 1.0}[grid.aligns[place % len(grid.aligns)]]
                placed.append((across + slack * (widths[place] - box.width), down, box))
                across += widths[place] + apart
            down += below + self.size * 0.15
        high = down - self.size * 0.15
        made = _beside(placed, sum(widths) + apart * (columns - 1))
        centred = Box(made.width, high / 2 + self.axis, high / 2 - self.axis, moved(made, 0, -high / 2 - self.axis))
        return self._fence(grid.left, centred, grid.right) if grid.left or grid.right else centred


_NO_OPERAND: Final = (Sort.OPEN, Sort.OPERATOR, Sort.RELATION, Sort.COMMA, Sort.LARGE, Sort.INTEGRAL)
"""Before these, a plus or minus is a sign of what follows."""


def _sort(node: Node) -> Sort:
    if isinstance(node, Sign):
        return node.sort
    if isinstance(node, Scripts):
        return _sort(node.base)
    return Sort.COMMA if isinstance(node, Upright) and node.is_limited else Sort.PLAIN


def _over(mark: str, middle: float, top: float, wide: float, high: float, thick: float) -> tuple[Mark, ...]:
    """What stands over something, its foot at `top`."""
    left, right = middle - wide / 2, middle + wide / 2
    if mark == "line":
        return (Bar(left, top - thick, wide, thick),)
    if mark == "hat":
        return (Stroke(((left, top), (middle, top - high), (right, top)), thick),)
    if mark == "arrow":
        line = top - high / 2
        tip = ((right - high * 0.7, line - high / 2), (right, line), (right - high * 0.7, line + high / 2))
        return (Bar(left, line - thick / 2, wide, thick), Stroke(tip, thick))
    if mark == "wave":
        points = ((left, top), (left + wide * 0.3, top - high * 1.4), (right - wide * 0.3, top + high * 0.4))
        return (Stroke((*points, (right, top - high)), thick, is_curved=True),)
    size = high * 0.55
    places = (middle,) if mark == "dot" else (middle - size, middle + size)
    return tuple(Bar(place - size / 2, top - size, size, size) for place in places)
