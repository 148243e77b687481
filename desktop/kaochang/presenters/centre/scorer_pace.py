"""How long a response takes: the time stands while the window is away, and once nothing was done for two minutes."""

from __future__ import annotations

import enum

IDLE_MS = 120_000
"""Who does nothing for so long is not scoring: what follows is not counted."""

_HOUR_MS = 3_600_000
_ENOUGH = 3
"""So many responses tell a pace."""


class Standing(enum.StrEnum):
    """Whether the time of a response goes on, and if not, why."""

    RUNS = "runs"
    IDLE = "idle"
    AWAY = "away"


class Pace:
    """The time of the response at hand, and the pace of all since the scorer began; `now` is a clock's ms."""

    def __init__(self, now: int) -> None:
        self._begin = self._touched = now
        self._banked = 0
        self._is_away = False
        self._total = 0
        self.done = 0

    def touch(self, now: int) -> None:
        """Something was done."""
        if not self._is_away:
            self._bank(now)
            self._begin = self._touched = now

    def away(self, now: int, *, is_away: bool) -> None:
        """The window is left, or there is nothing to score; or it is come back to."""
        if is_away and not self._is_away:
            self._bank(now)
        elif self._is_away and not is_away:
            self._begin = self._touched = now
        self._is_away = is_away

    def _running(self, now: int) -> int:
        return 0 if self._is_away else max(0, min(now, self._touched + IDLE_MS) - self._begin)

    def _bank(self, now: int) -> None:
        self._banked += self._running(now)

    def spent(self, now: int) -> int:
        """How long the response at hand has taken so far."""
        return self._banked + self._running(now)

    def standing(self, now: int) -> Standing:
        """Whether its time goes on."""
        if self._is_away:
            return Standing.AWAY
        return Standing.IDLE if now > self._touched + IDLE_MS else Standing.RUNS

    def begin(self, now: int, spent: int = 0) -> None:
        """Another response is at hand, which has taken so long before."""
        self._banked, self._begin, self._touched = spent, now, now

    def end(self, now: int, *, is_new: bool) -> None:
        """The response is given; one that was given before counts for no pace."""
        if is_new:
            self._total += self.spent(now)
            self.done += 1

    def per_hour(self) -> int | None:
        """Responses per hour of scoring; None while there are too few to tell."""
        return self.done * _HOUR_MS // self._total if self.done >= _ENOUGH and self._total else None
