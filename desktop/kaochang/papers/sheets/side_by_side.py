"""Two or more tables, or rows of cards, beside each other in one sheet: put below each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaochang.papers.sheets.columns import columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.workbook import Row, Sheet

_LOOKED_AT: Final = 60
_STEMS: Final = frozenset({Role.STEM, Role.WHOLE_STEM, Role.PART_STEM})


def set_below(sheet: Sheet) -> Sheet:
    """The sheet with its blocks of columns one below the other, between one heading and the next; else as it is.

    Cards are read across: those of one stretch between empty rows come before the next.
    """
    told = [(row.number, found) for row in sheet.rows[:_LOOKED_AT] if (found := _starts(row))] or _parted(sheet.rows)
    if not told:
        return sheet
    (header, starts), are_cards = told[0], len(told) > 1
    bounds = list(zip(starts, [*starts[1:], None], strict=True))
    made: list[Row] = []
    waiting: list[Row] = []
    last = 0
    for row in sheet.rows:
        if are_cards and header < last < row.number - 1:
            made += _blocks(waiting, bounds)
            waiting = []
        last = row.number
        if row.filled() and not any(row.cells[starts[1] :]) and _stands_alone(row):
            made += _blocks(waiting, bounds)
            made.append(row)
            waiting = []
        else:
            waiting.append(row)
    return replace(sheet, rows=[*made, *_blocks(waiting, bounds)])


def _starts(row: Row) -> list[int]:
    """Where blocks begin, on a row that says the word for stems more than once, at the same place of each block."""
    said: dict[str, list[int]] = {}
    for column in row.filled():
        head = head_of(row.cells[column])
        if head is not None and head.role in _STEMS:
            said.setdefault(row.cells[column], []).append(column)
    places = max(said.values(), key=len, default=[])
    if len(places) < 2:
        return []
    first = row.filled()[0]
    starts = [first + place - places[0] for place in places]
    alike = all(row.text(start) == row.text(first) for start in starts)
    return [0, *starts[1:]] if alike and places[0] < starts[1] else []


def _parted(rows: Sequence[Row]) -> list[tuple[int, list[int]]]:
    """Where blocks begin that empty columns part, each with a header of its own on one row."""
    for row in rows[:_LOOKED_AT]:
        filled = row.filled()
        starts = [after for before, after in pairwise(filled) if after > before + 1]
        if not starts or not columns_of(row.cells).has_stem:
            continue
        bounds = list(zip([0, *starts], [*starts, None], strict=True))
        known = all(head_of(row.cells[column]) is not None for column in filled)
        apart = known and all(columns_of(row.cells[start:end]).is_table for start, end in bounds)
        empty = all(not any(each.text(start - 1) for each in rows) for start in starts)
        return [(row.number, [0, *starts])] if apart and empty else []
    return []


def _stands_alone(row: Row) -> bool:
    """Whether a row is one cell of words: a title or a heading, and not the word at the head of a card's row."""
    filled = row.filled()
    return len(filled) == 1 and head_of(row.cells[filled[0]]) is None


def _blocks(rows: Sequence[Row], bounds: Sequence[tuple[int, int | None]]) -> Iterator[Row]:
    for start, end in bounds:
        for row in rows:
            part = _part(row, start, end)
            if not part.is_empty():
                yield part


def _part(row: Row, start: int, end: int | None) -> Row:
    """The cells of a row in one block, from its first column on."""
    inside = range(start, end if end is not None else max([len(row.cells), *row.images, *row.joined, 0]) + 1)
    return Row(
        row.number,
        row.line,
        row.cells[start:end],
        {column - start: spans for column, spans in row.spans.items() if column in inside},
        {column - start: images for column, images in row.images.items() if column in inside},
        {column - start: first for column, first in row.joined.items() if column in inside},
        {column - start for column in row.wide if column in inside},
    )
