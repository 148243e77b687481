"""Items as blocks of rows in a sheet: 题目 | words, A | words, 答案 | B; one below the other."""

from kaochang.papers.lines import Line, Source
from kaochang.papers.sheets.layout import lay_out
from kaochang.papers.sheets.workbook import Row, Sheet, Workbook
from kaochang.papers.walkers.paper_tables import Cell, as_cards


def carded(book: Workbook) -> Source | None:
    """The lines that a typed paper would hold; None unless every sheet with words is made of such blocks."""
    filled = [sheet for sheet in book.sheets if sheet.rows]
    lines: list[Line] = []
    for sheet in filled:
        found = _lines(sheet)
        if not found or any(table.columns.names_stem for table in lay_out(sheet).tables):
            return None
        lines += found
    return Source(lines, book.media, notes=book.lost) if filled else None


def _lines(sheet: Sheet) -> list[Line]:
    """The lines of one sheet; rows of one cell above the blocks are its title and notes."""
    first = next((place for place, row in enumerate(sheet.rows) if len(row.filled()) > 1), 0)
    blocks = as_cards(_cells(row) for row in sheet.rows[first:])
    return [line for row in sheet.rows[:first] for cell in _cells(row) for line in cell] + blocks if blocks else []


def _cells(row: Row) -> list[Cell]:
    """The cells that hold anything; the word at the head of a row that says nothing stays alone."""
    cells = [row.lines(column) for column in range(len(row.cells))]
    return [cell for cell in cells if cell]
