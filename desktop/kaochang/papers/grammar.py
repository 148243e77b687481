"""The one grammar: a stream of lines becomes sections, items in the making and answer parts."""

import re
from collections.abc import Sequence as Lines
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import headings, marks, noise, options
from kaochang.papers.drafts import Block, Draft, Drafts, Section, Shared
from kaochang.papers.glances import LOOK_AHEAD, Glances
from kaochang.papers.headings import Heading
from kaochang.papers.key import KeyReader, is_entry_line, is_typed_table, parse_entries, table_pairs
from kaochang.papers.lines import Line, ends_whole
from kaochang.papers.marks import Mark
from kaochang.papers.numbers import Numbered, parse_case, parse_number
from kaochang.papers.pen import Pen
from kaochang.papers.starts import CONTAINERS, Starts

MAX_ITEMS: Final = 20_000
MAX_SECTIONS: Final = 500
_SHARED: Final = re.compile(
    r"\(?\s*第?\s*(\d{1,3})\s*[-至到、]\s*(\d{1,3})\s*(?:小?题)?[^。]{0,6}(?:共用|公用|共享)[^。]{0,8}\)?\s*:?"
    r"|[^。]{0,30}(?:材料|资料|案例|情景|信息|内容|短文)[^。]{0,16}第?\s*(\d{1,3})\s*[-至到、]\s*(\d{1,3})\s*(?:小?题)[^。]{0,6}[。.:]?"
)
_MATERIAL_OPENS: Final = re.compile(r"\[?(?:阅读|根据|材料|案例|背景|资料|某)")
_TITLE_MAX: Final = 60


class Grammar:
    """Reads lines one by one; what a line means depends on the item and field under way."""

    def __init__(self, lines: Lines[Line]) -> None:
        self.lines = lines
        self.glances = Glances(lines)
        self.result = Drafts()
        self._headings = [None if line.table else headings.parse_heading(line) for line in lines]
        self._has_sections = any(h and not h.is_key and (h.kind or h.generic) for h in self._headings)
        self._section = Section()
        self._pen = Pen(lambda piece: self._key_for_section([piece]))
        self._starts = Starts(self.glances, self._pen)
        self._shared: Shared | None = None
        self._key: KeyReader | None = None
        self._last_value = 0
        self._values: set[int] = set()
        self._in_notice = False
        self._skip = -1

    def read(self) -> Drafts:
        """The whole paper."""
        for index in range(len(self.lines)):
            if index != self._skip:
                self._read(index)
        if self._key is not None:
            self.result.blocks += self._key.blocks
        return self.result

    # -- one line

    def _read(self, index: int) -> None:
        line = self.lines[index]
        heading = self._heading(index)
        if line.text and line.text == self.result.title:
            return
        if heading is not None:
            self._open(heading, self.lines[index + 1 : index + 2])
        elif self._key is not None:
            self._key.read(line, self.lines[index + 1 : index + LOOK_AHEAD])
        elif line.table is not None:
            self._read_table(line)
        elif self.result.items and index + 1 < len(self.lines) and is_typed_table(line, self.lines[index + 1]):
            self._read_typed_table(index)
        elif not (self._read_shared(line) or self._read_number(index) or self._read_unnumbered(index)):
            self._read_words(line)

    def _read_table(self, line: Line) -> None:
        rows = line.table.rows if line.table else ()
        if self.result.items and table_pairs(rows):
            self._key_for_section([line])
        elif self._pen.draft is not None:
            self._pen.draft.add(Mark.STEM, line)
        elif self._started():
            self._material().lines.append(line)

    def _read_typed_table(self, index: int) -> None:
        """Number row and answer row: the key of the section, or of the paper where the section lacks such numbers."""
        self._key_for_section([self.lines[index], self.lines[index + 1]])
        block = self.result.blocks[-1]
        if not self._values.issuperset(entry.value for entry in block.entries):
            block.section = None
        self._skip = index + 1

    def _started(self) -> bool:
        return bool(self.result.items or self.result.sections)

    # -- headings

    def _heading(self, index: int) -> Heading | None:
        found = self._headings[index]
        if found is None:
            return self._untyped(index)
        if found.is_key:
            return found if self._opens_key(index, found) else None
        if self._key is not None and self._is_repeated(found):
            return found
        if found.level == 3 and found.kind is self._section.kind and not found.title.endswith("题"):
            return None
        return found if found.level < 3 or self._may_stand_alone(found) else None

    @staticmethod
    def _may_stand_alone(found: Heading) -> bool:
        return found.title.endswith(("题", "面试", "模拟"))

    def _untyped(self, index: int) -> Heading | None:
        line = self.lines[index]
        if index + 1 >= len(self.lines) or line.table is not None or not headings.reads_as_section(line):
            return None
        following = self.glances.numbers[index + 1]
        heading = headings.untyped(line)
        goes_on = heading.ordinal == self._section.ordinal + 1
        if self._starts.sequence.style in ("chinese", "chinese-paren") or self._key is not None or not goes_on:
            return None
        starts = following is not None and following.value == 1 and following.style in ("plain", "paren")
        return heading if starts else None

    def _is_repeated(self, found: Heading) -> bool:
        """Whether a heading names a section that has been read: inside an answer part it then heads its answers."""
        return any(
            headings.same_title(found.title, section.title or "") or (found.kind and found.kind is section.kind)
            for section in self.result.sections
        )

    def _opens_key(self, index: int, found: Heading) -> bool:
        if not self.result.items:
            return False
        if found.level < 3 or found.title:
            return True
        if self._key is not None or index + 1 >= len(self.lines):
            return False
        following = self.lines[index + 1]
        heading = self._headings[index + 1]
        if following.table is not None:
            return bool(table_pairs(following.table.rows))
        if (
            is_entry_line(following)
            or heading is not None
            or headings.parse_ordinal(following)
            or parse_case(following)
        ):
            return True
        number = self.glances.numbers[index + 1]
        counts = number is not None and number.value == 1 and number.style == "plain"
        return counts and not self._is_answered() and not self._is_one_answer(index)

    def _is_one_answer(self, index: int) -> bool:
        """Whether 参考答案 above a list is that of the item under way: nothing else is there, or others have theirs."""
        alone = len(self.result.items) == 1 and self.result.items[0].is_open
        return alone or any(marks.starts_with(line) is Mark.ANSWER for line in self.lines[index + 1 :])

    def _is_answered(self) -> bool:
        return any(draft.answers for draft in self.result.items)

    def _open(self, heading: Heading, following: Lines[Line]) -> None:
        if self._key is not None:
            new = (heading.kind or heading.generic) and heading.level < 3 and not self._is_repeated(heading)
            new = new and not any(parse_entries(line) for line in following)
            if heading.is_key or not new:
                self._key.open(heading)
                return
            self.result.blocks += self._key.blocks
            self._key = None
        if heading.is_key:
            self._key = KeyReader(Block(heading.title, heading.ordinal, heading.kind))
            return
        self._close()
        self._section = Section.of(heading)
        if len(self.result.sections) >= MAX_SECTIONS:
            raise Refusal(Outcome.PAPER, "paper.too-many-sections", limit=MAX_SECTIONS)
        self.result.sections.append(self._section)
        self._values = set()
        self._starts.restart()
        self._shared = None
        if heading.rest is not None:
            self._read_words(heading.rest)

    def _close(self) -> None:
        self._pen.close()
        self._in_notice = False

    # -- material shared by items

    def _material(self) -> Shared:
        if self._shared is None:
            self._shared = Shared()
        return self._shared

    def _read_shared(self, line: Line) -> bool:
        if not self._started() and self._has_sections:
            return False
        match = _SHARED.match(line.fold) if "题" in line.fold else None
        if match:
            numbers = [int(group) for group in match.groups() if group]
            self._close()
            self._shared = Shared([], numbers[0], numbers[1])
            if len(line.fold) > match.end() + 4 or match.group(3):
                self._shared.lines.append(line if match.group(3) else line.cut(match.end()))
            return True
        return self._read_case(line)

    def _read_case(self, line: Line) -> bool:
        number = parse_case(line)
        if number is None or (self._pen.field in (Mark.ANSWER, Mark.RUBRIC) and self._section.kind not in CONTAINERS):
            return False
        if self._section.kind in OPEN_TYPES:
            if self._starts.sequence.style not in (None, "case"):
                return False
            self._starts.sequence.accept(number)
            self._start(number, line)
            return True
        self._close()
        self._shared = Shared([number.rest] if number.rest.text else [])
        return True

    # -- items

    def _read_number(self, index: int) -> bool:
        mark, draft = self.glances.numbers[index], self._pen.draft
        if mark is None or (draft and draft.kind is ItemType.MATCHING and self._is_prompt(mark)):
            return False
        sub = self._starts.sub(index)
        if sub is not None:
            self._start_sub(sub, self.lines[index])
            return True
        guarded = not self._started() and (self._has_sections or self._in_notice)
        item = self._starts.item(index, guarded=guarded)
        if item is not None:
            self._starts.sequence.accept(item)
            self._start(item, self.lines[index])
        return item is not None

    def _is_prompt(self, mark: Numbered) -> bool:
        return mark.style != self._starts.sequence.style

    def _start_sub(self, mark: Numbered, line: Line) -> None:
        current = self._pen.draft
        if current is None:
            return
        parent = current.parent or current
        draft = Draft(mark.label, mark.value, line.number, parent.section, parent.kind, parent=parent)
        parent.children.append(draft)
        self._starts.subs.accept(mark)
        self._enter(draft, mark)

    def _start(self, mark: Numbered, line: Line) -> None:
        draft = Draft(mark.label, mark.value, line.number, self._section, self._section.kind)
        draft.indefinite = self._section.indefinite
        if self._shared is not None and self._shared.covers(mark.value):
            draft.shared = self._shared
        self._starts.open_item()
        self._last_value = mark.value
        self._values.add(mark.value)
        self._enter(draft, mark)

    def _read_unnumbered(self, index: int) -> bool:
        """An item without a number: a new 题干：, or words before a fresh option A."""
        line, draft = self.lines[index], self._pen.draft
        done = draft is None or bool(draft.options or draft.answers)
        if not done or self.glances.options[index] or (draft is not None and draft.is_open):
            return False
        mark = marks.starts_with(line)
        opens = mark is Mark.STEM and len(line.fold) > 4
        if not opens and (mark is not None or not self._before_options(index)):
            return False
        number = Numbered("", self._last_value + 1, "none", False, line)
        self._start(number, line)
        return True

    def _before_options(self, index: int) -> bool:
        following = index + 1
        if following >= len(self.lines) or not self.glances.options[following]:
            return False
        first = options.parse_options(self.lines[following])[0].label
        fresh = self._pen.draft is None or any(option.label == "A" for option in self._pen.draft.options)
        return first == "A" and fresh

    def _enter(self, draft: Draft, mark: Numbered) -> None:
        if len(self.result.items) >= MAX_ITEMS:
            raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=MAX_ITEMS)
        self._in_notice = False
        self.result.items.append(draft)
        self._pen.open(draft, mark)

    # -- words

    def _read_words(self, line: Line) -> None:
        if self._pen.draft is None:
            self._read_between(line)
        else:
            self._pen.write(self._pen.draft, line)

    def _read_between(self, line: Line) -> None:
        """Words before the first item of a section (or of the paper): title, full mark, instructions, material."""
        if not self._started():
            self._read_preamble(line)
            return
        if self._shared is None:
            self._section.meta.merge(headings.parse_meta(line.fold))
        if self._shared is not None or self._is_material(line):
            self._material().lines.append(line)
        else:
            self._section.instructions.append(line)

    def _is_material(self, line: Line) -> bool:
        if line.images:
            return True
        if self._section.kind in CONTAINERS:
            return marks.starts_with(line) is Mark.MATERIAL or len(line.fold) > 40
        return len(line.fold) > 60 and bool(_MATERIAL_OPENS.match(line.fold))

    def _read_preamble(self, line: Line) -> None:
        if noise.is_notice_heading(line):
            self._in_notice = True
        elif self.result.total_line is None and noise.declared_total(line) is not None:
            self.result.total_line = line
        elif self.result.title is None and self._is_title(line):
            self.result.title = line.text

    def _is_title(self, line: Line) -> bool:
        if (
            not line.text
            or len(line.text) > _TITLE_MAX
            or self._in_notice
            or parse_number(line)
            or line.fold.startswith("题号")
        ):
            return False
        return not ends_whole(line.text) or line.fold[-1] in ")]》」』>"

    def _key_for_section(self, lines: list[Line]) -> None:
        """Answers of the whole section, given at its end."""
        reader = KeyReader(Block(section=self._section, kind=self._section.kind))
        for line in lines:
            reader.read(line, [])
        self.result.blocks += reader.blocks


def read_drafts(lines: Lines[Line]) -> Drafts:
    """A paper's lines as drafts."""
    return Grammar(lines).read()


def read_key(lines: Lines[Line]) -> list[Block]:
    """The lines of a separate answer key as blocks."""
    reader = KeyReader(Block())
    for index, line in enumerate(lines):
        heading = None if line.table else headings.parse_heading(line)
        if heading is not None and (heading.kind or heading.generic or heading.ordinal):
            reader.open(heading)
        else:
            reader.read(line, list(lines[index + 1 : index + LOOK_AHEAD]))
    return reader.blocks
