"""What presenters need from their surroundings: a background runner, a timer, a clock, words. All are parameters."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Protocol, TypeVar

from kaochang.domain.ports import Clock, Words
from kaochang.domain.values import Record

T = TypeVar("T")


class Runner(Protocol):
    """Runs blocking work off the UI thread: in order, one at a time.

    Exactly one of `done` and `failed` is called afterwards, on the thread that the presenter lives on.
    """

    def run(self, task: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Queue a task; returns at once."""


class Timer(Protocol):
    """One alarm that rings once."""

    def start(self, milliseconds: int, then: Callable[[], None]) -> None:
        """Ring after this time, instead of at whatever time was set before."""

    def stop(self) -> None:
        """Ring no more."""


class Means(Record, frozen=True):
    """The surroundings of a presenter. `zone` is the time zone in which wall times are shown.

    `aside` runs what nobody may have to wait for, and what touches no attempt: it goes beside the `runner`'s queue.
    """

    words: Words
    runner: Runner
    timer: Timer
    clock: Clock
    zone: tzinfo
    aside: Runner
