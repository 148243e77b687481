"""Items whose options are pictures, alone or with words: of every type that has options."""

from kaochang.domain.items import Image, Item, ItemType, Option
from screens.made import exam, part

PNG = "image/png"


def pictured(label: str, text: str = "") -> Option:
    """An option with a picture."""
    return Option(label, text, Image(f"option-{label}.png", PNG))


ALONE = Item(
    ItemType.SINGLE,
    "客户描述路由器前面只有左数第二个指示灯在闪。下面哪一张图与描述相符？",
    options=tuple(pictured(label) for label in "ABCD"),
)
WORDED = Item(
    ItemType.MULTIPLE,
    "下面哪些走势说明应当增加夜班人手？",
    options=(
        pictured("A", "第一周：来电在晚间升高，等待时间也随之变长，客户开始要求回拨"),
        pictured("B", "第二周"),
        Option("C", "以上都不说明"),
    ),
)
ORDERING = Item(
    ItemType.ORDERING,
    "请按来电总量从少到多排列。",
    options=(pictured("A"), pictured("B", "带促销活动的一周"), pictured("C")),
)
MATCHING = Item(
    ItemType.MATCHING,
    "请为每一张图选出对应的说法。",
    options=(Option("A", "晚间升高"), Option("B", "全天平稳"), pictured("C", "像这张图一样")),
    prompts=(pictured("1"), pictured("2", "周末")),
)
ITEMS = (ALONE, WORDED, ORDERING, MATCHING)


def pictures_exam():
    """i1 to i4."""
    return exam(part(*ITEMS))
