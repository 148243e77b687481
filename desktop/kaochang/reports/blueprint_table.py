"""A blueprint's table as a workbook, under headers that are understood when it is read again."""

import io
from collections.abc import Sequence

import xlsxwriter

from kaochang.domain.ports import Words

_COLUMNS = ("section", "type", "topics", "sections", "difficulty", "count", "points")
_WIDTHS = (18, 12, 26, 26, 10, 8, 12)
_FIGURES = frozenset({"count", "points"})


def write_blueprint(lines: Sequence[Sequence[str]], words: Words) -> bytes:
    """The bytes of an .xlsx file; `lines` are the cells of each rule, as the window shows them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E6F0F7", "border": 1, "border_color": "#C9D3DD"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(words("office.exams.blueprint.sheet"))
        sheet.freeze_panes(1, 0)
        for at, (column, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width, text)
            sheet.write_string(0, at, words(f"office.exams.column.{column}"), head)
        for row, cells in enumerate(lines, start=1):
            for at, (column, cell) in enumerate(zip(_COLUMNS, cells, strict=True)):
                if column in _FIGURES and cell:
                    sheet.write_number(row, at, float(cell))
                else:
                    sheet.write_string(row, at, cell, text)
    return target.getvalue()
