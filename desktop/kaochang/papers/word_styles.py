"""Styles of Word, as far as reading needs them: hidden text and list membership that a style brings along."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.papers.word_numbers import W, value_of

_MAX_CHAIN: Final = 20
_OFF: Final = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself, and the style it is based on."""

    base: str = ""
    num_id: str = ""
    level: str = ""
    hidden: bool | None = None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """An on/off property: True, False, or None where nothing is said."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else value_of(found).lower() not in _OFF


class Styles:
    """Styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles = (
            {} if root is None else {value_of(style, "styleId"): _style(style) for style in root.iterfind(f"{W}style")}
        )

    def _chain(self, style_id: str) -> list[Style]:
        chain: list[Style] = []
        while style_id in self._styles and len(chain) < _MAX_CHAIN:
            chain.append(self._styles[style_id])
            style_id = chain[-1].base
        return chain

    def hidden(self, style_id: str) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for style in self._chain(style_id) if style.hidden is not None), False)

    def numbering(self, style_id: str) -> tuple[str, str]:
        """(list, level) that a paragraph style brings along; ("", "") for none."""
        chain = self._chain(style_id)
        num_id = next((style.num_id for style in chain if style.num_id), "")
        return num_id, next((style.level for style in chain if style.level), "")


def _style(element: etree._Element) -> Style:
    number = element.find(f"{W}pPr/{W}numPr")
    return Style(
        base=value_of(element.find(f"{W}basedOn")),
        num_id="" if number is None else value_of(number.find(f"{W}numId")),
        level="" if number is None else value_of(number.find(f"{W}ilvl")),
        hidden=switch(element.find(f"{W}rPr"), "vanish"),
    )
