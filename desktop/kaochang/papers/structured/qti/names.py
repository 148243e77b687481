"""One vocabulary for QTI 2.0 to 3.0: the names of 2.x, without namespaces. 3.0 says the same in kebab-case."""

import re
from functools import lru_cache
from typing import Final

from lxml import etree

_NEW: Final = "qti-"
ITEM: Final = "assessmentItem"
TEST: Final = "assessmentTest"


def plain(root: etree._Element) -> etree._Element:
    """The same tree with every element and attribute called as in QTI 2.x; HTML and MathML lose their namespaces."""
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        local = tag.rpartition("}")[2]
        if local.startswith(_NEW):
            _rename_attributes(element)
        element.tag = _old(local)
    return root


def plain_name(tag: str) -> str:
    """What an element is called in QTI 2.x."""
    return _old(tag.rpartition("}")[2])


def _rename_attributes(element: etree._Element) -> None:
    for name in [str(name) for name in element.attrib]:
        if "-" in name and not name.startswith(("data-", "aria-", "{")):
            element.set(_old(_NEW + name), element.attrib.pop(name))


@lru_cache(maxsize=1024)
def _old(name: str) -> str:
    return (
        re.sub(r"-([a-z0-9])", lambda found: found.group(1).upper(), name[len(_NEW) :])
        if name.startswith(_NEW)
        else name
    )
