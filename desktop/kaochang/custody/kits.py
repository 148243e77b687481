"""The centre kit (.kck) and the proctor kit (.kcp): what the centre and a room's proctor need, sealed for them.

The centre kit holds the mark schemes, the results key, the exams and the whole roster, under the centre's passphrase.
A proctor kit holds one room's proctor key, act key and roster, under the start code in the quick level. Both are
signed by the exam key, so a kit can be told whole without opening it.
"""

from typing import TypeVar

from kaochang.custody.envelope import (
    FORMAT,
    SUITE,
    Context,
    header_bytes,
    payload_bytes,
    read_header,
    read_payload,
)
from kaochang.domain.assessments import Exam, Session
from kaochang.domain.ids import PlainId
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Value, bytes_to_text, text_to_bytes
from kaochang.sealing import frame, kdf, keys, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested


class KitHeader(Value, frozen=True):
    """Public part of either kit. `room` is empty in a centre kit; `quorum` is reserved (0: one passphrase)."""

    format: int
    suite: int
    context: Context
    title: str
    room: str
    exam_key: str
    kdf: KdfParams
    wrapped: str
    quorum: int = 0


class CentreKit(Value, frozen=True):
    """What the centre knows of a session. Keys are base64url: `results_seed` and `content_key` are secret."""

    session: Session
    context: Context
    exam_key: str
    results_seed: str
    results_key: str
    content_key: str
    exams: tuple[Exam, ...]
    schemes: dict[str, MarkScheme]
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]
    proctor_keys: dict[str, str]
    passed_findings: tuple[str, ...] = ()


class ProctorKit(Value, frozen=True):
    """What one room's proctor holds. `act_key` waits for acts; both seeds are secret."""

    session: Session
    context: Context
    room: PlainId
    proctor_seed: str
    act_key: str
    results_key: str
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]


K = TypeVar("K", CentreKit, ProctorKit)
_PURPOSES = {
    FileType.CENTRE_KIT: (Purpose.CENTRE_KIT, Purpose.CENTRE_KIT_SLOT),
    FileType.PROCTOR_KIT: (Purpose.PROCTOR_KIT, Purpose.PROCTOR_KIT_SLOT),
}


def _bound(purpose: Purpose, context: Context, room: str) -> bytes:
    return bind(purpose, context.session.encode(), text_to_bytes(context.exam_file), room.encode())


def _pack(
    file_type: FileType, kit: CentreKit | ProctorKit, secret: str, params: KdfParams, seed: bytes, random: Randomness
) -> bytes:
    room = kit.room if isinstance(kit, ProctorKit) else ""
    body_purpose, slot_purpose = (_bound(purpose, kit.context, room) for purpose in _PURPOSES[file_type])
    key = keys.new_key(random)
    header = KitHeader(
        format=FORMAT,
        suite=SUITE,
        context=kit.context,
        title=kit.session.title,
        room=room,
        exam_key=bytes_to_text(signatures.public_of(seed)),
        kdf=params,
        wrapped=bytes_to_text(kdf.wrap(kdf.derive(secret, params, slot_purpose), key, slot_purpose)),
    )
    body = streams.seal(key, body_purpose, streams.pad(payload_bytes(kit), streams.blocks))
    return frame.pack(file_type, header_bytes(header), body, [seed])


def pack_centre_kit(kit: CentreKit, passphrase: str, params: KdfParams, exam_seed: bytes, random: Randomness) -> bytes:
    """The centre kit's bytes, under the centre's passphrase."""
    return _pack(FileType.CENTRE_KIT, kit, passphrase, params, exam_seed, random)


def pack_proctor_kit(kit: ProctorKit, code: str, params: KdfParams, exam_seed: bytes, random: Randomness) -> bytes:
    """A proctor kit's bytes, under the start code as `codes.normalise` gives it."""
    return _pack(FileType.PROCTOR_KIT, kit, code, params, exam_seed, random)


def read_kit_header(framed: Frame) -> KitHeader:
    """A kit's public part, its signature checked against the exam key it names.

    Who that key belongs to is known only after opening: the kit's content must name the same key.
    """
    header = read_header(KitHeader, framed)
    frame.verify(framed, text_to_bytes(header.exam_key))
    return header


def _open(kind: type[K], file_type: FileType, data: bytes, secret: str) -> tuple[KitHeader, K]:
    ensure_tested()
    framed = frame.unpack(data, file_type)
    header = read_kit_header(framed)
    body_purpose, slot_purpose = (_bound(purpose, header.context, header.room) for purpose in _PURPOSES[file_type])
    key = kdf.unwrap(kdf.derive(secret, header.kdf, slot_purpose), text_to_bytes(header.wrapped), slot_purpose)
    kit = read_payload(kind, streams.unpad(streams.open_(key, body_purpose, framed.body)))
    if kit.context != header.context:
        raise Refusal(Outcome.CONTEXT, "context.session")
    return header, kit


def open_centre_kit(data: bytes, passphrase: str) -> CentreKit:
    """The centre kit; CODE for a wrong passphrase, told apart from a damaged file (SIGNATURE)."""
    header, kit = _open(CentreKit, FileType.CENTRE_KIT, data, passphrase)
    if kit.exam_key != header.exam_key:
        raise Refusal(Outcome.CERT, "cert")
    return kit


def open_proctor_kit(data: bytes, code: str) -> ProctorKit:
    """A room's proctor kit; CODE for a wrong start code."""
    return _open(ProctorKit, FileType.PROCTOR_KIT, data, code)[1]
