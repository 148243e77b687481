"""Rows put together to items: one row each, a row for each option, or parts of a whole that they share."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import fold
from kaochang.papers.sheets.columns import Columns
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.layout import Table
from kaochang.papers.sheets.legends import Legend
from kaochang.papers.sheets.numbered import Printed, printed
from kaochang.papers.sheets.workbook import Row

_CONTENT = (
    *(Role.STEM, Role.WHOLE_STEM, Role.PART_STEM, Role.MATERIAL, Role.OPTIONS, Role.ANSWER, Role.EXPLANATION),
    *(Role.LEFT, Role.RIGHT, Role.RUBRIC, Role.PICTURE),
)
_CODE: Final = re.compile(r"[A-Za-z一-鿿]{0,6}[-_.]?\d{1,6}(?:[-_.]\d{1,6})*")


@dataclass(slots=True)
class Record:
    """The rows of one item; the first has what the item has once.

    `number` is what its number cell says, `shared` are the columns of its cells that are merged with other items' ones.
    """

    rows: list[Row]
    number: Printed = field(default_factory=Printed)
    shared: set[int] = field(default_factory=set)

    @property
    def row(self) -> Row:
        """The row that it begins on."""
        return self.rows[0]


@dataclass(slots=True)
class Group:
    """Records that share a whole: `whole` is the record that states it, `column` where; a single record has none.

    `numbered` says that each part has a number of its own.
    """

    records: list[Record]
    whole: Record | None = None
    column: int | None = None
    numbered: bool = False


def records_of(table: Table) -> list[Record]:
    """The items of a table, as rows."""
    columns = table.columns
    found: list[Record] = []
    by_option = is_by_option(table)
    for row in table.rows:
        if by_option and found and _goes_on(row, found[-1].row, columns):
            found[-1].rows.append(row)
        elif _holds_item(row, columns):
            found.append(Record([row], printed(row.text(columns.first(Role.NUMBER)))))
    _note_shared(found)
    return found


def _note_shared(records: Sequence[Record]) -> None:
    owners = Counter((column, first) for record in records for column, first in record.row.joined.items())
    for record in records:
        record.shared = {column for column, first in record.row.joined.items() if owners[column, first] > 1}


def is_by_option(table: Table) -> bool:
    """Whether each option has a row of its own: its columns say so, or rows under a stem that hold an option only."""
    columns = table.columns
    listed, stem = columns.first(Role.OPTIONS), columns.first(Role.STEM)
    if columns.by_option or listed is None or stem is None or columns.options:
        return columns.by_option
    return any(row.text(listed) and (stem in row.joined or not row.text(stem)) for row in table.rows)


def _holds_item(row: Row, columns: Columns) -> bool:
    """Whether a row holds more than a number, a type or points that were filled in beforehand.

    A picture alone, without a word beside it, is no item: nobody could tell which one it belongs to.
    """
    places = [*(place for role in _CONTENT for place in columns.all(role)), *columns.options.values(), *columns.blanks]
    return bool(row.images and row.filled()) or any(row.text(place) and not row.continues(place) for place in places)


def _goes_on(row: Row, first: Row, columns: Columns) -> bool:
    """Whether a row is a further option of the item above: its stem is merged with that one's, empty or the same."""
    stem = columns.first(Role.STEM)
    number = columns.first(Role.NUMBER)
    if stem is not None and stem in row.joined:
        return row.joined[stem] == first.joined.get(stem, first.number)
    if not row.text(stem):
        return not row.text(number) or row.text(number) == first.text(number)
    same = row.text(stem) == first.text(stem)
    return same and (not row.text(number) or row.text(number) == first.text(number))


def groups_of(records: Sequence[Record], columns: Columns, legend: Legend) -> list[Group]:
    """The records of a table, those that share a whole together."""
    found: list[Group] = []
    for place, record in enumerate(records):
        following = records[place + 1] if place + 1 < len(records) else None
        group = _opened(record, following, columns, legend)
        if group is not None:
            found.append(group)
        elif found and _belongs(record, found[-1], columns):
            found[-1].records.append(record)
        else:
            is_part = record.number.part is not None and bool(record.number.value)
            found.append(Group([record], record if is_part else None))
    for group in found:
        group.numbered = _is_numbered(group)
    return found


def _whole_column(columns: Columns) -> int | None:
    """Where wholes stand: a column of their own, or the stems where parts have a column of theirs."""
    own = columns.first(Role.WHOLE_STEM)
    return own if own is not None or Role.PART_STEM not in columns.roles else columns.first(Role.STEM)


def _opened(record: Record, following: Record | None, columns: Columns, legend: Legend) -> Group | None:
    """The group that a record opens: with a whole and its first part, or as the whole of the next ones."""
    whole, part = _whole_column(columns), columns.first(Role.PART_STEM)
    row = record.row
    if whole is not None and row.text(whole) and not row.continues(whole):
        if row.text(part):
            return Group([record], record, whole)
        if following is not None and following.row.text(part) and not following.row.text(whole):
            return Group([], record, whole)
    stem = columns.first(Role.STEM)
    if record.number.part is None and following is not None and following.number.part is not None:
        numbered = record.number.value and following.number.value in (None, record.number.value)
        if numbered and _may_hold(record, following, columns) and _is_whole(row, columns, legend):
            return Group([], record, stem)
    return None


def _may_hold(record: Record, part: Record, columns: Columns) -> bool:
    """Whether a part may belong to the row above: it is of the same section, and says no material of its own."""
    own = [each for each in columns.all(Role.MATERIAL) if part.row.text(each) and not part.row.continues(each)]
    return not own and _same_section(record, part, columns)


def _same_section(record: Record, other: Record, columns: Columns) -> bool:
    """Whether two rows stand in one section; a row that names none goes on with the one above."""
    section = columns.first(Role.SECTION)
    return other.row.text(section) in ("", record.row.text(section))


def _is_whole(row: Row, columns: Columns, legend: Legend) -> bool:
    """Whether a row says itself that it is what its parts are about: an essay without an answer is still an item."""
    typed = row.text(columns.first(Role.TYPE))
    says = legend.read(typed)
    if says.container:
        return True
    answered = any(row.text(place) for place in columns.all(Role.ANSWER))
    return not answered and (not typed or says.kind is ItemType.CASE)


def _belongs(record: Record, group: Group, columns: Columns) -> bool:
    """Whether a record is a further part of the whole above."""
    if group.whole is None:
        return False
    whole, part = _whole_column(columns), columns.first(Role.PART_STEM)
    row, top = record.row, group.whole.row
    if whole is not None and row.text(part):
        same = not row.text(whole) or row.text(whole) == top.text(whole)
        return same and (not row.continues(whole) or row.joined[whole] == top.number)
    number = record.number
    numbered = number.part is not None and number.value in (None, group.whole.number.value)
    return whole is None and numbered and _same_section(group.whole, record, columns)


def _is_numbered(group: Group) -> bool:
    """Whether the parts have numbers that run on by themselves (5, 6, 7), not 5.1, 5.2 and not one for all."""
    values = [record.number.value for record in group.records if record.number.part is None]
    own = len(values) == len(group.records) and all(value for value in values)
    return own and len(set(values)) == len(values) > 1


def code_of(record: Record, columns: Columns) -> str:
    """What a number cell holds that is no number: A-01, KF001."""
    text = record.row.text(columns.first(Role.NUMBER)).strip()
    return text if text and record.number == Printed() and _CODE.fullmatch(fold(text)) else ""


def stem_column(columns: Columns, record: Record) -> int | None:
    """Where the stem of an item stands that is no part of a whole."""
    found = [columns.first(role) for role in (Role.STEM, Role.WHOLE_STEM, Role.PART_STEM)]
    filled = [column for column in found if column is not None and record.row.lines(column)]
    return next(iter(filled), next((column for column in found if column is not None), None))


def number_by_stems(records: Sequence[Record], stem: int | None) -> None:
    """Numbers that stand in front of the stems themselves, where all of them go on one by one."""
    marks = [
        parse_number(lines[0]) if stem is not None and (lines := each.row.lines(stem)) else None for each in records
    ]
    values = [mark.value for mark in marks if mark is not None and mark.style in ("plain", "half", "paren")]
    if len(values) == len(records) > 1 and values == list(range(values[0], values[0] + len(values))):
        for record, value in zip(records, values, strict=True):
            record.number = Printed(value)
