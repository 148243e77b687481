"""The ways to head a section: names of types, counts and points in many wordings."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from papers_corpus.entries import Section, plain

CHINESE: Final = "一二三四五六七八九十"
NAMES: Final = {
    "single": ("单选题", "单项选择题", "单选", "单项选择"),
    "multiple": ("多选题", "多项选择题", "多选", "多项选择"),
    "truefalse": ("判断题", "是非题", "判断", "判断正误题"),
    "blank": ("填空题", "填空", "填空题", "填空题"),
    "essay": ("简答题", "问答题", "论述题", "简答"),
    "case": ("案例分析题", "案例分析", "案例题", "案例分析题"),
    "interview": ("面试题", "结构化面试题", "行为面试题", "面试题"),
    "scenario": ("情景模拟题", "情景模拟", "情景题", "情境模拟题"),
    "ordering": ("排序题", "排序", "排序题", "排序题"),
    "matching": ("匹配题", "连线题", "匹配", "配对题"),
}
"""Synonyms, four for each type; what a paper calls its sections is its section title."""


def _facts(section: Section) -> tuple[int, str, str]:
    count = section.count or len(section.entries)
    each = plain(section.each) if section.each is not None else ""
    total = section.total if section.total is not None else section.sum
    return count, each, plain(total) if total is not None else ""


def _form(text: str) -> Callable[[Section, int], list[str]]:
    """A wording: {o} the ordinal, {n} the name, {c} the count, {e} points each, {t} points together."""

    def write(section: Section, ordinal: int) -> list[str]:
        count, each, total = _facts(section)
        roman = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"[ordinal]
        filled = text.format(o=CHINESE[ordinal], n=section.title, c=count, e=each, t=total, r=roman, d=ordinal + 1)
        return filled.split("\n")

    return write


HEADINGS: Final[dict[str, Callable[[Section, int], list[str]]]] = {
    "count each total": _form("{o}、{n}（共{c}题，每题{e}分，共{t}分）"),
    "each": _form("{o}、{n}（每题{e}分）"),
    "small items": _form("{o}、{n}（本大题共{c}小题，每小题{e}分，共{t}分）"),
    "in brackets": _form("（{o}）{n}(共{c}题 每题{e}分 合计{t}分)"),
    "part": _form("第{o}部分　{n}（{c}题×{e}分＝{t}分）"),
    "large item": _form("第{o}大题：{n}（{c}小题，每小题{e}分，计{t}分）"),
    "dot": _form("{o}. {n}（{t}分，每题{e}分）"),
    "square": _form("【{n}】（每题{e}分，共{c}题）"),
    "bare name": _form("{n}（每小题{e}分，满分{t}分）"),
    "next line": _form("{o}、{n}\n（本题共{c}小题，每小题{e}分，满分{t}分）"),
    "half-width": _form("{o},{n}:(每题{e}分,{c}题,共{t}分)"),
    "colon": _form("{o}、{n}：共{c}题，每题{e}分，合计{t}分。"),
    "volume": _form("第{r}卷　{n}（共{c}题，每题{e}分，共{t}分）"),
    "each, per cent": _form("{o}、{n} (每题 {e} 分, 共 {c} 题)"),
    "count alone": _form("{o}、{n}（共{c}题）"),
    "name alone": _form("{o}、{n}"),
}
"""Wordings that say the points of each item, less the last two."""
WITHOUT_POINTS: Final = frozenset({"count alone", "name alone", "none"})

GUIDES: Final = {
    "single": "下列各题的备选答案中，只有一个是最符合题意的，请将其代号填在括号内。",
    "multiple": "下列各题的备选答案中，有两个或两个以上符合题意，多选、少选、错选均不得分。",
    "truefalse": "正确的打“√”，错误的打“×”。",
    "blank": "请将正确答案填写在横线上。",
}
"""What stands below a heading and is no item."""


def per_blank(section: Section, ordinal: int) -> list[str]:
    """The heading of blanks that are worth points each."""
    points = plain(section.per_blank) if section.per_blank is not None else ""
    total = plain(section.sum or Fraction())
    return [f"{CHINESE[ordinal]}、{section.title}（共{len(section.entries)}题，每空{points}分，共{total}分）"]
