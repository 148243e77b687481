"""Elements of a Word document: paragraphs, runs, tables and pictures, as small as they can be."""

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from kaochang.papers.markup import to_omml

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
NAMES: Final = {"w": _W, "r": _R, "wp": _WP, "a": _A, "pic": _PIC, "m": to_omml.NAMESPACE}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
TEXT_WIDTH: Final = 9070
"""Twentieths of a point between the margins of an A4 page."""
_INDENT: Final = 420
_WIDE: Final = TEXT_WIDTH - _INDENT
_OWN_WIDTH: Final = 100
_GAP: Final = "120"
_APART: Final = "KcHeading"
"""The style that leaves a larger gap by itself."""
EMU: Final = 9525
"""Units of a drawing for each pixel at 96 a inch."""


def make(name: str, /, *children: etree._Element, **attributes: str) -> etree._Element:
    """An element by its prefixed name; attributes are those of the same prefix (`wp`, `a` and `pic` have bare ones)."""
    prefix, _, local = name.partition(":")
    bare = prefix not in ("w", "m")
    known = {key if bare else f"{{{NAMES[prefix]}}}{key}": value for key, value in attributes.items()}
    element = etree.Element(f"{{{NAMES[prefix]}}}{local}", known, nsmap=NAMES if name == "w:document" else None)
    element.extend(children)
    return element


def run(text: str, *, percent: int = 0) -> etree._Element:
    """Words in one look; tabs and line breaks in them are Word's own.

    `percent` stretches the signs where it is more than their own width.
    """
    made = make("w:r")
    if percent > _OWN_WIDTH:
        made.append(make("w:rPr", make("w:w", val=str(percent))))
    for place, line in enumerate(text.split("\n")):
        if place:
            made.append(make("w:br"))
        for number, piece in enumerate(line.split("\t")):
            if number:
                made.append(make("w:tab"))
            if piece:
                said = make("w:t")
                said.text = piece
                said.set(_SPACE, "preserve")
                made.append(said)
    return made


def paragraph(style: str, content: Iterable[etree._Element] = (), *, tabs: Sequence[int] = ()) -> etree._Element:
    """A paragraph in a style of `word_styles`; `tabs` are its stops."""
    properties = make("w:pPr", make("w:pStyle", val=style))
    if tabs:
        properties.append(make("w:tabs", *(make("w:tab", val="left", pos=str(stop)) for stop in tabs)))
    return make("w:p", properties, *content)


def keep_with_next(element: etree._Element) -> None:
    """Keep a paragraph, or a table, on one page with what follows it."""
    for each in element.iter(f"{{{_W}}}pPr"):
        style = each.find(f"{{{_W}}}pStyle")
        if each.find(f"{{{_W}}}keepNext") is None:
            each.insert(0 if style is None else 1, make("w:keepNext"))


def set_apart(element: etree._Element) -> None:
    """Leave a gap above a paragraph: Word leaves none below a table."""
    properties = element.find(f"{{{_W}}}pPr")
    if properties is not None and properties[0].get(f"{{{_W}}}val") != _APART:
        properties.append(make("w:spacing", before=_GAP))


def let_go(element: etree._Element) -> None:
    """The other way round: what follows may stand on the next page."""
    for each in list(element.iter(f"{{{_W}}}keepNext")):
        around = each.getparent()
        if around is not None:
            around.remove(each)


def table(rows: Sequence[Sequence[Sequence[etree._Element]]]) -> etree._Element:
    """A table with lines around its cells; each cell is given as the content of its paragraphs' runs."""
    columns = max((len(cells) for cells in rows), default=0) or 1
    width = str(_WIDE // columns)
    made = make(
        "w:tbl",
        make("w:tblPr", make("w:tblStyle", val="KcTable"), make("w:tblW", w=str(_WIDE), type="dxa"), _indent()),
        make("w:tblGrid", *(make("w:gridCol", w=width) for _ in range(columns))),
    )
    for cells in rows:
        row = make("w:tr", make("w:trPr", make("w:cantSplit")))
        for place in range(columns):
            content = cells[place] if place < len(cells) else ()
            row.append(make("w:tc", make("w:tcPr", make("w:tcW", w=width, type="dxa")), paragraph("KcCell", content)))
        made.append(row)
    return made


def is_table(element: etree._Element) -> bool:
    """Whether an element of a page is a table."""
    return bool(element.tag == f"{{{_W}}}tbl")


def _indent() -> etree._Element:
    return make("w:tblInd", w=str(_INDENT), type="dxa")


def picture(relation: str, number: int, size: tuple[int, int]) -> etree._Element:
    """A run with a picture in the line; `size` in the units of a drawing."""
    wide, high = (str(each) for each in size)
    name = f"{number}"
    shape = make(
        "pic:pic",
        make("pic:nvPicPr", make("pic:cNvPr", id=name, name=name), make("pic:cNvPicPr")),
        make("pic:blipFill", _blip(relation), make("a:stretch", make("a:fillRect"))),
        make(
            "pic:spPr",
            make("a:xfrm", make("a:off", x="0", y="0"), make("a:ext", cx=wide, cy=high)),
            make("a:prstGeom", make("a:avLst"), prst="rect"),
        ),
    )
    inline = make(
        "wp:inline",
        make("wp:extent", cx=wide, cy=high),
        make("wp:docPr", id=name, name=name),
        make("a:graphic", make("a:graphicData", shape, uri=_PIC)),
        distT="0",
        distB="0",
        distL="0",
        distR="0",
    )
    return make("w:r", make("w:drawing", inline))


def _blip(relation: str) -> etree._Element:
    blip = make("a:blip")
    blip.set(f"{{{_R}}}embed", relation)
    return blip


def field(name: str) -> list[etree._Element]:
    """Runs of a field whose value Word fills in, such as PAGE."""
    instruction = make("w:instrText")
    instruction.text = f" {name} "
    instruction.set(_SPACE, "preserve")
    shown = make("w:t")
    shown.text = "1"
    parts = [make("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end")]
    return [make("w:r", each) for each in (parts[0], instruction, parts[1], shown, parts[2])]
