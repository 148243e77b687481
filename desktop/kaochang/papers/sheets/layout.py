"""How a sheet is laid out: its header row, wherever it stands, then items, headings, totals and remarks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from kaochang.papers.grammar import headings, kinds
from kaochang.papers.grammar.drafts import Section, Shared
from kaochang.papers.grammar.headings import Meta
from kaochang.papers.lines import Line, fold, make_line
from kaochang.papers.sheets.bands import is_band, read_band
from kaochang.papers.sheets.beside import settle
from kaochang.papers.sheets.cards import card_rows
from kaochang.papers.sheets.columns import Columns, columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.learned import Heads, learned, learned_below, told_by
from kaochang.papers.sheets.profiles import asks
from kaochang.papers.sheets.side_by_side import set_below
from kaochang.papers.sheets.turned import turned
from kaochang.papers.sheets.workbook import Row, Sheet

MOST_ABOVE: Final = 60
"""Rows that may stand above a header."""
MOST_UNKNOWN: Final = 8
"""Rows that may stand above a header whose words nobody knows."""
_EXAMPLE: Final = re.compile(r"[(\[]?(?:示例|样例|范例|例题|举例|填写示例|示例题|例)\d{0,2}[)\]]?:?")
_EXAMPLE_STEM: Final = re.compile(
    r"[(\[](?:示例|样例|范例|填写示例|示例题|例题)\d{0,2}[)\]]|(?:示例|样例|填写示例|示例题)\d{0,2}\s*[:：]"
)
_TOTAL: Final = re.compile(r"(?:合计|总计|小计|共计|总分|总分值|汇总|total)\s*:?\s*(?P<points>\d{1,4}(?:\.\d)?)?\s*分?")
_NEEDED: Final = re.compile(
    r"[(\[*]*(?:非?必填|选填|可选|可不填|必选|可空|不填|必填项|选填项|文本|数字|单选|下拉选择)[)\]*]*"
)
_EACH: Final = re.compile(r"每[^,;。，；]{0,4}?\d|各\s*\d")
_TYPED: Final = re.compile(r"[单多]选|单项|多项|判断|填空|[简问]答|[简论]述|案例")
_REMARK: Final = re.compile(
    r"(?:注|说明|备注|填写说明|填表说明|提示|注意|注意事项|温馨提示)\d?\s*:|以上|填表人|制表人|审核人|出题人"
)
_HEADING: Final = (Role.STEM, Role.PART_STEM, Role.WHOLE_STEM, Role.NUMBER)
_ORDINAL: Final = re.compile(r"[(第]?[一二三四五六七八九十]{1,3}[、.)部大]")
_GROUPED: Final = (Role.OPTIONS, Role.ANSWER, Role.CHOSEN)
_LONGEST_AGAIN: Final = 20
_PLAIN_NAME: Final = re.compile(r"(?:sheet|工作表|表)\s*\d*|worksheet|第?\s*\d{1,3}\s*题?", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """Rows of items under one header and one heading; `line` is that of its header, 0 where that is another table's.

    `shared` is material that stands above its rows, `names` are its headers where they are no columns of the file.
    """

    columns: Columns
    section: Section
    rows: list[Row] = field(default_factory=list)
    points: Fraction | None = None
    line: int = 0
    shared: Shared | None = None
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """A sheet taken apart: tables of items and of keys, and the words around them.

    `taught` are the columns under headers that only their cells told; `unread` are words between items that are no
    heading, no remark and no item.
    """

    tables: list[Table] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    examples: list[Row] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    taught: dict[Heads, Columns] = field(default_factory=dict)


def is_remark(line: Line) -> bool:
    """Whether a line beside the items speaks about filling in the sheet."""
    return bool(_REMARK.match(line.fold))


def lay_out(sheet: Sheet, taught: Mapping[Heads, Columns] = MappingProxyType({})) -> Layout:
    """The tables of a sheet; none where no header is found. `taught` are columns that other sheets told, by headers."""
    return _Reader(turned(card_rows(set_below(sheet))), taught).read()


def lay_out_all(sheets: Sequence[Sheet]) -> list[Layout]:
    """All sheets of a workbook: a header that one of them tells the meaning of means the same on the others."""
    found = [lay_out(sheet) for sheet in sheets]
    taught = {heads: columns for layout in found for heads, columns in layout.taught.items() if _is_whole(columns)}
    return [lay_out(sheet, taught) for sheet in sheets] if taught and len(sheets) > 1 else found


def _is_whole(columns: Columns) -> bool:
    """Whether stems, options and answers are all told."""
    return bool(columns.options or columns.all(Role.OPTIONS)) and Role.ANSWER in columns.roles


def section_of(name: str) -> Section:
    """The section that a sheet is, by its name."""
    heading = headings.parse_heading(make_line(name, 0)) if name else None
    if heading is not None and not heading.is_key:
        section = Section.of(heading)
        section.line, section.instructions = None, []
        section.title = section.title if heading.ordinal or heading.meta != Meta() else name
        return section
    words = fold(name)
    plain = not name or bool(_PLAIN_NAME.fullmatch(words.strip()))
    generic, indefinite = kinds.is_generic_choice(words), kinds.is_indefinite(words)
    kind = kinds.type_of(words) if len(words) <= 20 else None
    return Section(None if plain else name, kind=kind, generic=generic, indefinite=indefinite)


class _Reader:
    """Goes over the rows of one sheet."""

    def __init__(self, sheet: Sheet, taught: Mapping[Heads, Columns]) -> None:
        self._taught = taught
        self._rows = sheet.rows
        self._is_made = sheet.is_made
        self._section = section_of(sheet.name)
        self._layout = Layout()

    def read(self) -> Layout:
        found = self._header()
        if found is None:
            self._layout.notes += [line for row in self._rows for line in _lines(row)]
            return self._layout
        columns, start = found
        self._open(columns, self._rows[max(start - 1, 0)].line)
        self._table.names = self._rows[start - 1].cells if self._is_made and start else []
        rows = iter(enumerate(self._rows[start:], start=start))
        for place, row in rows:
            again = self._header_at(place) if self._may_be_header(row) else None
            if again is None:
                self._read_row(row)
                continue
            self._open(again[0], row.line)
            for _ in range(again[1] - place - 1):
                next(rows, None)
        return self._layout

    @property
    def _table(self) -> Table:
        return self._layout.tables[-1]

    def _open(self, columns: Columns, line: int = 0) -> None:
        self._layout.tables.append(Table(columns, self._section, line=line))

    # -- headers

    def _header(self) -> tuple[Columns, int] | None:
        """The columns and the row below the header; what stands above it are notes, a heading among them."""
        for place in range(min(len(self._rows), MOST_ABOVE)):
            found = self._header_at(place)
            if found is not None:
                for row in self._rows[:place]:
                    self._read_above(row, found[0])
                self._read_worth(found[0])
                return found
        return self._learned_header()

    def _filled(self, columns: Columns, below: int, heads: Sequence[str]) -> Columns:
        """The columns with those whose words nobody knows, as far as their cells tell."""
        if all(not text or head_of(text) is not None for text in heads):
            return columns
        known = told_by(tuple(heads), self._taught) if self._taught else columns
        return learned([row.cells for row in self._rows[below:]], known, heads) or columns

    def _learned_header(self) -> tuple[Columns, int] | None:
        """Columns that only their cells tell."""
        found = learned_below([row.cells for row in self._rows], MOST_UNKNOWN, self._taught)
        if found is None:
            return None
        self._layout.taught[found.heads] = found.columns
        for row in self._rows[: max(found.start - 1, 0)]:
            self._read_above(row, found.columns)
        self._read_worth(found.columns)
        return found.columns, found.start

    def _header_at(self, place: int) -> tuple[Columns, int] | None:
        """The columns of a header on this row, or on this and the next, and the row below it."""
        row = self._rows[place]
        texts = row.cells
        columns = columns_of(texts)
        below = self._rows[place + 1] if place + 1 < len(self._rows) else None
        if below is not None and below.number == row.number + 1 and sum(map(bool, texts)) > 1:
            both = _both(texts, below.cells)
            joined = columns_of(both) if both is not None else None
            if joined is not None and both is not None and joined.is_table:
                self._layout.headers += both
                settle(joined, both, self._rows[place + 2 :])
                return joined, place + 2
        settle(columns, texts, self._rows[place + 1 :])
        if columns.is_table or columns.is_key:
            self._layout.headers += texts
            return self._filled(columns, place + 1, texts), place + 1
        if len(columns.options) > 1 and "A" in columns.options and not any(map(asks, texts)):
            guessed = self._filled(columns, place + 1, texts)
            if guessed.is_table and Role.ANSWER in guessed.roles:
                return guessed, place + 1
        return None

    def _may_be_header(self, row: Row) -> bool:
        """Whether a row further down may be a header again: nothing but words of headers, or of the one above."""
        roles = []
        for column in row.filled():
            text = row.cells[column]
            head = head_of(text) if len(text) <= _LONGEST_AGAIN else None
            if head is not None:
                roles.append(head.role)
            elif text not in self._layout.headers:
                return False
        return len(roles) > 1 and any(role in _HEADING for role in roles)

    # -- rows

    def _read_above(self, row: Row, columns: Columns) -> None:
        """A title, a note, or the heading of the items below; a bare word is none where each item has its type."""
        for line in _lines(row):
            bare = Role.TYPE in columns.roles and _ORDINAL.match(line.fold) is None and "分" not in line.fold
            if bare or not self._read_heading(line):
                self._layout.notes.append(line)

    def _read_worth(self, columns: Columns) -> None:
        """What each item is worth, where the notes above say it once, for all of them, and no column does for each."""
        stated = [line.fold for line in self._layout.notes if _EACH.search(line.fold)]
        once = len(stated) == 1 and len(_EACH.findall(stated[0])) == 1 and not _TYPED.search(stated[0])
        if once and not {Role.POINTS, Role.TYPE} & set(columns.roles):
            meta = headings.parse_meta(stated[0])
            self._section.meta.merge(Meta(each=meta.each, per_blank=meta.per_blank))

    def _read_heading(self, line: Line) -> bool:
        heading = headings.parse_heading(line)
        if heading is None and headings.reads_as_section(line):
            heading = headings.untyped(line)
        if heading is None or heading.is_key:
            return False
        self._section = Section.of(heading)
        if self._layout.tables:
            self._open(self._table.columns)
        return True

    def _read_row(self, row: Row) -> None:
        filled = row.filled()
        words = [row.cells[column] for column in filled]
        if _is_needed(words):
            return
        if len(filled) > 1 and self._is_signed(row, filled[0]):
            self._layout.notes += _lines(row)
            return
        if _is_total(row, self._table.columns):
            self._take_total(row)
        elif self._is_example(row, filled):
            self._layout.examples.append(row)
        elif len(set(words)) == 1 and not row.images and self._is_aside(row, filled[0], words[0]):
            return
        else:
            self._table.rows.append(row)

    def _is_aside(self, row: Row, column: int, text: str) -> bool:
        """A row of one cell that is no item: a heading, or a remark."""
        line = make_line(text.split("\n")[0], row.line)
        columns = self._table.columns
        if is_remark(line):
            self._layout.notes += _lines(row)
            return True
        if is_band(row, columns):
            self._read_band(row)
            return True
        return "\n" not in text and column not in columns.options.values() and self._read_heading(line)

    def _read_band(self, row: Row) -> None:
        """Words over the items below: a section, or material that they share."""
        for line in _lines(row):
            band = read_band(line)
            if band.section is not None:
                self._section = band.section
            if band.section is not None or band.shared is not None:
                self._open(self._table.columns)
                self._table.shared = band.shared
            elif not band.heads_key:
                self._layout.unread.append(line)

    def _is_signed(self, row: Row, column: int) -> bool:
        """Whether a row of several cells names the people who made the sheet, or speaks of it otherwise."""
        stems = [*self._table.columns.all(Role.STEM), *self._table.columns.all(Role.ANSWER)]
        return column not in stems and is_remark(make_line(row.cells[column].split("\n")[0], row.line))

    def _is_example(self, row: Row, filled: Sequence[int]) -> bool:
        stem = self._table.columns.first(Role.STEM)
        told = bool(filled) and filled[0] != stem and bool(_EXAMPLE.fullmatch(fold(row.cells[filled[0]])))
        return told or bool(_EXAMPLE_STEM.match(fold(row.text(stem))))

    def _take_total(self, row: Row) -> None:
        """A total under the items is what they declare to be worth."""
        match = _total_of(row, self._table.columns)
        if match:
            self._table.points = Fraction(match)


def _lines(row: Row) -> list[Line]:
    """The words of a row that is no item, each once."""
    texts = dict.fromkeys(part for column in row.filled() for part in row.cells[column].split("\n") if part.strip())
    return [make_line(text, row.line) for text in texts]


def _both(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """A header of two rows as one, where the second does nothing but count the options, or the answers, that the first
    names.
    """
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    added = [place for place in range(width) if below[place] and below[place] != above[place]]
    starts = [at for at, place in enumerate(added) if above[place]]
    if not starts or starts[0]:
        return None
    groups = [added[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    if any(len(group) < 2 for group in groups):
        return None
    for group in groups:
        named = head_of(above[group[0]])
        labels = [head.label if (head := head_of(f"选项{below[place]}")) is not None else "" for place in group]
        if named is None or named.role not in _GROUPED or labels != [chr(ord("A") + at) for at in range(len(labels))]:
            return None
        for place, label in zip(group, labels, strict=True):
            above[place] = f"选项{label}"
    return above


def _is_needed(words: Sequence[str]) -> bool:
    """A row under the header that says which columns must be filled in."""
    return (
        len(words) > 1
        and all(_NEEDED.fullmatch(fold(word)) for word in words)
        and any(re.search("填|可选|可空", word) for word in words)
    )


def _is_total(row: Row, columns: Columns) -> bool:
    """A row of totals: 合计 where a number or a stem should stand, and no answer."""
    filled = row.filled()
    first = fold(row.cells[filled[0]]).strip().casefold() if filled else ""
    beside = [column for column in [*columns.options.values(), *columns.all(Role.ANSWER)] if row.text(column)]
    return bool(_TOTAL.fullmatch(first)) and not beside and len(filled) <= 4


def _total_of(row: Row, columns: Columns) -> str:
    stated = _TOTAL.fullmatch(fold(row.cells[row.filled()[0]]).strip().casefold())
    if stated and stated.group("points"):
        return stated.group("points")
    points = re.fullmatch(r"(\d{1,4}(?:\.\d)?)\s*分?", fold(row.text(columns.first(Role.POINTS))).strip())
    return points.group(1) if points else ""
