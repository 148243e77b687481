"""Picture files: what one is by its first bytes, how large it is, and the name by which items know it.

Every reader names pictures alike, so the same picture in two papers is one picture in a bank.
"""

from collections.abc import Callable
from typing import Final

_KINDS: Final = (
    (b"\x89PNG", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"BM", "image/bmp", "bmp"),
    (b"II*\x00", "image/tiff", "tif"),
    (b"MM\x00*", "image/tiff", "tif"),
    (b"\x01\x00\x00\x00", "image/emf", "emf"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf", "wmf"),
    (b"\x01\x00\x09\x00", "image/wmf", "wmf"),
    (b"\x02\x00\x09\x00", "image/wmf", "wmf"),
)
SHOWN: Final = frozenset({"png", "jpg", "gif", "bmp", "tif"})
"""Endings of the pictures that a candidate can be shown; drawings of Windows (EMF, WMF) are kept and told."""
_ENDINGS: Final = {media_type: ending for _, media_type, ending in _KINDS} | {
    "image/x-emf": "emf",
    "image/x-wmf": "wmf",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}
_NO_SIZE: Final = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of JPEG in the range of those that hold a size, and which hold none."""


def kind_of(head: bytes) -> tuple[str, str] | None:
    """The media type and file ending of a picture, by its first bytes; None for what is none that is known here."""
    return next(((media_type, ending) for magic, media_type, ending in _KINDS if head.startswith(magic)), None)


def ending_of(media_type: str) -> str | None:
    """What the name of a file of a media type ends with; None for types that are no picture known here."""
    return _ENDINGS.get(media_type)


def name_picture(digest: str, ending: str) -> str:
    """The name that items use for a picture, by the SHA-256 of its bytes in hexadecimal."""
    return f"{digest[:16]}.{ending}"


def ending_in(name: str) -> str:
    """The ending of a picture's name."""
    return name.rpartition(".")[2].lower()


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG, GIF or BMP; None for every other file, and for a broken one.

    A printed page needs to know before it is laid out; the first bytes of the file are enough.
    """
    kind = kind_of(data)
    read = _READERS.get(kind[1]) if kind is not None else None
    wide, high = (read(data) if read is not None else None) or (0, 0)
    return (wide, high) if wide > 0 and high > 0 else None


def _png(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _gif(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")


def _bmp(data: bytes) -> tuple[int, int]:
    wide = int.from_bytes(data[18:22], "little", signed=True)
    return wide, abs(int.from_bytes(data[22:26], "little", signed=True))


def _jpeg(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE:
            high, wide = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(wide, "big"), int.from_bytes(high, "big")
        place += 2 + max(2, int.from_bytes(data[place + 2 : place + 4], "big"))
    return None


_READERS: Final[dict[str, Callable[[bytes], tuple[int, int] | None]]] = {
    "png": _png,
    "gif": _gif,
    "bmp": _bmp,
    "jpg": _jpeg,
}
