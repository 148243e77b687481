"""Answer parts: ranges, tables and entries with explanations, under headings or none."""

import re
from collections.abc import Sequence as Lines
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers.grammar import headings, marks, part_headings
from kaochang.papers.grammar.drafts import Block, Entry
from kaochang.papers.grammar.glances import LOOK_AHEAD
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.key_entries import (
    ANSWER_ROW,
    VALUE,
    by_section,
    glued,
    parse_entries,
    parted_entries,
    several,
    short,
    split_lead,
    table_numbers,
)
from kaochang.papers.grammar.key_tables import Rows, explanations, is_empty_grid, table_pairs, titled, typed_rows
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import Numbered, Sequence, parse_case, parse_number
from kaochang.papers.lines import Line, make_line

_PARTS: Final = frozenset({"paren", "half", "label"})
"""How the sub-questions of a case are numbered."""
_PART: Final = re.compile(r"\(\d{1,2}\)")
_PARTS_ON_A_LINE: Final = re.compile(rf"(?:\(\d{{1,2}}\)\s*{VALUE}(?=$|[\s,;。、.])[\s,;。、.]*){{2,}}")
_CASE_OF_PARTS: Final = re.compile(r"第?\s*(\d{1,3})\s*题?\s*[-.、]?\s*(?=\((\d{1,2})\)\s*\S)")
_SPACED_ENTRY: Final = re.compile(r"(?:^|(?<=\s\s)|(?<=[\u3000\t]))(\d{1,3})(?:\s*[.、]\s*|\s+)(?=\S)")
_LONGEST_SPACED: Final = 31


def _case_of_parts(line: Line) -> Numbered | None:
    """`14（1）C　（2）BD`: the number of a case right before those of its sub-questions."""
    match = _CASE_OF_PARTS.match(line.fold)
    if match is None or match[2] != "1":
        return None
    return Numbered(match[1], int(match[1]), "plain", False, line.cut(match.end()))


class KeyReader:
    """Reads the lines of an answer part into blocks of entries."""

    def __init__(self, block: Block) -> None:
        self.blocks = [block]
        self._scope = block.scope
        self._numbers: list[int] = []
        self._sequence = Sequence()
        self._field: Mark | None = None
        self._part_field: Mark | None = None

    @property
    def block(self) -> Block:
        """The block under way."""
        return self.blocks[-1]

    def open(self, heading: Heading) -> None:
        """A heading inside the part: the answers of one section follow, on its own line too (判断：1× 2√)."""
        heading = heading if heading.rest is not None else part_headings.parse_key_lead(heading.line) or heading
        self.blocks.append(Block(heading.title, heading.ordinal, heading.kind, level=heading.level, scope=self._scope))
        self._sequence.restart()
        self._field = None
        if heading.rest is not None:
            self.read(heading.rest, [])

    def read(self, line: Line, ahead: Lines[Line]) -> None:
        """One line; `ahead` are some lines after it."""
        pieces = by_section(line)
        if len(pieces) > 1:
            for piece in pieces:
                self.read(piece, [])
            return
        heading = part_headings.parse_ordinal(line) or part_headings.parse_key_lead(line)
        if heading is not None:
            self.open(heading)
        elif line.table is not None:
            self._read_table(line)
        elif not (
            self._read_rows(line)
            or self._read_parted(line)
            or self._read_short(line)
            or self._read_spaced(line)
            or self._read_numbered(line, ahead)
        ):
            self._go_on(line)

    def _add(self, entries: list[Entry]) -> None:
        self.block.entries += entries
        if entries:
            self._sequence.style, self._sequence.last = None, entries[-1].value
        self._field = None

    def _read_parted(self, line: Line) -> bool:
        found = parted_entries(line)
        if found:
            self._add(found)
        return bool(found)

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
        numbers = table_numbers(line)
        if numbers:
            self._numbers = numbers
            return True
        row = ANSWER_ROW.fullmatch(line.fold) if self._numbers else None
        if row is None:
            return False
        found = [token for token in re.split(r"[\s|]+", row.group(1)) if token]
        if len(found) == len(self._numbers):
            self._add([short(number, text, line) for number, text in zip(self._numbers, found, strict=True)])
        else:
            self.block.unread.append((f"{self._numbers[0]}-{self._numbers[-1]}", line.number))
        self._numbers = []
        return True

    def _read_table(self, line: Line) -> None:
        rows = line.table.rows if line.table else ()
        title = titled(rows)[0]
        heading = headings.parse_heading(make_line(title, line.number)) if title and table_pairs(rows) else None
        if heading is not None:
            self.open(heading)
        bands = typed_rows(rows) or [("", *pair) for pair in table_pairs(rows)]
        if not bands and not is_empty_grid(rows):
            self._read_other_table(line, rows)
        explained = explanations(rows)
        for label, numbers, texts in bands:
            if label:
                self.open(part_headings.of_row(make_line(label, line.number)))
            for number, text in zip(numbers, texts, strict=True):
                self._add_cell(number, text, line)
        for entry in self.block.entries:
            if entry.line == line.number and entry.value in explained:
                entry.fields.setdefault(Mark.EXPLANATION, []).append(make_line(explained[entry.value], line.number))

    def _read_other_table(self, line: Line, rows: Rows) -> None:
        """A table that is no key: a part of an answer in writing, or told as not read."""
        if self.block.kind not in OPEN_TYPES:
            self.block.unread.append(("", line.number))
            return
        for row in rows:
            self._go_on(make_line(" | ".join(cell.strip() for cell in row), line.number))

    def _add_cell(self, number: str, text: str, line: Line) -> None:
        """One number of a table with its answer, or a range of them with as many answers."""
        if number.isdigit():
            self._add([short(int(number), text, line)])
            return
        found = parse_entries(make_line(f"{number} {text}", line.number))
        if found is None:
            self.block.unread.append((number, line.number))
        else:
            self._add(found[0])
            self.block.unread += [(label, line.number) for label in found[1]]

    def _read_numbered(self, line: Line, ahead: Lines[Line]) -> bool:
        if self._goes_on_with_case(line):
            return True
        mark = parse_number(line) or parse_case(line) or _case_of_parts(line)
        if mark is None or (
            mark.style in ("circled", "label") and self._sequence.style != mark.style and self.block.entries
        ):
            return False
        is_due = mark.weak and mark.value == self._sequence.last + 1
        evidence = (is_due or self._evidence(line, ahead)) and not self._is_list(mark.value, line)
        if not self._sequence.starts_item(mark, evidence=evidence, complete=True):
            return False
        self._sequence.accept(mark)
        if self.block.kind not in OPEN_TYPES:
            pieces = several(line, counted=True)
            if len(pieces) > 1:
                self._add(pieces)
                return True
        self.block.entries.append(Entry(mark.value, line.number))
        self._field = None
        self._go_on(mark.rest)
        return True

    def _goes_on_with_case(self, line: Line) -> bool:
        """`14-（2）BD` below `14-（1）C`: the number of the case once more before its next sub-question."""
        match = _CASE_OF_PARTS.match(line.fold)
        entry = self.block.entries[-1] if self.block.entries else None
        if match is None or entry is None or not entry.parts:
            return False
        if (int(match[1]), int(match[2])) != (entry.value, len(entry.parts) + 1):
            return False
        self._go_on(line.cut(match.end()))
        return True

    def _is_list(self, value: int, line: Line) -> bool:
        """Whether a number that goes back belongs to a list in an explanation."""
        if self._field is not Mark.EXPLANATION or value > self._sequence.last or parse_entries(line) is not None:
            return False
        return not any(mark is Mark.ANSWER for mark, _ in marks.split(line))

    def _read_spaced(self, line: Line) -> bool:
        """`2 30`, `04 编号　05 24`: numbers, white space and short answers, where those very numbers are due."""
        if self._in_open_entry():
            return False
        words = glued(line)
        if words and words[0].value in self._due():
            self._add(words)
            return True
        found: list[re.Match[str]] = []
        for match in _SPACED_ENTRY.finditer(line.text):
            value = int(match.group(1))
            if value == int(found[-1].group(1)) + 1 if found else not match.start() and value in self._due():
                found.append(match)
        if not found or (len(found) == 1 and not found[0].group().strip().isdecimal()):
            return False
        ends = [match.start() for match in found[1:]] + [len(line.text)]
        pieces = [line.cut(match.end(), end) for match, end in zip(found, ends, strict=True)]
        if any(len(piece.text) > _LONGEST_SPACED for piece in pieces):
            return False
        self._add(
            [Entry(int(match.group(1)), line.number, [piece]) for match, piece in zip(found, pieces, strict=True)]
        )
        return True

    def _due(self) -> tuple[int, ...]:
        """The number that comes next: of the block, or, where it has none yet, of the one before it too."""
        before = [entry.value for block in self.blocks for entry in block.entries]
        runs_on = (before[-1] + 1,) if before and not self.block.entries else ()
        return (self._sequence.last + 1, *runs_on)

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
            self.block.loose.append(line)
            return
        entry = self.block.entries[-1]
        self._take_part(entry, line)
        for mark, piece in marks.split(line):
            self._field = mark or self._field
            self._put(entry, piece)

    def _take_part(self, entry: Entry, line: Line) -> None:
        """What answers one sub-question, with its own explanation and rubric, kept apart for it."""
        if _PARTS_ON_A_LINE.fullmatch(line.fold):
            starts = [match.start() for match in _PART.finditer(line.fold)]
            for start, end in zip(starts, [*starts[1:], None], strict=True):
                self._take_one_part(entry, line.cut(start, end))
            return
        self._take_one_part(entry, line)

    def _take_one_part(self, entry: Entry, line: Line) -> None:
        mark = parse_number(line)
        due = len(entry.parts) + 1
        if mark is not None and not mark.weak and mark.value == due and mark.style in _PARTS - {self._sequence.style}:
            entry.parts.append(Entry(due, line.number))
            line = mark.rest
        if not entry.parts:
            return
        part = entry.parts[-1]
        field = None if mark is not None and mark.rest is line else self._part_field
        for word, piece in marks.split(line):
            field = word or field
            if piece.text:
                (part.fields.setdefault(field, []) if field else part.plain).append(piece)
        self._part_field = field

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
            return bool(re.fullmatch(VALUE, given[0].fold))
        return self.block.kind not in OPEN_TYPES

    def _put_short(self, entry: Entry, piece: Line, given: list[Line]) -> None:
        """The first line is the answer, with or without a remark behind it; the next lines explain it."""
        answer, remark = (None, piece) if given else split_lead(piece)
        if answer is not None:
            (entry.fields.setdefault(Mark.ANSWER, []) if self._field else entry.plain).append(answer)
        if remark is not None:
            entry.fields.setdefault(Mark.EXPLANATION, []).append(remark)


def _untyped(line: Line, following: Lines[Line]) -> Heading | None:
    """一、 and words that name no type, right above numbered answers."""
    if not following or not headings.reads_as_section(line) or parse_entries(line) is not None:
        return None
    number = parse_number(following[0])
    answers = parse_entries(following[0]) is not None or (number is not None and number.value == 1)
    return headings.untyped(line) if answers and parse_number(line) is not None else None


def read_key(lines: Lines[Line]) -> list[Block]:
    """The lines of a separate answer key as blocks."""
    reader = KeyReader(Block())
    for index, line in enumerate(lines):
        heading = None if line.table else headings.parse_heading(line) or _untyped(line, lines[index + 1 : index + 2])
        if heading is not None and (heading.kind or heading.generic or heading.ordinal):
            reader.open(heading)
        else:
            reader.read(line, list(lines[index + 1 : index + LOOK_AHEAD]))
    return reader.blocks
