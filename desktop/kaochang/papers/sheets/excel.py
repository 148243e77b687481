"""Excel workbooks (.xlsx), read from their XML row by row: what a sheet only claims to hold costs nothing.

Cells are read as people see them: formulas by the value that was stored, numbers in their format, rich text with its
looks, merged cells on every row they stand on. Hidden sheets and rows are left out. Nothing outside the file is read.
"""

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.domain.items import Image
from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits, safe_xml
from kaochang.papers.archive import Archive
from kaochang.papers.lines import Note, visible
from kaochang.papers.office.package import main_part, refuse_macros
from kaochang.papers.office.pictures import Found
from kaochang.papers.sheets.pictures import Pictures, parts_of
from kaochang.papers.sheets.rich_values import relation_of, whole
from kaochang.papers.sheets.stacked import unstacked
from kaochang.papers.sheets.styles import Looks, Styles, spans_of
from kaochang.papers.sheets.workbook import MAX_BLOCK, Row, Sheet, Workbook

_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LOOKED_FOR: Final = ("{*}c", "{*}row", "{*}col", "{*}mergeCell", "{*}drawing")
_TRUE: Final = frozenset({"1", "true"})
_FED: Final = 64 * 1024
"""Bytes that are parsed before what was read is let go."""


def main_of(archive: Archive) -> str:
    """The workbook part; "" in other files."""
    return main_part(archive, "xl", ("xl/workbook.xml", "xl/workbook.bin"))


def read_excel(archive: Archive) -> Workbook:
    """A workbook as people see it; refuses (PAPER) macros, the binary form and what passes the limits."""
    main = main_of(archive)
    if not main:
        raise Refusal(Outcome.PAPER, "paper.broken")
    refuse_macros(archive)
    if main.endswith(".bin"):
        raise Refusal(Outcome.PAPER, "paper.sheet")
    return _Reader(archive, main).read()


@dataclass(slots=True)
class _Cells:
    """The cells of one sheet while they are read."""

    rows: dict[int, Row] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    pictures: list[tuple[int, int, Found]] = field(default_factory=list)
    veiled: list[int] = field(default_factory=list)
    unsaid: list[int] = field(default_factory=list)
    row: int = 0
    column: int = 0


class _Reader:
    """Reads the parts of one workbook."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        folder = posixpath.dirname(main)
        self._targets = parts_of(archive, main)
        self._book = archive.xml(main)
        styles = next((name for name in self._targets.values() if name.endswith("styles.xml")), f"{folder}/styles.xml")
        properties = self._book.find("{*}workbookPr")
        from_1904 = properties is not None and properties.get("date1904") in _TRUE
        self._styles = Styles(archive.xml(styles) if styles in archive else None, from_1904=from_1904)
        self._pictures = Pictures(archive, folder)
        self._texts: list[str] = []
        self._looks: dict[int, list[tuple[str, Looks]]] = {}
        strings = next((name for name in self._targets.values() if name.endswith("sharedStrings.xml")), "")
        if strings in archive:
            self._read_strings(strings)
        self._lost: list[Note] = []
        self._count = 0

    def read(self) -> Workbook:
        book = Workbook()
        for element in self._sheets():
            name = str(element.get("name") or "")
            part = self._targets.get(relation_of(element), "")
            if part not in self._archive or "/worksheets/" not in f"/{part}":
                continue
            if element.get("state") in ("hidden", "veryHidden"):
                book.hidden.append(name)
                continue
            start = len(book.sheets) * MAX_BLOCK
            book.sheets.append(self._sheet(name, part, start))
        book.media, book.lost = self._pictures.media, self._lost
        return book

    def _sheets(self) -> list[etree._Element]:
        found = list(self._book.iter("{*}sheet"))
        if len(found) > limits.MAX_SHEETS:
            raise Refusal(Outcome.PAPER, "paper.too-many-sheets", limit=limits.MAX_SHEETS)
        return found

    # -- texts

    def _read_strings(self, part: str) -> None:
        for element in self._walk(part, ("{*}si",)):
            pieces = self._styles.pieces(element)
            if len(pieces) > 1 or pieces[0][1]:
                self._looks[len(self._texts)] = pieces
            self._texts.append("".join(text for text, _ in pieces))
            if len(self._texts) > limits.MAX_CELLS:
                raise Refusal(Outcome.PAPER, "paper.too-many-cells", limit=limits.MAX_CELLS)

    def _walk(self, part: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """The elements of a large part one after the other, each let go when the next is asked for.

        What nobody asks for goes with them; more of it between two of them than can be held is refused.
        """
        data = self._archive.read(part)
        parser = safe_xml.parser_of(tags)
        try:
            last: etree._Element | None = None
            between = 0
            for start in range(0, len(data), _FED):
                piece = data[start : start + _FED]
                parser.feed(piece)
                between += piece.count(b"<") + piece.count(b"=")
                for element in _ended(parser):
                    if last is None and safe_xml.declares_type(element):
                        raise Refusal(Outcome.PAPER, "paper.doctype")
                    yield element
                    _let_go(element)
                    last, between = element, 0
                if between > limits.MAX_MARKS:
                    raise Refusal(Outcome.PAPER, "paper.too-many-marks", limit=limits.MAX_MARKS)
                for around in last.iterancestors() if last is not None else ():
                    _forget_before(around)
            parser.close()
        except safe_xml.NOT_XML as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error

    # -- one sheet

    def _sheet(self, name: str, part: str, start: int) -> Sheet:
        cells = _Cells()
        steps = {
            "c": self._cell,
            "row": self._row,
            "col": self._columns,
            "mergeCell": self._merge,
            "drawing": self._drawing,
        }
        for element in self._walk(part, _LOOKED_FOR):
            steps[str(element.tag).rpartition("}")[2]](element, cells, name)
        rows = cells.rows
        targets = parts_of(self._archive, part)
        for relation in cells.drawings:
            cells.pictures += self._pictures.anchored(targets.get(relation, ""))
        hidden = set(cells.hidden)
        for row, column, found in cells.pictures:
            self._lost += [Note(start + row, *lost) for lost in found.lost if row not in hidden]
            if found.image is not None and not _place(rows, row, column, found.image):
                self._lost.append(Note(0, Kind.LEFT_OUT, "picture-nowhere", {"sheet": name}))
        for number in sorted(rows):
            rows[number].line = start + number
        kept = [rows[number] for number in sorted(rows) if number not in hidden]
        _join(kept, cells.merged)
        kept = [row for row in kept if not row.is_empty()]
        left = [number for number in sorted(hidden) if number in rows and not rows[number].is_empty()]
        unsaid = sorted(set(cells.unsaid) - hidden)
        return unstacked(Sheet(name, kept, left, start, cells.veiled, unsaid))

    def _row(self, element: etree._Element, cells: _Cells, _: str) -> None:
        """The end of a row: its cells came before it."""
        number = _number(element.get("r")) or cells.row + 1
        if element.get("hidden") in _TRUE:
            cells.hidden.append(number)
        cells.row, cells.column = number, 0

    @staticmethod
    def _columns(element: etree._Element, cells: _Cells, _: str) -> None:
        """A run of columns; what it says of hidden ones is kept."""
        last = min(_number(element.get("max")), limits.MAX_SHEET_COLUMNS)
        if element.get("hidden") in _TRUE:
            cells.veiled += range(_number(element.get("min")) - 1, last)

    def _cell(self, element: etree._Element, cells: _Cells, sheet: str) -> None:
        row, column = self._reference(element, cells)
        self._count += 1
        if self._count > limits.MAX_CELLS:
            raise Refusal(Outcome.PAPER, "paper.too-many-cells", limit=limits.MAX_CELLS)
        text, pieces = self._value(element)
        picture = self._pictures.in_cell(text, element)
        if picture is not None:
            cells.pictures.append((row, column, picture))
            return
        kind = element.get("t")
        if not text or kind == "e":
            if kind == "e" or (kind != "str" and element.find("{*}f") is not None):
                cells.unsaid.append(row)
            return
        if column >= limits.MAX_SHEET_COLUMNS:
            limit = limits.MAX_SHEET_COLUMNS
            raise Refusal(Outcome.PAPER, "paper.too-many-columns", sheet=sheet, row=row, limit=limit)
        if row not in cells.rows and len(cells.rows) >= limits.MAX_ROWS:
            raise Refusal(Outcome.PAPER, "paper.too-many-rows", limit=limits.MAX_ROWS)
        found = cells.rows.setdefault(row, Row(row, 0, []))
        found.cells += [""] * (column + 1 - len(found.cells))
        found.cells[column] = text
        if pieces:
            found.spans[column] = spans_of(pieces, text)

    @staticmethod
    def _reference(element: etree._Element, cells: _Cells) -> tuple[int, int]:
        """Row and column of a cell (columns from 0): its own reference, else the place after the one before."""
        match = _REFERENCE.fullmatch(element.get("r") or "")
        parent = element.getparent()
        if match is None:
            row = _number(parent.get("r") if parent is not None else None)
            row = row or cells.row + 1
            column = cells.column
        else:
            row, column = int(match.group(2)), _column(match.group(1))
        cells.column = column + 1
        return min(row, MAX_BLOCK - 1), column

    def _value(self, element: etree._Element) -> tuple[str, list[tuple[str, Looks]]]:
        """The text of a cell and, where they differ from plain ones, its pieces with their looks."""
        kind, style = element.get("t") or "n", _number(element.get("s"))
        pieces: list[tuple[str, Looks]] = []
        if kind == "inlineStr":
            inline = element.find("{*}is")
            pieces = self._styles.pieces(inline) if inline is not None else []
            text = "".join(piece for piece, _ in pieces)
        else:
            value = element.findtext("{*}v") or ""
            text = self._stored(kind, value, style)
            pieces = self._looks.get(_number(value), []) if kind == "s" else []
        own = self._styles.looks(style)
        if own and text and not any(looks for _, looks in pieces):
            pieces = [(text, own)]
        return _clean(text), pieces if any(looks for _, looks in pieces) else []

    def _stored(self, kind: str, value: str, style: int) -> str:
        if kind == "s":
            place = _number(value)
            return self._texts[place] if value.strip() and place < len(self._texts) else ""
        if kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE" if value.strip() else ""
        return self._styles.shown(value.strip(), style) if kind == "n" and value.strip() else value

    # -- what stands beside the cells

    def _merge(self, element: etree._Element, cells: _Cells, _: str) -> None:
        first, _, last = (element.get("ref") or "").partition(":")
        left, right = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if left is None or right is None:
            return
        if len(cells.merged) >= limits.MAX_ROWS:
            raise Refusal(Outcome.PAPER, "paper.too-many-rows", limit=limits.MAX_ROWS)
        columns = _column(left.group(1)), _column(right.group(1))
        cells.merged.append((int(left.group(2)), int(right.group(2)), *columns))

    @staticmethod
    def _drawing(element: etree._Element, cells: _Cells, _: str) -> None:
        cells.drawings.append(relation_of(element))


def _ended(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The elements that have been read to their end."""
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            yield element


def _let_go(element: etree._Element) -> None:
    """Frees an element that has been read, and those before it."""
    element.clear()
    _forget_before(element)


def _forget_before(element: etree._Element) -> None:
    parent = element.getparent()
    before = element.getprevious()
    while before is not None and parent is not None:
        parent.remove(before)
        before = element.getprevious()


def _number(text: str | None) -> int:
    """A whole number of a few figures; 0 for everything else."""
    return max(0, whole(text))


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _clean(text: str) -> str:
    """A cell's text as its author typed it: line breaks of one kind, nothing that nobody sees."""
    if not text:
        return ""
    if "_x" in text:
        codes = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)
        text = codes.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")  # a sign beyond 65,535 is two
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _place(rows: dict[int, Row], number: int, column: int, image: Image) -> bool:
    """Puts a picture on its cell; False where it has none, or one beyond the limits of a sheet."""
    if not 0 < number < MAX_BLOCK or column >= limits.MAX_SHEET_COLUMNS:
        return False
    if number not in rows and len(rows) >= limits.MAX_ROWS:
        return False
    row = rows.setdefault(number, Row(number, 0, []))
    row.cells += [""] * (column + 1 - len(row.cells))
    row.images[column] = (*row.images.get(column, ()), image)
    return True


def _join(rows: list[Row], merged: list[tuple[int, int, int, int]]) -> None:
    """Merged cells stand on each of their rows, in their first column."""
    numbers = [row.number for row in rows]
    filled = 0
    for first, last, column, end in merged:
        places = range(bisect_left(numbers, first), bisect_left(numbers, last + 1))
        filled += len(places)
        if filled > limits.MAX_CELLS:
            raise Refusal(Outcome.PAPER, "paper.too-many-cells", limit=limits.MAX_CELLS)
        if end > column and len(places) == 1:
            rows[places[0]].wide.add(column)
        if len(places) < 2 or numbers[places[0]] != first:
            continue
        top = rows[places[0]]
        top.joined[column] = first
        for place in places[1:]:
            _fill(rows[place], top, column)


def _fill(row: Row, top: Row, column: int) -> None:
    row.joined[column] = top.number
    if not top.text(column):
        return
    row.cells += [""] * (column + 1 - len(row.cells))
    row.cells[column] = top.cells[column]
    if column in top.spans:
        row.spans[column] = top.spans[column]
