"""Whether a numbered line starts an item, a sub-question of a case, or neither."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import marks
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import Numbered, Sequence, parse_dotted, parse_number, parse_run_in
from kaochang.papers.grammar.pen import Pen
from kaochang.papers.lines import Line, ends_whole

CONTAINERS: Final = frozenset({ItemType.CASE, ItemType.SCENARIO})
"""Types whose items may hold sub-questions."""
_WITH_OPTIONS: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.MATCHING})
_PART: Final = re.compile(r"\(\d\)(?=\s*\S)|(?<![\d.])\d[.、](?=\s*[^\d\s])")
_OPENING: Final = re.compile(r"\[?[^\d:。]{2,10}\]?\s*:?\s*")
_ASKS: Final = re.compile(r"[?]|请|如何|怎样|什么|哪些|为何|分析|说明|简述|指出|列出|谈|提出|判断|是否|设计|\d\s*分|__")
_ASKED: Final = re.compile(
    r"[?]\s*[(\[]|^\s*(?:请|写出|说出|说明|指出|列出|简述|试|谈谈|设计|如何|怎[样么]|为什么|什么)"
)
_POINTED: Final = re.compile(r"[(\[]\s*(?:本?小?题)?\s*\d{1,3}(?:\.\d)?\s*分\s*[)\]]$")


def asked_parts(line: Line) -> list[tuple[int, int]]:
    """Where the sub-questions of a line begin and end (`问题：（1）…（2）…`); nothing where it asks none."""
    if marks.starts_with(line) is not Mark.ASK:
        return []
    found = [match.start() for match in _PART.finditer(line.fold)]
    if not found or [int(line.fold[start:].strip("(")[:1]) for start in found] != list(range(1, len(found) + 1)):
        return []
    if not _OPENING.fullmatch(line.fold[: found[0]]):
        return []
    return list(zip(found, [*found[1:], len(line.fold)], strict=True))


class Starts:
    """Follows the numbers of a section and, inside a case, of its sub-questions."""

    def __init__(self, glances: Glances, pen: Pen) -> None:
        self._glances = glances
        self._pen = pen
        self.sequence = Sequence()
        self._last_sub = 0
        self._style_before: str | None = None
        self.subs = Sequence()

    def restart(self) -> None:
        """A new section begins."""
        self._style_before = self.sequence.style or self._style_before
        self.sequence.restart()
        self._last_sub = 0

    def open_item(self) -> None:
        """A new item begins; the numbers of its sub-questions start anew or go on from the case before."""
        self._last_sub = self.subs.last or self._last_sub
        self.subs.restart()

    def sub(self, index: int) -> Numbered | None:
        """The number of the sub-question that a line starts, if it starts one."""
        mark = self._glances.numbers[index]
        if mark is None:
            return None
        if mark.weak:
            return self._dotted(index)
        return mark if self._starts_sub(mark, index) else None

    def _dotted(self, index: int) -> Numbered | None:
        if self._pen.draft is None or self._pen.draft.kind not in CONTAINERS:
            return None
        found = parse_dotted(self._glances.lines[index], (self._pen.draft.parent or self._pen.draft).value)
        children = (self._pen.draft.parent or self._pen.draft).children
        return found if found and found.value == len(children) + 1 else None

    def item(self, index: int, *, guarded: bool) -> Numbered | None:
        """The number of the item that a line starts; `guarded`: before the paper proper, only with evidence."""
        mark = self._glances.numbers[index]
        if mark is not None and mark.style == "dotted" and self.sequence.style == "plain":
            mark = parse_run_in(self._glances.lines[index])
        if self._pen.list_start is not None:
            self.sequence.nest(self._pen.list_start)
            self._pen.list_start = None
        return mark if mark is not None and self._starts_item(mark, index, guarded=guarded) else None

    def _starts_item(self, mark: Numbered, index: int, *, guarded: bool) -> bool:
        evidence = self._glances.evidence(index, self._pen.draft)
        if guarded and not evidence:
            return False
        is_listed = self._glances.lines[index].label is not None
        usual = evidence or is_listed or self._style_before == "circled"
        opens = mark.style in ("circled", "dotted") and mark.value == 1 and self._pen.draft is None and usual
        if self.sequence.style is None and mark.style in ("circled", "dotted") and not opens:
            return False
        evidence = evidence or (mark.weak and self._may_follow(mark))
        return self.sequence.starts_item(mark, evidence=evidence, complete=self._is_complete())

    def _may_follow(self, mark: Numbered) -> bool:
        """Whether a number that runs into a figure (`4.3天内…`) may be one: the words before it have ended."""
        draft = self._pen.draft
        if draft is None:
            return mark.value == 1
        words = [line for lines in draft.fields.values() for line in lines]
        return bool(words) and ends_whole(words[-1].text) and self._is_complete()

    def _is_complete(self) -> bool:
        draft = self._pen.draft
        return draft is None or draft.kind not in _WITH_OPTIONS or bool(draft.options)

    def _starts_sub(self, mark: Numbered, index: int) -> bool:
        draft = self._pen.draft
        if draft is None or mark.weak:
            return False
        parent = draft.parent or draft
        if mark.style == "dotted":
            return mark.before is None and mark.label.startswith(f"{parent.value}.") and "." not in parent.label
        if not self._may_hold_subs(parent, mark):
            return False
        if not parent.children:
            asked = self._pen.field in (Mark.STEM, Mark.MATERIAL, Mark.ASK) and bool(_ASKS.search(mark.rest.fold))
            return mark.value in (1, self._last_sub + 1) and asked
        goes_on = mark.style == self.subs.style and mark.value == self.subs.last + 1
        in_stem = self._pen.field in (Mark.STEM, Mark.ASK)
        asked = in_stem or self._is_asked(mark, draft) or self._glances.evidence(index, draft)
        return goes_on and asked and not self._opens_parent(mark)

    @staticmethod
    def _is_asked(mark: Numbered, draft: Draft) -> bool:
        """Whether a line asks and says its points, behind an answer that is no list of such lines itself."""
        given = draft.answers[-1].lines if draft.answers else []
        listed = any((own := parse_number(line)) is not None and own.style == mark.style for line in given)
        return not listed and bool(_ASKED.search(mark.rest.fold)) and bool(_POINTED.search(mark.rest.fold))

    def _may_hold_subs(self, parent: Draft, mark: Numbered) -> bool:
        pointed = mark.style != self.sequence.style and bool(_POINTED.search(mark.rest.fold))
        if pointed and (parent.kind is ItemType.ESSAY or self._is_untyped(parent)):
            return True
        is_essay = parent.kind is ItemType.ESSAY and (mark.style == "label" or self.sequence.style == "case")
        if parent.kind not in CONTAINERS and not is_essay:
            return False
        if mark.style == self.sequence.style:
            return Mark.ASK in parent.fields or self._pen.field is Mark.ASK
        return mark.style != "circled" or self._pen.field is Mark.ASK or bool(_POINTED.search(mark.rest.fold))

    @staticmethod
    def _is_untyped(parent: Draft) -> bool:
        """Whether an item may be of any type that is answered in writing."""
        return parent.kind is None and not parent.options and (bool(parent.children) or not parent.answers)

    def _opens_parent(self, mark: Numbered) -> bool:
        """Whether a number that could go on with the sub-questions opens the next case instead."""
        return mark.style == self.sequence.style and marks.starts_with(mark.rest) in (Mark.MATERIAL, Mark.ASK)
