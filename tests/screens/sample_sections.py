"""Exams of one section, of a few, of many: for what lists them all."""

from functools import partial
from itertools import cycle

from kaochang.domain.assessments import Assessment, Exam, Section
from kaochang.domain.responses import Choice, Judgement, Text
from screens import sample

_ITEMS = (sample._single(0), sample._multiple(0), sample._judgement(0), sample.ESSAY, sample.CASE_ONE)
_TITLES = (
    "单选题",
    "多选题",
    "判断题",
    "简答题",
    "服务礼仪与沟通规范（含电话、在线与现场三种渠道的应答要求）",
    "投诉处理",
    "信息安全",
    "产品与业务知识",
    "应急处置",
    "案例分析",
)
_NUMBERS = "一二三四五六七八九十"


def _title(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else "二十"
    return f"{before}{_NUMBERS[ones - 1] if ones else ''}、{_TITLES[(number - 1) % len(_TITLES)]}"


def sections_exam(count: int, each: int = 4) -> Exam:
    """So many sections of so many items each."""
    items = cycle(_ITEMS)
    sections = tuple(
        Section(
            _title(number),
            sample._placed([next(items) for _ in range(each)], 2, 1 + (number - 1) * each),
        )
        for number in range(1, count + 1)
    )
    return Exam("kf2", Assessment("客户服务专员（二级）认证考试", sections), sample.RULES)


EXAMS = {
    "one": partial(sections_exam, 1, 40),
    "three": partial(sections_exam, 3, 8),
    "ten": partial(sections_exam, 10),
    "twenty": partial(sections_exam, 20),
}


def half_done(line) -> None:
    """Two thirds are given, some of that is marked."""
    given = {"single": Choice(("B",)), "multiple": Choice(("A", "C")), "truefalse": Judgement(value=True)}
    for number, placed in enumerate(line.exam.assessment.items()):
        if number % 3:
            line.sitting.respond(placed.id, given.get(str(placed.item.type), Text("首问负责。")))
        if number % 11 == 5:
            line.sitting.mark(placed.id, True)
