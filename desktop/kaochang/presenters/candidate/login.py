"""The login screen's presenter: where and when on the left, the exam's choice of fields on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.assessments import LoginField, SeatRule
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.sealings import sealing_of
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.acts import LONGEST_SEAT
from kaochang.presenters.candidate.checks import Check, SelfCheck
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.figures import figure
from kaochang.presenters.refusals import Refused, failure_to_candidate
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile


_OF_WALK_INS = {LoginField.TICKET: ("reserve", "reserve"), LoginField.NAME: ("name", "walk-in.name")}
"""What a walk-in's fields are called, and what is said below them, where it is something else than everybody's."""


class Field(Record, frozen=True):
    """One thing to type. `is_latin`: no ticket of this room has anything but keys' own letters and figures there."""

    field: LoginField
    label: str
    hint: str
    is_latin: bool = False


class SeatField(Record, frozen=True):
    """Where the candidate types the seat."""

    label: str
    hint: str


class LoginState(Record, frozen=True):
    """The login screen. `facts` are (label, value) pairs about place and time; `seat` is None where none is typed.

    `change` leads to another session, "" where nobody chose this one. `message` names what is to be typed. `walk_in`
    leads to the fields of a walk-in, and back from them; "" where the room has no reserve tickets.
    """

    title: str
    when: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    checks: tuple[Check, ...]
    seat: SeatField | None = None
    refused: Refused | None = None
    is_busy: bool = False
    change: str = ""
    message: str = ""
    walk_in: str = ""


class LoginPresenter:
    """Finds the ticket of whoever sits down. `found` is called with it, and the seat if one was typed.

    `change` leads back to the choice of a session, None where nobody made one.
    """

    def __init__(
        self,
        line: Line,
        means: Means,
        publish: Callable[[LoginState], None],
        found: Callable[[Ticket, str], None],
        checks: SelfCheck,
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._found = found
        self._checks = checks
        self._room: RoomFile | None = None
        self.change: Callable[[], None] | None = None
        self._seat = ""
        self._is_walk_in = False
        self._state = LoginState("", "", (), (), ())

    def show(self, room: RoomFile, seat: str) -> None:
        """A clean login for this room, and another look at this PC; `seat` is the PC's own, "" for none."""
        self._room, self._seat, self._is_walk_in = room, seat, False
        self._checks.look(self._line, room)
        self._begin(room)

    def switch(self) -> None:
        """To the fields of a walk-in, or back to everybody's."""
        if self._room is not None and self._state.walk_in and not self._state.is_busy:
            self._is_walk_in = not self._is_walk_in
            self._begin(self._room)

    def _begin(self, room: RoomFile) -> None:
        words, seat = self._means.words, self._seat
        fields = tuple(self._fields(room))
        asked = "walk-in.message" if self._is_walk_in else "message"
        self._state = LoginState(
            title=_title(room),
            when=_when(room, self._means),
            facts=_facts(room, seat, self._means),
            fields=fields,
            checks=self._checks.faces(),
            seat=self._seat_field() if not seat and _types_seats(room, is_walk_in=self._is_walk_in) else None,
            change="" if self.change is None else words("candidate.login.change"),
            message=words(
                f"candidate.login.{asked}", fields=words("list.separator").join(field.label for field in fields)
            ),
            walk_in=self._switch_words(room),
        )
        self._publish(self._state)

    def _fields(self, room: RoomFile) -> Iterator[Field]:
        words = self._means.words
        for field in room.walk_in_fields() if self._is_walk_in else room.login_fields():
            label, hint = _OF_WALK_INS.get(field, (field, field)) if self._is_walk_in else (field, field)
            said = words(f"candidate.login.{label}"), words(f"candidate.login.{hint}.hint")
            yield Field(field, *said, is_latin=_is_latin(field, room.tickets))

    def _switch_words(self, room: RoomFile) -> str:
        if not any(ticket.is_reserve for ticket in room.tickets):
            return ""
        return self._means.words(f"candidate.login.walk-in{'.back' if self._is_walk_in else ''}")

    def checked(self) -> None:
        """This PC has found something of itself."""
        self._state = replace(self._state, checks=self._checks.faces())
        self._publish(self._state)

    def change_session(self) -> None:
        """Another session was meant."""
        if self.change is not None and not self._state.is_busy:
            self.change()

    def log_in(self, typed: Mapping[LoginField, str], seat: str = "") -> None:
        """Look for the ticket that fits, once everything is filled in."""
        room = self._room
        if room is None or self._state.is_busy:
            return
        empty = next((field for field in self._state.fields if not typed.get(field.field, "").strip()), None)
        if empty is not None:
            self._on_failed(Refusal(Outcome.POLICY, "login.fill", field=empty.label))
            return
        self._update(is_busy=True, refused=None)
        plain = " ".join(seat.split())[:LONGEST_SEAT]
        self._means.runner.run(
            lambda: self._line.find_ticket(room, typed), lambda ticket: self._on_found(ticket, plain), self._on_failed
        )

    def _on_found(self, ticket: Ticket, seat: str) -> None:
        if self._state.seat is not None and self._room is not None and not seat and _types_seat(self._room, ticket):
            self._on_failed(Refusal(Outcome.POLICY, "login.seat-missing"))
            return
        self._state = replace(self._state, is_busy=False, refused=None)
        self._found(ticket, seat)

    def _on_failed(self, error: Exception) -> None:
        self._update(is_busy=False, refused=failure_to_candidate(error, self._means.words))

    def _update(self, *, is_busy: bool, refused: Refused | None) -> None:
        self._state = replace(self._state, is_busy=is_busy, refused=refused)
        self._publish(self._state)

    def _seat_field(self) -> SeatField:
        words = self._means.words
        return SeatField(words("candidate.login.seat"), words("candidate.login.seat.hint"))


def _is_latin(field: LoginField, tickets: Sequence[Ticket]) -> bool:
    """Whether an input method would only be in the way: where it stands at Chinese, "G7001" becomes a word."""
    match field:
        case LoginField.PERSON:
            return all(ticket.person.isascii() for ticket in tickets)
        case LoginField.TICKET:
            return all(ticket.number.isascii() for ticket in tickets)
        case _:
            return False


def _types_seat(room: RoomFile, ticket: Ticket) -> bool:
    """Whether this candidate's seat is known by nobody but the candidate: that of a reserve ticket is, unless free."""
    rule = room.fronts[ticket.exam].rules.seat
    is_open = rule is SeatRule.TYPED or (rule is SeatRule.TICKET and room.is_reserve(ticket.number))
    return not ticket.seat and is_open


def _types_seats(room: RoomFile, *, is_walk_in: bool) -> bool:
    return any(_types_seat(room, ticket) for ticket in room.tickets if ticket.is_reserve is is_walk_in)


def _title(room: RoomFile) -> str:
    fronts = list(room.fronts.values())
    return fronts[0].title if len(fronts) == 1 else room.session.title


def _when(room: RoomFile, means: Means) -> str:
    """The session's window, with its title unless that is the page's title, and a second date where it needs one."""
    session, words = room.session, means.words
    times = phrases.window(words, session.opens, session.closes, means.zone)
    if _title(room) == session.title:
        return times
    return words("candidate.login.when", session=session.title, times=times)


def _facts(room: RoomFile, seat: str, means: Means) -> tuple[tuple[str, str], ...]:
    words = means.words
    facts = [(words("candidate.fact.room"), room.room.name)]
    if seat:
        facts.append((words("candidate.fact.seat"), words("candidate.seat", seat=seat)))
    version = sealing_of(room.session.id).version
    if version > 1:
        facts.append((words("candidate.fact.version"), words("candidate.version", number=version)))
    fronts = list(room.fronts.values())
    if len(fronts) == 1:
        front = fronts[0]
        extent = words(
            "candidate.login.extent",
            duration=phrases.duration(words, front.rules.duration_s),
            items=front.item_count,
            points=figure(words, front.total),
        )
        facts.append((words("candidate.fact.extent"), extent))
        if front.rules.latest_entry_s is not None:
            latest = room.session.opens + front.rules.latest_entry_s * 1000
            facts.append((words("candidate.fact.entry"), phrases.clock_time(latest, means.zone, seconds=False)))
    return tuple(facts)
