"""Items as records: 题号：1, 题型：单选题, 题干：… on lines of their own, as systems print them one below the other."""

import re
from typing import Final

from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.lines import Line

_NUMBER: Final = re.compile(r"(?:题号|序号|题目序号|题目编号|编号)\s*:\s*(\d{1,4})")
_TYPE: Final = re.compile(r"(?:题型|题目类型|试题类型|类型)\s*:\s*(?=\S)")
_STEM: Final = re.compile(r"(?:题干|题目|试题|题目内容|问题|题面)\s*:\s*(?=\S)")
_WITHIN: Final = 5
"""Lines of a record before its stem, at the most."""


def recorded(view: View) -> dict[int, list[Line]]:
    """The lines of such records as numbered items: the stem behind its number, the type behind the stem."""
    heads = [(at, match) for at, line in enumerate(view.lines) if (match := _NUMBER.fullmatch(line.fold))]
    changed: dict[int, list[Line]] = {}
    found = 0
    for at, head in heads:
        below = range(at + 1, min(at + _WITHIN, len(view.lines)))
        place = next((each for each in below if _STEM.match(view.lines[each].fold)), None)
        if place is None:
            continue
        stem = _STEM.match(view.lines[place].fold)
        kinds = [each for each in range(at + 1, place) if _TYPE.match(view.lines[each].fold)]
        changed |= {each: [] for each in (at, *kinds)}
        own = respelled(view.lines[place], stem.end() if stem else 0, f"{head[1]}. ")
        changed[place] = [own, *(view.lines[each] for each in kinds)]
        found += 1
    return changed if found >= FEWEST else {}
