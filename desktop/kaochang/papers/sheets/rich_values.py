"""Pictures that Excel places in cells: the cell names metadata, that a value, the value a picture ([MS-XLSX] 2.2.4).

A cell of such a picture says #VALUE! to every program that does not know of them.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

from lxml import etree

from kaochang.papers.archive import Archive
from kaochang.papers.office.package import Relation, relations

_PARTS: Final = (
    "metadata.xml",
    "richData/rdrichvalue.xml",
    "richData/rdrichvaluestructure.xml",
    "richData/richValueRel.xml",
)
_TYPE: Final = "XLRICHVALUE"
_PICTURE: Final = "_rvRel:LocalImageIdentifier"
T = TypeVar("T")


def placed_pictures(archive: Archive, folder: str) -> dict[int, Relation]:
    """What the cells of a workbook place, by the number (`vm`, from 1) that they name it by."""
    parts = [f"{folder}/{name}" for name in _PARTS]
    if not all(part in archive for part in parts):
        return {}
    metadata, values, forms, named = map(archive.xml, parts)
    known = relations(archive, parts[-1])
    targets = [known.get(relation_of(element)) for element in named.iter("{*}rel")]
    places = [_place(form) for form in forms.iter("{*}s")]
    pictures = [_picture(value, places, targets) for value in values.iter("{*}rv")]
    return {
        number: relation
        for number, value in _values(metadata).items()
        if (relation := _at(pictures, value)) is not None
    }


def relation_of(element: etree._Element) -> str:
    """The relationship that an element names."""
    return next((str(value) for name, value in element.attrib.items() if str(name).endswith("}id")), "")


def _values(metadata: etree._Element) -> dict[int, int]:
    """The rich value that each block of metadata stands for."""
    kinds = [str(kind.get("name") or "") for kind in metadata.iterfind("{*}metadataTypes/{*}metadataType")]
    blocks = [
        next((whole(value.get("i")) for value in block.iter("{*}rvb")), -1)
        for future in metadata.iterfind("{*}futureMetadata")
        if future.get("name") == _TYPE
        for block in future.iterfind("{*}bk")
    ]
    return {
        number: value
        for number, block in enumerate(metadata.iterfind("{*}valueMetadata/{*}bk"), start=1)
        for record in block.iterfind("{*}rc")
        if _at(kinds, whole(record.get("t")) - 1) == _TYPE
        and (value := _at(blocks, whole(record.get("v")))) is not None
    }


def _place(form: etree._Element) -> int:
    """Where values of a form hold the number of their picture; -1 where they hold none."""
    names = [key.get("n") for key in form.iterfind("{*}k")]
    return names.index(_PICTURE) if _PICTURE in names else -1


def _picture(value: etree._Element, places: Sequence[int], targets: Sequence[Relation | None]) -> Relation | None:
    """What a value holds for its picture."""
    texts = [str(each.text or "") for each in value.iterfind("{*}v")]
    place = _at(places, whole(value.get("s")))
    return None if place is None else _at(targets, whole(_at(texts, place)))


def _at(things: Sequence[T], place: int) -> T | None:
    return things[place] if 0 <= place < len(things) else None


def whole(text: str | None) -> int:
    """A whole number of a few figures; -1 for everything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
