"""A paper typed into cells as it looks on paper: a number beside its stem, options below it, two in a row perhaps.

Its lines go to the grammar, as those of every typed paper. A sheet of answers beside it follows as its key.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from kaochang.papers.grammar import options
from kaochang.papers.grammar.headings import parse_heading
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line, Source, fold, make_line
from kaochang.papers.sheets.columns import head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.key import is_key_sheet
from kaochang.papers.sheets.layout import Layout, lay_out
from kaochang.papers.sheets.profiles import is_key
from kaochang.papers.sheets.workbook import Row, Sheet, Workbook

_NUMBER: Final = re.compile(r"\(?\d{1,3}\)?\s*[.、)]?|第\s*\d{1,3}\s*题\s*[.、:]?")
_KEY: Final = "参考答案"
_ANSWER: Final = "答案："
_MOST: Final = 0.8
_FEWEST: Final = 2
_LOOKED_AT: Final = 60
_PLACE: Final = re.compile(r"[(\[]\s*[)\]]")
"""A cell of its own that is left for the answer."""
_OPENS: Final = re.compile(r"\W{0,2}[A-Za-zＡ-Ｚ]\W")


def typeset(book: Workbook) -> Source | None:
    """The lines of such a paper; None where a sheet with words is neither a page of it nor its key."""
    pages = [sheet for sheet in book.sheets if _is_page(sheet)]
    if not pages:
        return None
    lines = [line for sheet in pages for row in sheet.rows for line in _lines(row)]
    for sheet in book.sheets:
        layout = lay_out(sheet)
        if is_key_sheet(sheet, layout):
            lines += _key(sheet, layout)
        elif sheet.rows and sheet not in pages:
            return None
    return Source(lines, book.media, notes=book.lost)


def _is_page(sheet: Sheet) -> bool:
    """Whether rows hold a stem behind its number, nothing but options, or words alone."""
    if not any(_is_listed(row) or _is_whole(row) for row in sheet.rows[:_LOOKED_AT]):
        return False
    kinds = Counter(map(_kind, sheet.rows))
    enough = kinds["whole"] >= _FEWEST or min(kinds["listed"], kinds["stem"]) >= _FEWEST
    return enough and kinds[""] <= len(sheet.rows) * (1 - _MOST)


def _kind(row: Row) -> str:
    if _is_listed(row):
        return "listed"
    if _is_whole(row):
        return "whole"
    return "stem" if _is_stem(row) else "alone" if len(row.filled()) == 1 else ""


def _cells(row: Row) -> list[list[Line]]:
    return [lines for column in range(len(row.cells)) if (lines := row.lines(column))]


def _is_listed(row: Row) -> bool:
    words = [row.cells[column] for column in row.filled()]
    return (
        bool(words)
        and all(_OPENS.match(text) for text in words)
        and all(options.starts_option(lines[0]) for lines in _cells(row))
    )


def _is_whole(row: Row) -> bool:
    """Whether a row holds an item: its number, its stem, and options in cells of their own, each with its letter."""
    cells = _cells(row)
    if len(cells) < 2 + _FEWEST or not _NUMBER.fullmatch(cells[0][0].fold.strip()):
        return False
    return [options.parse_options(lines[0])[:1] != [] for lines in cells[1:]] == [False, *[True] * (len(cells) - 2)]


def _is_stem(row: Row) -> bool:
    if not 0 < len(row.filled()) < 4:
        return False
    first, *more = _cells(row)
    return parse_number(first[0]) is not None or (bool(more) and bool(_NUMBER.fullmatch(first[0].fold.strip())))


def _lines(row: Row) -> list[Line]:
    """The lines of a row: a number goes before its stem, other cells follow one by one, a key in the last as one."""
    cells = _cells(row)
    if len(cells) > 1 and _PLACE.fullmatch(cells[-1][0].fold):
        *others, last = _spelled(row, cells[:-1])
        return [*others, make_line(f"{last.text}{cells[-1][0].text}", last.number, images=last.images)]
    if len(cells) > 1 and _is_stem(row) and len(cells[-1]) == 1 and is_key(cells[-1][0].text):
        *cells, (key,) = cells
        return [*_spelled(row, cells), make_line(f"{_ANSWER}{key.text}", key.number)]
    return _spelled(row, cells)


def _spelled(row: Row, cells: Sequence[list[Line]]) -> list[Line]:
    if len(cells) > 1 and _NUMBER.fullmatch(fold(cells[0][0].text).strip()):
        first, *more = cells[1]
        number = re.sub(r"\D", "", fold(cells[0][0].text))
        head = make_line(f"{number}. {first.text}", first.number, images=first.images)
        return [head, *more, *(line for lines in cells[2:] for line in lines)]
    if len(cells) > 1 and not _is_listed(row) and parse_heading(cells[0][0]) is None:
        return [make_line("　".join(line.text for lines in cells for line in lines), row.line)]
    return [line for lines in cells for line in lines]


def _told(row: Row) -> list[Line]:
    """A row of answers as it would be typed: a number before its answer, or numbers, and answers, behind their word."""
    head = head_of(row.text(0))
    if head is None or head.role not in (Role.NUMBER, Role.ANSWER):
        return _spelled(row, _cells(row)) if row.filled() else []
    return [make_line(" ".join(row.cells[column].strip() for column in row.filled()), row.line)]


def _key(sheet: Sheet, layout: Layout) -> list[Line]:
    """The answers of a sheet beside the paper, below a title of its key."""
    lines = [make_line(_KEY, sheet.rows[0].line)] if sheet.rows else []
    if not any({Role.NUMBER, Role.ANSWER} <= set(table.columns.roles) for table in layout.tables):
        return [*lines, *(line for row in sheet.rows for line in _told(row))]
    for table in layout.tables:
        if table.section.line is not None and table.section.title:
            lines += table.section.instructions
        number, answer = table.columns.first(Role.NUMBER), table.columns.first(Role.ANSWER)
        for row in table.rows:
            if row.text(number) and answer is not None:
                value = re.sub(r"\D", "", fold(row.text(number)))
                first, *more = row.lines(answer) or [make_line("", row.line)]
                lines += [make_line(f"{value}. {first.text}", row.line), *more]
    return lines
