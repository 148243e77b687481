"""An exam of items that are hard to lay out: long matching, limits in words, three sub-questions, every interview."""

from fractions import Fraction

from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Item, ItemType, Mode, Option
from screens import sample

_SHOWN = (
    "反复强调规定不合理",
    "犹豫不决，迟迟不做决定",
    "情绪激动，不断打断",
    "只说“随便”，不说明需求",
    "要求马上找经理",
    "质疑专员的专业能力",
    "同时提出好几个互相矛盾的要求，并要求逐条书面答复",
    "长时间沉默",
    "把同一件事反复说好几遍",
    "要求超出权限的补偿",
    "威胁在网上曝光",
    "听不清，一再请专员重复",
)
_ANSWERED_BY = (
    "先倾听，再确认感受",
    "给出书面依据",
    "提供两个可选方案",
    "约定下一次联系的时间",
    "复述要点并逐条确认",
    "说明权限与升级的路径",
    "放慢语速，改用短句",
    "说明处理依据，不与客户争论",
    "请客户先说最着急的一件事，其余的记录下来逐条回复",
    "主动询问是否方便继续",
    "礼貌收束，回到问题本身",
    "报出工单编号与时限",
    "转给值班班长",
    "提议改用文字渠道",
    "请客户稍后再打",
)
MATERIAL = "\n".join([sample.MATERIAL] * 4)
LEAST, MOST = 200, 300

MATCHING = Item(
    ItemType.MATCHING,
    "请为每一种客户表现选择最合适的应对方式，每一种方式可以用一次、多次或不用。",
    options=tuple(Option(letter, text) for letter, text in zip("ABCDEFGHIJKLMNO", _ANSWERED_BY, strict=True)),
    prompts=tuple(Option(str(number), text) for number, text in enumerate(_SHOWN, start=1)),
)
ESSAY = Item(
    ItemType.ESSAY,
    "请结合工作实际，谈谈如何在高峰时段兼顾接通率与服务质量。",
    min_words=LEAST,
    max_words=MOST,
)
CASES = tuple(
    Item(
        ItemType.CASE,
        f"（{number}）{stem}",
        number=f"3.{number}",
        material=MATERIAL,
        tables=(sample.TABLE,),
        min_words=least,
    )
    for number, (stem, least) in enumerate(
        (
            ("请指出前三次处理中存在的问题，并写出你接听这次来电时的应对步骤。", 100),
            ("请写出给客户的书面说明要点。", None),
            ("为避免同类问题再次发生，请向技术部和现场管理各提一条建议，并说明理由和落实的时间。", None),
        ),
        start=1,
    )
)
INTERVIEWS = tuple(
    Item(ItemType.INTERVIEW, "请介绍一次您处理重大投诉的经历：当时的情形、您的做法和结果。", mode=mode)
    for mode in (Mode.TYPED, Mode.READ, Mode.SPOKEN)
)
ITEMS = (MATCHING, ESSAY, *CASES, *INTERVIEWS, sample.ORDERING)


def exam() -> Exam:
    """i1 matching, i2 essay, i3 to i5 one case, i6 to i8 interviews (typed, read, spoken), i9 ordering."""
    placed = tuple(PlacedItem(f"i{number}", item, Fraction(5)) for number, item in enumerate(ITEMS, start=1))
    rules = Rules(duration_s=7_200, warnings_s=())
    sections = (
        Section("一、匹配与论述", placed[:2]),
        Section("二、案例", placed[2:5]),
        Section("三、面试", placed[5:]),
    )
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", sections), rules)
