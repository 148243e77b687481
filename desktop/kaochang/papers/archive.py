"""Zip files from strangers: entries, sizes, ratio and names are bounded before anything is believed."""

import io
import zipfile
import zlib
from typing import Final

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal

MAX_ENTRIES: Final = 2000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 200
RATIO_FREE: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
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


class Archive:
    """The parts of a zip by name. What is unpacked is counted while it streams, never believed from the directory."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise Refusal(Outcome.PAPER, "paper.too-many-entries", limit=MAX_ENTRIES)
        for entry in entries:
            _check_name(entry.filename)
        self._sizes = {entry.filename: entry.compress_size for entry in entries}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self._sizes

    @property
    def names(self) -> list[str]:
        """Names of all parts."""
        return list(self._sizes)

    def read(self, name: str) -> bytes:
        """The bytes of one part; refuses (PAPER) when the limits of the whole file are passed."""
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(name) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._count(len(piece), size, self._sizes[name])
                    pieces.append(piece)
        except _BROKEN as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error
        return b"".join(pieces)

    def _count(self, more: int, size: int, packed: int) -> None:
        self._unpacked += more
        if self._unpacked > MAX_UNPACKED:
            raise Refusal(Outcome.PAPER, "paper.unpacks-too-large", limit=MAX_UNPACKED // (1024 * 1024))
        if size > RATIO_FREE and size > MAX_RATIO * max(packed, 1):
            raise Refusal(Outcome.PAPER, "paper.bomb", limit=MAX_RATIO)

    def xml(self, name: str) -> etree._Element:
        """The root element of an XML part: no entities, no network, no document type."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Refusal(Outcome.PAPER, "paper.broken") from error
        document = root.getroottree().docinfo
        if document is not None and document.internalDTD is not None:
            raise Refusal(Outcome.PAPER, "paper.doctype")
        return root


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
        raise Refusal(Outcome.PAPER, "paper.traversal")
