"""The files that items name: pictures and texts of their own package, never anything else."""

import posixpath
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from lxml import etree

from kaochang.domain.items import Image
from kaochang.domain.refusals import Refusal
from kaochang.papers import limits, safe_xml
from kaochang.papers.archive import Archive
from kaochang.papers.markup.authored import Authored
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.pictures import Pictures
from kaochang.papers.markup.xml import parse_xml
from kaochang.papers.media import Media
from kaochang.papers.picture_files import kind_of, name_picture
from kaochang.papers.structured.qti.names import plain, plain_name

_REMOTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_BASE: Final = re.compile(r"^(?:\$|%24)IMS-CC-FILEBASE(?:\$|%24)/?")
_CARTRIDGE: Final = ("web_resources", "")
"""Where a Common Cartridge keeps the files that its texts name."""


def _aside(element: etree._Element) -> str | None:
    return "" if element.tag in ("catalogInfo", "stylesheet") else None


class Parts:
    """The parts of a package; a file that stands alone has none."""

    def __init__(self, archive: Archive | None = None) -> None:
        self._archive = archive
        self._inline = Pictures()
        self._images: dict[str, Image | None] = {}
        self._packed: dict[str, str] = {}
        self._stimuli: dict[str, Authored] = {}
        self._embedded = 0

    def resolve(self, folder: str, source: str) -> str | None:
        """The part that a `src` or `href` names from a folder; None for what is outside the package or not in it."""
        bare = source.split("#")[0].split("?")[0].strip().replace("\\", "/")
        for spelled in dict.fromkeys((bare, unquote(bare))):
            cartridge = _BASE.match(spelled)
            folders = _CARTRIDGE if cartridge else (folder,)
            found = self._known(folders, spelled[cartridge.end() :] if cartridge else spelled)
            if found is not None:
                return found
        return None

    def _known(self, folders: tuple[str, ...], source: str) -> str | None:
        if self._archive is None or not source or _REMOTE.match(source) or source.startswith("/"):
            return None
        for folder in folders:
            name = posixpath.normpath(posixpath.join(folder, source))
            if not name.startswith("..") and name in self._archive:
                return name
        return None

    def images(self, folder: str) -> Callable[[str], Image | None]:
        """The pictures that texts of a folder name."""

        def find(source: str) -> Image | None:
            if source[:5].lower() == "data:":
                return self._inline(source)
            name = self.resolve(folder, source)
            return None if name is None else self._image(name)

        return find

    def xml(self, folder: str, source: str) -> tuple[str, etree._Element] | None:
        """The name and root of an XML part; None where it is not there or cannot be read."""
        name = self.resolve(folder, source)
        if name is None or self._archive is None:
            return None
        try:
            return name, parse_xml(self._archive.read(name))
        except Refusal as refusal:
            if refusal.key == "paper.broken":
                return None
            raise

    def kind(self, name: str) -> str:
        """The name of the root element of a part; "" where it cannot be read. Of the rest nothing is looked at."""
        if self._archive is None:
            return ""
        return plain_name(safe_xml.root_name(self._archive.read(name)))

    def named(self, folder: str, source: str) -> tuple[str, etree._Element] | None:
        """As `xml`, in the one vocabulary of this package."""
        found = self.xml(folder, source)
        return None if found is None else (found[0], plain(found[1]))

    def embedded(self, folder: str, source: str) -> etree._Element | None:
        """A text that an item takes from another file; None where there is none, or all items took too much already."""
        name = self.resolve(folder, source)
        if name is None or self._archive is None or self._embedded > limits.MAX_EMBEDDED_BYTES:
            return None
        found = self.xml("", name)
        self._embedded += len(self._archive.read(name)) if found is not None else 0
        return None if found is None else plain(found[1])

    def stimulus(self, folder: str, source: str) -> Authored | None:
        """The text of a stimulus file, read once however many items share it; None where there is none."""
        name = self.resolve(folder, source)
        if name is None:
            return None
        if name not in self._stimuli:
            found = self.xml("", name)
            if found is None:
                return None
            self._stimuli[name] = to_authored(plain(found[1]), self.images(posixpath.dirname(name)), _aside)
        return self._stimuli[name]

    def _image(self, part: str) -> Image | None:
        if part not in self._images and self._archive is not None:
            kind = kind_of(self._archive.head(part))
            if kind is None:
                self._images[part] = None
            else:
                image = Image(name_picture(self._archive.digest(part), kind[1]), kind[0])
                self._images[part], self._packed[image.name] = image, part
        return self._images.get(part)

    @property
    def media(self) -> Media:
        """The pictures that were asked for, read from the package when somebody wants to see them."""
        return Media([*self._inline.media, *self._packed], self._read)

    def _read(self, name: str) -> bytes:
        if name in self._inline.media or self._archive is None:
            return self._inline.media[name]
        return self._archive.read(self._packed[name])
