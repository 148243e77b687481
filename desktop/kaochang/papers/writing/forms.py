"""How items that belong together are numbered in print: one by one, as parts of a case, or by material for several."""

import enum
import re
from fractions import Fraction
from typing import Final

from kaochang.domain.items import Item
from kaochang.papers.grammar.lengths import Length, read_length
from kaochang.papers.writing.exported import Group, Section
from kaochang.papers.writing.wording import NO_LENGTH

_PART: Final = re.compile(r"([0-9]{1,4})\.([0-9]{1,3})")


class Form(enum.Enum):
    """The way a group is numbered."""

    PLAIN = "plain"  # no material
    CASE = "case"  # 5. material, （1） … （2） …
    SHARED = "shared"  # （36～38题共用材料）, 36. … 37. …
    SINGLE = "single"  # 5. material, and what is asked of it


def form_of(group: Group) -> Form:
    """How a group is numbered, by the numbers that its items have already."""
    if not group.material:
        return Form.PLAIN
    numbers = [placed.item.number for placed in group.items]
    if parent_of(group):
        return Form.CASE
    values = [int(number) for number in numbers if number.isascii() and number.isdecimal()]
    if len(numbers) > 1 and values == list(
        range(values[0] if values else 0, (values[0] if values else 0) + len(numbers))
    ):
        return Form.SHARED
    return Form.SINGLE


def is_part(item: Item) -> bool:
    """Whether an item is numbered as a part of a case."""
    return bool(item.material) and _PART.fullmatch(item.number) is not None


def parent_of(group: Group) -> str:
    """The number of the case whose parts 1, 2, 3 … the items are; "" where they are none."""
    found = [_PART.fullmatch(placed.item.number) for placed in group.items]
    parents = {match.group(1) for match in found if match}
    parts = [int(match.group(2)) for match in found if match]
    in_order = len(parts) == len(found) and parts == list(range(1, len(found) + 1))
    return parents.pop() if len(parents) == 1 and in_order else ""


def length_of(section: Section) -> Length:
    """How long every text of a section is to be whose stem does not state it; sub-questions have no part in it."""
    groups = [group for group in section.groups if form_of(group) is not Form.CASE]
    items = [placed.item for group in groups for placed in group.items if placed.item.is_open]
    open_ones = [item for item in items if not item.stages and read_length(item.stem) is None]
    asked = {Length(item.min_words, item.max_words) for item in open_ones}
    return asked.pop() if len(asked) == 1 else NO_LENGTH


def entries_of(section: Section) -> list[Fraction | None]:
    """The points of what a heading counts: items, and each case as one; None for one whose points are not all known."""
    entries: list[Fraction | None] = []
    for group in section.groups:
        points = [placed.item.points for placed in group.items]
        if form_of(group) is Form.CASE:
            known = [each for each in points if each is not None]
            entries.append(sum(known, Fraction()) if len(known) == len(points) else None)
        else:
            entries += points
    return entries
