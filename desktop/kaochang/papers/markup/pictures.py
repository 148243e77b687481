"""Pictures that a text or file holds in itself; nothing is ever fetched from anywhere."""

import base64
import binascii
import hashlib
import re
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from kaochang.domain.items import Image
from kaochang.papers.picture_files import kind_of, name_picture

_DATA: Final = re.compile(r"\s*data:[^,]{0,100}?(;base64)?,", re.IGNORECASE)


class Pictures:
    """The pictures of one paper; `media` holds the bytes of those that were asked for, by the name that items use."""

    def __init__(self) -> None:
        self._known: dict[str, Image | None] = {}
        self.media: dict[str, bytes] = {}

    def __call__(self, source: str) -> Image | None:
        """The picture that a `src` holds in itself; None for one that it only names, and for what is no picture."""
        if source not in self._known:
            data = _inline(source)
            self._known[source] = self.add(data) if data is not None else None
        return self._known[source]

    def add(self, data: bytes) -> Image | None:
        """The picture of these bytes, None where they are none."""
        kind = kind_of(data)
        if kind is None:
            return None
        image = Image(name_picture(hashlib.sha256(data).hexdigest(), kind[1]), kind[0])
        self.media[image.name] = data
        return image


def _inline(source: str) -> bytes | None:
    """The bytes of a data: address."""
    match = _DATA.match(source)
    if match is None:
        return None
    rest = source[match.end() :]
    if not match.group(1):
        return unquote_to_bytes(rest)
    try:
        return base64.b64decode(unquote(rest))
    except (binascii.Error, ValueError):
        return None
