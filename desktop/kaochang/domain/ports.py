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


class Keeper(Protocol):
    """A process beside this one that outlives its crash, and holds for that what an attempt needs to go on.

    What it holds is bytes that only their owner reads; `held` gives what a program that crashed left there. It holds
    them until it is told to `forget`, until something else is to be held, or until the program ends by itself
    (`leave`). `went_on` says that what was left has done its work: an attempt is under way again. `is_there`: whether
    one started this program; `gave_up`: only to say that it crashed too often.
    """

    @property
    def is_there(self) -> bool: ...

    @property
    def gave_up(self) -> bool: ...

    def held(self) -> bytearray: ...

    def hold(self, keys: bytearray) -> None: ...

    def forget(self) -> None: ...

    def went_on(self) -> None: ...

    def leave(self) -> None: ...


Progress = Callable[[int, int], None]
"""Called with (done, of) by anything that may take longer than a second."""


def no_progress(done: int, of: int) -> None:
    """For callers that show none."""
