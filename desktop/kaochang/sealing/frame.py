"""The frame of every file that travels (docs/formats.md section 1), and its signatures.

    magic       8 bytes: KCHG-, letter of the type, major version, line feed
    header      u32 big-endian length + bytes      public, canonical JSON
    body        u32 big-endian length + bytes      sealed
    signatures  u32 big-endian length + count u8 + count times (32-byte key id + 64-byte Ed25519 signature)

The file ends exactly there; only a journal's log goes on, with records that are chained instead of signed. What is
signed is DSSE's pre-authentication encoding of the media type and the first two sections with their lengths; of the
first alone where the header already vouches for all that follows (exams) or no body follows (journals). So signatures
are verified over the bytes as they are, before anything is parsed, and none fits a file of another type.
"""

import enum
import hashlib
import io
import struct
from collections.abc import Sequence
from typing import BinaryIO

from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.values import Record
from kaochang.sealing import signatures as ed25519

MAJOR = 1
"""The only major version there is; files of any other are refused (VERSION)."""

MAX_SIGNATURES = 16
"""More than any threshold needs, and few enough that a file full of wrong ones costs milliseconds."""

_MAGIC_BYTES = 8
_OURS = b"KCHG-"
"""How every magic begins."""
_U32_MAX = 2**32 - 1
_KEY_ID_BYTES = 32
_SIGNATURE = struct.Struct(f">{_KEY_ID_BYTES}s{ed25519.SIGNATURE_BYTES}s")


class FileType(enum.Enum):
    """A kind of file; the value is its name in the media type."""

    EXAM = "exam"
    CENTRE_KIT = "centre-kit"
    PROCTOR_KIT = "proctor-kit"
    JOURNAL = "journal"
    RESULT = "result"
    MANIFEST = "manifest"
    SITE = "site"
    OFFICE_KEY = "office-key"
    KEY_FILE = "key-file"
    KEY_CARD = "key-card"
    START_SLOTS = "start-slots"
    ACT_LOG = "act-log"
    RECEIPT_LIST = "receipt-list"
    ERRATA = "errata"
    CHECKPOINT = "checkpoint"
    BACKUP = "backup"
    SCORE_PACKET = "score-packet"
    SCORES = "scores"

    @property
    def letter(self) -> bytes:
        """The type's letter in the magic."""
        return _LETTERS[self]

    @property
    def extension(self) -> str:
        """The file extension, without its dot."""
        return _EXTENSIONS[self]

    @property
    def media_type(self) -> str:
        """What signatures are bound to."""
        return f"application/vnd.kaochang.{self.value}.v{MAJOR}"

    @property
    def magic(self) -> bytes:
        """The first eight bytes of a file of this type."""
        return b"KCHG-%b%d\n" % (self.letter, MAJOR)

    @property
    def header_limit(self) -> int:
        """The longest header, in bytes; an exam lists its rooms, the others have little to list."""
        return 1024 * 1024 if self is FileType.EXAM else 64 * 1024

    @property
    def signs_header_only(self) -> bool:
        """Whether signatures cover section 1 alone: exams and backups are read in parts and too big to hash first."""
        return self in {FileType.EXAM, FileType.JOURNAL, FileType.BACKUP}


_LETTERS = {
    FileType.EXAM: b"B",
    FileType.CENTRE_KIT: b"K",
    FileType.PROCTOR_KIT: b"P",
    FileType.JOURNAL: b"J",
    FileType.RESULT: b"R",
    FileType.MANIFEST: b"M",
    FileType.SITE: b"S",
    FileType.OFFICE_KEY: b"O",
    FileType.KEY_FILE: b"Y",
    FileType.KEY_CARD: b"D",
    FileType.START_SLOTS: b"N",
    FileType.ACT_LOG: b"A",
    FileType.RECEIPT_LIST: b"L",
    FileType.ERRATA: b"E",
    FileType.CHECKPOINT: b"T",
    FileType.BACKUP: b"Z",
    FileType.SCORE_PACKET: b"W",
    FileType.SCORES: b"G",
}
_TYPES = {letter: file_type for file_type, letter in _LETTERS.items()}
_EXTENSIONS = {
    FileType.EXAM: "kcb",
    FileType.CENTRE_KIT: "kck",
    FileType.PROCTOR_KIT: "kcp",
    FileType.JOURNAL: "kcj",
    FileType.RESULT: "kcr",
    FileType.MANIFEST: "kcm",
    FileType.SITE: "kcx",
    FileType.OFFICE_KEY: "kco",
    FileType.KEY_FILE: "kcy",
    FileType.KEY_CARD: "kcd",
    FileType.START_SLOTS: "kcn",
    FileType.ACT_LOG: "kca",
    FileType.RECEIPT_LIST: "kcl",
    FileType.ERRATA: "kce",
    FileType.CHECKPOINT: "kct",
    FileType.BACKUP: "kcz",
    FileType.SCORE_PACKET: "kcw",
    FileType.SCORES: "kcs",
}


class Signature(Record, frozen=True):
    """One signature. `key_id` is a hint for showing who signed; it is never trusted (DSSE)."""

    key_id: bytes
    signature: bytes


class Frame(Record, frozen=True):
    """A file taken apart; nothing of it is verified yet."""

    type: FileType
    header: bytes
    body: bytes
    signatures: tuple[Signature, ...]


class FrameHead(Record, frozen=True):
    """A file taken apart with its body left where it is; offsets and lengths in bytes, `end` is after the frame."""

    type: FileType
    header: bytes
    body_offset: int
    body_length: int
    signatures: tuple[Signature, ...]
    end: int


def key_id(public: bytes) -> bytes:
    """The SHA-256 of a public key."""
    return hashlib.sha256(public).digest()


def pae(media_type: str, payload: bytes) -> bytes:
    """DSSE v1's pre-authentication encoding: lengths stand in front, so no two (type, payload) pairs look alike."""
    name = media_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def pack(file_type: FileType, header: bytes, body: bytes, signing_seeds: Sequence[bytes]) -> bytes:
    """The bytes of a file, signed by each seed; refuses (LIMIT) a header or body beyond what the frame can hold."""
    _check_lengths(file_type, header, len(body))
    covered = _covered(file_type, header, body)
    return b"".join(
        (file_type.magic, _section(header), _section(body), _sign(file_type, covered, signing_seeds)),
    )


def pack_around(
    file_type: FileType, header: bytes, body_length: int, signing_seeds: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """What stands before and after a body of this length, for exams whose body streams to the disk.

    Only for types whose signatures do not cover the body (anything else is a bug, ValueError).
    """
    if not file_type.signs_header_only:
        raise ValueError(f"the signatures of {file_type.value} cover the body")
    _check_lengths(file_type, header, body_length)
    head = _section(header)
    return file_type.magic + head + struct.pack(">I", body_length), _sign(file_type, head, signing_seeds)


def pack_head(file_type: FileType, header: bytes, signing_seeds: Sequence[bytes]) -> bytes:
    """A frame without body, as a journal's log begins; its records follow and are no part of the frame."""
    return b"".join(pack_around(file_type, header, 0, signing_seeds))


def unpack(data: bytes, expected: FileType | None = None) -> Frame:
    """Take a whole file apart; refusals as in `peek`. Verify before using anything of it."""
    return _frame(data, peek(io.BytesIO(data), expected))


def unpack_head(data: bytes) -> tuple[Frame, int]:
    """A journal log's frame and the offset of its first record; refusals as in `peek`."""
    head = peek(io.BytesIO(data), FileType.JOURNAL)
    return _frame(data, head), head.end


def peek(stream: BinaryIO, expected: FileType | None = None) -> FrameHead:
    """Take a file apart without reading its body, so that an exam of a gigabyte costs a few reads.

    Refuses: no bytes at all (EMPTY); another major version (VERSION); what does not even begin like a file of ours,
    another type than `expected`, a wrong magic, length, signature count or end (FRAME); a header beyond its type's
    limit (HEADER). Every length is compared with the real size before anything is allocated. The stream must be
    seekable; its own errors (OSError) pass through.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise Refusal(Outcome.EMPTY, "frame.empty")
    file_type = _file_type(stream.read(_MAGIC_BYTES), expected)
    header_length = _section_length(stream, size)
    if header_length > file_type.header_limit:
        raise Refusal(Outcome.HEADER, "frame.header")
    header = _read(stream, header_length)
    body_length = _section_length(stream, size, 0 if file_type is FileType.JOURNAL else _U32_MAX)
    body_offset = stream.tell()
    stream.seek(body_length, io.SEEK_CUR)
    found = _signatures(_read(stream, _section_length(stream, size, 1 + MAX_SIGNATURES * _SIGNATURE.size)))
    end = stream.tell()
    if end != size and file_type is not FileType.JOURNAL:
        raise _damaged()
    return FrameHead(file_type, header, body_offset, body_length, found, end)


def verify(frame: Frame | FrameHead, public: bytes) -> None:
    """Refuse (SIGNATURE) unless at least one signature of the file is by exactly this key.

    Other signatures do not matter, whatever their key ids say. For a threshold, call it once per distinct key: then
    one key that signed twice still counts once. A `FrameHead` can be verified only where signatures do not cover the
    body (anything else is a bug, TypeError).
    """
    message = pae(frame.type.media_type, signed_bytes(frame))
    for candidate in frame.signatures:
        if _is_by(public, message, candidate.signature):
            return
    raise Refusal(Outcome.SIGNATURE, "signature")


def signed_bytes(frame: Frame | FrameHead) -> bytes:
    """What a file's signatures are over, before the encoding; of a `FrameHead` only where that is the header alone."""
    if isinstance(frame, Frame):
        return _covered(frame.type, frame.header, frame.body)
    if not frame.type.signs_header_only:
        raise TypeError(f"the signatures of {frame.type.value} cover the body, which peek did not read")
    return _section(frame.header)


def _is_by(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        ed25519.verify(public, message, signature)
    except Refusal as refusal:
        if refusal.outcome is Outcome.SIGNATURE:
            return False
        raise
    return True


def _covered(file_type: FileType, header: bytes, body: bytes) -> bytes:
    """The bytes that signatures of this type cover."""
    return _section(header) if file_type.signs_header_only else _section(header) + _section(body)


def _section(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _sign(file_type: FileType, covered: bytes, seeds: Sequence[bytes]) -> bytes:
    """The signatures section."""
    message = pae(file_type.media_type, covered)
    entries = [_SIGNATURE.pack(key_id(ed25519.public_of(seed)), ed25519.sign(seed, message)) for seed in seeds]
    return _section(bytes([len(entries)]) + b"".join(entries))


def _check_lengths(file_type: FileType, header: bytes, body_length: int) -> None:
    if len(header) > file_type.header_limit or body_length > _U32_MAX:
        raise Refusal(Outcome.LIMIT, "frame.too-big")


def _frame(data: bytes, head: FrameHead) -> Frame:
    body = data[head.body_offset : head.body_offset + head.body_length]
    return Frame(head.type, head.header, body, head.signatures)


def _damaged() -> Refusal:
    return Refusal(Outcome.FRAME, "frame")


def _file_type(magic: bytes, expected: FileType | None) -> FileType:
    """The type a magic names; the version is judged before the type, because a new version may move the letters."""
    if not magic.startswith(_OURS[: len(magic)]):
        raise Refusal(Outcome.FRAME, "frame.not-ours")
    file_type = _TYPES.get(magic[5:6])
    digit = magic[6:7]
    if file_type is None or not digit.isdigit() or magic != b"KCHG-%b%b\n" % (file_type.letter, digit):
        raise _damaged()
    if int(digit) != MAJOR:
        raise Refusal(Outcome.VERSION, "frame.version", found=int(digit), known=MAJOR)
    if expected is not None and expected is not file_type:
        what, needed = (Word(f"inspect.type.{each.value}") for each in (file_type, expected))
        found, ends = file_type.extension, expected.extension
        raise Refusal(Outcome.FRAME, "frame.other-type", what=what, needed=needed, found=found, expected=ends)
    return file_type


def _section_length(stream: BinaryIO, size: int, limit: int = _U32_MAX) -> int:
    """The next section's length, held against what is really there."""
    length = int.from_bytes(_read(stream, 4), "big")
    if length > min(size - stream.tell(), limit):
        raise _damaged()
    return length


def _read(stream: BinaryIO, count: int) -> bytes:
    """Exactly `count` bytes; a file may have become shorter since it was measured."""
    data = stream.read(count)
    if len(data) != count:
        raise _damaged()
    return data


def _signatures(section: bytes) -> tuple[Signature, ...]:
    if not section or len(section) != 1 + section[0] * _SIGNATURE.size:
        raise _damaged()
    return tuple(Signature(*fields) for fields in _SIGNATURE.iter_unpack(section[1:]))
