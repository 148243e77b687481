"""Texts that an item of 2.x keeps in files of their own: put where the item names them, within bounds."""

from typing import Final

from lxml import etree

from kaochang.papers import limits
from kaochang.papers.structured.qti.parts import Parts

_ENDINGS: Final = (".html", ".htm", ".xhtml", ".xml")
_TEXTS: Final = frozenset({"text/html", "application/xhtml+xml", "text/xml", "application/xml"})


def embed(root: etree._Element, parts: Parts, folder: str) -> None:
    """Put the texts of `object` and `xi:include` in their places; what is not there stays as it is named."""
    named = [element for element in root.iter("object", "include") if _is_text(element)]
    for element in named[: limits.MAX_EMBEDDED]:
        if sum(1 for _ in element.iterancestors()) > limits.MAX_EMBEDDED_DEPTH:
            continue
        text = parts.embedded(folder, element.get("data") or element.get("href") or "")
        if text is None:
            continue
        body = text.find("body")
        inner = text if body is None else body
        tail = element.tail
        element.clear()
        element.tag, element.tail = "div", tail
        element.append(inner)


def _is_text(element: etree._Element) -> bool:
    if element.tag == "include":
        return element.get("parse", "xml") == "xml"
    source = element.get("data", "").split("#")[0].lower()
    return element.get("type", "").lower() in _TEXTS or source.endswith(_ENDINGS)
