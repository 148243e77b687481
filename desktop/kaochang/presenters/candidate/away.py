"""The candidate leaves the seat for a while: the exam is covered, and only its own candidate uncovers it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.assessments import LoginField
from kaochang.domain.guards import Happening
from kaochang.domain.scoring import normal
from kaochang.presenters import phrases
from kaochang.presenters.candidate import exam_times
from kaochang.presenters.candidate.exam_state import AwayState
from kaochang.presenters.candidate.tries import Tries
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting

FREE_TRIES = 3
"""So many slips of the hand cost nothing."""

LONGEST_WAIT_S = 30


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong numbers in a row: none at first, then 5, 10, 20, 30."""
    late = wrong - FREE_TRIES
    return 0 if late < 0 else min(LONGEST_WAIT_S, 5 * 2**late)


class Away:
    """Covers the exam and uncovers it. The clock goes on: to leave is nobody's pause.

    What has to be typed to come back is a number of the candidate's own that the login asked for.
    """

    def __init__(self, sitting: Sitting, means: Means, note: Callable[[str, str], None]) -> None:
        self._sitting = sitting
        self._means = means
        self._note = note
        self._since: int | None = None
        self._tries = Tries(means.clock)
        self._wrong = 0

    @property
    def is_away(self) -> bool:
        """Whether the exam is covered."""
        return self._since is not None

    def leave(self) -> None:
        """Cover the exam."""
        if not self.is_away:
            self._since, self._wrong = self._means.clock.elapsed(), 0
            self._note(Happening.LEFT_SEAT, "")

    def come_back(self, typed: str) -> None:
        """Uncover it for who types the right number; after some wrong ones the next try waits a little."""
        if self._since is None or self._tries.left_s or not typed.strip():
            return
        if normal(typed) != normal(self._own_number):
            self._wrong += 1
            self._tries.begin(wait_after(self._wrong))
            return
        seconds = (self._means.clock.elapsed() - self._since) // 1000
        self._since = None
        self._note(Happening.CAME_BACK, str(seconds))

    def state(self) -> AwayState | None:
        """The page over the exam; None while the candidate is here."""
        if self._since is None:
            return None
        words, ticket, seat = self._means.words, self._sitting.ticket, self._sitting.seat
        gone = (self._means.clock.elapsed() - self._since) // 60_000
        return AwayState(
            title=words("candidate.away.title"),
            message=words("candidate.away.message"),
            who=words("candidate.away.who", name=ticket.name, seat=seat) if seat else ticket.name,
            clock=exam_times.whole_face(self._sitting, words),
            gone=words("candidate.away.gone", time=phrases.duration(words, gone * 60)) if gone else "",
            label=words(f"candidate.away.{self._field}"),
            wrong=words("candidate.away.wrong") if self._wrong else "",
            wait=self._tries.wait(words),
            tries=self._wrong,
            is_latin=self._own_number.isascii(),
        )

    @property
    def _field(self) -> LoginField:
        asked = self._sitting.exam.rules.login
        return LoginField.PERSON if LoginField.PERSON in asked and self._sitting.ticket.person else LoginField.TICKET

    @property
    def _own_number(self) -> str:
        ticket = self._sitting.ticket
        return ticket.person if self._field is LoginField.PERSON else ticket.number
