"""The sealed exam (.kcb): one file per session, for all its rooms. No mark scheme is ever in it.

Slot "site" (one per room, under the site key) opens that room's object: roster, rules, titles. Slot "start" (under the
start code) opens the content key: per-room ticket keys, the index, and through it every item and picture as an object
of its own, read on demand. The exam key signs the header; the header names room objects and the index by SHA-256; the
index names every other object: whoever holds a content key can read, but not put anything else in its place.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaochang.custody import certificates
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import (
    Context,
    digest,
    read_header,
    read_payload,
)
from kaochang.custody.site import Site
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section, Session
from kaochang.domain.items import Item
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Value, bytes_to_text, text_to_bytes
from kaochang.machine.safe_files import open_regular
from kaochang.sealing import codes, frame, kdf, keys, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams

INDEX_OBJECT = "index"
_CHUNK = 1024 * 1024


class ObjectRef(Value, frozen=True):
    """Where an object's ciphertext lies in the body, and its SHA-256."""

    offset: int
    length: int
    sha256: str


class StartSlot(Value, frozen=True):
    """The content key under the start code. `rooms` are those the code is for; `room_key` reserves a second factor."""

    kdf: KdfParams
    wrapped: str
    rooms: tuple[str, ...]
    room_key: bool = False


class RoomSlot(Value, frozen=True):
    """One room's key under the site key, its object, its tickets' keys, and the public half of its proctor key."""

    wrapped: str
    object: ObjectRef
    tickets: ObjectRef
    proctor: str


class ExamHeader(Value, frozen=True):
    """The public part. `nonce` makes every sealing its own; `section_codes` is reserved and empty in format 1.

    `body` is the SHA-256 of the whole body, so that anyone can tell a damaged file; opening never needs it, and a
    damaged picture costs that picture only.
    """

    format: int
    suite: int
    nonce: str
    version: int
    supersedes: str
    session: Session
    site: str
    exam_key: Certificate
    results_key: str
    roster: str
    rooms: dict[str, RoomSlot]
    start: tuple[StartSlot, ...]
    index: ObjectRef
    body: str
    section_codes: tuple[str, ...]
    minimum_client: str


class ExamFront(Value, frozen=True):
    """What a room PC may know of an exam before the start code."""

    id: str
    title: str
    item_count: int
    total: Fraction
    rules: Rules


class RoomObject(Value, frozen=True):
    """One room's part of the session: who sits what there, and the public halves of their ticket keys."""

    room: str
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]
    fronts: tuple[ExamFront, ...]


class TicketSeeds(Value, frozen=True):
    """The private ticket keys of one room."""

    seeds: dict[str, str]


class SectionIndex(Value, frozen=True):
    """A section in the index: (item id, points) in authored order."""

    title: str
    items: tuple[tuple[str, Fraction], ...]


class ExamIndex(Value, frozen=True):
    """An exam in the index."""

    id: str
    title: str
    rules: Rules
    sections: tuple[SectionIndex, ...]


class Index(Value, frozen=True):
    """Everything behind the start code: exams, and where each item and picture lies."""

    exams: tuple[ExamIndex, ...]
    items: dict[str, ObjectRef]
    media: dict[str, ObjectRef]


def front_of(exam: Exam) -> ExamFront:
    """The part of an exam that a room PC may know before the start code."""
    count = sum(1 for _ in exam.assessment.items())
    return ExamFront(exam.id, exam.assessment.title, count, exam.assessment.total, exam.rules)


def exam_bindings(session: Session) -> dict[str, str]:
    """What the office certifies an exam key for."""
    return {"session": session.id, "kind": session.kind.value, "level": session.level.value}


class Roster(Value, frozen=True):
    """The whole roster, as it is hashed into the header and kept in the centre kit."""

    tickets: tuple[Ticket, ...]


@dataclass(frozen=True)
class SealedExam:
    """A sealed exam whose header is read and whose signature is checked. `exam_key` is the key that signed it."""

    path: Path
    header: ExamHeader
    context: Context
    exam_key: bytes
    _body_offset: int
    _body_length: int

    def _object(self, ref: ObjectRef, name: str) -> bytes:
        if ref.offset < 0 or ref.length < 0 or ref.offset + ref.length > self._body_length:
            raise Refusal(Outcome.FRAME, "frame", str(self.path))
        with open_regular(self.path) as stream:
            stream.seek(self._body_offset + ref.offset)
            data = stream.read(ref.length)
        if digest(data) != ref.sha256:
            raise Refusal(Outcome.DECRYPT, "exam.object-damaged", str(self.path), name=name)
        return data

    def _open(self, ref: ObjectRef, purpose: Purpose, name: str, key: bytes) -> bytes:
        context = bind(purpose, text_to_bytes(self.header.nonce), name.encode())
        return streams.unpad(streams.open_(key, context, self._object(ref, name)))

    def check_body(self) -> None:
        """Reads the whole body and refuses (DECRYPT) one that is not as it was sealed."""
        running = hashlib.sha256()
        left = self._body_length
        with open_regular(self.path) as stream:
            stream.seek(self._body_offset)
            while left and (chunk := stream.read(min(left, _CHUNK))):
                running.update(chunk)
                left -= len(chunk)
        if bytes_to_text(running.digest()) != self.header.body:
            raise Refusal(Outcome.DECRYPT, "exam.body-damaged", str(self.path))

    def room(self, room_id: str, site: Site) -> RoomObject:
        """One room's object; CONTEXT for a room this session does not have, KEYRING for another site's file."""
        slot = self.header.rooms.get(room_id)
        if slot is None:
            rooms = "、".join(sorted(self.header.rooms))
            raise Refusal(Outcome.CONTEXT, "exam.no-such-room", str(self.path), room=room_id, rooms=rooms)
        purpose = bind(Purpose.EXAM_SITE_SLOT, text_to_bytes(self.header.nonce), room_id.encode())
        site_key = keys.subkey(text_to_bytes(site.key), purpose)
        room_key = streams.open_(
            site_key, purpose, text_to_bytes(slot.wrapped), outcome=Outcome.KEYRING, refusal="site"
        )
        return read_payload(RoomObject, self._open(slot.object, Purpose.EXAM_ROOM, room_id, room_key))

    def content_key(self, code: str, room_id: str) -> bytes:
        """The content key behind the start code; CODE for a wrong one. Takes about a second (Argon2id)."""
        typed = codes.normalise(code)
        for slot in self.header.start:
            if room_id in slot.rooms:
                purpose = bind(Purpose.EXAM_START_SLOT, text_to_bytes(self.header.nonce))
                return kdf.unwrap(kdf.derive(typed, slot.kdf, purpose), text_to_bytes(slot.wrapped), purpose)
        raise Refusal(Outcome.CONTEXT, "exam.no-such-room", str(self.path), room=room_id, rooms="")

    def ticket_seed(self, content_key: bytes, room_id: str, number: str) -> bytes:
        """The signing seed of one ticket."""
        slot = self.header.rooms[room_id]
        seeds = read_payload(TicketSeeds, self._open(slot.tickets, Purpose.EXAM_TICKETS, room_id, content_key))
        return text_to_bytes(seeds.seeds[number])

    def exams(self, content_key: bytes) -> dict[str, Exam]:
        """Every exam of the session with its items; a damaged item is refused by name."""
        index = self._index(content_key)
        return {entry.id: self._exam(entry, index, content_key) for entry in index.exams}

    def section_of(self, content_key: bytes, item_id: str) -> tuple[str, int]:
        """Where an item stands: its exam's title, and its section counted from 1."""
        exams = self._index(content_key).exams
        return next(
            (exam.title, number)
            for exam in exams
            for number, section in enumerate(exam.sections, start=1)
            if item_id in dict(section.items)
        )

    def media(self, content_key: bytes) -> Callable[[str], bytes]:
        """Gives a picture's bytes by name, read when asked for."""
        index = self._index(content_key)
        return lambda name: self._open(index.media[name], Purpose.EXAM_OBJECT, name, content_key)

    def _index(self, content_key: bytes) -> Index:
        return read_payload(Index, self._open(self.header.index, Purpose.EXAM_INDEX, INDEX_OBJECT, content_key))

    def _exam(self, entry: ExamIndex, index: Index, content_key: bytes) -> Exam:
        def placed(item_id: str, points: Fraction) -> PlacedItem:
            plaintext = self._open(index.items[item_id], Purpose.EXAM_OBJECT, item_id, content_key)
            return PlacedItem(item_id, read_payload(Item, plaintext), points)

        sections = tuple(
            Section(section.title, tuple(placed(item_id, points) for item_id, points in section.items))
            for section in entry.sections
        )
        return Exam(entry.id, Assessment(entry.title, sections), entry.rules)


def _read_head(path: Path) -> tuple[frame.FrameHead, ExamHeader]:
    with open_regular(path) as stream:
        head = frame.peek(stream, FileType.EXAM)
    return head, read_header(ExamHeader, head)


def _opened(path: Path, head: frame.FrameHead, header: ExamHeader, exam_key: bytes) -> SealedExam:
    frame.verify(head, exam_key)
    context = Context(header.session.id, digest(head.header), header.session.kind, header.session.level)
    return SealedExam(path, header, context, exam_key, head.body_offset, head.body_length)


def open_sealed_exam(path: Path, office: bytes) -> SealedExam:
    """Reads and checks a sealed exam's header: exam key certified by this office, header signed by the exam key."""
    head, header = _read_head(path)
    exam_key = certificates.check(header.exam_key, office, certificates.EXAM, exam_bindings(header.session))
    return _opened(path, head, header, exam_key)


def claimed_exam(path: Path) -> SealedExam:
    """A sealed exam checked only against the key it names itself, for `inspect`: whole, but by anybody."""
    head, header = _read_head(path)
    return _opened(path, head, header, certificates.subject_of(header.exam_key))
