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
    RESPONSE = "response"


FOR_SCORERS: Final = frozenset({Mark.ANSWER, Mark.EXPLANATION, Mark.RUBRIC})
"""Fields that no candidate sees."""
_CANDIDATES: Final = ("我的", "你的", "您的", "考生", "考生的", "学生", "学生的", "学员", "学员的", "用户", "用户的")
_WORDS: Final = {
    Mark.ANSWER: (
        "参考答案及解析", "答案及解析", "答案与解析", "参考答案要点", "参考答案", "正确答案", "标准答案",
        "本题答案", "答案要点", "参考要点", "答题要点", "答题思路", "参考思路", "作答要点", "回答要点",
        "参考话术", "示范话术", "参考回答", "参考答复", "参考作答", "参考应答", "参考应对", "标准话术",
        "标准答复", "标准回答", "标准应答", "示范回答", "示范应答", "应答话术", "应对话术", "应答要点", "应对要点",
        "答复要点", "处理要点", "客服参考答复", "客服参考应答", "回答", "答复", "应答",
        "参考范文", "参考译文", "范文", "正确选项",
        "正确顺序", "正确排序", "正确次序", "正确先后顺序",
        "答案", "要点", "Correct answer", "Correct Answer", "Reference answer", "Answer", "ANSWER",
        "answer", "Ans", "Key", "答",
    ),
    Mark.EXPLANATION: (
        "答案解析", "试题解析", "题目解析", "参考解析", "解题思路", "答题解析", "解析", "分析", "详解",
        "点评", "追问", "追问提示", "解释", "命题意图",
        "出题思路", "命题思路", "出题意图", "答案说明", "改正", "订正", "更正", "正确说法", "正确表述",
        "Explanation", "explanation", "Rationale",
    ),
    Mark.RUBRIC: (
        "评分标准", "评分要点", "评分细则", "评分要求", "评分参考", "评分依据", "评价标准", "计分标准",
        "得分点", "采分点", "评分点", "给分标准", "给分点", "给分要点", "考察要点", "考察点", "考查要点", "考查点",
        "测评要点", "测评要素", "评分维度", "评价要点", "评估要点", "评分办法", "评分规则", "评分说明", "评分表",
        "评分等级", "评分档次", "考察要素", "考查要素", "评价要素",
        "评分项目", "评分项", "考察维度", "考察能力", "考察", "考查", "评分",
        "Rubric",
    ),
    Mark.POINTS: (
        "本题分值", "题目分值", "分值", "分数", "Points",
    ),
    Mark.TOPIC: (
        "知识点", "考点", "考核点", "能力项", "所属章节", "考查知识点", "考察知识点",
        "能力维度", "能力要求", "胜任力", "标签",
    ),
    Mark.LEVEL: (
        "难度系数", "难度等级", "难易程度", "难易度", "难度", "Difficulty",
    ),
    Mark.TYPE: (
        "题目类型", "题型",
    ),
    Mark.RESPONSE: (
        *(who + what for who in _CANDIDATES for what in ("答案", "作答", "回答", "选择", "选项", "答题", "提交")),
        "提交答案", "作答答案", "已选答案", "所选答案", "作答结果", "答题结果",
        "答错次数", "做错次数", "答题用时", "作答用时", "用时",
        "全站正确率", "本题正确率", "易错项", "Your answer", "Your Answer", "My answer",
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
}  # fmt: skip  # the words of one meaning stand together
_MARKS: Final = {word: mark for mark, words in _WORDS.items() for word in words}


def _any(marks: frozenset[Mark], *, but: frozenset[str] = frozenset()) -> str:
    words = [word for mark in marks for word in _WORDS[mark] if word not in but]
    return "|".join(sorted(words, key=len, reverse=True))


_ALL: Final = frozenset(Mark)
_TAIL: Final = _ALL - {Mark.STEM, Mark.MATERIAL, Mark.ASK}
_SPOKEN: Final = frozenset({"回答", "答复", "应答", "改正", "订正", "更正", "评分"})
_BARE: Final = _SPOKEN | {"答", "要点", "分析", "点评", "解释", "详解", "分数", "范文", "标签", "追问", "考察", "考查"}
"""Words that sentences hold too: marks at the start of a line, with a colon, and nowhere else."""
_OWN_WORDS: Final = frozenset({"追问", "追问提示"})
"""Words that are part of what they lead: a question for whoever asks says nothing without them."""
_ENGLISH: Final = frozenset({"Key", "Answer", "answer", "Ans"})
_NO_BOX: Final = frozenset({"分析", "解释"})
_BRACKETED: Final = rf"\[\s*(?P<bracketed>{_any(_ALL)})\s*\]\s*:?"
_BOXED: Final = (
    rf"[\[(]\s*(?P<boxed>{_any(_TAIL, but=_NO_BOX)})\s*(?::|为:?|是:?|\s(?=[A-H√×]))\s*"
    r"(?=[^\[\]()]*[\])])"
)
"""`[答案: B]`, `（答案：B）`: the mark and what it says share one bracket."""
_EXAMINED: Final = r"\[\s*(?P<examined>考[察查])\s*(?=[^\[\]()]{2,40}\]\s*$)"
"""`[考察表达能力、自我认知]`, a line of its own: no word parts the mark from what it says."""
_ASIDE: Final = (
    r"(?:(?:(?<=追问)(?:\d|[①-⑨])|(?<=答)\d{1,3}|\((?!\s*\d)[^()\d:]{1,8}\)"
    r"|(?<=[点准则])\([^()]{0,14}\d\s*分[^()]{0,14}\))\s*)?"
)
"""What may stand between a word and its colon: 参考答案（供评委参考）：, 追问2：."""
_AT_START: Final = re.compile(
    rf"{_BRACKETED}|{_BOXED}|{_EXAMINED}|\(?(?P<plain>{_any(_ALL)})\)?\s*{_ASIDE}(?::|是:|为:)"
    rf"|(?P<bare>{_any(frozenset({Mark.ANSWER}), but=_BARE | _ENGLISH)})\s*(?:(?<!\s)[是为]|[是为](?!$))?\s*"
    r"(?=[A-H√×对错①-⑩]|正确|$)"
    r"|(?P<spaced>(?:参考|正确|标准)?答案|(?:答案|试题)?解析)\s+(?:-\s+)?(?=\S)"
    rf"|(?P<alone>{_any(frozenset({Mark.EXPLANATION, Mark.RUBRIC}), but=_BARE)})$"
)
_INSIDE: Final = re.compile(
    rf"{_BRACKETED}|{_BOXED}|(?<=[\s。;.!?)\]、,A-H√×对错误确])(?P<plain>{_any(_TAIL, but=_BARE)})\s*:"
    r"|(?<=[)\]])(?P<corrected>改正|订正|更正)\s*:"
    r"|(?<![我你您生员户]的)(?<![考学]生)(?<!学员)(?<!用户)(?<!提交)(?<!作答)(?<!选)(?P<glued>(?:参考|正确|标准)?答案)\s*:\s*(?=(?:[A-H]{1,6}|[√×对错]|正确|错误)(?:$|[\s。;,]|解析))"
)
_CANDIDATE: Final = re.compile(r"[\[:]|答案|正确|解析|评|参考|标准")
_PARTING: Final = re.compile(r"\s+[|/]\s*$")
_WIDEST_PARTING: Final = 8
_CLOSING: Final = re.compile(r"[\])]")


def _word(match: re.Match[str]) -> str:
    return str(match[match.lastgroup or 0])


def _mark(match: re.Match[str]) -> Mark:
    return _MARKS[_word(match)]


def _start(match: re.Match[str]) -> int:
    """Where the words of a field begin: 案例： is part of the case's own words, most other marks are not."""
    word = _word(match)
    return match.start() if _MARKS[word] is Mark.MATERIAL or word in _OWN_WORDS else match.end()


def named(word: str) -> Mark | None:
    """The mark that a word is."""
    return _MARKS.get(word)


def starts_with(line: Line) -> Mark | None:
    """The mark a line begins with."""
    match = _AT_START.match(line.fold) if _CANDIDATE.search(line.fold) else None
    return _mark(match) if match else None


def _unboxed(line: Line, match: re.Match[str], piece: Line) -> Line:
    """`（解析：…（1）…）`: a field less the bracket that was opened before its mark."""
    opened = line.fold[match.start()] == "(" and ")" not in match.group()
    closed = piece.fold.endswith(")") and piece.fold.count(")") > piece.fold.count("(")
    return piece.cut(0, len(piece.text) - 1) if opened and closed else piece


def _field_end(text: str, start: int) -> int:
    """Where the field before a mark ends: a bar or a slash that stands alone between the two is neither's."""
    parting = _PARTING.search(text, max(start - _WIDEST_PARTING, 0), start)
    return parting.start() if parting is not None else start


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
    ends = [_field_end(line.fold, match.start()) for match in found[1:]] + [len(line.fold)]
    for match, end in zip(found, ends, strict=True):
        is_boxed = match.lastgroup in ("boxed", "examined")
        closing = _CLOSING.search(line.fold, match.end(), end) if is_boxed else None
        if closing is None:
            pieces.append((_mark(match), _unboxed(line, match, line.cut(_start(match), end))))
            continue
        behind = line.cut(closing.end(), end)
        if behind.text.strip("。.*★ "):
            pieces.append((None, behind))
        pieces.append((_mark(match), line.cut(match.end(), closing.start())))
    return pieces
