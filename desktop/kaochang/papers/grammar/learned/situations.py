"""Material above the questions that are asked about it: `情景：…` and then 1. 2., `情景：…` and then 3. 4.

A word leads it, listed or not, that stands above the first item of its section and never behind the last: a field of
an item would stand there too.
"""

import re
from typing import Final

from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.grammar.marks import FOR_SCORERS, Mark
from kaochang.papers.grammar.numbers import parse_case
from kaochang.papers.grammar.sharing import names_material

_WORD: Final = r"[^\W\d_]{2,5}"
_LEAD: Final = re.compile(
    rf"[^\w\s\[\](){{}}<>\"'“”‘’《》]{{0,3}}\s*(?:\[\s*(?P<boxed>{_WORD})\s*\]|(?P<plain>{_WORD})\s*(?=:)|(?P<alone>{_WORD})$)\s*:?\s*"
)
_DEEPEST: Final = 8
"""Lines that the material may have."""


def situations(view: View) -> dict[int, int]:
    """The lines that begin such material, each with the line of the item below it."""
    found: dict[str, dict[int, int]] = {}
    starts = [segment.start for segment in view.segments]
    for before, start in zip([-1, *starts], starts, strict=False):
        place = _place(view, before, start)
        if place is not None:
            found.setdefault(_word(view, place), {})[place] = start
    kept = [places for word, places in found.items() if _leads(view, word, places)]
    return {place: start for places in kept for place, start in places.items()}


def _place(view: View, before: int, start: int) -> int | None:
    """The line above an item, behind the one before it, that a word leads; None where anything else is between."""
    for place in range(start - 1, max(before, start - 1 - _DEEPEST), -1):
        line = view.lines[place]
        is_other = line.table is not None or view.options[place] or view.numbers[place] is not None
        if is_other or view.headings[place] is not None or view.mark(place) not in (None, Mark.MATERIAL):
            return None
        if parse_case(line) is not None:
            return None
        if _word(view, place):
            return None if _is_inside(view, before, place) else place
    return None


def _is_inside(view: View, before: int, place: int) -> bool:
    """Whether the item that a line stands in is numbered in another style, and has no answer yet."""
    for at in range(before + 1, place):
        if view.mark(at) in FOR_SCORERS:
            return False
        if view.numbers[at] is not None and view.headings[at] is None:
            return True
    return False


def _word(view: View, place: int) -> str:
    match = _LEAD.match(view.lines[place].fold)
    word = next((group for group in match.groups() if group), "") if match is not None else ""
    alone = match is not None and match["alone"]
    return word if not alone or names_material(word) else ""


def _leads(view: View, word: str, places: dict[int, int]) -> bool:
    fewest = 1 if names_material(word) else FEWEST - 1
    first, last = min(places), max(places)
    above = [segment for segment in view.segments if segment.start < first]
    number = view.numbers[places[first]]
    opens = not above or any(view.headings[above[-1].start : first]) or (number is not None and number.value == 1)
    end = next((at for at in range(last + 1, len(view.lines)) if view.headings[at] is not None), len(view.lines))
    elsewhere = any(_word(view, at) == word for at in range(first, end) if at not in places)
    return len(places) >= fewest and opens and not elsewhere


def less_word(view: View, place: int) -> bool:
    """Whether a line holds nothing but the word."""
    match = _LEAD.match(view.lines[place].fold)
    return match is not None and match.end() == len(view.lines[place].fold)
