"""Pictures of a Word or Excel file: what they are is told by their first bytes, and their bytes stay in the file."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from kaochang.domain.items import Image
from kaochang.domain.papers import Kind
from kaochang.papers.archive import Archive
from kaochang.papers.media import Media
from kaochang.papers.office.package import Relation
from kaochang.papers.picture_files import SHOWN, ending_in, kind_of, name_picture

_LONGEST_NAME: Final = 40
_DRAWN: Final = (("/chart", "chart"), ("/chartex", "chart"), ("/diagram", "diagram"))
Lost: TypeAlias = tuple[Kind, str, dict[str, str]]
"""What of a file cannot be carried, as (kind, variant, params) of its finding."""


def drawn_by_office(uri: str) -> tuple[Lost, ...]:
    """What is lost of a drawing that Office makes itself, by what its data says it is; nothing of a picture."""
    return tuple((Kind.LEFT_OUT, name, {}) for end, name in _DRAWN if uri.endswith(end))


@dataclass(frozen=True, slots=True)
class Found:
    """A picture that a file names: None where there is none that could be kept. `lost` says what is wrong with it."""

    image: Image | None
    lost: tuple[Lost, ...] = ()


class PictureParts:
    """The pictures of one file."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._images: dict[str, Image | None] = {}
        self._parts: dict[str, str] = {}

    @property
    def media(self) -> Media:
        """The bytes of every picture that was found, read when asked for."""
        return Media(self._parts, lambda name: self._archive.read(self._parts[name]))

    def find(self, relation: Relation) -> Found:
        """The picture that a part names; nothing outside the file is fetched."""
        image = None if relation.is_outside else self._image(relation.target)
        if image is None:
            source = relation.target.rpartition("/")[2][:_LONGEST_NAME] or "—"
            return Found(None, ((Kind.MEDIA_MISSING, "", {"source": source}),))
        ending = ending_in(image.name)
        told = () if ending in SHOWN else ((Kind.PICTURE_NOT_SHOWN, "", {"format": ending.upper()}),)
        return Found(image, told)

    def _image(self, part: str) -> Image | None:
        if part not in self._images:
            self._images[part] = self._known(part) if part in self._archive else None
        return self._images[part]

    def _known(self, part: str) -> Image | None:
        kind = kind_of(self._archive.head(part))
        if kind is None:
            return None
        name = name_picture(self._archive.digest(part), kind[1])
        self._parts.setdefault(name, part)
        return Image(name, kind[0])
