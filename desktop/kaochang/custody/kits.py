"""The centre kit (.kck) and the proctor kit (.kcp): what the centre and a room's proctor need, sealed for them.

The centre kit holds the mark schemes, the results key, the exams and the whole roster, under the centre's passphrase or
for several people of whom some must be there together. A proctor kit holds one room's proctor key, act key and roster,
under the start code in the quick level, under a proctor code of its own in the certified one. Both are signed by the
exam key, so a kit can be told whole without opening it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import TypeVar

from msgspec.structs import replace

from kaochang.custody import quorum
from kaochang.custody.envelope import Context, SecondHeader, header_bytes, payload_bytes, read_header, read_payload
from kaochang.custody.quorum import Member, Share
from kaochang.domain.assessments import Exam, Level, Session
from kaochang.domain.ids import PlainId
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import SecretValue, bytes_to_text, text_to_bytes
from kaochang.sealing import codes, frame, kdf, keys, signatures, streams
from kaochang.sealing.codes import CodeShape
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType, Frame
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested


class KitHeader(SecondHeader, frozen=True):
    """Public part of either kit. `room` is empty in a centre kit.

    With `quorum` 0 the kit's own key is `wrapped` under a secret (`kdf`). Otherwise so many of `members` open it by the
    share of their group; then `kdf` is null and `wrapped` empty. Only a certified session's centre kit has a quorum.
    """

    context: Context
    title: str
    room: str
    exam_key: str
    kdf: KdfParams | None = None
    wrapped: str = ""
    quorum: int = 0
    members: tuple[Member, ...] = ()
    shares: tuple[Share, ...] = ()


class CentreKit(SecretValue, frozen=True):
    """What the centre knows of a session. Keys are base64url: `results_seed` and `content_key` are secret.

    `centre_key` is the public key that the sealed exam names for what the centre signs; `centre_seed` its private half,
    in the quick level only ("" in certified): the one clerk needs nothing else. `act_keys` are secret, by room.
    """

    session: Session
    context: Context
    exam_key: str
    centre_key: str
    centre_seed: str
    results_seed: str
    results_key: str
    content_key: str
    exams: tuple[Exam, ...]
    schemes: dict[str, MarkScheme]
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]
    proctor_keys: dict[str, str]
    act_keys: dict[str, str]
    passed_findings: tuple[str, ...]


class ProctorKit(SecretValue, frozen=True):
    """What one room's proctor holds. `proctor_seed` signs manifests and act logs; it and `act_key` are secret."""

    session: Session
    context: Context
    room: PlainId
    proctor_seed: str
    act_key: str
    results_key: str
    tickets: tuple[Ticket, ...]
    ticket_keys: dict[str, str]


@dataclass(frozen=True)
class SecretLock:
    """A kit's key under a passphrase or code, at this cost."""

    secret: str = field(repr=False)
    params: KdfParams


@dataclass(frozen=True)
class QuorumLock:
    """A kit's key for several people, of whom `quorum` must be there together."""

    quorum: int
    members: tuple[Member, ...]


K = TypeVar("K", CentreKit, ProctorKit)
_PURPOSES = {
    FileType.CENTRE_KIT: (Purpose.CENTRE_KIT, Purpose.CENTRE_KIT_SLOT),
    FileType.PROCTOR_KIT: (Purpose.PROCTOR_KIT, Purpose.PROCTOR_KIT_SLOT),
}


def _bound(purpose: Purpose, context: Context, room: str) -> bytes:
    return bind(purpose, context.session.encode(), text_to_bytes(context.exam_file), room.encode())


def code_shape(level: Level) -> CodeShape:
    """What opens a proctor kit: the start code, or in the certified level the proctor's own."""
    return codes.PROCTOR_CODE if level is Level.CERTIFIED else codes.START_CODE


def _locked(key: bytes, lock: SecretLock, file_type: FileType, context: Context, room: str) -> str:
    slot = _bound(_PURPOSES[file_type][1], context, room)
    return bytes_to_text(kdf.wrap(kdf.derive(lock.secret, lock.params, slot), key, slot))


def _pack(
    file_type: FileType, kit: CentreKit | ProctorKit, key: bytes, lock: SecretLock | QuorumLock, seed: bytes
) -> bytes:
    room = kit.room if isinstance(kit, ProctorKit) else ""
    header = KitHeader(kit.context, kit.session.title, room, bytes_to_text(signatures.public_of(seed)))
    if isinstance(lock, SecretLock):
        wrapped = _locked(key, lock, file_type, kit.context, room)
        header = replace(header, kdf=lock.params, wrapped=wrapped)
    else:
        shares = quorum.make_shares(key, lock.quorum, lock.members, kit.context)
        header = replace(header, quorum=lock.quorum, members=lock.members, shares=shares)
    purpose = _bound(_PURPOSES[file_type][0], kit.context, room)
    body = streams.seal(key, purpose, streams.pad(payload_bytes(kit), streams.blocks))
    return frame.pack(file_type, header_bytes(header), body, [seed])


def pack_centre_kit(kit: CentreKit, lock: SecretLock | QuorumLock, exam_seed: bytes, random: Randomness) -> bytes:
    """The centre kit's bytes."""
    return _pack(FileType.CENTRE_KIT, kit, keys.new_key(random), lock, exam_seed)


def pack_proctor_kit(kit: ProctorKit, key: bytes, code: str, params: KdfParams, exam_seed: bytes) -> bytes:
    """A proctor kit's bytes, under a code; the office keeps `key`, so that the code can be changed."""
    typed = codes.normalise(code, code_shape(kit.context.level))
    return _pack(FileType.PROCTOR_KIT, kit, key, SecretLock(typed, params), exam_seed)


def with_new_code(data: bytes, key: bytes, code: str, params: KdfParams, exam_seed: bytes) -> bytes:
    """A proctor kit under another code: the same content around the same key.

    CERT for a kit of another exam key; the key is not tried, because only the old code would tell.
    """
    framed = frame.unpack(data, FileType.PROCTOR_KIT)
    header = read_kit_header(framed)
    if header.exam_key != bytes_to_text(signatures.public_of(exam_seed)):
        raise Refusal(Outcome.CERT, "cert")
    lock = SecretLock(codes.normalise(code, code_shape(header.context.level)), params)
    wrapped = _locked(key, lock, FileType.PROCTOR_KIT, header.context, header.room)
    changed = replace(header, kdf=params, wrapped=wrapped)
    return frame.pack(FileType.PROCTOR_KIT, header_bytes(changed), framed.body, [exam_seed])


def read_kit_header(framed: Frame) -> KitHeader:
    """A kit's public part, its signature checked against the exam key it names, its locks against its level.

    Who that key belongs to is known only after opening: the kit's content must name the same key.
    """
    header = read_header(KitHeader, framed)
    frame.verify(framed, text_to_bytes(header.exam_key))
    _check_locks(header, framed.type)
    return header


def _check_locks(header: KitHeader, file_type: FileType) -> None:
    """Refuses (HEADER) a kit that says of its own locks what cannot be."""
    is_centre = file_type is FileType.CENTRE_KIT
    if (header.room == "") != is_centre:
        raise Refusal(Outcome.HEADER, "header")
    if header.quorum == 0:
        good = header.kdf is not None and header.wrapped and not header.members and not header.shares
    else:
        good = header.kdf is None and not header.wrapped and is_centre and header.context.level is Level.CERTIFIED
    if not good:
        raise Refusal(Outcome.HEADER, "kit.quorum-wrong")
    if header.quorum:
        quorum.check_shares(header.quorum, header.members, header.shares)


def check_opens_by_secret(header: KitHeader) -> KdfParams:
    """How a kit's secret is stretched; POLICY for one that opens by its openers' keys only."""
    if header.kdf is None:
        names = tuple(member.name for member in header.members)
        raise Refusal(Outcome.POLICY, "kit.openers-needed", quorum=header.quorum, members=names)
    return header.kdf


def check_opens_together(header: KitHeader) -> None:
    """Refuses (POLICY) a kit that a passphrase or code opens, and no people together."""
    if not header.quorum:
        raise Refusal(Outcome.POLICY, "kit.no-openers")


def _key_by_secret(header: KitHeader, file_type: FileType, secret: str) -> bytes:
    params = check_opens_by_secret(header)
    slot = _bound(_PURPOSES[file_type][1], header.context, header.room)
    return kdf.unwrap(kdf.derive(secret, params, slot), text_to_bytes(header.wrapped), slot, _wrong(header, file_type))


def _wrong(header: KitHeader, file_type: FileType) -> str:
    """How a wrong secret is refused: by the name of the one that opens this kit."""
    if file_type is FileType.CENTRE_KIT:
        return "passphrase.wrong"
    return "code.wrong" if header.context.level is Level.QUICK else "proctor-code.wrong"


def _content(kind: type[K], framed: Frame, header: KitHeader, key: bytes) -> K:
    purpose = _bound(_PURPOSES[framed.type][0], header.context, header.room)
    kit = read_payload(kind, streams.unpad(streams.open_(key, purpose, framed.body)), header.format)
    session = kit.session
    inside = Context(session.id, header.context.exam_file, session.kind, session.level)
    if not kit.context == header.context == inside:
        raise Refusal(Outcome.CONTEXT, "context.session")
    return kit


def _unpacked(data: bytes, file_type: FileType) -> tuple[Frame, KitHeader]:
    ensure_tested()
    framed = frame.unpack(data, file_type)
    return framed, read_kit_header(framed)


def _centre_content(framed: Frame, header: KitHeader, key: bytes) -> CentreKit:
    kit = _content(CentreKit, framed, header, key)
    if kit.exam_key != header.exam_key:
        raise Refusal(Outcome.CERT, "cert")
    return replace(kit, tickets=tuple(map(_slim, kit.tickets)))


def _slim(ticket: Ticket) -> Ticket:
    """A ticket that shares with all others what is the same: a session may have a hundred thousand."""
    return replace(ticket, exam=intern(ticket.exam), room=intern(ticket.room), seat=intern(ticket.seat))


def open_centre_kit(data: bytes, passphrase: str) -> CentreKit:
    """The centre kit; CODE for a wrong passphrase, told apart from a damaged file (SIGNATURE).

    POLICY (`kit.openers-needed`) for one that opens by its openers' keys only.
    """
    framed, header = _unpacked(data, FileType.CENTRE_KIT)
    return _centre_content(framed, header, _key_by_secret(header, FileType.CENTRE_KIT, passphrase))


def open_centre_kit_together(data: bytes, seeds: Sequence[bytes]) -> CentreKit:
    """The centre kit, by the private sealing keys of those who are there; refused as `quorum.open_shares` does.

    POLICY (`kit.no-openers`) for one that opens by a passphrase.
    """
    framed, header = _unpacked(data, FileType.CENTRE_KIT)
    check_opens_together(header)
    key = quorum.open_shares(seeds, header.quorum, header.members, header.shares, header.context)
    return _centre_content(framed, header, key)


def open_proctor_kit(data: bytes, code: str) -> ProctorKit:
    """A room's proctor kit; CODE for a wrong code. It opens by the code that its level says (`code_shape`)."""
    framed, header = _unpacked(data, FileType.PROCTOR_KIT)
    typed = codes.normalise(code, code_shape(header.context.level))
    return _proctor_content(framed, header, _key_by_secret(header, FileType.PROCTOR_KIT, typed))


def open_proctor_kit_by_key(data: bytes, key: bytes) -> ProctorKit:
    """The same by the key that the office kept of it when it was sealed; DECRYPT for another kit's."""
    return _proctor_content(*_unpacked(data, FileType.PROCTOR_KIT), key)


def _proctor_content(framed: Frame, header: KitHeader, key: bytes) -> ProctorKit:
    kit = _content(ProctorKit, framed, header, key)
    if kit.room != header.room:
        raise Refusal(Outcome.CONTEXT, "context.room", room=header.room)
    return kit
