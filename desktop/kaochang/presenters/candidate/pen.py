"""What the candidate gives to items, on its way into the journal: choices at once, typing at most a second late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Violation
from kaochang.domain.responses import Blanks, Replies, Response, Text, is_empty
from kaochang.presenters.running import Timer

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry
    from kaochang.flow.sitting import Sitting

TYPING_DELAY_MS = 1_000
"""Typing is committed at most this much later, and at once on leaving the item."""

_TOO_LATE = frozenset(
    {"attempt.time-over", "attempt.part-over", "attempt.part-closed", "attempt.item-over", "attempt.turn-over"}
)
"""Why a response is no longer taken that the screen still let somebody give."""


@dataclass(frozen=True)
class _Typed:
    """What was typed and is not journaled yet; `stamp` is the working time of the last key."""

    item: str
    response: Response
    stamp: int


class Pen:
    """Holds what is typed until it is committed; `save` takes each entry, in order.

    `later` is called when typing was committed because its second was over, `too_late` with why the attempt took a
    response no more.
    """

    def __init__(
        self,
        sitting: Sitting,
        timer: Timer,
        save: Callable[[Entry], None],
        later: Callable[[], None],
        too_late: Callable[[Violation], None],
    ) -> None:
        self._sitting = sitting
        self._timer = timer
        self._save = save
        self._later = later
        self._too_late = too_late
        self._typed: _Typed | None = None

    @property
    def is_typing(self) -> bool:
        """Whether something is typed that is not journaled yet."""
        return self._typed is not None

    def responses(self) -> dict[str, Response]:
        """Every response as the screen shows it: those of the attempt, and what is typed."""
        responses = self._sitting.state.responses
        return responses if self._typed is None else {**responses, self._typed.item: self._typed.response}

    def type(self, item: str, response: Response, stamp: int | None = None) -> None:
        """Takes what a key made of a response when `stamp` was taken, else now; waits `TYPING_DELAY_MS` for more.

        A key of an input method that still composes changes nothing, and nothing is saved for it.
        """
        before = self.responses().get(item)
        if response == before or (before is None and not _texts(response)):
            return
        if self._typed is None:
            self._timer.start(TYPING_DELAY_MS, self._on_time)
        self._typed = _Typed(item, response, self._sitting.stamp() if stamp is None else stamp)

    def choose(self, item: str, response: Response, stamp: int | None = None) -> None:
        """Takes what is not typed at once, unless it changes nothing: what is empty already cannot be emptied."""
        before = self.responses().get(item)
        if response != before and not (is_empty(response) and (before is None or is_empty(before))):
            self.commit(item, response, stamp)

    def commit(self, item: str, response: Response, stamp: int | None = None) -> None:
        """Takes a response into the attempt now; made when `stamp` was taken, else now."""
        try:
            self._save(self._sitting.respond(item, response, stamp))
        except Violation as violation:
            if violation.key not in _TOO_LATE:
                raise
            self._too_late(violation)

    def flush(self) -> None:
        """Commits what is typed."""
        if self._typed is not None:
            self._timer.stop()
            typed, self._typed = self._typed, None
            self.commit(typed.item, typed.response, typed.stamp)

    def _on_time(self) -> None:
        self.flush()
        self._later()


def _texts(response: Response) -> str:
    """Everything written in it, white space too: an indented line begins with nothing else."""
    match response:
        case Text(text):
            return text
        case Blanks(texts) | Replies(texts):
            return "".join(texts)
        case _:
            raise TypeError(type(response).__name__)
