"""The body of a sealed exam on a disk: any object on its own, without reading the rest."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kaochang.custody.exam_shapes import ObjectName, ObjectRef
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, text_to_bytes
from kaochang.machine.safe_files import open_regular
from kaochang.sealing import streams

_CHUNK = 1024 * 1024


class StoredBody(Record, frozen=True):
    """Where the body lies, in bytes from the start of the file, and the nonce in its objects' contexts."""

    path: Path
    nonce: bytes
    offset: int
    length: int

    def check(self, sha256: str) -> None:
        """Reads all of it and refuses (DECRYPT) one that is not as it was sealed."""
        running = hashlib.sha256()
        left = self.length
        with open_regular(self.path) as stream:
            stream.seek(self.offset)
            while left and (chunk := stream.read(min(left, _CHUNK))):
                running.update(chunk)
                left -= len(chunk)
        if running.digest() != text_to_bytes(sha256):
            raise Refusal(Outcome.DECRYPT, "exam.body-damaged", str(self.path))

    @contextmanager
    def reading(self) -> Iterator["Objects"]:
        """One descriptor for as many objects as are read in a row. None is kept: a stick can be taken out."""
        with open_regular(self.path) as stream:
            yield Objects(self, stream)

    def open(self, ref: ObjectRef, name: ObjectName, key: bytes) -> bytes:
        """One object, as `Objects.open` gives it."""
        with self.reading() as objects:
            return objects.open(ref, name, key)


class Objects(Record, frozen=True):
    """The objects of a body that is open for reading."""

    body: StoredBody
    stream: BinaryIO

    def open(self, ref: ObjectRef, name: ObjectName, key: bytes) -> bytes:
        """An object's plaintext.

        FRAME for a place outside the body; DECRYPT for other bytes than the reference names (`exam.object-damaged`,
        the only one that a bad stick causes), and for ones that this key or name does not open (`decrypt`).
        """
        where = str(self.body.path)
        if ref.offset < 0 or ref.length < 0 or ref.offset + ref.length > self.body.length:
            raise Refusal(Outcome.FRAME, "frame", where)
        self.stream.seek(self.body.offset + ref.offset)
        sealed = self.stream.read(ref.length)
        if hashlib.sha256(sealed).digest() != text_to_bytes(ref.sha256):
            raise Refusal(Outcome.DECRYPT, "exam.object-damaged", where, name=name.name)
        return streams.unpad(streams.open_(key, name.context(self.body.nonce), sealed))
