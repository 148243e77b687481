"""What an exam does by itself, again and again: the heartbeat, and another try to save what could not be saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.attempts import HEARTBEAT_MS
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Refusal
from kaochang.presenters.candidate.saving import Saver

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

RETRY_EVERY_MS = 5_000
"""How often what could not be saved is tried again by itself."""


class Rounds:
    """Asked once a second. `flush` commits what is typed, before the heartbeat that would date it too late."""

    def __init__(self, sitting: Sitting, saver: Saver, clock: Clock, flush: Callable[[], None]) -> None:
        self._sitting = sitting
        self._saver = saver
        self._clock = clock
        self._flush = flush
        self._failed_at = 0
        self._beat = clock.elapsed()

    def failed(self) -> None:
        """Something could not be saved just now."""
        self._failed_at = self._clock.elapsed()

    def retry(self) -> None:
        """Try again to save, now and then; what is a bug is one the next time too."""
        is_refused = isinstance(self._saver.failure, Refusal)
        if is_refused and self._clock.elapsed() - self._failed_at >= RETRY_EVERY_MS:
            self._saver.retry()

    def beat(self) -> None:
        """Journal that the attempt goes on, now and then."""
        now = self._clock.elapsed()
        if now - self._beat >= HEARTBEAT_MS and self._saver.failure is None:
            self._flush()
            self._beat = now
            self._saver.put(self._sitting.tick())
