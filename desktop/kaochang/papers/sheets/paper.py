"""A workbook as the drafts of a paper. Start here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kaochang.domain.papers import Finding, Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.finishing.checks import owners
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.grammar import marks, noise
from kaochang.papers.grammar.answers import Fault
from kaochang.papers.grammar.declared import Declared
from kaochang.papers.grammar.drafts import Draft, Drafts, Section, Shared
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import KEY_LINES, Line, Source, fold, make_line
from kaochang.papers.sheets.assumed import assumptions, letters
from kaochang.papers.sheets.cells import take_marked
from kaochang.papers.sheets.codes import learn_codes
from kaochang.papers.sheets.columns import Columns
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.items import ItemCells
from kaochang.papers.sheets.key import is_key_sheet
from kaochang.papers.sheets.layout import Layout, Table, is_remark, lay_out, lay_out_all, section_of
from kaochang.papers.sheets.legends import Legend, Typed
from kaochang.papers.sheets.places import Places
from kaochang.papers.sheets.records import (
    Group,
    Record,
    code_of,
    groups_of,
    number_by_stems,
    records_of,
    stem_column,
)
from kaochang.papers.sheets.workbook import Sheet, Workbook

_DOUBTFUL: Final = 40
_LONGEST_TITLE: Final = 120


@dataclass(slots=True)
class SheetPaper:
    """A paper as its sheets state it.

    `faults` are those of single drafts, by their identity; `uncounted` are drafts whose answer is a number of an option
    counted from nobody knows where; `said` are notes.
    """

    drafts: Drafts
    findings: list[Finding] = field(default_factory=list)
    faults: dict[int, list[ItemFault]] = field(default_factory=dict)
    uncounted: set[int] = field(default_factory=set)
    said: list[Line] = field(default_factory=list)

    def add_faults(self, made: Iterable[Made]) -> None:
        """What was seen in the cells, at the items that were made of them."""
        for each in made:
            own = self.faults.get(id(each.draft), [])
            known = {fault.fault.kind for fault in each.faults}
            each.faults += [fault for fault in own if fault.fault.kind not in known]
            for fault in each.faults:
                if fault.fault.kind is Kind.ANSWER_TYPE_MISMATCH and id(each.draft) in self.uncounted:
                    fault.fault = Fault(Kind.ANSWER_TYPE_MISMATCH, "place", fault.fault.params)

    @property
    def unclosed(self) -> list[int]:
        """The lines that open code which nothing closes."""
        lines = [line for draft in self.drafts.items for found in draft.fields.values() for line in found]
        return [line.number for line in lines if line.text.startswith("```") and "\n" not in line.text]


def pasted(book: Workbook) -> Source | None:
    """The lines of a text paper that somebody pasted into cells, one a row; None where a sheet is a table."""
    rows = [row for sheet in book.sheets for row in sheet.rows]
    single = sum(len(row.filled()) == 1 for row in rows)
    if single * 5 < len(rows) * 4:
        return None
    if any(table.columns.names_stem for sheet in book.sheets for table in lay_out(sheet).tables):
        return None
    lines = [line for row in rows for column in range(len(row.cells)) for line in row.lines(column)]
    return Source(lines, book.media, notes=book.lost)


def besides(book: Workbook, made: Iterable[Made]) -> Source:
    """What stands in a workbook beside its items: pictures on rows that no item has, and what could not be read.

    A picture on an item's row that was not taken is told there.
    """
    owned = owners(made)
    loose = [line for line in book.pictured if line.number not in owned]
    return Source(loose, book.media, notes=book.lost)


def read_sheets(book: Workbook) -> SheetPaper:
    """The drafts of a workbook; refuses (PAPER) one in which no sheet has columns that are known."""
    return _Reader(book).read()


class _Reader:
    """Reads the sheets of one workbook, one after the other."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._paper = SheetPaper(Drafts())
        self._layouts = lay_out_all(book.sheets)
        self._legend = Legend(self._explained())
        self._learn_codes()
        self._sections: dict[str, Section] = {}
        self._last: dict[int, int] = {}
        self._places = Places()
        self._several = sum(any(table.rows for table in layout.tables) for layout in self._layouts) > 1

    def _explained(self) -> Iterable[str]:
        """Where a file may explain its codes: above its headers, in them, and on sheets without any."""
        for layout in self._layouts:
            yield from layout.headers
            yield from (line.text for line in layout.notes)
            yield "\n".join(line.text for line in layout.notes)

    def _learn_codes(self) -> None:
        """Codes of types that nothing explains, by what their items look like."""
        seen: list[tuple[str, str]] = []
        for layout in self._layouts:
            for table in layout.tables:
                at = table.columns.first(Role.TYPE)
                if at is None or all(self._legend.read(row.text(at)).sure for row in table.rows):
                    continue
                cells = ItemCells(table)
                records = [record for record in records_of(table) if not self._legend.read(record.row.text(at)).sure]
                seen += [(record.row.text(at), cells.look(record)) for record in records]
        learned = learn_codes(seen)
        self._legend.add(learned)
        if learned:
            params = {"codes": "、".join(learned)[:_DOUBTFUL]}
            self._paper.findings.append(Finding(Kind.COLUMNS_ASSUMED, variant="codes", params=params))

    def read(self) -> SheetPaper:
        if not any(table.columns.has_stem for layout in self._layouts for table in layout.tables):
            raise Refusal(Outcome.PAPER, "paper.no-columns")
        for sheet, layout in zip(self._book.sheets, self._layouts, strict=True):
            self._read_sheet(sheet, layout)
        self._declare()
        self._paper.findings += [_left_out("sheet", sheet=name) for name in self._book.hidden]
        self._note_doubled()
        return self._paper

    def _declare(self) -> None:
        """What notes on any sheet, a cover perhaps, say that items of a type are worth."""
        declared = Declared()
        for line in (line for layout in self._layouts for line in layout.notes):
            declared.read(line)
        declared.give(list({id(draft.section): draft.section for draft in self._paper.drafts.items}.values()))

    def _read_sheet(self, sheet: Sheet, layout: Layout) -> None:
        tables = [table for table in layout.tables if table.columns.has_stem]
        if not tables:
            if sheet.rows and self._several_words(sheet) and not is_key_sheet(sheet, layout):
                self._paper.findings.append(_left_out("columns", sheet=sheet.name))
            return
        self._read_notes(layout)
        for table in tables:
            self._open(sheet, table)
            self._read_table(table)
            if table.line:
                self._paper.findings += assumptions(table.columns, table.line, table.names)
        self._paper.uncounted |= {id(draft) for draft in self._places.settle()}
        self._take_totals(tables)
        self._note_left_out(sheet, layout)

    @staticmethod
    def _several_words(sheet: Sheet) -> bool:
        return any(len(row.filled()) > 1 for row in sheet.rows)

    # -- what surrounds the items

    def _read_notes(self, layout: Layout) -> None:
        drafts = self._paper.drafts
        self._paper.said += layout.notes
        for line in layout.notes:
            if drafts.total_line is None and noise.declared_total(line) is not None:
                drafts.total_line = line
            if _is_for_scorers(line):
                drafts.note.append(line)
        above = layout.tables[0].line
        first = next((line for line in layout.notes if line.number < above), None)
        if drafts.title is None and first is not None and _is_title(first):
            drafts.title = first.text

    def _open(self, sheet: Sheet, table: Table) -> None:
        """A section that only a sheet's name tells has a title where the name says a type, or to tell sheets apart."""
        section = table.section
        if section.line is None and section.title == sheet.name and not self._several:
            section.title = sheet.name if section.kind is not None or section.generic else None
        elif section.line is None and section.title is None and self._several:
            section.title = sheet.name or None

    def _take_totals(self, tables: Sequence[Table]) -> None:
        drafts = self._paper.drafts
        for table in tables:
            alone = len({id(each.section) for each in tables}) == 1
            if table.points is None:
                continue
            if alone and table.section.title is not None:
                table.section.meta.total = table.section.meta.total or table.points
            elif drafts.total_line is None and not self._several:
                drafts.total_line = make_line(f"总分：{table.points}分", 0)

    def _note_left_out(self, sheet: Sheet, layout: Layout) -> None:
        for row in layout.examples:
            self._paper.findings.append(replace(_left_out("example"), line=row.line))
        for line in layout.unread:
            params = {"words": line.text[:_DOUBTFUL]}
            self._paper.findings.append(Finding(Kind.UNRECOGNISED_LINE, line=line.number, params=params))
        for variant, rows in (("rows", sheet.hidden), ("values", sheet.unsaid)):
            if rows:
                listed = "、".join(map(str, rows[:10])) + ("…" if len(rows) > 10 else "")
                self._paper.findings.append(_left_out(variant, sheet=sheet.name, count=str(len(rows)), rows=listed))
        veiled = sorted({place for table in layout.tables for place in table.columns.taken} & set(sheet.veiled))
        if veiled:
            params = {"sheet": sheet.name, "columns": letters(veiled)}
            self._paper.findings.append(Finding(Kind.COLUMNS_ASSUMED, variant="hidden", params=params))

    # -- items

    def _read_table(self, table: Table) -> None:
        cells = ItemCells(table)
        records = records_of(table)
        if Role.NUMBER not in table.columns.roles:
            number_by_stems(records, table.columns.first(Role.STEM))
        made: list[Draft] = []
        for group in groups_of(records, table.columns, self._legend):
            made += self._group(group, table, cells)
        told = table.columns.counted or cells.counts
        self._places.add(table.columns, made, told=told)

    def _group(self, group: Group, table: Table, cells: ItemCells) -> list[Draft]:
        if group.whole is None or (group.numbered and group.column is not None):
            shared = Shared(group.whole.row.lines(group.column)) if group.whole and group.column is not None else None
            return [self._item(record, table, cells, shared) for record in group.records]
        if not group.records:
            return [self._item(group.whole, table, cells, None)]
        return self._parts(group, group.whole, table, cells)

    def _item(self, record: Record, table: Table, cells: ItemCells, shared: Shared | None) -> Draft:
        draft = self._start(record, table)
        draft.shared = shared or self._material(record, table.columns) or table.shared
        part = table.columns.first(Role.PART_STEM)
        stem = part if record.row.text(part) else stem_column(table.columns, record)
        self._fill(draft, record, table, cells, stem)
        return draft

    def _parts(self, group: Group, whole: Record, table: Table, cells: ItemCells) -> list[Draft]:
        """A whole and its parts: a case and its sub-questions."""
        parent = self._start(whole, table)
        parent.shared = self._material(whole, table.columns) or table.shared
        if group.column is not None:
            for line in whole.row.lines(group.column):
                parent.add(Mark.STEM, line)
        part = table.columns.first(Role.PART_STEM)
        whole_typed = self._typed(whole, table.columns, Role.TYPE)
        parent.kind = whole_typed.kind
        own = whole not in group.records
        points = cells.points(whole)
        if points and (own or table.columns.first(Role.POINTS) in whole.shared):
            parent.add(Mark.POINTS, make_line(f"（{points}分）", whole.row.line))
        for column in table.columns.roles.get(Role.ANSWER, []):
            if own or column in whole.shared:
                take_marked(parent, whole.row.lines(column), "line")
        made = []
        for place, record in enumerate(group.records, start=1):
            value = record.number.part or place
            draft = Draft(str(value), value, record.row.line, parent.section, parent.kind, parent=parent)
            parent.children.append(draft)
            self._add(draft)
            self._fill(draft, record, table, cells, part if part is not None else table.columns.first(Role.STEM))
            made.append(draft)
        return made

    def _start(self, record: Record, table: Table) -> Draft:
        section = self._section(record, table)
        stated = record.number.value or 0
        value = stated or self._last.get(id(section), 0) + 1
        self._last[id(section)] = value
        numbered = stated or Role.NUMBER not in table.columns.roles or code_of(record, table.columns)
        draft = Draft(str(value) if numbered else "", value, record.row.line, section, section.kind)
        draft.indefinite = section.indefinite
        draft.code = code_of(record, table.columns)
        self._add(draft)
        return draft

    def _add(self, draft: Draft) -> None:
        items = self._paper.drafts.items
        if len(items) >= limits.MAX_ITEMS:
            raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=limits.MAX_ITEMS)
        items.append(draft)

    def _section(self, record: Record, table: Table) -> Section:
        title = record.row.text(table.columns.first(Role.SECTION))
        section = table.section
        if title:
            if title not in self._sections:
                self._sections[title] = section_of(title)
                self._sections[title].title = self._sections[title].title or title
            section = self._sections[title]
        if not any(section is each for each in self._paper.drafts.sections[-1:]):
            self._enter(section)
        return section

    def _enter(self, section: Section) -> None:
        sections = self._paper.drafts.sections
        if any(section is each for each in sections):
            return
        if len(sections) >= limits.MAX_SECTIONS:
            raise Refusal(Outcome.PAPER, "paper.too-many-sections", limit=limits.MAX_SECTIONS)
        sections.append(section)

    def _material(self, record: Record, columns: Columns) -> Shared | None:
        column = columns.first(Role.MATERIAL)
        lines = record.row.lines(column) if column is not None else []
        return Shared(lines) if lines else None

    def _fill(self, draft: Draft, record: Record, table: Table, cells: ItemCells, stem: int | None) -> None:
        part = draft.parent is not None or bool(record.row.text(table.columns.first(Role.PART_TYPE)))
        typed = self._typed(record, table.columns, Role.PART_TYPE if part else Role.TYPE)
        cells.fill(draft, record, typed, stem)
        faults = []
        if not typed.sure:
            name = record.row.text(table.columns.first(Role.TYPE))[:_DOUBTFUL]
            faults.append(Fault(Kind.UNKNOWN_TYPE, "word", {"type": name}))
        if cells.left_out(record):
            faults.append(Fault(Kind.LEFT_OUT, "picture"))
        if faults:
            self._paper.faults[id(draft)] = [ItemFault(fault, draft.line) for fault in faults]

    def _typed(self, record: Record, columns: Columns, role: Role) -> Typed:
        column = columns.first(role)
        if column is None and role is Role.PART_TYPE:
            column = columns.first(Role.TYPE)
        return self._legend.read(record.row.text(column))

    def _note_doubled(self) -> None:
        """Items that stand in the file twice, word for word."""
        seen: dict[tuple[str, ...], Draft] = {}
        for draft in self._paper.drafts.items:
            words = (draft.words(Mark.STEM), *(option.text for option in draft.options))
            key = tuple(re.sub(r"\s", "", fold(text)) for text in words)
            if draft.children or draft.parent is not None or not key[0]:
                continue
            first = seen.setdefault(key, draft)
            if first is not draft:
                sheet, row = self._book.place(first.line)
                variant = "" if sheet == self._book.place(draft.line)[0] else "elsewhere"
                fault = Fault(Kind.DUPLICATE_ITEM, variant, {"first": str(row), "first_sheet": sheet})
                self._paper.faults.setdefault(id(draft), []).append(ItemFault(fault, draft.line))


def _is_for_scorers(line: Line) -> bool:
    return marks.starts_with(line) is Mark.RUBRIC


def _is_title(line: Line) -> bool:
    plain = not is_remark(line) and not _is_for_scorers(line) and parse_number(line) is None
    return len(line.text) <= _LONGEST_TITLE and plain


def _left_out(variant: str, **params: str) -> Finding:
    return Finding(Kind.LEFT_OUT, variant=variant, params=params)


def take_lines(drafts: Drafts, linked: Sequence[Finding]) -> list[Finding]:
    """After a separate key was linked: its answers stand on the rows of their items, its findings on its own lines."""
    for draft in drafts.items:
        for given in draft.answers:
            if given.place == "key" and (given.line or 0) < KEY_LINES:
                given.lines = [make_line(line.text, draft.line) for line in given.lines]
    return [
        finding if (finding.line or 0) > KEY_LINES else replace(finding, line=-(finding.line or 0))
        for finding in linked
    ]


def placed(findings: Iterable[Finding], book: Workbook) -> tuple[Finding, ...]:
    """Findings with the sheet and row that people see in place of the line that the reader counts."""
    return tuple(_placed(finding, book) for finding in findings)


def _placed(finding: Finding, book: Workbook) -> Finding:
    line = finding.line or 0
    if line > KEY_LINES:
        return finding
    if line <= 0:
        return replace(finding, line=-line or None)
    sheet, row = book.place(line)
    return replace(finding, line=row, params=finding.params | ({"sheet": sheet} if sheet else {}))
