"""Tables and lists of HTML: which cells stand where, and what a line of a list begins with."""

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

from lxml import etree

from kaochang.papers import limits
from kaochang.papers.markup.xml import name_of
from kaochang.papers.walkers.word.forms import spell

Grid: TypeAlias = list[list[etree._Element | None]]
"""Cells by row; None where a cell to the left or above goes on."""

_WIDEST: Final = 40
"""Columns that one cell may span; more are not believed."""
_CELLS: Final = ("td", "th")
_BODIES: Final = ("thead", "tbody", "tfoot")
INNER: Final = {"table": ("tr", *_BODIES), **dict.fromkeys(_BODIES, ("tr",)), "tr": _CELLS}
"""What a table is made of; everything else in it stands beside its cells."""
_SIGNS: Final = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ROMAN: Final = {"i": "lowerRoman", "I": "upperRoman"}
_STYLES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I", "none": "none"}
_STYLE: Final = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)")


def grid_of(table: etree._Element) -> Grid:
    """The cells of a table, every row as wide as the widest."""
    rows: Grid = []
    held: dict[int, int] = {}
    for row in _rows(table):
        cells: list[etree._Element | None] = []
        for cell in row:
            if name_of(cell).lower() not in _CELLS:
                continue
            _pass_held(cells, held)
            if len(cells) > limits.MAX_COLUMNS:
                cells.append(cell)
                continue
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(len(cells), len(cells) + wide):
                held[place] = high - 1
            cells += [cell, *[None] * (wide - 1)]
        _pass_held(cells, held)
        rows.append(cells)
    widest = min(max(map(len, rows), default=0), limits.MAX_COLUMNS + 1)
    return [[*row, *[None] * (widest - len(row))] for row in rows if row]


def _pass_held(cells: list[etree._Element | None], held: dict[int, int]) -> None:
    """Leave the places empty that cells of earlier rows reach down to."""
    while len(cells) <= limits.MAX_COLUMNS and held.get(len(cells), 0) > 0:
        held[len(cells)] -= 1
        cells.append(None)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        name = name_of(child).lower()
        if name == "tr":
            yield child
        elif name in _BODIES:
            yield from (row for row in child if name_of(row).lower() == "tr")


def _span(cell: etree._Element, name: str) -> int:
    words = cell.get(name, "1").strip()
    return max(1, min(int(words), _WIDEST)) if re.fullmatch(r"[0-9]{1,6}", words) else 1


def is_frame(grid: Grid) -> bool:
    """Whether a table only sets words apart: of one column, or of more than any data has."""
    return all(len(row) < 2 for row in grid) or any(len(row) > limits.MAX_COLUMNS for row in grid)


def cells_of(grid: Grid) -> Iterator[etree._Element]:
    """All cells in reading order."""
    return (cell for row in grid for cell in row if cell is not None)


def marker_of(outer: etree._Element, line: etree._Element, place: int) -> str:
    """What a line of a list begins with: 1. A. iv. or a dot."""
    style = _STYLE.search(outer.get("style", ""))
    kind = _STYLES.get(style.group(1), "") if style else ""
    kind = kind or outer.get("type", "")
    if kind == "none":
        return ""
    if name_of(outer).lower() == "ul":
        return "• "
    value = _int(line.get("value")) or (_int(outer.get("start")) or 1) + place
    return f"{_counted(value, kind)}. "


def _int(words: str | None) -> int | None:
    return int(words) if words and re.fullmatch(r"[0-9]{1,6}", words) else None


def _counted(value: int, kind: str) -> str:
    signs = _SIGNS.get(kind)
    if signs and 0 < value <= len(signs):
        return signs[value - 1]
    return spell(value, _ROMAN.get(kind, ""))
