"""Names of Word's XML, and how its values are read: hostile files hold anything in them."""

import re
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V: Final = "{urn:schemas-microsoft-com:vml}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_WHOLE: Final = re.compile(r"-?[0-9]{1,6}")


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of the word namespace, or ""."""
    return "" if element is None else str(element.get(f"{W}{name}") or "")


def integer(text: str, otherwise: int) -> int:
    """A number as Word writes it."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """An on/off property: True, False, or None where nothing is said."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return None if found is None else is_on(found)


def is_on(element: etree._Element) -> bool:
    """The value of an on/off property; on where it says nothing."""
    return value_of(element).lower() not in _OFF


def alternative(element: etree._Element) -> etree._Element | None:
    """The one form of alternative content that is read: the first choice, else the fallback."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")
