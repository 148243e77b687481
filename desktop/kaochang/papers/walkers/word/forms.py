"""How Word writes the numbers of its lists (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable
from typing import Final

from kaochang.papers.numerals import CHINESE, CIRCLED, PARENTHESISED, STOPPED

_HEAVENLY: Final = "甲乙丙丁戊己庚辛壬癸"
_EARTHLY: Final = "子丑寅卯辰巳午未申酉戌亥"
_ENCLOSED: Final = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_SIMPLIFIED: Final = "零壹贰叁肆伍陆柒捌玖拾佰仟"
_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖拾佰仟"
_JAPANESE_LEGAL: Final = "零壱弐参四伍六七八九拾百千"
_COUNTING: Final = f"零{CHINESE[:9]}十百千"
_ROMAN: Final = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST_LETTERS: Final = 5
LETTERS: Final = frozenset({"upperLetter", "lowerLetter"})
NO_LABEL: Final = frozenset({"bullet", "none"})


def spell(value: int, form: str) -> str:
    """A number as a list of this form writes it; unknown forms, and numbers beyond a form, are written in digits."""
    writer = _FORMS.get(form)
    return writer(value) if writer is not None and value > 0 else str(value)


def chinese(value: int) -> str:
    """1 to 9,999 in Chinese numerals, 10 to 19 without a leading one: 十二, 一百零五."""
    return _counted(value, _COUNTING)


def _counted(value: int, signs: str, *, is_short: bool = True) -> str:
    if not 0 < value < 10_000:
        return str(value)
    written = ""
    for place, worth in ((12, 1000), (11, 100), (10, 10), (0, 1)):
        digit, value = divmod(value, worth)
        if digit:
            written += signs[digit] + (signs[place] if worth > 1 else "")
        elif written and value and not written.endswith(signs[0]):
            written += signs[0]
    return written[1:] if is_short and written.startswith(signs[1] + signs[10]) else written


def _chinese_counting(value: int) -> str:
    """Up to 99 in words, from there digit by digit."""
    return chinese(value) if value < 100 else _digits(value, f"○{CHINESE[:9]}")


def _digits(value: int, signs: str) -> str:
    return "".join(signs[int(digit)] for digit in str(value))


def _letter(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 % _MOST_LETTERS + 1)


def _roman(value: int) -> str:
    if value >= 4000:
        return str(value)
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (value // worth)
        value %= worth
    return written


def _ordinal(value: int) -> str:
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }"


def _of(signs: str) -> Callable[[int], str]:
    """Signs with a number each; beyond the last one, digits."""
    return lambda value: signs[value - 1] if value <= len(signs) else str(value)


def _round(signs: str) -> Callable[[int], str]:
    """Signs that begin anew after the last one."""
    return lambda value: signs[(value - 1) % len(signs)]


_FORMS: Final[dict[str, Callable[[int], str]]] = {
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "ordinal": _ordinal,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: _digits(value, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda value: _digits(value, "０１２３４５６７８９"),
    "decimalEnclosedCircle": _of(CIRCLED),
    "decimalEnclosedCircleChinese": _of(CIRCLED),
    "decimalEnclosedFullstop": _of(STOPPED),
    "decimalEnclosedParen": _of(PARENTHESISED),
    "ideographEnclosedCircle": _of(_ENCLOSED),
    "ideographTraditional": _round(_HEAVENLY),
    "ideographZodiac": _round(_EARTHLY),
    "ideographDigital": lambda value: _digits(value, f"〇{CHINESE[:9]}"),
    "japaneseDigitalTenThousand": lambda value: _digits(value, f"〇{CHINESE[:9]}"),
    "taiwaneseDigital": lambda value: _digits(value, f"○{CHINESE[:9]}"),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "chineseLegalSimplified": lambda value: _counted(value, _SIMPLIFIED, is_short=False),
    "ideographLegalTraditional": lambda value: _counted(value, _TRADITIONAL, is_short=False),
    "japaneseLegal": lambda value: _counted(value, _JAPANESE_LEGAL, is_short=False),
}
