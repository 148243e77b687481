"""What a paragraph of Word shows: words with their looks, pictures and formulas, in the accepted view.

Insertions are in, deletions out; hidden text out; content controls, hyperlinks and smart tags in; of alternative
content one form only; of a field its result.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from kaochang.domain.items import Image
from kaochang.domain.papers import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.lines import visible
from kaochang.papers.markup.omml import Formula, read_omml
from kaochang.papers.office.pictures import Lost
from kaochang.papers.walkers.word.fields import TICKED, UNTICKED, Fields, is_page, shown
from kaochang.papers.walkers.word.names import MC, W14, M, W, alternative, switch, value_of
from kaochang.papers.walkers.word.pictures import Pictures
from kaochang.papers.walkers.word.styles import Styles, looks_of
from kaochang.papers.walkers.word.symbols import is_symbol_font, respell, sign

THROUGH: Final = frozenset(
    f"{W}{name}" for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "dir", "bdo")
)
"""Elements that only wrap what is shown."""
PLAIN: Final[frozenset[str]] = frozenset()
_WORDS: Final = {"ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_APART: Final = frozenset({"page", "column"})


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one look."""

    text: str
    looks: frozenset[str] = PLAIN


Piece: TypeAlias = Words | Image | Formula


@dataclass(slots=True)
class Paragraph:
    """What has been read of a paragraph; `lost` is what could not be carried, as (kind, variant, params).

    `floating` are pictures beside the text, `leader` is what a tab shows, `is_apart` says that a formula in it stands
    apart from the text, `is_dotted` that words are set apart by dots below.
    """

    style: str = ""
    leader: str = "\t"
    pieces: list[Piece] = field(default_factory=list)
    floating: list[Image] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    is_apart: bool = False
    is_dotted: bool = False

    def add(self, text: str, looks: frozenset[str] = PLAIN) -> None:
        """Words behind what stands there."""
        if text:
            self.pieces.append(Words(text, looks))


def is_placeholder(control: etree._Element) -> bool:
    """Whether a content control shows only a hint of what to write there, or a table of contents."""
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        return False
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    return bool(switch(properties, "showingPlcHdr")) or value_of(gallery) == "Table of Contents"


class Runs:
    """Reads paragraphs of one document."""

    def __init__(self, styles: Styles, pictures: Pictures) -> None:
        self._styles = styles
        self._pictures = pictures
        self._inline: dict[str, Callable[[etree._Element, Paragraph, int], None]] = {
            f"{W}r": self._run,
            f"{W}sdt": self._control,
            f"{W}fldSimple": self._field,
            f"{MC}AlternateContent": self._alternative,
            f"{M}oMath": self._formula,
            f"{M}oMathPara": self._apart,
            **dict.fromkeys(THROUGH, self.read),
        }
        self._parts: dict[str, Callable[[etree._Element, Paragraph, frozenset[str]], None]] = {
            f"{W}t": self._text,
            f"{W}tab": self._tab,
            f"{W}br": self._break,
            f"{W}sym": self._symbol,
            f"{W}ruby": self._ruby,
            f"{W}fldChar": self._turn,
            f"{W}instrText": self._instruct,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
            f"{MC}AlternateContent": self._drawing,
        }

    def read(self, parent: etree._Element, paragraph: Paragraph, depth: int = 0) -> None:
        """Adds what an element shows."""
        if depth > limits.MAX_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_DEPTH)
        for child in parent:
            reader = self._inline.get(child.tag)
            if reader is not None:
                reader(child, paragraph, depth + 1)

    # -- beside runs

    def _control(self, control: etree._Element, paragraph: Paragraph, depth: int) -> None:
        if is_placeholder(control):
            return
        box = control.find(f"{W}sdtPr/{W14}checkbox")
        if box is not None:
            checked = box.find(f"{W14}checked")
            is_on = checked is not None and checked.get(f"{W14}val") in ("1", "true", "on")
            paragraph.add(TICKED if is_on else UNTICKED)
        else:
            self.read(control, paragraph, depth)

    def _field(self, element: etree._Element, paragraph: Paragraph, depth: int) -> None:
        instruction = value_of(element, "instr")
        if is_page(instruction):
            return
        _show(shown(instruction), paragraph)
        self.read(element, paragraph, depth)

    def _alternative(self, element: etree._Element, paragraph: Paragraph, depth: int) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self.read(chosen, paragraph, depth)

    def _apart(self, element: etree._Element, paragraph: Paragraph, depth: int) -> None:
        paragraph.is_apart = True
        self.read(element, paragraph, depth)

    def _formula(self, element: etree._Element, paragraph: Paragraph, _: int) -> None:
        if paragraph.fields.is_silent:
            return
        found = read_omml(element)
        if found.latex and not paragraph.pieces:
            label, found = found.without_label()
            paragraph.add(label)
        _show(found, paragraph)

    # -- runs

    def _run(self, run: etree._Element, paragraph: Paragraph, _: int) -> None:
        properties = run.find(f"{W}rPr")
        style = "" if properties is None else value_of(properties.find(f"{W}rStyle"))
        looks = looks_of(properties).over(self._styles.looks(paragraph.style, style))
        if looks.hidden:
            return
        dots = None if properties is None else properties.find(f"{W}em")
        paragraph.is_dotted = paragraph.is_dotted or value_of(dots) not in ("", "none")
        names = looks.names()
        font = _font(properties)
        for child in run:
            reader = self._parts.get(child.tag)
            if reader is None:
                self._plain(child, paragraph, names)
            elif child.tag == f"{W}t" and font and not paragraph.fields.is_silent:
                paragraph.add(respell(visible(child.text or ""), font), names)
            else:
                reader(child, paragraph, names)

    def _plain(self, element: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        name = str(element.tag).removeprefix(W)
        if name in _WORDS and not paragraph.fields.is_silent:
            paragraph.add(_WORDS[name], looks)

    def _text(self, element: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        if not paragraph.fields.is_silent:
            paragraph.add(visible((element.text or "").replace("\n", " ")), looks)

    def _tab(self, _: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        if not paragraph.fields.is_silent:
            paragraph.add(paragraph.leader, looks)

    def _break(self, element: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        if value_of(element, "type") not in _APART and not paragraph.fields.is_silent:
            paragraph.add("\n", looks)

    def _symbol(self, element: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        code = value_of(element, "char")
        if not paragraph.fields.is_silent and 0 < len(code) <= 6 and all(digit in _HEX for digit in code):
            paragraph.add(sign(value_of(element, "font"), int(code, 16)), looks)

    def _ruby(self, element: etree._Element, paragraph: Paragraph, _: frozenset[str]) -> None:
        """Characters with their reading above: 重（chóng）."""
        base, reading = element.find(f"{W}rubyBase"), element.find(f"{W}rt")
        if base is not None:
            self.read(base, paragraph)
        words = "" if reading is None else visible("".join(each.text or "" for each in reading.iter(f"{W}t"))).strip()
        if words and not paragraph.fields.is_silent:
            paragraph.add(f"（{words}）")

    def _turn(self, element: etree._Element, paragraph: Paragraph, looks: frozenset[str]) -> None:
        found = paragraph.fields.turn(element)
        if isinstance(found, str):
            paragraph.add(found, looks)
        else:
            _show(found, paragraph)

    def _instruct(self, element: etree._Element, paragraph: Paragraph, _: frozenset[str]) -> None:
        paragraph.fields.instruct(element.text or "")

    def _drawing(self, element: etree._Element, paragraph: Paragraph, _: frozenset[str]) -> None:
        chosen = alternative(element) if element.tag == f"{MC}AlternateContent" else element
        if chosen is None or paragraph.fields.is_silent:
            return
        drawn = self._pictures.look(chosen)
        (paragraph.floating if drawn.is_floating else paragraph.pieces).extend(drawn.images)
        paragraph.boxes += drawn.boxes
        paragraph.lost += drawn.lost


def _show(found: Formula | str, paragraph: Paragraph) -> None:
    """Adds a formula; one that the notation cannot say is told, unless its words say all of it."""
    if isinstance(found, str):
        paragraph.add(found)
    elif found.text.strip():
        if found.is_lost:
            paragraph.lost.append((Kind.FORMULA_KEPT_AS_TEXT, "", {"formula": found.text[:40]}))
        paragraph.pieces.append(found)


_HEX: Final = frozenset("0123456789abcdefABCDEF")


def _font(properties: etree._Element | None) -> str:
    """The symbol font of a run, else ""."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    font = value_of(fonts, "ascii")
    return font if font and is_symbol_font(font) else ""
