"""The words of QTI 1.2: materials with text, HTML and pictures in them."""

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from kaochang.domain.authored import BLANK
from kaochang.domain.items import Image
from kaochang.papers import limits
from kaochang.papers.markup.authored import Authored, Lost, Made, once
from kaochang.papers.markup.html import to_authored
from kaochang.papers.structured.moodle_text import AUTO, HTML, authored

RESPONSES: Final = frozenset(
    {"response_lid", "response_str", "response_num", "response_xy", "response_grp", "response_extension"}
)
_FIELD, _LINE = "field", "line"
"""Stand for a field to type into, and for a new line, among the texts of an item."""


def fields_of(element: etree._Element) -> dict[str, str]:
    """The fields of the metadata of an item, bank or test."""
    found: dict[str, str] = {}
    for path in ("itemmetadata//qtimetadatafield", "qtimetadata//qtimetadatafield"):
        for each in element.iterfind(path):
            label = each.findtext("fieldlabel", "").strip().lower()
            found.setdefault(label, each.findtext("fieldentry", "").strip())
    for each in element.iterfind("itemmetadata/*"):
        if isinstance(each.tag, str) and not len(each):
            found.setdefault(each.tag, (each.text or "").strip())
    return found


class OldWords:
    """Reads materials; what could not be carried is kept until somebody takes it."""

    def __init__(self, images: Callable[[str], Image | None]) -> None:
        self._images = images
        self._losses: list[Lost] = []

    def take_losses(self) -> list[Lost]:
        """What was lost since the last time."""
        losses, self._losses = self._losses, []
        return losses

    def read(self, element: etree._Element) -> Authored:
        """The words of an element and all in it, less its responses: of several texts in a row each is a paragraph."""
        return self._whole(list(self._texts(element, 0)))

    def read_own(self, response: etree._Element) -> Authored:
        """The words of a response itself, without those of its choices."""
        outer = [child for child in response if child.tag in ("material", "material_ref")]
        inner = [
            each for child in response if str(child.tag).startswith("render") for each in child.iterfind("material")
        ]
        return self._whole([read for each in [*outer, *inner] for read in self._texts(each, 0)])

    def read_drawn(self, presentation: etree._Element) -> Authored | None:
        """The words of an item with a blank drawn for each of its fields; None where all fields stand behind them.

        Words on both sides of a field are one line with it, as far as the `flow` reaches that they stand in.
        """
        placed = list(self._placed(presentation, 0))
        fields = [place for place, each in enumerate(placed) if each is _FIELD]
        if not fields or not any(isinstance(each, Authored) and each.text for each in placed[fields[0] :]):
            return None
        text = ""
        for each in placed:
            if each is _FIELD:
                text += BLANK
            elif isinstance(each, Authored) and each.text:
                text += each.text if not text or text.endswith(("\n", BLANK)) else f"\n{each.text}"
            elif each is _LINE and text and not text.endswith("\n"):
                text += "\n"
        read = self._whole([each for each in placed if isinstance(each, Authored)])
        return replace(read, text=text.strip("\n"))

    def _placed(self, element: etree._Element, depth: int) -> Iterator["Authored | str"]:
        """The texts of an element, and in their places where a field or a new line stands."""
        for child in element if depth <= limits.MAX_MARKUP_DEPTH else ():
            name = child.tag
            if name == "response_label":
                yield _FIELD
            elif name == "material":
                yield from self._texts(child, depth + 1)
            elif name in ("flow", "flow_mat"):
                yield _LINE
                yield from self._placed(child, depth + 1)
                yield _LINE
            elif name == "render_fib" and child.find(".//response_label") is None:
                yield from self._placed(child, depth + 1)
                yield _FIELD
            elif isinstance(name, str):
                yield from self._placed(child, depth + 1)

    def _whole(self, read: list[Authored]) -> Authored:
        losses = [loss for each in read for loss in each.losses]
        self._losses += [loss for loss in losses if loss not in self._losses]
        return Authored(
            "\n".join(each.text for each in read if each.text),
            tuple(table for each in read for table in each.tables),
            once(image for each in read for image in each.images),
        )

    def _texts(self, element: etree._Element, depth: int) -> Iterator[Authored]:
        if depth > limits.MAX_MARKUP_DEPTH:
            return
        for child in element:
            name = child.tag
            if name in ("mattext", "matemtext"):
                yield self._text(child)
            elif name == "matimage":
                yield self._image(child)
            elif name in ("mataudio", "matvideo", "matapplet", "matapplication"):
                yield self._lost(child.get("uri", "") or str(name))
            elif name not in RESPONSES and isinstance(name, str):
                yield from self._texts(child, depth + 1)

    def _text(self, element: etree._Element) -> Authored:
        if len(element):
            return to_authored(element, self._images)
        form = HTML if "html" in element.get("texttype", "").lower() else AUTO
        return authored(element.text or "", form, self._images)

    def _image(self, element: etree._Element) -> Authored:
        uri = element.get("uri", "")
        image = self._images(f"data:;base64,{_packed(element.text)}" if _is_base64(element) else uri)
        return self._lost(uri) if image is None else Authored(images=(image,))

    def _lost(self, source: str) -> Authored:
        made = Made()
        made.lose_picture(source)
        return made.whole("")


def _is_base64(element: etree._Element) -> bool:
    if element.get("embedded", "").lower() != "base64":
        return False
    try:
        return bool(base64.b64decode(_packed(element.text)))
    except (binascii.Error, ValueError):
        return False


def _packed(text: str | None) -> str:
    return "".join((text or "").split())
