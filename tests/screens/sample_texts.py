"""An exam whose texts hold everything that a text can hold: blanks, formulas, code, wide tables, pictures."""

from fractions import Fraction

from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Rules, Section
from kaochang.domain.items import Image, Item, ItemType, Option, Table
from screens import sample

BLANKS = Item(
    ItemType.BLANK,
    "客户投诉后，首次响应应在　　　　小时内完成；处理结果应在 ______ 个工作日内以（　　）方式告知客户，并在\n"
    "工单里写明处理人与______。",
    blanks=4,
)
BLANKS_ENGLISH = Item(
    ItemType.BLANK,
    "A complaint is answered within ____ hours; its outcome is told in ______ within (  ) working days.",
    blanks=3,
)
DOUBTFUL = Item(ItemType.BLANK, "请写出首问负责制的两个要点：______。", blanks=2)
FORMULAS = Item(
    ItemType.SINGLE,
    "某商品的利润 \\(y\\)（元）与单价 \\(x\\)（元）满足 \\(y=-\\frac{1}{2}x^2+20x-\\sqrt{144}\\)，"
    "且 \\(10\\le x\\le 30\\)。记\n"
    "\\[ S_n=\\sum_{i=1}^{n}\\left(\\frac{a_i}{1+q^{i}}\\right)^2,\\qquad "
    "f(x)=\\begin{cases} x^2, & x\\ge 0 \\\\ -x, & x<0 \\end{cases} \\]\n"
    "则下列说法正确的是（　　）。看不懂的写法 \\(\\oddity{x}\\) 照原样显示。",
    options=(
        Option("A", "\\(x=\\frac{b}{2a}\\) 时利润最大"),
        Option("B", "\\(\\lim_{x\\to\\infty}f(x)=\\infty\\)"),
        Option("C", "\\(\\overline{x}=\\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}\\)"),
        Option("D", "以上都不对"),
    ),
)
CODE = Item(
    ItemType.SINGLE,
    "阅读下面的程序：\n"
    "```python\n"
    "def total(values: list[int]) -> int:\n"
    "    # 只计算能被三整除的数\n"
    "    return sum(value * 2 for value in values if value % 3 == 0 and value not in (12, 15, 18, 21, 24, 27, 30))\n"
    "\n"
    "print(total([1, 2, 3]))\n"
    "```\n"
    "它的输出是（　　）。",
    options=(Option("A", "6"), Option("B", "```\n[6]\n```"), Option("C", "12")),
)
WIDE = Item(
    ItemType.ESSAY,
    "根据下表，指出处理中最大的问题。",
    tables=(
        Table(
            (
                (
                    "编号",
                    "客户名称",
                    "来电时间",
                    "渠道",
                    "第一处理人",
                    "第二处理人",
                    "处理结果与后续安排",
                    "满意度",
                    "回访时间",
                    "回访方式",
                    "备注",
                ),
                *(
                    (
                        f"KF{number}",
                        "某连锁零售客户",
                        "11-18 08:42",
                        "电话",
                        "一线 A",
                        "二线 C",
                        "导出超时，已重启服务并建议错峰使用，等待补丁发布",
                        "满意",
                        "11-20 14:30",
                        "人工电话回访",
                        "无",
                    )
                    for number in range(3)
                ),
            )
        ),
    ),
)
PICTURE = Item(
    ItemType.SINGLE,
    "下图是某客服中心一周内各时段的来电量。人手最应当增加的时段是（　　）。",
    options=(Option("A", "08:00 – 10:00"), Option("B", "18:00 – 20:00")),
    images=(Image("calls.png", "image/png"),),
)
HELD = Item(
    ItemType.SINGLE,
    "　　陈𬭎宇在社交平台公开抱怨。\t他说：在　　　　小时内（　　）完成。",
    options=(Option("A", "是"), Option("B", "否")),
)

_ITEMS = (BLANKS, BLANKS_ENGLISH, DOUBTFUL, FORMULAS, CODE, WIDE, PICTURE, HELD)


def exam(rules: Rules = sample.RULES) -> Exam:
    """Eight items, t1 to t8."""
    placed = tuple(PlacedItem(f"t{place}", item, Fraction(5)) for place, item in enumerate(_ITEMS, start=1))
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", (Section("一、综合", placed),)), rules)
