"""What number cells say: 5, 第5题, 5.2 or 5-2 as part 2 of item 5, and (2) as part 2 of the item above.

Spreadsheets turn 5-2 into 5月2日.
"""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.papers.lines import fold
from kaochang.papers.numerals import CIRCLED, PARENTHESISED, to_int

_PART: Final = re.compile(
    r"(?P<value>\d{1,4})\s*(?:[.-]\s*(?P<part>\d{1,2})|\(\s*(?P<paren>\d{1,2})\s*\)|月(?P<day>\d{1,2})日)"
)
_ALONE: Final = re.compile(rf"\(\s*(?P<paren>\d{{1,2}})\s*\)|(?P<circled>[{CIRCLED}{PARENTHESISED}])")
_WHOLE: Final = re.compile(r"第?\s*(?P<value>\d{1,5}|[一二三四五六七八九十]{1,3})\s*题?\s*[.、)]?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it stands in its cell; `value` is None for a part alone, 0 where there is none that can be read."""

    value: int | None = 0
    part: int | None = None


def printed(text: str) -> Printed:
    """What a number cell says."""
    words = fold(text).strip()
    if not words:
        return Printed()
    match = _PART.fullmatch(words)
    if match:
        return Printed(
            int(match.group("value")), int(match.group("part") or match.group("paren") or match.group("day"))
        )
    match = _ALONE.fullmatch(words)
    if match:
        return Printed(None, to_int(match.group("paren") or match.group("circled")))
    match = _WHOLE.fullmatch(words)
    return Printed(to_int(match.group("value"))) if match else Printed()
