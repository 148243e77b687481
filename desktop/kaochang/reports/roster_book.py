"""A roster as a workbook: the first line is its head, every cell a text, so that no number loses its zeros."""

import io

import xlsxwriter


def write_roster_book(text: str, sheet: str) -> bytes:
    """The bytes of an .xlsx file, of a roster whose cells are parted by tabs."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        cells, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.set_column(0, 7, 18, cells)
        for row, line in enumerate(text.split("\n")):
            for column, cell in enumerate(line.split("\t")):
                page.write_string(row, column, cell, cells if row else head)
    return target.getvalue()
