"""The body of a sealed exam under construction: objects in one random order, sealed straight onto the disk.

A session may hold a gigabyte of pictures, so nothing but one object at a time is in memory. Places are dealt out before
anything is sealed. Some objects name others by place and SHA-256 (the index, the rooms' objects): they are sealed last,
into places kept free for them, as large as the longest references could make them. Random bytes fill the end, so that
the file's size tells little about how much is in it.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from kaochang.custody.envelope import digest, payload_bytes
from kaochang.custody.exam_shapes import ObjectName, ObjectRef
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, bytes_to_text
from kaochang.sealing import streams

LEAST_BODY = 256 * 1024
"""No body is smaller, so that small sessions look alike."""

_PIECE = 1024 * 1024
NO_DIGEST = bytes_to_text(bytes(32))

Refs: TypeAlias = Callable[[ObjectName], ObjectRef]
"""Tells where an object lies, for those that name others."""


def _widest(_: ObjectName) -> ObjectRef:
    """A reference as long as any can be, for measuring what will name others."""
    return ObjectRef(2**32 - 1, 2**32 - 1, NO_DIGEST)


@dataclass(frozen=True)
class Part:
    """One object: `size` is the length of its padded plaintext; `content` gives the plaintext when it is its turn.

    That of a `late` one is asked for when all others are sealed.
    """

    name: ObjectName
    key: bytes = field(repr=False)
    size: int
    content: Callable[[Refs], bytes] = field(repr=False)
    late: bool = False


def document(name: ObjectName, key: bytes, value: Value) -> Part:
    """A document that names no other object."""
    data = payload_bytes(value)
    return Part(name, key, streams.padded_length(len(data), streams.blocks), lambda _: data)


def naming_document(name: ObjectName, key: bytes, make: Callable[[Refs], Value]) -> Part:
    """A document that names others."""
    size = streams.padded_length(len(payload_bytes(make(_widest))), streams.blocks)
    return Part(name, key, size, lambda refs: payload_bytes(make(refs)), late=True)


def picture(name: ObjectName, key: bytes, length: int, read: Callable[[str], bytes]) -> Part:
    """A picture of this length, read by its own name; CONFLICT where it has another length by then."""

    def content(_: Refs) -> bytes:
        data = read(name.name)
        if len(data) != length:
            raise Refusal(Outcome.CONFLICT, "seal.changed", name=name.name)
        return data

    return Part(name, key, streams.padded_length(length, streams.padme), content)


class Body:
    """Where every object lies, and then what it is: `refs` have their SHA-256 once `write` is done."""

    def __init__(self, parts: Sequence[Part], nonce: bytes, random: Randomness) -> None:
        self._parts = sorted(parts, key=lambda _: random(8))
        self._nonce = nonce
        self._random = random
        self.refs: dict[ObjectName, ObjectRef] = {}
        end = 0
        for part in self._parts:
            length = streams.sealed_length(part.size)
            self.refs[part.name] = ObjectRef(end, length, NO_DIGEST)
            end += length
        if len(self.refs) != len(parts):
            raise ValueError("two objects of one name")
        self._filled = end
        self.length = streams.padme(max(end, LEAST_BODY))

    def write(self, stream: BinaryIO, start: int, step: Callable[[], None]) -> None:
        """Seals every object into its place, counted from `start`, and fills up the end; a step for each object."""
        for part in sorted(self._parts, key=lambda part: part.late):
            sealed = self._sealed(part)
            place = self.refs[part.name]
            stream.seek(start + place.offset)
            stream.write(sealed)
            self.refs[part.name] = ObjectRef(place.offset, place.length, digest(sealed))
            step()
        stream.seek(start + self._filled)
        for count in _pieces(self.length - self._filled):
            stream.write(self._random(count))

    def _sealed(self, part: Part) -> bytes:
        padded = streams.pad(part.content(self.refs.__getitem__), lambda _: part.size)
        return streams.seal(part.key, part.name.context(self._nonce), padded)

    def read_back(self, stream: BinaryIO, start: int) -> str:
        """The SHA-256 of the body as it lies there; IO where an object does not open again.

        Opening tells a changed object as surely as its hash would, in a third of the time.
        """
        running = hashlib.sha256()
        stream.seek(start)
        for part in self._parts:
            sealed = stream.read(self.refs[part.name].length)
            running.update(sealed)
            context = part.name.context(self._nonce)
            streams.open_(part.key, context, sealed, outcome=Outcome.IO, refusal="io.read-back")
        for count in _pieces(self.length - self._filled):
            running.update(stream.read(count))
        return bytes_to_text(running.digest())


def _pieces(length: int) -> Iterator[int]:
    """A length in parts small enough to be held in memory."""
    for start in range(0, length, _PIECE):
        yield min(_PIECE, length - start)
