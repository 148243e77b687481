"""Which items can still be answered, which can no more, and which wait for a later part."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kaochang.domain import parts

if TYPE_CHECKING:  # see line.py
    from kaochang.domain.assessments import PlacedItem
    from kaochang.flow.sitting import Sitting


class Access(enum.StrEnum):
    """The value ends the keys of its words. `CLOSED`: of a part that is over, or with a time of its own that is."""

    OPEN = "open"
    CLOSED = "closed"
    LATER = "later"


@dataclass(frozen=True)
class Gates:
    """How it stands with all items at one moment: a part of the palette's state, asked for at every key."""

    part_of: dict[str, int] = field(hash=False)
    part: int = 0
    over: frozenset[str] = frozenset()

    def of(self, item: str) -> Access:
        """How it stands with this item."""
        part = self.part_of.get(item, self.part)
        if part > self.part:
            return Access.LATER
        return Access.CLOSED if part < self.part or item in self.over else Access.OPEN


ALL_OPEN = Gates({})


class GateKeeper:
    """Tells the gates of one attempt; what never changes of them is looked up once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        exam = sitting.exam
        every = enumerate(parts.parts(exam))
        self._part_of = {each.id: number for number, part in every for section in part for each in section.items}
        self._timed = tuple(each for each in exam.assessment.items() if each.limit_s is not None or each.item.stages)

    def now(self) -> Gates:
        """How it stands now."""
        used = self._sitting.stamp()
        over = frozenset(each.id for each in self._timed if self._is_over(each, used))
        return Gates(self._part_of, self._sitting.state.part, over)

    def _is_over(self, placed: PlacedItem, used: int) -> bool:
        exam, state = self._sitting.exam, self._sitting.state
        left = parts.item_left(exam, state, placed, used)
        if left is None and not parts.has_next_turn(exam, state, placed.id):
            left = parts.turn_left(exam, state, placed.id, used)
        return left is not None and left < 0
