"""Where a session stands, read once from its database: every ticket in one group, every room in one state.

Whatever the pages show of tickets is a look at this: made anew in the background after every change.
"""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from kaochang.domain.assessments import Session
from kaochang.domain.decisions import Decision
from kaochang.domain.decisions import closing as closed_by
from kaochang.domain.decisions import standing as stand_of
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import FileProblem, RoomAct
from kaochang.domain.values import Record
from kaochang.flow.reconcile import Reconciliation, reconcile
from kaochang.store.centre import Centre

NO_MANIFEST = "problem.no-manifest"
_RESULT = "kcr"
_NOT_HERE = (TicketStatus.MISSING_FILE, TicketStatus.PRESENT, TicketStatus.MOVED)
_LACKING = frozenset({"problem.missing", *(f"problem.open.{status}" for status in _NOT_HERE)})
"""What is told of tickets whose files are not here: where they are is to be found out, not decided."""


class Group(enum.StrEnum):
    """Every ticket is in one of these."""

    RECEIVED = "received"
    ABSENT = "absent"
    MISSING = "missing"
    AWAITED = "awaited"
    DECIDE = "decide"
    OTHER = "other"


class RoomState(enum.StrEnum):
    """What a room's line says, the most urgent of it."""

    WHOLE = "whole"
    SETTLED = "settled"
    MISSING = "missing"
    DECIDE = "decide"
    NO_MANIFEST = "no-manifest"
    AWAITED = "awaited"


class TicketRow(Record, frozen=True):
    """A ticket in few words; `waits` is how many things people have to settle about it."""

    number: str
    name: str
    person: str
    room: str
    seat: str
    status: TicketStatus
    group: Group
    waits: int


class RoomLine(Record, frozen=True):
    """A room by its id: how many are due, in each group, what state that is, and the tickets that it is about."""

    id: str
    name: str
    due: int
    groups: Mapping[Group, int]
    state: RoomState
    about: tuple[TicketRow, ...]

    @property
    def settled(self) -> int:
        """Tickets of which nothing is awaited any more."""
        return self.due - sum(self.groups.get(each, 0) for each in (Group.MISSING, Group.AWAITED, Group.DECIDE))


class Standing(Record, frozen=True):
    """The session as it stands. `results` are those that count, by ticket; the machine looked at `marked` of them."""

    session: Session
    rooms: tuple[RoomLine, ...]
    rows: tuple[TicketRow, ...]
    groups: Mapping[Group, int]
    manifests: int
    problems: tuple[FileProblem, ...]
    waits: tuple[FileProblem, ...]
    acts: tuple[RoomAct, ...]
    results: Mapping[str, str]
    decisions: tuple[Decision, ...]
    closed: Decision | None
    marked: int
    counted: int

    def row(self, number: str) -> TicketRow:
        """A ticket's row."""
        return next(each for each in self.rows if each.number == number)

    def room_name(self, room: str) -> str:
        """A room's name by its id; the id itself where there is no such room."""
        return next((each.name for each in self.rooms if each.id == room), room)


def opened(path: Path) -> Centre:
    """The centre's database at a path, which must be there: a mistyped one is never made new."""
    if not path.exists():
        raise Refusal(Outcome.MISSING, "io.missing", str(path))
    if path.is_file() and path.stat().st_size == 0:
        raise Refusal(Outcome.EMPTY, "database.empty", str(path))
    return Centre(path)


def look(path: Path) -> Standing:
    """How the session of a database stands (blocks); refuses what is no database of ours, or of no session yet."""
    with closing(opened(path)) as centre:
        session = centre.session().session
        now, tickets, marked = reconcile(centre), centre.tickets(), centre.marked()
        files = [each for each in centre.files() if each.outcome == 0]
    here = {each.room for each in files}
    arrived = {each.ticket for each in files if each.type == _RESULT}
    return standing_of(session, now, tickets, here, arrived, marked)


def standing_of(
    session: Session,
    now: Reconciliation,
    tickets: dict[str, Ticket],
    here: Iterable[str],
    arrived: Iterable[str],
    marked: Iterable[str],
) -> Standing:
    """The same of what was read: `here` are the rooms any file came from, `arrived` the tickets with a result.

    A reserve ticket that nobody took is nothing that anybody waits for.
    """
    rooms, results, seen = frozenset(here), frozenset(arrived), frozenset(marked)
    waits, doubts = Counter[str](), set()
    for each in now.waits:
        waits[each.ticket] += 1
        if each.key not in _LACKING:
            doubts.add(each.ticket)
    names = {room.id: room.name for room in session.rooms}
    rows, by_room = [], defaultdict[str, list[TicketRow]](list)
    held = {number: holder.holding(tickets[number]) for number, holder in now.holders.items()}
    for number, ticket in (tickets | held).items():
        if number in now.unused:
            continue
        status = now.statuses[number]
        group = _group(
            status,
            counts=number in now.results,
            is_here=ticket.room in rooms,
            is_open=waits[number] > 0,
            is_doubtful=number in doubts or number in results,
        )
        row = TicketRow(
            number,
            ticket.name,
            ticket.person,
            names.get(ticket.room, ticket.room),
            ticket.seat,
            status,
            group,
            waits[number],
        )
        rows.append(row)
        by_room[ticket.room].append(row)
    lacking = {each.room for each in now.problems if each.key == NO_MANIFEST and not each.settled}
    lines = (_line(room, names[room], by_room[room], lacking) for room in names if by_room[room])
    return Standing(
        session=session,
        rooms=tuple(lines),
        rows=tuple(rows),
        groups=Counter(row.group for row in rows),
        manifests=sum(bool(by_room[room]) and room not in lacking for room in names),
        problems=now.problems,
        waits=now.waits,
        acts=now.acts,
        results=now.results,
        decisions=now.decisions,
        closed=closed_by(stand_of(now.decisions)),
        marked=sum(sha256 in seen for sha256 in now.results.values()),
        counted=len(now.results),
    )


def _group(status: TicketStatus, *, counts: bool, is_here: bool, is_open: bool, is_doubtful: bool) -> Group:
    """A result that counts before all; then what keeps one from counting. What was looked into is no gap any more."""
    if counts:
        return Group.RECEIVED
    if status is TicketStatus.ABSENT:
        return Group.ABSENT
    if not is_open:
        return Group.OTHER
    if is_doubtful and is_here:
        return Group.DECIDE
    return Group.MISSING if is_here else Group.AWAITED


def _line(room: str, name: str, rows: Sequence[TicketRow], lacking: Iterable[str]) -> RoomLine:
    groups = Counter(row.group for row in rows)
    missing = tuple(row for row in rows if row.group is Group.MISSING)
    decide = tuple(row for row in rows if row.group is Group.DECIDE or (row.waits and row.group is not Group.MISSING))
    state = RoomState.WHOLE
    about: tuple[TicketRow, ...] = ()
    if groups[Group.AWAITED] == len(rows):
        state = RoomState.AWAITED
    elif missing:
        state, about = RoomState.MISSING, missing
    elif decide:
        state, about = RoomState.DECIDE, decide
    elif room in lacking:
        state = RoomState.NO_MANIFEST
    elif groups[Group.OTHER]:
        state, about = RoomState.SETTLED, tuple(row for row in rows if row.group is Group.OTHER)
    return RoomLine(room, name, len(rows), groups, state, about)
