"""Automatic numbers of Word: the label that a paragraph shows but does not hold (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.papers.numerals import CHINESE, CIRCLED

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, the text around it, what restarts it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None


@dataclass(slots=True)
class _Number:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: bool = False


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of the word namespace, or ""."""
    return "" if element is None else str(element.get(f"{W}{name}") or "")


def integer(text: str, otherwise: int) -> int:
    """A number as Word writes it; hostile files hold anything here."""
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise


class Numbering:
    """Counts the paragraphs of every list of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = {integer(value_of(level, "ilvl"), 0): _level(level) for level in abstract.iterfind(f"{W}lvl")}
            self._levels[value_of(abstract, "abstractNumId")] = levels
        for number in root.iterfind(f"{W}num"):
            found = _Number(value_of(number.find(f"{W}abstractNumId")))
            for override in number.iterfind(f"{W}lvlOverride"):
                place = integer(value_of(override, "ilvl"), 0)
                start = override.find(f"{W}startOverride")
                level = override.find(f"{W}lvl")
                if start is not None:
                    found.starts[place] = integer(value_of(start), 1)
                if level is not None:
                    found.levels[place] = _level(level)
            self._numbers[value_of(number, "numId")] = found

    def label(self, num_id: str, place: int) -> str:
        """The label of the next paragraph of a list at a level; "" for bullets and for lists that do not exist."""
        number = self._numbers.get(num_id)
        if number is None or not 0 <= place < _LEVELS:
            return ""
        levels = {**self._levels.get(number.abstract, {}), **number.levels}
        if place not in levels:
            return ""
        counts = self._counts.setdefault(number.abstract, [None] * _LEVELS)
        if not number.used:
            number.used = True
            for level in number.starts:
                if 0 <= level < _LEVELS:
                    counts[level] = None
        self._advance(counts, levels, number, place)
        return _label(levels, counts, place)

    @staticmethod
    def _advance(counts: list[int | None], levels: dict[int, Level], number: _Number, place: int) -> None:
        for above in range(place):
            if counts[above] is None and above in levels:
                counts[above] = number.starts.get(above, levels[above].start)
        before = counts[place]
        counts[place] = number.starts.get(place, levels[place].start) if before is None else before + 1
        for below in range(place + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or place < restart:
                counts[below] = None


def _level(element: etree._Element) -> Level:
    restart = element.find(f"{W}lvlRestart")
    return Level(
        start=integer(value_of(element.find(f"{W}start")), 1),
        form=value_of(element.find(f"{W}numFmt")) or "decimal",
        text=value_of(element.find(f"{W}lvlText")),
        restart=None if restart is None else integer(value_of(restart), 0),
    )


def _label(levels: dict[int, Level], counts: list[int | None], place: int) -> str:
    level = levels[place]
    if level.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        count = counts[at]
        return spell(count if count is not None else 1, levels[at].form if at in levels else "decimal")

    label = _PLACE.sub(number, level.text).strip()
    return f"{label}." if label and label[-1].isalnum() and label[-1] not in CIRCLED and "第" not in label else label


def spell(value: int, form: str) -> str:
    """A number as a list of this form writes it (ST_NumberFormat); unknown forms are written in digits."""
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 % 5 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form.startswith(("chinese", "japaneseCounting", "taiwanese", "ideographDigital")):
        return chinese(value)
    if form == "ideographTraditional":
        return _STEMS[(value - 1) % len(_STEMS)]
    if form.startswith("decimalEnclosedCircle"):
        return CIRCLED[value - 1] if 0 < value <= len(CIRCLED) else str(value)
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


def chinese(value: int) -> str:
    """1 to 99 in Chinese numerals."""
    if not 0 < value < 100:
        return str(value)
    tens, units = divmod(value, 10)
    head = "" if not tens else "十" if tens == 1 else f"{CHINESE[tens - 1]}十"
    return head + (CHINESE[units - 1] if units else "")


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"))
    small = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for worth, sign in signs + small:
        written += sign * (value // worth)
        value %= worth
    return written
