"""Zip files from strangers: entries, sizes, ratio and names are bounded before anything is believed.

What the directory says is held against what is there; a file in which both differ was made to deceive some reader.
"""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final, Protocol

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits, safe_xml

_CHUNK: Final = 256 * 1024
_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_REMARK: Final = 0xFFFF
_LOCAL_SIZE: Final = 30
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
"""Office's strict form of its own formats differs from the usual one by these names alone."""
_ROOTED: Final = re.compile(r"/(?=(?:xl|word)/)")
"""What some programs write before the names of Office's own folders; nothing is ever unpacked to a disk."""
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    IndexError,
)


class Stream(Protocol):
    """Bytes that can be read from any place: a file's (`machine.file_streams`) or those in memory (`io.BytesIO`)."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, fewer only at the end."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Where to read next."""

    def tell(self) -> int:
        """Where it is read next."""

    def seekable(self) -> bool:
        """Whether any place can be read."""


class Archive:
    """The parts of a zip by name. What is unpacked is counted while it streams, never believed from the directory.

    `source` may be a stream that can be read anywhere; then no part is held that nobody asks for.
    """

    def __init__(self, source: bytes | Stream) -> None:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        try:
            _check_end(stream)
            self._zip = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error
        entries = self._zip.infolist()
        if len(entries) > limits.MAX_ENTRIES:
            raise Refusal(Outcome.PAPER, "paper.too-many-entries", limit=limits.MAX_ENTRIES)
        for entry in entries:
            entry.filename = _ROOTED.sub("", entry.filename)
            _check_name(entry.filename)
        _check_apart(entries)
        self._entries = {entry.filename: entry for entry in entries}
        self._unpacked = dict.fromkeys(self._entries, 0)
        self._total = 0

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._entries)

    def pieces(self, name: str) -> Iterator[bytes]:
        """One part, piece by piece; refuses (PAPER) when the limits of the whole file are passed or it is damaged."""
        entry, size = self._entries[name], 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._count(entry, size)
                    yield piece
        except _BROKEN as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error
        if size != entry.file_size:
            raise Refusal(Outcome.PAPER, "paper.forged")

    def read(self, name: str) -> bytes:
        """The bytes of one part."""
        pieces: list[bytes] = []
        size = 0
        for piece in self.pieces(name):
            size += len(piece)
            if size > limits.MAX_PART:
                raise Refusal(Outcome.PAPER, "paper.part-too-large", limit=limits.MAX_PART // limits.MIB)
            pieces.append(piece)
        return b"".join(pieces)

    def digest(self, name: str) -> str:
        """The SHA-256 of one part in hexadecimal, without holding it."""
        digest = hashlib.sha256()
        for piece in self.pieces(name):
            digest.update(piece)
        return digest.hexdigest()

    def head(self, name: str) -> bytes:
        """The first bytes of a part."""
        return next(self.pieces(name), b"")[:64]

    def _count(self, entry: zipfile.ZipInfo, size: int) -> None:
        """Counts each part once, however often it is read."""
        more = max(0, size - self._unpacked[entry.filename])
        self._unpacked[entry.filename] += more
        self._total += more
        if self._total > limits.MAX_UNPACKED:
            raise Refusal(Outcome.PAPER, "paper.unpacks-too-large", limit=limits.MAX_UNPACKED // limits.MIB)
        if size > limits.RATIO_FREE and size > limits.MAX_RATIO * max(entry.compress_size, 1):
            raise Refusal(Outcome.PAPER, "paper.bomb", limit=limits.MAX_RATIO)

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part: no entities, no network, no document type."""
        data = self.read(name)
        safe_xml.check_marks(data)
        if b"http://purl.oclc.org/ooxml/" in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        try:
            root = safe_xml.parse(data)
        except safe_xml.NOT_XML as error:
            declares = safe_xml.declares_entities(data)
            raise Refusal(Outcome.PAPER, "paper.doctype" if declares else "paper.broken") from error
        if safe_xml.declares_type(root):
            raise Refusal(Outcome.PAPER, "paper.doctype")
        return root


def _check_end(stream: Stream) -> None:
    """What the end of a zip says of its directory, before the directory is read: a list of millions is never made."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_REMARK))
    tail = stream.read(_END_SIZE + _LONGEST_REMARK)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise Refusal(Outcome.PAPER, "paper.broken")
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > limits.MAX_ENTRIES or length > limits.MAX_DIRECTORY:
        raise Refusal(Outcome.PAPER, "paper.too-many-entries", limit=limits.MAX_ENTRIES)


def _check_apart(entries: list[zipfile.ZipInfo]) -> None:
    """Each part has its own name and its own bytes: the same bytes unpacked many times are a bomb."""
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise Refusal(Outcome.PAPER, "paper.forged")
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise Refusal(Outcome.PAPER, "paper.forged")
        end = entry.header_offset + _LOCAL_SIZE + entry.compress_size


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
        raise Refusal(Outcome.PAPER, "paper.traversal")
