"""The words that say what follows them: 答案, 解析, 评分标准 and their many spellings."""

import enum
import re
from typing import Final

from kaochang.papers.lines import Line


class Mark(enum.StrEnum):
    """What the text after a mark word is."""

    STEM = "stem"
    MATERIAL = "material"
    ASK = "ask"
    ANSWER = "answer"
    EXPLANATION = "explanation"
    RUBRIC = "rubric"
    POINTS = "points"
    TOPIC = "topic"
    LEVEL = "level"
    TYPE = "type"


_WORDS: Final = {
    Mark.ANSWER: (
        "参考答案及解析", "参考答案", "正确答案", "标准答案", "本题答案", "答案要点", "参考要点", "答题要点",
        "参考答复", "参考作答", "参考范文", "正确选项", "正确顺序", "答案", "要点", "Answer", "ANSWER", "Key",
        "答",
    ),
    Mark.EXPLANATION: (
        "答案解析", "试题解析", "题目解析", "参考解析", "解题思路", "答题解析", "解析", "分析", "详解",
        "点评", "解释",
    ),
    Mark.RUBRIC: (
        "评分标准", "评分要点", "评分细则", "评分要求", "评分参考", "评分依据", "评价标准", "计分标准",
        "得分点", "采分点", "评分点", "给分标准", "考察要点", "考察点", "考查要点",
    ),
    Mark.POINTS: (
        "本题分值", "分值", "分数",
    ),
    Mark.TOPIC: (
        "知识点", "考点", "考核点", "能力项", "所属章节",
    ),
    Mark.LEVEL: (
        "难度系数", "难易程度", "难易度", "难度",
    ),
    Mark.TYPE: (
        "题目类型", "题型",
    ),
    Mark.STEM: (
        "题干", "题目内容", "题目", "试题",
    ),
    Mark.MATERIAL: (
        "案例背景", "案例材料", "背景材料", "阅读材料", "背景资料", "背景", "案例", "材料", "资料",
    ),
    Mark.ASK: (
        "请回答下列问题", "请回答以下问题", "请回答", "回答问题", "提问", "问题",
    ),
}  # fmt: skip
_MARKS: Final = {word: mark for mark, words in _WORDS.items() for word in words}


def _any(marks: frozenset[Mark], *, but: frozenset[str] = frozenset()) -> str:
    words = [word for mark in marks for word in _WORDS[mark] if word not in but]
    return "|".join(sorted(words, key=len, reverse=True))


_ALL: Final = frozenset(Mark)
_TAIL: Final = _ALL - {Mark.STEM, Mark.MATERIAL, Mark.ASK}
_BARE: Final = frozenset({"答", "要点", "分析", "点评", "解释", "详解", "分数"})
_BRACKETED: Final = rf"\[\s*(?P<bracketed>{_any(_ALL)})\s*\]\s*:?"
_AT_START: Final = re.compile(
    rf"{_BRACKETED}|\(?(?P<plain>{_any(_ALL)})\)?\s*(?::|是:|为:)"
    rf"|(?P<bare>{_any(frozenset({Mark.ANSWER}), but=_BARE | {'Key', 'Answer'})})\s*(?:是|为)?\s*"
    r"(?=[A-H√×对错①-⑩]|正确|$)"
    rf"|(?P<alone>{_any(frozenset({Mark.EXPLANATION, Mark.RUBRIC}), but=_BARE)})$"
)
_INSIDE: Final = re.compile(rf"{_BRACKETED}|(?<=[\s。;.!?)\]、,A-H√×对错误确])(?P<plain>{_any(_TAIL, but=_BARE)})\s*:")
_CANDIDATE: Final = re.compile(r"[\[:]|答案|正确|解析|评|参考|标准")


def _mark(match: re.Match[str]) -> Mark:
    word = next(group for group in match.groups() if group)
    return _MARKS[word]


def _start(match: re.Match[str]) -> int:
    """Where the words of a field begin: 案例： is part of the case's own words, every other mark is not."""
    return match.start() if _mark(match) is Mark.MATERIAL else match.end()


def starts_with(line: Line) -> Mark | None:
    """The mark a line begins with."""
    match = _AT_START.match(line.fold) if _CANDIDATE.search(line.fold) else None
    return _mark(match) if match else None


def split(line: Line) -> list[tuple[Mark | None, Line]]:
    """A line cut at its marks: (None, words before the first mark), then each mark with what follows it."""
    if not _CANDIDATE.search(line.fold):
        return [(None, line)]
    found = [match] if (match := _AT_START.match(line.fold)) else []
    start = found[0].end() if found else 0
    found += [inner for inner in _INSIDE.finditer(line.fold, start)]
    if not found:
        return [(None, line)]
    pieces: list[tuple[Mark | None, Line]] = []
    if found[0].start():
        pieces.append((None, line.cut(0, found[0].start())))
    ends = [match.start() for match in found[1:]] + [len(line.fold)]
    pieces += [(_mark(match), line.cut(_start(match), end)) for match, end in zip(found, ends, strict=True)]
    return pieces
