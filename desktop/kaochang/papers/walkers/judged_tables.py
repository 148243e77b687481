"""A table of judgements with a column to tick for right and one for wrong."""

from collections.abc import Iterator
from typing import Final

from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Line, fold, make_line
from kaochang.papers.numerals import to_int
from kaochang.papers.sheets.cells import is_ticked
from kaochang.papers.walkers.paper_tables import Cell, Rows, led, words_of

_FEWEST: Final = 2
"""Items of such a table, at the least."""


def as_judged(rows: Rows) -> list[Line]:
    """Its items, each with what is ticked; nothing where no two columns stand side by side for right and wrong."""
    heads = [judgement_of(words_of(cell)) for cell in rows[0]]
    told = [place for place, head in enumerate(heads) if head is not None]
    if len(told) != 2 or told[1] != told[0] + 1 or {heads[place] for place in told} != {True, False} or not told[0]:
        return []
    body = [row for row in rows[1:] if len(row) > told[1]]
    if len(body) != len(rows) - 1 or len(body) < _FEWEST or not all(row[told[0] - 1] for row in body):
        return []
    return [line for place, row in enumerate(body, start=1) for line in _item(rows[0], row, told, place)]


def _item(head: list[Cell], row: list[Cell], told: list[int], place: int) -> Iterator[Line]:
    first, *more = row[told[0] - 1]
    value = to_int(fold(words_of(row[0])).strip().rstrip(".、")) if told[0] > 1 else 0
    own = parse_number(first)
    yield led(first, f"{value or place}.", value or place) if own is None or own.weak else first
    yield from more
    for column in told:
        words = words_of(row[column])
        if words:  # two ticks contradict each other, and what is no tick stays as it stands: both are told
            answer = words_of(head[column]) if is_ticked(words) else f"{words_of(head[column])}{words}"
            yield make_line(f"答案：{answer}", first.number)
