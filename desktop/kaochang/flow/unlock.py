"""Unlock: a room PC reads the sealed exam; first what its site may know, then with the start code the items."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import sealed_exam
from kaochang.custody.sealed_exam import ExamFront, RoomObject, SealedExam
from kaochang.custody.site import Site, open_site
from kaochang.domain.assessments import Exam, LoginField, Room, Session
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import text_to_bytes
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import codes

SITE_FILE_LIMIT = 64 * 1024


@dataclass(frozen=True)
class RoomFile:
    """A sealed exam as one room's PCs see it before the start code: who sits here, and by which rules."""

    session: Session
    room: Room
    tickets: tuple[Ticket, ...]
    fronts: dict[str, ExamFront]
    sealed: SealedExam
    object: RoomObject = field(repr=False)

    def login_fields(self) -> tuple[LoginField, ...]:
        """What to ask a candidate for: every field that any exam of the session asks."""
        asked = {name for front in self.fronts.values() for name in front.rules.login}
        return tuple(name for name in LoginField if name in asked)


@dataclass(frozen=True)
class Unlocked:
    """A room file whose start code was given. Keys live in memory only."""

    room: RoomFile
    content_key: bytes = field(repr=False)

    def exam(self, exam_id: str) -> Exam:
        """One exam with its items; a damaged item is refused by name."""
        return self.room.sealed.exams(self.content_key)[exam_id]

    def media(self) -> Callable[[str], bytes]:
        """Gives a picture's bytes by name."""
        return self.room.sealed.media(self.content_key)

    def ticket_seed(self, number: str) -> bytes:
        """The signing seed of a ticket of this room."""
        return self.room.sealed.ticket_seed(self.content_key, self.room.room.id, number)


def read_site(path: Path) -> Site:
    """The site file of this PC."""
    return open_site(read_whole(path, SITE_FILE_LIMIT))


def open_room(path: Path, site: Site, room_id: str | None) -> RoomFile:
    """A sealed exam for one room; the only room where none is named, else POLICY with the rooms to choose from."""
    sealed = sealed_exam.open_sealed_exam(path, text_to_bytes(site.office))
    session = sealed.header.session
    rooms = {room.id: room for room in session.rooms}
    if room_id is None:
        if len(rooms) != 1:
            raise Refusal(Outcome.POLICY, "exam.which-room", str(path), rooms="、".join(sorted(rooms)))
        room_id = next(iter(rooms))
    content = sealed.room(room_id, site)
    fronts = {front.id: front for front in content.fronts}
    return RoomFile(session, rooms[room_id], content.tickets, fronts, sealed, content)


def _same(typed: str, stored: str) -> bool:
    def plain(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).casefold().split())

    return plain(typed) == plain(stored)


def find_ticket(room: RoomFile, typed: Mapping[LoginField, str]) -> Ticket:
    """The ticket that fits everything typed; width, case and spaces do not matter."""
    if not all(typed.get(name, "").strip() for name in room.login_fields()):
        raise Refusal(Outcome.POLICY, "login.incomplete")
    stored: dict[LoginField, Callable[[Ticket], str]] = {
        LoginField.PERSON: lambda ticket: ticket.person,
        LoginField.NAME: lambda ticket: ticket.name,
        LoginField.TICKET: lambda ticket: ticket.number,
    }
    found = [
        ticket
        for ticket in room.tickets
        if all(_same(typed[name], stored[name](ticket)) for name in room.login_fields())
    ]
    if len(found) != 1:
        raise Refusal(Outcome.POLICY, "login.unknown" if not found else "login.ambiguous")
    return found[0]


def check_code_group(index: int, typed: str) -> bool:
    """Whether one typed group of a start code fits its check symbol."""
    return codes.check_group(index, typed)


def unlock(room: RoomFile, code: str) -> Unlocked:
    """Opens the items with the start code; CODE for a wrong one. About a second of work: run it in the background."""
    return Unlocked(room, room.sealed.content_key(code, room.room.id))
