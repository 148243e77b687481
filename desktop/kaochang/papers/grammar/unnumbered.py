"""Items that begin without a number: told by 题干：, by options or an answer below, or by a judgement's bracket."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import marks, options
from kaochang.papers.grammar.drafts import Section
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.pen import Pen
from kaochang.papers.lines import ends_whole

_WITHOUT_OPTIONS: Final = frozenset({ItemType.TRUEFALSE, ItemType.BLANK})
_BRACKET: Final = r"[(\[]\s*(?:[√×对错TF]|正确|错误)?\s*[)\]]"
_JUDGED: Final = re.compile(rf"{_BRACKET}\s*(?=[^\s)]).{{4,}}|.{{4,}}\S\s*{_BRACKET}\s*[。.]?", re.DOTALL)
_INSTRUCTS: Final = re.compile(r"判断|括号|[打填写画涂]|每题|小题")
_TICKED: Final = re.compile(r"[打画写填涂]\s*[“\"'‘]?[√×]")
_NAMES: Final = re.compile(r"[题卷章节篇类]|部分|单元|模块|:$")
_LONG: Final = 16
_SHORT: Final = 6


class Unnumbered:
    """Looks whether a line without a number begins an item."""

    def __init__(self, glances: Glances, pen: Pen) -> None:
        self._glances = glances
        self._pen = pen

    def opens(self, index: int, section: Section) -> bool:
        """Whether line `index` is the stem of an item without a number."""
        if self._is_judged(index, section):
            return True
        line, draft = self._glances.lines[index], self._pen.draft
        if self._is_answered_below(index, section):
            return True
        done = draft is None or bool(draft.options or draft.answers)
        if not done or self._glances.options[index] or (draft is not None and draft.is_open):
            return False
        mark = marks.starts_with(line)
        if mark is not None:
            return mark is Mark.STEM and len(line.fold) > 4
        return self._before_options(index) or self._before_answer(index, section)

    def _is_judged(self, index: int, section: Section) -> bool:
        """Whether a judgement begins on a line of a section of judgements: its bracket is there or on the next."""
        draft, line = self._pen.draft, self._glances.lines[index]
        if section.kind is not ItemType.TRUEFALSE or (draft is not None and draft.label):
            return False
        if marks.starts_with(line) is not None or self._glances.options[index]:
            return False
        if self._is_wrapped(index):
            return True
        above = self._glances.lines[index - 1] if index else None
        opened = draft is not None and above is not None and draft.line == above.number
        goes_on = opened and above is not None and not _JUDGED.fullmatch(above.fold)
        return not goes_on and bool(_JUDGED.fullmatch(line.fold)) and not _TICKED.search(line.fold)

    def _is_wrapped(self, index: int) -> bool:
        """Whether a line is a long one that goes on in the next, at whose end the bracket stands."""
        line, following = self._glances.lines[index], self._glances.lines[index + 1 : index + 2]
        goes_on = not ends_whole(line.text) and not _INSTRUCTS.search(line.fold)
        goes_on = goes_on and (len(line.fold) >= _LONG or self._may_open(index))
        return goes_on and any(_JUDGED.fullmatch(each.fold) and each.fold[0] not in "([" for each in following)

    def _may_open(self, index: int) -> bool:
        """Whether a short line can only begin a judgement: the one above has its bracket, or none was begun."""
        line, draft = self._glances.lines[index], self._pen.draft
        if draft is None:
            return len(line.fold) >= _SHORT and not _NAMES.search(line.fold)
        return index > 0 and bool(_JUDGED.fullmatch(self._glances.lines[index - 1].fold))

    def lacks_stem(self, index: int) -> bool:
        """Whether fresh options A and B follow an item that has its options and its answer: their stem is not there."""
        draft = self._pen.draft
        if draft is None or not self._glances.options[index] or not (draft.options and draft.answers) or draft.shared:
            return False
        labels = [option.label for option in options.parse_options(self._glances.lines[index])]
        if len(labels) < 2 and self._is_option(index + 1):
            labels += [option.label for option in options.parse_options(self._glances.lines[index + 1])]
        after = self._pen.field in (Mark.ANSWER, Mark.EXPLANATION)
        return after and labels[:2] == ["A", "B"] and draft.answers[0].place == "line"

    def _is_option(self, index: int) -> bool:
        return index < len(self._glances.lines) and self._glances.options[index]

    def _before_options(self, index: int) -> bool:
        if not self._is_option(index + 1):
            return False
        following = self._glances.lines[index + 1]
        first = (options.parse_options(following) or options.parse_spaced(following, "A"))[0].label
        fresh = self._pen.draft is None or any(option.label == "A" for option in self._pen.draft.options)
        return first == "A" and fresh

    def _is_answered_below(self, index: int, section: Section) -> bool:
        """Whether a stem that is answered in writing stands right above its answer, where items have no numbers."""
        draft, lines = self._pen.draft, self._glances.lines
        open_ended = section.kind is ItemType.ESSAY and (draft is None or (not draft.label and bool(draft.answers)))
        if not open_ended or self._glances.numbers[index] is not None or index + 1 >= len(lines):
            return False
        asks = ends_whole(lines[index].text) and lines[index].table is None and marks.starts_with(lines[index]) is None
        return asks and marks.starts_with(lines[index + 1]) is Mark.ANSWER

    def _before_answer(self, index: int, section: Section) -> bool:
        """Whether an answer follows, in a section whose items have neither numbers nor options."""
        draft = self._pen.draft
        if section.kind not in _WITHOUT_OPTIONS or (draft is not None and draft.label):
            return False
        return index + 1 < len(self._glances.lines) and marks.starts_with(self._glances.lines[index + 1]) is Mark.ANSWER
