"""Long work with a number that grows: told from the worker's thread, looked at from the window's, stopped by a flag."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Protocol, TypeVar

from kaochang.domain.ports import Progress
from kaochang.presenters.running import Means

T = TypeVar("T")

_LOOK_MS = 100


class StoppedError(Exception):
    """Somebody stopped the work: nobody's fault, and no refusal."""


class BusyDesk(Protocol):
    """What work needs of the desk it is done at: its surroundings, and whether it goes on."""

    means: Means
    is_busy: bool


class FarWork:
    """One piece of work at a time; nobody leaves the page meanwhile. `told` is called when its number is another.

    `done` and `of` are the number as the work last told it: how many of how many.
    """

    def __init__(self, desk: BusyDesk, told: Callable[[], None]) -> None:
        self._desk = desk
        self._told = told
        self._stop = Event()
        self._now = 0
        self.done = self.of = 0
        self.percent = 0
        self.is_on = False

    @property
    def is_stopping(self) -> bool:
        """Whether it goes on though somebody stopped it: to its next step."""
        return self.is_on and self._stop.is_set()

    def run(
        self, work: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Begin; `failed` gets a `StoppedError` where it was stopped."""
        self._stop.clear()
        self._now = self.percent = self.done = self.of = 0
        self.is_on = self._desk.is_busy = True

        def end(then: Callable[[], None]) -> None:
            self.is_on = self._desk.is_busy = False
            self._desk.means.timer.stop()
            then()

        self._desk.means.runner.run(
            lambda: work(self._progress),
            lambda result: end(lambda: done(result)),
            lambda error: end(lambda: failed(error)),
        )
        self.look()

    def stop(self) -> None:
        """End it at its next step."""
        self._stop.set()

    def _progress(self, done: int, of: int) -> None:
        """On the worker's thread: numbers are handed over, nothing else."""
        if self._stop.is_set():
            raise StoppedError
        self.done, self.of = done, of
        self._now = done * 100 // max(of, 1)

    def look(self) -> None:
        """Go on telling, also where another page had the timer meanwhile."""
        if not self.is_on:
            return
        self._desk.means.timer.start(_LOOK_MS, self.look)
        if self._now != self.percent:
            self.percent = self._now
            self._told()
