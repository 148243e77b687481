"""The body of a sealed exam under construction: objects in one random order, sealed straight onto the disk.

A session may hold a gigabyte of pictures, so only a few megabytes at a time are in memory. Places are dealt out before
anything is sealed. Some objects name others by place and SHA-256 (the index, the rooms' objects): they are sealed last,
into places kept free for them, as large as the longest references could make them. Random bytes fill the end, so that
the file's size tells little about how much is in it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import BinaryIO, TypeAlias

from kaochang.custody import hashing
from kaochang.custody.envelope import payload_bytes
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
        for late in (False, True):
            parts = [part for part in self._parts if part.late is late]
            digests = hashing.digests_of(self._written(parts, stream, start, step))
            for part, sha256 in zip(parts, digests, strict=True):
                place = self.refs[part.name]
                self.refs[part.name] = ObjectRef(place.offset, place.length, sha256)
        stream.seek(start + self._filled)
        for count in _pieces(self.length - self._filled):
            stream.write(self._random(count))

    def _written(
        self, parts: Sequence[Part], stream: BinaryIO, start: int, step: Callable[[], None]
    ) -> Iterator[list[bytes]]:
        """Seals these into their places, and gives each stretch of them when it is written."""
        for stretch in self._stretches(parts):
            written = []
            for part in stretch:
                sealed = self._sealed(part)
                stream.seek(start + self.refs[part.name].offset)
                stream.write(sealed)
                written.append(sealed)
                step()
            yield written

    def _stretches(self, parts: Sequence[Part]) -> Iterator[list[Part]]:
        """Parts in the order of their places, those together that begin in the same stretch of the body."""
        for _, stretch in groupby(parts, lambda part: self.refs[part.name].offset // hashing.STRETCH):
            yield list(stretch)

    def _sealed(self, part: Part) -> bytes:
        padded = streams.pad(part.content(self.refs.__getitem__), lambda _: part.size)
        return streams.seal(part.key, part.name.context(self._nonce), padded)

    def read_back(self, stream: BinaryIO, start: int) -> str:
        """The SHA-256 of the body as it lies there; IO where an object does not open again.

        Opening tells a changed object as surely as its hash would, in a third of the time.
        """
        stream.seek(start)
        return hashing.sha256_of(self._read_again(stream))

    def _read_again(self, stream: BinaryIO) -> Iterator[bytes]:
        """All that is there from here on; what a piece holds is opened while the piece is hashed."""
        for stretch in self._stretches(self._parts):
            lengths = [self.refs[part.name].length for part in stretch]
            piece = stream.read(sum(lengths))
            yield piece
            rest = memoryview(piece)
            for part, length in zip(stretch, lengths, strict=True):
                context = part.name.context(self._nonce)
                streams.open_(part.key, context, rest[:length], outcome=Outcome.IO, refusal="io.read-back")
                rest = rest[length:]
        for count in _pieces(self.length - self._filled):
            yield stream.read(count)


def _pieces(length: int) -> Iterator[int]:
    """A length in parts small enough to be held in memory."""
    for start in range(0, length, _PIECE):
        yield min(_PIECE, length - start)
