"""Lines that are told over the exam for a while: warnings of time, what the clock did, what an act did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaochang.domain.ports import Clock
from kaochang.presenters.candidate.exam_times import Line, running

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

STAYS_MS = 10_000
"""How long a line stays on the screen."""


class Passing:
    """What is told now. It goes by itself, when it was read, and when the time is over that it warns of."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: tuple[Line, ...] = ()
        self._since = 0

    @property
    def text(self) -> str:
        """All of it; "" for nothing."""
        return "\n".join(line.text for line in self._lines)

    def tell(self, *lines: Line) -> None:
        """Tell these instead of whatever was told before."""
        self._lines = lines
        self._since = self._clock.elapsed()

    def follow(self, sitting: Sitting) -> None:
        """No warning outlives the part, the item or the turn whose time it tells."""
        times = {span.of for span in running(sitting)}
        self._lines = tuple(line for line in self._lines if line.of in times)

    def fade(self, *, is_seen: bool) -> None:
        """What stood long enough goes; what nobody was there to see stands as if it came just now."""
        if not is_seen:
            self._since = self._clock.elapsed()
        elif self._clock.elapsed() - self._since >= STAYS_MS:
            self._lines = ()

    def dismiss(self) -> None:
        """It was read."""
        self._lines = ()
