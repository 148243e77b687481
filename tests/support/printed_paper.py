"""A paper of every type of item, with code, formulas, tables and pictures: what a printed page has to take."""

import struct
import zlib
from fractions import Fraction

from kaochang.domain.items import Image, Item, ItemType, Option, Stage, Table
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.papers import PaperItem
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.writing.exported import Exported

SECRET = "机密解析用语"
MATERIAL = "某门店三月的来电量如下表，其中晚间来电占比最高，而排班人数没有变化。\n请结合表中数据，回答后面的问题。"
TABLE = Table((("时段", "来电量", "接起率"), ("上午", "120", "95%"), ("晚间", "260", "71%")))


def png(width: int, height: int, shade: int = 0) -> bytes:
    """A picture of this size."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes([shade]) * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


MEDIA = {"stem.png": png(1600, 300), "first.png": png(300, 120, 90), "second.png": png(200, 200, 180)}


def _image(name):
    return Image(name, "image/png")


def _options(*texts):
    return tuple(Option("ABCDEFGH"[place], text) for place, text in enumerate(texts))


def _item(kind, stem, number, section, points, scheme, **more):
    return PaperItem(Item(kind, stem, number, section, points=Fraction(points), **more), scheme)


CODE = _item(
    ItemType.SINGLE,
    "下面的程序输出什么？（　　）\n```python\nfor i in range(2):\n    print(i)\n```",
    *("1", "单选题", 2),
    MarkScheme(Choice(("A",)), explanation=SECRET, competencies=("程序",), difficulty=Difficulty.EASY),
    options=_options("0 和 1", "1 和 2", "0 到 2", "都没有"),
)
FORMULAS = _item(
    ItemType.SINGLE,
    "方程 \\(x^2-5x+6=0\\) 的根是（　　）。\n\\[x=\\frac{5\\pm\\sqrt{25-24}}{2}\\]",
    *("2", "单选题", 2),
    MarkScheme(Choice(("C",))),
    options=_options("\\(x=2\\)", "\\(x=3\\)", "2 和 3", "没有实数根"),
)
PICTURES = _item(
    ItemType.SINGLE,
    "哪张图表示来电升高？（　　）",
    *("3", "单选题", 2),
    MarkScheme(Choice(("B",))),
    options=(Option("A", "", _image("first.png")), Option("B", "带促销的一周", _image("second.png"))),
    images=(_image("stem.png"),),
)
MIXED = (
    _item(
        ItemType.MULTIPLE,
        "选出正确的做法（　　）。",
        *("1", "综合知识", 3),
        MarkScheme(Choice(("A", "B", "D"))),
        options=_options("耐心倾听", "当场记录", "随时插话", "复述确认", "与客户争辩"),
    ),
    _item(ItemType.TRUEFALSE, "挂机前应当等客户先挂。", "2", "综合知识", 1, MarkScheme(Judgement(True))),
    _item(
        ItemType.BLANK,
        "一次修复率为____%，返修率为____%。",
        *("3", "综合知识", 4),
        MarkScheme(Accepted((("85", "八十五"), ("5",)))),
        blanks=2,
    ),
    _item(
        ItemType.ORDERING,
        "请排列处理投诉的步骤。",
        *("4", "综合知识", "5/2"),
        MarkScheme(Order(tuple("BADC"))),
        options=_options("记录诉求", "倾听致歉", "回访客户", "给出办法"),
    ),
    _item(
        ItemType.MATCHING,
        "请为每种来意选出接待方式。",
        *("5", "综合知识", 4),
        MarkScheme(Pairs((("(1)", "B"), ("(2)", "A")))),
        options=_options("来访接待", "电话礼仪", "信函"),
        prompts=(Option("(1)", "来电"), Option("(2)", "来访")),
    ),
    _item(
        ItemType.ESSAY,
        "简述首问负责制，不少于100字。",
        *("6", "综合知识", 8),
        MarkScheme(
            reference="谁先接待，谁负责到底。",
            rubric=Rubric(
                "（1）说清由谁负责（5分）\n（2）举出一个实例（3分）",
                (Criterion("说清由谁负责", Fraction(5)), Criterion("举出一个实例", Fraction(3))),
            ),
        ),
        min_words=100,
    ),
)
CASE = tuple(
    _item(
        ItemType.CASE,
        stem,
        *(f"1.{place}", "案例分析题", points),
        MarkScheme(reference=reference),
        material=MATERIAL,
        tables=(TABLE,),
    )
    for place, (stem, points, reference) in enumerate(
        [("指出排班中的问题。", 4, "晚间人手不足。"), ("提出改进的办法。", 6, "把两名上午的人员调到晚班。")], start=1
    )
)
SHARED = tuple(
    _item(
        ItemType.SINGLE,
        stem,
        *(str(number), "选择题", 1),
        MarkScheme(Choice(("B",))),
        material=MATERIAL,
        options=_options(*options),
    )
    for number, stem, options in (
        (1, "晚间的来电量是（　　）。", ("120", "260")),
        (2, "接起率较低的是（　　）。", ("上午", "晚间")),
    )
)
SCENARIO = _item(
    ItemType.SCENARIO,
    "下面的客户会分两轮说话，请逐轮回应。",
    *("1", "情景模拟题", 5),
    MarkScheme(reference="先道歉，再给出办法。"),
    stages=(Stage("客户：“怎么又是你们？”", 60), Stage("客户：“那好吧。”")),
)
INTERVIEW = _item(
    ItemType.INTERVIEW, "请介绍一次难忘的服务。", "1", "面试题", 5, MarkScheme(reference="言之有物，有始有终。")
)
ITEMS = (CODE, FORMULAS, PICTURES, *MIXED, *CASE, *SHARED, SCENARIO, INTERVIEW)
PAPER = Exported("服务综合试卷", ITEMS, MEDIA, Fraction(100))
