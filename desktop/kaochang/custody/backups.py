"""The backup (.kcz): the office's keys, its bank and the centre's databases in one file under a passphrase.

A fresh key signs the header and is named in it, so a damaged backup is told from a wrong passphrase; it proves nothing
about who made the file. Each file inside is a stream of its own, and the index tells their names, sizes and SHA-256:
whatever a restore writes has been held against it first. Nothing is in memory but a piece at a time.
"""

import enum
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from kaochang.custody.backup_names import check_names
from kaochang.custody.envelope import (
    PAYLOAD_LIMIT,
    Header,
    read_header,
    read_payload,
)
from kaochang.custody.exam_shapes import ObjectRef
from kaochang.custody.key_files import KeyId
from kaochang.domain.ports import Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, Wall, text_to_bytes
from kaochang.sealing import frame, kdf, streams
from kaochang.sealing.contexts import Context, bind
from kaochang.sealing.frame import FileType, FrameHead
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested

_PIECE = 256 * 1024


class Place(enum.Enum):
    """Where a file came from; the folder that it is restored to."""

    OFFICE = "office"
    BANK = "bank"
    CENTRE = "centre"


class BackupHeader(Header, frozen=True):
    """Public part. `signing` is a key of this file alone; `body` is the SHA-256 of the whole body."""

    id: KeyId
    signing: str
    made: Wall
    kdf: KdfParams
    wrapped: str
    index: ObjectRef
    body: str


class BackupEntry(Value, frozen=True):
    """One file: its name below its place, parts joined by "/", its size and SHA-256, and where its stream lies."""

    place: Place
    name: str
    size: int
    sha256: str
    offset: int
    length: int

    @property
    def path(self) -> str:
        """Where a restore puts it, below its folder."""
        return f"{self.place.value}/{self.name}"


class BackupIndex(Value, frozen=True):
    """Every file of a backup, in the order of their streams."""

    files: tuple[BackupEntry, ...]


@dataclass(frozen=True)
class Backup:
    """A backup that is whole and open. `key` is secret; `start` is where the body begins in the file."""

    header: BackupHeader
    files: tuple[BackupEntry, ...]
    start: int
    key: bytes = field(repr=False)

    def read(self, stream: BinaryIO, number: int) -> Iterator[bytes]:
        """One file's bytes in pieces; its `Refusal` may come after the last one, so they count only then."""
        entry = self.files[number]
        running, size = hashlib.sha256(), 0
        sealed = _slice(stream, self.start + entry.offset, entry.length)
        for piece in streams.open_pieces(self.key, object_context(self.header.id, number), sealed):
            running.update(piece)
            size += len(piece)
            yield piece
        if size != entry.size or running.digest() != text_to_bytes(entry.sha256):
            raise Refusal(Outcome.DECRYPT, "decrypt", entry.name)


def slot_context(backup_id: str) -> bytes:
    """What the backup's key is wrapped for."""
    return bind(Context.BACKUP_SLOT, backup_id.encode())


def index_context(backup_id: str) -> bytes:
    """What the index is sealed for."""
    return bind(Context.BACKUP_INDEX, backup_id.encode())


def object_context(backup_id: str, number: int) -> bytes:
    """What the file of this number (from 0, in the index's order) is sealed for."""
    return bind(Context.BACKUP_OBJECT, backup_id.encode(), str(number).encode())


class Told:
    """Tells progress in KiB, for what is counted in bytes."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def add(self, count: int) -> None:
        """So many more bytes are done."""
        self._done += count
        self._progress(self._done // 1024, max(self._total // 1024, 1))


def read_backup_header(stream: BinaryIO) -> tuple[BackupHeader, FrameHead]:
    """A backup's public part, whole by the signature of the key it names; HEADER where the index is not in the body.

    `check_body` says whether the rest is whole too.
    """
    head = frame.peek(stream, FileType.BACKUP)
    header = read_header(BackupHeader, head)
    frame.verify(head, text_to_bytes(header.signing))
    index = header.index
    if min(index.offset, index.length) < 0 or index.offset + index.length != head.body_length:
        raise Refusal(Outcome.HEADER, "header")
    if index.length > PAYLOAD_LIMIT:
        raise Refusal(Outcome.LIMIT, "backup.too-big")
    return header, head


def check_body(stream: BinaryIO, header: BackupHeader, head: FrameHead, progress: Progress = no_progress) -> None:
    """Refuses (DECRYPT) a body that is not as it was written. Reads all of it; no passphrase is needed."""
    running = hashlib.sha256()
    told = Told(progress, head.body_length)
    for piece in _slice(stream, head.body_offset, head.body_length):
        running.update(piece)
        told.add(len(piece))
    if running.digest() != text_to_bytes(header.body):
        raise Refusal(Outcome.DECRYPT, "backup.damaged")


def open_backup(stream: BinaryIO, passphrase: str, progress: Progress = no_progress) -> Backup:
    """A backup whose body is whole; DECRYPT for a damaged one, CODE for a wrong passphrase."""
    ensure_tested()
    header, head = read_backup_header(stream)
    check_body(stream, header, head, progress)
    slot = slot_context(header.id)
    kek = kdf.derive(passphrase, header.kdf, slot)
    key = kdf.unwrap(kek, text_to_bytes(header.wrapped), slot, "passphrase.wrong")
    sealed = b"".join(_slice(stream, head.body_offset + header.index.offset, header.index.length))
    if hashlib.sha256(sealed).digest() != text_to_bytes(header.index.sha256):
        raise Refusal(Outcome.DECRYPT, "backup.damaged")
    index = read_payload(BackupIndex, streams.unpad(streams.open_(key, index_context(header.id), sealed)))
    _check_index(index, header.index.offset)
    return Backup(header, index.files, head.body_offset, key)


def _check_index(index: BackupIndex, end: int) -> None:
    """Names that may become files, and streams that follow each other from the first byte to the index."""
    check_names([entry.path for entry in index.files])
    offset = 0
    for entry in index.files:
        if entry.offset != offset or entry.size < 0 or entry.length != streams.sealed_length(entry.size):
            raise Refusal(Outcome.PAYLOAD, "payload")
        offset += entry.length
    if offset != end:
        raise Refusal(Outcome.PAYLOAD, "payload")


def _slice(stream: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    """A part of a file in pieces; FRAME where it has become shorter meanwhile."""
    stream.seek(start)
    left = length
    while left:
        piece = stream.read(min(left, _PIECE))
        if not piece:
            raise Refusal(Outcome.FRAME, "frame")
        left -= len(piece)
        yield piece
