"""Pictures of a workbook and the cells they stand on: drawn over a cell, or put into one."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kaochang.domain.papers import Kind
from kaochang.papers.archive import Archive
from kaochang.papers.media import Media
from kaochang.papers.office.package import Relation, relations
from kaochang.papers.office.pictures import Found, PictureParts, drawn_by_office
from kaochang.papers.sheets.rich_values import placed_pictures, whole

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_IN_CELL: Final = re.compile(r"""=?(?:_xlfn\.)?DISPIMG\(\s*["']([^"']+)["']""", re.IGNORECASE)
_MOST_WORDS: Final = 20
_MISSING: Final = Found(None, ((Kind.MEDIA_MISSING, "", {"source": "—"}),))


def parts_of(archive: Archive, main: str) -> dict[str, str]:
    """The parts that a part names, by id; what lies outside the file is left out, so that nothing is ever fetched."""
    named = relations(archive, main)
    return {relation_id: relation.target for relation_id, relation in named.items() if not relation.is_outside}


class Pictures:
    """The pictures of one workbook."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self._archive = archive
        self._folder = folder
        self._files = PictureParts(archive)
        self._put_in: dict[str, Found] | None = None
        self._placed: dict[int, Relation] | None = None

    @property
    def media(self) -> Media:
        """The bytes of every picture that was found, read when asked for."""
        return self._files.media

    def anchored(self, part: str) -> Iterator[tuple[int, int, Found]]:
        """(row, column, what stands there) of each thing that a drawing puts over a cell; rows from 1, columns from 0.

        Row 0 where it stands over the page and over no cell.
        """
        if part not in self._archive:
            return
        targets = relations(self._archive, part)
        for anchor in self._archive.xml(part):
            row, column = whole(anchor.findtext("{*}from/{*}row")), whole(anchor.findtext("{*}from/{*}col"))
            row, column = (row + 1, column) if row >= 0 and column >= 0 else (0, 0)
            for found in (*self._embedded(anchor, targets), *_drawn(anchor)):
                yield row, column, found

    def in_cell(self, text: str, cell: etree._Element) -> Found | None:
        """The picture that is a cell's own value; None for every other cell."""
        number = whole(cell.get("vm"))
        if number > 0 and cell.get("t") == "e":
            if self._placed is None:
                self._placed = placed_pictures(self._archive, self._folder)
            relation = self._placed.get(number)
            return _MISSING if relation is None else self._files.find(relation)
        if text and not text.startswith("="):
            return None
        match = _IN_CELL.match(text) or _IN_CELL.match(cell.findtext("{*}f") or "")
        if match is None:
            return None
        if self._put_in is None:
            self._put_in = dict(self._cell_images())
        return self._put_in.get(match.group(1), _MISSING)

    def _cell_images(self) -> Iterator[tuple[str, Found]]:
        """The pictures that WPS puts into cells, by the name that a cell's formula calls them by."""
        part = f"{self._folder}/cellimages.xml"
        if part not in self._archive:
            return
        targets = relations(self._archive, part)
        for picture in self._archive.xml(part).iter("{*}pic"):
            named = next(picture.iter("{*}cNvPr"), None)
            for found in self._embedded(picture, targets):
                yield str(named.get("name") if named is not None else ""), found

    def _embedded(self, element: etree._Element, targets: dict[str, Relation]) -> Iterator[Found]:
        for blip in element.iter("{*}blip"):
            relation = targets.get(str(blip.get(f"{_R}embed") or blip.get(f"{_R}link") or ""))
            if relation is not None:
                yield self._files.find(relation)


def _drawn(anchor: etree._Element) -> Iterator[Found]:
    """What Excel draws itself, and words that stand in a box above the cells."""
    for data in anchor.iter("{*}graphicData"):
        yield from (Found(None, (lost,)) for lost in drawn_by_office(str(data.get("uri") or "")))
    for box in anchor.iter("{*}txBody"):
        words = "".join(str(text.text or "") for text in box.iter("{*}t")).strip()
        if words:
            yield Found(None, ((Kind.LEFT_OUT, "text-box", {"words": words[:_MOST_WORDS]}),))
