"""One item of a sheet: the cells of its rows as the parts of a draft, read by the rules that hold for every paper."""

import re
from collections.abc import Sequence
from typing import Final

from kaochang.domain.items import OPEN_TYPES, Image, ItemType
from kaochang.papers.grammar import kinds, marks, options
from kaochang.papers.grammar.answers import is_none, letters_of
from kaochang.papers.grammar.drafts import Draft, Given, Section
from kaochang.papers.grammar.marks import FOR_SCORERS, Mark
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.grammar.pen import Pen
from kaochang.papers.lines import Line, fold, make_line
from kaochang.papers.sheets.cells import is_ticked, option_of, options_in, parted, take_marked, without_mark
from kaochang.papers.sheets.codes import look_of
from kaochang.papers.sheets.columns import head_of
from kaochang.papers.sheets.counted import counted
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.layout import Table
from kaochang.papers.sheets.legends import Typed
from kaochang.papers.sheets.records import Record
from kaochang.papers.sheets.signs import parts_of, sign_of

_FIELDS: Final = (
    (Role.EXPLANATION, Mark.EXPLANATION),
    (Role.RUBRIC, Mark.RUBRIC),
    (Role.TOPIC, Mark.TOPIC),
    (Role.LEVEL, Mark.LEVEL),
)
_SECRET: Final = frozenset({Role.ANSWER, Role.EXPLANATION, Role.RUBRIC, Role.KEYWORDS})
_BETWEEN: Final = re.compile(r"[,、;/|]")
_NUMBERED: Final = re.compile(r"\(?\d{1,2}[.、:)]|[①-⑳]|[⑴-⒇]")
_EACH: Final = re.compile(r"每\s*小?[题道个]\s*(\d{1,3}(?:\.\d{1,2})?)\s*分")
_POINTS: Final = re.compile(r"(?:每[题空道]\s*)?(\d{1,3}(?:\.\d{1,2})?)\s*分?(?:\s*/\s*题)?")


class ItemCells:
    """Fills drafts from the rows of one table. A merged cell of several items is no item's own points or answer."""

    def __init__(self, table: Table) -> None:
        columns = table.columns
        self._columns = columns
        self._roles = {place: role for role, places in columns.roles.items() for place in places}
        self._sign = sign_of(table)
        self._by_figures: list[bool] = []

    @property
    def counts(self) -> bool:
        """Whether figures count the options of every cell that lists any."""
        return bool(self._by_figures) and all(self._by_figures)

    def fill(self, draft: Draft, record: Record, typed: Typed, stem: int | None) -> None:
        """Stem, options, answers and everything else of one item; `stem` is the column of its stem."""
        row = record.row
        draft.kind, draft.indefinite = typed.kind or draft.kind, typed.indefinite or draft.indefinite
        draft.options = self._options(record)
        if len(draft.options) == 1 and len(record.rows) == 1 and not self._columns.options:
            self._unparted(draft, record)
        self._stem(draft, record, stem)
        self._sides(draft, record)
        self._answers(draft, record)
        for role, mark in _FIELDS:
            self._fields(draft, record, role, mark)
        keywords = self._lines(record, Role.KEYWORDS)
        if keywords:
            words = "、".join(line.text for line in keywords)
            draft.add(Mark.RUBRIC, make_line(f"关键词：{words}", row.line))
        points = self.points(record)
        if points and self._columns.first(Role.POINTS) not in record.shared:
            draft.add(Mark.POINTS, make_line(points, row.line))

    def look(self, record: Record) -> str:
        """What a record looks like: a choice of one or several, an order, a judgement, blanks, or open."""
        draft = Draft("", 0, record.row.line, Section(), options=self._options(record))
        self._answers(draft, record)
        stem = record.row.text(self._columns.first(Role.STEM))
        return look_of(stem, [option.text for option in draft.options], "".join(each.text for each in draft.answers))

    def points(self, record: Record) -> str:
        """The points that a record states, as a number; "" where it states none."""
        place = self._columns.first(Role.POINTS)
        match = _POINTS.fullmatch(fold(record.row.text(place)).strip())
        if place is None and match is None:
            match = _EACH.search(fold(record.row.text(self._columns.first(Role.TYPE))))
        return match.group(1) if match else ""

    def left_out(self, record: Record) -> bool:
        """Whether a picture stands beside the answer, where no candidate may see it."""
        return any(self._roles.get(column) in _SECRET for row in record.rows for column in row.images)

    # -- cells

    def _lines(self, record: Record, role: Role) -> list[Line]:
        """The words of all columns of a role, each once."""
        found: list[Line] = []
        for column in self._columns.all(role):
            lines = record.row.lines(column)
            if not {line.text for line in lines} <= {line.text for line in found}:
                found += [line for line in lines if line.text]
        return found

    def _fields(self, draft: Draft, record: Record, role: Role, mark: Mark) -> None:
        for line in without_mark(self._lines(record, role), mark):
            draft.add(mark, line)

    # -- the candidate's side

    def _options(self, record: Record) -> list[OptionDraft]:
        if self._columns.options:
            made = [self._option(record, label, column) for label, column in sorted(self._columns.options.items())]
            return [option for option in made if option is not None]
        listed = self._columns.first(Role.OPTIONS)
        if listed is None:
            return []
        if len(record.rows) == 1:
            return self._in_one(record.row.lines(listed))
        found = []
        for place, row in enumerate(record.rows):
            option = option_of(self._label(row.text(self._columns.first(Role.LABEL)), place), row.lines(listed))
            found += [option] if option is not None else []
        return found

    def _in_one(self, lines: Sequence[Line]) -> list[OptionDraft]:
        """The options of one cell; what cannot be parted stays one, to be told."""
        found = options_in(lines)
        if not found and self._sign is not None and len(lines) == 1:
            parts = parts_of(lines[0].text, self._sign)
            found = parted(parts, lines[0].number) if len(parts) > 1 else []
        if found or not lines or is_none(lines[0].text):
            return found
        return [OptionDraft("A", lines[0], more=list(lines[1:]) or None)]

    def _unparted(self, draft: Draft, record: Record) -> None:
        """One option alone: a choice by its column, unless its type says that it has none."""
        if draft.kind in (None, ItemType.SINGLE, ItemType.MULTIPLE):
            letters = letters_of(record.row.text(self._columns.first(Role.ANSWER)))
            draft.kind = draft.kind or (ItemType.MULTIPLE if len(letters) > 1 else ItemType.SINGLE)
        elif draft.kind is not ItemType.BLANK or record.row.text(self._columns.first(Role.ANSWER)):
            draft.options = []

    def _option(self, record: Record, label: str, column: int) -> OptionDraft | None:
        lines = record.row.lines(column)
        drawn = record.row.images.get(self._columns.drawn.get(label, -1), ())
        if drawn:
            lines.append(make_line("", record.row.line, images=drawn))
        return option_of(label, lines)

    @staticmethod
    def _label(text: str, place: int) -> str:
        head = head_of(f"选项{fold(text).strip(' .、:()')}") if text else None
        return head.label if head is not None and head.label else chr(ord("A") + place % 26)

    def _stem(self, draft: Draft, record: Record, column: int | None) -> None:
        row = record.row
        lines = without_mark(row.lines(column), Mark.STEM) if column is not None else []
        lines = unnumbered(lines, draft.value)
        images = self._loose_images(record, column)
        if lines and draft.kind is None:
            tag = kinds.find_tag(lines[0].fold)
            draft.kind = kinds.type_of(tag[0]) if tag else None
            draft.indefinite = draft.indefinite or bool(tag and kinds.is_indefinite(tag[0]))
        listed = draft.kind not in OPEN_TYPES and any(_opens_options(line) for line in lines)
        answered = any(marks.starts_with(line) in FOR_SCORERS for line in lines[1:])
        if not draft.options and (listed or answered):
            pen = Pen(lambda _: None)
            pen.draft = draft
            for line in lines:
                pen.write(draft, line)
        else:
            for line in lines:
                draft.add(Mark.STEM, line)
        if images:
            draft.add(Mark.STEM, make_line("", row.line, images=images))

    def _loose_images(self, record: Record, stem: int | None) -> tuple[Image, ...]:
        """Pictures on cells that are neither stem nor option nor answer: they belong to the row, and so to its stem."""
        own = {stem, *self._columns.options.values(), *self._columns.drawn.values()}
        if len(record.rows) > 1:
            own |= set(self._columns.all(Role.OPTIONS))
        return tuple(
            image
            for row in record.rows
            for column, images in row.images.items()
            if column not in own and self._roles.get(column) not in _SECRET
            for image in images
        )

    def _sides(self, draft: Draft, record: Record) -> None:
        """The two columns of a matching item."""
        left, right = self._lines(record, Role.LEFT), self._lines(record, Role.RIGHT)
        for place, line in enumerate(left, start=1):
            numbered = line if _NUMBERED.match(line.fold) else make_line(f"({place}) {line.text}", line.number)
            draft.add(Mark.STEM, numbered)
        if right and not draft.options:
            draft.options = options_in(right)

    # -- the centre's side

    def _answers(self, draft: Draft, record: Record) -> None:
        columns = self._columns
        called = self._called(record)
        for column in columns.roles.get(Role.ANSWER, []):
            if column not in record.shared:
                take_marked(draft, [self._lettered(line, draft, called) for line in record.row.lines(column)], "line")
        for column, word in columns.judged.items():
            if is_ticked(record.row.text(column)):
                draft.answers.append(Given([make_line(word, record.row.line)], "line"))
        texts = [text for column in columns.blanks if (text := record.row.text(column))]
        if texts:
            draft.answers.append(Given([make_line("；".join(texts), record.row.line)], "line"))
        if draft.kind is ItemType.BLANK and draft.options and not draft.answers:
            self._take_blanks(draft, record.row.line)
        self._ticks(draft, record)

    def _called(self, record: Record) -> dict[str, str]:
        """Options by what counts them in their headers (乙) or in their cell (②), and whether figures do that."""
        listed = self._columns.first(Role.OPTIONS)
        if self._columns.options or listed is None or len(record.rows) > 1 or not record.row.text(listed):
            return self._columns.called
        found = counted(record.row.lines(listed))
        self._by_figures.append(found is not None)
        return found.called if found is not None else {}

    @staticmethod
    def _lettered(line: Line, draft: Draft, called: dict[str, str]) -> Line:
        """An answer that names options as they are counted (乙, ①③), or several by their words, by their letters."""
        words = {fold(option.text).strip(): option.label for option in draft.options}
        parts = [part.strip() for part in _BETWEEN.split(line.fold)]
        if len(parts) > 1 and len(words) == len(draft.options) and all(part in words for part in parts):
            return make_line("".join(words[part] for part in parts), line.number)
        if not called or any(fold(option.text).strip() == line.fold.strip() for option in draft.options):
            return line
        named = re.findall("|".join(sorted(map(re.escape, called), key=len, reverse=True)), line.fold)
        rest = re.sub(r"[\s,、;/|]", "", line.fold)
        whole = bool(named) and "".join(named) == rest
        return make_line("".join(called[each] for each in named), line.number) if whole else line

    @staticmethod
    def _take_blanks(draft: Draft, line: int) -> None:
        """What stands in the option columns of a blank item without any other answer is what goes into its blanks."""
        words = "；".join(option.text for option in draft.options)
        draft.options = []
        draft.answers.append(Given([make_line(words, line)], "line"))

    def _ticks(self, draft: Draft, record: Record) -> None:
        """The answer that ticks beside the options give; one that says neither yes nor no leaves it open."""
        column = self._columns.first(Role.CHOSEN)
        if len(record.rows) > 1 and column is not None:
            listed = [row for row in record.rows if row.lines(self._columns.all(Role.OPTIONS)[0])]
            cells = [(option.label, row.text(column)) for option, row in zip(draft.options, listed, strict=False)]
        else:
            labels = {option.label for option in draft.options}
            cells = [(label, record.row.text(at)) for label, at in self._columns.chosen.items() if label in labels]
        unclear = [text for _, text in cells if is_ticked(text) is None]
        chosen = "".join(sorted(label for label, text in cells if is_ticked(text)))
        if unclear or chosen:
            words = " / ".join(unclear) if unclear else chosen
            draft.answers.append(Given([make_line(words, record.row.line)], "option"))


def _opens_options(line: Line) -> bool:
    return options.starts_option(line) or options.find_inline(line) is not None


def unnumbered(lines: Sequence[Line], value: int) -> list[Line]:
    """The lines of a stem without the number that the item has anyway."""
    if not lines:
        return []
    mark = parse_number(lines[0])
    if mark is None or mark.weak or mark.value != value or mark.style not in ("plain", "half", "paren"):
        return list(lines)
    return [mark.rest, *lines[1:]]
