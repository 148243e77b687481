"""Responses to score, without files: short answers, a case with levels, a long essay, and a scenario in turns."""

from fractions import Fraction

from kaochang.domain.assessments import PlacedItem
from kaochang.domain.items import Item, ItemType, Stage, Table
from kaochang.domain.mark_schemes import Criterion, Level, MarkScheme, Rubric
from kaochang.domain.responses import Replies, Text
from kaochang.flow.scoring import Task
from kaochang.flow.scoring_work import Ahead

SHORT = PlacedItem(
    "short",
    Item(ItemType.ESSAY, "请简述首问负责制的四个要点。", "31", section="三、简答题", points=Fraction(8)),
    Fraction(8),
)
SHORT_SCHEME = MarkScheme(
    reference="首位受理者全程跟进；不推诿、不转嫁；超出权限的当场说明并转交到人；办结后回访确认。",
    rubric=Rubric(
        "要点 6 分，表述 2 分。意思相近即可得分。",
        (Criterion("要点", Fraction(6), "四个要点齐全，各有一句解释"), Criterion("表述", Fraction(2))),
    ),
)
CASE = PlacedItem(
    "case",
    Item(
        ItemType.CASE,
        "请指出前三次处理中存在的问题，并写出你接听这次来电时的应对步骤。",
        "41（1）",
        section="四、案例分析",
        points=Fraction(10),
        material="某软件企业的报表模块升级后，一家连锁零售客户连续三天在早高峰出现导出失败。\n"
        "客服专员接到来电时，客户已在社交平台公开抱怨，并要求当天给出书面说明。",
        tables=(Table((("时间", "渠道", "记录"), ("11-18 08:42", "电话", "导出超时，已重启服务"))),),
    ),
    Fraction(10),
)


def _levels(*points: str) -> tuple[Level, ...]:
    said = {
        "优": "指出全部问题，并说明各自的后果",
        "良": "指出多数问题，后果说得不全",
        "中": "只说现象，没有归因",
        "差": "没有针对案例，或只抄材料",
    }
    return tuple(Level(name, text, Fraction(each)) for (name, text), each in zip(said.items(), points, strict=True))


CASE_SCHEME = MarkScheme(
    reference="三次都只处理现象：没有合并工单，没有记录影响，转接失败后无人跟进。\n"
    "应对：致歉并复述；说明补丁时间；给出离线导出工具；约定回访。",
    rubric=Rubric(
        "按等级给分。",
        (
            Criterion("问题归因", Fraction(4), "三次处理各有归因", _levels("4", "3", "3/2", "0")),
            Criterion("应对步骤", Fraction(4), "", _levels("4", "3", "1", "0")),
            Criterion("书面表达", Fraction(2), "条理清楚，称呼得当"),
        ),
    ),
)
ESSAY = PlacedItem(
    "essay", Item(ItemType.ESSAY, "谈谈你对“让客户少跑一次”的理解。", "51", section="五、论述题"), Fraction(40)
)
TURNS = PlacedItem(
    "turns",
    Item(
        ItemType.SCENARIO,
        "客户来电要求见经理，请逐句应答。",
        "61",
        section="六、情景模拟",
        stages=(Stage("客户：叫你们经理来！"), Stage("客户：我等不及，现在就要答复。")),
    ),
    Fraction(10),
)
WRITTEN = (
    "首问负责就是谁先接到谁负责到底。第一，不推诿；第二，超出权限时当场说明；第三，转交要到人；第四，办完要回访。",
    "　　第一位接待的人要负责。\n\n<b>不能</b>推给别人　　　　也不能让客户再说一遍。",
    "不知道",
    "由第一个接电话的同事跟进到底，期间每天把进展告诉客户，超出权限就请班长一起听，最后回访一次。",
)
LONG = "\n".join(
    f"　　第{number}点，客户少跑一次，不只是少走一段路，而是把原来由客户承担的传递、解释和等待，换成由我们在内部完成。"
    "要做到这一点，先要知道客户为什么会跑第二次：材料没有一次说清，部门之间各问各的，系统里看不到上一次的记录。"
    for number in range(1, 13)
)


def task(number: int, placed: PlacedItem = SHORT, scheme: MarkScheme = SHORT_SCHEME, *, third: bool = False) -> Task:
    """A response of this number."""
    written = {
        "short": Text(WRITTEN[number % len(WRITTEN)]),
        "case": Text(
            "前三次都只处理了现象：没有合并工单，也没有记录客户已经受到的影响，第三次转接失败后无人跟进。"
            "我会先致歉并复述问题，让客户确认；随后说明补丁的发布时间，当场给出离线导出工具，并约定当天下班前书面回复。"
        ),
        "essay": Text(LONG),
        "turns": Replies(("您先别急，我先记下您的情况，再请经理给您回电。", "我现在就答复您：今天六点前一定有结果。")),
    }[placed.id]
    return Task(f"{number:016x}", placed, scheme, written, third)


def essay(number: int) -> Task:
    """A long one, whose points are typed."""
    return task(number, ESSAY, MarkScheme(reference="观点 10 分，论据 20 分，表达 10 分。"))


def case(number: int, *, third: bool = False) -> Task:
    """One with levels."""
    return task(number, CASE, CASE_SCHEME, third=third)


class FakeWork:
    """A scorer's work in a list; `troubles` are raised by the next calls of a method."""

    def __init__(self, tasks, scorer="评分人甲"):
        self.scorer = scorer
        self.tasks = list(tasks)
        self.given = []
        self.troubles = {"ahead": [], "give": []}
        self.is_closed = False

    def _may(self, name):
        if self.troubles[name]:
            raise self.troubles[name].pop(0)

    def ahead(self, count, without):
        self._may("ahead")
        done = {handle for handle, _ in self.given}
        left = [each for each in self.tasks if each.handle not in without and each.handle not in done]
        return Ahead(tuple(left[:count]), len(left))

    def give(self, handle, given):
        self._may("give")
        self.given.append((handle, given))

    def close(self):
        self.is_closed = True
