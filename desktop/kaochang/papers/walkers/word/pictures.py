"""Drawings of a Word file: the pictures and text boxes in them, and what cannot be carried."""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.domain.items import Image
from kaochang.papers.archive import Archive
from kaochang.papers.media import Media
from kaochang.papers.office.package import Relation
from kaochang.papers.office.pictures import Lost, PictureParts, drawn_by_office
from kaochang.papers.walkers.word.names import MC, OFFICE, WP, A, R, V, W

_EQUATIONS: Final = ("equation", "mathtype")
_BOX: Final = f"{W}txbxContent"
_SEEN: Final = (_BOX, f"{A}blip", f"{V}imagedata", f"{A}graphicData", f"{OFFICE}OLEObject")


@dataclass(slots=True)
class Drawn:
    """What a drawing holds: pictures, text boxes, and what cannot be shown of it as (kind, variant, params).

    `is_floating`: it stands beside the text, not at a place in it.
    """

    images: list[Image] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    is_floating: bool = False


class Pictures:
    """The pictures of one document, by what its main part calls them."""

    def __init__(self, archive: Archive, relations: dict[str, Relation]) -> None:
        self._files = PictureParts(archive)
        self._relations = relations

    @property
    def media(self) -> Media:
        """The bytes of every picture that was found, read when asked for."""
        return self._files.media

    def look(self, element: etree._Element) -> Drawn:
        """A drawing, a VML picture or an embedded object; boxes in boxes are read when the outer one is."""
        drawn = Drawn(is_floating=_is_floating(element))
        program = ""
        for child in element.iter(*_SEEN):
            if _is_elsewhere(child, element):
                continue
            if child.tag == _BOX:
                drawn.boxes.append(child)
            elif child.tag == f"{A}graphicData":
                drawn.lost += drawn_by_office(str(child.get("uri") or ""))
            elif child.tag == f"{OFFICE}OLEObject":
                program = str(child.get("ProgID") or "").lower()
            else:
                self._take(child, drawn)
        if program.startswith(_EQUATIONS):
            drawn.lost = [(kind, "formula", params) for kind, _, params in drawn.lost]
        return drawn

    def _take(self, element: etree._Element, drawn: Drawn) -> None:
        name = element.get(f"{R}embed") or element.get(f"{R}id") or element.get(f"{R}link")
        relation = self._relations.get(str(name)) if name else None
        if relation is None:
            return
        found = self._files.find(relation)
        drawn.images += [found.image] if found.image is not None else []
        drawn.lost += found.lost


def _is_floating(element: etree._Element) -> bool:
    if next(element.iter(f"{WP}anchor"), None) is not None:
        return True
    return any("position:absolute" in str(shape.get("style") or "") for shape in element.iter(f"{V}shape"))


def _is_elsewhere(element: etree._Element, top: etree._Element) -> bool:
    """Whether an element is of a form that is not read, or of a text box, which is read by itself."""
    parent = element.getparent()
    while parent is not None and parent is not top:
        if parent.tag == _BOX:
            return True
        if parent.tag == f"{MC}Fallback":
            around = parent.getparent()
            if around is not None and around.find(f"{MC}Choice") is not None:
                return True
        parent = parent.getparent()
    return False
