"""Trying the input method, before an exam in which something is typed. Never a trap: every answer leads on.

Of what is typed here nothing is kept, neither here nor in any file: only whether Chinese was seen.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from unicodedata import name as name_of

from kaochang.domain.guards import Happening
from kaochang.domain.values import Record

_HAN = "CJK"
"""How the Unicode names of Chinese characters begin."""


class Tried(enum.Enum):
    """How the test stands."""

    OPEN = "open"
    SEEN = "seen"
    FAILED = "failed"


class InputTestState(Record, frozen=True):
    """The page: what it has seen, or that it does not work and help is on its way."""

    tried: Tried = Tried.OPEN


class InputTestPresenter:
    """Leads on either way. `note` takes the outcome as evidence, `done` is called when the candidate goes on."""

    def __init__(
        self, publish: Callable[[InputTestState], None], note: Callable[[str, str], None], done: Callable[[], None]
    ) -> None:
        self._publish = publish
        self._note = note
        self._done = done
        self._has_seen = False

    def show(self) -> None:
        """A page on which nothing was tried yet."""
        self._has_seen = False
        self._publish(InputTestState())

    def typed(self, text: str) -> None:
        """The field now reads so."""
        if not self._has_seen and any(name_of(symbol, "").startswith(_HAN) for symbol in text):
            self._has_seen = True
            self._publish(InputTestState(Tried.SEEN))

    def works(self) -> None:
        """The candidate can type, or says so."""
        self._note(Happening.INPUT_WORKS if self._has_seen else Happening.INPUT_UNTRIED, "")
        self._done()

    def fails(self) -> None:
        """The candidate cannot type Chinese: say what to do."""
        self._publish(InputTestState(Tried.FAILED))

    def try_again(self) -> None:
        """Somebody has helped."""
        self.show()

    def go_on_without(self) -> None:
        """On with the exam all the same."""
        self._note(Happening.INPUT_FAILS, "")
        self._done()
