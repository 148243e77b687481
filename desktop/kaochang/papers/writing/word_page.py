"""A Word document under way: what has been put on its pages, and the pictures that it needs."""

from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from kaochang.domain.items import Image, Table
from kaochang.papers.picture_files import ending_of, size_of
from kaochang.papers.writing.exported import Losses, Placed
from kaochang.papers.writing.word_styles import Part
from kaochang.papers.writing.word_text import lines_of
from kaochang.papers.writing.word_xml import (
    EMU,
    is_table,
    keep_with_next,
    let_go,
    make,
    paragraph,
    picture,
    run,
    set_apart,
    table,
)

_SHOWN: Final = frozenset({"png", "jpg", "gif", "bmp", "tif", "emf", "wmf"})
"""Pictures that Word shows, by the endings of their files."""
_USUAL: Final = (320, 240)
"""Pixels of a picture whose file does not say in a way that is understood here."""
LARGE, SMALL = (520, 360), (260, 130)
"""The most pixels of a picture of a text, and of one of an option."""
MISSING: Final = "（此处原有图片）"


class Page:
    """Paragraphs and tables in order. `pictures` are the parts of a file, and their names in the bank."""

    def __init__(self, media: Mapping[str, bytes], losses: Losses) -> None:
        self._media = media
        self._losses = losses
        self._body: list[etree._Element] = []
        self._relations: dict[str, str] = {}
        self._drawn = 0
        self.pictures: list[Part] = []

    def add(self, elements: Sequence[etree._Element], *, keep: bool = False) -> None:
        """Put these on the page; `keep` keeps them together with what follows."""
        if keep:
            for each in elements:
                keep_with_next(each)
        if elements and self._body and is_table(self._body[-1]):
            self._part(elements[0])
        self._body += elements

    def _part(self, following: etree._Element) -> None:
        """What follows a table stands a little apart; a second one would be taken for more rows of the first."""
        if is_table(following):
            between = paragraph("KcCell")
            keep_with_next(between)
            self._body.append(between)
        else:
            set_apart(following)

    def release(self) -> None:
        """The item ends here: what follows may stand on the next page."""
        for each in self._body[-1:]:
            let_go(each)

    def image(self, image: Image, placed: Placed, bounds: tuple[int, int]) -> etree._Element:
        """A run with a picture, no larger than `bounds`; the word that there was one where Word cannot show it."""
        relation = self._relation(image, placed)
        if not relation:
            return run(MISSING)
        self._drawn += 1
        wide, high = size_of(self._media[image.name]) or _USUAL
        scale = min(1.0, bounds[0] / wide, bounds[1] / high)
        return picture(relation, self._drawn, (max(1, round(wide * scale)) * EMU, max(1, round(high * scale)) * EMU))

    def _relation(self, image: Image, placed: Placed) -> str:
        ending = ending_of(image.media_type) or ""
        if ending not in _SHOWN:
            self._losses.say("picture-type", placed, type=image.media_type)
            return ""
        return self._known(image, ending)

    def _known(self, image: Image, ending: str) -> str:
        """The relationship of a picture; the same picture is in the file once."""
        if image.name not in self._relations:
            number = len(self.pictures) + 1
            self._relations[image.name] = f"rIdP{number}"
            self.pictures.append(Part(f"rIdP{number}", f"media/image{number}.{ending}", image.name, image.media_type))
        return self._relations[image.name]

    def images(self, images: Sequence[Image], placed: Placed) -> None:
        """Pictures of a text, each on a line of its own."""
        for each in images:
            self.add([paragraph("KcPicture", [self.image(each, placed, LARGE)])], keep=True)

    def tables(self, tables: Sequence[Table]) -> None:
        """Tables of a text."""
        for each in tables:
            cells = [[_cell(text) for text in row] for row in each.rows]
            self.add([table(cells)], keep=True)

    def document(self) -> etree._Element:
        """The whole document on A4, with the foot of its pages."""
        page = make(
            "w:sectPr",
            make("w:footerReference", type="default"),
            make("w:pgSz", w="11906", h="16838"),
            make(
                "w:pgMar", top="1304", right="1418", bottom="1304", left="1418", header="720", footer="720", gutter="0"
            ),
        )
        page[0].set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId3")
        return make("w:document", make("w:body", *self._body, page))


def _cell(text: str) -> list[etree._Element]:
    """The content of a cell; its lines are parted softly."""
    content: list[etree._Element] = []
    for place, line in enumerate(lines_of(text)):
        content += ([make("w:r", make("w:br"))] if place else []) + line.content
    return content
