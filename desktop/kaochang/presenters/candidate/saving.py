"""Commits an attempt's entries in order, in the background, and knows what may be called saved.

One entry is on its way at a time; the others wait in memory. After a failure nothing is skipped: the same entry is
tried again when the candidate or the proctor asks for it, or somebody lets it be tried by and by (`retry`), and those
behind it keep their places. No entry can be one
that a journal never takes: what is too long or no text is refused, or cut, before it is queued (`items.fits`,
`gestures`, `Sitting.note`).
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.attempts import Annotated, Closed, Marked, Responded
from kaochang.presenters.running import Runner

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry


class Sign(enum.Enum):
    """What the saved sign shows. `NOTHING_YET`: the candidate has given nothing to save."""

    NOTHING_YET = "nothing-yet"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


class Saver:
    """The queue between an attempt in memory and its journal.

    `save` blocks until an entry is durable and returns the wall time (ms) of that; `settle` blocks for what may come
    after it, when nothing waits. `changed` is called on the UI thread after every step. Heartbeats and visits are
    journaled like the rest, but say nothing about responses, so only what the candidate gave moves the sign.
    """

    def __init__(
        self,
        save: Callable[[Entry], int],
        settle: Callable[[], None],
        runner: Runner,
        changed: Callable[[], None],
    ) -> None:
        self._save = save
        self._settle = settle
        self._runner = runner
        self._changed = changed
        self._waiting: deque[Entry] = deque()
        self._busy = False
        self._then: Callable[[], None] | None = None
        self._is_held_back = False
        self._has_recovered = False
        self.failure: Exception | None = None
        self.saved_at: int | None = None

    @property
    def sign(self) -> Sign:
        """What is true of everything the candidate has given so far."""
        if self.failure is not None:
            return Sign.FAILED
        if any(_is_given(entry) for entry in self._waiting):
            return Sign.SAVING
        return Sign.NOTHING_YET if self.saved_at is None else Sign.SAVED

    @property
    def is_idle(self) -> bool:
        """True where every entry is durable."""
        return not self._waiting

    def put(self, entry: Entry) -> None:
        """Queue an entry; after a failure it waits behind the one that failed."""
        self._waiting.append(entry)
        self._go_on()

    def retry(self) -> None:
        """Try again after a failure."""
        self.failure = None
        self._go_on()

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call `then` once, as soon as every entry is durable."""
        self._then = then
        self._tell_idle()

    def _go_on(self) -> None:
        if self._busy or self.failure is not None or not self._waiting:
            return
        entry = self._waiting[0]
        self._busy = True
        self._runner.run(lambda: self._save(entry), self._saved, self._failed)

    def take_recovery(self) -> bool:
        """Whether all that a failure held back is durable since the last time that this was asked."""
        has_recovered, self._has_recovered = self._has_recovered, False
        return has_recovered

    def _saved(self, wall: int) -> None:
        self._busy = False
        if _is_given(self._waiting.popleft()):
            self.saved_at = wall
        if self.is_idle and self._is_held_back:
            self._is_held_back, self._has_recovered = False, True
            self.saved_at = self.saved_at and wall  # no time at which a page said that nothing could be saved
        if self.is_idle:
            self._busy = True
            self._runner.run(self._settle, self._settled, self._failed)
        self._go_on()
        self._changed()
        self._tell_idle()

    def _settled(self, _: None) -> None:
        self._busy = False
        self._go_on()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._is_held_back = True
        self.failure = error
        self._changed()

    def _tell_idle(self) -> None:
        if self._then is not None and self.is_idle:
            then, self._then = self._then, None
            then()


def _is_given(entry: Entry) -> bool:
    return isinstance(entry.event, Responded | Marked | Annotated | Closed)
