"""Sealing a session's exams and rosters into one sealed exam: the writer of `sealed_exam`'s shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaochang.custody import certificates
from kaochang.custody.envelope import FORMAT, SUITE, digest, header_bytes, payload_bytes
from kaochang.custody.sealed_exam import (
    INDEX_OBJECT,
    ExamHeader,
    ExamIndex,
    Index,
    ObjectRef,
    RoomObject,
    RoomSlot,
    Roster,
    SectionIndex,
    StartSlot,
    TicketSeeds,
    exam_bindings,
    front_of,
)
from kaochang.custody.site import Office, Site
from kaochang.domain.assessments import Exam, Session
from kaochang.domain.ports import Randomness
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.sealing import codes, frame, kdf, keys, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams


@dataclass(frozen=True)
class SessionKeys:
    """Everything secret about a session at sealing: raw seeds and keys. The office forgets them afterwards."""

    exam_seed: bytes
    results_seed: bytes
    results_public: bytes
    content_key: bytes
    proctor_seeds: Mapping[str, bytes]
    act_keys: Mapping[str, bytes]
    ticket_seeds: Mapping[str, bytes]

    def ticket_publics(self, tickets: Sequence[Ticket]) -> dict[str, str]:
        """The public half of these tickets' keys, as text."""
        numbers = [ticket.number for ticket in tickets]
        return {number: bytes_to_text(signatures.public_of(self.ticket_seeds[number])) for number in numbers}

    def proctor_publics(self) -> dict[str, str]:
        """The public half of every room's proctor key, as text."""
        return {room: bytes_to_text(signatures.public_of(seed)) for room, seed in self.proctor_seeds.items()}


@dataclass(frozen=True)
class ExamPlan:
    """What is to be sealed."""

    session: Session
    exams: Sequence[Exam]
    tickets: Sequence[Ticket]
    media: Mapping[str, bytes]


class _Body:
    """The body under construction: ciphertexts in an order that says nothing."""

    def __init__(self, nonce: bytes) -> None:
        self._nonce = nonce
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, purpose: Purpose, name: str, key: bytes, plaintext: bytes, sizes: streams.Sizes) -> ObjectRef:
        context = bind(purpose, self._nonce, name.encode())
        sealed = streams.seal(key, context, streams.pad(plaintext, sizes))
        ref = ObjectRef(self._length, len(sealed), digest(sealed))
        self._parts.append(sealed)
        self._length += len(sealed)
        return ref

    def bytes(self) -> bytes:
        return b"".join(self._parts)


def _shuffled(names: Sequence[str], random: Randomness) -> list[str]:
    return sorted(names, key=lambda _: random(8))


def _exam_index(exam: Exam) -> ExamIndex:
    sections = tuple(
        SectionIndex(section.title, tuple((placed.id, placed.points) for placed in section.items))
        for section in exam.assessment.sections
    )
    return ExamIndex(exam.id, exam.assessment.title, exam.rules, sections)


def _seal_items(plan: ExamPlan, body: _Body, key: bytes, random: Randomness) -> dict[str, ObjectRef]:
    items = {placed.id: placed.item for exam in plan.exams for placed in exam.assessment.items()}
    return {
        name: body.add(Purpose.EXAM_OBJECT, name, key, payload_bytes(items[name]), streams.blocks)
        for name in _shuffled(list(items), random)
    }


def _seal_room(
    plan: ExamPlan, room: str, session_keys: SessionKeys, site: Site, body: _Body, nonce: bytes, random: Randomness
) -> RoomSlot:
    tickets = tuple(ticket for ticket in plan.tickets if ticket.room == room)
    fronts = tuple(front_of(exam) for exam in plan.exams)
    content = RoomObject(room, tickets, session_keys.ticket_publics(tickets), fronts)
    seeds = {ticket.number: bytes_to_text(session_keys.ticket_seeds[ticket.number]) for ticket in tickets}
    room_key = keys.new_key(random)
    slot = bind(Purpose.EXAM_SITE_SLOT, nonce, room.encode())
    room_ref = body.add(Purpose.EXAM_ROOM, room, room_key, payload_bytes(content), streams.blocks)
    seeds_ref = body.add(
        Purpose.EXAM_TICKETS, room, session_keys.content_key, payload_bytes(TicketSeeds(seeds)), streams.blocks
    )
    wrapped = kdf.wrap(keys.subkey(text_to_bytes(site.key), slot), room_key, slot)
    proctor = bytes_to_text(signatures.public_of(session_keys.proctor_seeds[room]))
    return RoomSlot(bytes_to_text(wrapped), room_ref, seeds_ref, proctor)


def seal_exam(
    plan: ExamPlan, office: Office, session_keys: SessionKeys, code: str, params: KdfParams, random: Randomness
) -> bytes:
    """The sealed exam's bytes. `code` is the start code as `codes.new_code` gave it, `params` carry its salt."""
    nonce = random(16)
    body = _Body(nonce)
    content_key = session_keys.content_key
    rooms = {
        room.id: _seal_room(plan, room.id, session_keys, office.site, body, nonce, random)
        for room in plan.session.rooms
    }
    items = _seal_items(plan, body, content_key, random)
    media = {
        name: body.add(Purpose.EXAM_OBJECT, name, content_key, plan.media[name], streams.padme)
        for name in _shuffled(list(plan.media), random)
    }
    index = Index(tuple(_exam_index(exam) for exam in plan.exams), items, media)
    index_ref = body.add(Purpose.EXAM_INDEX, INDEX_OBJECT, content_key, payload_bytes(index), streams.blocks)
    slot = bind(Purpose.EXAM_START_SLOT, nonce)
    wrapped = kdf.wrap(kdf.derive(codes.normalise(code), params, slot), content_key, slot)
    exam_public = signatures.public_of(session_keys.exam_seed)
    header = ExamHeader(
        format=FORMAT,
        suite=SUITE,
        nonce=bytes_to_text(nonce),
        version=1,
        supersedes="",
        session=plan.session,
        site=office.site.id,
        exam_key=certificates.issue(
            text_to_bytes(office.seed), certificates.EXAM, exam_public, exam_bindings(plan.session)
        ),
        results_key=bytes_to_text(session_keys.results_public),
        roster=digest(payload_bytes(Roster(tuple(plan.tickets)))),
        rooms=rooms,
        start=(StartSlot(params, bytes_to_text(wrapped), tuple(rooms)),),
        index=index_ref,
        body=digest(body.bytes()),
        section_codes=(),
        minimum_client="0.1.0",
    )
    return frame.pack(FileType.EXAM, header_bytes(header), body.bytes(), [session_keys.exam_seed])
