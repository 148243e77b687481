"""The session report as a spreadsheet: overview, scores, items, what did not arrive as it should, and records.

Texts are always written as strings, so nothing a candidate is called can become a formula, a link or a number; all
parts are kept in memory, so no temporary file holds names and scores in the clear.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Any

import xlsxwriter

from kaochang.domain.ports import Words
from kaochang.domain.session_reports import SessionReport
from kaochang.reports.details import item_grid, problem_grid, score_grid
from kaochang.reports.grids import Cell, Column, Form, Grid
from kaochang.reports.records import record_grid
from kaochang.reports.summary import exam_grid, facts, room_grid, status_grid, warnings
from kaochang.reports.wording import local, shorten

_OPTIONS = {"in_memory": True, "remove_timezone": True}
_A4 = 9
_FOOTER_LENGTH = 80
"""The format allows 255 characters for a whole footer; a title may take this many of them."""
_LEAST_WIDTH, _MOST_WIDTH, _LONG_WIDTH = 8, 26, 56
_FILTER_WIDTH = 3
"""Columns, in digits: narrowest, widest, of long text, and what the filter's arrow covers of a heading."""
_INK, _SECONDARY, _LINE, _HEADING_FILL = "#17212B", "#4A5A6A", "#C9D3DD", "#E6F0F7"
_AMBER_FILL, _AMBER_INK, _RED_INK = "#FFF3DB", "#7A4C05", "#B3372B"
_NUMBER_FORMATS = {
    Form.COUNT: "0",
    Form.POINTS: "0.00",
    Form.SHARE: "0.0%",
    Form.MOMENT: "yyyy-mm-dd hh:mm:ss",
    Form.DURATION: "[h]:mm:ss",
}
_FIGURE_WIDTH, _SUMMARY_COLUMNS = 11, 11
_LINE_HEIGHT, _MOST_LINES = 16.5, 20
_CANDIDATE_COLUMNS = 3
"""Ticket, person and name: what stays in sight, on screen and on every page."""
_FORM_WIDTHS = {Form.MOMENT: 20, Form.DURATION: 10}
_WHOLE = {"ticket", "receipt"}
"""Columns compared character by character: never wrapped. Capitals are up to half as wide again as digits."""


class _Book:
    """One workbook being written, with the cell formats all its sheets share."""

    def __init__(self, target: io.BytesIO, report: SessionReport, words: Words, zone: tzinfo) -> None:
        self.words = words
        self.session = report.title
        self.book = xlsxwriter.Workbook(target, _OPTIONS)
        self.book.set_properties({"title": report.title, "created": local(report.made, zone).replace(tzinfo=None)})
        self.title = self._format(font_size=18, bold=True)
        self.warning = self._format(font_size=13, bold=True, font_color=_AMBER_INK, bg_color=_AMBER_FILL)
        self.block = self._format(font_size=13, bold=True)
        self.label = self._format(font_color=_SECONDARY)
        self.text = self._format()
        self.note = self._format(font_color=_SECONDARY, font_size=10)
        self.heading = self._format(
            bold=True, font_color=_INK, bg_color=_HEADING_FILL, bottom=1, border_color=_LINE, text_wrap=True
        )
        self.amber = self.book.add_format({"bg_color": _AMBER_FILL, "font_color": _AMBER_INK})
        self.red = self.book.add_format({"font_color": _RED_INK})
        self.cells = {form: self._cell_format(form) for form in Form}
        self.whole_points = self._format(num_format="0", bottom=1, bottom_color=_LINE)

    def _format(self, **properties: object) -> Any:  # noqa: ANN401 - the library ships no types
        base = {"font_name": "Microsoft YaHei", "font_size": 11, "font_color": _INK, "valign": "vcenter"}
        return self.book.add_format({**base, **properties})

    def _cell_format(self, form: Form) -> Any:  # noqa: ANN401 - see _Book._format
        properties: dict[str, object] = {"bottom": 1, "bottom_color": _LINE}
        if form in _NUMBER_FORMATS:
            properties["num_format"] = _NUMBER_FORMATS[form]
        else:
            properties["text_wrap"] = True
        return self._format(**properties)

    def sheet(self, name_key: str) -> Any:  # noqa: ANN401 - see _Book._format
        """A new sheet, set up for printing on landscape A4 as wide as one page."""
        sheet = self.book.add_worksheet(self.words(name_key))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        # In a footer "&" begins a code, so a title's own is doubled.
        title = shorten(self.session, _FOOTER_LENGTH).replace("&", "&&")
        sheet.set_footer(f"&L{title}&R{self.words('report.footer', page='&P', pages='&N')}")
        sheet.hide_gridlines(2)
        return sheet


def write_workbook(report: SessionReport, words: Words, zone: tzinfo) -> bytes:
    """The whole report as the bytes of an .xlsx file (ISO/IEC 29500); times are those of `zone`."""
    target = io.BytesIO()
    book = _Book(target, report, words, zone)
    _write_summary(book, report, zone)
    scores = score_grid(report, report.candidates, words, zone)
    sheet = _write_table(book, "report.sheet.scores", scores, frozen_columns=_CANDIDATE_COLUMNS)
    # Too many columns to be read on one page: two, each beginning with who the row is of.
    sheet.fit_to_pages(2, 0)
    sheet.repeat_columns(0, _CANDIDATE_COLUMNS - 1)
    _colour_scores(book, sheet, scores)
    _write_table(book, "report.sheet.items", item_grid(report, words))
    _write_table(book, "report.sheet.problems", problem_grid(report, words))
    _write_table(book, "report.sheet.records", record_grid(report, words))
    book.book.close()
    return target.getvalue()


def _write_summary(book: _Book, report: SessionReport, zone: tzinfo) -> None:
    words = book.words
    sheet = book.sheet("report.sheet.summary")
    sheet.set_column(0, 0, _MOST_WIDTH)
    sheet.set_column(1, _SUMMARY_COLUMNS, _FIGURE_WIDTH)
    sheet.write_string(0, 0, report.title, book.title)
    sheet.set_row(0, 30)
    row = 1
    for warning in warnings(report, words):
        sheet.write_string(row, 0, warning, book.warning)
        row += 1
    for label, text in facts(report, words, zone):
        sheet.write_string(row, 0, label, book.label)
        sheet.write_string(row, 1, text, book.text)
        row += 1
    blocks = {"statuses": status_grid, "exams": exam_grid, "rooms": room_grid}
    for name, grid_of in blocks.items():
        sheet.write_string(row + 1, 0, words(f"report.block.{name}"), book.block)
        grid = grid_of(report, words)
        row = _write_grid(book, sheet, row + 2, grid, [_MOST_WIDTH] + [_FIGURE_WIDTH] * (len(grid.columns) - 1))
    for key in ("report.note.waiting", "report.note.void"):
        row += 1
        sheet.write_string(row, 0, words(key), book.note)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _write_table(book: _Book, name_key: str, grid: Grid, frozen_columns: int = 0) -> Any:  # noqa: ANN401 - see _Book._format
    """A sheet of one grid: its heading row stays in sight, filters, and repeats on every printed page."""
    sheet = book.sheet(name_key)
    sheet.set_row(0, 24)
    widths = [_width(column, [row[place] for row in grid.rows]) for place, column in enumerate(grid.columns)]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    _write_grid(book, sheet, 0, grid, widths)
    sheet.freeze_panes(1, frozen_columns)
    sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    sheet.repeat_rows(0)
    return sheet


def _write_grid(book: _Book, sheet: Any, top: int, grid: Grid, widths: Sequence[int]) -> int:  # noqa: ANN401 - see _Book._format
    """The grid from row `top` on; returns the row after its last."""
    for place, column in enumerate(grid.columns):
        sheet.write_string(top, place, column.heading, book.heading)
    for down, row in enumerate(grid.rows, start=top + 1):
        for place, (cell, column) in enumerate(zip(row, grid.columns, strict=True)):
            _write_cell(book, sheet, (down, place), cell, column.form)
        _fit_height(sheet, down, row, widths)
    return top + 1 + len(grid.rows)


def _write_cell(book: _Book, sheet: Any, at: tuple[int, int], cell: Cell, form: Form) -> None:  # noqa: ANN401 - see _Book._format
    shape = book.cells[form]
    match cell:
        case None:
            sheet.write_blank(*at, None, shape)
        case str():
            sheet.write_string(*at, cell, shape)
        case datetime() | timedelta():
            sheet.write_datetime(*at, cell, shape)
        case Fraction(denominator=1) if form is Form.POINTS:
            sheet.write_number(*at, int(cell), book.whole_points)
        case _:
            sheet.write_number(*at, float(cell), shape)


def _colour_scores(book: _Book, sheet: Any, grid: Grid) -> None:  # noqa: ANN401 - see _Book._format
    """What still waits stands on amber, a failed verdict is red; both also say so in words."""
    places = {column.key: place for place, column in enumerate(grid.columns)}
    last = max(1, len(grid.rows))
    rules = {
        "waiting": {"type": "cell", "criteria": ">", "value": 0, "format": book.amber},
        "verdict": {
            "type": "cell",
            "criteria": "==",
            "value": f'"{book.words("report.verdict.fail")}"',
            "format": book.red,
        },
    }
    for key, rule in rules.items():
        sheet.conditional_format(1, places[key], last, places[key], rule)


def _width(column: Column, cells: Iterable[Cell]) -> int:
    """Wide enough for the heading with its filter arrow and for every cell, within limits."""
    if column.form is Form.LONG_TEXT:
        return _LONG_WIDTH
    texts = max((_display_width(cell) for cell in cells if isinstance(cell, str)), default=0)
    if column.key in _WHOLE:
        return max(_display_width(column.heading) + _FILTER_WIDTH, texts * 3 // 2 + 1)
    needed = max(_display_width(column.heading) + _FILTER_WIDTH, texts + 1, _FORM_WIDTHS.get(column.form, 0))
    return min(max(needed, _LEAST_WIDTH), _MOST_WIDTH)


def _fit_height(sheet: Any, down: int, row: Sequence[Cell], widths: Sequence[int]) -> None:  # noqa: ANN401 - see _Book._format
    """A row of wrapped text as high as its text: not every spreadsheet program sees to that itself."""
    texts = [(cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)]
    lines = max((-(-_display_width(text) // (width - 1)) for text, width in texts), default=1)
    if lines > 1:
        sheet.set_row(down, _LINE_HEIGHT * min(lines, _MOST_LINES))


def _display_width(text: str) -> int:
    """Columns a text takes: two for a wide character (UAX #11), one for any other."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
