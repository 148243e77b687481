"""Word papers (.docx), read from their XML: every paragraph once, in its accepted view, with the numbers Word shows.

Text boxes stand at the place where they are anchored. Headers, footers, notes and comments are no content. Nothing
outside the file is read.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.archive import Archive
from kaochang.papers.lines import Label, Line, Note, Source
from kaochang.papers.office.package import main_part, part_of, refuse_macros, relations
from kaochang.papers.walkers import tables
from kaochang.papers.walkers.fences import Together, together
from kaochang.papers.walkers.word.letters import relettered
from kaochang.papers.walkers.word.names import MC, W, alternative, integer, switch, value_of
from kaochang.papers.walkers.word.numbering import NONE, Numbering
from kaochang.papers.walkers.word.paragraphs import Row, emphasis_lost, line_of, rows_of
from kaochang.papers.walkers.word.pictures import Pictures
from kaochang.papers.walkers.word.runs import THROUGH, Paragraph, Runs, is_placeholder
from kaochang.papers.walkers.word.styles import Styles
from kaochang.papers.walkers.word.table_cells import cells_of

_CONTENT: Final = frozenset({*THROUGH, f"{W}sdt"})
_GONE_MARKS: Final = ("del", "moveFrom")


def main_of(archive: Archive) -> str:
    """The part that holds a document; "" in other files."""
    return main_part(archive, "word", ("word/document.xml",))


def read_word(archive: Archive) -> Source:
    """The lines of a Word file."""
    refuse_macros(archive)
    return _Walker(archive, main_of(archive)).read()


@dataclass(slots=True)
class _Open:
    """Paragraphs that run on into the next: their marks are deleted or hidden."""

    paragraph: Paragraph
    leading: etree._Element | None = None


@dataclass(slots=True)
class _Place:
    """Where paragraphs stand: how deep, and whether in a cell, where a number may be all there is."""

    depth: int = 0
    in_cell: bool = False
    open: _Open | None = field(default=None)

    def inside(self, *, in_cell: bool = False) -> "_Place":
        return _Place(self.depth + 1, self.in_cell or in_cell)


class _Walker:
    """Walks the body of one document."""

    def __init__(self, archive: Archive, main: str) -> None:
        folder = posixpath.dirname(main)
        self._body = archive.xml(main)
        self._styles = Styles(part_of(archive, f"{folder}/styles.xml"))
        self._numbering = Numbering(part_of(archive, f"{folder}/numbering.xml"), self._styles.list_of)
        self._pictures = Pictures(archive, relations(archive, main))
        self._runs = Runs(self._styles, self._pictures)
        self._count = 0
        self._made = 0
        self._notes: list[Note] = []

    def read(self) -> Source:
        body = self._body.find(f"{W}body")
        found = together(list(self._whole(body, _Place()))) if body is not None else Together([], [])
        lines = relettered(found.lines)
        return Source(lines, self._pictures.media, found.unclosed, self._notes, is_numbered=False)

    # -- blocks

    def _whole(self, parent: etree._Element, place: _Place) -> Iterator[Line]:
        """Everything in an element; a paragraph that runs on to its end ends there."""
        yield from self._blocks(parent, place)
        yield from self._close(place)

    def _blocks(self, parent: etree._Element, place: _Place) -> Iterator[Line]:
        if place.depth > limits.MAX_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_DEPTH)
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, place)
            elif child.tag == f"{W}tbl":
                yield from self._close(place)
                yield from tables.lay_out(self._rows(child, place), self._notes)
            elif child.tag == f"{W}altChunk":
                raise Refusal(Outcome.PAPER, "paper.embedded-page")
            elif child.tag in _CONTENT:
                if not (child.tag == f"{W}sdt" and is_placeholder(child)):
                    place.depth += 1
                    yield from self._blocks(child, place)
                    place.depth -= 1
            elif child.tag == f"{MC}AlternateContent" and (chosen := alternative(child)) is not None:
                yield from self._whole(chosen, place.inside())

    def _rows(self, table: etree._Element, place: _Place) -> tables.Rows:
        return cells_of(table, lambda cell: together(list(self._whole(cell, place.inside(in_cell=True)))).lines)

    # -- paragraphs

    def _paragraph(self, element: etree._Element, place: _Place) -> Iterator[Line]:
        properties = element.find(f"{W}pPr")
        style = value_of(properties.find(f"{W}pStyle")) if properties is not None else ""
        if self._styles.is_contents(style):
            return
        going = place.open or _Open(Paragraph())
        going.paragraph.style, going.paragraph.leader = style, _leader(properties)
        self._runs.read(element, going.paragraph)
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and self._runs_on(mark, going, properties):
            place.open = going
            return
        place.open = None
        yield from self._finish(going, properties if going.leading is None else going.leading, place)

    def _runs_on(self, mark: etree._Element, going: _Open, properties: etree._Element | None) -> bool:
        """Whether a paragraph's mark is deleted (then the next paragraph's look holds) or hidden (then its own)."""
        if any(mark.find(f"{W}{name}") is not None for name in _GONE_MARKS):
            return True
        if not switch(mark, "vanish"):
            return False
        if going.leading is None and going.paragraph.pieces:
            going.leading = properties
        return True

    def _close(self, place: _Place) -> Iterator[Line]:
        going, place.open = place.open, None
        if going is not None and (going.paragraph.pieces or going.paragraph.floating or going.paragraph.boxes):
            yield from self._finish(going, going.leading, place)

    def _finish(self, going: _Open, properties: etree._Element | None, place: _Place) -> Iterator[Line]:
        paragraph = going.paragraph
        label = self._label(properties)
        if not (paragraph.pieces or place.in_cell):
            label = NONE
        for row in rows_of(paragraph, label, in_cell=place.in_cell):
            yield self._line(row)
        self._notes += [Note(self._count, *lost) for lost in paragraph.lost]
        if emphasis_lost(paragraph):
            self._notes.append(Note(self._count, Kind.LEFT_OUT, "emphasis"))
        for box in paragraph.boxes:
            yield from self._whole(box, place.inside())

    def _line(self, row: Row) -> Line:
        if len(row.text) > limits.MAX_LINE_CHARACTERS:
            raise Refusal(Outcome.PAPER, "paper.line-too-long", line=self._count + 1, limit=limits.MAX_LINE_CHARACTERS)
        self._made += 1
        if self._made > limits.MAX_LINES:
            raise Refusal(Outcome.PAPER, "paper.too-many-lines", limit=limits.MAX_LINES)
        self._count += bool(row.text.strip() or row.images)
        return line_of(row, self._count)

    def _label(self, properties: etree._Element | None) -> Label:
        style = value_of(properties.find(f"{W}pStyle")) if properties is not None else ""
        num_id, level = self._styles.numbering(style)
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            num_id = value_of(own.find(f"{W}numId")) or num_id
            level = value_of(own.find(f"{W}ilvl")) or level or "0"
        if num_id in ("", "0"):
            return NONE
        return self._numbering.label(num_id, integer(level, 0) if level else self._numbering.level_of(num_id, style))


def _leader(properties: etree._Element | None) -> str:
    """What a tab of a paragraph shows: a line to write on where the paragraph says so."""
    stops = None if properties is None else properties.find(f"{W}tabs")
    drawn = stops is not None and any(value_of(stop, "leader") in ("underscore", "heavy") for stop in stops)
    return "____" if drawn else "\t"
