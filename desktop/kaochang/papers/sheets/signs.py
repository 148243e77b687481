"""The sign that parts options of one cell where options may hold it themselves: told by all cells of the column.

A comma, a slash or a space parts options only where it does so in every cell, no other such sign would, and the answers
fit the options that it leaves.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from kaochang.papers.grammar.answers import is_none, letters_of
from kaochang.papers.lines import fold, make_line
from kaochang.papers.sheets.cells import options_in
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.layout import Table

Sign: TypeAlias = re.Pattern[str]
_SIGNS: Final = tuple(re.compile(rf"\s*[{sign}]\s*") for sign in ("/", "、", ",，", r" \u3000"))
_MOST: Final = 10
_LOOKED_AT: Final = 300


def sign_of(table: Table) -> Sign | None:
    """The sign that parts the options in the cells of a table; None where none is sure or none is needed."""
    columns = table.columns
    listed, answer = columns.first(Role.OPTIONS), columns.first(Role.ANSWER)
    if listed is None or columns.options or columns.by_option:
        return None
    cells = [(row.text(listed), row.text(answer)) for row in table.rows[:_LOOKED_AT] if not is_none(row.text(listed))]
    open_cells = [(text, key) for text, key in cells if len(options_in([make_line(text, 0)])) < 2 and "\n" not in text]
    good = [sign for sign in _SIGNS if all(_fits(parts_of(text, sign), key) for text, key in open_cells)]
    return good[0] if open_cells and len(good) == 1 else None


def parts_of(text: str, sign: Sign) -> list[str]:
    """The options that a sign leaves of a cell."""
    return [part for part in sign.split(text) if part]


def _fits(parts: Sequence[str], key: str) -> bool:
    letters = letters_of(key)
    last = ord(max(letters)) - ord("A") + 1 if letters else 0
    figures = [int(figure) for figure in re.findall(r"\d+", fold(key)[:20])]
    return 1 < len(parts) <= _MOST and len(set(parts)) == len(parts) and max([last, *figures]) <= len(parts)
