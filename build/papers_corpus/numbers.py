"""The ways to number an item. Those of automatic lists are made by Word: nothing of them is in the text."""

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below a hundred in Chinese: 十二, 三十."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


NUMBERS: Final[dict[str, Callable[[int], str]]] = {
    "1. ": "{}. ".format,
    "1.": "{}.".format,
    "1、": "{}、".format,
    "1．": "{}．".format,
    "(1)": "({})".format,
    "（1）": "（{}）".format,
    "⑴": lambda number: chr(ord("⑴") + number - 1),
    "①": lambda number: chr(ord("①") + number - 1),
    "第1题": "第{}题　".format,
    "第1题、": "第{}题、".format,
    "1)": "{}) ".format,
    "1）": "{}）".format,
    "01.": "{:02}. ".format,
    "１．": lambda number: str(number).translate({ord("0") + place: ord("０") + place for place in range(10)}) + "．",
    "[1]": "【{}】".format,
    "Q1.": "Q{}. ".format,
    "第一题": lambda number: f"第{chinese(number)}题　",
    "none": lambda number: "",
}

LISTS: Final = {
    "list 1.": ("decimal", "%1."),
    "list 1、": ("decimal", "%1、"),
    "list （1）": ("decimal", "（%1）"),
    "list 第1题": ("decimal", "第%1题"),
    "list ①": ("decimalEnclosedCircle", "%1"),
}
"""The number format and text of automatic lists."""

BRACKETED: Final = frozenset({"(1)", "（1）", "⑴", "list （1）"})
"""Ways in which sub-questions must be numbered otherwise, as on every real paper."""
CIRCLED: Final = frozenset({"①", "list ①"})
