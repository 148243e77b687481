"""How long the next try of a code has to wait: counted on the PC by the flows, run down here while a page shows it."""

from kaochang.domain.ports import Clock, Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters import phrases

SOON, SOON_ACT = "code.wait", "act.wait"
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

    @property
    def left_s(self) -> int:
        """Seconds that the next try still has to wait."""
        return max(0, -((self._clock.elapsed() - self._ends) // 1000))

    def wait(self, words: Words) -> str:
        """How long the next try still has to wait, in words; "" where it need not."""
        return wait_in_words(self.left_s, words)


def wait_in_words(seconds: int, words: Words) -> str:
    """That the next try has to wait so long; "" where it need not."""
    return words("candidate.code.wait", left=phrases.duration(words, seconds)) if seconds else ""
