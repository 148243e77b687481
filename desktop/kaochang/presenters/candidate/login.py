"""The login screen's presenter: where and when on the left, the exam's choice of fields on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kaochang.domain.assessments import LoginField
from kaochang.domain.rosters import Ticket
from kaochang.presenters import phrases
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.refusals import Refused, failure_to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile

_CLOCK_TOLERANCE_MS = 12 * 3600 * 1000


@dataclass(frozen=True)
class Check:
    """One of the machine's own checks, in words; a doubt is for the proctor and stops nobody."""

    text: str
    is_good: bool


@dataclass(frozen=True)
class Field:
    """One thing to type."""

    field: LoginField
    label: str
    hint: str


@dataclass(frozen=True)
class LoginState:
    """The login screen. `facts` are (label, value) pairs about place and time."""

    title: str
    when: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    refused: Refused | None = None
    is_busy: bool = False


class LoginPresenter:
    """Finds the ticket of whoever sits down. `found` is called with it."""

    def __init__(
        self,
        line: Line,
        means: Means,
        publish: Callable[[LoginState], None],
        found: Callable[[Ticket], None],
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._found = found
        self._room: RoomFile | None = None
        self._state = LoginState("", "", (), (), ())

    def show(self, room: RoomFile, seat: str, *, is_whole: bool) -> None:
        """A clean login for this room; `is_whole` is whether the sealed exam is as the office sealed it."""
        self._room = room
        words = self._means.words
        self._state = LoginState(
            title=_title(room),
            when=_when(room, self._means),
            facts=_facts(room, seat, self._means),
            fields=tuple(
                Field(field, words(f"candidate.login.{field}"), words(f"candidate.login.{field}.hint"))
                for field in room.login_fields()
            ),
            checks=self._checks(room, is_whole=is_whole),
        )
        self._publish(self._state)

    def log_in(self, typed: Mapping[LoginField, str]) -> None:
        """Look for the ticket that fits."""
        room = self._room
        if room is None or self._state.is_busy:
            return
        self._update(is_busy=True, refused=None)
        self._means.runner.run(lambda: self._line.find_ticket(room, typed), self._on_found, self._on_failed)

    def _on_found(self, ticket: Ticket) -> None:
        self._state = replace(self._state, is_busy=False, refused=None)
        self._found(ticket)

    def _on_failed(self, error: Exception) -> None:
        self._update(is_busy=False, refused=failure_to_words(error, self._means.words))

    def _update(self, *, is_busy: bool, refused: Refused | None) -> None:
        self._state = replace(self._state, is_busy=is_busy, refused=refused)
        self._publish(self._state)

    def _checks(self, room: RoomFile, *, is_whole: bool) -> tuple[Check, ...]:
        words, session = self._means.words, room.session
        now = self._means.clock.wall()
        fits = session.opens - _CLOCK_TOLERANCE_MS <= now <= session.closes + _CLOCK_TOLERANCE_MS
        clock = "candidate.check.clock" if fits else "candidate.check.clock.doubt"
        time = phrases.clock_time(now, self._means.zone, seconds=False)
        return (
            Check(words("candidate.check.exam" if is_whole else "candidate.check.exam.doubt"), is_good=is_whole),
            Check(words("candidate.check.disk"), is_good=True),
            Check(words(clock, time=time), is_good=fits),
        )


def _title(room: RoomFile) -> str:
    fronts = list(room.fronts.values())
    return fronts[0].title if len(fronts) == 1 else room.session.title


def _when(room: RoomFile, means: Means) -> str:
    """The session's window, with its title unless that is the page's title, and a second date where it needs one."""
    session, words = room.session, means.words
    first, last = (phrases.date(words, wall, means.zone) for wall in (session.opens, session.closes))
    closes = phrases.clock_time(session.closes, means.zone, seconds=False)
    times = words(
        "candidate.login.times",
        date=first,
        opens=phrases.clock_time(session.opens, means.zone, seconds=False),
        closes=closes if first == last else f"{last} {closes}",
    )
    if _title(room) == session.title:
        return times
    return words("candidate.login.when", session=session.title, times=times)


def _facts(room: RoomFile, seat: str, means: Means) -> tuple[tuple[str, str], ...]:
    words = means.words
    facts = [(words("candidate.fact.room"), room.room.name)]
    if seat:
        facts.append((words("candidate.fact.seat"), words("candidate.seat", seat=seat)))
    fronts = list(room.fronts.values())
    if len(fronts) == 1:
        front = fronts[0]
        extent = words(
            "candidate.login.extent",
            duration=phrases.duration(words, front.rules.duration_s),
            items=front.item_count,
            points=phrases.points(front.total),
        )
        facts.append((words("candidate.fact.extent"), extent))
        if front.rules.latest_entry_s is not None:
            latest = room.session.opens + front.rules.latest_entry_s * 1000
            facts.append((words("candidate.fact.entry"), phrases.clock_time(latest, means.zone, seconds=False)))
    return tuple(facts)
