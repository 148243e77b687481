"""Options laid out by their length: four to a line, two, or one."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from kaochang.domain.items import Option

_LINE: Final = 40.0
"""Chinese characters that fit on a line of options."""
_LABEL: Final = 3.0
"""Room for a label, and for what keeps an option apart from the next."""
_ALONE: Final = re.compile(r"[\n\t`\\]|\s{2}|[A-Za-z][.．、:：)）]")
"""What would make two options on a line look like three, or not fit on one at all."""


def width_of(text: str) -> float:
    """The width of words, in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.55 for sign in text)


def in_lines(options: Sequence[Option]) -> list[tuple[Option, ...]]:
    """The options line by line; one with a picture, code or a list has a line of its own, and so have all then."""
    count = _a_line(options)
    return [tuple(options[start : start + count]) for start in range(0, len(options), count)]


def _a_line(options: Sequence[Option]) -> int:
    if any(option.image is not None or not option.text or _ALONE.search(option.text) for option in options):
        return 1
    widest = max((width_of(option.text) for option in options), default=0.0)
    counts = (4, 2) if len(options) > 2 else (2,)
    return next((count for count in counts if widest + _LABEL <= _LINE / count), 1)
