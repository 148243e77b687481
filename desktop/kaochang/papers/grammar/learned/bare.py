"""Answers that stand alone below their items, without any label: 对 below a statement, B below the options."""

import re
from typing import Final

from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, Segment, View
from kaochang.papers.lines import Line, ends_whole

_JUDGED: Final = re.compile(r"\s*(?:对|错|√|×|正确|错误)\s*[。.]?")
_CHOSEN: Final = re.compile(r"\s*[A-H](?:[\s、,]?[A-H]){0,7}\s*[。.]?")
_LONGEST: Final = 24
_SAID: Final = "答案："


def bare_answers(view: View) -> dict[int, list[Line]]:
    """Such lines with a label: the last of three items or more, and of half of those between the first and the last."""
    found = {at: segment for segment in view.segments if (at := _answer(view, segment)) is not None}
    if len(found) < FEWEST:
        return {}
    first, last = min(found), max(found)
    among = [segment for segment in view.segments if first < segment.end and segment.start < last]
    if 2 * len(found) < len(among):
        return {}
    return {at: [respelled(view.lines[at], 0, _SAID, None)] for at in found}


def _answer(view: View, segment: Segment) -> int | None:
    """Where the answer of an item stands; None where its last line is none, or another line answers it too."""
    last = segment.end - 1
    if last <= segment.start or view.lines[last].table is not None or view.options[last]:
        return None
    words, before = view.lines[last].fold, view.lines[last - 1]
    if len(words) > _LONGEST:
        return None
    inside = range(segment.start, last)
    has_options = any(view.options[at] for at in inside)
    if not (_CHOSEN.fullmatch(words) if has_options else _JUDGED.fullmatch(words) and ends_whole(before.text)):
        return None
    told = any(view.mark(at) is not None or _JUDGED.fullmatch(view.lines[at].fold) for at in inside)
    return None if told else last
