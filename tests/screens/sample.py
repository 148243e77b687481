"""A room, its people and an exam for screens: our own text about customer service, every item type, long and short."""

from fractions import Fraction

from kaochang.domain.assessments import (
    Assessment,
    Exam,
    Kind,
    Level,
    LoginField,
    PartialCredit,
    PlacedItem,
    Room,
    Rules,
    Section,
    Session,
)
from kaochang.domain.items import Image, Item, ItemType, Option, Stage, Table
from kaochang.domain.rosters import Ticket
from kaochang.domain.tools import Tool

START_WALL = 1_795_224_600_000  # 2026-11-21 09:30 in UTC+8

ROOM = Room("302", "上海考点 302 考场")
SESSION = Session(
    id="2026-1121-b",
    title="第二场",
    kind=Kind.LIVE,
    level=Level.QUICK,
    opens=START_WALL,
    closes=START_WALL + 7_200_000,
    rooms=(ROOM,),
)
TICKET = Ticket(number="2026112103020017", name="陈𬭎宇", person="KF20817", exam="kf2", room="302", seat="17")
OTHER_TICKET = Ticket(number="2026112103020018", name="欧阳文静", person="KF20818", exam="kf2", room="302", seat="18")

RULES = Rules(
    duration_s=7_200,
    latest_entry_s=1_800,
    earliest_hand_in_s=1_800,
    warnings_s=(900, 300, 60),
    partial_credit=PartialCredit.HALF,
    login=(LoginField.PERSON, LoginField.NAME),
    notices=(
        "请将手机等电子设备关机，放在指定位置。草稿纸由监考发放，离场时交回。",
        "考试中遇到设备问题，请举手示意，不要自行关机或重启。",
        "机位、姓名与准考证不一致时，请立即告诉监考。",
    ),
    tools=tuple(Tool),
    pledge="我是本人参加考试，独立作答；不抄录、不拍摄、不以任何方式传播试题内容。",
)


def _options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(letter, text) for letter, text in zip("ABCDEFGH", texts, strict=False))


_SINGLE = (
    (
        "客户来电询问保修期，系统里查不到购买记录。专员首先应当（　　）。",
        ("告知客户不在保修期内", "请客户提供购买凭证，并说明可以用哪些凭证", "转给销售部门处理", "请客户改日再打"),
    ),
    (
        "通话中客户情绪激动、语速很快。下列回应中最合适的一句是（　　）。",
        (
            "“您先冷静一下。”",
            "“这件事不归我管。”",
            "“我听到您这三天一直没能用上，换作是我也会着急。我先把情况记下来，再跟您确认一遍。”",
            "“请您把音量放低。”",
        ),
    ),
)
_MULTIPLE_STEM = (
    "一位老客户第三次来电反映同一台设备夜间自动重启，语气已明显不耐烦。"
    "下列做法中，符合首问负责与闭环处理要求的有（　　）。"
)
_MULTIPLE_OPTIONS = (
    "先确认前两次工单的处理结论，不让客户重复描述",
    "告知客户该问题属于硬件部门，请其自行联系厂商",
    "说明接下来由谁、在什么时间之前给出答复，并主动回访",
    "把三次来电合并为一个问题升级，请技术支持复现并给出根因",
    "为尽快平息情绪，先承诺当天更换新机",
)
MATERIAL = (
    "某软件企业的报表模块升级后，一家连锁零售客户连续三天在早高峰出现导出失败。"
    "客服专员小林接到来电时，客户已在社交平台公开抱怨，并要求当天给出书面说明。\n"
    "小林查到的工单记录如下。技术部确认补丁预计次日发布，期间可以用离线导出工具代替。"
)
TABLE = Table(
    (
        ("时间", "渠道", "记录", "处理人"),
        ("11-18 08:42", "电话", "导出超时，已重启服务", "一线 A"),
        ("11-19 08:55", "在线", "同样现象，建议错峰", "一线 B"),
        ("11-20 09:03", "电话", "客户情绪激动，转技术未接", "一线 A"),
    )
)


def _single(number: int) -> Item:
    stem, texts = _SINGLE[number % 2]
    return Item(ItemType.SINGLE, stem, options=_options(*texts))


def _multiple(_: int) -> Item:
    return Item(ItemType.MULTIPLE, _MULTIPLE_STEM, options=_options(*_MULTIPLE_OPTIONS))


def _judgement(_: int) -> Item:
    return Item(ItemType.TRUEFALSE, "客户挂断电话即视为工单办结，无须再回访。")


BLANK = Item(
    ItemType.BLANK,
    "投诉处理中，首次响应应在　　　　小时内完成；处理结果应在 ______ 个工作日内以______方式告知客户。",
    blanks=3,
)
ORDERING = Item(
    ItemType.ORDERING,
    "请把下列投诉处理步骤排成正确的顺序。",
    options=_options("向客户复述问题并确认", "记录客户诉求与联系方式", "给出处理方案与时限", "回访并确认客户满意"),
)
MATCHING = Item(
    ItemType.MATCHING,
    "请为每一种客户表现选择最合适的应对方式。",
    options=_options("先倾听，再确认感受", "给出书面依据", "提供两个可选方案", "约定下一次联系的时间"),
    prompts=(
        Option("1", "反复强调规定不合理"),
        Option("2", "犹豫不决，迟迟不做决定"),
        Option("3", "情绪激动，不断打断"),
    ),
)
CASE_ONE = Item(
    ItemType.CASE,
    "（1）请指出前三次处理中存在的问题，并写出你接听这次来电时的应对步骤。",
    number="41.1",
    material=MATERIAL,
    tables=(TABLE,),
)
CASE_TWO = Item(
    ItemType.CASE,
    "（2）请写出给客户的书面说明要点。",
    number="41.2",
    material=MATERIAL,
    tables=(TABLE,),
)
SCENARIO = Item(
    ItemType.SCENARIO,
    "客户：“我昨天才修好，今天又坏了，你们到底行不行？”\n请写出你的第一句回应，以及接下来要确认的三件事。",
)
TURNS = (
    Stage("客户：“我昨天才修好，今天又坏了，你们到底行不行？叫你们经理来！”", 90),
    Stage("客户：“每次都这么说。我下午两点要开店，你告诉我现在怎么办。”", 90),
    Stage("客户：“好吧，那就按你说的。要是再坏，我可要投诉了。”", 60),
)
STAGED = Item(ItemType.SCENARIO, "下面的客户会分三轮说话。请像在电话里那样逐轮回应。", stages=TURNS)
ESSAY = Item(ItemType.ESSAY, "请简述首问负责制的四个要点，并各举一个例子。")
PICTURE = Item(
    ItemType.SINGLE,
    "下图是某客服中心一周内各时段的来电量。人手最应当增加的时段是（　　）。",
    options=_options("08:00 – 10:00", "12:00 – 14:00", "18:00 – 20:00"),
    images=(Image("calls.png", "image/png"),),
)


def _placed(items: list[Item], points: int, start: int) -> tuple[PlacedItem, ...]:
    return tuple(PlacedItem(f"i{start + place}", item, Fraction(points)) for place, item in enumerate(items))


def exam(rules: Rules = RULES) -> Exam:
    """Forty-two items, a hundred points, in five sections."""
    sections = (
        Section("一、单选题", _placed([*(_single(n) for n in range(19)), PICTURE], 2, 1)),
        Section("二、多选题", _placed([_multiple(n) for n in range(8)], 2, 21)),
        Section("三、判断题", _placed([_judgement(n) for n in range(8)], 1, 29)),
        Section("四、填空、排序与匹配", _placed([BLANK, ORDERING, MATCHING], 4, 37)),
        Section("五、案例与情景", _placed([CASE_ONE, CASE_TWO, SCENARIO], 8, 40)),
    )
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", sections), rules)


def short_exam(rules: Rules = RULES) -> Exam:
    """One item of each kind, for driving every way of responding."""
    items = [_single(0), _multiple(0), _judgement(0), BLANK, ORDERING, MATCHING, CASE_ONE, CASE_TWO, SCENARIO]
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", (Section("一、综合", _placed(items, 5, 1)),)), rules)


def exam_in_parts(rules: Rules = RULES) -> Exam:
    """The long day's exam in two timed parts: the second has an item with a time of its own and a scenario in turns."""
    items = [*(_single(n) for n in range(20)), *(_multiple(n) for n in range(8)), *(_judgement(n) for n in range(8))]
    essay = PlacedItem("i37", ESSAY, Fraction(12), limit_s=600)
    sections = (
        Section("一、客观题", _placed(items, 2, 1), limit_s=3_600),
        Section("二、论述与情景", (essay, PlacedItem("i38", STAGED, Fraction(16))), limit_s=2_400),
    )
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", sections), rules)


def long_exam(rules: Rules = RULES) -> Exam:
    """Very long texts everywhere, and one very long section."""
    title = "某某集团客户服务中心二〇二六年度客户服务专员（二级）上岗资格认证暨技能等级评定综合理论知识考试"
    text = _MULTIPLE_STEM * 4
    item = Item(ItemType.MULTIPLE, text, options=_options(*(option * 5 for option in _MULTIPLE_OPTIONS)))
    sections = (
        Section(
            "第一部分　综合知识与岗位规范（含服务礼仪、投诉处理、信息安全与应急处置）", _placed([item] * 150, 1, 1)
        ),
        Section("第二部分", _placed([CASE_ONE], 10, 151)),
    )
    return Exam("kf2", Assessment(title, sections), rules)
