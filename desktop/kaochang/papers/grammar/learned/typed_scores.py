"""Tables of what is looked at and what it is worth, typed with bars or tabs below an item, as tables."""

import re
from typing import Final

from kaochang.domain.items import Table
from kaochang.papers.grammar.learned.view import View
from kaochang.papers.grammar.score_tables import AMOUNT, WORTH
from kaochang.papers.lines import Line, make_line

_APART: Final = re.compile(r"\s*\|\s*|\t+")


def typed_scores(view: View) -> dict[int, list[Line]]:
    """The head of each such table as the whole of it, its rows as nothing."""
    changed: dict[int, list[Line]] = {}
    for segment in view.segments:
        for index in range(segment.start + 1, segment.end):
            rows = _rows(view, index, segment.end) if index not in changed else []
            if rows:
                table = Table(tuple(tuple(row) for row in rows))
                changed[index] = [make_line("", view.lines[index].number, table=table)]
                changed |= {later: [] for later in range(index + 1, index + len(rows))}
    return changed


def _rows(view: View, index: int, end: int) -> list[list[str]]:
    """The rows from a head on, as long as each has an amount where the head says so; nothing where none follows."""
    head = _cells(view.lines[index])
    place = next((place for place, cell in enumerate(head) if place and WORTH.fullmatch(cell)), 0)
    rows = [head]
    for later in range(index + 1, end if place else index + 1):
        row = _cells(view.lines[later])
        if len(row) != len(head) or AMOUNT.fullmatch(row[place]) is None:
            break
        rows.append(row)
    return rows if len(rows) > 1 else []


def _cells(line: Line) -> list[str]:
    if line.table is not None or ("|" not in line.text and "\t" not in line.text):
        return []
    return [cell.strip() for cell in _APART.split(line.text.strip(" |"))]
