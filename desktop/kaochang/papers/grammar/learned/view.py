"""A paper's lines before any is read: which of them begin items, and which nobody's words explain."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kaochang.papers.grammar import marks
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line

FEWEST = 3
"""What is seen less often teaches nothing."""
_FAR = 5
_HEADS = frozenset({"chinese", "chinese-paren"})


@dataclass(frozen=True, slots=True)
class Segment:
    """The lines of one item: from the line of its number to the next item, heading or end (`end` is behind it)."""

    start: int
    end: int


class View:
    """What is known of each line at first sight; `headings` are the lines that read like headings."""

    def __init__(self, lines: Sequence[Line], glances: Glances, headings: Sequence[Heading | None]) -> None:
        self.lines = lines
        self.numbers = glances.numbers
        self.options = glances.options
        self.headings = headings
        self._marks: dict[int, Mark | None] = {}
        self.style = self._style()
        self.segments = self._segments()

    def mark(self, index: int) -> Mark | None:
        """The listed label that a line begins with."""
        if index not in self._marks:
            self._marks[index] = marks.starts_with(self.lines[index])
        return self._marks[index]

    def _style(self) -> str | None:
        """The style in which items are numbered: that of the outermost chain."""
        chains = self._chains(weak=False) or self._chains(weak=True)
        others = [chain for style, chain in chains.items() if style not in _HEADS]
        outer = [style for style, chain in chains.items() if not any(self._is_inside(chain, other) for other in others)]
        ranked = sorted(outer, key=lambda style: (style in _HEADS, -self._weight(chains[style]), chains[style][0]))
        return ranked[0] if ranked else None

    def _chains(self, *, weak: bool) -> dict[str, list[int]]:
        """The lines numbered in each style, often enough; `weak`: by nothing but a number and white space, too."""
        places: dict[str, list[int]] = {}
        for index, mark in enumerate(self.numbers):
            if mark is not None and (weak or not mark.weak) and self.headings[index] is None:
                places.setdefault(mark.style, []).append(index)
        return {style: found for style, found in places.items() if len(found) >= FEWEST}

    def _is_inside(self, inner: list[int], outer: list[int]) -> bool:
        """Whether a chain begins anew under most numbers of another."""
        if inner is outer or outer[0] > inner[0]:
            return False
        firsts = [index for index in inner if self._value(index) == 1]
        under = Counter(bisect_left(outer, index) for index in firsts)
        return len(under) >= max(2, len(outer) * 3 // 10) and len(under) > self._restarts(outer)

    def _value(self, index: int) -> int:
        mark = self.numbers[index]
        return mark.value if mark is not None else 0

    def _restarts(self, chain: list[int]) -> int:
        return sum(self._value(index) == 1 for index in chain)

    def _weight(self, chain: list[int]) -> int:
        """How many lines a chain has, and how far it counts on the average before it begins anew."""
        return len(chain) * min(len(chain) // max(self._restarts(chain), 1), _FAR)

    def begins(self, index: int) -> bool:
        """Whether a line has a number of the chain of items."""
        mark = self.numbers[index]
        return mark is not None and mark.style == self.style and self.headings[index] is None

    def leave_out(self, parts: Iterable[tuple[int, int]]) -> None:
        """Lines that hold no items, whatever their numbers: an item before them ends there."""
        for start, end in parts:
            kept = [segment for segment in self.segments if not start <= segment.start < end]
            self.segments = [Segment(each.start, start) if each.start < start < each.end else each for each in kept]

    def _segments(self) -> list[Segment]:
        starts = [index for index in range(len(self.lines)) if self.begins(index)]
        cuts = sorted({*starts, len(self.lines), *(place for place, found in enumerate(self.headings) if found)})
        after = dict(pairwise(cuts))
        return [Segment(start, after[start]) for start in starts]
