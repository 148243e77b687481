"""Looks for text in bytes and in files, however it may have been written there."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

SHORTEST = 6
"""Bytes below which a pattern would be found in random data by chance."""


def _base64_forms(data: bytes) -> Iterator[bytes]:
    """The symbols that stand for these bytes alone, at each of the three places where a base64 group can begin."""
    for lead in range(3):
        symbols = base64.b64encode(bytes(lead) + data)
        sure = symbols[(lead * 8 + 5) // 6 : (lead + len(data)) * 8 // 6]
        yield sure
        yield sure.translate(bytes.maketrans(b"+/", b"-_"))


def forms(text: str) -> dict[bytes, str]:
    """Byte pattern → the dress it is in: several encodings, each raw, in hexadecimal and in base64; and escaped."""
    found = {text.encode("unicode_escape"): "escaped"}
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        data = text.encode(encoding)
        found[data] = encoding
        found |= dict.fromkeys((data.hex().encode(), data.hex().upper().encode()), f"hex of {encoding}")
        found |= dict.fromkeys(_base64_forms(data), f"base64 of {encoding}")
    return {pattern: name for pattern, name in found.items() if len(pattern) >= SHORTEST}


def spellings(text: str) -> set[bytes]:
    """A text in every dress."""
    return set(forms(text))


def texts_in(data: bytes, texts: Iterable[str]) -> list[str]:
    """Those of the texts that are in the data, in any spelling."""
    return [text for text in texts if any(spelled in data for spelled in spellings(text))]


def search(folders: Iterable[Path], secrets: Iterable[str]) -> list[tuple[str, str, str]]:
    """(file, secret, dress) for every find, in the contents and in the names of all files below the folders."""
    patterns = {pattern: (secret, name) for secret in secrets for pattern, name in forms(secret).items()}
    finds = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            data = str(path.relative_to(folder)).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
            finds += [(str(path), *told) for pattern, told in patterns.items() if pattern in data]
    return finds
