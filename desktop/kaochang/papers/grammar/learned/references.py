"""Reference answers in a part of their own whose title nobody listed: the numbers of all items come once more, the
first half asks and the second answers."""

import re
from typing import Final

from kaochang.papers.grammar.learned.key_runs import is_title
from kaochang.papers.grammar.learned.view import Segment, View
from kaochang.papers.grammar.marks import FOR_SCORERS
from kaochang.papers.grammar.stems import count_blanks, has_empty_bracket

ASKS: Final = re.compile(
    r"[?]|^请|如何|怎样|怎么|为什么|什么|哪[些个几]|谈谈|简述|说明|写出|列举|多少|(?:^|,)(?:试|谈|说|写|列)"
)
_POINTED: Final = re.compile(r"\d\s*分\s*[)\]]")
_FEWEST: Final = 2


def references_place(view: View) -> int | None:
    """The line of the title; None where no such part stands at the end."""
    half = len(view.segments) // 2
    asked, told = view.segments[:half], view.segments[half:]
    if half < _FEWEST or _numbers(view, asked) != _numbers(view, told):
        return None
    title = told[0].start - 1
    heading = view.headings[title]
    if title <= asked[-1].start or not is_title(view, title) or (heading is not None and heading.kind is not None):
        return None
    if any(view.options[asked[0].start :]) or any(_is_answered(view, segment) for segment in view.segments):
        return None
    asks = sum(bool(ASKS.search(_stem(view, segment))) for segment in asked)
    return title if 5 * asks >= 4 * half and not any(_is_asked(_stem(view, segment)) for segment in told) else None


def _numbers(view: View, segments: list[Segment]) -> list[int]:
    return [mark.value for segment in segments if (mark := view.numbers[segment.start]) is not None]


def _stem(view: View, segment: Segment) -> str:
    mark = view.numbers[segment.start]
    return mark.rest.fold if mark is not None else ""


def _is_answered(view: View, segment: Segment) -> bool:
    return any(view.mark(at) in FOR_SCORERS for at in range(segment.start, segment.end))


def _is_asked(stem: str) -> bool:
    """Whether words can only be those of an item: a question, or points, or a place for the answer."""
    pointed = bool(_POINTED.search(stem)) or stem.endswith("?")
    return pointed or bool(count_blanks(stem)) or has_empty_bracket(stem)
