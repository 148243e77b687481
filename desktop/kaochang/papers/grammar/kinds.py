"""Item types by the words papers use for them."""

import re
from functools import lru_cache
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType

# Objective words first: "情景选择题" is a choice item about a situation, "案例判断题" a judgement about a case.
_WORDS: Final = (
    (ItemType.MULTIPLE, r"多项?选|不定项|X型题|多选|复选题|multiple[- ]?(?:response|answer|select)|select all"),
    (
        ItemType.SINGLE,
        r"单项?选|[AB][1-4]?型题|最佳选择|单选|配伍选择|共用(?:题干|备选答案)选择|single[- ]?(?:choice|answer)",
    ),
    (ItemType.TRUEFALSE, r"判断|是非|对错|正误|判别题|[判辨]一[判辨]|true\s*(?:or|/|and|-)\s*false"),
    (ItemType.BLANK, r"(?<!选择)填空|完形|填充题|填一填|fill[- ]?in|\bblanks?\b"),
    (ItemType.ORDERING, r"排序|排列题|排一排|ordering|sequencing"),
    (ItemType.MATCHING, r"匹配|连线|连一连|配对|配伍|搭配|\bmatching\b"),
    (ItemType.SCENARIO, r"(?:情[景境]|场景)模拟(?!面试)|角色扮演|role[- ]?play"),
    (ItemType.INTERVIEW, r"面试|面谈|结构化|\binterview\b"),
    (ItemType.SCENARIO, r"情景|情境|场景|模拟(?!试|考|题|卷|测|练|面试)|\bscenarios?\b"),
    (ItemType.CASE, r"案例|材料(?:分析|题|解析)|综合分析|\bcase (?:study|studies|analysis)\b"),
    (
        ItemType.ESSAY,
        r"简答|问答|论述|简述|名词解释|术语解释|概念解释|计算|分析题|综合题|综合应用|主观题|开放(?:题|式)|^开放$|实操|作文|写作|应用题|述题|阐述|翻译|编程题|程序(?:设计)?题"
        r"|[写答说谈议论]一[写答说谈议论]"
        r"|操作题|解答题|简析|论文|\bshort[- ]?answers?\b|\bessays?\b|\bwriting\b|\btranslation\b",
    ),
)
_TYPES: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _WORDS)
_GENERIC: Final = re.compile(r"(?<!非)选择题?|选一选|客观题|multiple[- ]?choice", re.IGNORECASE)
_CHOICE: Final = re.compile(r"选择题?$")
"""案例选择题 holds choices about a case: how many options are right is left open."""
_INDEFINITE: Final = re.compile(r"不定项")
_TAG: Final = re.compile(r"[(\[]\s*([^()\[\]]{2,24})\s*[)\]]")
_NAME: Final = (
    r"(?:(?:单项选择|单选|多项选择|多选|不定项选择|不定项|判断|是非|填空|排序|匹配|连线|配对|简答|问答|论述|案例分析|案例|名词解释"
    r"|材料分析|面试|情景模拟|情景面试|情景|情境模拟|情境|开放|主观|A[1-4]型|B1?型|X型)(?:题|选择题)?|(?:材料|计算|操作|实操)题)"
)
_TAG_WORD: Final = re.compile(_NAME)
_TAG_PART: Final = re.compile(
    rf"{_NAME}|(?:本题|共|每空|每题)?\s*\d{{1,3}}(?:\.\d)?\s*分|(?:难度)?:?(?:易|中|难)|必答题?|选答题?|选做题?|必做题?"
)
_BARE_NAME: Final = re.compile(
    rf"{_NAME}|选择|计算|操作|实操|作文|写作|翻译|编程|结构化面试|行为面试|情景面试|角色扮演|完形填空|综合分析|阅读理解|问答|对错|([选填判辨排连写答说谈议论])一\1"
)
_TAG_JOINTS: Final = re.compile(r"[\s,、;|/·:+-]+")
_PREFIX: Final = re.compile(rf"((?:单选|多选|判断|填空)|{_NAME}(?<=题))\s*:\s*(?=\S)")
_NUMBER: Final = re.compile(
    r"^\s*(?:第\s*)?[一二三四五六七八九十百零\d]+\s*(?:(?:部分|大题|卷|篇|章)[、.．,，:：)）\s]*|[、.．,，:：)）\s]+)"
)
_ASIDE: Final = re.compile(r"[（(【\[].*?[)）】\]]")
_JOINTS: Final = re.compile(r"[与和及或、，,/／·:：\s]+")
_SUFFIX: Final = "题"
_LONGEST: Final = 8
"""A longer part of a heading is a subject, not a name."""


@lru_cache(maxsize=2048)
def type_of(words: str) -> ItemType | None:
    """The type that a (folded) heading or tag names, or None."""
    for kind, pattern in _TYPES:
        if pattern.search(words):
            return None if kind in OPEN_TYPES and _CHOICE.search(words) else kind
    return None


def is_generic_choice(words: str) -> bool:
    """Whether the words say "choice" and leave open how many options are right."""
    return type_of(words) is None and bool(_GENERIC.search(words))


def is_name(words: str) -> bool:
    """Whether the words are nothing but the name of a type, with or without 题."""
    return bool(_BARE_NAME.fullmatch(words))


def is_indefinite(words: str) -> bool:
    """Whether one right option is as lawful as several (不定项)."""
    return bool(_INDEFINITE.search(words))


def find_tag(text: str) -> tuple[str, int, int] | None:
    """A type tag such as [单选题], (多选，2分) or 单选题： at either end of a folded stem: its words and place."""
    for match in _TAG.finditer(text):
        if match.start() and not _ends_there(text, match.end()):
            continue
        parts = [part for part in _TAG_JOINTS.split(match.group(1)) if part]
        names = [part for part in parts if _TAG_WORD.fullmatch(part)]
        if names and all(_TAG_PART.fullmatch(part) for part in parts):
            return names[0], match.start(), match.end()
    prefix = _PREFIX.match(text)
    return (prefix.group(1), 0, prefix.end()) if prefix else None


def _ends_there(text: str, end: int) -> bool:
    """Whether nothing but other brackets, and a line to write on, stands behind."""
    return not re.sub(r"[(\[][^()\[\]]{0,24}[)\]]|\n[_\s]+$", "", text[end:]).strip("*★ ")


def called(heading: str, kind: ItemType, own: str) -> str:
    """What a section's heading calls items of this type; `own` where it says no more than that, or no one name."""
    bare = _ASIDE.sub(" ", _NUMBER.sub("", heading))
    names = {part.removesuffix(_SUFFIX) for part in _JOINTS.split(bare) if type_of(part) is kind}
    if len(names) != 1:
        return own
    (name,) = names
    is_foreign = name.isascii()
    return own if is_foreign or name in own or len(name) >= _LONGEST else name + _SUFFIX
