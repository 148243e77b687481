"""Identity, rules and pledge: is this you, and have you read what holds here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.assessments import Rules
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.domain.tools import Tool
from kaochang.domain.values import SecretRecord
from kaochang.presenters import phrases
from kaochang.presenters.refusals import log_bug
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile


class IdentityState(SecretRecord, frozen=True):
    """Who the ticket belongs to, the notices, and the pledge; going on needs the pledge.

    `photo` is the candidate's picture as the office sealed it (a JPEG or PNG), b"" where there is none; `photo_doubt`
    says that there is one which cannot be shown.
    """

    name: str
    initial: str
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    pledge: str
    photo: bytes = b""
    photo_doubt: str = ""
    is_pledged: bool = False


class IdentityPresenter:
    """Waits for the candidate to confirm, or to say that the ticket is somebody else's."""

    def __init__(
        self,
        means: Means,
        publish: Callable[[IdentityState], None],
        confirmed: Callable[[], None],
        denied: Callable[[], None],
    ) -> None:
        self._means = means
        self._publish = publish
        self._confirmed = confirmed
        self._denied = denied
        self._state = IdentityState("", "", (), (), "")

    def show(self, room: RoomFile, ticket: Ticket, seat: str) -> None:
        """Ask this candidate, as soon as there is the photo to ask with."""
        self._means.runner.run(
            lambda: room.photo(ticket.number),
            lambda photo: self._show(room, ticket, seat, photo or b""),
            lambda error: self._show_without(room, ticket, seat, error),
        )

    def _show_without(self, room: RoomFile, ticket: Ticket, seat: str, error: Exception) -> None:
        """A photo that cannot be read costs the photo only: the proctor looks at the identity card."""
        log_bug(error)
        self._show(room, ticket, seat, doubt=self._means.words("candidate.identity.photo.broken"))

    def _show(self, room: RoomFile, ticket: Ticket, seat: str, photo: bytes = b"", doubt: str = "") -> None:
        words, front = self._means.words, room.fronts[ticket.exam]
        self._state = IdentityState(
            name=ticket.name,
            initial=ticket.name[:1],
            facts=(
                (words("candidate.fact.ticket"), phrases.grouped(ticket.number)),
                (words("candidate.fact.person"), ticket.person),
                *_identity(ticket, words),
                (words("candidate.fact.exam"), front.title),
                (words("candidate.fact.room"), room.room.name),
                *_seat(seat, words),
            ),
            notices=_notices(front.rules, ticket, words),
            pledge=front.rules.pledge or words("candidate.pledge"),
            photo=photo,
            photo_doubt=doubt,
        )
        self._publish(self._state)

    def pledge(self, given: bool) -> None:
        """The box was ticked or cleared."""
        self._state = replace(self._state, is_pledged=given)
        self._publish(self._state)

    def confirm(self) -> None:
        """It is me, and I have read it."""
        if self._state.is_pledged:
            self._confirmed()

    def deny(self) -> None:
        """This is somebody else's ticket."""
        self._denied()


def _identity(ticket: Ticket, words: Words) -> tuple[tuple[str, str], ...]:
    """The document's number as neighbours may see it, where the ticket has one."""
    return ((words("candidate.login.identity"), phrases.masked(ticket.identity)),) if ticket.identity else ()


def _seat(seat: str, words: Words) -> tuple[tuple[str, str], ...]:
    """Nothing where seats are free."""
    return ((words("candidate.fact.seat"), words("candidate.seat", seat=seat)),) if seat else ()


def _notices(rules: Rules, ticket: Ticket, words: Words) -> tuple[str, ...]:
    limit = phrases.duration(words, rules.duration_s + ticket.extra_time_s)
    usual = (words("candidate.notice.alone"), words("candidate.notice.stay"))  # in the language of whoever reads it
    notices = [*(rules.notices or usual), words("candidate.notice.time", duration=limit)]
    if rules.earliest_hand_in_s:
        earliest = phrases.duration(words, rules.earliest_hand_in_s)
        notices.append(words("candidate.notice.earliest", duration=earliest))
    if rules.tools:
        notices.append(words("candidate.notice.tools", tools=_listed(rules.tools, words)))
    notices.append(words("candidate.notice.saving"))
    return tuple(notices)


def _listed(tools: tuple[Tool, ...], words: Words) -> str:
    return words("list.separator").join(words(f"candidate.tool.{tool}") for tool in tools)
