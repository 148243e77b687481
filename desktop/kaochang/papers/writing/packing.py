"""ZIP files of ours: the same parts give the same bytes, whenever and on whatever machine they are written."""

import zipfile
from collections.abc import Mapping
from types import TracebackType
from typing import BinaryIO, Final

from kaochang.domain.items import Image
from kaochang.papers.picture_files import ending_in, ending_of

_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP file can say."""
_MODE: Final = 0o644 << 16
_UNIX: Final = 3
_PACKED: Final = frozenset({"png", "jpg", "gif"})
"""Pictures that are packed in themselves: to pack them again takes time and saves nothing."""


class Package:
    """A ZIP file under way; each part is written once, in the order in which it comes."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w")

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes) -> None:
        """One part."""
        part = zipfile.ZipInfo(name, _TIME)
        part.create_system = _UNIX
        part.external_attr = _MODE
        is_packed = ending_in(name) in _PACKED
        part.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        self._zip.writestr(part, data)


class PictureNames:
    """The pictures of a file by names of its own (image1.png …): the names in a bank may be anything."""

    def __init__(self, media: Mapping[str, bytes], folder: str = "") -> None:
        self._media = media
        self._folder = folder
        self._names: dict[str, str] = {}

    def name(self, image: Image) -> str:
        """The name of a picture in the file."""
        ending = ending_of(image.media_type) or "bin"
        return self._names.setdefault(image.name, f"{self._folder}image{len(self._names) + 1}.{ending}")

    def named(self) -> dict[str, str]:
        """The names given so far: the key in `media`, and the name in the file."""
        return dict(self._names)

    def data(self, key: str) -> bytes:
        """The bytes of one picture."""
        return self._media[key]
