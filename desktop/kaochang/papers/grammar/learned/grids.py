"""Key tables typed as text in words that nobody listed, or in none: a row of numbers that count on, and below it a
row of as many letters or judgements."""

import re
from collections.abc import Iterator
from typing import Final

from kaochang.papers.grammar.key_entries import is_typed_table
from kaochang.papers.grammar.key_tables import is_somebodys, is_value
from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import View
from kaochang.papers.lines import Line

_NUMBERS: Final = re.compile(r"(?P<label>[^\d\s|]{1,6}[\s|:]+)?\|?\s*(?P<cells>\d{1,3}(?:[\s|]+\d{1,3})+)[\s|]*")
_APART: Final = re.compile(r"[\s|]+")
_LABEL: Final = re.compile(r"[^\s|]{1,6}[\s|:]+")


def typed_tables(view: View) -> dict[int, list[Line]]:
    """Both rows of each such table, spelled as 题号 and 答案; rows above options are part of an item."""
    changed: dict[int, list[Line]] = {}
    for at, numbers, answers in _found(view):
        changed[at] = [respelled(view.lines[at], numbers, "题号 ")]
        changed[at + 1] = [respelled(view.lines[at + 1], answers, "答案 ")]
    return changed


def _found(view: View) -> Iterator[tuple[int, int, int]]:
    """Where such a table stands, and where the numbers and the answers begin on their lines."""
    for at, (upper, lower) in enumerate(zip(view.lines, view.lines[1:], strict=False)):
        match = _NUMBERS.fullmatch(upper.fold) if upper.table is None and lower.table is None else None
        if match is None or is_typed_table(upper, lower):
            continue
        values = [int(cell) for cell in _APART.split(match["cells"])]
        label = _LABEL.match(lower.fold) if match["label"] else None
        start = label.end() if label is not None else 0
        if is_somebodys(lower.fold[:start]) or any(view.options[at + 2 : at + 3]):
            continue
        cells = [cell for cell in _APART.split(lower.fold[start:]) if cell]
        counted = values == list(range(values[0], values[0] + len(values)))
        alike = bool(match["label"]) == (label is not None) and len(cells) == len(values)
        if counted and alike and all(map(is_value, cells)):
            yield at, match.start("cells"), start
