"""The sealed exam (.kcb), opened: one file per session, for all its rooms. No mark scheme is ever in it.

The room's slot (under the site key, or in certified sessions under the room's code) opens that room's object: roster,
rules, titles, pictures of candidates. The start slot (under the start code, and the room key file where there is one)
opens the content key: ticket keys, the index, and through it every item and picture as an object of its own, read on
demand. The exam key signs the header; the header names room objects and the index by SHA-256; the index names every
other object: whoever holds a content key can read, but not put anything else in its place.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from kaochang.custody import certificates, exam_checks, slots
from kaochang.custody.envelope import Context, digest, read_header, read_payload
from kaochang.custody.exam_shapes import (
    ExamHeader,
    ObjectName,
    RoomObject,
    RoomSecrets,
    RoomSlot,
    RoomWrap,
    StartSlot,
    centre_bindings,
    exam_bindings,
)
from kaochang.custody.site import Site
from kaochang.custody.start_slots import StartSlotsHeader, check_start_slots, read_start_slots
from kaochang.custody.stored_body import StoredBody
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, SecretRecord, text_to_bytes
from kaochang.machine.safe_files import open_regular
from kaochang.sealing import frame
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType


class OpenedRoom(SecretRecord, frozen=True):
    """One room's object, and the key that opens the pictures it names."""

    content: RoomObject
    key: bytes


class SealedExam(Record, frozen=True):
    """A sealed exam whose header is read and whose signature is checked.

    `exam_key` is the key that signed it, `centre_key` the one that signs what the centre sends back. `reissued` are
    slots that the office made later, for codes that were lost.
    """

    path: Path
    header: ExamHeader
    context: Context
    exam_key: bytes
    centre_key: bytes
    body: StoredBody
    reissued: StartSlotsHeader | None = None

    def with_start_slots(self, data: bytes) -> "SealedExam":
        """This exam with slots that were made later (.kcn); refused as `check_start_slots` does if not its own."""
        header = read_start_slots(frame.unpack(data, FileType.START_SLOTS))
        check_start_slots(header, self.context, self.exam_key, self.header)
        return replace(self, reissued=header)

    def check_body(self) -> None:
        """Reads the whole body and refuses (DECRYPT) one that is not as it was sealed."""
        self.body.check(self.header.body)

    def _slot(self, room_id: str) -> RoomSlot:
        slot = self.header.rooms.get(room_id)
        if slot is None:
            rooms = tuple(sorted(self.header.rooms))
            raise Refusal(Outcome.CONTEXT, "exam.no-such-room", str(self.path), room=room_id, rooms=rooms)
        return slot

    def needs_room_code(self, room_id: str) -> bool:
        """Whether the room opens by its code instead of the site file; CONTEXT for a room the session does not have."""
        return self._slot(room_id).kdf is not None

    def room(self, room_id: str, site: Site, room_code: str = "") -> OpenedRoom:
        """One room's part. CONTEXT for a room this session does not have, KEYRING for another site's file.

        Under a room code: POLICY where none is given, CODE for a wrong one, after about a second (Argon2id).
        """
        return self.room_by_key(room_id, self._room_key(room_id, site, room_code))

    def room_by_key(self, room_id: str, key: bytes) -> OpenedRoom:
        """One room's part, by the key that opened it before; DECRYPT for another one."""
        name = ObjectName(Purpose.EXAM_ROOM, room_id)
        data = self.body.open(self._slot(room_id).object, name, key)
        content = read_payload(RoomObject, data, self.header.format)
        exam_checks.check_room(content, room_id)
        return OpenedRoom(content, key)

    def _room_key(self, room_id: str, site: Site, room_code: str) -> bytes:
        slot, nonce = self._slot(room_id), self.body.nonce
        if slot.kdf is None:
            return slots.open_site_wrap(slot.wrapped, site, nonce, room_id)
        if not room_code:
            raise Refusal(Outcome.POLICY, "exam.room-code-needed", str(self.path), room=room_id)
        wraps = [RoomWrap(slot.kdf, slot.wrapped)]
        if self.reissued is not None and room_id in self.reissued.rooms:
            wraps.insert(0, self.reissued.rooms[room_id])
        return _first_opened([partial(slots.open_room_wrap, wrap, room_code, nonce, room_id) for wrap in wraps])

    def photo(self, room: OpenedRoom, number: str) -> bytes:
        """The picture of a ticket's candidate: one of those that the room's object names."""
        name = ObjectName(Purpose.EXAM_PHOTO, number, room.content.room)
        return self.body.open(room.content.photos[number], name, room.key)

    def _start_slots(self, room_id: str) -> list[StartSlot]:
        """The slots that a start code of this room may open, those made later first."""
        self._slot(room_id)
        later = () if self.reissued is None else self.reissued.start
        return [slot for slot in (*later, *self.header.start) if room_id in slot.rooms]

    def needs_room_key(self, room_id: str) -> bool:
        """Whether no start code of this room opens anything without its room key file."""
        return all(slot.room_key for slot in self._start_slots(room_id))

    def takes_room_key(self, room_id: str) -> bool:
        """Whether any start code of this room goes with its room key file."""
        return any(slot.room_key for slot in self._start_slots(room_id))

    def content_key(self, code: str, room_id: str, room_key: bytes = b"") -> bytes:
        """The content key behind the start code. Takes about a second for each slot there is (Argon2id).

        CODE for a wrong code, or where a room key file belongs to it for either; POLICY where that file is missing.
        """
        if not room_key and self.needs_room_key(room_id):
            raise Refusal(Outcome.POLICY, "exam.room-key-needed", str(self.path), room=room_id)
        usable = [slot for slot in self._start_slots(room_id) if room_key or not slot.room_key]
        return _first_opened([partial(slots.open_start, slot, code, self.body.nonce, room_key) for slot in usable])

    def secrets(self, content_key: bytes, room: OpenedRoom) -> RoomSecrets:
        """What of a room lies under the start code; PAYLOAD where it does not fit the room or the level."""
        room_id = room.content.room
        name = ObjectName(Purpose.EXAM_TICKETS, room_id)
        data = self.body.open(self._slot(room_id).tickets, name, content_key)
        secrets = read_payload(RoomSecrets, data, self.header.format)
        exam_checks.check_secrets(secrets, room.content, self.header.session)
        return secrets

    def ticket_seed(self, secrets: RoomSecrets, room_id: str, number: str, pin: str = "") -> bytes:
        """The signing seed of one ticket; where it lies under a PIN, POLICY for none and CODE for a wrong one."""
        if number in secrets.seeds:
            return text_to_bytes(secrets.seeds[number])
        if not pin:
            raise Refusal(Outcome.POLICY, "ticket.pin-needed", str(self.path), ticket=number)
        return slots.open_pin(secrets.pins[number], pin, self.body.nonce, room_id, number)


def _first_opened(slots_to_try: Sequence[Callable[[], bytes]]) -> bytes:
    """What the first slot gives that opens; the refusal of the last one where none does."""
    *others, last = slots_to_try
    for open_slot in others:
        try:
            return open_slot()
        except Refusal as refusal:
            if refusal.outcome is not Outcome.CODE:
                raise
    return last()


def _read_head(path: Path) -> tuple[frame.FrameHead, ExamHeader]:
    with open_regular(path) as stream:
        head = frame.peek(stream, FileType.EXAM)
    return head, read_header(ExamHeader, head)


def _opened(path: Path, head: frame.FrameHead, header: ExamHeader, exam_key: bytes, centre_key: bytes) -> SealedExam:
    frame.verify(head, exam_key)
    exam_checks.check_header(header)
    context = Context(header.session.id, digest(head.header), header.session.kind, header.session.level)
    body = StoredBody(path, text_to_bytes(header.nonce), head.body_offset, head.body_length)
    return SealedExam(path, header, context, exam_key, centre_key, body)


def open_sealed_exam(path: Path, *offices: bytes) -> SealedExam:
    """Reads and checks a sealed exam's header: its keys certified by one of these offices, signed by the exam key."""
    head, header = _read_head(path)
    bindings = exam_bindings(header.session)
    exam_key = certificates.check_any(header.exam_key, offices, certificates.EXAM, bindings)
    bindings = centre_bindings(header.site)
    centre_key = certificates.check_any(header.centre_key, offices, certificates.CENTRE, bindings)
    return _opened(path, head, header, exam_key, centre_key)


def claimed_exam(path: Path) -> SealedExam:
    """A sealed exam checked only against the key it names itself, for `inspect`: whole, but by anybody."""
    head, header = _read_head(path)
    exam_key, centre_key = map(certificates.subject_of, (header.exam_key, header.centre_key))
    return _opened(path, head, header, exam_key, centre_key)
