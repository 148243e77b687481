"""Item numbers at the start of a line, and what only looks like one."""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.papers.lines import Label, Line, fold
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, SPELLED, STOPPED, to_int

_ITS_POINTS: Final = r"[(\[]\s*(?:本小?题\s*)?(?:共|满分)?\s*\d{1,3}(?:\.\d)?\s*分\s*[)\]]"
_ITS_TYPE: Final = r"[(\[]\s*(?:单选|多选|判断|填空|不定项|简答|问答|论述)[^()\[\]]{0,8}[)\]]"
# (style, weak, pattern): lines numbered in one style belong to one list. A weak form (a decimal, a number and a
# space) is a number only where the sequence expects it and an item's own parts follow.
_FORMS: Final = tuple(
    (style, weak, re.compile(pattern))
    for style, weak, pattern in (
        ("plain", False, r"第\s*(\d{1,4})\s*(?:小题|题)(?!型)\s*[.、:)]?"),
        ("plain", False, rf"第\s*([{SPELLED}]{{1,3}})\s*(?:小题|题)(?![型目干])\s*[.、:)]?"),
        ("plain", False, rf"(?:Q|No\.?|Question|题目?|试题)\s*(\d{{1,3}})\s*(?:[.、:)]|(?=\s|$|{_ITS_POINTS}))"),
        ("plain", False, rf"(\d{{1,3}})\s*(?=(?:{_ITS_POINTS}|{_ITS_TYPE})\s*\S)"),
        ("plain", False, r"(\d{1,3})\s*号\s*(?:试|考)?题\s*[.、:]?"),
        ("plain", False, rf"(?:题目?|试题|考题)\s*([{SPELLED}]{{1,3}})\s*(?:[.、:)]|(?=\s|-{{2}}|$|{_ITS_POINTS}))"),
        ("plain", False, r"(?:单项?选择?|多项?选择?|判断|填空|简答|论述|问答)题?\s*第?(\d{1,3})\s*题?\s*[.、:)]"),
        ("plain", False, rf"[\[<{{(]\s*第\s*(\d{{1,3}}|[{SPELLED}]{{1,3}})\s*题\s*[\])>}}]\s*[.、:]?"),
        ("plain", False, r"[\[<{(]\s*(?:题目?|试题|考题|Q|No\.?)\s*(\d{1,3})\s*[\])>}]\s*[.、:]?"),
        ("square", False, r"\[\s*(\d{1,3})\s*\]\s*[.、:]?"),
        ("dotted", False, r"(\d{1,3}\.\d{1,2})(?=[\s、)])(?!\s*[%倍元万亿])[、)]?"),
        ("dashed", True, r"(\d{1,2}[-–—]\d{1,3})(?:[、.)]\s*|\s+)(?=[^\d\s.,:%年月日号至到])(?!题)"),
        ("plain", False, r"(\d{1,4})\s*[.](?=(?:19|20)\d\d\s*年|[^\d.]|\.[a-z]|$)"),
        ("plain", False, r"(\d{1,4})\s*、"),
        ("plain", False, r"(\d{1,2})\s*,\s*(?=[^\s\da-z,])"),
        ("plain", True, r"(\d{1,2})\s*°\s*(?=[^\s\dCF])"),
        ("plain", False, r"(\d{1,3})\s*:(?!\d)"),
        ("plain", True, r"(\d{1,3})\.(?=\d)"),
        ("plain", True, r"(\d{1,3})\s+(?=[^\d\s.,:%-])"),
        ("paren", False, r"\(\s*(\d{1,3})\s*\)\s*[.、:]?"),
        ("half", False, r"(\d{1,3})\s*\)"),
        ("plain", False, rf"([{STOPPED}])"),
        ("paren", False, rf"([{PARENTHESISED}])"),
        ("circled", False, rf"([{CIRCLED}])\s*[.、:]?"),
        (
            "label",
            False,
            rf"\[?(?:问题|小题|任务|提问|问)\s*(\d{{1,2}}|[{SPELLED}]{{1,3}})\s*(?:的?(?:参考)?答案)?(?:[\]:.、)]+|(?={_ITS_POINTS}))",
        ),
        ("label", False, rf"第\s*([{SPELLED}]{{1,3}}|\d{{1,2}})\s*问\s*[:.、]?"),
        ("chinese", False, rf"([{SPELLED}]{{1,3}})\s*[、.]"),
        ("chinese-paren", False, rf"\(([{SPELLED}]{{1,3}})\)"),
    )
)
OF_CHAPTERS: Final = frozenset({"dotted", "dashed"})
"""Styles that number an item within its chapter: 5.2, 5-2."""

_PARTED: Final = re.compile("[-–—.]")
_CASE: Final = re.compile(
    rf"\[?(?:案例|材料|情景|情境|场景|面试|卡片|题卡)\s*(?:分析|模拟)?题?目?\s*([{SPELLED}]{{1,2}}|\d{{1,2}}|[A-H](?=\s*(?:$|[\]:])))\s*(?:$|[\]:.、)\s]+|(?={_ITS_POINTS}))"
)
_LETTERED: Final = "ABCDEFGH"
_YEARS: Final = 1000
_TYPES: Final = frozenset("单多判填简论问")
_TYPE_BEFORE: Final = re.compile(r"(?:单项?选择?|多项?选择?|判断|填空|简答|论述|问答)题?(?=\s*第?\d)")
_RUN_IN: Final = re.compile(r"(\d{1,3})\.(?=\d)")
_DOTTED: Final = re.compile(r"(\d{1,3})\.(\d{1,2})(?![\d.])")
_STARTS: Final = re.compile(rf"[\dA-H√×第(\[<{{问提任小QN题试单多判填简论{STOPPED}{PARENTHESISED}{CIRCLED}{SPELLED}]")
_NUMBER_AHEAD: Final = r"(?=第?\s*\d{1,3}\s*(?:[.、:)]|小?题))"
_BEFORE: Final = re.compile(
    rf"[(\[]\s*([A-Ha-h√×对错TFXx](?:[、,\s]*[A-Ha-h])*|正确|错误)?\s*[)\]]\s*{_NUMBER_AHEAD}"
    r"|([A-H]{1,8}|[√×])\s+(?=\d{1,3}\s*[.、:)](?!\d))"
)
_TAG_BEFORE: Final = re.compile(
    rf"[\[(](?!\s*\d+\s*[\])])(?![^\[\]()]*(?:答\s*[\])]|答案|解析|评分|得分|要点))([^\[\]()]{{1,12}}题?)[\])]\s*{_NUMBER_AHEAD}"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: its value, style, the rest of the line, and an answer bracket set before it."""

    label: str
    value: int
    style: str
    weak: bool
    rest: Line
    before: Line | None = None


def _before(line: Line) -> tuple[Line | None, Line]:
    if line.fold[0].isdigit():
        return None, line
    for pattern in (_BEFORE, _TAG_BEFORE):
        match = pattern.match(line.fold)
        if match:
            return line.cut(0, match.end()), line.cut(match.end())
    return None, line


def parse_number(line: Line) -> Numbered | None:
    """The number a line begins with, or None: years, decimals, times and ranges are not numbers."""
    if line.label is not None:
        return _listed(line, line.label)
    if not _STARTS.match(line.fold):
        return None
    before, body = _before(line)
    for style, weak, pattern in _FORMS:
        match = pattern.match(body.fold)
        if match and not (style == "dotted" and "．" in body.text[: match.end()]):
            label = match.group(1)
            value = int(_PARTED.split(label)[-1]) if style in OF_CHAPTERS else to_int(label)
            runs_on = weak and body.text[match.end() - 1] != "．"
            if runs_on and before is not None:
                return None  # (A) 94.1%: an option
            if before is None and body.fold[0] in _TYPES and (typed := _TYPE_BEFORE.match(body.fold)):
                before = body.cut(0, typed.end())
            return Numbered(label, value, style, runs_on, body.cut(match.end()), before) if value else None
    return None


def _listed(line: Line, label: Label) -> Numbered | None:
    """The number that Word gives a line: read from its label alone, so that no words behind it are part of it."""
    rest = line.cut(len(label.text))
    folded = fold(label.text)
    for style, weak, pattern in _FORMS:
        match = pattern.match(folded)
        if match and not weak:
            value = int(match.group(1).split(".")[-1]) if style == "dotted" else to_int(match.group(1))
            return Numbered(match.group(1), value, style, False, rest) if value else None
    return Numbered(str(label.value), label.value, "plain", False, rest) if label.value else None


def parse_dotted(line: Line, parent: int) -> Numbered | None:
    """`5.1如何回应` under item 5: a sub-question whose number runs into its words."""
    match = _DOTTED.match(line.fold)
    if match is None or int(match.group(1)) != parent:
        return None
    return Numbered(match.group(0), int(match.group(2)), "dotted", False, line.cut(match.end()))


def parse_run_in(line: Line) -> Numbered | None:
    """`9.1 GB 等于`: a number that runs into a figure, where numbers of this style are counted."""
    match = _RUN_IN.match(line.fold)
    return Numbered(match[1], int(match[1]), "plain", True, line.cut(match.end())) if match else None


def parse_case(line: Line) -> Numbered | None:
    """`案例一：…` and the like: a case that is numbered by its word."""
    match = _CASE.match(line.fold)
    value = (to_int(match[1]) or _LETTERED.find(match[1]) + 1) if match is not None else 0
    return Numbered(match[1], value, "case", False, line.cut(match.end())) if match is not None and value else None


class Sequence:
    """Which numbered lines start an item, and which belong to a list inside one.

    A list inside an item starts at 1 (or goes on from such a start); an item's number goes on from the item before.
    Where both are possible the parts that must follow an item (`evidence`) decide.
    """

    def __init__(self) -> None:
        self.style: str | None = None
        self.last = 0
        self._before = 0
        self._nested: int | None = None

    def restart(self) -> None:
        """A new section: any style, any first number."""
        self._before = self.last or self._before
        self.style, self.last, self._nested = None, 0, None

    def nest(self, mark: Numbered) -> None:
        """A list inside the item begins in the middle of a line (`答案：1.…`)."""
        if mark.style == self.style and mark.value == 1:
            self._nested = 1

    def accept(self, mark: Numbered) -> None:
        """This line starts an item."""
        self.style, self.last, self._nested = mark.style, mark.value, None

    def starts_item(self, mark: Numbered, *, evidence: bool, complete: bool) -> bool:
        """Whether the line starts an item; `complete`: the item before it has all its parts.

        A number of four digits may be a year: it must be the very next one.
        """
        if mark.value >= _YEARS and mark.value not in (self.last + 1, self._before + 1):
            return False
        if self.style is None:
            return not mark.weak or evidence
        if mark.style != self.style:
            return False
        if self._nested is not None and mark.value == self._nested + 1:
            starts = mark.value == self.last + 1 and evidence and complete
        else:
            starts = self._goes_on(mark, evidence=evidence and (complete or not mark.weak))
        if not starts:
            self._nested = mark.value
        return starts

    def _goes_on(self, mark: Numbered, *, evidence: bool) -> bool:
        if mark.weak:
            return self.last <= mark.value <= self.last + 3 and evidence
        if mark.value == 1 or mark.value < self.last:
            return evidence
        return True
