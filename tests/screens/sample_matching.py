"""Matching items of every extent: few and many, short and long."""

from kaochang.domain.items import Item, ItemType, Option
from screens.made import exam, part

_LONG = "同时提出好几个互相矛盾的要求，并要求逐条书面答复，否则就在网上公开全部通话录音与往来邮件"


def _options(labels: str, is_long: bool) -> tuple[Option, ...]:
    return tuple(
        Option(label, _LONG if is_long and place % 2 else f"做法{label}") for place, label in enumerate(labels)
    )


def matching(prompts: int, options: int, *, is_long: bool) -> Item:
    """So many on the left, so many on the right; every second text is long."""
    return Item(
        ItemType.MATCHING,
        "请为每一种客户表现选择最合适的应对方式，每一种方式可以用一次、多次或不用。",
        options=_options("ABCDEFGHIJKLMNO"[:options], is_long),
        prompts=tuple(
            Option(str(number), _LONG if is_long and number % 2 else f"表现 {number}")
            for number in range(1, prompts + 1)
        ),
    )


EXTENTS = ((2, 2), (2, 15), (15, 2), (15, 15), (12, 4))


def matching_exam():
    """i1 and so on: each extent with short texts, then each with long ones."""
    return exam(part(*(matching(*extent, is_long=is_long) for is_long in (False, True) for extent in EXTENTS)))
