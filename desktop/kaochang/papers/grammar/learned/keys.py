"""A key whose title nobody listed: the numbers of the items begin once more, and nothing but answers stands there."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from kaochang.papers.grammar import headings, marks, part_headings
from kaochang.papers.grammar.headings import Heading, Meta
from kaochang.papers.grammar.key_entries import by_section, is_entry_line, is_typed_table, parse_entries
from kaochang.papers.grammar.key_tables import is_somebodys, table_pairs, typed_rows
from kaochang.papers.grammar.learned.key_runs import OPENS, is_led, is_title
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line

_FIRST_PART: Final = re.compile(r"第?\s*(\d{1,3})\s*题?\s*[-.、]?\s*\(1\)\s*\S")
"""The number of a case right before that of its first sub-question."""
_BARE: Final = re.compile(r"(?:[A-H]\s*){3,}|(?:[√×对错]\s*){3,}")
"""Answers one after the other, under the heading of their section."""


def key_place(view: View, titles: Callable[[], list[str]], titled: Iterable[Heading | None]) -> tuple[int, bool] | None:
    """Where the key begins and whether its title stands there; None where none begins.

    `titles` gives those of the paper's sections, which most papers are told without; `titled` are its headings.
    """
    if len(view.segments) < FEWEST:
        return None
    third = view.segments[FEWEST - 1].start
    values = {mark.value for segment in view.segments if (mark := view.numbers[segment.start]) is not None}
    first = min(values)
    led = [found.title for found in titled if found is not None and not found.is_key]
    places = range(third + 1, len(view.lines))
    start = next((at for at in places if is_led(view.lines[at], led) or _begins(view, at, values, first)), None)
    again = _headed_again(view)
    start = again if again is not None and (start is None or again < start) else start
    if start is None or sum(view.options[start + 1 :]) > 1:
        return None
    top, named = start, titles()
    while top > third and names(view, top - 1, named):
        top -= 1
    if is_somebodys(view.lines[top - 1].fold):
        return None
    if is_title(view, top - 1):
        return top - 1, True
    return (top, False) if again is not None or _answers_most(view, start) else None


def _answers_most(view: View, start: int) -> bool:
    """Whether the lines from here on answer half of the items before, or more."""
    told = sum(len(found[0]) for line in view.lines[start:] if (found := parse_entries(line)))
    return 2 * told >= sum(segment.start < start for segment in view.segments)


def _headed_again(view: View) -> int | None:
    """Where the headings of all sections, two or more, stand once more in their order, with answers below."""
    placed = [(at, headings.core(found.title)) for at, found in enumerate(view.headings) if found is not None]
    titles = [title for _, title in placed]
    for half in range(2, len(titles)):
        own = [title for title in titles[:half] if title in titles[half:]]
        if titles[half:] == own and len(own) > 1 and titles[half] not in titles[half + 1 :]:
            start = placed[half][0]
            told = [line for line in view.lines[start:] if (found := parse_entries(line)) and found[0]]
            return start if len(told) >= FEWEST or any(map(is_entry_line, told)) else None
    return None


def key_heading(line: Line) -> Heading:
    """The heading of such a key."""
    return Heading("", 0, 0, None, Meta(), True, line)


def _begins(view: View, at: int, values: set[int], first: int) -> bool:
    """Whether answers of the first items stand on a line, and go on behind it; `first` is the least of `values`."""
    line = view.lines[at]
    if line.table is not None:
        return bool(table_pairs(line.table.rows) or typed_rows(line.table.rows))
    if view.options[at] or not OPENS.match(line.fold):
        return False
    following = view.lines[at + 1] if at + 1 < len(view.lines) else None
    if following is not None and is_typed_table(line, following):
        return True
    lead = part_headings.parse_key_lead(line)
    placed = part_headings.parse_ordinal(line)
    is_placed = placed is not None and placed.rest is not None and parse_entries(placed.rest) is not None
    if is_placed or by_section(line) or (lead and lead.rest) or (_BARE.fullmatch(line.fold) and view.headings[at - 1]):
        return True
    number = view.numbers[at]
    if number is not None and number.value == first and _is_answered(number.rest):
        return True
    entries = parse_entries(line)
    told = [entry.value for entry in entries[0]] if entries else []
    if not told or told[0] not in (1, first) or not set(told) <= values:
        return False
    return is_entry_line(line) or _goes_on(view, at, told[-1] + 1)


def _is_answered(rest: Line) -> bool:
    """Whether a number stands right before a listed label: `1.【答案】B`."""
    return marks.starts_with(rest) is Mark.ANSWER


def _goes_on(view: View, at: int, due: int) -> bool:
    """Whether the next line, or the next but one, has the number that is due and an answer."""
    for later in view.lines[at + 1 : at + 3]:
        entries = parse_entries(later)
        parted = _FIRST_PART.match(later.fold)
        if (entries and entries[0] and entries[0][0].value == due) or (parted and int(parted[1]) == due):
            return True
    return False


def names(view: View, at: int, titles: list[str]) -> bool:
    """Whether a line is a heading inside the key: that of a section once more, or a bare ordinal."""
    line = view.lines[at]
    if line.table is not None or view.options[at]:
        return False
    return (
        view.headings[at] is not None
        or part_headings.named(line, titles) is not None
        or any(headings.same_title(title, line.text.strip(" :：[]【】")) for title in titles)
        or part_headings.parse_ordinal(line) is not None
    )
