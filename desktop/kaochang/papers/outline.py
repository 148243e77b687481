"""A paper as it is, line by line, with what each line was taken for: to be held beside what was read of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kaochang.domain.papers import PaperLine, Part
from kaochang.papers.finishing.checks import numbers_in
from kaochang.papers.grammar.drafts import Block, Draft, Drafts, Entry
from kaochang.papers.lines import Line
from kaochang.papers.sheets.workbook import Row, Workbook

Place = tuple[int, int]
"""The first and the last line of an item, by their numbers."""

NOWHERE: Place = (0, 0)
"""Where the format has no lines."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The lines of a paper, and where each draft stands, by its identity."""

    lines: tuple[PaperLine, ...] = ()
    places: Mapping[int, Place] = field(default_factory=dict)

    def place_of(self, draft: Draft) -> Place:
        """Where the item stands that was made of a draft."""
        return self.places.get(id(draft), NOWHERE)


def of_lines(lines: Sequence[Line], kept: Iterable[Line], drafts: Drafts) -> Outline:
    """The outline of a text, before answers found elsewhere join their items; `kept` are its lines without noise."""
    places = _places(drafts)
    told = _told(drafts, drafts.blocks)
    parts = dict(_parts([line.number for line in lines], {line.number for line in kept}, told, places.values()))
    groups = groupby(lines, key=lambda line: line.number)
    return Outline(tuple(_line(number, list(same), parts[number]) for number, same in groups), places)


def of_rows(book: Workbook, drafts: Drafts, blocks: Sequence[Block] = ()) -> Outline:
    """The outline of sheets, a line for each row; `blocks` are the answers of a sheet of its own."""
    rows = [(sheet.name, row) for sheet in book.sheets for row in sheet.rows]
    numbers = [row.line for _, row in rows]
    places = _places(drafts)
    parts = dict(_parts(numbers, set(numbers), _told(drafts, [*drafts.blocks, *blocks]), places.values()))
    return Outline(tuple(_row(name, row, parts[row.line]) for name, row in rows), places)


def as_rows(outline: Outline, book: Workbook) -> Outline:
    """The outline of a text that was read from the cells of sheets, with the rows as people see them."""
    parts = {line.number: line.part for line in outline.lines}
    rows = ((sheet.name, row) for sheet in book.sheets for row in sheet.rows)
    lines = tuple(_row(name, row, parts.get(row.line, Part.LEFT_OUT)) for name, row in rows)
    return Outline(lines, outline.places)


def _line(number: int, lines: list[Line], part: Part) -> PaperLine:
    text = "\n".join(words for line in lines for words in _words(line))
    return PaperLine(number, text, part, row=number, pictures=sum(len(line.images) for line in lines))


def _words(line: Line) -> list[str]:
    found = [line.text]
    if line.table is not None:
        found += [" | ".join(" ".join(cell.split()) for cell in row) for row in line.table.rows]
    return [words for words in found if words]


def _row(sheet: str, row: Row, part: Part) -> PaperLine:
    text = " | ".join(" ".join(cell.split()) for cell in row.cells if cell)
    return PaperLine(row.line, text, part, sheet, row.number, sum(map(len, row.images.values())))


def _places(drafts: Drafts) -> dict[int, Place]:
    """The lines of each draft from its number on; of a case, its words go with the first of its sub-questions."""
    found = {}
    for draft in drafts.items:
        own = [number for number in numbers_in(draft) if number >= draft.line]
        first, last = min(own), max(own)
        if draft.parent is not None and draft.parent.children[0] is draft:
            first = min(first, draft.parent.line)
        found[id(draft)] = (first, last)
    return found


def _told(drafts: Drafts, blocks: Sequence[Block]) -> dict[int, Part]:
    """What lines were taken for, as far as anything was made of them."""
    told = {number: Part.KEY for block in blocks for number in _numbers_of(block)}
    for section in drafts.sections:
        told |= {line.number: Part.HEADING for line in section.instructions}
        told |= {section.line: Part.HEADING} if section.line is not None else {}
    for draft in drafts.items:
        shared = draft.shared.lines if draft.shared is not None else []
        told |= dict.fromkeys([*numbers_in(draft), *(line.number for line in shared)], Part.ITEM)
    return told


def _parts(
    numbers: Sequence[int], kept: set[int], told: Mapping[int, Part], places: Iterable[Place]
) -> Iterator[tuple[int, Part]]:
    """What each line was taken for; what stands between the lines of an item, or of the answers, belongs to them."""
    last = dict(places)
    before, end = Part.OTHER, 0
    for number, after in zip(numbers, _following(numbers, told), strict=True):
        own = told.get(number)
        before, end = own or before, max(end, last.get(number, 0))
        if number not in kept:
            yield number, Part.LEFT_OUT
        elif own is not None or number <= end:
            yield number, own or Part.ITEM
        else:
            is_key = before is Part.KEY or (after is Part.KEY and before is not Part.OTHER)
            yield number, Part.KEY if is_key else Part.OTHER


def _following(numbers: Sequence[int], told: Mapping[int, Part]) -> Iterator[Part | None]:
    """For each line what the next one after it was taken for that was taken for anything."""
    found: list[Part | None] = []
    after: Part | None = None
    for number in reversed(numbers):
        found.append(after)
        after = told.get(number, after)
    return reversed(found)


def _numbers_of(block: Block) -> Iterator[int]:
    for entry in block.entries:
        yield from _entry_numbers(entry)
    yield from (line for _, line in block.unread)
    yield from (line.number for line in block.loose)


def _entry_numbers(entry: Entry) -> Iterator[int]:
    yield entry.line
    yield from (line.number for line in entry.plain)
    yield from (line.number for lines in entry.fields.values() for line in lines)
