"""Unlock: a room PC reads the sealed exam; first what its site or room code opens, with the start code the items."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kaochang.custody import exam_content, sealed_exam
from kaochang.custody.errata import NO_ERRATA, Errata
from kaochang.custody.exam_content import ExamContent
from kaochang.custody.exam_shapes import ExamFront, RoomObject, RoomSecrets
from kaochang.custody.sealed_exam import OpenedRoom, SealedExam
from kaochang.custody.site import Site
from kaochang.domain.assessments import Exam, Level, LoginField, Room, Session
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.scoring import normal
from kaochang.domain.values import Record, SecretRecord, text_to_bytes
from kaochang.domain.walk_ins import walk_in
from kaochang.flow import errata, login_doubts
from kaochang.flow.our_files import read_ours
from kaochang.machine.safe_files import open_regular
from kaochang.sealing import frame, keys
from kaochang.sealing.frame import FileType

START_SLOTS_LIMIT = 256 * 1024
"""Largest file of start slots that is read: a full header and a signature."""

ROOM_KEY_EXTENSION = "kroom"
"""A room key file is named by its room: R01.kroom."""


class Door(Record, frozen=True):
    """What anybody may know of a room: which one it is, of which session, and what it takes to get in.

    Its code where `needs_code`; behind it, no start code without its key file where `needs_room_key`, none with one
    unless `takes_room_key`.
    """

    session: Session
    room: Room
    needs_code: bool
    needs_room_key: bool = False
    takes_room_key: bool = False


class RoomFile(SecretRecord, frozen=True):
    """A sealed exam as one room's PCs see it before the start code: who sits here, and by which rules."""

    room: Room
    sealed: SealedExam
    opened: OpenedRoom

    @property
    def session(self) -> Session:
        """The session."""
        return self.sealed.header.session

    @property
    def object(self) -> RoomObject:
        """What the sealed exam says of this room."""
        return self.opened.content

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        """Who sits here."""
        return self.object.tickets

    def is_reserve(self, number: str) -> bool:
        """Whether a ticket was sealed for nobody yet: what its walk-in typed is not asked here."""
        return any(ticket.number == number and ticket.is_reserve for ticket in self.tickets)

    @property
    def fronts(self) -> dict[str, ExamFront]:
        """What may be known of each exam before the start code, by its id."""
        return {front.id: front for front in self.object.fronts}

    @property
    def needs_pin(self) -> bool:
        """Whether a candidate's ticket opens by its PIN only."""
        return self.session.level is Level.CERTIFIED

    @property
    def needs_room_key(self) -> bool:
        """Whether the start code opens nothing without the room key file."""
        return self.sealed.needs_room_key(self.room.id)

    def photo(self, number: str) -> bytes | None:
        """The picture of a ticket's candidate; None where the office gave none. DECRYPT for a damaged one."""
        if number not in self.object.photos:
            return None
        try:
            return self.sealed.photo(self.opened, number)
        except Refusal as refusal:
            raise _as_picture(refusal) from refusal

    def login_fields(self) -> tuple[LoginField, ...]:
        """What to ask a candidate for: every field that any exam of the session asks."""
        asked = {name for front in self.fronts.values() for name in front.rules.login}
        return tuple(name for name in LoginField if name in asked)

    def walk_in_fields(self) -> tuple[LoginField, ...]:
        """What to ask a walk-in for: the reserve ticket, a name, and the number that others log in by."""
        asked = self.login_fields()
        is_by_identity = LoginField.IDENTITY in asked and LoginField.PERSON not in asked
        return LoginField.TICKET, LoginField.NAME, LoginField.IDENTITY if is_by_identity else LoginField.PERSON


def _as_picture(refusal: Refusal) -> Refusal:
    """A damaged object named as a picture; any other refusal as it is."""
    if refusal.key != "exam.object-damaged":
        return refusal
    return Refusal(refusal.outcome, "exam.picture-damaged", refusal.where)


class Unlocked(SecretRecord, frozen=True):
    """A room file whose start code was given, and what the office has corrected since. Keys live in memory only."""

    room: RoomFile
    content: ExamContent
    secrets: RoomSecrets
    errata: Errata = NO_ERRATA

    @property
    def content_key(self) -> bytes:
        """The key of everything behind the start code."""
        return self.content.key

    @property
    def act_key(self) -> bytes:
        """The room's key for acts (`domain/acts`): what a proctor's responses and cards are checked with."""
        return text_to_bytes(self.secrets.act_key)

    def exam(self, exam_id: str) -> Exam:
        """One exam with all its items; a damaged item is refused by its section."""
        return self._whole(lambda: self.content.exam(exam_id))

    def exam_for(self, ticket: Ticket) -> Exam:
        """A ticket's own exam with its items, refused as by `exam`: one that it has not may be damaged."""
        return self._whole(lambda: self.content.exam_for(ticket))

    def _whole(self, read: Callable[[], Exam]) -> Exam:
        try:
            return read()
        except Refusal as refusal:
            if refusal.key != "exam.object-damaged":
                raise
            title, number = self.content.section_of(str(refusal.params["name"]))
            place = {"title": title, "number": number}
            raise Refusal(refusal.outcome, "exam.section-damaged", refusal.where, **place) from refusal

    def media(self) -> Callable[[str], bytes]:
        """Gives a picture's bytes by name; a damaged one costs that picture only."""

        def media(name: str) -> bytes:
            try:
                return self.content.media(name)
            except Refusal as refusal:
                raise _as_picture(refusal) from refusal

        return media

    def ticket_seed(self, number: str, pin: str = "") -> bytes:
        """The signing seed of a ticket of this room.

        In a certified session it lies under the ticket's PIN: POLICY where none is given, CODE for a wrong one. That
        takes a fifth of a second (Argon2id).
        """
        return self.room.sealed.ticket_seed(self.secrets, self.room.room.id, number, pin)


def _rooms(session: Session) -> tuple[str, ...]:
    return tuple(f"{room.id} {room.name}" for room in session.rooms)


def _names_of(room: Room) -> tuple[str, str]:
    return normal(room.id), normal(room.name)


def find_room(session: Session, room_id: str | None) -> str:
    """The id of a room named by id or name, whatever the case and width, or of the only one."""
    if room_id in {room.id for room in session.rooms}:
        return str(room_id)
    named = [room.id for room in session.rooms if room_id is None or normal(room_id) in _names_of(room)]
    if len(named) > 1:
        raise Refusal(Outcome.POLICY, "exam.which-room", rooms=_rooms(session))
    return named[0] if named else str(room_id)


def open_exam(path: Path, site: Site) -> SealedExam:
    """The sealed exam, with the start slots that lie beside it under its name (.kcn) where the office made some."""
    with refusals_at(path):
        sealed = sealed_exam.open_sealed_exam(path, *site.offices())
    later = path.with_suffix(f".{FileType.START_SLOTS.extension}")
    if not later.exists():
        return sealed
    with refusals_at(later):
        return sealed.with_start_slots(read_ours(later, START_SLOTS_LIMIT, FileType.START_SLOTS))


def look_at(path: Path) -> None:
    """Refuses whatever is no whole sealed exam by its looks, before anything that should lie beside it is missed."""
    with refusals_at(path), open_regular(path) as stream:
        frame.peek(stream, FileType.EXAM)


def door(path: Path, site: Site, room_id: str | None) -> Door:
    """What stands on a room's door. Refuses the room as `open_room` does."""
    sealed = open_exam(path, site)
    session = sealed.header.session
    with refusals_at(path):
        found = find_room(session, room_id)
        needs_code = sealed.needs_room_code(found)
    room = next(room for room in session.rooms if room.id == found)
    return Door(session, room, needs_code, sealed.needs_room_key(found), sealed.takes_room_key(found))


def open_room(path: Path, site: Site, room_id: str | None, room_code: str = "") -> RoomFile:
    """A sealed exam for one room, named by its id or its name.

    The only room where none is named; else, and for a name that several rooms have, POLICY with the rooms there are.
    In a certified session the room's code opens it: POLICY (`exam.room-code-needed`) where none is given, CODE
    (`room-code.wrong`, after about a second of Argon2id) for a wrong one.
    """
    sealed = open_exam(path, site)
    with refusals_at(path):
        session = sealed.header.session
        found = find_room(session, room_id)
        opened = sealed.room(found, site, room_code)
    room = next(room for room in session.rooms if room.id == found)
    return RoomFile(room, sealed, opened)


def open_room_again(path: Path, site: Site, exam_file: str, room_id: str, key: bytes) -> RoomFile:
    """A room that was open on this PC a moment ago, by its key, without its code.

    CONTEXT where the file is not the very one that was open (`exam_file` is the hash of its header, which names
    everything that follows).
    """
    sealed = open_exam(path, site)
    with refusals_at(path):
        if sealed.context.exam_file != exam_file:
            raise Refusal(Outcome.CONTEXT, "kept.other-exam")
        opened = sealed.room_by_key(room_id, key)
    room = next(room for room in sealed.header.session.rooms if room.id == room_id)
    return RoomFile(room, sealed, opened)


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
    """The ticket that fits everything typed; width, case, spaces and the dot in a name do not matter.

    A reserve ticket is whoever's takes it by its number: it comes back with the name and the number that were typed.
    """
    reserve = next((each for each in room.tickets if each.is_reserve and _is_named(each, typed)), None)
    if reserve is not None:
        *_, by = room.walk_in_fields()
        return walk_in(typed.get(by, ""), typed.get(LoginField.NAME, "")).holding(reserve)
    if not all(typed.get(name, "").strip() for name in room.login_fields()):
        raise Refusal(Outcome.POLICY, "login.incomplete")
    found = [
        ticket
        for ticket in room.tickets
        if not ticket.is_reserve and all(login_doubts.alike(name, typed[name], ticket) for name in room.login_fields())
    ]
    if len(found) != 1:
        raise Refusal(Outcome.POLICY, "login.ambiguous") if found else login_doubts.unknown(room, typed)
    return found[0]


def _is_named(ticket: Ticket, typed: Mapping[LoginField, str]) -> bool:
    return login_doubts.alike(LoginField.TICKET, typed.get(LoginField.TICKET, ""), ticket)


def read_room_key(path: Path) -> bytes:
    """What is in a room key file; CODE for a file that is none, by its length. `unlock` tells a wrong one."""
    with open_regular(path) as stream:
        data = stream.read(keys.KEY_BYTES + 1)
    if len(data) != keys.KEY_BYTES:
        raise Refusal(Outcome.CODE, "code.room-key", str(path))
    return data


def unlock(room: RoomFile, code: str, room_key: bytes = b"") -> Unlocked:
    """Opens the items with the start code, and the room key file's bytes where the room has one.

    CODE for a wrong one (`code.wrong`; `code.or-room-key` where either may be), POLICY (`exam.room-key-needed`) where
    the file is missing. About a second of work: run it in the background. Errata as in `unlock_again`.
    """
    sealed = room.sealed
    with refusals_at(sealed.path):
        key = sealed.content_key(code, room.room.id, room_key)
    return unlock_again(room, key)


def unlock_again(room: RoomFile, key: bytes) -> Unlocked:
    """Opens the items with their key. Errata beside the exam come with it, or are refused (`errata.find`)."""
    sealed = room.sealed
    with refusals_at(sealed.path):
        corrected = errata.find(sealed.path.parent, sealed, key)
        try:
            content, secrets = exam_content.open_content(sealed, key), sealed.secrets(key, room.opened)
            return Unlocked(room, content, secrets, corrected)
        except Refusal as refusal:
            if refusal.key != "exam.object-damaged":
                raise
            raise Refusal(refusal.outcome, "exam.body-damaged", refusal.where) from refusal
