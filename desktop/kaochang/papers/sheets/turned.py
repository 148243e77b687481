"""Items as columns: the words that say what is what stand below each other, an item in each column beside them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaochang.papers.sheets.columns import Columns, columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.workbook import Row, Sheet

_FEWEST_HEADS: Final = 3
_MOST_ROWS: Final = 60
"""Rows that such a table has at most: one for each thing that is said of an item."""
_FEWEST_ITEMS: Final = 2


def turned(sheet: Sheet) -> Sheet:
    """The sheet with an item on each row; as it is where it is made so, or not made of such columns alone."""
    rows = sheet.rows
    start = next((at for at, row in enumerate(rows) if len(row.filled()) > 1), len(rows))
    body = rows[start:]
    if not _FEWEST_HEADS <= len(body) <= _MOST_ROWS or any(columns_of(row.cells).is_table for row in body):
        return sheet
    label = body[0].filled()[0]
    heads = _heads(body, label)
    values = label + 1 if heads is None or not _are_letters(body, label + 1) else label + 2
    columns = columns_of(heads or [])
    if heads is None or not _is_whole(columns) or len(columns.taken) < len(heads):
        return sheet
    stem = body[columns.all(Role.STEM)[0]] if columns.all(Role.STEM) else body[0]
    items = [place for place in stem.filled() if place >= values]
    if len(items) < _FEWEST_ITEMS or any(
        place not in items for row in body for place in row.filled() if place >= values
    ):
        return sheet
    header = Row(body[0].number, body[0].line, heads)
    return replace(sheet, rows=[*rows[:start], header, *(_item(body, place, stem) for place in items)], is_made=True)


def _heads(body: Sequence[Row], label: int) -> list[str] | None:
    """What each row says of the items; None where one says nothing that is known, or two say the same."""
    lettered = _are_letters(body, label + 1)
    heads = []
    for row in body:
        text = "" if row.continues(label) else row.text(label)
        letter = row.text(label + 1) if lettered else ""
        heads.append(f"选项{letter}" if letter else text)
    known = [head_of(head) for head in heads]
    whole = all(head is not None for head in known) and len(set(heads)) == len(heads)
    return heads if whole else None


def _are_letters(body: Sequence[Row], column: int) -> bool:
    """Whether a second column holds nothing but the letters of the options, one below the other."""
    letters = [text for row in body if (text := row.text(column))]
    return len(letters) > 1 and letters == [chr(ord("A") + place) for place in range(len(letters))]


def _is_whole(columns: Columns) -> bool:
    return columns.is_table and bool(columns.options or {Role.OPTIONS, Role.ANSWER} & set(columns.roles))


def _item(body: Sequence[Row], place: int, stem: Row) -> Row:
    """One column as a row, each cell still on the line where it stands."""
    return Row(
        stem.number,
        stem.line,
        [row.text(place) for row in body],
        {at: row.spans[place] for at, row in enumerate(body) if place in row.spans},
        {at: row.images[place] for at, row in enumerate(body) if place in row.images},
        lines_of={at: row.line for at, row in enumerate(body)},
    )
