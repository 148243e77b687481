"""Word papers (.docx), read from their XML: every paragraph once, in its accepted view, with the numbers Word shows.

Insertions are in, deletions out; hidden text out; content controls, hyperlinks and smart tags in; of alternative
content one form only; a text box once. Headers, footers and comments are no content. Nothing outside the file is read.
"""

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.domain.items import Image
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import tables
from kaochang.papers.archive import Archive
from kaochang.papers.fences import Together, together
from kaochang.papers.lines import Line, Source, Span, make_line, visible
from kaochang.papers.text import MAX_LINE_CHARACTERS
from kaochang.papers.word_numbers import Numbering, W, integer, value_of
from kaochang.papers.word_styles import Styles, switch

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_THROUGH: Final = frozenset(
    {
        f"{W}{name}"
        for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "dir", "bdo")
    }
)
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "emf": "image/emf",
    "wmf": "image/wmf",
}
_SYMBOLS: Final = {"FC": "√", "50": "√", "52": "√", "FE": "√", "FB": "×", "4F": "×", "54": "×", "FD": "×"}
_PAGE_FIELDS: Final = ("PAGE", "NUMPAGES", "SECTIONPAGES")
MAX_DEPTH: Final = 60


def read_zip(data: bytes) -> Source:
    """The lines of a Word file; other zips are refused by what they are."""
    archive = Archive(data)
    main = _main_part(archive)
    if main is None:
        raise Refusal(Outcome.PAPER, _other(archive.names))
    if any(name.endswith("vbaProject.bin") for name in archive.names):
        raise Refusal(Outcome.PAPER, "paper.macros")
    return _Walker(archive, main).read()


def _other(names: list[str]) -> str:
    known = (
        ("xl/workbook", "paper.sheet"),
        ("ppt/", "paper.slides"),
        ("imsmanifest.xml", "paper.package"),
        ("content.xml", "paper.open-document"),
    )
    return next((key for start, key in known if any(name.startswith(start) for name in names)), "paper.not-word")


def _main_part(archive: Archive) -> str | None:
    """The document part: named by the package's relationships, else at its usual place."""
    if "_rels/.rels" in archive:
        for relation in archive.xml("_rels/.rels").iter(f"{_REL}Relationship"):
            target = str(relation.get("Target") or "").lstrip("/")
            if (
                str(relation.get("Type") or "").endswith("/officeDocument")
                and target.startswith("word/")
                and target in archive
            ):
                return target
    return "word/document.xml" if "word/document.xml" in archive else None


@dataclass(slots=True)
class _Paragraph:
    """A paragraph under way: words with their looks, pictures, and the text boxes anchored in it."""

    pieces: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def add(self, text: str, looks: frozenset[str] = frozenset()) -> None:
        if text:
            self.pieces.append((text, looks))


class _Walker:
    """Walks the body of one document."""

    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        folder = posixpath.dirname(main)
        self._body = archive.xml(main)
        self._styles = Styles(self._part(f"{folder}/styles.xml"))
        self._numbering = Numbering(self._part(f"{folder}/numbering.xml"))
        self._targets = self._relations(f"{folder}/_rels/{posixpath.basename(main)}.rels", folder)
        self._count = 0
        self._media: dict[str, bytes] = {}
        self._images: dict[str, Image | None] = {}

    def _part(self, name: str) -> etree._Element | None:
        return self._archive.xml(name) if name in self._archive else None

    def _relations(self, name: str, folder: str) -> dict[str, str]:
        """Parts by relationship id; what lies outside the file is left out, so that nothing is ever fetched."""
        root = self._part(name)
        if root is None:
            return {}
        return {
            str(relation.get("Id")): posixpath.normpath(posixpath.join(folder, str(relation.get("Target") or "")))
            for relation in root.iter(f"{_REL}Relationship")
            if relation.get("TargetMode") != "External"
        }

    def read(self) -> Source:
        body = self._body.find(f"{W}body")
        found = together(list(self._blocks(body, 0))) if body is not None else Together([], [])
        return Source(found.lines, self._media, found.unclosed)

    # -- blocks

    def _blocks(self, parent: etree._Element, depth: int) -> Iterator[Line]:
        if depth > MAX_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=MAX_DEPTH)
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from tables.lay_out(self._rows(child, depth))
            elif child.tag in _THROUGH:
                yield from self._blocks(child, depth + 1)
            elif child.tag == f"{_MC}AlternateContent":
                yield from self._blocks(_alternative(child), depth + 1)

    def _rows(self, table: etree._Element, depth: int) -> tables.Rows:
        return [
            [together(list(self._blocks(cell, depth + 1))).lines for cell in _inside(row, f"{W}tc")]
            for row in _inside(table, f"{W}tr")
            if row.find(f"{W}trPr/{W}del") is None
        ]

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Line]:
        properties = element.find(f"{W}pPr")
        paragraph = _Paragraph()
        self._inline(element, paragraph, 0)
        label = self._label(properties) if paragraph.pieces or paragraph.images else ""
        if label:
            paragraph.pieces.insert(0, (f"{label} ", frozenset()))
        yield from self._lines(paragraph)
        for box in paragraph.boxes:
            yield from self._blocks(box, depth + 1)

    def _label(self, properties: etree._Element | None) -> str:
        style = value_of(properties.find(f"{W}pStyle")) if properties is not None else ""
        num_id, level = self._styles.numbering(style)
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is not None:
            num_id = value_of(own.find(f"{W}numId")) or num_id
            level = value_of(own.find(f"{W}ilvl")) or level
        return self._numbering.label(num_id, integer(level, 0)) if num_id not in ("", "0") else ""

    def _lines(self, paragraph: _Paragraph) -> Iterator[Line]:
        """The lines of a paragraph, empty ones too: soft breaks part them; pictures go with the last."""
        rows: list[list[tuple[str, frozenset[str]]]] = [[]]
        for text, looks in paragraph.pieces:
            first, *others = text.split("\n")
            rows[-1].append((first, looks))
            rows += [[(other, looks)] for other in others]
        for place, row in enumerate(rows):
            images = tuple(paragraph.images) if place == len(rows) - 1 else ()
            words = "".join(text for text, _ in row)
            if len(words) > MAX_LINE_CHARACTERS:
                raise Refusal(Outcome.PAPER, "paper.line-too-long", line=self._count + 1, limit=MAX_LINE_CHARACTERS)
            self._count += bool(words.strip() or images)
            yield make_line(words, self._count, _spans(row), images=images)

    # -- inside a paragraph

    def _inline(self, parent: etree._Element, paragraph: _Paragraph, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=MAX_DEPTH)
        for child in parent:
            if child.tag == f"{W}r":
                self._run(child, paragraph)
            elif child.tag in _THROUGH:
                self._inline(child, paragraph, depth + 1)
            elif child.tag == f"{W}fldSimple":
                if not value_of(child, "instr").strip().upper().startswith(_PAGE_FIELDS):
                    self._inline(child, paragraph, depth + 1)
            elif child.tag == f"{_MC}AlternateContent":
                self._inline(_alternative(child), paragraph, depth + 1)
            elif child.tag in (f"{_M}oMath", f"{_M}oMathPara"):
                paragraph.add(formula(child))

    def _run(self, run: etree._Element, paragraph: _Paragraph) -> None:
        properties = run.find(f"{W}rPr")
        if self._is_hidden(properties):
            return
        looks = _looks(properties)
        for child in run:
            self._run_child(child, paragraph, looks)

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        own = switch(properties, "vanish")
        if own is not None or properties is None:
            return bool(own)
        return self._styles.hidden(value_of(properties.find(f"{W}rStyle")))

    def _run_child(self, child: etree._Element, paragraph: _Paragraph, looks: frozenset[str]) -> None:
        name = str(child.tag).removeprefix(W)
        if name == "fldChar":
            _turn_field(child, paragraph)
        elif name == "instrText":
            if paragraph.fields:
                paragraph.fields[-1] += child.text or ""
        elif any(kind.strip().upper().startswith(_PAGE_FIELDS) for kind in paragraph.fields):
            return
        elif name in ("drawing", "pict", "object") or child.tag == f"{_MC}AlternateContent":
            self._drawing(_alternative(child) if name not in ("drawing", "pict", "object") else child, paragraph)
        else:
            paragraph.add(_underlined(_text(child, name), looks), looks)

    def _drawing(self, element: etree._Element, paragraph: _Paragraph) -> None:
        """Pictures and text boxes of a drawing; boxes in boxes are read when the outer one is."""
        for child in element.iter(f"{W}txbxContent", f"{_A}blip", f"{_V}imagedata"):
            if _in_fallback(child, element) or _in_box(child, element):
                continue
            if child.tag == f"{W}txbxContent":
                paragraph.boxes.append(child)
                continue
            relation = child.get(f"{_R}embed") or child.get(f"{_R}id")
            image = self._image(self._targets.get(str(relation), "")) if relation else None
            if image is not None:
                paragraph.images.append(image)

    def _image(self, part: str) -> Image | None:
        ending = part.rpartition(".")[2].lower()
        if part not in self._archive or ending not in _TYPES:
            return None
        if part not in self._images:
            data = self._archive.read(part)
            name = f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
            self._media[name] = data
            self._images[part] = Image(name, _TYPES[ending])
        return self._images[part]


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls or tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _THROUGH:
            yield from (inner for inner in child.iter(tag) if _nearest(inner, parent))


def _nearest(element: etree._Element, table: etree._Element) -> bool:
    """Whether an element belongs to this table and not to one inside it."""
    parent = element.getparent()
    while parent is not None and parent is not table:
        if parent.tag == f"{W}tbl":
            return False
        parent = parent.getparent()
    return True


def _alternative(element: etree._Element) -> etree._Element:
    """The one form of alternative content that is read: the first choice, else the fallback."""
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else element.makeelement("none")


def _above(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    parent = element.getparent()
    while parent is not None and parent is not top:
        yield parent
        parent = parent.getparent()


def _in_fallback(element: etree._Element, top: etree._Element) -> bool:
    return any(
        parent.tag == f"{_MC}Fallback"
        and (around := parent.getparent()) is not None
        and around.find(f"{_MC}Choice") is not None
        for parent in _above(element, top)
    )


def _in_box(element: etree._Element, top: etree._Element) -> bool:
    return any(parent.tag == f"{W}txbxContent" for parent in _above(element, top))


def _turn_field(element: etree._Element, paragraph: _Paragraph) -> None:
    kind = value_of(element, "fldCharType")
    if kind == "begin":
        paragraph.fields.append("")
    elif kind == "end" and paragraph.fields:
        paragraph.fields.pop()


def _text(element: etree._Element, name: str) -> str:
    if name == "t":
        return visible((element.text or "").replace("\n", " "))
    if name == "sym":
        return _SYMBOLS.get(value_of(element, "char").upper()[-2:], "")
    if name == "br":
        return "" if value_of(element, "type") in ("page", "column") else "\n"
    return {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")


def _underlined(text: str, looks: frozenset[str]) -> str:
    """Underlined white space is a blank to fill in: drawn as a line, so that it is one everywhere."""
    if "underline" not in looks or not text:
        return text
    return text if text.strip() else "____"


def _looks(properties: etree._Element | None) -> frozenset[str]:
    if properties is None:
        return frozenset()
    found = set()
    if switch(properties, "b"):
        found.add("bold")
    if switch(properties, "u"):
        found.add("underline")
    if value_of(properties.find(f"{W}highlight")) not in ("", "none"):
        found.add("highlight")
    colour = value_of(properties.find(f"{W}color")).upper()
    if colour not in ("", "AUTO", "000000"):
        found.add(f"colour:{colour[:6]}")
    return frozenset(found)


def _spans(row: list[tuple[str, frozenset[str]]]) -> tuple[Span, ...]:
    spans, start = [], 0
    for text, looks in row:
        if looks and text:
            spans.append(Span(start, start + len(text), looks))
        start += len(text)
    return tuple(spans)


def formula(element: etree._Element, depth: int = 0) -> str:
    """A formula as one line of text: fractions as (a)/(b), powers as ^, indices as _, roots as √()."""
    if depth > MAX_DEPTH:
        raise Refusal(Outcome.PAPER, "paper.too-deep", limit=MAX_DEPTH)
    if element.tag == f"{_M}t":
        return element.text or ""

    def part(name: str) -> str:
        found = element.find(f"{_M}{name}")
        return formula(found, depth + 1) if found is not None else ""

    name = str(element.tag).removeprefix(_M)
    if name == "f":
        return f"({part('num')})/({part('den')})"
    if name in ("sSup", "sSub"):
        return f"{part('e')}{'^' if name == 'sSup' else '_'}{part('sup') or part('sub')}"
    if name == "rad":
        return f"√({part('e')})"
    return "".join(formula(child, depth + 1) for child in element if isinstance(child.tag, str))
