"""Code and formulas that stand over several lines of a paper: put together into one line before anything is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kaochang.domain.authored import FENCE
from kaochang.papers.lines import Line, fold

_NUMBERED: Final = re.compile(r"(?:第\s*\d{1,3}\s*题|[(（]?\d{1,3}\s*[.、．)）])\s*(?=```[^\s`]*$)")
_LONGEST_FORMULA: Final = 40
"""Lines that a formula may stand over."""


@dataclass(frozen=True, slots=True)
class Together:
    """Lines without empty ones; `unclosed` are the numbers of those that open code which nothing closes."""

    lines: list[Line]
    unclosed: list[int]


def together(lines: Sequence[Line]) -> Together:
    """Put code between its fences, and a formula between its marks, into one line each.

    Inside them empty lines and indentation stay as authored. Code that nothing closes is read as any other line, and
    so is code whose next fence opens the same way it does: it then takes nothing of what stands behind it.
    """
    lines = [piece for line in lines for piece in _apart(line)]
    kept: list[Line] = []
    unclosed: list[int] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        end = _closing(lines, place) if _opens(line) else _formula_end(lines, place)
        if end is None:
            unclosed += [line.number] if _opens(line) else []
            kept += [line] if line.text or line.images or line.table is not None else []
            place += 1
        else:
            kept.append(_joined(lines[place : end + 1]))
            place = end + 1
    return Together(kept, unclosed)


def _apart(line: Line) -> tuple[Line, ...]:
    """A line that opens code behind its item's number (`3. ```python`) as two: the number, and what opens the code."""
    match = _NUMBERED.match(line.text) if "```" in line.text else None
    return (line.cut(0, match.end()), line.cut(match.end())) if match else (line,)


def _opens(line: Line) -> bool:
    return line.text.startswith("```") and "\n" not in line.text and bool(FENCE.fullmatch(line.text))


def _closing(lines: Sequence[Line], start: int) -> int | None:
    """The line that closes the code which line `start` opens."""
    for place in range(start + 1, len(lines)):
        line = lines[place]
        if line.table is not None:
            return None
        if line.text == "```":
            return place
        if _opens(line) and lines[start].text != "```":
            return None
    return None


def _formula_end(lines: Sequence[Line], start: int) -> int | None:
    """The last line of a formula that begins on line `start` and goes on below; an empty line or a mark ends none."""
    if lines[start].text.rfind("\\[") <= lines[start].text.rfind("\\]"):
        return None
    for place, line in enumerate(islice(lines, start + 1, start + _LONGEST_FORMULA), start + 1):
        if not line.text or line.table is not None or line.images or "\\[" in line.text:
            return None
        if "\\]" in line.text:
            return None if "\n" in _joined(lines[start : place + 1]).fold else place
    return None


def _joined(lines: Sequence[Line]) -> Line:
    first, *inner, last = lines
    text = "\n".join([first.text, *(line.raw or line.text for line in inner), last.text])
    images = tuple(image for line in lines for image in line.images)
    return Line(text, first.number, fold(text), images=images)
