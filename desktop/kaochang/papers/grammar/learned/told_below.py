"""Reference answers that stand below each question of a section without any label, the same way below every one."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.learned.references import ASKS
from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, Segment, View
from kaochang.papers.lines import Line, ends_whole

_STILL_ASKS: Final = re.compile(
    r"[?]|_{2,}|^(?:请|要求|提示|注意?\s*[:：]|说明\s*[:：]|备注|材料|背景|案例|附|问题)|[(\[]\s*\d+\s*分\s*[)\]]\s*$"
)
_LABEL: Final = re.compile(r"\W{0,2}[^\W\d_]{1,10}\s*[\])>:|=→~-]|[^\w\s]")
_SAID: Final = "答案："


def told_below(view: View) -> dict[int, list[Line]]:
    """The first line of each such answer with a label: where every item of a section of questions has one.

    None in a paper that has a key, or labels any answer of that section: what else stands there is no answer then.
    """
    if any(heading is not None and heading.is_key for heading in view.headings):
        return {}
    changed: dict[int, list[Line]] = {}
    for segments in _sections(view):
        firsts = [segment.start + 1 for segment in segments]
        told = len(segments) >= FEWEST and all(_is_told(view, segment) for segment in segments)
        if told and not _are_labelled(view, firsts):
            changed |= {at: [respelled(view.lines[at], 0, _SAID)] for at in firsts}
    return changed


def _sections(view: View) -> Iterator[list[Segment]]:
    """The items below each heading of questions that are answered in writing."""
    heads = [at for at, heading in enumerate(view.headings) if heading is not None]
    for place, at in enumerate(heads):
        heading, end = view.headings[at], heads[place + 1] if place + 1 < len(heads) else len(view.lines)
        if heading is not None and heading.kind is ItemType.ESSAY:
            yield [segment for segment in view.segments if at < segment.start < end]


def _are_labelled(view: View, firsts: list[int]) -> bool:
    """Whether two answers begin with the same word or sign: that is a label, and others find out which."""
    found = Counter(match[0] for at in firsts if (match := _LABEL.match(view.lines[at].fold)) is not None)
    return any(count > 1 for count in found.values())


def _is_told(view: View, segment: Segment) -> bool:
    below = range(segment.start + 1, segment.end)
    mark = view.numbers[segment.start]
    if mark is None or not below or not ASKS.search(mark.rest.fold) or not ends_whole(mark.rest.text):
        return False
    return not any(
        view.lines[at].table is not None
        or view.options[at]
        or view.mark(at) is not None
        or _STILL_ASKS.search(view.lines[at].fold)
        for at in below
    )
