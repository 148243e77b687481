"""What all our files share: a header value in canonical JSON inside a signed frame, and its typed reading."""

import hashlib
from typing import TypeVar

import msgspec

from kaochang.domain.assessments import Kind, Level
from kaochang.domain.ids import PlainId
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.values import Value, bytes_to_text, from_plain, from_whole, to_plain
from kaochang.sealing import canonical
from kaochang.sealing.frame import Frame, FrameHead

FORMAT = 1
SUITE = 1
"""Suite 1: Ed25519, X25519 HPKE, Cobblestone-256, Argon2id. Suite 2 (hybrid) is reserved."""

PAYLOAD_LIMIT = 64 * 1024 * 1024
"""Largest decrypted JSON document any of our files may hold."""

PAYLOAD_DEPTH = 32

H = TypeVar("H", bound=Value)


class Context(Value, frozen=True):
    """Which session a file belongs to; in every signed header, so that nothing moves between sessions or kinds."""

    session: PlainId
    exam_file: str
    kind: Kind
    level: Level


def header_bytes(header: Value) -> bytes:
    """The header as it is signed."""
    return canonical.encode(to_plain(header))


class Header(Value, frozen=True, kw_only=True):
    """What every header begins with. `optional` names members that a reader may do without if it does not know them.

    So a later program can add to a format without shutting older ones out: a member that is neither known nor named
    here is refused (VERSION), because whoever signed it meant it to be obeyed.
    """

    format: int = FORMAT
    suite: int = SUITE
    optional: tuple[str, ...] = ()


def read_header(kind: type[H], frame: Frame | FrameHead) -> H:
    """The typed header of a frame; VERSION for what a newer program must read, HEADER for any other shape.

    A header that lacks a member is of another shape, whatever the member would have been without a word.
    """
    plain = canonical.decode(frame.header, limit=len(frame.header))
    try:
        basis = from_plain(_Basis, plain)
    except Refusal as refusal:
        raise Refusal(Outcome.HEADER, "header") from refusal
    if (basis.format, basis.suite) != (FORMAT, SUITE):
        raise Refusal(Outcome.VERSION, "version")
    unknown = plain.keys() - set(kind.__struct_fields__)
    if unknown - set(basis.optional):
        raise Refusal(Outcome.VERSION, "version")
    try:
        return from_whole(kind, {name: value for name, value in plain.items() if name not in unknown})
    except Refusal as refusal:
        raise Refusal(Outcome.HEADER, "header") from refusal


class _Basis(msgspec.Struct):
    """What says whether a header can be read, and which members must be known; the others are left aside."""

    format: int
    suite: int
    optional: tuple[str, ...]


def payload_bytes(value: Value) -> bytes:
    """A document that is sealed: canonical JSON whose texts are kept as the candidate typed them."""
    return canonical.encode(to_plain(value), depth=PAYLOAD_DEPTH, nfc=False)


def read_payload(kind: type[H], data: bytes) -> H:
    """The typed document; PAYLOAD for any other shape."""
    plain = canonical.decode(data, outcome=Outcome.PAYLOAD, limit=PAYLOAD_LIMIT, depth=PAYLOAD_DEPTH, nfc=False)
    return from_whole(kind, plain)


def digest(data: bytes) -> str:
    """SHA-256 as text, the way files and objects are named in headers."""
    return bytes_to_text(hashlib.sha256(data).digest())


def check_context(found: Context, expected: Context, where: str = "") -> None:
    """Refuses (CONTEXT) a file of another session, exam file, kind or level; POLICY for another kind."""
    if found.kind != expected.kind:
        is_kind, needed = (Word(f"session-kind.{each.kind}") for each in (found, expected))
        raise Refusal(Outcome.POLICY, "context.kind", where, found=is_kind, expected=needed)
    if found != expected:
        raise Refusal(Outcome.CONTEXT, "context.session", where)
