"""How hard an item is, by the words, levels and coefficients that papers use.

| written | meaning |
| --- | --- |
| 易 简单 容易 较易 偏易 基础 低 初级 easy | easy |
| 中 一般 中等 适中 普通 中级 medium normal | medium |
| 难 困难 较难 偏难 高 高级 hard difficult | hard |
| a whole number 1 to 5, or as many stars (★★★☆☆) | 1, 2 easy; 3 medium; 4, 5 hard |
| 0.0 to 1.0, or a percentage: the share that gets it right | from 0.7 easy; from 0.4 medium; below hard |

Everything else (a scale of ten, A 级) says nothing that could be told without its scale.
"""

import re
from fractions import Fraction
from typing import Final

from kaochang.domain.mark_schemes import Difficulty
from kaochang.papers.lines import fold

_WORDS: Final = {
    Difficulty.EASY: "易|简单|容易|较易|偏易|较简单|较容易|很易|易题|基础|低|较低|初级|初|入门|easy|low|simple|basic",
    Difficulty.MEDIUM: "中|一般|中等|适中|普通|中级|中等难度|较中|中档|中等题|medium|moderate|normal|middle",
    Difficulty.HARD: "难|困难|较难|偏难|很难|较高|高|高级|高难度|中等偏难|中偏难|难题|hard|difficult|high|advanced",
}
_TABLE: Final = {word: level for level, words in _WORDS.items() for word in words.split("|")}
_STARS: Final = re.compile(r"([★⭐]{1,5})[☆✩]{0,4}")
_BY_LEVEL: Final = (Difficulty.EASY, Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD, Difficulty.HARD)
_SHARE: Final = re.compile(r"0?\.\d{1,4}|[01]\.0{1,3}|(?P<percent>\d{1,3}(?:\.\d+)?)\s*%")
_EASY_FROM: Final = Fraction(7, 10)
_MEDIUM_FROM: Final = Fraction(4, 10)


def read_difficulty(text: str) -> Difficulty | None:
    """What a paper says about how hard an item is; None where it cannot be told."""
    bare = fold(text).strip(" 。.;,:()[]-").lower()
    word = _TABLE.get(bare) or _TABLE.get(re.sub(r"(?:难度|度|级|题|程度)$", "", bare))
    if word is not None:
        return word
    stars = _STARS.fullmatch(bare)
    level = len(stars.group(1)) if stars else int(bare) if re.fullmatch(r"[1-5]", bare) else 0
    if level:
        return _BY_LEVEL[level - 1]
    return _by_share(bare)


def _by_share(bare: str) -> Difficulty | None:
    match = _SHARE.fullmatch(bare)
    if match is None:
        return None
    share = Fraction(match.group("percent")) / 100 if match.group("percent") else Fraction(bare)
    if share > 1:
        return None
    return Difficulty.EASY if share >= _EASY_FROM else Difficulty.MEDIUM if share >= _MEDIUM_FROM else Difficulty.HARD
