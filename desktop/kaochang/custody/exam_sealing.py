"""Sealing a session's exams and rosters into one sealed exam: the writer of the shapes in `exam_shapes`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from kaochang.custody import certificates, slots
from kaochang.custody.envelope import Context, digest, header_bytes, payload_bytes
from kaochang.custody.exam_body import NO_DIGEST, Body, Part, Refs, document, naming_document, picture
from kaochang.custody.exam_plan import ExamPlan
from kaochang.custody.exam_shapes import (
    INDEX,
    NONCE_BYTES,
    ExamHeader,
    Index,
    ObjectName,
    ObjectRef,
    PinSlot,
    RoomObject,
    RoomSecrets,
    RoomSlot,
    Roster,
    StartSlot,
    centre_bindings,
    exam_bindings,
    front_of,
    index_of,
)
from kaochang.custody.session_keys import SessionKeys
from kaochang.custody.site import Office, Site
from kaochang.domain.assessments import Level
from kaochang.domain.ports import Randomness
from kaochang.domain.sealings import sealing_of
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.machine.safe_files import syncing
from kaochang.sealing import frame, kdf
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams

MINIMUM_CLIENT = "0.1.0"
"""The oldest program that reads what is written here."""


@dataclass(frozen=True)
class _Slots:
    """Every slot of an exam. A room's key is wrapped under its code, or under the site key (no parameters)."""

    start: tuple[StartSlot, ...]
    rooms: Mapping[str, tuple[str, KdfParams | None]]
    pins: Mapping[str, PinSlot]


@dataclass(frozen=True)
class _SlotMaker:
    """Wraps a session's keys under its codes: nearly all of the time that a small sealing takes."""

    plan: ExamPlan
    keys: SessionKeys
    secrets: SessionSecrets
    cost: KdfParams
    nonce: bytes
    random: Randomness
    step: Callable[[], None]

    def make(self, site: Site) -> _Slots:
        """Quick: one start slot, room keys under the site key. Certified: codes for each room, PINs for tickets."""
        rooms = self.plan.rooms
        if self.plan.session.level is Level.QUICK:
            wraps = {room: (slots.site_wrap(site, self.keys.room_keys[room], self.nonce, room), None) for room in rooms}
            return _Slots(self._start([rooms]), wraps, {})
        return _Slots(self._start([[room] for room in rooms]), self._room_wraps(), self._pins())

    def _params(self) -> KdfParams:
        return kdf.new_params(self.random, self.cost)

    def _start(self, groups: list[list[str]]) -> tuple[StartSlot, ...]:
        codes = self.secrets.start_codes
        locks = [slots.start_lock(codes[group[0]], self._params(), self.nonce) for group in groups]
        return tuple(
            slots.start_slot(lock, key, self.keys.content_key, group, self.keys.room_files.get(group[0], b""))
            for group, lock, key in zip(groups, locks, slots.derived(locks, self.step), strict=True)
        )

    def _room_wraps(self) -> dict[str, tuple[str, KdfParams | None]]:
        rooms, codes = self.plan.rooms, self.secrets.room_codes
        locks = [slots.room_lock(codes[room], self._params(), self.nonce, room) for room in rooms]
        wraps: dict[str, tuple[str, KdfParams | None]] = {}
        for room, lock, key in zip(rooms, locks, slots.derived(locks, self.step), strict=True):
            wrap = slots.room_wrap(lock, key, self.keys.room_keys[room])
            wraps[room] = (wrap.wrapped, wrap.kdf)
        return wraps

    def _pins(self) -> dict[str, PinSlot]:
        pins, tickets = self.secrets.pins, self.plan.tickets
        locks = []
        for ticket in tickets:
            params = kdf.new_params(self.random, slots.PIN_COST)
            locks.append(slots.pin_lock(pins[ticket.number], params, self.nonce, ticket.room, ticket.number))
        return {
            ticket.number: slots.pin_slot(lock, key, self.keys.ticket_seeds[ticket.number])
            for ticket, lock, key in zip(tickets, locks, slots.derived(locks, self.step), strict=True)
        }


@dataclass(frozen=True)
class _Parts:
    """Makes the objects of the body."""

    plan: ExamPlan
    keys: SessionKeys
    pins: Mapping[str, PinSlot]

    def make(self) -> list[Part]:
        """Every object, in no order that matters."""
        plan, key = self.plan, self.keys.content_key
        parts = [part for room in plan.rooms for part in self._room(room)]
        parts += [document(ObjectName(Purpose.EXAM_OBJECT, name), key, item) for name, item in plan.items().items()]
        parts += [
            picture(ObjectName(Purpose.EXAM_OBJECT, name), key, length, plan.media.read)
            for name, length in plan.media.sizes.items()
        ]
        return [*parts, naming_document(INDEX, key, self._index)]

    def _index(self, refs: Refs) -> Index:
        def places(names: Iterable[str]) -> dict[str, ObjectRef]:
            return {name: refs(ObjectName(Purpose.EXAM_OBJECT, name)) for name in names}

        plan = self.plan
        return Index(tuple(map(index_of, plan.exams)), places(plan.items()), places(plan.media.sizes))

    def _room(self, room: str) -> list[Part]:
        """A room's roster, its candidates' pictures, and what of it lies under the start code."""
        plan, key = self.plan, self.keys.room_keys[room]
        numbers = [ticket.number for ticket in plan.tickets_of(room) if ticket.number in plan.photos.sizes]
        photos = {number: ObjectName(Purpose.EXAM_PHOTO, number, room) for number in numbers}
        parts = [picture(name, key, plan.photos.sizes[number], plan.photos.read) for number, name in photos.items()]

        def roster(refs: Refs) -> RoomObject:
            tickets = plan.tickets_of(room)
            fronts = tuple(front_of(exam) for exam in plan.exams)
            places = {number: refs(name) for number, name in photos.items()}
            return RoomObject(room, tickets, self.keys.ticket_publics(tickets), fronts, places)

        parts.append(naming_document(ObjectName(Purpose.EXAM_ROOM, room), key, roster))
        parts.append(document(ObjectName(Purpose.EXAM_TICKETS, room), self.keys.content_key, self._secrets(room)))
        return parts

    def _secrets(self, room: str) -> RoomSecrets:
        numbers = [ticket.number for ticket in self.plan.tickets_of(room)]
        act_key = bytes_to_text(self.keys.act_keys[room])
        if self.plan.session.level is Level.CERTIFIED:
            return RoomSecrets(act_key, {}, {number: self.pins[number] for number in numbers})
        return RoomSecrets(act_key, {number: bytes_to_text(self.keys.ticket_seeds[number]) for number in numbers}, {})


@dataclass(frozen=True)
class ExamOrder:
    """What is sealed by whom, with which keys and codes. `cost` is Argon2id's; every slot gets a salt of its own."""

    plan: ExamPlan
    office: Office
    keys: SessionKeys
    secrets: SessionSecrets
    cost: KdfParams


def _header(order: ExamOrder, nonce: bytes, made: _Slots, body: Body, body_digest: str) -> ExamHeader:
    plan, office, session_keys = order.plan, order.office, order.keys
    session, proctors = plan.session, session_keys.proctor_publics()
    issuer = text_to_bytes(office.seed)
    return ExamHeader(
        nonce=bytes_to_text(nonce),
        version=sealing_of(session.id).version,
        supersedes=plan.supersedes,
        session=session,
        site=office.site.id,
        exam_key=certificates.issue(issuer, certificates.EXAM, session_keys.exam_public, exam_bindings(session)),
        centre_key=certificates.issue(issuer, certificates.CENTRE, plan.centre_key, centre_bindings(office.site.id)),
        results_key=bytes_to_text(session_keys.results_public),
        roster=digest(payload_bytes(Roster(tuple(plan.tickets)))),
        rooms={
            room: RoomSlot(
                wrapped,
                params,
                body.refs[ObjectName(Purpose.EXAM_ROOM, room)],
                body.refs[ObjectName(Purpose.EXAM_TICKETS, room)],
                proctors[room],
            )
            for room, (wrapped, params) in made.rooms.items()
        },
        start=made.start,
        index=body.refs[INDEX],
        body=body_digest,
        section_codes=(),
        minimum_client=MINIMUM_CLIENT,
        keep_until=plan.keep_until,
    )


def steps(plan: ExamPlan) -> int:
    """How many steps `seal_exam` tells: its slots, and the objects of the body."""
    rooms, tickets = len(plan.rooms), len(plan.tickets)
    slow = 2 * rooms + tickets if plan.session.level is Level.CERTIFIED else 1
    pictures = len(plan.media.sizes) + len(plan.photos.sizes)
    return slow + 2 * rooms + len(plan.items()) + pictures + 1


def seal_exam(order: ExamOrder, stream: BinaryIO, random: Randomness, step: Callable[[], None]) -> Context:
    """Writes the sealed exam to the stream of a file, reads it back, and gives what its kits and results will name.

    The header comes first in the file and is known last: it names what lies in the body. But its length is known
    before, because every place is dealt out already and all digests are of one length. `step` is called `steps` times.
    """
    nonce = random(NONCE_BYTES)
    made = _SlotMaker(order.plan, order.keys, order.secrets, order.cost, nonce, random, step).make(order.office.site)
    body = Body(_Parts(order.plan, order.keys, made.pins).make(), nonce, random)

    def around(body_digest: str) -> tuple[bytes, bytes, bytes]:
        header = header_bytes(_header(order, nonce, made, body, body_digest))
        return (header, *frame.pack_around(FileType.EXAM, header, body.length, [order.keys.exam_seed]))

    start = len(around(NO_DIGEST)[1])
    body.write(stream, start, step)
    with syncing(stream):
        body_digest = body.read_back(stream, start)
    header, before, after = around(body_digest)
    stream.seek(0)
    stream.write(before)
    stream.seek(start + body.length)
    stream.write(after)
    session = order.plan.session
    return Context(session.id, digest(header), session.kind, session.level)
