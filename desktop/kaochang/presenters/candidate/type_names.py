"""What the type of an item is called on the screen: as its paper calls it, where the paper does. Pure.

Candidates look for the type first: it says how many options may be chosen, and how much is to be written. A section
headed 论述题 whose items are called 简答题 gives one thing two names, and 不定项选择题 says what 多选题 does not.
"""

import re

from kaochang.domain.items import ItemType
from kaochang.domain.ports import Words
from kaochang.papers.grammar import kinds

_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")


def type_name(item_type: ItemType, section_title: str, words: Words) -> str:
    """The name that the section's title gives this type, if it gives it one; else the program's own.

    The program's own also where the title says no more than it, or less, and where the program speaks another language.
    """
    own = words(f"type.{item_type}")
    return kinds.called(section_title, item_type, own) if _IDEOGRAPH.search(own) else own
