"""Writing the words of the item under way into its fields: stem, options, answer, explanation, rubric."""

from collections.abc import Callable
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers import kinds, marks, options
from kaochang.papers.answers import judgement_of
from kaochang.papers.drafts import Draft, Given
from kaochang.papers.key import is_entry_line, parse_entries, split_lead
from kaochang.papers.lines import Line
from kaochang.papers.marks import Mark
from kaochang.papers.numbers import Numbered, parse_number

_KEYED: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE, ItemType.BLANK})
_STEMS: Final = frozenset({Mark.STEM, Mark.MATERIAL, Mark.ASK})


class Pen:
    """Holds the item under way and the field that its next words belong to.

    `list_start` is the number with which a field begins on the line of its mark, until it has been taken note of;
    `section_key` is called with answers that turn out to be those of the whole section.
    """

    def __init__(self, section_key: Callable[[Line], None]) -> None:
        self.draft: Draft | None = None
        self.field = Mark.STEM
        self.list_start: Numbered | None = None
        self._section_key = section_key

    def close(self) -> None:
        """No item is under way."""
        self.draft, self.field = None, Mark.STEM

    def open(self, draft: Draft, mark: Numbered) -> None:
        """A new item, and the words behind its number."""
        self.draft, self.field = draft, Mark.STEM
        if mark.before is not None:
            self._before(draft, mark.before)
        self._tag(draft, mark.rest.fold)
        self.write(draft, mark.rest)

    def write(self, draft: Draft, line: Line) -> None:
        """A line of the item under way."""
        for mark, piece in marks.split(line):
            if mark is not None:
                self._turn(draft, mark, piece)
            else:
                self._go_on(draft, piece)

    @staticmethod
    def _before(draft: Draft, before: Line) -> None:
        """`（ √ ）1.…` holds the answer, `[单选题] 1.…` the type."""
        inner = before.cut(1, len(before.text) - 1)
        kind = kinds.type_of(inner.fold)
        if kind is not None and len(inner.fold) > 2 and inner.fold.endswith("题"):
            draft.kind = kind
        elif inner.text:
            draft.answers.append(Given([inner], "stem"))

    @staticmethod
    def _tag(draft: Draft, text: str) -> None:
        tag = kinds.find_tag(text)
        if tag:
            draft.kind = kinds.type_of(tag[0]) or draft.kind
            draft.indefinite = draft.indefinite or kinds.is_indefinite(tag[0])

    def _turn(self, draft: Draft, mark: Mark, piece: Line) -> None:
        """A mark word: what follows belongs to its field."""
        if mark is Mark.ANSWER and self._is_section_key(draft, piece):
            self._section_key(piece)
            return
        if mark is Mark.TYPE:
            draft.kind = kinds.type_of(piece.fold) or draft.kind
            return
        if mark in (Mark.STEM, Mark.MATERIAL, Mark.ASK) and self.field not in (Mark.STEM, Mark.MATERIAL, Mark.ASK):
            self._go_on(draft, piece)
            return
        self.field = mark
        self.list_start = parse_number(piece)
        if mark is Mark.ASK:
            draft.fields.setdefault(Mark.ASK, [])
        draft.first_mark = draft.first_mark or (mark if mark in (Mark.ANSWER, Mark.RUBRIC) else None)
        if mark is Mark.ANSWER:
            draft.answers.append(Given([], "line"))
        self._go_on(draft, piece)

    @staticmethod
    def _is_section_key(draft: Draft, piece: Line) -> bool:
        """Whether an answer mark at the end of a section gives the answers of all its items."""
        keyed = draft.kind in _KEYED or (draft.kind is None and bool(draft.options))
        found = parse_entries(piece) if keyed else None
        alone = found is not None and [entry.value for entry in found[0]] == [draft.value]
        return keyed and (alone or is_entry_line(piece))

    def _go_on(self, draft: Draft, line: Line) -> None:
        if self._takes_options(draft) and self._read_options(draft, line):
            return
        if self.field is Mark.ANSWER:
            self._answer(draft, line)
        elif self.field is Mark.STEM and draft.options:
            self._after_options(draft, line)
        else:
            draft.add(self.field, line)

    def _takes_options(self, draft: Draft) -> bool:
        if draft.is_open and not (draft.parent or draft.section.generic):
            return False
        if self.field in (Mark.STEM, Mark.ASK):
            return True
        return self.field is Mark.ANSWER and not draft.options

    def _read_options(self, draft: Draft, line: Line) -> bool:
        found = options.parse_options(line)
        if not found:
            expected = chr(ord(draft.options[-1].label) + 1) if draft.options else "A"
            spaced = options.parse_spaced(line, expected)
            found = [spaced] if spaced else []
        if found:
            draft.options += found
            self.field = Mark.STEM
            return True
        return self._inline_options(draft, line)

    def _inline_options(self, draft: Draft, line: Line) -> bool:
        place = options.find_inline(line) if not draft.options and self.field is not Mark.ANSWER else None
        if place is None:
            return False
        draft.add(self.field, line.cut(0, place))
        draft.options += options.parse_options(line.cut(place))
        self.field = Mark.STEM
        return True

    def _after_options(self, draft: Draft, line: Line) -> None:
        """A wrapped option, or a prompt of a matching item."""
        last = draft.options[-1]
        is_prompt = draft.kind is ItemType.MATCHING and parse_number(line)
        if is_prompt or (line.images and not line.text):
            draft.add(Mark.STEM, line)
        else:
            last.more = [*(last.more or []), line]

    @staticmethod
    def _answer(draft: Draft, line: Line) -> None:
        given = draft.answers[-1]
        if draft.is_open or draft.kind is ItemType.MATCHING or _is_prose(draft, given):
            given.lines += [line] if line.text else []
            return
        if given.lines and draft.kind is not ItemType.BLANK:
            draft.add(Mark.EXPLANATION, line)
            return
        answer, remark = (line, None) if draft.kind is ItemType.BLANK else split_lead(line)
        given.lines += [answer] if answer.text else []
        if remark is not None:
            draft.add(Mark.EXPLANATION, remark)


def _is_prose(draft: Draft, given: Given) -> bool:
    """Whether the answer of an item of unknown type goes on over lines: it began as words, no letter or judgement."""
    if draft.kind is not None or draft.options or not given.lines:
        return False
    return judgement_of(given.lines[0].text) is None and len(given.lines[0].text) > 4
