"""From a roster file's rows to tickets: numbers where there are none, rooms by name, seats in order or drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import msgspec

from kaochang.domain.assessments import Exam, LoginField, Room, SeatRule
from kaochang.domain.ids import is_plain
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import normal
from kaochang.domain.seating import draw_seats
from kaochang.machine.safe_files import read_whole
from kaochang.papers.roster import RosterRow, read_roster

ROSTER_LIMIT = 64 * 1024 * 1024


def rows_of(path: Path) -> list[RosterRow]:
    """The candidates of a roster file (.xlsx or .csv)."""
    with refusals_at(path):
        return read_roster(read_whole(path, ROSTER_LIMIT))


def rooms_of(rows: Sequence[RosterRow], names: Sequence[str]) -> tuple[Room, ...]:
    """The session's rooms: as named, else as the roster names them. Ids are R01, R02, … in that order."""
    found = list(names) or list(dict.fromkeys(row.room for row in rows if row.room))
    if not found:
        raise Refusal(Outcome.POLICY, "roster.no-rooms")
    return tuple(Room(f"R{number:02}", name) for number, name in enumerate(found, start=1))


def with_drawn_seats(rows: Sequence[RosterRow], seats: Mapping[str, int | None], seed: str) -> list[RosterRow]:
    """The same rows with seats drawn from a seed, and rooms where the roster has none; whoever sits twice, once.

    `seats` are the rooms by name with how many seats each has (None: as many as it takes). What seats the roster has
    are not looked at. PAYLOAD for somebody whom the roster seats in two rooms; POLICY where seats are too few.
    """
    own: dict[str, RosterRow] = {}
    for row in rows:
        first = own.setdefault(row.person, row)
        if row.room and first.room and row.room != first.room:
            raise Refusal(Outcome.PAYLOAD, "seating.two-rooms", line=row.line, first=first.line, room=first.room)
        if row.room:
            own[row.person] = row
    drawn = draw_seats({person: row.room for person, row in own.items()}, seats, seed)
    return [msgspec.structs.replace(row, room=drawn[row.person].room, seat=drawn[row.person].seat) for row in rows]


def _rooms_by_row(rows: Sequence[RosterRow], rooms: Sequence[Room]) -> list[Room]:
    """The room of each row. Where no row names any, the rooms are filled evenly, in the order of the roster."""
    if len(rooms) > 1 and any(row.room for row in rows):
        return [_room_of(row, rooms) for row in rows]
    per_room = -(-len(rows) // len(rooms))
    return [_room_of(row, rooms) if row.room else rooms[at // per_room] for at, row in enumerate(rows)]


def _room_of(row: RosterRow, rooms: Sequence[Room]) -> Room:
    names = tuple(room.name for room in rooms)
    if not row.room:
        raise Refusal(Outcome.PAYLOAD, "roster.room-missing", line=row.line, rooms=names)
    for room in rooms:
        if row.room in (room.name, room.id):
            return room
    raise Refusal(Outcome.PAYLOAD, "roster.unknown-room", line=row.line, room=row.room, rooms=names)


def _exam_of(row: RosterRow, exams: Sequence[Exam]) -> Exam:
    """The exam that a row names by id or title, or the only one; CONFLICT for a title that several have."""
    if not row.exam and len(exams) == 1:
        return exams[0]
    named = [exam for exam in exams if row.exam == exam.id] or [
        exam for exam in exams if row.exam == exam.assessment.title
    ]
    if not named:
        titles = tuple(exam.assessment.title for exam in exams)
        raise Refusal(Outcome.PAYLOAD, "roster.unknown-exam", line=row.line, exam=row.exam, exams=titles)
    if len(named) > 1:
        ids = tuple(exam.id for exam in named)
        raise Refusal(Outcome.CONFLICT, "roster.which-exam", line=row.line, exam=row.exam, exams=ids)
    return named[0]


@dataclass(frozen=True)
class _Taken:
    """What rows have taken: seats and ticket numbers, each with the row that has it."""

    seats: dict[tuple[str, str], RosterRow] = field(default_factory=dict)
    numbers: dict[str, RosterRow] = field(default_factory=dict)

    def seat(self, room: str, seat: str, row: RosterRow) -> None:
        """DUPLICATE for a seat that another person has; one person may sit two exams there."""
        first = self.seats.setdefault((room, _plain_seat(seat)), row)
        if first.person != row.person:
            at = row.room or room
            raise Refusal(
                Outcome.DUPLICATE, "roster.duplicate-seat", line=row.line, first=first.line, room=at, seat=seat
            )

    def free_seat(self, room: str, at_least: int) -> str:
        """The next number that nobody has in this room."""
        free = (f"{number:02}" for number in count(at_least))
        return next(seat for seat in free if (room, _plain_seat(seat)) not in self.seats)

    def number(self, number: str, row: RosterRow) -> None:
        """DUPLICATE for a ticket number that another row has."""
        first = self.numbers.setdefault(number, row)
        if first is not row:
            raise Refusal(Outcome.DUPLICATE, "roster.duplicate-ticket", line=row.line, first=first.line, ticket=number)


def _plain_seat(seat: str) -> str:
    """Seats are one seat however they are written: 7, 07 and ０７."""
    plain = normal(seat)
    return plain.lstrip("0") or plain


def make_tickets(rows: Sequence[RosterRow], rooms: Sequence[Room], exams: Sequence[Exam], day: str) -> list[Ticket]:
    """A ticket for every row.

    A number that is missing becomes DAY + room + running number in the room, a seat that is missing the next free one
    where the exam seats by ticket. The number of an identity document goes no further than an exam that asks for it,
    unless the roster names its people by nothing else. Whatever cannot be is refused with its line, and the line that
    it contradicts.
    """
    placed = list(zip(rows, _rooms_by_row(rows, rooms), strict=True))
    taken = _Taken()
    for row, room in placed:
        if row.seat:
            taken.seat(room.id, row.seat, row)
    seated: defaultdict[str, int] = defaultdict(int)
    tickets = []
    for row, room in placed:
        seated[room.id] += 1
        number = row.ticket or f"{day}{room.id[1:]}{seated[room.id]:03}"
        if not number.isalnum() or not is_plain(number):
            raise Refusal(Outcome.PAYLOAD, "roster.ticket-form", line=row.line, ticket=number)
        taken.number(number, row)
        exam = _exam_of(row, exams)
        seat = row.seat
        if exam.rules.seat is SeatRule.TICKET:
            seat = seat or taken.free_seat(room.id, seated[room.id])
            taken.seat(room.id, seat, row)
        extra_s, identity = row.extra_minutes * 60, _identity_of(row, exam)
        tickets.append(Ticket(number, row.name, row.person, exam.id, room.id, seat, extra_s, identity))
    return tickets


def reserve_tickets(tickets: Sequence[Ticket], count: int, day: str) -> list[Ticket]:
    """So many tickets for nobody yet, for every exam that is sat in a room: their numbers are DAY + room + B + number.

    Nobody's extra time and no seat is theirs. DUPLICATE for a number that the roster has.
    """
    taken = {ticket.number for ticket in tickets}
    exams: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for ticket in tickets:
        exams[ticket.room][ticket.exam] = None
    made = []
    for room, sat in exams.items():
        for at, exam in enumerate((exam for exam in sat for _ in range(count)), start=1):
            number = f"{day}{room[1:]}B{at:02}"
            if number in taken:
                raise Refusal(Outcome.DUPLICATE, "roster.duplicate-reserve", ticket=number)
            made.append(Ticket(number, "", "", exam, room))
    return made


def _identity_of(row: RosterRow, exam: Exam) -> str:
    """What candidates log in with where the exam asks for it (PAYLOAD for a row without); "" elsewhere."""
    if LoginField.IDENTITY not in exam.rules.login:
        return ""
    if not row.identity:
        raise Refusal(Outcome.PAYLOAD, "roster.identity-missing", line=row.line)
    return row.identity
