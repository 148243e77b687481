"""An exam with every item type, its mark schemes, a session in two rooms and its roster: what most tests start from.

The texts of `SECRETS` occur nowhere else, so that files can be searched for them.
"""

from fractions import Fraction

from kaochang.domain.assessments import Assessment, Exam, Kind, Level, PlacedItem, Room, Rules, Section, Session
from kaochang.domain.items import Image, Item, ItemType, Option, Stage
from kaochang.domain.mark_schemes import Criterion, MarkScheme, Rubric
from kaochang.domain.responses import Accepted, Blanks, Choice, Judgement, Order, Pairs, Response, Text
from kaochang.domain.rosters import Ticket
from kaochang.domain.tools import Tool
from msgspec.structs import replace

OPENS = 1_760_000_000_000
CLOSES = OPENS + 3 * 3_600_000

ITEM_SECRETS = (
    "客服代表接听来电时首先应当",
    "以下哪些属于投诉处理的禁语",
    "请简述首问负责制的四个要点",
    "客户李女士来电要求退费",
)
SCHEME_SECRETS = ("首问负责是指第一位受理者全程跟进", "因为语速过快会让客户听不清", "态度一分逻辑四分", "工单系统")
NAMES = ("欧阳春晓", "司徒念远", "慕容听雨")
SECRETS = (*ITEM_SECRETS, *SCHEME_SECRETS, *NAMES)


def options(labels: str) -> tuple[Option, ...]:
    """One option for each letter."""
    return tuple(Option(label, f"选项{label}的文字") for label in labels)


_MATERIAL = ITEM_SECRETS[3] + "，情绪激动。"
PICTURE = "call-flow.png"

ITEMS: dict[str, Item] = {
    "single": Item(
        ItemType.SINGLE, ITEM_SECRETS[0], "1", options=options("ABCD"), images=(Image(PICTURE, "image/png"),)
    ),
    "multiple": Item(ItemType.MULTIPLE, ITEM_SECRETS[1], "2", options=options("ABCDE")),
    "truefalse": Item(ItemType.TRUEFALSE, "挂机前应当等客户先挂。", "3"),
    "blank": Item(ItemType.BLANK, "录入____后转交____。", "4", blanks=2),
    "essay": Item(ItemType.ESSAY, ITEM_SECRETS[2], "5"),
    "case-1": Item(ItemType.CASE, "第一步应做什么？", "6.1", material=_MATERIAL),
    "case-2": Item(ItemType.CASE, "第二步应做什么？", "6.2", material=_MATERIAL),
    "interview": Item(ItemType.INTERVIEW, "请介绍一次难忘的服务。", "7"),
    "scenario": Item(ItemType.SCENARIO, "模拟：客户要求见经理。", "8"),
    "ordering": Item(ItemType.ORDERING, "排列处理顺序。", "9", options=options("ABCD")),
    "matching": Item(
        ItemType.MATCHING,
        "把情形和做法配对。",
        "10",
        options=options("ABC"),
        prompts=(Option("(1)", "来电"), Option("(2)", "来访")),
    ),
}
"""One item of every type, by id; two for the case."""

SCHEMES: dict[str, MarkScheme] = {
    "single": MarkScheme(Choice(("B",)), explanation=SCHEME_SECRETS[1]),
    "multiple": MarkScheme(Choice(("A", "C", "D"))),
    "truefalse": MarkScheme(Judgement(True)),
    "blank": MarkScheme(Accepted(((SCHEME_SECRETS[3], "系统"), ("班长",)))),
    "essay": MarkScheme(
        reference=SCHEME_SECRETS[0], rubric=Rubric(SCHEME_SECRETS[2], (Criterion("态度", Fraction(1)),))
    ),
    "case-1": MarkScheme(),
    "case-2": MarkScheme(),
    "interview": MarkScheme(),
    "scenario": MarkScheme(),
    "ordering": MarkScheme(Order(("C", "A", "B", "D"))),
    "matching": MarkScheme(Pairs((("(1)", "B"), ("(2)", "C")))),
}

RESPONSES: dict[str, Response] = {
    "single": Choice(("B",)),
    "multiple": Choice(("A", "C")),
    "truefalse": Judgement(False),
    "blank": Blanks(("工单", "班长")),
    "essay": Text("我认为要点有四个……"),
    "case-1": Text("先安抚。"),
    "case-2": Text("再核实。"),
    "interview": Text("有一次……"),
    "scenario": Text("您好，我来为您处理。"),
    "ordering": Order(("C", "A", "B", "D")),
    "matching": Pairs((("(1)", "B"), ("(2)", "A"))),
}
"""A response that fits each item."""


RULES = Rules(duration_s=3600, pass_mark=Fraction(12), tools=tuple(Tool))


def make_exam(rules: Rules | None = None, exam_id: str = "exam-1") -> Exam:
    """The exam of all item types, in two sections; two points each."""
    placed = tuple(PlacedItem(name, item, Fraction(2)) for name, item in ITEMS.items())
    sections = (Section("客观题", placed[:4]), Section("主观题及其他", placed[4:]))
    return Exam(exam_id, Assessment("客服岗位认证", sections), rules or RULES)


def in_two_parts(exam: Exam, first_s: int | None = 1200, second_s: int | None = 2400) -> Exam:
    """The exam with its two sections as parts of their own, and its scenario played in three turns."""
    first, second = exam.assessment.sections
    staged = replace_item(
        second,
        "scenario",
        stages=(Stage("客户：叫你们经理来！", 60), Stage("客户：我等不及。"), Stage("客户：好吧。", 30)),
    )
    sections = (replace(first, limit_s=first_s, is_locked=True), replace(staged, limit_s=second_s, is_locked=True))
    return replace(exam, assessment=replace(exam.assessment, sections=sections))


def replace_item(section: Section, name: str, **change: object) -> Section:
    """A section with one of its items changed."""
    items = (replace(each, item=replace(each.item, **change)) if each.id == name else each for each in section.items)
    return replace(section, items=tuple(items))


def make_session(session_id: str = "s-2025-10", kind: Kind = Kind.LIVE, level: Level = Level.QUICK) -> Session:
    """A session of three hours in two rooms."""
    return Session(session_id, "十月认证", kind, level, OPENS, CLOSES, (Room("R1", "一号考场"), Room("R2", "二号考场")))


def make_tickets() -> tuple[Ticket, ...]:
    """Two candidates in room R1, one in R2."""
    return tuple(
        Ticket(f"T{at}", name, f"4400{at}", "exam-1", room, seat=f"{at:02}")
        for at, (name, room) in enumerate(zip(NAMES, ("R1", "R1", "R2"), strict=True), start=1)
    )
