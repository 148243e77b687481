"""Unlock: a room PC reads the sealed exam; first what its site may know, then with the start code the items."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import sealed_exam
from kaochang.custody.sealed_exam import ExamFront, RoomObject, SealedExam
from kaochang.custody.site import Site, open_site
from kaochang.domain.assessments import Exam, LoginField, Room, Session
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import normal
from kaochang.domain.values import text_to_bytes
from kaochang.machine.safe_files import read_whole

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
        """One exam with its items; a damaged item is refused by its section."""
        try:
            return self.room.sealed.exams(self.content_key)[exam_id]
        except Refusal as refusal:
            if refusal.key != "exam.object-damaged":
                raise
            raise self._placed(refusal, str(refusal.params["name"])) from refusal

    def _placed(self, refusal: Refusal, name: str) -> Refusal:
        """A damaged item named by its exam and section: its id says nothing to anybody in the room."""
        if name == sealed_exam.INDEX_OBJECT:
            return Refusal(refusal.outcome, "exam.body-damaged", refusal.where)
        title, number = self.room.sealed.section_of(self.content_key, name)
        return Refusal(refusal.outcome, "exam.section-damaged", refusal.where, title=title, number=number)

    def media(self) -> Callable[[str], bytes]:
        """Gives a picture's bytes by name."""
        read = self.room.sealed.media(self.content_key)

        def media(name: str) -> bytes:
            try:
                return read(name)
            except Refusal as refusal:
                if refusal.key == "exam.object-damaged":
                    raise Refusal(refusal.outcome, "exam.picture-damaged", refusal.where) from refusal
                raise

        return media

    def ticket_seed(self, number: str) -> bytes:
        """The signing seed of a ticket of this room."""
        return self.room.sealed.ticket_seed(self.content_key, self.room.room.id, number)


def read_site(path: Path) -> Site:
    """The site file of this PC."""
    with refusals_at(path):
        return open_site(read_whole(path, SITE_FILE_LIMIT))


def _rooms(session: Session) -> str:
    return "、".join(f"{room.id} {room.name}" for room in session.rooms)


def open_room(path: Path, site: Site, room_id: str | None) -> RoomFile:
    """A sealed exam for one room, named by its id or its name.

    The only room where none is named; else, and for a name that several rooms have, POLICY with the rooms there are.
    """
    with refusals_at(path):
        sealed = sealed_exam.open_sealed_exam(path, text_to_bytes(site.office))
        session = sealed.header.session
        rooms = {room.id: room for room in session.rooms}
        if room_id not in rooms:
            named = [room.id for room in session.rooms if room_id in (None, room.name)]
            if len(named) > 1:
                raise Refusal(Outcome.POLICY, "exam.which-room", rooms=_rooms(session))
            room_id = named[0] if named else str(room_id)
        content = sealed.room(room_id, site)
    fronts = {front.id: front for front in content.fronts}
    return RoomFile(session, rooms[room_id], content.tickets, fronts, sealed, content)


def is_whole(room: RoomFile) -> bool:
    """Whether the whole sealed exam is as it was sealed. A damaged one may still serve: each part is checked again."""
    try:
        room.sealed.check_body()
    except Refusal as refusal:
        if refusal.outcome is not Outcome.DECRYPT:
            raise
        return False
    return True


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
        if all(normal(typed[name]) == normal(stored[name](ticket)) for name in room.login_fields())
    ]
    if len(found) != 1:
        raise Refusal(Outcome.POLICY, "login.unknown" if not found else "login.ambiguous")
    return found[0]


def unlock(room: RoomFile, code: str) -> Unlocked:
    """Opens the items with the start code; CODE for a wrong one. About a second of work: run it in the background."""
    with refusals_at(room.sealed.path):
        return Unlocked(room, room.sealed.content_key(code, room.room.id))
