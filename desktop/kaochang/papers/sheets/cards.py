"""Items as cards, one below the other: rows that begin with a word for what stands beside it.

    题目 | …, A | …, B | …, 答案 | B

They become the rows of a table with a column for each such word, each cell still on the line where it stands. Nothing
is made of a sheet in which any row cannot be told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from kaochang.domain.items import Image
from kaochang.papers.grammar.options import OptionDraft, parse_options
from kaochang.papers.lines import Span, fold
from kaochang.papers.sheets.cells import options_in
from kaochang.papers.sheets.columns import Head, columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.numbered import printed
from kaochang.papers.sheets.profiles import is_points, is_type
from kaochang.papers.sheets.workbook import Row, Sheet

_LOOKED_AT: Final = 40
_SEVERAL: Final = frozenset({Role.ANSWER, Role.EXPLANATION, Role.RUBRIC, Role.TOPIC})
"""What a card may say in several rows under different words."""
_WORDS: Final = {
    Role.NUMBER: "题号",
    Role.TYPE: "题型",
    Role.STEM: "题干",
    Role.MATERIAL: "材料",
    Role.ANSWER: "答案",
    Role.EXPLANATION: "解析",
    Role.RUBRIC: "评分标准",
    Role.KEYWORDS: "关键词",
    Role.POINTS: "分值",
    Role.LEVEL: "难度",
    Role.TOPIC: "知识点",
    Role.SECTION: "大题",
    Role.OTHER: "备注",
}
_OPTIONS: Final = "选项"
_LONGEST_WORD: Final = 8
_COUNTED: Final = re.compile(r"(?P<word>\D{2,6}?)\s*(?P<value>\d{1,3})\s*[.:、]?")


@dataclass(slots=True)
class _Cell:
    text: str
    line: int
    spans: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Card:
    """One item: its cells by the header of their column; `last` is the header of the cell that was read last.

    `options` are its options in order, each with the letter that it has; `images` are pictures by the same headers.
    """

    number: int
    line: int
    cells: dict[str, _Cell] = field(default_factory=dict)
    options: list[tuple[str, _Cell]] = field(default_factory=list)
    images: dict[str, tuple[Image, ...]] = field(default_factory=dict)
    last: str = ""

    @property
    def is_asked(self) -> bool:
        return _WORDS[Role.STEM] in self.cells

    @property
    def is_whole(self) -> bool:
        return self.is_asked and len(self.cells) + len(self.options) > 1

    @property
    def is_plain(self) -> bool:
        """Whether each letter stands before one option."""
        return len({name for name, _ in self.options}) == len(self.options)

    def settle(self, *, in_one: bool) -> None:
        """Put its options into cells: one each, or all in one, where letters that come twice are kept."""
        if in_one and self.options:
            words = "\n".join(f"{name[-1]}. {cell.text}" for name, cell in self.options)
            self.cells[_OPTIONS] = _Cell(words, self.options[0][1].line)
        elif not in_one:
            self.cells |= dict(self.options)


class _NoCardsError(Exception):
    """A row that no card has."""


def card_rows(sheet: Sheet) -> Sheet:
    """The sheet with its cards as rows of a table; as it is where it holds anything else."""
    start = next((at for at, row in enumerate(sheet.rows[:_LOOKED_AT]) if len(row.filled()) > 1), None)
    if start is None or not _may_begin(sheet.rows[start:]):
        return sheet
    try:
        found = _Reader(sheet.rows[start:]).read()
    except _NoCardsError:
        return sheet
    cards = [each for each in found if isinstance(each, _Card)]
    in_one = not all(card.is_plain for card in cards)
    for card in cards:
        card.settle(in_one=in_one)
    heads = list(dict.fromkeys(name for card in cards for name in [*card.cells, *card.images]))
    columns = columns_of(heads)
    if not columns.is_table or not (columns.options or {Role.OPTIONS, Role.ANSWER, Role.RUBRIC} & set(columns.roles)):
        return sheet
    header = Row(sheet.rows[start].number, sheet.rows[start].line, heads)
    body = [each if isinstance(each, Row) else _row(each, heads) for each in found]
    return replace(sheet, rows=[*sheet.rows[:start], header, *body], is_made=True)


def _may_begin(rows: Sequence[Row]) -> bool:
    """Whether the first rows are no table: a word for a stem, or the letter of an option, stands at the head of one."""
    if columns_of(rows[0].cells).is_table and not _pairs_up(rows[0]):
        return False
    for row in rows[:_LOOKED_AT]:
        filled = row.filled()
        head = _head(row.cells[filled[0]]) if len(filled) > 1 else None
        if head is not None and (head.role is Role.STEM or head.label == "A"):
            return True
    return False


def _pairs_up(row: Row) -> bool:
    """Whether every other cell is a word for the one beside it, and not all of them are such words."""
    texts = [row.cells[column] for column in row.filled()]
    return all(_head(text) for text in texts[::2]) and not any(_head(text) for text in texts[1::2])


def _row(card: _Card, heads: Sequence[str]) -> Row:
    row = Row(card.number, card.line, [card.cells[name].text if name in card.cells else "" for name in heads])
    for place, name in enumerate(heads):
        if name in card.cells:
            row.lines_of[place] = card.cells[name].line
            if card.cells[name].spans:
                row.spans[place] = card.cells[name].spans
        if name in card.images:
            row.images[place] = card.images[name]
    return row


def _head(text: str) -> Head | None:
    """The word at the head of a row; behind that of a stem there may be a number, which its rank then is."""
    head = head_of(text)
    counted = _COUNTED.fullmatch(fold(text).strip()) if head is None else None
    if counted is not None and (stem := head_of(counted["word"])) is not None and stem.role is Role.STEM:
        return Head(Role.STEM, rank=int(counted["value"]))
    if head is None or head.role in (Role.OPTION, Role.OPTIONS):
        return head
    if head.role in (Role.WHOLE_STEM, Role.PART_STEM):
        return Head(Role.STEM)
    return Head(head.role) if head.role in _WORDS else None


class _Reader:
    """Goes over the rows of one sheet."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._left = min(row.filled()[0] for row in rows if len(row.filled()) > 1)
        self._found: list[_Card | Row] = []
        self._card: _Card | None = None
        self._parts: list[tuple[int, str]] = []

    def read(self) -> list[_Card | Row]:
        """The cards with the rows of one cell between them."""
        ends = self._ends()
        for row in self._rows:
            if self._card is not None and row.number in ends:
                self._card = None
            self._parts = []
            self._read_row(row)
            self._take_images(row)
        if not any(isinstance(each, _Card) for each in self._found):
            raise _NoCardsError
        if any(isinstance(each, _Card) and not each.is_whole for each in self._found):
            raise _NoCardsError
        return self._found

    def _ends(self) -> set[int]:
        """Rows behind an empty one at which cards begin, if each stretch between empty rows asks one thing."""
        breaks = [after.number for before, after in pairwise(self._rows) if after.number > before.number + 1]
        stretches: list[int] = [0]
        for row in self._rows:
            if row.number in breaks:
                stretches.append(0)
            filled = row.filled()
            head = _head(row.cells[filled[0]]) if filled else None
            stretches[-1] += head is not None and head.role is Role.STEM
        return set(breaks) if all(count == 1 for count in stretches) else set()

    def _take_images(self, row: Row) -> None:
        """Pictures go with the words before them on their row, else with what was said last."""
        for column, images in row.images.items():
            name = max((part for part in self._parts if part[0] <= column), default=(0, self._opened.last))[1]
            self._opened.images[name] = (*self._opened.images.get(name, ()), *images)

    # -- rows

    def _read_row(self, row: Row) -> None:
        filled = [column for column in row.filled() if not row.continues(column)]
        if not filled:
            return
        first, head = filled[0], _head(row.cells[filled[0]])
        if head is not None and not self._goes_on(row, first):
            self._read_parts(row, filled)
        elif self._card is not None and self._goes_on(row, first):
            self._read_more(row, filled)
        elif len(filled) > 1 and printed(row.cells[first]).value:
            self._read_number(row, filled)
        elif len(filled) == 1 and self._card is not None and self._is_option(row, first):
            return
        elif len(filled) == 1:
            self._card = None
            self._found.append(row)
        else:
            self._read_unknown(row, filled)

    def _read_unknown(self, row: Row, filled: list[int]) -> None:
        """A word that nobody listed with the cell beside it: a column of its own, which its cells may tell."""
        word = row.cells[filled[0]]
        if len(filled) != 2 or len(word) > _LONGEST_WORD or filled[0] != self._left:
            raise _NoCardsError
        self._say(word, row, filled[1], filled[0])

    def _goes_on(self, row: Row, first: int) -> bool:
        """Whether the cell at the head of a row is empty, or the lower part of one: its words go on with them."""
        return self._card is not None and bool(self._card.last) and first > self._left

    def _read_parts(self, row: Row, filled: list[int]) -> None:
        """One word with what stands beside it, or several such pairs on one row."""
        at = 0
        while at < len(filled):
            column = filled[at]
            head = _head(row.cells[column])
            if head is None:
                raise _NoCardsError
            rest = filled[at + 1 :]
            if head.role is Role.OPTIONS:
                end = next((place for place, each in enumerate(rest) if self._ends_options(row, each)), len(rest))
                self._read_options(row, rest[:end])
                at += 1 + end
                continue
            own = bool(rest) and not (_is_word(row.cells[rest[0]]) and (len(rest) > 1 or rest[0] > column + 1))
            self._put(head, row.cells[column], row, rest[0] if own else None, column)
            at += 2 if own else 1

    @staticmethod
    def _ends_options(row: Row, column: int) -> bool:
        head = _head(row.cells[column])
        return head is not None and head.role not in (Role.OPTION, Role.OTHER)

    def _read_number(self, row: Row, filled: list[int]) -> None:
        """A row without words for its cells: the number of an item, then its type, its points, or what it asks."""
        self._put(Head(Role.NUMBER), "", row, filled[0], filled[0])
        for column in filled[1:]:
            text = row.cells[column]
            role = Role.TYPE if is_type(text) else Role.POINTS if is_points(text) else Role.STEM
            if _name(Head(role), "") in self._opened.cells:
                raise _NoCardsError
            self._put(Head(role), "", row, column, column)

    def _read_more(self, row: Row, filled: list[int]) -> None:
        """Further options, or further words of the cell above."""
        card = self._opened
        if card.last.startswith(_OPTIONS):
            self._read_options(row, filled)
        elif len(filled) == 1:
            cell = card.cells[card.last]
            cell.text, cell.spans = f"{cell.text}\n{row.cells[filled[0]]}".strip(), ()
        else:
            raise _NoCardsError

    def _is_option(self, row: Row, column: int) -> bool:
        """Whether a row is one cell of options with their letters; they are taken."""
        lines = row.lines(column)
        if not self._opened.is_asked or not lines or not parse_options(lines[0]):
            return False
        for option in parse_options(lines[0]):
            self._option(option, row, column)
        return True

    def _read_options(self, row: Row, columns: list[int]) -> None:
        """Options behind their letters in cells of their own, one a cell, or all in one."""
        self._opened.last = _OPTIONS
        if len(columns) > 1 and all(_is_letter(row.cells[column]) for column in columns[::2]) and len(columns) % 2 == 0:
            for at, column in zip(columns[::2], columns[1::2], strict=True):
                first, *more = row.lines(column)
                self._option(OptionDraft(fold(row.cells[at]).strip(" .、:()").upper(), first, more=more), row, at)
            return
        for column in columns:
            lines = row.lines(column)
            listed = options_in(lines) if lines else []
            if not listed and lines:
                own = parse_options(lines[0])
                listed = own or [OptionDraft(self._next_label(), lines[0], more=lines[1:])]
            for option in listed:
                self._option(option, row, column)

    def _next_label(self) -> str:
        return chr(ord("A") + len(self._opened.options) % 26)

    def _option(self, option: OptionDraft, row: Row, at: int) -> None:
        words = f"{option.text} √" if option.chosen else option.text
        cell = _Cell(words, row.line, option.words.spans if not option.more else ())
        self._add_option(option.label, cell, at)

    def _add_option(self, label: str, cell: _Cell, at: int) -> None:
        card, name = self._opened, f"{_OPTIONS}{label}"
        card.options.append((name, cell))
        card.last = name
        self._parts.append((at, name))

    # -- cards

    @property
    def _opened(self) -> _Card:
        if self._card is None:
            raise _NoCardsError
        return self._card

    def _put(self, head: Head, word: str, row: Row, column: int | None, at: int) -> None:
        """What a word says in the cell beside it, if there is one; `at` is where the word stands."""
        if head.role is Role.OPTION:
            text, spans = (row.cells[column], row.spans.get(column, ())) if column is not None else ("", ())
            self._add_option(head.label, _Cell(text, row.line, spans), at)
            return
        self._say(_name(head, word), row, column, at)
        if head.role is Role.STEM and head.rank:
            self._opened.cells.setdefault(_WORDS[Role.NUMBER], _Cell(str(head.rank), row.line))

    def _say(self, name: str, row: Row, column: int | None, at: int) -> None:
        """Something that a card says once: the next card begins where a whole one would say it again."""
        if self._card is None or (name in self._card.cells and self._card.is_whole):
            self._card = _Card(row.number, row.line)
            self._found.append(self._card)
        if name in self._card.cells:
            raise _NoCardsError
        text, spans = (row.cells[column], row.spans.get(column, ())) if column is not None else ("", ())
        self._card.cells[name] = _Cell(text, row.line, spans)
        self._card.last = name
        self._parts.append((at, name))


def _name(head: Head, word: str) -> str:
    """The header of the column that a part goes into."""
    return word if head.role in _SEVERAL and word else _WORDS[head.role]


def _is_word(text: str) -> bool:
    head = _head(text)
    return head is not None and head.role is not Role.OPTION


def _is_letter(text: str) -> bool:
    return bool(re.fullmatch(r"\(?[A-Za-z]\)?[.、:]?", fold(text).strip()))
