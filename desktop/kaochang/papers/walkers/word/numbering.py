"""Automatic numbers of Word: the label that a paragraph shows but does not hold (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kaochang.papers.lines import Label
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, STOPPED
from kaochang.papers.walkers.word.forms import LETTERS, NO_LABEL, spell
from kaochang.papers.walkers.word.names import MC, W, integer, switch, value_of

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_MAX_LABEL: Final = 60
_COMPLETE: Final = frozenset(CIRCLED + PARENTHESISED + STOPPED)
"""Signs that are a label without a stop behind them."""
_GAPS: Final = {"nothing": ""}
NONE: Final = Label("", 0)


@dataclass(slots=True)
class Level:
    """One level of a list.

    Where it starts, how its number is written, the text around it and what stands behind, which level restarts it, the
    paragraph style that brings it along, and whether it writes all numbers in digits or is hidden.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    style: str = ""
    is_legal: bool = False
    is_hidden: bool = False


@dataclass(slots=True)
class _Number:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    used: bool = False


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level]
    linked: str = ""


class Numbering:
    """Counts the paragraphs of every list of a document.

    `list_of` tells which list a numbering style stands for: lists may be defined by such a style alone.
    """

    def __init__(self, root: etree._Element | None, list_of: Callable[[str], str] = lambda _: "") -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._numbers: dict[str, _Number] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._list_of = list_of
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = {integer(value_of(level, "ilvl"), 0): _level(level) for level in abstract.iterfind(f"{W}lvl")}
            linked = value_of(abstract.find(f"{W}numStyleLink"))
            self._abstracts[value_of(abstract, "abstractNumId")] = _Abstract(levels, linked)
        for number in root.iterfind(f"{W}num"):
            self._numbers[value_of(number, "numId")] = _number(number)

    def _abstract(self, number: _Number) -> str:
        """The definition that a list counts with: its own, or that of the numbering style it points to."""
        found = self._abstracts.get(number.abstract)
        if found is None or not found.linked or found.levels:
            return number.abstract
        target = self._numbers.get(self._list_of(found.linked))
        return number.abstract if target is None else target.abstract

    def _levels_of(self, num_id: str, number: _Number) -> dict[int, Level]:
        if num_id not in self._levels:
            abstract = self._abstracts.get(self._abstract(number))
            self._levels[num_id] = {**(abstract.levels if abstract else {}), **number.levels}
        return self._levels[num_id]

    def level_of(self, num_id: str, style: str) -> int:
        """The level of a list that a paragraph style stands for; 0 where none says so."""
        number = self._numbers.get(num_id)
        levels = {} if number is None else self._levels_of(num_id, number)
        return next((place for place, level in sorted(levels.items()) if style and level.style == style), 0)

    def label(self, num_id: str, place: int) -> Label:
        """The label of the next paragraph of a list at a level; none for bullets and for lists that do not exist."""
        number = self._numbers.get(num_id)
        if number is None or not 0 <= place < _LEVELS:
            return NONE
        levels = self._levels_of(num_id, number)
        if place not in levels:
            return NONE
        counts = self._counts.setdefault(self._abstract(number), [None] * _LEVELS)
        if not number.used:
            number.used = True
            for level in number.starts:
                if 0 <= level < _LEVELS:
                    counts[level] = None
        _advance(counts, levels, number, place)
        return _label(levels, counts, place)


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


def _number(element: etree._Element) -> _Number:
    found = _Number(value_of(element.find(f"{W}abstractNumId")))
    for override in element.iterfind(f"{W}lvlOverride"):
        place = integer(value_of(override, "ilvl"), 0)
        start = override.find(f"{W}startOverride")
        level = override.find(f"{W}lvl")
        if start is not None:
            found.starts[place] = integer(value_of(start), 1)
        if level is not None:
            found.levels[place] = _level(level)
    return found


def _level(element: etree._Element) -> Level:
    restart = element.find(f"{W}lvlRestart")
    return Level(
        start=integer(value_of(element.find(f"{W}start")), 1),
        form=_form(element),
        text=value_of(element.find(f"{W}lvlText")),
        gap=_GAPS.get(value_of(element.find(f"{W}suff")), " "),
        restart=None if restart is None else integer(value_of(restart), 0),
        style=value_of(element.find(f"{W}pStyle")),
        is_legal=bool(switch(element, "isLgl")),
        is_hidden=bool(switch(element.find(f"{W}rPr"), "vanish")),
    )


def _form(element: etree._Element) -> str:
    """The number format; what newer versions of Word add stands beside one that older ones know."""
    found = element.find(f"{W}numFmt")
    if found is None:
        found = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    return value_of(found) or "decimal"


def _label(levels: dict[int, Level], counts: list[int | None], place: int) -> Label:
    level = levels[place]
    if level.form in NO_LABEL or level.is_hidden:
        return NONE

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        count = counts[at]
        form = levels[at].form if at in levels else "decimal"
        form = "decimal" if level.is_legal else form
        return spell(count if count is not None else 1, form) if form not in NO_LABEL else ""

    text = _PLACE.sub(number, level.text).strip()[:_MAX_LABEL]
    if not text:
        return NONE
    if text[-1].isalnum() and text[-1] not in _COMPLETE and "第" not in text:
        text += "."
    value = counts[place] or 0
    return Label(text, value if level.form not in LETTERS and f"%{place + 1}" in level.text else 0, level.gap)
