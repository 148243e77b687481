"""XML from strangers: no entities, no network, no document type that declares anything, bounded nesting."""

import html
import re
from typing import Final

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits, safe_xml

_NAMED: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_DOCTYPE: Final = re.compile(rb"<!(?!\[CDATA\[|--)")
_DECLARED: Final = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,60}?\bencoding\s*=\s*["']([\w.-]{1,20})["']""")
_OWN: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
"""The names that every XML file may use."""


def parse_xml(data: bytes) -> etree._Element:
    """The root element of an XML file.

    A document type that declares no entities is harmless, and nothing that it names is loaded; one that declares any is
    refused (PAPER). Characters by their HTML names (&nbsp;) are taken where a file uses them
    without saying what they are.
    """
    safe_xml.check_marks(data)
    is_plain = _is_plain(data)
    try:
        root = safe_xml.parse(data, has_long_texts=is_plain)
    except etree.XMLSyntaxError as error:
        root = _parse_again(data, error, has_long_texts=is_plain)
    except ValueError as error:
        raise Refusal(Outcome.PAPER, "paper.broken") from error
    _check_type(root, data)
    _check_depth(root)
    return root


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def line_of(element: etree._Element) -> int | None:
    """The line of the file that an element begins in."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def _is_plain(data: bytes) -> bool:
    """Whether a file has no document type, nor can hide one in another encoding: then nothing in it can grow."""
    declared = _DECLARED.match(data)
    is_utf8 = b"\x00" not in data and (declared is None or declared.group(1).lower() == b"utf-8")
    return is_utf8 and _DOCTYPE.search(data) is None


def _parse_again(data: bytes, error: etree.XMLSyntaxError, *, has_long_texts: bool) -> etree._Element:
    if safe_xml.declares_entities(data):
        raise Refusal(Outcome.PAPER, "paper.doctype") from error
    known = _NAMED.sub(_character, data)
    if known == data and "depth" in error.msg:  # libxml's own limit comes before ours
        raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_XML_DEPTH) from error
    if known == data:
        raise Refusal(Outcome.PAPER, "paper.broken") from error
    try:
        return safe_xml.parse(known, has_long_texts=has_long_texts)
    except safe_xml.NOT_XML as again:
        raise Refusal(Outcome.PAPER, "paper.broken") from again


def _character(found: re.Match[bytes]) -> bytes:
    name = found.group(1)
    if name in _OWN:
        return found.group()
    meant = html.unescape(found.group().decode("ascii"))
    return "".join(f"&#{ord(sign)};" for sign in meant).encode() if not meant.endswith(";") else found.group()


def _check_type(root: etree._Element, data: bytes) -> None:
    if not safe_xml.declares_type(root):
        return
    try:
        text = data.decode(root.getroottree().docinfo.encoding or "utf-8", "replace")
    except LookupError as error:
        raise Refusal(Outcome.PAPER, "paper.doctype") from error
    if "<!ENTITY" in text:
        raise Refusal(Outcome.PAPER, "paper.doctype")


def _check_depth(root: etree._Element) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.MAX_XML_DEPTH:
            raise Refusal(Outcome.PAPER, "paper.too-deep", limit=limits.MAX_XML_DEPTH)
