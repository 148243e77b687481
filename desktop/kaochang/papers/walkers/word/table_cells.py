"""The cells of a Word table: rows and cells in content controls too, merged cells in each place that they cover."""

from collections.abc import Callable, Iterator

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.lines import Line
from kaochang.papers.walkers.tables import Cell, Rows
from kaochang.papers.walkers.word.names import W, integer, switch, value_of
from kaochang.papers.walkers.word.runs import THROUGH


def cells_of(table: etree._Element, read: Callable[[etree._Element], list[Line]]) -> Rows:
    """The rows of a table that are there, `read` giving the lines of a cell.

    A cell that goes on from the row above says the same again; one that is wider than a column leaves the others empty.
    """
    rows: Rows = []
    for row in _inside(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or not (
            any(properties.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))
            or switch(properties, "hidden")
        ):
            rows.append(_row(row, rows[-1] if rows else [], read))
    return rows


def _row(row: etree._Element, above: list[Cell], read: Callable[[etree._Element], list[Line]]) -> list[Cell]:
    before = row.find(f"{W}trPr/{W}gridBefore")
    cells: list[Cell] = [[] for _ in range(_bounded(integer(value_of(before), 0)))]
    for cell in _inside(row, f"{W}tc"):
        properties = cell.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            continue
        merged = None if properties is None else properties.find(f"{W}vMerge")
        goes_on = merged is not None and value_of(merged) != "restart"
        place = len(cells)
        cells.append(above[place] if goes_on and place < len(above) else read(cell))
        wide = integer(value_of(None if properties is None else properties.find(f"{W}gridSpan")), 1)
        cells += [[] for _ in range(_bounded(wide) - 1)]
        if len(cells) > limits.MAX_COLUMNS:
            raise Refusal(Outcome.PAPER, "paper.table-too-wide", limit=limits.MAX_COLUMNS)
    return cells


def _bounded(columns: int) -> int:
    return max(0, min(columns, limits.MAX_COLUMNS + 1))


def _inside(parent: etree._Element, tag: str, depth: int = 0) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls or tracked insertions."""
    if depth > limits.MAX_DEPTH:
        raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_DEPTH)
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in THROUGH or child.tag == f"{W}sdt":
            yield from _inside(child, tag, depth + 1)
