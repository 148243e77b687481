"""The score table as comma-separated text, for other programs.

UTF-8 with a byte order mark, without which spreadsheets read Chinese as something else;
lines end with CR LF (RFC 4180).
"""

import csv
import io
import unicodedata
from datetime import datetime, tzinfo

from kaochang.domain.ports import Words
from kaochang.domain.session_reports import SessionReport
from kaochang.reports.details import score_grid
from kaochang.reports.grids import Cell, Column, cell_text

_FORMULA_STARTS = frozenset("=+-@")


def write_csv(report: SessionReport, words: Words, zone: tzinfo) -> bytes:
    """One row per ticket, the columns of the workbook's score sheet; times are ISO 8601 in `zone`."""
    grid = score_grid(report, report.candidates, words, zone)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_inert(column.heading) for column in grid.columns)
    for row in grid.rows:
        writer.writerow(_field(cell, column, words) for cell, column in zip(row, grid.columns, strict=True))
    return text.getvalue().encode("utf-8-sig")


def _field(cell: Cell, column: Column, words: Words) -> str:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(sep=" ")
    text = cell_text(cell, column.form, words)
    return _inert(text) if column.form.is_text else text


def _inert(text: str) -> str:
    """A text no spreadsheet takes for a formula: one that could be begins with an apostrophe instead.

    Blanks before it and full-width signs count too, as some spreadsheets look past both.
    """
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first in _FORMULA_STARTS else text
