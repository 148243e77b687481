"""Rows of one cell between items that are no item: the words of a section, and material that the items below share."""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import OPEN_TYPES
from kaochang.papers.grammar import headings, kinds
from kaochang.papers.grammar.drafts import Section, Shared
from kaochang.papers.grammar.sharing import names_material
from kaochang.papers.lines import Line
from kaochang.papers.numerals import SPELLED
from kaochang.papers.sheets.columns import Columns
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.numbered import Printed, printed
from kaochang.papers.sheets.workbook import Row

_WORD: Final = re.compile(rf"(?:^|(?<=[\s(\[:,;。]))(?P<word>[一-鿿]{{2,6}}?)\s*[\d{SPELLED}]{{0,2}}\s*:\s*")
_BEHIND: Final = re.compile(r":\s*(?P<name>[^\s\d:,;()\[\]]{2,12})\s*(?=[(\[]|$)")
"""The name of a section behind the word for its place: 甲卷：基础篇（…）."""
_LONGEST_NAME: Final = 30
_SPEAKS: Final = re.compile(r"[。?!;]")


@dataclass(slots=True)
class Band:
    """What such a row says: the section that it opens, the material of the items below it, or that answers follow."""

    section: Section | None = None
    shared: Shared | None = None
    heads_key: bool = False


def is_band(row: Row, columns: Columns) -> bool:
    """Whether the one cell of a row stands where no item does: over several columns, or where a number should stand."""
    column = row.filled()[0]
    if column in row.wide:
        return True
    first, stem = columns.first(Role.NUMBER), columns.first(Role.STEM)
    before = stem is not None and column < stem
    return before and column in (first, 0) and printed(row.text(column)) == Printed()


def read_band(line: Line) -> Band:
    """A line of such a row: its material apart, what is left as the heading of a section; nothing where it is prose."""
    head, material = _parted(line)
    shared = Shared([material]) if material is not None else None
    if not head.text:
        return Band(shared=shared)
    heading = headings.parse_heading(head)
    if heading is None and headings.reads_as_section(head):
        heading = headings.untyped(head)
    if heading is not None and heading.is_key:
        return Band(shared=shared, heads_key=True)
    section = Section.of(heading) if heading is not None else _named(head)
    if section is not None and shared is not None and section.kind in OPEN_TYPES:
        section.kind = None
    return Band(section, shared)


def _parted(line: Line) -> tuple[Line, Line | None]:
    """The words before those that a word announces as material (材料：…), in brackets or behind white space."""
    for match in _WORD.finditer(line.fold):
        if names_material(match["word"]):
            before = line.fold[: match.start()].rstrip(" (:[,;")
            closed = line.fold[len(before) : match.start()].strip()[-1:] in ("(", "[")
            end = len(line.fold.rstrip()) - (closed and line.fold.rstrip()[-1:] in (")", "]"))
            return line.cut(0, len(before)), line.cut(match.end(), end)
    return line, None


def _named(line: Line) -> Section | None:
    """A section by words that nobody listed: short, and no sentence."""
    if len(line.fold) > headings.MAX_HEADING:
        return None
    end = headings.title_end(line.fold)
    behind = _BEHIND.match(line.fold, end)
    named = behind is not None and not kinds.is_name(behind["name"])
    title = line.cut(behind.start("name"), behind.end("name")) if behind is not None and named else line.cut(0, end)
    if _SPEAKS.search(line.fold) or not 0 < len(title.text) <= _LONGEST_NAME:
        return None
    section = Section(title.text, kind=kinds.type_of(line.fold), meta=headings.parse_meta(line.fold[end:]))
    section.generic, section.indefinite = kinds.is_generic_choice(line.fold), kinds.is_indefinite(line.fold)
    section.line, section.instructions = line.number, [line]
    return section
