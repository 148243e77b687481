"""Item types by the words papers use for them."""

import re
from typing import Final

from kaochang.domain.items import ItemType

# Objective words first: "情景选择题" is a choice item about a situation, "案例判断题" a judgement about a case.
_WORDS: Final = (
    (ItemType.MULTIPLE, r"多项?选|不定项|X型题|多选"),
    (ItemType.SINGLE, r"单项?选|A[12]型题|最佳选择|单选"),
    (ItemType.TRUEFALSE, r"判断|是非|对错|正误"),
    (ItemType.BLANK, r"填空|完形"),
    (ItemType.ORDERING, r"排序"),
    (ItemType.MATCHING, r"匹配|连线|配对|配伍|搭配"),
    (ItemType.SCENARIO, r"情景|情境|场景|角色扮演|模拟"),
    (ItemType.INTERVIEW, r"面试|面谈|结构化"),
    (ItemType.CASE, r"案例|材料分析|材料题|综合分析"),
    (ItemType.ESSAY, r"简答|问答|论述|简述|名词解释|计算|分析题|综合题|主观题|开放题|实操|作文|写作|应用题|述题|阐述"),
)
_TYPES: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _WORDS)
_GENERIC: Final = re.compile(r"选择题?|客观题")
_INDEFINITE: Final = re.compile(r"不定项")
_TAG: Final = re.compile(r"[(\[]\s*([^()\[\]]{2,10})\s*[)\]]")
_TAG_WORD: Final = re.compile(
    r"(?:单项选择|单选|多项选择|多选|不定项选择|不定项|判断|是非|填空|排序|匹配|连线|配对|简答|问答|论述|案例分析|案例|名词解释"
    r"|材料分析|面试|情景模拟|情景|情境模拟|情境|A[12]型|X型)(?:题|选择题)?"
)
_NUMBER: Final = re.compile(
    r"^\s*(?:第\s*)?[一二三四五六七八九十百零\d]+\s*(?:(?:部分|大题|卷|篇|章)[、.．,，:：)）\s]*|[、.．,，:：)）\s]+)"
)
_ASIDE: Final = re.compile(r"[（(【\[].*?[)）】\]]")
_JOINTS: Final = re.compile(r"[与和及或、，,/／·:：\s]+")
_SUFFIX: Final = "题"
_LONGEST: Final = 8
"""A longer part of a heading is a subject, not a name."""


def type_of(words: str) -> ItemType | None:
    """The type that a (folded) heading or tag names, or None."""
    for kind, pattern in _TYPES:
        if pattern.search(words):
            return kind
    return None


def is_generic_choice(words: str) -> bool:
    """Whether the words say "choice" and leave open how many options are right."""
    return type_of(words) is None and bool(_GENERIC.search(words))


def is_indefinite(words: str) -> bool:
    """Whether one right option is as lawful as several (不定项)."""
    return bool(_INDEFINITE.search(words))


def find_tag(text: str) -> tuple[str, int, int] | None:
    """A type tag such as [单选题] at either end of a folded stem: its words and place."""
    for match in _TAG.finditer(text):
        at_edge = match.start() == 0 or not text[match.end() :].strip("*★ ")
        if at_edge and _TAG_WORD.fullmatch(match.group(1).strip()):
            return match.group(1).strip(), match.start(), match.end()
    return None


def called(heading: str, kind: ItemType, own: str) -> str:
    """What a section's heading calls items of this type; `own` where it says no more than that, or no one name."""
    bare = _ASIDE.sub(" ", _NUMBER.sub("", heading))
    names = {part.removesuffix(_SUFFIX) for part in _JOINTS.split(bare) if type_of(part) is kind}
    if len(names) != 1:
        return own
    (name,) = names
    return own if name in own or len(name) >= _LONGEST else name + _SUFFIX
