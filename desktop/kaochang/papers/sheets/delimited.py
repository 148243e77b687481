"""CSV and TSV files: told by their content, so that a text paper with commas in it stays a text paper.

A file is a table where a header row says so and the rows below have its columns, or where every row is a number with an
answer. Rows count as Excel counts them: what stands in quotation marks over several lines is one row.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.grammar.answers import judgement_of, letters_of
from kaochang.papers.grammar.options import starts_option
from kaochang.papers.lines import make_line, visible
from kaochang.papers.sheets.cards import card_rows
from kaochang.papers.sheets.columns import columns_of
from kaochang.papers.sheets.layout import lay_out
from kaochang.papers.sheets.stacked import unstacked
from kaochang.papers.sheets.workbook import Row, Sheet, Workbook

_MARKS: Final = ("\t", ",", ";")
_LOOKED_AT: Final = 60
_FEWEST: Final = 3
_SAMPLE: Final = 256 * 1024
_SAID: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def _rows(text: str, mark: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers; as far as the text is one."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise Refusal(Outcome.PAPER, "paper.cell-too-long", row=number, limit=csv.field_size_limit()) from None
        yield number, row


def _first_rows(sample: str, mark: str) -> list[list[str]]:
    """The first rows that hold anything; none where the text is no table."""
    try:
        found = [row for _, row in islice(_rows(sample, mark), _LOOKED_AT)]
    except Refusal:
        return []
    return [row for row in found if any(cell.strip() for cell in row)]


def _is_table(rows: list[list[str]]) -> bool:
    for place, row in enumerate(rows):
        found = columns_of(row)
        if found.is_table or found.is_key:
            return _is_alike(rows[place:]) and _are_titles(rows[:place], most=12 if found.is_table else 3)
    return _is_bare_key(rows) or _is_bare_list(rows) or _are_cards(rows)


def _is_alike(rows: list[list[str]]) -> bool:
    """Whether the rows under a header go over columns as it does: a paper's lines do so by chance only."""
    width = len(rows[0])
    wide = sum(len(row) >= max(2, width // 2) for row in rows[1:])
    return len(rows) == 1 or wide * 2 > len(rows) - 1


def _are_titles(rows: list[list[str]], *, most: int) -> bool:
    """Whether what stands above a header may stand there: titles and notes, no items of a text paper."""
    return len(rows) <= most and not any(starts_option(make_line(row[0], 0)) for row in rows)


def _is_bare_key(rows: list[list[str]]) -> bool:
    """Whether every row is a number and an answer, with or without a header whose words nobody knows."""
    if len(rows) > _FEWEST and len(rows[0]) == 2 and not any(cell.strip().isdigit() for cell in rows[0]):
        rows = rows[1:]
    return len(rows) > 1 and all(
        len(row) == 2 and row[0].strip().isdigit() and bool(letters_of(row[1]) or judgement_of(row[1]) is not None)
        for row in rows
    )


def _is_bare_list(rows: list[list[str]]) -> bool:
    """Whether the rows are items under a header that nobody knows, or under none: all as wide as each other, and their
    cells tell what is asked and what is to be chosen or answered."""
    if len(rows) < _FEWEST or len(rows[-1]) < _FEWEST or len({len(row) for row in rows}) > 1:
        return False
    tables = lay_out(_sheet(rows)).tables
    return any(table.columns.has_stem and table.rows for table in tables)


def _are_cards(rows: list[list[str]]) -> bool:
    """Whether every row is a word with what stands beside it, and together they are items: a typed paper is no such."""
    return len(rows) >= _FEWEST and len({len(row) for row in rows}) == 1 and card_rows(_sheet(rows)).is_made


def _sheet(rows: list[list[str]]) -> Sheet:
    return Sheet(rows=[Row(at, at, [_clean(cell) for cell in row]) for at, row in enumerate(rows, start=1)])


def read_delimited(text: str, is_table: Callable[[list[list[str]]], bool] = _is_table) -> Workbook | None:
    """The table that a text holds, or None where it is no table: that, its first rows say."""
    said = _SAID.match(text)
    marks = (said.group(1),) if said else _MARKS
    start = said.end() if said else 0
    sample = text[start : start + _SAMPLE]
    for mark in marks:
        if mark in sample and is_table(_first_rows(sample, mark)):
            return table(text[start:], mark, 1 if said else 0)
    return None


def table(text: str, mark: str, skipped: int = 0) -> Workbook:
    """The rows of a text over the columns that a mark parts; `skipped` lines stood above it."""
    sheet = Sheet()
    cells = 0
    for number, texts in _rows(text, mark):
        cells += len(texts)
        if cells > limits.MAX_CELLS:
            raise Refusal(Outcome.PAPER, "paper.too-many-cells", limit=limits.MAX_CELLS)
        row = Row(number + skipped, number + skipped, [_clean(cell) for cell in texts])
        if row.is_empty():
            continue
        if len(sheet.rows) >= limits.MAX_ROWS:
            raise Refusal(Outcome.PAPER, "paper.too-many-rows", limit=limits.MAX_ROWS)
        if len(texts) > limits.MAX_SHEET_COLUMNS and any(row.cells[limits.MAX_SHEET_COLUMNS :]):
            limit = limits.MAX_SHEET_COLUMNS
            raise Refusal(Outcome.PAPER, "paper.too-many-columns", sheet="CSV", row=row.number, limit=limit)
        sheet.rows.append(row)
    return Workbook([unstacked(sheet)])


def _clean(text: str) -> str:
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
