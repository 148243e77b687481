"""Rosters as people paste them: a line for each candidate, its columns parted by tabs, commas or spaces."""

import re
from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.lines import visible

_MOST: Final = 2_000_000
"""Characters: far more than anybody pastes, and what is read in a moment."""
_LOOKED_AT: Final = 500
_PARTERS: Final = tuple(
    re.compile(pattern)
    for pattern in (r"\t", r"[,，]", r"[;；]", r"、|\|", r"[ \u00a0]{2,}|\u3000+", r"[ \u00a0\u3000]+")
)
_COUNTED: Final = re.compile(r"\s*[（(]?\d{1,5}\s*[.、．)）]\s*(?=[^\d\s])")
_WITHIN: Final = re.compile(r"(?<=[A-Za-z.]) (?=[A-Za-z])")
"""The space between the words of a foreign name."""
_JOINT: Final = "\u2060"


def rows_of_text(text: str) -> list[tuple[int, list[str]]]:
    """The lines that hold anything, each with its number from 1 and its cells.

    One kind of mark parts all of them: the first that parts most of the lines, tabs before commas before spaces. A
    number that counts the lines in front of names (1、) goes. Refuses (LIMIT) more than anybody pastes.
    """
    if len(text) > _MOST:
        raise Refusal(Outcome.LIMIT, "roster.too-large")
    lines = [(number, visible(line).rstrip(" \r")) for number, line in enumerate(text.split("\n"), start=1)]
    kept = [(number, line) for number, line in lines if line.strip()]
    if kept and all(_COUNTED.match(line) for _, line in kept[-1:] + kept[1:2]):
        kept = [(number, _COUNTED.sub("", line, count=1)) for number, line in kept]
    parter = _parter([line for _, line in kept[:_LOOKED_AT]])
    return [(number, _cells(line, parter)) for number, line in kept]


def _parter(lines: list[str]) -> re.Pattern[str]:
    """What parts most of the lines; white space where nothing does."""
    found = (each for each in _PARTERS if 2 * sum(len(_cells(line, each)) > 1 for line in lines) > len(lines))
    return next(found, _PARTERS[-1])


def _cells(line: str, parter: re.Pattern[str]) -> list[str]:
    joined = _WITHIN.sub(_JOINT, line) if parter is _PARTERS[-1] else line
    return [
        cell.strip().replace(_JOINT, " ") for cell in parter.split(joined if parter is _PARTERS[0] else joined.strip())
    ]
