"""Options lettered by Word that count on from item to item (E to H under the second): they begin with A again.

Word counts paragraphs of one list definition as one list unless the file says where it starts anew, and converters and
programs that write Word files often do not say so. Under each item people mean A, B, C.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Label, Line, Span, make_line

_LETTER: Final = re.compile(r"([(（]?)([A-Za-z])(\2{0,9})([.、．)）:：]?)")
_FEWEST: Final = 2


def relettered(lines: Sequence[Line]) -> list[Line]:
    """The lines, lists of options that go on where those of the item before ended with letters from A."""
    found = list(lines)
    before: list[int] = []
    for run in _runs(lines):
        values = [_value(lines[place]) for place in run]
        goes_on = len(before) >= _FEWEST and values[0] == _value(lines[before[-1]]) + 1
        if goes_on and len(run) >= _FEWEST and values == list(range(values[0], values[0] + len(run))):
            for count, place in enumerate(run):
                found[place] = _lettered(lines[place], count)
        before = run
    return found


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Places of lettered lines, those between two numbered lines together."""
    run: list[int] = []
    for place, line in enumerate(lines):
        if _value(line):
            run.append(place)
        elif run and (mark := parse_number(line)) is not None and not mark.weak:
            yield run
            run = []
    if run:
        yield run


def _value(line: Line) -> int:
    """Which letter Word gives a line, from 1; 0 for every other line."""
    match = _LETTER.fullmatch(line.label.text) if line.label is not None and not line.label.value else None
    return ord(match.group(2).upper()) - ord("A") + 1 + 26 * len(match.group(3)) if match else 0


def _lettered(line: Line, count: int) -> Line:
    match = _LETTER.fullmatch(line.label.text) if line.label is not None else None
    if line.label is None or match is None:
        return line
    first = "a" if match.group(2).islower() else "A"
    words = f"{match.group(1)}{chr(ord(first) + count)}{match.group(4)}"
    gone = len(line.label.text) - len(words)
    spans = tuple(
        Span(max(span.start - gone, 0), span.end - gone, span.looks) for span in line.spans if span.end > gone
    )
    places = tuple(max(place - gone, 0) for place in line.places)
    label = Label(words, 0, line.label.gap)
    text = words + line.text[len(line.label.text) :]
    return make_line(text, line.number, spans, line.table, line.images, label=label, places=places)
