"""A key as a table, in a file of its own or beside the items: numbers and answers in two columns or two rows."""

from collections.abc import Iterator, Sequence
from typing import Final

from kaochang.papers.grammar.drafts import Block, Entry, Section
from kaochang.papers.grammar.key_tables import is_banded, table_pairs
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line, make_line
from kaochang.papers.sheets.columns import head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.layout import Layout, Table, lay_out, section_of
from kaochang.papers.sheets.learned import ANSWERED
from kaochang.papers.sheets.legends import Legend
from kaochang.papers.sheets.numbered import printed
from kaochang.papers.sheets.profiles import columns_in, is_key
from kaochang.papers.sheets.workbook import Row, Sheet, Workbook

_FEWEST: Final = 3
"""Rows of a key whose header says nothing of answers."""
_FIELDS = ((Role.ANSWER, Mark.ANSWER), (Role.EXPLANATION, Mark.EXPLANATION), (Role.RUBRIC, Mark.RUBRIC))


def key_blocks(book: Workbook) -> list[Block]:
    """The answers of a key that is a workbook, by section; nothing where it holds none."""
    blocks: list[Block] = []
    for sheet in book.sheets:
        layout = lay_out(sheet)
        keyed = [table for table in layout.tables if {Role.NUMBER, Role.ANSWER} <= set(table.columns.roles)]
        if is_banded([tuple(row.cells) for row in sheet.rows]):
            keyed = []
        for table in keyed:
            blocks += _blocks(table, _legend(layout))
        if not keyed:
            blocks += _bare(sheet)
    return [block for block in blocks if block.entries]


def is_key_sheet(sheet: Sheet, layout: Layout) -> bool:
    """Whether a sheet beside those of the items holds their answers: its columns say so, or its name."""
    if any(table.columns.has_stem for table in layout.tables):
        return False
    named = any(table.columns.is_key for table in layout.tables) or "答案" in sheet.name
    return named or _is_grid(sheet)


def _is_grid(sheet: Sheet) -> bool:
    """Whether a sheet is nothing but rows of numbers, each above the answers to them, behind words that say so."""
    firsts = [head_of(row.text(0)) for row in sheet.rows]
    roles = [head.role if head is not None else None for head in firsts]
    pairs = len(roles) // 2
    return pairs > 0 and roles == [Role.NUMBER, Role.ANSWER] * pairs


def own_blocks(book: Workbook) -> list[Block]:
    """The answers that stand beside the items of a workbook: under them, or on a sheet of their own."""
    blocks: list[Block] = []
    for sheet in book.sheets:
        layout = lay_out(sheet)
        keyed = [table for table in layout.tables if table.columns.is_key]
        for table in keyed:
            blocks += _blocks(table, _legend(layout))
        if not keyed and is_key_sheet(sheet, layout):
            blocks += _bare(sheet)
    return [block for block in blocks if block.entries]


def _legend(layout: Layout) -> Legend:
    return Legend([*layout.headers, *(line.text for line in layout.notes)])


def _blocks(table: Table, legend: Legend) -> Iterator[Block]:
    """The entries of a table: a block for each section that its rows name, else for the section it stands under."""
    columns = table.columns
    found: dict[tuple[str, str], Block] = {}
    for row in table.rows:
        number = printed(row.text(columns.first(Role.NUMBER)))
        title, kind = row.text(columns.first(Role.SECTION)), row.text(columns.first(Role.TYPE))
        if not number.value:
            continue
        section = section_of(title) if title else table.section
        block = found.setdefault((title, kind), _block(section))
        block.kind = legend.read(kind).kind or block.kind
        _add(block, number.value, number.part, row, {mark: _lines(row, columns.all(role)) for role, mark in _FIELDS})
    yield from found.values()


def _block(section: Section) -> Block:
    named = section.kind is not None or section.line is not None
    return Block(section.title or "" if named else "", section.ordinal, section.kind)


def _add(block: Block, value: int, part: int | None, row: Row, fields: dict[Mark, list[Line]]) -> None:
    """An entry; the parts of one number stand in one entry, each behind its own (1), (2)."""
    last = block.entries[-1] if block.entries else None
    entry = last if part is not None and last is not None and last.value == value else Entry(value, row.number)
    if entry is not last:
        block.entries.append(entry)
    for mark, lines in fields.items():
        if lines and part is not None:
            lines = [make_line(f"({part}) {lines[0].text}", row.number), *lines[1:]]
        if lines:
            entry.fields.setdefault(mark, []).extend(lines)


def _lines(row: Row, columns: Sequence[int]) -> list[Line]:
    """The words of some cells, on the row as people count it."""
    return [make_line(line.text, row.number) for column in columns for line in row.lines(column)]


def _bare(sheet: Sheet) -> Iterator[Block]:
    """A key without a header: rows of numbers above rows of answers, or a number and an answer on each row."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    grid = tuple(tuple([*row.cells, *[""] * (width - len(row.cells))]) for row in sheet.rows)
    block = _block(section_of(sheet.name))
    for numbers, texts in table_pairs(grid):
        for number, text in zip(numbers, texts, strict=False):
            value = printed(number).value
            if value and text:
                block.entries.append(Entry(value, sheet.rows[0].number, plain=[make_line(text, sheet.rows[0].number)]))
    pairs = [(printed(row.text(0)).value, row) for row in sheet.rows]
    if not block.entries and all(value and len(row.filled()) == 2 and row.text(1) for value, row in pairs):
        block.entries = [Entry(value or 0, row.number, plain=_lines(row, [1])) for value, row in pairs]
    if not block.entries:
        block.entries = list(_told(sheet))
    yield block


def _told(sheet: Sheet) -> Iterator[Entry]:
    """Numbers that go up under a header whose other words nobody knows, and the one column that can answer them."""
    start = next((at for at, row in enumerate(sheet.rows) if printed(row.text(0)).value), 0)
    heads, rows = (sheet.rows[start - 1].cells if start else []), sheet.rows[start:]
    values = [printed(row.text(0)).value or 0 for row in rows]
    if not start or len(rows) < _FEWEST or 0 in values or values != sorted(set(values)):
        return
    beside = [column for column in columns_in([row.cells for row in rows])[1:] if column.filled]
    beside = [each for each in beside if each.place < len(heads) and not _is_known(heads[each.place])]
    found = [each for each in beside if each.nearly(is_key)] or beside
    if len(found) == 1:
        for value, row in zip(values, rows, strict=True):
            lines = _lines(row, [found[0].place])
            if lines:
                yield Entry(value, row.number, plain=lines)


def _is_known(head: str) -> bool:
    """Whether a header says that its column is no key: something else than answers, or what somebody answered."""
    known = head_of(head)
    return bool(ANSWERED.search(head)) or (known is not None and known.role is not Role.ANSWER)
