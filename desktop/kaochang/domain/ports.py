"""What the flows need from outside, as protocols: the machine, time, chance and words are parameters."""

from collections.abc import Callable
from typing import Protocol


class Words(Protocol):
    """The catalogue in the reader's language; `words(key, **params)` is the sentence. A missing key is a bug."""

    def __call__(self, key: str, **params: object) -> str: ...


class Randomness(Protocol):
    """A source of random bytes: the system's in the product, a seeded one in tests."""

    def __call__(self, count: int, /) -> bytes: ...


class Clock(Protocol):
    """Three clocks: `wall` for dates people read (UTC, ms since 1970), `elapsed` for durations, `awake` beside it.

    `elapsed` (ms, arbitrary start) counts time spent in suspend and never goes back while the machine is up; `awake`
    (ms, arbitrary start) stands still in suspend, so the two together tell a machine that slept from one that hung.
    `boot` names the period in which two elapsed readings may be subtracted, "" where the system has no name for it.
    What two readings say is decided in one place: `outages.gap_between`.
    """

    def wall(self) -> int: ...

    def elapsed(self) -> int: ...

    def awake(self) -> int: ...

    def boot(self) -> str: ...


Progress = Callable[[int, int], None]
"""Called with (done, of) by anything that may take longer than a second."""


def no_progress(done: int, of: int) -> None:
    """For callers that show none."""
