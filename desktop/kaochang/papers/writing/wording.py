"""The words of a printed paper: names of item types, headings with counts and points, answers as people write them.

They are the notation of Chinese papers, in the form that `papers.grammar` reads back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.papers.grammar.lengths import Length, read_length
from kaochang.papers.markup.own_marks import tells_criteria
from kaochang.papers.walkers.word.forms import chinese

TYPE_NAMES: Final = {
    ItemType.SINGLE: "单选题",
    ItemType.MULTIPLE: "多选题",
    ItemType.TRUEFALSE: "判断题",
    ItemType.BLANK: "填空题",
    ItemType.ESSAY: "简答题",
    ItemType.CASE: "案例分析题",
    ItemType.INTERVIEW: "面试题",
    ItemType.SCENARIO: "情景模拟题",
    ItemType.ORDERING: "排序题",
    ItemType.MATCHING: "匹配题",
}
DIFFICULTIES: Final = {Difficulty.EASY: "易", Difficulty.MEDIUM: "中", Difficulty.HARD: "难"}
ANSWER, REFERENCE, EXPLANATION, RUBRIC, COMPETENCIES, DIFFICULTY = (
    "答案：",
    "参考答案：",
    "解析：",
    "评分标准：",
    "考点：",
    "难度：",
)
MATERIAL, ASK, SCORING_NOTE = "材料：", "问题：", "评分说明："
SHEET: Final = "试题"
POINTS: Final = "分值"
PERSON: Final = "姓名：________________　　工号：________________　　得分：____________"
SCORE_ROWS: Final = ("题号", "得分", "总分")
PAGE: Final = ("第 ", " 页　共 ", " 页")
NO_LENGTH: Final = Length(None, None)
_BESIDE_A_FIGURE: Final = re.compile(r"\d$|^\d")


def points_words(points: Fraction) -> str:
    """Points as a paper prints them: 2, 2.5, and 1/3 where no decimal says it."""
    if points.denominator == 1:
        return str(points.numerator)
    return f"{float(points):.1f}" if (points * 10).denominator == 1 else str(points)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says of its section: how many items, what each is worth and all of them, how long texts are."""

    title: str
    count: int
    each: Fraction | None = None
    total: Fraction | None = None
    length: Length = NO_LENGTH


def heading(number: int, told: Heading) -> str:
    """`一、单选题（共14题，每题1分，共14分）`."""
    each, total = told.each, told.total
    said = [f"共{told.count}题"]
    said += [f"每题{points_words(each)}分"] if each is not None else []
    said += [f"共{points_words(total)}分"] if total is not None else []
    said += [f"每题{_length(told.length)}"] if told.length != NO_LENGTH else []
    return f"{chinese(number)}、{told.title}（{'，'.join(said)}）"


def full_mark(total: Fraction) -> str:
    """`（满分：100分）`."""
    return f"（满分：{points_words(total)}分）"


def worth(points: Fraction) -> str:
    """`（5分）`, as it stands behind a stem."""
    return f"（{points_words(points)}分）"


def shared_by(first: str, last: str) -> str:
    """What stands above material that several items share."""
    return f"（{first}～{last}题共用材料）"


def turn(number: int, limit_s: int | None) -> str:
    """What stands before a turn of a scenario."""
    return f"第{number}轮" + (f"（{limit_s}秒）" if limit_s is not None else "") + " "


def length(item: Item) -> str:
    """How long a text is asked to be, "" for any length and for one that the stem states already."""
    asked = Length(item.min_words, item.max_words)
    return "" if asked == NO_LENGTH or read_length(item.stem) is not None else f"（{_length(asked)}）"


def _length(asked: Length) -> str:
    if asked.least is not None and asked.most is not None:
        return f"{asked.least}—{asked.most}字"
    return f"不少于{asked.least}字" if asked.least is not None else f"不超过{asked.most}字"


def answer_words(item: Item, scheme: MarkScheme) -> str:
    """The key of an objective item as a paper prints it, "" where there is none."""
    match scheme.correct:
        case Choice(labels) | Order(labels):
            return "".join(labels)
        case Judgement(value):
            return "正确" if value else "错误"
        case Accepted(blanks):
            return "；".join(_alternatives(texts) for texts in blanks)
        case Pairs(pairs):
            return " ".join(f"{left}-{right}" for left, right in pairs)
        case None:
            return ""


def _alternatives(texts: Sequence[str]) -> str:
    """Texts that are right for one blank; between figures the stroke is set apart, or it were a part of one text."""
    tight = not any(_BESIDE_A_FIGURE.search(text) for text in texts)
    return ("/" if tight else " / ").join(texts)


def rubric_words(rubric: Rubric, points: Fraction | None) -> str:
    """A rubric's own words; under them its criteria as numbered steps, where the words do not tell those."""
    if tells_criteria(rubric) or read_rubric(rubric.text, points) == rubric:
        return rubric.text
    steps = [line for place, each in enumerate(rubric.criteria, start=1) for line in _criterion_lines(place, each)]
    return "\n".join(filter(None, [rubric.text, *steps]))


def _criterion_lines(place: int, criterion: Criterion) -> list[str]:
    points = worth(criterion.points) if criterion.points is not None else ""
    lines = [f"（{place}）{criterion.name}{points}"]
    lines += [f"好：{criterion.good}"] if criterion.good and not criterion.levels else []
    for level in criterion.levels:
        of_level = worth(level.points) if level.points is not None else ""
        lines.append(f"{level.name}{of_level}：{level.text}")
    return lines
