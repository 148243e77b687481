"""Tables drawn with bars in a text (`| 题干 | A | 答案 |`, `| --- | --- |`) that hold whole items."""

from collections.abc import Iterator, Sequence

from kaochang.papers.grammar import plain
from kaochang.papers.lines import Line, Note, make_line
from kaochang.papers.walkers.paper_tables import Rows, as_paper


def opened(lines: Sequence[Line], notes: list[Note]) -> Iterator[Line]:
    """The lines with such tables as the items in them; every other table stays as it is drawn."""
    end = 0
    for index, line in enumerate(lines):
        if index < end:
            continue
        if not plain.draws_table(lines, index):
            yield line
            continue
        end = plain.table_end(lines, index)
        yield from as_paper(_rows(lines[index:end]), notes) or lines[index:end]


def _rows(lines: Sequence[Line]) -> Rows:
    cells = [(line.number, plain.cells_of(line)) for line in lines if not plain.is_rule(line)]
    return [[[make_line(text, number)] if text else [] for text in row] for number, row in cells]
