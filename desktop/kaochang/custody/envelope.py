"""What all our files share: a header value in canonical JSON inside a signed frame, and its typed reading."""

import hashlib
from contextlib import suppress
from functools import cache
from typing import TypeVar

import msgspec

from kaochang.domain.assessments import Kind, Level
from kaochang.domain.ids import PlainId
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.sealings import Sealing, sealing_of
from kaochang.domain.values import NEWEST_FORMAT, Value, bytes_to_text, from_plain, from_whole, spelling, to_plain
from kaochang.sealing import canonical
from kaochang.sealing.frame import Frame, FrameHead

FORMAT = 1
"""The format of a document that never changed. One that did says so in its header, and older ones are still read."""

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


class SecondHeader(Header, frozen=True, kw_only=True):
    """What headers begin with whose documents changed once: written in format 2, read in both."""

    format: int = NEWEST_FORMAT


def read_header(kind: type[H], frame: Frame | FrameHead) -> H:
    """The typed header of a frame; VERSION for what a newer program must read, HEADER for any other shape.

    A header that lacks a member is of another shape, whatever the member would have been without a word.
    """
    plain = canonical.decode(frame.header, limit=len(frame.header))
    try:
        basis = from_plain(_Basis, plain)
    except Refusal as refusal:
        raise Refusal(Outcome.HEADER, "header") from refusal
    if not _is_known(kind, basis):
        raise Refusal(Outcome.VERSION, "version")
    unknown = plain.keys() - set(kind.__struct_fields__)
    if unknown - set(basis.optional):
        raise Refusal(Outcome.VERSION, "version")
    try:
        return from_whole(kind, {name: each for name, each in plain.items() if name not in unknown}, basis.format)
    except Refusal as refusal:
        raise Refusal(Outcome.HEADER, "header") from refusal


class _Basis(msgspec.Struct):
    """What says whether a header can be read, and which members must be known; the others are left aside."""

    format: int
    suite: int
    optional: tuple[str, ...]


def _is_known(kind: type[H], basis: _Basis) -> bool:
    """Whether a header is of a format that this program reads: its class names the newest as its default."""
    newest = _newest_format(kind)
    return basis.suite == SUITE and FORMAT <= basis.format <= newest


@cache  # to ask a class for its members takes as long as reading a header
def _newest_format(kind: type[Value]) -> int:
    newest: int = next(field.default for field in msgspec.structs.fields(kind) if field.name == "format")
    return newest


def payload_bytes(value: Value) -> bytes:
    """A document that is sealed: canonical JSON whose texts are kept as the candidate typed them."""
    return canonical.encode(to_plain(value), depth=PAYLOAD_DEPTH, nfc=False)


def read_payload(kind: type[H], data: bytes, of_format: int = NEWEST_FORMAT) -> H:
    """The typed document; PAYLOAD for any other shape. `of_format` is the header's, where that is read in several.

    A value whose spelling is byte for byte what was read is whole and canonical at once, and that is nearly every one.
    Which of both any other is not, is looked at in turn.
    """
    plain = canonical.parse(data, outcome=Outcome.PAYLOAD, limit=PAYLOAD_LIMIT, depth=PAYLOAD_DEPTH, nfc=False)
    if of_format == NEWEST_FORMAT:
        with suppress(Refusal):  # below it is refused for what is wrong first: its spelling
            value = from_plain(kind, plain)
            if spelling(value) == data:
                return value
    canonical.check_spelling(plain, data, Outcome.PAYLOAD)
    return from_whole(kind, plain, of_format)


def digest(data: bytes) -> str:
    """SHA-256 as text, the way files and objects are named in headers."""
    return bytes_to_text(hashlib.sha256(data).digest())


def _check_sealing(found: Sealing, expected: Sealing, where: str) -> None:
    """Refuses (CONTEXT) a file of another version of the same session, as older or newer."""
    if found.base == expected.base:
        key = "context.superseded" if found.version < expected.version else "context.newer-version"
        raise Refusal(Outcome.CONTEXT, key, where, found=found.version, expected=expected.version)


def check_context(found: Context, expected: Context, where: str = "") -> None:
    """Refuses (CONTEXT) a file of another session, or of another sealing of this one; POLICY for another kind."""
    if found.kind != expected.kind:
        is_kind, needed = (Word(f"session-kind.{each.kind}") for each in (found, expected))
        raise Refusal(Outcome.POLICY, "context.kind", where, found=is_kind, expected=needed)
    if found.session != expected.session:
        _check_sealing(sealing_of(found.session), sealing_of(expected.session), where)
        raise Refusal(Outcome.CONTEXT, "context.session", where)
    if found != expected:
        raise Refusal(Outcome.CONTEXT, "context.sealing", where)
