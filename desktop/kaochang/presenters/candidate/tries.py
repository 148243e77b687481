"""How long the next try of a code has to wait: counted on the PC by the flows, run down here while a page shows it."""

from kaochang.domain.ports import Clock, Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters import phrases

SOON = "code.wait"
"""Refused because it came before its time: nothing was tried."""


class Tries:
    """The waiting time of one page, by the clock that no user sets. Nothing locks for good."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends = clock.elapsed()

    def begin(self, seconds: int) -> None:
        """The next try has to wait so long from now on."""
        self._ends = self._clock.elapsed() + seconds * 1000

    def take(self, error: Exception) -> None:
        """A try failed: its refusal says how long the next one waits, if what was typed is wrong."""
        seconds = error.params.get("seconds") if isinstance(error, Refusal) else None
        if isinstance(seconds, int):
            self.begin(seconds)

    def wait(self, words: Words) -> str:
        """How long the next try still has to wait, in words; "" where it need not."""
        left = -((self._clock.elapsed() - self._ends) // 1000)
        return words("candidate.code.wait", left=phrases.duration(words, left)) if left > 0 else ""
