"""Numbers with no more than white space or a sign behind them that could be part of the words (`1° `, `2 `), where they
count the lines of a paper from 1 on."""

from typing import Final

from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import View
from kaochang.papers.lines import Line

_FEWEST: Final = 4
_MOST_APART: Final = 2


def counted_numbers(view: View) -> dict[int, list[Line]]:
    """Such lines with a listed number, where no line but these has one of the style; those of its key are alike."""
    marks = [(at, mark) for at, mark in enumerate(view.numbers) if mark is not None and mark.style == "plain"]
    counted = [0]
    for at, mark in marks:
        if not mark.weak or view.headings[at] is not None:
            return {}
        if counted[-1] < mark.value <= counted[-1] + _MOST_APART:
            counted.append(mark.value)
    if len(counted) <= _FEWEST or counted[1] != 1:
        return {}
    return {
        at: [respelled(view.lines[at], len(view.lines[at].text) - len(mark.rest.text), f"{mark.value}. ")]
        for at, mark in marks
        if mark.value in counted
    }
