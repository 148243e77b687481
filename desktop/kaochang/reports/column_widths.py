"""How wide the columns of a table are: by weight, but none so narrow that it cuts a Latin word or a number in two."""

import re
from collections.abc import Callable, Iterable, Sequence

from kaochang.reports.line_breaking import CHINESE

_MOST = 130
"""Points that a column is widened to for a word; a longer one, as a file's name may be, is cut after all."""
_WORD = re.compile(f"[^{CHINESE}\\s]+")


def word_width(texts: Iterable[str], measure: Callable[[str], float]) -> float:
    """What the longest word in any of these texts takes, by its characters: thousands of rows are not all measured."""
    longest = max((word for text in texts for word in _WORD.findall(text)), key=len, default="")
    return min(measure(longest), _MOST)


def shared(total: float, weights: Sequence[float], *least: Sequence[float]) -> list[float]:
    """Widths that add up to `total`, by weight; none below its least, by the first list that leaves room for all."""
    for each in least:
        if sum(each) <= total:
            return _widened(total, weights, each)
    return [weight * total / sum(weights) for weight in weights]


def _widened(total: float, weights: Sequence[float], least: Sequence[float]) -> list[float]:
    """Columns below their least get that; the others share what is left, until none is below."""
    held: set[int] = set()
    while True:
        free = sum(weight for place, weight in enumerate(weights) if place not in held)
        unit = (total - sum(least[place] for place in held)) / free if free else 0.0
        narrow = {place for place, weight in enumerate(weights) if place not in held and weight * unit < least[place]}
        if not narrow:
            return [least[place] if place in held else weight * unit for place, weight in enumerate(weights)]
        held |= narrow
