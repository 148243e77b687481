"""Waiting for the hour: the login opens half an hour before the session, the start code is asked for when it opens.

The hour is the session's window, told by this PC's date. Where that date is wrong nobody is trapped: whoever looks
after the room goes on by hand, and the start itself is refused as ever, with an act about the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile

LOGIN_BEFORE_MS = 30 * 60_000
"""How long before a session opens its candidates may log in."""

_DAY_MS = 24 * 3_600_000


class WaitState(Record, frozen=True):
    """The waiting page. `left` counts down, by the day where it is long; `spoken` says the same by the minute.

    `back` leads to a clean login, "" where nobody is logged in yet: then the page can be left for good, or by `change`
    for another session where somebody chose this one. `asks`: is this PC's date really wrong?
    """

    title: str
    caption: str
    left: str
    spoken: str
    facts: tuple[tuple[str, str], ...]
    next_step: str
    go_on: str
    back: str = ""
    change: str = ""
    asks: bool = False


class WaitPresenter:
    """Counts down to one moment, then goes on by itself. `change` leads back to the choice of a session, if any."""

    def __init__(self, means: Means, publish: Callable[[WaitState], None]) -> None:
        self._means = means
        self._publish = publish
        self._until = 0
        self._then: Callable[[], None] | None = None
        self._state = WaitState("", "", "", "", (), "", "")
        self.change: Callable[[], None] | None = None

    def for_login(self, room: RoomFile, then: Callable[[], None]) -> None:
        """Go on at once where candidates may log in, else when they may."""
        words = self._means.words
        opens = room.session.opens - LOGIN_BEFORE_MS
        state = WaitState(
            title=words("candidate.wait.login"),
            caption=words("candidate.wait.login.left"),
            left="",
            spoken="",
            facts=(
                (words("candidate.fact.room"), room.room.name),
                (words("candidate.fact.session"), room.session.title),
                (words("candidate.fact.opens"), self._moment(room.session.opens)),
            ),
            next_step=words("candidate.wait.login.next", time=self._told(opens)),
            go_on=words("candidate.wait.login.go-on"),
            change="" if self.change is None else words("candidate.login.change"),
        )
        self._wait(opens, state, then)

    def for_start(self, room: RoomFile, ticket: Ticket, then: Callable[[], None]) -> None:
        """Go on at once where the session is open, else when it opens."""
        words = self._means.words
        opens = room.session.opens
        state = WaitState(
            title=words("candidate.wait.start"),
            caption=words("candidate.wait.start.left"),
            left="",
            spoken="",
            facts=(
                (words("candidate.fact.candidate"), phrases.who(ticket.name, ticket.number)),
                (words("candidate.fact.exam"), room.fronts[ticket.exam].title),
                (words("candidate.fact.opens"), self._moment(opens)),
            ),
            next_step=words("candidate.wait.start.next", time=self._told(opens)),
            go_on=words("candidate.wait.start.go-on"),
            back=words("candidate.code.back"),
        )
        self._wait(opens, state, then)

    def tick(self) -> None:
        """Once a second while the page is shown."""
        if self._then is None:
            return
        if self._left_ms() > 0:
            self._show()
        else:
            self._go_on()

    def ask(self) -> None:
        """Somebody says that this PC's date is wrong: whoever only pressed a key is not sent on."""
        self._ask(True)

    def stay(self) -> None:
        """It is not."""
        self._ask(False)

    def go_on(self) -> None:
        """Somebody knows better than this PC's date, and was asked."""
        if self._state.asks:
            self._go_on()

    def change_session(self) -> None:
        """Another session was meant."""
        if self._then is not None and self.change is not None:
            self.leave()
            self.change()

    def leave(self) -> None:
        """Nobody waits any more."""
        self._then = None

    def _go_on(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _ask(self, asks: bool) -> None:
        if self._then is not None:
            self._state = replace(self._state, asks=asks)
            self._show()

    def _wait(self, until: int, state: WaitState, then: Callable[[], None]) -> None:
        self._until, self._state, self._then = until, state, then
        self.tick()

    def _left_ms(self) -> int:
        return self._until - self._means.clock.wall()

    def _show(self) -> None:
        words, left = self._means.words, self._left_ms()
        if left < _DAY_MS:
            shown, said = phrases.countdown(left), phrases.duration(words, -(-left // 60_000) * 60)
        else:
            shown = said = words("candidate.wait.days", days=left // _DAY_MS)
        spoken = words("candidate.wait.spoken", what=self._state.caption, left=said)
        self._publish(replace(self._state, left=shown, spoken=spoken))

    def _told(self, wall: int) -> str:
        """The time alone where it is today's, else with its day."""
        return phrases.time_as_of(self._means.words, self._means.clock.wall(), wall, self._means.zone)

    def _moment(self, wall: int) -> str:
        return phrases.day_and_time(self._means.words, wall, self._means.zone)
