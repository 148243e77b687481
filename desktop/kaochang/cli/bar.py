"""The bar for work that takes longer than a second: on the error stream, and only where a person is looking."""

import threading
import time
from collections.abc import Callable
from typing import TypeAlias

import click

_PATIENCE_S = 1.0
"""A bar appears once something has taken this long."""

Pace: TypeAlias = Callable[[int, str], str]
"""Words for how many are done in a second, and how long (m:ss) the rest will take."""

_EVERY_S = 0.2
_CELLS = 20
_BLANK = "\r" + " " * 79 + "\r"


class Bar:
    """A Progress that draws nothing until there has been something to wait for.

    A thread of its own keeps it alive while a single step takes long: its clock goes on.
    """

    def __init__(self, label: str, *, wanted: bool, pace: Pace | None = None) -> None:
        self._label = label
        self._wanted = wanted
        self._pace = pace
        self._first: tuple[float, int] | None = None
        self._began = time.monotonic()
        self._done, self._of = 0, 1
        self._drawn = False
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        if wanted:
            self._keeper.start()

    def __call__(self, done: int, of: int) -> None:
        """This much is done (see `Progress`)."""
        with self._lock:
            self._done, self._of = done, of
            self._first = self._first or (time.monotonic(), done)
            self._draw()

    def wipe(self) -> None:
        """Frees the line, for something else to be printed there; the bar comes back below it."""
        with self._lock:
            if self._drawn:
                click.echo(_BLANK, nl=False, err=True)
                self._drawn = False

    def close(self) -> None:
        """Takes the bar away."""
        self._over.set()
        if self._wanted:
            self._keeper.join()
        self.wipe()

    def _keep(self) -> None:
        while not self._over.wait(_EVERY_S):
            with self._lock:
                self._draw()

    def _draw(self) -> None:
        seconds = time.monotonic() - self._began
        if not self._wanted or seconds <= _PATIENCE_S or self._done >= self._of:
            return
        full = _CELLS * self._done // self._of
        cells = "#" * full + "-" * (_CELLS - full)
        told = f"{self._label}  [{cells}]  {self._done}/{self._of}  {_clock(seconds)}{self._paced()}"
        click.echo(f"\r{told}", nl=False, err=True)
        self._drawn = True

    def _paced(self) -> str:
        """How fast it goes, and for how long still, by what was done since the first word of it."""
        if self._pace is None or self._first is None:
            return ""
        began, before = self._first
        done, seconds = self._done - before, time.monotonic() - began
        if not done or not seconds:
            return ""
        return f"  {self._pace(round(done / seconds), _clock((self._of - self._done) * seconds / done))}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
