"""Numbers of a spreadsheet as people see them: 1024.0 is 1024, 0.5 with a percent format is 50%, 45000 may be a date.

Formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31. A format that is not understood shows the number as it is.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats by number as the Chinese Excel shows them."""
_TOKEN: Final = re.compile(
    r'"([^"]*)"|\\(.)|\[([^\]]*)\]|[_*](.)|(AM/PM|上午/下午)|([yYmMdDhHsS]+|aaaa?)|([#0?][#0?,]*(?:\.[#0?]+)?|\.[#0?]+)|(.)'
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS: Final = "一二三四五六日"
_EPOCHS: Final = {False: datetime.fromordinal(693_594), True: datetime.fromordinal(695_056)}
"""1899-12-30 and 1904-01-01: the days that sheets count from."""
_LAST_DAY: Final = 2_958_466
_LARGEST: Final = 20
"""Figures before the point of a number that is formatted."""
_EXACT: Final = Context(prec=100, rounding=ROUND_HALF_UP)
_LONGEST_FORMAT: Final = 255
_PLAIN: Final = frozenset({"", "general", "@", "g/通用格式"})


def shown(text: str, form: str, *, from_1904: bool = False) -> str:
    """A number (as a sheet stores it) in a format; what is no number stays as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite() or abs(value.adjusted()) > 400:
        return text
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', form) if len(form) <= _LONGEST_FORMAT else [""]
    section = _section(parts, value)
    if section.casefold() in _PLAIN or abs(value.adjusted()) > _LARGEST:
        return plain(value)
    tokens = [match.groups() for match in _TOKEN.finditer(section)]
    if any(token[5] for token in tokens):
        return _date(value, tokens, from_1904=from_1904) or plain(value)
    signed = value < 0 and len(parts) == 1
    return _number(abs(value), tokens, "-" if signed else "") or plain(value)


def plain(value: Decimal) -> str:
    """A number with the fifteen figures that a sheet shows at most, without the .0 of a whole one."""
    rounded = Decimal(f"{value:.14e}").normalize()
    return f"{rounded:f}" if -10 <= rounded.adjusted() <= 20 else str(rounded)


def _section(parts: list[str], value: Decimal) -> str:
    """The part of a format that is for this number: positive;negative;zero."""
    if len(parts) > 2 and value == 0:
        return parts[2]
    return parts[1] if len(parts) > 1 and value < 0 else parts[0]


def _number(value: Decimal, tokens: list[tuple[str, ...]], sign: str) -> str:
    """A number between the words of its format; "" where the format is none that is known."""
    places = [token[6] for token in tokens if token[6]]
    percent = sum(token[7] == "%" for token in tokens)
    if len(places) != 1 or len(places[0]) > 40 or percent > 1 or any(token[7] in ("E", "e", "/") for token in tokens):
        return ""
    words = [sign]
    for literal, escaped, bracket, _, _, _, digits, other in tokens:
        if digits:
            words.append(_digits(value * 100**percent, digits))
        elif bracket is None or not bracket:
            words.append(literal or escaped or other or "")
        elif bracket.startswith("$"):
            words.append(bracket[1:].partition("-")[0])
    return "".join(words).strip()


def _digits(value: Decimal, form: str) -> str:
    whole, _, decimals = form.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), context=_EXACT)
    figures, _, rest = f"{rounded:f}".partition(".")
    least = sum(mark == "0" for mark in whole)
    figures = figures.lstrip("0").zfill(least)
    if "," in whole.strip(","):
        figures = f"{int(figures or 0):,}"
    rest = rest[: len(decimals)]
    while rest and decimals[len(rest) - 1] == "#" and rest.endswith("0"):
        rest = rest[:-1]
    return f"{figures or '0' if not rest else figures or ''}{'.' if rest else ''}{rest}"


def _date(value: Decimal, tokens: list[tuple[str, ...]], *, from_1904: bool) -> str:
    """A day or time between the words of its format; "" where the number is none."""
    if not 0 <= value < _LAST_DAY:
        return ""
    seconds = int((value * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
    moment = _EPOCHS[from_1904] + timedelta(seconds=seconds)
    half = any(token[4] for token in tokens)
    words: list[str] = []
    kinds = [_kind(tokens, place) for place in range(len(tokens))]
    for place, (literal, escaped, bracket, _, noon, _, digits, other) in enumerate(tokens):
        if kinds[place]:
            words.append(_part(moment, kinds[place], half=half))
        elif noon:
            words.append("AM" if moment.hour < 12 else "PM")
        elif bracket and set(bracket.lower()) <= {"h"}:
            words.append(str(seconds // 3600))
        elif not bracket:
            words.append(literal or escaped or other or digits or "")
    return "".join(words).strip()


def _kind(tokens: list[tuple[str, ...]], place: int) -> str:
    """The part of a date that a token stands for; an m next to hours or seconds is minutes ("n")."""
    mark = (tokens[place][5] or "").lower()
    if not mark.startswith("m") or len(mark) > 2:
        return mark
    marks = [_clock(token) for token in tokens]
    before = next((found for found in reversed(marks[:place]) if found), "")
    after = next((found for found in marks[place + 1 :] if found), "")
    return mark.replace("m", "n") if before.startswith("h") or after.startswith("s") else mark


def _clock(token: tuple[str, ...]) -> str:
    """The part of a date or time that a token names, hours that go on over a day too."""
    bracket = (token[2] or "").lower()
    return (token[5] or (bracket if bracket in ("h", "hh") else "")).lower()


def _part(moment: datetime, kind: str, *, half: bool) -> str:
    hour = (moment.hour % 12 or 12) if half else moment.hour
    values = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}
    if kind.startswith("y"):
        return f"{moment.year:04d}" if len(kind) > 2 else f"{moment.year % 100:02d}"
    if kind.startswith("a") or (kind.startswith("d") and len(kind) > 2):
        day = _WEEKDAYS[moment.weekday()]
        return day if kind == "aaa" else f"星期{day}"
    if kind.startswith("m") and len(kind) > 2:
        return _MONTHS[moment.month - 1]
    return f"{values[kind[0]]:0{min(len(kind), 2)}d}"
