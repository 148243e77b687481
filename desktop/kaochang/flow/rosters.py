"""From a roster file's rows to tickets: numbers where there are none, rooms by name, seats in order."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from kaochang.domain.assessments import Exam, Room
from kaochang.domain.ids import is_plain
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
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


def _room_of(row: RosterRow, at: int, rooms: Sequence[Room], per_room: int) -> Room:
    if not row.room:
        return rooms[min(at // per_room, len(rooms) - 1)]
    for room in rooms:
        if row.room in (room.name, room.id):
            return room
    names = "、".join(room.name for room in rooms)
    raise Refusal(Outcome.PAYLOAD, "roster.unknown-room", line=row.line, room=row.room, rooms=names)


def _exam_of(row: RosterRow, exams: Sequence[Exam]) -> Exam:
    if not row.exam and len(exams) == 1:
        return exams[0]
    for exam in exams:
        if row.exam in (exam.id, exam.assessment.title):
            return exam
    raise Refusal(Outcome.PAYLOAD, "roster.unknown-exam", line=row.line, exam=row.exam)


def make_tickets(rows: Sequence[RosterRow], rooms: Sequence[Room], exams: Sequence[Exam], day: str) -> list[Ticket]:
    """A ticket for every row. A number that is missing becomes DAY + room + running number in the room."""
    per_room = -(-len(rows) // len(rooms))
    seated: defaultdict[str, int] = defaultdict(int)
    tickets = []
    for at, row in enumerate(rows):
        room = _room_of(row, at, rooms, per_room)
        seated[room.id] += 1
        number = row.ticket or f"{day}{room.id[1:]}{seated[room.id]:03}"
        if not number.isalnum() or not is_plain(number):
            raise Refusal(Outcome.PAYLOAD, "roster.ticket-form", line=row.line, ticket=number)
        seat = row.seat or f"{seated[room.id]:02}"
        exam = _exam_of(row, exams)
        tickets.append(Ticket(number, row.name, row.person, exam.id, room.id, seat, row.extra_minutes * 60))
    if len({ticket.number for ticket in tickets}) != len(tickets):
        raise Refusal(Outcome.DUPLICATE, "roster.duplicate-ticket")
    return tickets
