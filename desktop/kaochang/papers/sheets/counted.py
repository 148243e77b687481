"""Options of one cell that figures count: 1. 2. 3., (1) (2) (3), ①②③ or 甲、乙、丙、."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kaochang.papers.grammar.options import OptionDraft
from kaochang.papers.lines import Line
from kaochang.papers.numerals import CIRCLED

_STEMS: Final = "甲乙丙丁戊己庚辛"
_APART: Final = r"(?:^|(?<=[\s/|;,、。]))"
"""What stands before a figure that is no sign of its own: 第1.5条 holds none."""
_STYLES: Final = (
    re.compile(rf"{_APART}(?P<mark>\d{{1,2}})\s*[.、:)](?!\d)\s*"),
    re.compile(r"(?P<mark>[(\[]\s*\d{1,2}\s*[)\]])\s*[.、:]?\s*"),
    re.compile(rf"(?P<mark>[{CIRCLED}])\s*[.、:]?\s*"),
    re.compile(rf"{_APART}(?P<mark>[{_STEMS}])\s*[.、:)]\s*"),
)
_FIRST: Final = frozenset("1([①甲")
_MOST: Final = 20
_TAIL: Final = " /|;,、；，\u3000"


@dataclass(frozen=True, slots=True)
class Counted:
    """Options by letters, and the figures that count them in the cell."""

    options: list[OptionDraft]
    marks: list[str]

    @property
    def called(self) -> dict[str, str]:
        """The letters of the options by such marks as no number could be: ② is B."""
        pairs = zip(self.marks, self.options, strict=True)
        return {mark: option.label for mark, option in pairs if not mark.isdecimal()}


def counted(lines: Sequence[Line]) -> Counted | None:
    """The options of a cell that begins with the first of such figures and goes on one by one; None elsewhere."""
    if not lines or lines[0].fold[:1] not in _FIRST:
        return None
    for style in _STYLES:
        if style.match(lines[0].fold):
            return _read(lines, style)
    return None


def _read(lines: Sequence[Line], style: re.Pattern[str]) -> Counted | None:
    found: list[OptionDraft] = []
    marks: list[str] = []
    for line in lines:
        places = list(_due(line, style, len(found) + 1))
        ends = [place.start() for place in places[1:]] + [len(line.text)]
        if (places[0].start() if places else 1) and not (found and not places):
            return None
        if not places:
            found[-1].go_on(line)
        for place, end in zip(places, ends, strict=False):
            marks.append(place["mark"])
            found.append(OptionDraft(chr(ord("A") + len(found)), _trimmed(line.cut(place.end(), end))))
    whole = 1 < len(found) <= _MOST and all(option.text or option.images for option in found)
    return Counted(found, marks) if whole else None


def _due(line: Line, style: re.Pattern[str], first: int) -> Iterator[re.Match[str]]:
    """The figures of a line that go on from `first`; others are words."""
    due = first
    for match in style.finditer(line.fold):
        if _value(match["mark"]) == due:
            yield match
            due += 1


def _value(mark: str) -> int:
    if mark in CIRCLED:
        return CIRCLED.index(mark) + 1
    return _STEMS.index(mark) + 1 if mark in _STEMS else int(mark.strip("([ ])"))


def _trimmed(line: Line) -> Line:
    """Words without the sign that parts them from the next option."""
    return line.cut(0, len(line.text.rstrip(_TAIL)))
