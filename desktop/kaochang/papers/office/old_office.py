"""Files of Office before 2007 and encrypted ones: told by the names in their directory, and refused."""

import struct
from typing import Final

from kaochang.papers.archive import Stream

_NAMES: Final = (
    ("EncryptedPackage", "paper.encrypted"),
    ("Workbook", "paper.old-sheet"),
    ("Book", "paper.old-sheet"),
    ("PowerPoint Document", "paper.old-slides"),
)
_SECTOR_SHIFTS: Final = (9, 12)
_DIRECTORY: Final = 64 * 1024
"""Bytes of the directory that are looked at: the streams that tell stand at its beginning."""


def old_office(head: bytes, stream: Stream) -> str:
    """The key of the refusal of a compound file; `head` are its first bytes.

    The directory's first sector is told in the header ([MS-CFB] 2.2); a name there is UTF-16 and ends with a zero.
    """
    seen = head + _directory(head, stream)
    return next((key for name, key in _NAMES if f"{name}\0".encode("utf-16-le") in seen), "paper.old-office")


def _directory(head: bytes, stream: Stream) -> bytes:
    if len(head) < 52:
        return b""
    shift, sector = struct.unpack_from("<H", head, 30)[0], struct.unpack_from("<I", head, 48)[0]
    if shift not in _SECTOR_SHIFTS:
        return b""
    stream.seek((sector + 1) << shift)
    return stream.read(_DIRECTORY)
