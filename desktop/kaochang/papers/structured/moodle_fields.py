"""The fields of one entry of a Moodle XML file: its texts in their formats, with the pictures that lie beside them."""

import binascii
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final
from urllib.parse import unquote

from lxml import etree

from kaochang.domain.items import Image
from kaochang.papers.markup.authored import Authored
from kaochang.papers.markup.html import to_authored
from kaochang.papers.markup.pictures import Pictures
from kaochang.papers.markup.xml import line_of
from kaochang.papers.structured import moodle_text, weighed

_PLACE: Final = "@@PLUGINFILE@@/"
_FORMS: Final = {
    "html": moodle_text.HTML,
    "plain_text": moodle_text.PLAIN,
    "plain": moodle_text.PLAIN,
    "markdown": moodle_text.MARKDOWN,
    "moodle_auto_format": moodle_text.AUTO,
    "0": moodle_text.AUTO,
    "1": moodle_text.HTML,
    "2": moodle_text.PLAIN,
    "4": moodle_text.MARKDOWN,
}
_WHOLE: Final = re.compile(r"\d{1,5}")


class Fields:
    """One entry. Texts lie in `text` elements in elements that say what they are; a format may be left out (HTML).

    `notes` are the texts that were asked for as words alone.
    """

    def __init__(self, element: etree._Element, pictures: Pictures, notes: list[Authored] | None = None) -> None:
        self._element = element
        self._pictures = pictures
        self.notes: list[Authored] = [] if notes is None else notes

    @property
    def line(self) -> int | None:
        """Where it begins in the file."""
        return line_of(self._element)

    @property
    def name(self) -> str:
        """What the file calls it: its id where that is a number, else its name."""
        own = (self._element.findtext("idnumber") or "").strip()
        return own if weighed.decimal(own) is not None else self.stated("name")

    def stated(self, name: str) -> str:
        """A field of plain words."""
        return _raw(self._element.find(name)).strip()

    def says(self, name: str) -> bool:
        """Whether a field is set: true or 1."""
        return self.stated(name).lower() in ("true", "1")

    def points(self) -> Fraction | None:
        """What the entry is worth; None where it does not say, or says nothing."""
        points = weighed.decimal(self.stated("defaultgrade"))
        return points if points is not None and points > 0 else None

    def count(self, name: str) -> int | None:
        """A field that holds a whole number above 0."""
        words = self.stated(name)
        return int(words) or None if _WHOLE.fullmatch(words) else None

    def all(self, name: str) -> list["Fields"]:
        """The elements of a name that lie in this one: answers, pairs, choices."""
        return [Fields(element, self._pictures, self.notes) for element in self._element.iterfind(name)]

    def attribute(self, name: str) -> str:
        """An attribute of the element."""
        return self._element.get(name, "")

    def text(self, name: str, edit: Callable[[str], str] = lambda raw: raw) -> Authored:
        """The authored text of a field; `edit` changes its source before it is read."""
        return self._authored(self._element.find(name), edit)

    def note(self, name: str) -> str:
        """The words of a field that is no part of what a candidate sees."""
        self.notes.append(self.text(name))
        return self.notes[-1].flat

    def own_text(self) -> Authored:
        """The authored text of the element itself, as answers have it."""
        return self._authored(self._element, lambda raw: raw)

    def own_note(self) -> str:
        """The words of the element itself, where it is no part of what a candidate sees."""
        self.notes.append(self.own_text())
        return self.notes[-1].flat

    def typed(self, name: str = ".") -> str:
        """The words of a field, or of the element itself, that a response is compared with (`moodle_text.typed`)."""
        element = self._element.find(name)
        return moodle_text.typed(_raw(element), "" if element is None else element.get("format", ""))

    def pictures(self) -> list[Image]:
        """Pictures that lie in the entry itself, beside no text."""
        found = [self._picture(each) for each in self._element.iterfind("file")]
        return [image for image in found if image is not None]

    def _authored(self, element: etree._Element | None, edit: Callable[[str], str]) -> Authored:
        raw = edit(_raw(element))
        if element is None or not raw.strip():
            return Authored()
        form = _FORMS.get(element.get("format", "html").strip().lower(), moodle_text.HTML)
        images = self._images(element)
        inner = element.find("text")
        if inner is not None and len(inner):
            return to_authored(raw, images)
        return moodle_text.authored(raw, form, images)

    def _images(self, element: etree._Element) -> Callable[[str], Image | None]:
        """Pictures of one text: those that lie beside it under the name that it uses."""
        files = {_path(each): each for each in element.iterfind("file")}

        def find(source: str) -> Image | None:
            if not source.startswith(_PLACE):
                return self._pictures(source)
            name = source.removeprefix(_PLACE).partition("?")[0].strip("/")
            file = files.get(name, files.get(unquote(name)))
            return None if file is None else self._picture(file)

        return find

    def _picture(self, file: etree._Element) -> Image | None:
        if file.get("encoding", "base64") != "base64":
            return None
        try:
            return self._pictures.add(binascii.a2b_base64((file.text or "").encode("ascii", "replace")))
        except binascii.Error:
            return None


def _path(file: etree._Element) -> str:
    """Where a picture lies beside its text, as the text names it."""
    return f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".strip("/")


def _raw(element: etree._Element | None) -> str:
    """The source of a text: what its `text` element holds, marked up as it stands; else its own words."""
    if element is None:
        return ""
    inner = element.find("text")
    if inner is None:
        return element.text or ""
    if not len(inner):
        return inner.text or ""
    parts = [etree.tostring(child, encoding="unicode") for child in inner]
    return (inner.text or "") + "".join(parts)
