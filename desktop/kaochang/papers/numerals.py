"""Numbers as Chinese papers print them."""

import re
from fractions import Fraction
from typing import Final

CHINESE: Final = "一二三四五六七八九十"
FORMAL: Final = "壹贰叁肆伍陆柒捌玖拾"
"""The same numbers as accounts write them."""
SPELLED: Final = CHINESE + FORMAL
_PLAIN: Final = str.maketrans(FORMAL, CHINESE)
_DIGITS: Final = {mark: value for value, mark in enumerate(CHINESE, start=1)} | {"两": 2, "零": 0, "〇": 0}
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
PARENTHESISED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
STOPPED: Final = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
ROMAN: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
_ONE: Final = "[一二两三四五六七八九]"
_COUNT: Final = re.compile(rf"(?:({_ONE})万)?(?:零?({_ONE})千)?(?:零?({_ONE})百)?(?:零?({_ONE}?)十)?(?:零?({_ONE}))?")
_CLIPPED: Final = re.compile(rf"[百千万]{_ONE}$")


def from_chinese(text: str) -> int:
    """一 (or 壹) to 九十九 as an integer; 0 where the text is no such numeral."""
    text = text.translate(_PLAIN)
    if not text or any(mark not in _DIGITS for mark in text):
        return 0
    tens, ten, units = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(units) > 1 or units == "十":
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)


def to_int(text: str) -> int:
    """Any single numeral a paper may use (12, 十二, ⑫, Ⅳ) as an integer; 0 where it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    for series in (CIRCLED, PARENTHESISED, STOPPED, ROMAN):
        if len(text) == 1 and text in series:
            return series.index(text) + 1
    return from_chinese(text)


def to_count(text: str) -> int:
    """A number of things up to 99,999 as papers print it: 800, 1,500, 八百, 一千二百; 0 where it is none.

    What is clipped in speech (二百五 for 250) is none: it could be read as 205.
    """
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    match = _COUNT.fullmatch(text.replace("〇", "零"))
    if match is None or _CLIPPED.search(text):
        return 0
    weights = zip((10_000, 1000, 100, 10, 1), match.groups(), strict=True)
    return sum(weight * (_DIGITS[mark] if mark else 1) for weight, mark in weights if mark is not None)


def to_points(text: str) -> Fraction:
    """Points as printed: 2, 2.5 or 两; half points exist, so never a float."""
    return Fraction(text) if text[0].isdigit() else Fraction(from_chinese(text))
