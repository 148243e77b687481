"""Writing a backup: places are dealt out first, then every file goes through in pieces, and the header comes last.

So nothing is in memory but a piece at a time, and nothing is read twice.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kaochang.custody.backup_names import check_names
from kaochang.custody.backups import (
    BackupEntry,
    BackupHeader,
    BackupIndex,
    Place,
    Told,
    index_context,
    object_context,
    slot_context,
)
from kaochang.custody.envelope import digest, header_bytes, payload_bytes
from kaochang.custody.exam_shapes import ObjectRef
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.domain.ports import Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame, kdf, keys, signatures, streams
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams
from kaochang.sealing.selftest import ensure_tested

_ID_BYTES = 12
_NO_DIGEST = bytes_to_text(bytes(32))
_LARGEST_BODY = 2**32 - 1


@dataclass(frozen=True)
class Source:
    """A file to back up. `read` gives its bytes in pieces; they must be `size` bytes together."""

    place: Place
    name: str
    size: int
    read: Callable[[], Iterable[bytes]]


class _Hashed:
    """Writes to a stream and keeps the SHA-256 of all that was written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.running = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.running.update(data)
        self._stream.write(data)


def write_backup(
    stream: BinaryIO,
    sources: Sequence[Source],
    passphrase: str,
    params: KdfParams,
    made: int,
    random: Randomness,
    progress: Progress = no_progress,
) -> None:
    """Writes a backup to an empty, seekable stream.

    POLICY for a short passphrase, PAYLOAD for a name that cannot be restored everywhere, LIMIT for more than 4 GiB,
    CONFLICT for a source that is not as long as it said.
    """
    ensure_tested()
    check_new_passphrase(passphrase)
    entries = _laid_out(sources)
    check_names([entry.path for entry in entries])
    backup_id, seed, key = bytes_to_text(random(_ID_BYTES)), signatures.new_seed(random), keys.new_key(random)
    slot = slot_context(backup_id)
    index_offset = sum(entry.length for entry in entries)
    index_length = streams.sealed_length(len(_padded(entries)))
    header = BackupHeader(
        backup_id,
        bytes_to_text(signatures.public_of(seed)),
        made,
        params,
        bytes_to_text(kdf.wrap(kdf.derive(passphrase, params, slot), key, slot)),
        ObjectRef(index_offset, index_length, _NO_DIGEST),
        _NO_DIGEST,
    )
    if index_offset + index_length > _LARGEST_BODY:
        raise Refusal(Outcome.LIMIT, "backup.too-big")
    stream.write(_around(header, seed)[0])
    body = _Hashed(stream)
    entries = _write_objects(body, sources, entries, (backup_id, key), progress)
    index = streams.seal(key, index_context(backup_id), _padded(entries))
    body.write(index)
    ref = ObjectRef(index_offset, index_length, digest(index))
    head, tail = _around(_finished(header, ref, bytes_to_text(body.running.digest())), seed)
    stream.write(tail)
    stream.seek(0)
    stream.write(head)


def _laid_out(sources: Sequence[Source]) -> list[BackupEntry]:
    entries, offset = [], 0
    for source in sources:
        length = streams.sealed_length(source.size)
        entries.append(BackupEntry(source.place, source.name, source.size, _NO_DIGEST, offset, length))
        offset += length
    return entries


def _padded(entries: Sequence[BackupEntry]) -> bytes:
    """The index's plaintext: as long before its hashes are known as after."""
    return streams.pad(payload_bytes(BackupIndex(tuple(entries))), streams.blocks)


def _finished(header: BackupHeader, index: ObjectRef, body: str) -> BackupHeader:
    return BackupHeader(header.id, header.signing, header.made, header.kdf, header.wrapped, index, body)


def _around(header: BackupHeader, seed: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the body; as long before the hashes are known as after."""
    return frame.pack_around(FileType.BACKUP, header_bytes(header), header.index.offset + header.index.length, [seed])


def _write_objects(
    body: _Hashed,
    sources: Sequence[Source],
    entries: Sequence[BackupEntry],
    secret: tuple[str, bytes],
    progress: Progress,
) -> list[BackupEntry]:
    """Seals every source into the body; the entries with their SHA-256. `secret` is the backup's id and key."""
    backup_id, key = secret
    total = sum(entry.size for entry in entries)
    told = Told(progress, total)
    finished = []
    for number, (source, entry) in enumerate(zip(sources, entries, strict=True)):
        read = _Read(source, told)
        for sealed in streams.seal_pieces(key, object_context(backup_id, number), read):
            body.write(sealed)
        finished.append(BackupEntry(entry.place, entry.name, entry.size, read.sha256(), entry.offset, entry.length))
    return finished


class _Read:
    """A source's pieces on their way through, hashed and counted."""

    def __init__(self, source: Source, told: Told) -> None:
        self._source, self._told = source, told
        self._running = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._source.read():
            self._running.update(piece)
            size += len(piece)
            self._told.add(len(piece))
            yield piece
        if size != self._source.size:
            raise Refusal(Outcome.CONFLICT, "backup.changed", self._source.name)

    def sha256(self) -> str:
        """The text of the hash of all that passed."""
        return bytes_to_text(self._running.digest())
