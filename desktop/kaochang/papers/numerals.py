"""Numbers as Chinese papers print them."""

from fractions import Fraction
from typing import Final

CHINESE: Final = "一二三四五六七八九十"
_DIGITS: Final = {mark: value for value, mark in enumerate(CHINESE, start=1)} | {"两": 2, "零": 0, "〇": 0}
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
PARENTHESISED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
STOPPED: Final = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
ROMAN: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"


def from_chinese(text: str) -> int:
    """一 to 九十九 as an integer; 0 where the text is no such numeral."""
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


def to_points(text: str) -> Fraction:
    """Points as printed: 2, 2.5 or 两; half points exist, so never a float."""
    return Fraction(text) if text[0].isdigit() else Fraction(from_chinese(text))
