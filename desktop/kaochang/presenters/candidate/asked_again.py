"""What is asked once more before something that cannot be taken back, and what it would leave behind. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain import parts
from kaochang.domain.ports import Words
from kaochang.domain.responses import Response
from kaochang.presenters import phrases
from kaochang.presenters.candidate import exam_times
from kaochang.presenters.candidate.access import Access, Gates
from kaochang.presenters.candidate.exam_faces import Layout
from kaochang.presenters.candidate.exam_state import Confirmation, Final, Summary
from kaochang.presenters.candidate.summary import summarise, why_not_yet
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting


@dataclass(frozen=True)
class Given:
    """What a candidate has given so far, and of which items that still matters."""

    layout: Layout
    responses: Mapping[str, Response]
    marked: Collection[str]
    withdrawn: Collection[str]
    gates: Gates

    @property
    def closed(self) -> frozenset[str]:
        """The items that can be answered no more."""
        return frozenset(item for item in self.layout.order if self.gates.of(item) is Access.CLOSED)


def summary_of(sitting: Sitting, given: Given, means: Means) -> Summary:
    """The summary before handing in."""
    return summarise(
        given.layout,
        given.responses,
        given.marked,
        means.words,
        time_left=phrases.duration(means.words, -(-sitting.remaining_ms() // 1000)),
        withdrawn=given.withdrawn,
        closed=given.closed,
        refused=why_not_yet(sitting, means),
    )


def confirmation(step: Final, sitting: Sitting, given: Given, words: Words, item: str = "") -> Confirmation:
    """What is asked before this step; `item` is the one that somebody wanted to go to by it."""
    message = words(f"candidate.{step.value}.message")
    if step is not Final.NEXT_PART:
        return Confirmation(step, message)
    left = summarise(
        given.layout,
        given.responses,
        given.marked,
        words,
        time_left="",
        withdrawn=given.withdrawn,
        closed=given.closed,
        refused=None,
        within=frozenset(each for each in given.layout.order if sitting.is_open(each)),
    )
    headline = left.headline if left.chips or left.has_gaps else ""
    return Confirmation(step, f"{_which_part(sitting, given, words, item)}{message}", headline, left.chips)


def _which_part(sitting: Sitting, given: Given, words: Words, item: str) -> str:
    """Where the step leads, if not to the item that was wanted; "" where it is the next one by its place."""
    number = sitting.state.part + 1
    if not item or item == parts.first_item(sitting.exam, sitting.state.seed, number):
        return ""
    name = exam_times.part_name(sitting, words, number)
    is_later = parts.part_of(sitting.exam, item) > number
    key = "candidate.advance.only-next" if is_later else "candidate.advance.from-first"
    return words(key, number=given.layout.numbers[item], part=name)
