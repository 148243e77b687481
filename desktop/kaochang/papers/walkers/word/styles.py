"""Styles of Word, as far as reading needs them: hidden text, looks and list membership that a style brings along."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.papers.walkers.word.names import W, is_on, value_of

_MAX_CHAIN: Final = 20
_CONTENTS: Final = re.compile(r"toc (?:\d|heading)|table of figures|目录 ?\d", re.IGNORECASE)
_NEAR_BLACK: Final = 0x50
_NEAR_GREY: Final = 0x18
_TOLD: Final = frozenset(f"{W}{name}" for name in ("b", "u", "highlight", "shd", "color", "vanish"))
_NONE: Final[frozenset[str]] = frozenset()
_PLAIN_FILLS: Final = frozenset({"", "AUTO", "FFFFFF"})


@dataclass(frozen=True, slots=True)
class Looks:
    """What a run or a style says of its looks; None where it says nothing."""

    bold: bool | None = None
    underline: bool | None = None
    highlight: bool | None = None
    colour: str | None = None
    hidden: bool | None = None

    def over(self, below: "Looks") -> "Looks":
        """These looks, and those below where these say nothing."""
        if self is PLAIN or below is PLAIN:
            return below if self is PLAIN else self
        return Looks(
            below.bold if self.bold is None else self.bold,
            below.underline if self.underline is None else self.underline,
            below.highlight if self.highlight is None else self.highlight,
            below.colour if self.colour is None else self.colour,
            below.hidden if self.hidden is None else self.hidden,
        )

    def names(self) -> frozenset[str]:
        """The names that spans of a line use."""
        if self is PLAIN:
            return _NONE
        found = [name for name in ("bold", "underline", "highlight") if getattr(self, name)]
        return frozenset([*found, f"colour:{self.colour}"] if self.colour else found)


PLAIN: Final = Looks()


def looks_of(properties: etree._Element | None) -> Looks:
    """The looks that run properties say themselves."""
    if properties is None:
        return PLAIN
    said = {child.tag: child for child in properties if child.tag in _TOLD}
    if not said:
        return PLAIN
    return Looks(
        _is_on(said.get(f"{W}b")),
        _is_on(said.get(f"{W}u")),
        _highlight(said.get(f"{W}highlight"), said.get(f"{W}shd")),
        _colour(said.get(f"{W}color")),
        _is_on(said.get(f"{W}vanish")),
    )


def _is_on(element: etree._Element | None) -> bool | None:
    return None if element is None else is_on(element)


def _highlight(marker: etree._Element | None, fill: etree._Element | None) -> bool | None:
    if marker is not None:
        return value_of(marker) not in ("", "none")
    return None if fill is None else value_of(fill, "fill").upper() not in _PLAIN_FILLS


def _colour(element: etree._Element | None) -> str | None:
    """A colour that is seen as one; black and what is nearly black, as pages copied from a site have it, are none."""
    if element is None:
        return None
    value = value_of(element).upper()
    if not re.fullmatch(r"[0-9A-F]{6}", value):
        return ""
    parts = [int(value[place : place + 2], 16) for place in (0, 2, 4)]
    return "" if max(parts) < _NEAR_BLACK and max(parts) - min(parts) < _NEAR_GREY else value


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself, and the style it is based on."""

    base: str = ""
    name: str = ""
    num_id: str = ""
    level: str = ""
    looks: Looks = PLAIN


class Styles:
    """Styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.iterfind(f"{W}style")
        self._styles = {value_of(style, "styleId"): _style(style) for style in found}
        self._looks: dict[tuple[str, str], Looks] = {}

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[style_id])
            style_id = chain[-1].base
        return chain

    def looks(self, paragraph: str, run: str) -> Looks:
        """The looks of a run of one style in a paragraph of another."""
        key = (paragraph, run)
        if key not in self._looks:
            found = PLAIN
            for style in [*self._chain(run), *self._chain(paragraph)]:
                found = found.over(style.looks)
            self._looks[key] = found
        return self._looks[key]

    def numbering(self, style_id: str) -> tuple[str, str]:
        """(list, level) that a paragraph style brings along; "" where it brings none, and a level where it says one."""
        chain = self._chain(style_id)
        num_id = next((style.num_id for style in chain if style.num_id), "")
        return num_id, next((style.level for style in chain if style.level), "")

    def list_of(self, style_id: str) -> str:
        """The list that a numbering style stands for."""
        return self.numbering(style_id)[0]

    def is_contents(self, style_id: str) -> bool:
        """Whether paragraphs of a style are lines of a table of contents."""
        style = self._styles.get(style_id)
        return style is not None and bool(_CONTENTS.fullmatch(style.name))


def _style(element: etree._Element) -> Style:
    number = element.find(f"{W}pPr/{W}numPr")
    return Style(
        base=value_of(element.find(f"{W}basedOn")),
        name=value_of(element.find(f"{W}name")),
        num_id="" if number is None else value_of(number.find(f"{W}numId")),
        level="" if number is None else value_of(number.find(f"{W}ilvl")),
        looks=looks_of(element.find(f"{W}rPr")),
    )
