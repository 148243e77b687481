"""A whole paper as a table: a header row and an item a row, or blocks of rows, each with a word that says what it is.

They become the lines that a typed paper would hold. What a column is called, `sheets/columns.py` knows, as for Excel.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Label, Line, Note, fold, make_line
from kaochang.papers.numerals import SPELLED, to_int
from kaochang.papers.sheets.assumed import assumptions
from kaochang.papers.sheets.cells import is_ticked, options_in
from kaochang.papers.sheets.columns import MOST_HEADER, Columns, Head, columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.learned import ANSWERED, learned, learned_below
from kaochang.papers.sheets.profiles import asks

Cell: TypeAlias = list[Line]
Rows: TypeAlias = list[list[Cell]]

_HEADER_WITHIN: Final = 4
_WORDS: Final = (
    (Role.ANSWER, "答案："),
    (Role.EXPLANATION, "解析："),
    (Role.RUBRIC, "评分标准："),
    (Role.POINTS, "分值："),
    (Role.LEVEL, "难度："),
    (Role.TOPIC, "知识点："),
)
_PARTS: Final = frozenset({Role.STEM, Role.OPTION, Role.OPTIONS, Role.TYPE, Role.NUMBER, *(role for role, _ in _WORDS)})
_FEWEST_PARTS: Final = 3
_SIDE_BY_SIDE: Final = 4
"""Columns of a block in which two things stand beside each other, each behind its word."""
_COUNTED: Final = re.compile(r"(\D{2,6}?)\s*(\d{1,3})[.:、]?")
_PLACED: Final = re.compile(rf"第\s*(\d{{1,3}}|[{SPELLED}]{{1,3}})\s*小?题[.、:]?")
"""第3题 beside its stem."""
_JUDGES: Final = re.compile(r"^(?:考[察查核]|评[分价估]|测评|打分|给分|能力)[^,。;:?]{0,6}$")
"""How the word begins that stands beside what a response is judged by."""
_NOTHING: Final = re.compile(r"\s*(?:[/\\]|-{1,3}|n/?a)\s*", re.IGNORECASE)
"""What a cell holds that is to hold nothing."""
_FEWEST_ITEMS: Final = 3
"""Rows of a table in a page whose header says nothing; fewer may be data."""


def words_of(cell: Cell) -> str:
    """The words of a cell, its lines one under the other."""
    return "\n".join(line.text for line in cell if line.text)


def as_paper(rows: Rows, said: list[Note]) -> list[Line]:
    """The items of a table with a header row; nothing where no row is one. `said` takes what only its cells told."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = columns_of([words_of(cell) for cell in row])
        if columns.is_table and len(rows) > at + 1:
            grid = [[words_of(cell) for cell in each] for each in rows[at:]]
            return _under(rows, learned(grid[1:], columns, grid[0]) or columns, at + 1, said)
    return []


def as_learned(rows: Rows, said: list[Note]) -> list[Line]:
    """The items of a table whose columns only their cells tell: what is asked, and what is to be chosen or answered."""
    found = learned_below([[words_of(cell) for cell in row] for row in rows], _HEADER_WITHIN)
    if found is None or Role.ANSWER not in found.columns.roles or len(rows) - found.start < _FEWEST_ITEMS:
        return []
    stems = [words_of(_cell(row, found.columns.first(Role.STEM))) for row in rows[found.start :]]
    asked = sum(map(asks, stems)) * 2 > sum(map(bool, stems))
    offered = found.columns.options or found.columns.all(Role.OPTIONS)
    return _under(rows, found.columns, found.start, said) if asked or offered else []


def _under(rows: Rows, columns: Columns, start: int, said: list[Note]) -> list[Line]:
    """The words above the header, then the items below it."""
    above = [line for each in rows[: max(start - 1, 0)] for line in _distinct(each)]
    items = list(_items(rows[start:], columns, header=rows[start - 1] if start else []))
    for found in assumptions(columns, items[0].number if items else 0):
        said.append(Note(found.line or 0, found.kind, found.variant, found.params))
    return above + items


def _distinct(row: Sequence[Cell]) -> Iterator[Line]:
    seen: set[int] = set()
    for cell in row:
        yield from () if id(cell) in seen else cell
        seen.add(id(cell))


def _items(rows: Rows, columns: Columns, header: list[Cell]) -> Iterator[Line]:
    heads = [words_of(cell) for cell in header]
    stem_at = columns.first(Role.STEM) or 0
    count = 0
    under_way: _Item | None = None
    stem: Cell = []
    for row in rows:
        found = row[stem_at] if stem_at < len(row) else []
        if [words_of(cell) for cell in row] == heads:
            continue
        if _is_heading(row, columns):
            yield from under_way.lines() if under_way else []
            under_way, stem = None, []
            yield from _distinct(row)
        elif found and found is not stem:
            yield from under_way.lines() if under_way else []
            count, stem, under_way = count + 1, found, _Item(columns)
            under_way.open(row, found, count)
        elif under_way is not None:
            under_way.go_on(row)
        else:
            yield from _distinct(row)
    yield from under_way.lines() if under_way else []


def _is_heading(row: list[Cell], columns: Columns) -> bool:
    """Whether words stand alone in a row, and not where an option would."""
    filled = [place for place, cell in enumerate(row) if cell]
    listed = {*columns.options.values(), *columns.all(Role.OPTIONS)}
    return len(filled) == 1 and len(row) > 2 and filled[0] not in listed


class _Item:
    """One item of a table: its first row, and further ones that hold an option each."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lines: list[Line] = []
        self._options: list[Line] = []
        self._said: list[Line] = []
        self._chosen = ""

    def lines(self) -> list[Line]:
        """The lines that a typed paper would hold."""
        chosen = [make_line(f"答案：{self._chosen}", self._lines[0].number)] if self._chosen and self._lines else []
        return [*self._lines, *self._options, *chosen, *self._said]

    def open(self, row: list[Cell], stem: Cell, place: int) -> None:
        """The row that an item begins on."""
        number = _cell(row, self._columns.first(Role.NUMBER))
        value = to_int(fold(words_of(number)).strip().rstrip(".、")) or place
        first, *more = stem
        own = parse_number(first)
        if own is None or own.weak:
            first = led(first, f"{value}.", value)
        self._lines = [first, *more]
        kind = words_of(_cell(row, self._columns.first(Role.TYPE)))
        if kind:
            self._lines.append(make_line(f"题型：{kind}", first.number))
        self.go_on(row)
        for role, word in _WORDS:
            for column in self._columns.all(role):
                self._said += said(word, _cell(row, column))

    def go_on(self, row: list[Cell]) -> None:
        """The options of a row: one each in columns of their own, all in one cell, or one a row."""
        listed = _cell(row, self._columns.first(Role.OPTIONS))
        for label, column in sorted(self._columns.options.items()):
            cell = _cell(row, column)
            ticked = is_ticked(words_of(_cell(row, self._columns.chosen.get(label))))
            self._add(label, cell, ticked=bool(ticked))
        if not listed:
            return
        found = options_in(listed) if not self._columns.by_option else []
        if found:
            for option in found:
                words = make_line(option.text, listed[0].number, images=option.images)
                self._add(option.label, [words], ticked=option.chosen)
            return
        own = words_of(_cell(row, self._columns.first(Role.LABEL))).strip()[:1].upper()
        chosen = self._columns.first(Role.CHOSEN)
        label = own if own.isalpha() and own.isascii() else chr(ord("A") + len(self._options) % 26)
        self._add(label, listed, ticked=bool(chosen is not None and is_ticked(words_of(_cell(row, chosen)))))

    def _add(self, label: str, cell: Cell, *, ticked: bool) -> None:
        if not cell:
            return
        own = parse_label(cell[0], label)
        self._options += [own or led(cell[0], f"{label}."), *cell[1:]]
        self._chosen += label if ticked else ""


def parse_label(line: Line, label: str) -> Line | None:
    """The line of an option that says its label itself."""
    words = line.fold
    return line if words[:1].upper() == label and words[1:2] in (".", "、", ":", ")") else None


def led(line: Line, label: str, value: int = 0) -> Line:
    """A line behind a number or letter that stood in another cell."""
    gap = len(label) + 1
    places = tuple(place + gap for place in line.places)
    return make_line(f"{label} {line.text}", line.number, images=line.images, places=places, label=Label(label, value))


def said(word: str, cell: Cell) -> list[Line]:
    """A cell behind the word that says what it is."""
    words = words_of(cell)
    images = tuple(image for line in cell for image in line.images)
    return [make_line(word + words, cell[0].number, images=images)] if words else []


def _cell(row: list[Cell], place: int | None) -> Cell:
    cell = row[place] if place is not None and place < len(row) else []
    return [] if _NOTHING.fullmatch(fold(words_of(cell))) else cell


# -- blocks of rows


def as_cards(rows: Iterable[list[Cell]]) -> list[Line]:
    """Items as blocks of rows: 题干 | words, A | words, 答案 | B; nothing unless all rows begin with such words."""
    parts: list[tuple[Head, Cell]] = []
    for row in rows:
        found = _headed(row)
        if not found:
            return []
        parts += found
    roles = {head.role for head, _ in parts}
    if len(parts) < _FEWEST_PARTS or Role.STEM not in roles or not roles & {Role.ANSWER, Role.RUBRIC}:
        return []
    lines: list[Line] = []
    count = number = 0
    behind: Line | None = None
    for head, cell in parts:
        if not cell or head.role is Role.OTHER:
            continue
        if head.role is Role.NUMBER:
            own = parse_number(cell[0])
            number = own.value if own is not None else to_int(fold(words_of(cell)).strip())
            behind = own.rest if own is not None and own.rest.text else None
        elif head.role is Role.STEM:
            count, own = (number or head.rank or count + 1), parse_number(cell[0])
            lines += [cell[0] if own and not own.weak else led(cell[0], f"{count}.", count), *cell[1:]]
            lines += [] if behind is None else [behind]
            number, behind = 0, None
        else:
            lines += _part(head, cell)
    return _kinds_behind_stems(lines)


def _headed(row: list[Cell]) -> list[tuple[Head, Cell]]:
    """What a row says behind words that tell it: one thing, or two beside each other (问题1 | words | 满分 | 20)."""
    filled = list({id(cell): cell for cell in row if cell}.values())
    if len(filled) == 1 and len(words_of(filled[0])) < MOST_HEADER and (number := parse_number(filled[0][0])):
        return [] if number.weak else [(Head(Role.NUMBER), filled[0])]
    if len(filled) > 2 and (head := _head(filled[0])) is not None and head.role in (Role.RUBRIC, Role.OTHER):
        levels = make_line("　".join(words_of(cell) for cell in filled[1:]), filled[1][0].number)
        return [(head, [levels])]
    if 0 < len(filled) < 3:
        head = _head(filled[0])
        if head is None and not any(row[1:]) and row[0] and len(words_of(row[0])) < MOST_HEADER:
            return [(Head(Role.OTHER), [])]
        return [(head, row[-1] if len(row) > 1 and row[-1] else filled[-1] if len(filled) > 1 else [])] if head else []
    if len(row) != _SIDE_BY_SIDE:
        return []
    heads = [_head(cell) for cell in row[::2]]
    return [(head, cell) for head, cell in zip(heads, row[1::2], strict=True) if head] if all(heads) else []


def _head(cell: Cell) -> Head | None:
    """The word that tells what is beside it; of a stem its rank is the number behind the word, 0 where it has none."""
    words = words_of(cell)
    head = head_of(words)
    placed = _PLACED.fullmatch(fold(words).strip()) if head is None else None
    if placed is not None:
        return Head(Role.STEM, rank=to_int(placed[1]))
    counted = _COUNTED.fullmatch(fold(words).strip()) if head is None else None
    if counted and (stem := head_of(counted.group(1))) is not None and stem.role is Role.STEM:
        return replace(stem, rank=int(counted.group(2)))
    if head is None and _JUDGES.search(words) and len(words) < MOST_HEADER:
        return Head(Role.RUBRIC)
    if head is None and ANSWERED.search(words) and len(words) < MOST_HEADER:
        return Head(Role.OTHER)
    return replace(head, rank=0) if head is not None and head.role in _PARTS else None


def _part(head: Head, cell: Cell) -> list[Line]:
    if head.role is Role.OPTION:
        return [parse_label(cell[0], head.label) or led(cell[0], f"{head.label}."), *cell[1:]]
    if head.role is Role.OPTIONS:
        return [led(option.words, f"{option.label}.") for option in options_in(cell)] or list(cell)
    if head.role is Role.TYPE:
        return said("题型：", cell)
    return said(dict(_WORDS)[head.role], cell)


def _kinds_behind_stems(lines: list[Line]) -> list[Line]:
    """A type that stands before its stem belongs to the item that follows."""
    placed: list[Line] = []
    waiting: list[Line] = []
    opened = False
    for line in lines:
        if line.text.startswith("题型：") and (not opened or placed[-1].text.startswith(tuple(w for _, w in _WORDS))):
            waiting.append(line)
            continue
        placed.append(line)
        if line.label is not None and line.label.value:
            placed += waiting
            waiting, opened = [], True
    return placed + waiting
