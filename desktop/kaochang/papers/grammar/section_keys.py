"""Answers that stand behind the last item of a section, for all its items or for all items of the paper."""

from collections.abc import Sequence
from typing import Final

from kaochang.domain.items import OPEN_TYPES
from kaochang.papers.grammar import marks
from kaochang.papers.grammar.drafts import Block, Drafts, Section
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.key import KeyReader
from kaochang.papers.grammar.key_entries import is_typed_table
from kaochang.papers.grammar.key_tables import are_answers, table_pairs, typed_rows
from kaochang.papers.grammar.numbers import Numbered
from kaochang.papers.lines import Line, ends_whole

_TITLE: Final = 30


def titles_table(glances: Glances, index: int) -> bool:
    """Whether a line is the title of the key table below it, in words that nobody listed: short, no part of an item."""
    line, below = glances.lines[index], glances.lines[index + 1 : index + 3]
    if not 0 < len(line.fold) <= _TITLE or not below or (below[0].table is None and below[0].fold[:1] not in "|题序"):
        return False
    rows = below[0].table.rows if below[0].table is not None else ()
    is_key = bool(rows and (table_pairs(rows) or (typed_rows(rows) and are_answers(rows))))
    is_key = is_key or (len(below) > 1 and is_typed_table(*below))
    if line.table is not None or line.images or not is_key:
        return False
    is_item = glances.numbers[index] is not None or glances.options[index] or marks.starts_with(line) is not None
    return not is_item and not ends_whole(line.text)


class SectionKeys:
    """Reads them; a reader whose answers stop before the last item stays open for the line behind."""

    def __init__(self, result: Drafts) -> None:
        self._result = result
        self._open: KeyReader | None = None

    @property
    def is_open(self) -> bool:
        """Whether the next line may go on with answers."""
        return self._open is not None

    def read(self, lines: Sequence[Line], section: Section, values: set[int], last: int) -> None:
        """Answers given on these lines; `values` are the numbers of the section's items, `last` the last of them."""
        kind = None if section.kind in OPEN_TYPES else section.kind
        reader = KeyReader(Block(section=section, kind=kind))
        for line in lines:
            reader.read(line, [])
        for block in reader.blocks:
            if not values.issuperset(entry.value for entry in block.entries):
                block.section, block.kind = None, None
        self.close()
        if reader.block.entries and section.title and reader.block.entries[-1].value < last:
            self._open = reader
        else:
            self._result.blocks += reader.blocks

    def goes_on(self, mark: Numbered | None) -> KeyReader | None:
        """The reader for a line that goes on with the answers: it begins with the number that is due."""
        reader = self._open
        if reader is None or mark is None or mark.value != reader.block.entries[-1].value + 1:
            self.close()
            return None
        self._open = None
        return reader

    def close(self) -> None:
        """No line goes on with the answers."""
        if self._open is not None:
            self._result.blocks += self._open.blocks
            self._open = None
