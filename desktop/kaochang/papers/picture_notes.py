"""Pictures without the words that their files hold beside what is seen: descriptions, comments, what a camera noted.

Such words may tell an answer, so a paper without answers has none of them. Other formats than PNG, JPEG and GIF (BMP,
which has hardly any place for words, and TIFF), and files that are not built as they should be, stay as they are.
"""

from typing import Final, Literal

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SEEN: Final = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT", b"cICP"}
)
"""Chunks of PNG that say how it looks though a program may pass over them; the critical ones have a capital letter."""
_BESIDE: Final = 12
"""Bytes of a chunk that are not its content: length, name and checksum."""
_START, _SCAN, _COMMENT = 0xD8, 0xDA, 0xFE
_NOTED: Final = frozenset({*range(0xE1, 0xF0), _COMMENT}) - {0xE2, 0xEE}
"""Segments of JPEG with notes; E0, E2 (colours) and EE (how colours are stored) say how it looks."""
_LOOPS: Final = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")
"""The extensions of programs in a GIF that say how it looks: how often it runs."""
_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _OWN = 0xF9, 0xFF

_ORIENTATION: Final = 0x112


def without_notes(data: bytes) -> bytes:
    """The same picture without such words."""
    if data.startswith(_PNG):
        return _bare_png(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        return _bare_gif(data)
    return _bare_jpeg(data) if data.startswith(b"\xff\xd8\xff") else data


def _bare_png(data: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while place + _BESIDE <= len(data):
        end = place + _BESIDE + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if end > len(data):
            return data
        if name in _SEEN or name[:1].isupper():
            kept.append(data[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end
    return data


def _bare_gif(data: bytes) -> bytes:
    place = 13 + _colours(data, 10)
    kept = [data[:place]]
    while place < len(data):
        kind, start = data[place], place
        if kind == _TRAILER:
            return b"".join([*kept, data[place : place + 1]])
        if kind == _EXTENSION:
            place = _behind_blocks(data, place + 2)
        elif kind == _IMAGE:
            place = _behind_blocks(data, place + 11 + _colours(data, place + 9))
        else:
            return data
        if kind == _IMAGE or _shows(data[start : start + 14]):
            kept.append(data[start:place])
    return data


def _colours(data: bytes, place: int) -> int:
    """How many bytes the table of colours has that the flags at a place speak of."""
    flags = data[place] if place < len(data) else 0
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(data: bytes, place: int) -> int:
    """Where the blocks end that begin at a place: each says its length, the last has none."""
    while place < len(data) and data[place]:
        place += data[place] + 1
    return place + 1


def _shows(extension: bytes) -> bool:
    """Whether an extension says how a GIF looks."""
    return extension[1:2] == bytes([_CONTROL]) or (extension[1:2] == bytes([_OWN]) and extension[2:] in _LOOPS)


def _bare_jpeg(data: bytes) -> bytes:
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == _SCAN:
            return b"".join([*kept, data[place:]])
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        kept.append(_turned(data[place + 4 : end]) if marker in _NOTED else data[place:end])
        place = end
    return data


def _turned(note: bytes) -> bytes:
    """Of what a camera noted, only how the picture is to be turned, as a segment of its own; b"" where it is not."""
    if not note.startswith((b"Exif\0\0II*\0", b"Exif\0\0MM\0*")):
        return b""
    order: Literal["little", "big"] = "little" if note[6:7] == b"I" else "big"
    first = 6 + int.from_bytes(note[10:14], order)
    for place in range(first + 2, first + 2 + 12 * int.from_bytes(note[first : first + 2], order), 12):
        entry = note[place : place + 12]
        if int.from_bytes(entry[:2], order) == _ORIENTATION and int.from_bytes(entry[8:10], order) in range(1, 9):
            whole = note[:10] + (8).to_bytes(4, order) + (1).to_bytes(2, order) + entry + bytes(4)
            return b"\xff\xe1" + (len(whole) + 2).to_bytes(2, "big") + whole
    return b""
