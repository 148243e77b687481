"""XML of strangers is parsed here alone: no entity is filled in, no network is asked, no document type is loaded.

Comments and processing instructions are left out. What else is refused (nesting, document types) is said by those who
call: what a package may hold and what a file of an exchange format may hold differ.
"""

import io
from collections.abc import Sequence
from typing import Final, TypedDict

from lxml import etree

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits

NOT_XML: Final = (etree.XMLSyntaxError, ValueError)
"""What is raised for bytes that are no XML."""


class _Options(TypedDict):
    no_network: bool
    remove_comments: bool
    remove_pis: bool


class _XmlOptions(_Options):
    resolve_entities: bool
    load_dtd: bool


_ALWAYS: Final[_Options] = {"no_network": True, "remove_comments": True, "remove_pis": True}
_XML: Final[_XmlOptions] = {**_ALWAYS, "resolve_entities": False, "load_dtd": False}


def parse(data: bytes, *, has_long_texts: bool = False) -> etree._Element:
    """The root element; raises `NOT_XML`.

    `has_long_texts`: texts of more than ten megabytes are read, as a Moodle file has that holds a large picture. Only
    for what can declare nothing that grows.
    """
    return etree.fromstring(data, etree.XMLParser(**_XML, huge_tree=has_long_texts))


def parser_of(tags: Sequence[str]) -> etree.XMLPullParser:
    """A parser that is fed pieces and gives the elements of these names when they have ended; raises `NOT_XML`."""
    return etree.XMLPullParser(("end",), tag=tags, **_XML, huge_tree=False)


def root_name(data: bytes) -> str:
    """The name of the root element with its namespace; "" where there is none. Of the rest nothing is looked at."""
    events = etree.iterparse(io.BytesIO(data), events=("start",), **_XML, huge_tree=False)
    try:
        return next((str(root.tag) for _, root in events), "")
    except NOT_XML:
        return ""


def parse_html(data: bytes) -> etree._Element | None:
    """The root element of an HTML text in UTF-8, None where nothing can be made of it.

    It may be as long as its file: a limit here would drop words without a sound.
    """
    try:
        return etree.fromstring(data, etree.HTMLParser(**_ALWAYS, encoding="utf-8", huge_tree=True, recover=True))
    except etree.XMLSyntaxError:
        return None


def declares_type(element: etree._Element) -> bool:
    """Whether the document of an element has a document type."""
    document = element.getroottree().docinfo
    return document is not None and document.internalDTD is not None


def declares_entities(data: bytes) -> bool:
    """Whether bytes declare entities, in any encoding."""
    return b"<!ENTITY" in data.replace(b"\x00", b"")


def check_marks(data: bytes) -> None:
    """Refuses (PAPER) more elements and attributes than can be held in memory, before any is made."""
    if data.count(b"<") + data.count(b"=") > limits.MAX_MARKS:
        raise Refusal(Outcome.PAPER, "paper.too-many-marks", limit=limits.MAX_MARKS)
