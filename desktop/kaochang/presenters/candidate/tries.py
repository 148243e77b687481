"""Wrong codes typed into this window: each makes the next try wait longer, by the schedule of `domain.tries`."""

from kaochang.domain import tries
from kaochang.domain.outages import Witness
from kaochang.domain.ports import Clock, Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters import phrases

_NOT_A_GUESS = frozenset({"code.room-key"})
"""Refused as CODE, but nobody guessed anything: a file that is no room key at all."""


class Tries:
    """Counts wrong codes in a row, whoever sits down in between, until one is right. Nothing locks for good."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wrong = 0
        self._last = self._now()

    def take(self, error: Exception) -> None:
        """A try failed: count it if what was typed is wrong."""
        if isinstance(error, Refusal) and error.outcome is Outcome.CODE and error.key not in _NOT_A_GUESS:
            self._wrong += 1
            self._last = self._now()

    def clear(self) -> None:
        """A code was right."""
        self._wrong = 0

    def wait(self, words: Words) -> str:
        """How long the next try still has to wait, in words; "" where it need not."""
        left = tries.wait_left_s(self._wrong, self._last, self._now())
        return words("candidate.code.wait", left=phrases.duration(words, left)) if left else ""

    def _now(self) -> Witness:
        return Witness(self._clock.wall(), self._clock.elapsed(), self._clock.boot())
