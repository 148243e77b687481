"""Changes to XML as the bytes of an input say: what reaches the reader behind the XML parser."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from fuzz.paper_samples import heap
from lxml import etree

_MOST: Final = 2_000
"""Elements that a changed document may have: what is copied and copied again would tell of size alone."""


def edited(root: etree._Element, numbers: Iterator[int]) -> bytes:
    """The document with changes: words, attributes and names are replaced, elements removed, copied, moved, wrapped."""
    holder = etree.Element("holder")
    holder.append(root)
    for how in numbers:
        elements = [each for each in holder.iter() if isinstance(each.tag, str)][1:]
        if not elements:
            break
        node, other = (elements[next(numbers, 0) * 7 % len(elements)] for _ in "ab")
        _change(node, other, how, numbers, room=len(elements) < _MOST)
    return etree.tostring(holder[0], encoding="utf-8") if len(holder) else b""


def _change(node: etree._Element, other: etree._Element, how: int, numbers: Iterator[int], *, room: bool) -> None:
    speaking = heap("xml")
    words = speaking[next(numbers, 0) % len(speaking)]
    if how % 2:
        _move(node, other, how // 2 % 4, room=room)
    elif how % 8 == 0:
        node.text = words
    elif how % 8 == 2:
        node.tail = words
    elif how % 8 == 4:
        names = [*node.attrib, *other.attrib]
        if names:
            node.set(names[next(numbers, 0) % len(names)], words)
    else:
        node.text = (node.text or "") + words


def _move(node: etree._Element, other: etree._Element, how: int, *, room: bool) -> None:
    """Remove an element, rename it, put a copy of another one in it, or put it into one of another's name."""
    parent = node.getparent()
    if how == 0:
        node.tag = other.tag
    elif how == 1 and parent is not None:
        parent.remove(node)
    elif how == 2 and room:
        node.append(deepcopy(other))
    elif how == 3 and room and parent is not None:
        wrap = etree.Element(other.tag, dict(other.attrib))
        parent.replace(node, wrap)
        wrap.append(node)
