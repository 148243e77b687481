"""Looks for texts and keys in bytes and in files, however they may have been written there, packed or not."""

import base64
import binascii
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote_from_bytes

SHORTEST = 6
"""Bytes below which a pattern would be found in random data by chance."""

ENCODINGS = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32-le": "utf-32-le",
    "utf-32-be": "utf-32-be",
    "gbk": "gb18030",
}
"""What an encoding is called here, and its codec; GB 18030 writes what GBK has as GBK does, and has everything."""

_START = 4
"""Bytes of a pattern that are looked for first."""

_DEEPEST = 3
_LARGEST = 64 * 1024 * 1024
_RUN = 32
"""Symbols of base64 or hexadecimal that are taken for packed data and unpacked."""

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{%d,}" % _RUN)
_HEX = re.compile(rb"[0-9a-fA-F]{%d,}" % _RUN)
_ZLIB = re.compile(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_MEMBER = b"PK\x03\x04"

Secret = str | bytes
Find = tuple[str, Secret, str]


def _base64_forms(data: bytes) -> Iterator[bytes]:
    """The symbols that stand for these bytes alone, at each of the three places where a base64 group can begin."""
    for lead in range(3):
        symbols = base64.b64encode(bytes(lead) + data)
        sure = symbols[(lead * 8 + 5) // 6 : (lead + len(data)) * 8 // 6]
        yield sure
        yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def _forms_of_bytes(data: bytes, name: str) -> Iterator[tuple[bytes, str]]:
    yield data, name
    for written in (data.hex(), data.hex().upper()):
        yield written.encode(), f"hex of {name}"
    for symbols in _base64_forms(data):
        yield symbols, f"base64 of {name}"
    yield repr(data)[2:-1].encode(), f"escaped bytes of {name}"
    whole = "".join(f"%{byte:02X}" for byte in data)
    for written in (whole, whole.lower(), quote_from_bytes(data), quote_from_bytes(data, safe="").lower()):
        yield written.encode(), f"percent of {name}"


def _escapes(text: str) -> Iterator[tuple[bytes, str]]:
    """As JSON, Python and XML write what is not ASCII, or all of it."""
    units = text.encode("utf-16-be").hex()
    everything = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
    for written in (json.dumps(text)[1:-1], everything):
        yield written.encode(), "escaped"
        yield re.sub(r"(?<=\\u)....", lambda digits: digits[0].upper(), written).encode(), "escaped"
    yield text.encode("unicode_escape"), "escaped"
    for form in ("&#{};", "&#x{:x};", "&#x{:X};"):
        yield "".join(form.format(ord(symbol)) for symbol in text).encode(), "escaped"


def _all_forms(secret: Secret) -> Iterator[tuple[bytes, str]]:
    if isinstance(secret, bytes):
        yield from _forms_of_bytes(secret, "raw")
        return
    yield from _escapes(secret)
    for name, codec in ENCODINGS.items():
        yield from _forms_of_bytes(secret.encode(codec), name)


@lru_cache(maxsize=4096)
def forms(secret: Secret) -> dict[bytes, str]:
    """Byte pattern → the dress it is in: several encodings, each raw, hexadecimal, base64, percent; and escaped.

    A secret of bytes is looked for raw and as those bytes are written. A pattern that two dresses share has the first.
    """
    found: dict[bytes, str] = {}
    for pattern, name in _all_forms(secret):
        if len(pattern) >= SHORTEST:
            found.setdefault(pattern, name)
    return found


def _inflated(data: bytes, at: int, bits: int) -> bytes:
    """What is packed at a place; nothing where it is not packed, or not whole from its first byte."""
    try:
        return zlib.decompressobj(bits).decompress(memoryview(data)[at:], _LARGEST)
    except zlib.error:
        return b""


def _members(data: bytes) -> Iterator[bytes]:
    """What lies deflated in the members of zip archives, wherever these begin."""
    at = data.find(_MEMBER)
    while at >= 0:
        if data[at + 8 : at + 10] == b"\x08\0":
            name, extra = struct.unpack("<HH", data[at + 26 : at + 30].ljust(4, b"\0"))
            yield _inflated(data, at + 30 + name + extra, -zlib.MAX_WBITS)
        at = data.find(_MEMBER, at + 4)


def _decoded(data: bytes) -> Iterator[bytes]:
    """What long runs of base64 and hexadecimal stand for."""
    for run in _BASE64.finditer(data):
        symbols = run[0].translate(bytes.maketrans(b"-_", b"+/"))
        for lead in range(4):
            with suppress(binascii.Error):  # a run that only looks like base64 stands for nothing
                part = symbols[lead:]
                yield base64.b64decode(part[: len(part) // 4 * 4])
    for run in _HEX.finditer(data):
        for lead in range(2):
            digits = run[0][lead:]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def layers(data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The data, and what lies in it packed (zlib, gzip, zip) or spelled out and packed, each with how it was packed."""
    yield "", data
    if depth == _DEEPEST:
        return
    packed = [("packed", _inflated(data, each.start(), zlib.MAX_WBITS | 32)) for each in _ZLIB.finditer(data)]
    packed += [("in a zip", content) for content in _members(data)]
    packed += [("spelled out", content) for content in _decoded(data) if _ZLIB.search(content) or _MEMBER in content]
    for name, content in packed:
        if content:
            for below, inner in layers(content, depth + 1):
                yield f"{name} {below}".strip(), inner


class Searcher:
    """Looks for the same secrets again and again; bytes that it has seen before cost it only their hash."""

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self._by_start: dict[int, list[tuple[bytes, Secret, str]]] = {}
        for secret in secrets:
            for pattern, name in forms(secret).items():
                start = int.from_bytes(pattern[:_START], sys.byteorder)
                self._by_start.setdefault(start, []).append((pattern, secret, name))
        self._seen: dict[bytes, list[tuple[Secret, str]]] = {}

    def in_bytes(self, data: bytes) -> list[tuple[Secret, str]]:
        """(secret, dress) for every find."""
        key = sha256(data).digest()
        if key not in self._seen:
            self._seen[key] = [
                (secret, f"{name} {how}".strip())
                for how, layer in layers(data)
                for secret, name in self._in_layer(layer)
            ]
        return self._seen[key]

    def _in_layer(self, data: bytes) -> Iterator[tuple[Secret, str]]:
        """Thousands of patterns at once: only those are looked for whose first bytes are there, as one number each."""
        there: set[int] = set()
        for lead in range(_START):
            numbers = memoryview(data)[lead : lead + (len(data) - lead) // _START * _START].cast("I")
            there |= self._by_start.keys() & numbers
        for start in sorted(there):
            yield from ((secret, name) for pattern, secret, name in self._by_start[start] if pattern in data)

    def in_folders(self, folders: Iterable[Path]) -> list[Find]:
        """(file, secret, dress) for every find, in the contents and in the names of all files below the folders."""
        finds: list[Find] = []
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                data = [str(path.relative_to(folder)).encode("utf-8", "surrogateescape")]
                data += [path.read_bytes()] if path.is_file() else []
                finds += [(str(path), *found) for each in data for found in self.in_bytes(each)]
        return finds


def texts_in(data: bytes, texts: Iterable[Secret]) -> list[Secret]:
    """Those of the texts that are in the data, in any spelling."""
    wanted = list(texts)
    found = {secret for secret, _ in Searcher(wanted).in_bytes(data)}
    return [text for text in wanted if text in found]


def search(folders: Iterable[Path], secrets: Iterable[Secret]) -> list[Find]:
    """(file, secret, dress) for every find, in the contents and in the names of all files below the folders."""
    return Searcher(secrets).in_folders(folders)
