"""Whether a numbered line starts an item, a sub-question of a case, or neither."""

import re
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers import marks
from kaochang.papers.drafts import Draft
from kaochang.papers.glances import Glances
from kaochang.papers.lines import ends_whole
from kaochang.papers.marks import Mark
from kaochang.papers.numbers import Numbered, Sequence, parse_dotted
from kaochang.papers.pen import Pen

CONTAINERS: Final = frozenset({ItemType.CASE, ItemType.SCENARIO})
"""Types whose items may hold sub-questions."""
_WITH_OPTIONS: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.MATCHING})
_ASKS: Final = re.compile(r"[?]|请|如何|怎样|什么|哪些|为何|分析|说明|简述|指出|列出|谈|提出|判断|是否|设计|\d\s*分|__")


class Starts:
    """Follows the numbers of a section and, inside a case, of its sub-questions."""

    def __init__(self, glances: Glances, pen: Pen) -> None:
        self._glances = glances
        self._pen = pen
        self.sequence = Sequence()
        self._last_sub = 0
        self.subs = Sequence()

    def restart(self) -> None:
        """A new section begins."""
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
        if self._pen.list_start is not None:
            self.sequence.nest(self._pen.list_start)
            self._pen.list_start = None
        return mark if mark is not None and self._starts_item(mark, index, guarded=guarded) else None

    def _starts_item(self, mark: Numbered, index: int, *, guarded: bool) -> bool:
        evidence = self._glances.evidence(index, self._pen.draft)
        if guarded and not evidence:
            return False
        if self.sequence.style is None and mark.style in ("circled", "dotted"):
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
            return mark.label.startswith(f"{parent.value}.")
        if not self._may_hold_subs(parent, mark):
            return False
        if not parent.children:
            asked = self._pen.field in (Mark.STEM, Mark.MATERIAL, Mark.ASK) and bool(_ASKS.search(mark.rest.fold))
            return mark.value in (1, self._last_sub + 1) and asked
        goes_on = mark.style == self.subs.style and mark.value == self.subs.last + 1
        in_stem = self._pen.field in (Mark.STEM, Mark.ASK)
        return goes_on and (in_stem or self._glances.evidence(index, draft)) and not self._opens_parent(mark)

    def _may_hold_subs(self, parent: Draft, mark: Numbered) -> bool:
        if parent.kind not in CONTAINERS and not (parent.kind is ItemType.ESSAY and mark.style == "label"):
            return False
        if mark.style == self.sequence.style:
            return Mark.ASK in parent.fields or self._pen.field is Mark.ASK
        return mark.style != "circled" or self._pen.field is Mark.ASK

    def _opens_parent(self, mark: Numbered) -> bool:
        """Whether a number that could go on with the sub-questions opens the next case instead."""
        return mark.style == self.sequence.style and marks.starts_with(mark.rest) in (Mark.MATERIAL, Mark.ASK)
