"""How long a paper says that it is worked on, above its first section (考试时间：60 分钟)."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from kaochang.domain.papers import PaperLine, Part

_NAMED = r"(?:时间|时长|时量|用时|限时|\btime(?: limit| allowed)?|\bduration)"
_SAID = re.compile(
    rf"{_NAMED}\s*(?:为|是|共|约)?\s*[:：]?\s*(?P<count>[0-9]{{1,3}}(?:\.5)?)\s*(?P<unit>分钟|分(?!数)|小时|min|hours?|h\b)",
    re.IGNORECASE,
)
_MINUTES = {"分钟": 1, "分": 1, "min": 1}
_HOUR = 60


def stated_minutes(lines: Sequence[PaperLine]) -> int | None:
    """The working time that a paper states, in minutes; None where it states none, or several that differ.

    Only a time that is named as such counts: who may leave after 30 minutes is told in the same place.
    """
    head = takewhile(lambda line: line.part not in (Part.HEADING, Part.ITEM), lines)
    found = {minutes for line in head for minutes in _times(line.text)}
    return found.pop() if len(found) == 1 else None


def _times(text: str) -> Iterator[int]:
    for said in _SAID.finditer(unicodedata.normalize("NFKC", text)):
        minutes = Fraction(said["count"]) * _MINUTES.get(said["unit"].lower(), _HOUR)
        if minutes.denominator == 1 and minutes > 0:
            yield int(minutes)
