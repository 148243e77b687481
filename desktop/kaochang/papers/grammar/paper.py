"""The one grammar: a stream of lines becomes sections, items in the making and answer parts."""

from collections.abc import Sequence as Lines

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.grammar import chapter_keys, headings, marks, options, part_headings
from kaochang.papers.grammar.answer_titles import unframed
from kaochang.papers.grammar.asides import Asides
from kaochang.papers.grammar.drafts import Block, Draft, Drafts, Section, Shared
from kaochang.papers.grammar.glances import LOOK_AHEAD, Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.key import KeyReader
from kaochang.papers.grammar.key_entries import is_typed_table, whole_key
from kaochang.papers.grammar.key_headings import KeyHeadings, names_own
from kaochang.papers.grammar.key_tables import are_answers, table_pairs, typed_rows
from kaochang.papers.grammar.learned.keys import key_heading
from kaochang.papers.grammar.learned.vocabulary import Learned, learn
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import OF_CHAPTERS, Numbered, parse_case, parse_number
from kaochang.papers.grammar.pen import Pen
from kaochang.papers.grammar.preamble import Preamble
from kaochang.papers.grammar.running_on import running_on
from kaochang.papers.grammar.score_tables import scored_rows
from kaochang.papers.grammar.section_headings import SectionHeadings, bare_name
from kaochang.papers.grammar.section_keys import SectionKeys, titles_table
from kaochang.papers.grammar.sharing import case_kind, is_material, parse_shared
from kaochang.papers.grammar.starts import CONTAINERS, Starts, asked_parts
from kaochang.papers.grammar.unnumbered import Unnumbered
from kaochang.papers.lines import Line, Note


class Grammar:
    """Reads lines one by one; what a line means depends on the item and field under way."""

    def __init__(self, lines: Lines[Line]) -> None:
        self.result = Drafts()
        self._learned = self._learn(lines)
        self.result.notes = self._learned.notes
        self.lines = self._learned.lines
        self._has_sections = any(h and not h.is_key and (h.kind or h.generic) for h in self._headings)
        self._above = running_on(self.glances, self._headings) if self._has_sections else frozenset()
        self._section = Section()
        self._pen = Pen(lambda piece: self._key_for_section([piece]))
        self._starts = Starts(self.glances, self._pen)
        self._unnumbered = Unnumbered(self.glances, self._pen)
        self._shared: Shared | None = None
        self._key: KeyReader | None = None
        self._last_value, self._values = 0, set[int]()
        self._preamble = Preamble(self.result, sectioned=self._has_sections)
        self._keyed = 0
        self._asides = Asides(self.result)
        self._key_headings = KeyHeadings(self._headings, self.glances, self._starts.sequence, self.result)
        self._section_headings = SectionHeadings(self._headings, self.glances, self._pen, self._asides, self.result)
        self._section_keys = SectionKeys(self.result)
        self._skip = -1

    def _learn(self, lines: Lines[Line]) -> Learned:
        """The lines in listed words, and what each could be."""
        self.glances = Glances(lines := [unframed(line) for line in lines])
        self._headings = [_heading_of(self.glances, place) for place in range(len(lines))]
        learned = learn(lines, self.glances, self._headings)
        if learned.lines is not lines:
            self.glances = Glances(lines := learned.lines)
            self._headings = [_heading_of(self.glances, place) for place in range(len(lines))]
        return learned

    def read(self) -> Drafts:
        """The whole paper."""
        for index in range(len(self.lines)):
            if index != self._skip and index not in self._learned.left:
                self._read(index)
        self._section_keys.close()
        if self._key is not None:
            self.result.blocks += self._key.blocks
        self._preamble.declared.give(self.result.sections or [self._section])
        for draft in self.result.items:
            if draft.shared is not None and not draft.options:
                draft.options = list(draft.shared.options)
            if draft.options:
                draft.own = self._learned.own.get(draft.options[0].words.number, {})
        return self.result

    def _read(self, index: int) -> None:
        line = self.lines[index]
        self._turn(index)
        if self._section_keys.is_open and (reader := self._section_keys.goes_on(self.glances.numbers[index])):
            self._close()
            self._key = reader
        heading = self._heading(index)
        if (line.text and line.text == self.result.title) or self._is_aside(index, heading):
            return
        if heading is not None:
            self._open(heading, index)
        elif self._key is not None:
            if not chapter_keys.take(line, self.result.items):
                self._key.read(line, self.lines[index + 1 : index + LOOK_AHEAD])
        elif line.table is not None:
            self._read_table(line, above_options=any(self.glances.options[index + 1 : index + 2]))
        elif self.result.items and index + 1 < len(self.lines) and is_typed_table(line, self.lines[index + 1]):
            self._read_typed_table(index)
        elif self._pen.draft is not None and titles_table(self.glances, index):
            self._close()
            words = {"word": line.text}
            self.result.notes.append(Note(line.number, Kind.WORDS_LEARNED, "key", words))
        elif not (
            self._read_shared(index)
            or self._read_number(index)
            or self._read_shared_options(line)
            or self._read_unnumbered(index)
            or self._read_asked(line)
        ):
            self._read_words(line)

    def _turn(self, index: int) -> None:
        """A key whose place was learned ends, or begins without a title."""
        if index in self._learned.keys and self._key is not None:
            self.result.blocks += self._key.blocks
            self._key = None
        if index in self._learned.untitled:
            self._open(key_heading(self.lines[index]), index)

    def _is_aside(self, index: int, heading: Heading | None) -> bool:
        """Whether a line stands in a part without items; such a part ends the item or the answers before it."""
        line, number = self.lines[index], self.glances.numbers[index]
        if (heading is None or heading.kind is None) and self._asides.opens(self.glances, index):
            self._close()
            return True
        if not self._asides.is_open:
            return False
        opens = number is not None and number.value == 1 and self.glances.evidence(index, None)
        heading = None if heading is not None and self._section_headings.is_counted(heading, index) else heading
        if not self._asides.holds(line, heading, is_item=opens):
            return False
        self._preamble.declared.read(line)
        return True

    def _read_table(self, line: Line, *, above_options: bool) -> None:
        rows = line.table.rows if line.table else ()
        if self.result.items and not above_options and (table_pairs(rows) or (typed_rows(rows) and are_answers(rows))):
            self._key_for_section([line])
        elif self._pen.draft is not None and self._pen.field in marks.FOR_SCORERS:
            self._pen.write_rows(self._pen.draft, rows, line.number)
        elif self._pen.draft is not None and (scored := scored_rows(self._pen.draft, rows, line.number)):
            self._pen.put(self._pen.draft, Mark.RUBRIC, scored)
        elif self._pen.draft is not None:
            found = options.parse_table(rows, line.number) if not self._pen.draft.options else []
            self._pen.draft.options += found
            if not found:
                self._pen.draft.add(Mark.STEM, line)
        elif self._started():
            self._material().lines.append(line)

    def _read_typed_table(self, index: int) -> None:
        """Number row and answer row: the key of the section, or of the paper where the section lacks such numbers."""
        self._key_for_section([self.lines[index], self.lines[index + 1]])
        self._skip = index + 1

    def _started(self) -> bool:
        return bool(self.result.items or self.result.sections)

    # -- headings

    def _heading(self, index: int) -> Heading | None:
        found, learned = self._headings[index], self._learned.headings.get(index)
        if learned is not None and learned.is_key:
            return learned
        if found is None:
            titles = [section.title for section in self.result.sections] if self._key is not None else []
            named = part_headings.named(self.lines[index], titles)
            if named or self._key is None:
                return named or self._untyped(index) or learned
            opens = learned is not None and self._section_headings.reopens(learned, index)
            return learned if opens or self._learned.is_in_key(index) else None
        if found.is_key:
            return found if self._key_headings.opens(index, found, inside=self._key is not None) else None
        if self._preamble.in_notice and self._section_headings.is_notice(found, index):
            return learned
        if self._key is not None and self._section_headings.is_repeated(found):
            return found
        return (learned or found) if self._section_headings.stands(found) else None

    def _untyped(self, index: int) -> Heading | None:
        return self._section_headings.untyped(index, self._section, self._starts.sequence, self._last_value)

    def _open(self, heading: Heading, index: int) -> None:
        following = self.lines[index + 1 : index + LOOK_AHEAD]
        if self._key is not None:
            if self._learned.is_in_key(index) or not self._section_headings.reopens(heading, index):
                self._key.open(heading)
                return
            self.result.blocks += self._key.blocks
            self._key = None
        if heading.is_key:
            scope = tuple(self.result.sections[self._keyed :])
            self._keyed = len(self.result.sections)
            title = "" if names_own(heading.title) else heading.title
            block = Block(title, heading.ordinal, heading.kind, level=heading.level, scope=scope)
            self._key = KeyReader(block)
            if heading.rest is not None:
                self._key.read(heading.rest, following)
            return
        self._close()
        self._section = Section.of(heading)
        if self._section.kind is None and not heading.generic:
            self._section.kind = self._learned.kind_of(index)
            self._section.shown = self._section.kind is not None
        if len(self.result.sections) >= limits.MAX_SECTIONS:
            raise Refusal(Outcome.PAPER, "paper.too-many-sections", limit=limits.MAX_SECTIONS)
        self.result.sections.append(self._section)
        self._values = set()
        self._starts.restart()
        self._shared = None
        if heading.rest is not None:
            self._read_words(heading.rest)

    def _close(self) -> None:
        self._pen.close()
        self._preamble.in_notice = False

    # -- material shared by items

    def _material(self) -> Shared:
        if self._shared is None:
            self._shared = Shared()
        return self._shared

    def _read_shared(self, index: int) -> bool:
        line = self.lines[index]
        if not self._started() and self._has_sections:
            return False
        material = self._learned.materials.get(index)
        if material is not None:
            self._close()
            self._shared = Shared([material] if material.text else [])
            return True
        shared = parse_shared(line)
        if shared is not None:
            self._shared = shared if self._pen.draft else shared.behind(self._shared)
            self._close()
            return True
        return self._read_case(index)

    def _read_case(self, index: int) -> bool:
        line = self.lines[index]
        number = parse_case(line)
        if number is None or (self._pen.field in (Mark.ANSWER, Mark.RUBRIC) and not self._holds_cases()):
            return False
        if self._shared is not None and self._shared.last and self._pen.draft is None:
            return False
        if self._section.kind in OPEN_TYPES or self._opens_case(index):
            if self._starts.sequence.style not in (None, "case"):
                return False
            self._starts.sequence.accept(number)
            told = case_kind(line) or ItemType.CASE
            self._start(number, line, self._section.kind or told)
            return True
        self._close()
        self._shared = Shared([number.rest] if number.rest.text else [])
        return True

    def _holds_cases(self) -> bool:
        return self._section.kind in CONTAINERS or self._starts.sequence.style == "case"

    def _opens_case(self, index: int) -> bool:
        """Whether 案例一 under no typed heading opens a case that is answered in writing: no options follow."""
        if self._section.kind is not None or self._section.generic or case_kind(self.lines[index]) is None:
            return False
        ahead = range(index + 1, min(index + LOOK_AHEAD, len(self.lines)))
        ends = (later for later in ahead if self._headings[later] or parse_case(self.lines[later]))
        return not any(self.glances.options[later] for later in range(index + 1, next(ends, ahead.stop)))

    # -- items

    def _read_number(self, index: int) -> bool:
        mark, draft = self.glances.numbers[index], self._pen.draft
        if mark is None or (draft and draft.kind is ItemType.MATCHING and self._is_prompt(mark)):
            return False
        sub = self._starts.sub(index)
        if sub is not None:
            self._start_sub(sub, self.lines[index])
            return True
        guarded = not self._started() and (self._has_sections or self._preamble.lists(mark))
        guarded = guarded and index not in self._above
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

    def _read_asked(self, line: Line) -> bool:
        """`问题：（1）…（2）…`: sub-questions that begin on the line of the word that asks them."""
        draft = self._pen.draft
        if draft is None or draft.parent is not None or draft.kind not in CONTAINERS:
            return False
        pieces = asked_parts(line)
        if not pieces:
            return False
        self._pen.write(draft, line.cut(0, len(line.text) - len(line.text[pieces[0][0] :])))
        for start, end in pieces:
            part = line.cut(start, end)
            mark = parse_number(part)
            if mark is not None:
                self._start_sub(mark, part)
        return True

    def _start(self, mark: Numbered, line: Line, kind: ItemType | None = None) -> None:
        draft = Draft(mark.label, mark.value, line.number, self._section, kind or self._section.kind)
        draft.indefinite, draft.code = self._section.indefinite, mark.label if mark.style in OF_CHAPTERS else ""
        if self._shared is not None and self._shared.covers(mark.value):
            draft.shared = self._shared
        self._starts.open_item()
        self._last_value = mark.value
        self._values.add(mark.value)
        self._enter(draft, mark)

    def _read_unnumbered(self, index: int) -> bool:
        """An item without a number, or one whose stem was left out."""
        line, value = self.lines[index], self._last_value + 1
        if self._unnumbered.lacks_stem(index):
            self._start(Numbered(str(value), value, "none", False, line.cut(0, 0)), line)
            self._starts.sequence.last = value
            self._read_words(line)
            return True
        if not self._unnumbered.opens(index, self._section):
            return False
        self._start(Numbered("", value, "none", False, line), line)
        return True

    def _enter(self, draft: Draft, mark: Numbered) -> None:
        if len(self.result.items) >= limits.MAX_ITEMS:
            raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=limits.MAX_ITEMS)
        self._preamble.in_notice = False
        self.result.items.append(draft)
        self._pen.open(draft, mark)

    # -- words

    def _read_words(self, line: Line) -> None:
        if self._pen.draft is None:
            self._read_between(line)
        else:
            self._pen.write(self._pen.draft, line)

    def _read_shared_options(self, line: Line) -> bool:
        """Options that stand before the items which choose from them, in a section of such items (B1型题)."""
        draft = self._pen.draft
        starts = options.parse_options(line)
        shares = self._section.kind is ItemType.SINGLE and self._started() and bool(starts)
        fresh = shares and starts[0].label == "A"
        behind = draft is not None and draft.shared is not None and bool(draft.shared.options) and not draft.options
        if not fresh or not (behind or (draft is None and self._shared is None)):
            return False
        self._close()
        self._shared = Shared(options=starts)
        return True

    def _read_between(self, line: Line) -> None:
        """Words before the first item of a section (or of the paper): title, full mark, instructions, material."""
        if not self._started() and self._shared is None:
            self._preamble.read(line)
            return
        if self._shared is None:
            self._section.meta.merge(headings.parse_meta(line.fold))
        if self._shared is not None and (found := options.parse_options(line)):
            self._shared.options += found
        elif self._shared is not None or is_material(line, self._section):
            self._material().lines.append(line)
        else:
            self._section.instructions.append(line)

    def _key_for_section(self, lines: list[Line]) -> None:
        """Answers of the whole section, given at its end."""
        self._section_keys.read(lines, self._section, self._values, self._last_value)


def _heading_of(glances: Glances, place: int) -> Heading | None:
    line = glances.lines[place]
    return None if line.table else whole_key(line) or headings.parse_heading(line) or bare_name(glances, place)


def read_drafts(lines: Lines[Line]) -> Drafts:
    """A paper's lines as drafts."""
    return Grammar(lines).read()
