"""Answer parts: `1-5 ABCDE`, `1.B 2.C`, key tables, and entries with explanations, under headings or none."""

import re
from collections.abc import Sequence as Lines
from itertools import pairwise
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers import headings, marks
from kaochang.papers.drafts import Block, Entry
from kaochang.papers.headings import Heading
from kaochang.papers.lines import Line, make_line
from kaochang.papers.marks import Mark
from kaochang.papers.numbers import Sequence, parse_case, parse_number
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, to_int

MAX_RANGE: Final = 200
_UNITS: Final = re.compile(r"正确|错误|[A-H√×对错TFYN]")
_VALUE: Final = r"(?:[A-H](?:\s*[、,]\s*[A-H]|[A-H])*|√|×|正确|错误|对|错|[TFYN])"
_PAIR: Final = re.compile(
    rf"\s*(?:第?\s*(\d{{1,3}})\s*题?\s*[.、:)\]]?|\((\d{{1,3}})\)|([{PARENTHESISED}{CIRCLED}]))\s*[:-]?\s*({_VALUE})(?=[\s,;。、.]|\d|$|\()[\s,;。、.]*"
)
_RANGE: Final = re.compile(
    r"\s*第?\s*(\d{1,3})\s*[-至到]\s*(\d{1,3})\s*题?\s*[:.、)]*\s*([A-H√×对错正确误TFYN、,;\s/]+)[。.]?\s*"
)
_LEAD: Final = re.compile(
    r"((?:[A-H](?:\s*[、,]?\s*[A-H])*|√|×|正确|错误|对|错))\s*(?:[。;.,、:]|\s)\s*(?=[(一-鿿\"“])"
)
_NUMBER_ROW: Final = re.compile(r"(?:题号|序号|题目)[\s|:]*((?:\d{1,3}[\s|]*)+)")
_ANSWER_ROW: Final = re.compile(r"(?:答案|参考答案|正确答案)[\s|:]*(.+)")
_TEXT_ITEM: Final = re.compile(r"(?:^|[\s;。])(?:\((?P<paren>\d{1,3})\)|(?P<plain>\d{1,3})[.、](?!\d))")


def expand(first: int, last: int, text: str) -> list[str] | None:
    """The answers of a key range, one for each number, or None where they cannot be told apart."""
    count = last - first + 1
    if not 0 < count <= MAX_RANGE:
        return None
    tokens = [token for token in re.split(r"[\s;/]+", text.strip()) if token.strip("、,")]
    if len(tokens) == count:
        return [token.strip("、,") for token in tokens]
    for separator in (",", "、"):
        parts = [part for part in re.split(rf"[{separator}\s]+", text.strip()) if part]
        if separator in text and len(parts) == count:
            return parts
    units = _UNITS.findall(text)
    return units if len(units) == count else None


def parse_entries(line: Line) -> tuple[list[Entry], list[str]] | None:
    """The entries of a line that holds nothing but numbered answers, and the ranges that cannot be told apart."""
    entries: list[Entry] = []
    unread: list[str] = []
    position = 0
    while position < len(line.fold):
        ranged = _RANGE.match(line.fold, position)
        if ranged:
            entries += _ranged(ranged, line, unread)
            position = ranged.end()
            continue
        pair = _PAIR.match(line.fold, position)
        if pair is None:
            return None
        number = next(group for group in pair.groups()[:3] if group)
        entries.append(_short(to_int(number), pair.group(4), line))
        position = pair.end()
    return entries, unread


def _ranged(match: re.Match[str], line: Line, unread: list[str]) -> list[Entry]:
    first, last = int(match.group(1)), int(match.group(2))
    found = expand(first, last, match.group(3))
    if found is None:
        unread.append(f"{first}-{last}")
        return []
    return [_short(first + place, text, line) for place, text in enumerate(found)]


def _short(value: int, text: str, line: Line) -> Entry:
    return Entry(value, line.number, plain=[make_line(text, line.number)])


def is_typed_table(line: Line, following: Line) -> bool:
    """Whether two lines are a key table typed as text: 题号 1 2 3 above 答案 A B C."""
    return bool(_NUMBER_ROW.fullmatch(line.fold) and _ANSWER_ROW.fullmatch(following.fold))


def is_entry_line(line: Line) -> bool:
    """Whether a line holds several numbered answers or a range, and nothing else."""
    found = parse_entries(line)
    return bool(found and (len(found[0]) > 1 or found[1] or "-" in line.fold[:8]))


def split_lead(line: Line) -> tuple[Line, Line | None]:
    """An answer with a remark behind it (`B。倾听…`) as answer and remark."""
    match = _LEAD.match(line.fold)
    if match is None:
        return line, None
    return line.cut(0, match.end(1)), line.cut(match.end(1) + 1)


class KeyReader:
    """Reads the lines of an answer part into blocks of entries."""

    def __init__(self, block: Block) -> None:
        self.blocks = [block]
        self._numbers: list[int] = []
        self._sequence = Sequence()
        self._field: Mark | None = None

    @property
    def block(self) -> Block:
        """The block under way."""
        return self.blocks[-1]

    def open(self, heading: Heading) -> None:
        """A heading inside the part: the answers of one section follow."""
        self.blocks.append(Block(heading.title, heading.ordinal, heading.kind))
        self._sequence.restart()
        self._field = None
        if heading.rest is not None:
            self.read(heading.rest, [])

    def read(self, line: Line, ahead: Lines[Line]) -> None:
        """One line; `ahead` are some lines after it."""
        ordinal = headings.parse_ordinal(line)
        if ordinal is not None:
            self.open(ordinal)
        elif line.table is not None:
            self._read_table(line)
        elif not (self._read_rows(line) or self._read_short(line) or self._read_numbered(line, ahead)):
            self._go_on(line)

    def _add(self, entries: list[Entry]) -> None:
        self.block.entries += entries
        if entries:
            self._sequence.style, self._sequence.last = None, entries[-1].value
        self._field = None

    def _read_short(self, line: Line) -> bool:
        if self.block.kind is ItemType.BLANK or self._in_open_entry():
            return False
        found = parse_entries(line)
        if found is None:
            return False
        if len(found[0]) == 1 and not found[1] and parse_number(line):
            return False
        self._add(found[0])
        self.block.unread += [(label, line.number) for label in found[1]]
        return True

    def _in_open_entry(self) -> bool:
        return self.block.kind in OPEN_TYPES and bool(self.block.entries)

    def _read_rows(self, line: Line) -> bool:
        """A key table typed as two lines: numbers, then answers."""
        numbers = _NUMBER_ROW.fullmatch(line.fold)
        if numbers:
            self._numbers = [int(number) for number in re.findall(r"\d+", numbers.group(1))]
            return True
        row = _ANSWER_ROW.fullmatch(line.fold) if self._numbers else None
        if row is None:
            return False
        found = [token for token in re.split(r"[\s|]+", row.group(1)) if token]
        if len(found) == len(self._numbers):
            self._add([_short(number, text, line) for number, text in zip(self._numbers, found, strict=True)])
        else:
            self.block.unread.append((f"{self._numbers[0]}-{self._numbers[-1]}", line.number))
        self._numbers = []
        return True

    def _read_table(self, line: Line) -> None:
        rows = line.table.rows if line.table else ()
        for numbers, texts in table_pairs(rows):
            self._add(
                [
                    _short(to_int(number), text, line)
                    for number, text in zip(numbers, texts, strict=False)
                    if to_int(number)
                ]
            )

    def _read_numbered(self, line: Line, ahead: Lines[Line]) -> bool:
        mark = parse_number(line) or parse_case(line)
        if mark is None or (
            mark.style in ("circled", "label") and self._sequence.style != mark.style and self.block.entries
        ):
            return False
        if not self._sequence.starts_item(mark, evidence=self._evidence(line, ahead), complete=True):
            return False
        self._sequence.accept(mark)
        if self.block.kind is ItemType.BLANK or self.block.kind is None:
            pieces = _several(line)
            if len(pieces) > 1:
                self._add(pieces)
                return True
        self.block.entries.append(Entry(mark.value, line.number))
        self._field = None
        self._go_on(mark.rest)
        return True

    def _evidence(self, line: Line, ahead: Lines[Line]) -> bool:
        if self.block.kind is not None and self.block.kind not in OPEN_TYPES:
            return True
        if parse_entries(line) is not None:
            return True
        for later in [line, *ahead]:
            if later is not line and parse_number(later):
                return False
            if any(mark in (Mark.ANSWER, Mark.RUBRIC) for mark, _ in marks.split(later)):
                return True
        return False

    def _go_on(self, line: Line) -> None:
        if not self.block.entries:
            return
        entry = self.block.entries[-1]
        for mark, piece in marks.split(line):
            self._field = mark or self._field
            self._put(entry, piece)

    def _put(self, entry: Entry, piece: Line) -> None:
        if not piece.text:
            return
        given = entry.fields.get(Mark.ANSWER, []) if self._field else entry.plain
        if self._field in (None, Mark.ANSWER) and self._is_short(given):
            self._put_short(entry, piece, given)
        elif self._field is None:
            entry.plain.append(piece)
        else:
            entry.fields.setdefault(self._field, []).append(piece)

    def _is_short(self, given: list[Line]) -> bool:
        """Whether the entry's answer ends with its line: by its type, or because it began as letters or a judgement."""
        if self.block.kind is None and given:
            return bool(re.fullmatch(_VALUE, given[0].fold))
        return self.block.kind not in OPEN_TYPES

    def _put_short(self, entry: Entry, piece: Line, given: list[Line]) -> None:
        """The first line is the answer, with or without a remark behind it; the next lines explain it."""
        answer, remark = (None, piece) if given else split_lead(piece)
        if answer is not None:
            (entry.fields.setdefault(Mark.ANSWER, []) if self._field else entry.plain).append(answer)
        if remark is not None:
            entry.fields.setdefault(Mark.EXPLANATION, []).append(remark)


def _several(line: Line) -> list[Entry]:
    """`1.倾听 2.复述 3.承诺`: entries on one line, taken only where the numbers go on one by one."""
    found = list(_TEXT_ITEM.finditer(line.fold))
    if len(found) < 2:
        return []
    values = [int(match.group("paren") or match.group("plain")) for match in found]
    if values != list(range(values[0], values[0] + len(values))):
        return []
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    return [
        Entry(value, line.number, plain=[line.cut(match.end(), end)])
        for value, match, end in zip(values, found, ends, strict=True)
    ]


_NUMBER_CELL: Final = re.compile(r"题号|序号|题目")
_ANSWER_CELL: Final = re.compile(r"答案|参考答案|正确答案|标准答案")


def table_pairs(rows: tuple[tuple[str, ...], ...]) -> list[tuple[list[str], list[str]]]:
    """(numbers, answers) of a key table, lying or standing; nothing where the table is no key table."""
    pairs = []
    for upper, lower in pairwise(rows):
        if upper and lower and _NUMBER_CELL.fullmatch(upper[0].strip()) and _ANSWER_CELL.fullmatch(lower[0].strip()):
            pairs.append((list(upper[1:]), list(lower[1:])))
    if pairs or not rows:
        return pairs
    heads = [cell.strip() for cell in rows[0]]
    columns = [
        (place, place + 1)
        for place in range(len(heads) - 1)
        if _NUMBER_CELL.fullmatch(heads[place]) and _ANSWER_CELL.fullmatch(heads[place + 1])
    ]
    for left, right in columns:
        body = [row for row in rows[1:] if len(row) > right and to_int(row[left].strip())]
        pairs.append(([row[left].strip() for row in body], [row[right] for row in body]))
    return pairs
