"""Answers that do not stand behind the last item: above the first one, or behind the items of each section.

A run of lines that hold nothing but answers is a key where its numbers are those of the items it stands behind (or
all that follow it); a short line above it is its title, whatever it says.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kaochang.papers.grammar import headings, part_headings
from kaochang.papers.grammar.key_entries import by_section, is_typed_table, parse_entries, table_numbers
from kaochang.papers.grammar.key_tables import are_answers, is_somebodys, number_of, table_pairs, typed_rows
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.lines import Line, ends_whole, fold
from kaochang.papers.numerals import SPELLED

OPENS: Final = re.compile(rf"[\d(\[|A-H√×对错⑴-⒇①-⑳{SPELLED}第题序单多判填选是不案论简名计材情QNⅠ-Ⅹ]")
"""What a line of answers begins with: every other line is none, which is soon seen."""
_LONGEST: Final = 30
_SHORTEST: Final = 2
_FEWEST_HEADS: Final = 2
_ORDINAL: Final = 6
"""Characters that may stand before the title of a section."""
_BETWEEN: Final = 3
"""Lines of headings and instructions that may stand between such a key and the next item."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of answers, `start` to `end` (behind the last), and the numbers that they answer.

    `titled`: the first line is the title. `heads` are the places of lines inside it that stand once more above items,
    each with the place where it does.
    """

    start: int
    end: int
    values: tuple[int, ...]
    titled: bool = False
    heads: tuple[tuple[int, int], ...] = ()


def key_runs(view: View, names: Callable[[int], bool]) -> list[Run]:
    """The keys above the first item and between sections; `names`: a line is a heading inside a key."""
    headed = _headed_above(view) or _titled_above(view)
    if headed is not None:
        return [headed]
    found = [run for run in _runs(view, names) if not _is_somebodys(view, run)]
    if not found:
        return []
    told = {place for run in found for place in range(run.start, run.end)}
    starts = [segment.start for segment in view.segments if segment.start not in told]
    first = starts[0] if starts else len(view.lines)
    front = [run for run in found if run.end <= first]
    behind = [run for run in found if run.start > first]
    return [*_above(view, front, starts), *_between(view, behind, starts)]


def somebodys_runs(view: View) -> list[Run]:
    """What somebody chose, set as a key is, under a title that says so."""
    runs = _runs(view, lambda _: False)
    return [Run(run.start - 1, run.end, run.values, titled=True) for run in runs if _is_somebodys(view, run)]


def _is_somebodys(view: View, run: Run) -> bool:
    return run.start > 0 and is_title(view, run.start - 1) and is_somebodys(view.lines[run.start - 1].fold)


def _headed_above(view: View) -> Run | None:
    """The key above the paper that has its headings too, whatever stands below them: those of the paper come again."""
    placed = [(at, headings.core(found.title)) for at, found in enumerate(view.headings) if found and not found.is_key]
    titles = [title for _, title in placed]
    for half in range(1, len(titles) // 2 + 1):
        start, end = placed[0][0], placed[half][0]
        if titles[:half] == titles[half : 2 * half] and len(set(titles[:half])) == half:
            run = _titled(view, Run(start, _less_titles(view, start, end), ()), first=True)
            key = view.headings[run.start]
            told = any(_told(view, at)[0] for at in range(start, end))
            surely = half > 1 or (key is not None and key.is_key)
            return run if told and surely and not any(view.options[:end]) and any(view.options[end:]) else None
    return None


def _titled_above(view: View) -> Run | None:
    """The key above the paper whose parts are headed as those of the paper, in words that are no heading by themselves.

    `答案`, then `甲卷` with its answers and `乙卷` with theirs; further down `甲卷（共12题）` with its items.
    """
    key = next((at for at, found in enumerate(view.headings) if found is not None and found.is_key), None)
    if key is None or any(segment.start < key for segment in view.segments[:1]):
        return None
    shown = next((at for at, is_option in enumerate(view.options) if is_option), key)
    titles = [at for at in range(key + 1, shown) if is_title(view, at) and view.numbers[at] is None]
    heads = [(at, later) for at in titles if (later := _comes_again(view, at)) is not None]
    heads = [(at, later) for at, later in heads if at < heads[0][1]]
    again = [later for _, later in heads]
    if len(heads) < _FEWEST_HEADS or again != sorted(set(again)) or again[0] > shown:
        return None
    end = _less_titles(view, key, heads[0][1])
    told = any(_told(view, at)[0] for at in range(key, end))
    return Run(key, end, (), titled=True, heads=tuple(heads)) if told and heads[-1][0] < end else None


def _comes_again(view: View, at: int) -> int | None:
    """The next line that begins with the words of a title, and with nothing else in one word with them."""
    title = view.lines[at].fold.strip(" :[]()")
    if len(title) < _SHORTEST:
        return None
    later = ((place, view.lines[place].fold.lstrip(" [(")) for place in range(at + 1, len(view.lines)))
    found = (place for place, text in later if text.startswith(title) and not text[len(title) :][:1].isalnum())
    return next(found, None)


def _less_titles(view: View, start: int, end: int) -> int:
    """The end of such a key: the title of the paper stands between it and the first heading."""
    while end > start + 1 and view.numbers[end - 1] is None and is_title(view, end - 1) and not _told(view, end - 1)[0]:
        end -= 1
    return end


def _above(view: View, runs: list[Run], starts: list[int]) -> list[Run]:
    """The key that stands before the first item."""
    values = _values(view, starts)
    own = [run for run in runs if set(run.values) <= set(values)]
    if not own or sum(len(run.values) for run in own) < max(FEWEST, len(values) / 2) or len(own) > 1:
        return []
    (run,) = own
    return [_titled(view, run, first=run.end < len(view.lines) and is_title(view, run.end))]


def _between(view: View, runs: list[Run], starts: list[int]) -> list[Run]:
    """The keys behind the items of a section each; they end where a heading or the next item begins."""
    kept = []
    last = 0
    for run in runs:
        values = _values(view, [start for start in starts if last <= start < run.start])
        last = run.end
        due = {1, max(values, default=0) + 1}
        behind = [start for start in starts if run.end <= start <= run.end + _BETWEEN][:1]
        goes_on = bool(due.intersection(_values(view, behind)))
        if not (goes_on or run.end == len(view.lines)) or not values or not _answers(run.values, values):
            return []
        kept.append(_titled(view, run, first=True))
    is_last_alone = not kept or starts[-1] < kept[0].start
    return [] if is_last_alone or not all(run.titled for run in kept) else kept


def _answers(told: tuple[int, ...], values: list[int]) -> bool:
    """Whether a run answers the items before it, or half of them and more, in their order."""
    in_part = set(told) <= set(values) and 2 * len(told) >= len(values) and list(told) == sorted(set(told))
    return in_part or list(told) == values


def _values(view: View, starts: list[int]) -> list[int]:
    return [mark.value for start in starts if (mark := view.numbers[start]) is not None]


def _titled(view: View, run: Run, *, first: bool) -> Run:
    """The run with the line above it, where that may be its title; `first`: the paper's title does not stand there."""
    at = run.start - 1
    listed = at >= 0 and (heading := view.headings[at]) is not None and heading.is_key
    if listed or (at >= 0 and (at > 0 or first) and is_title(view, at) and view.headings[at] is None):
        return Run(at, run.end, run.values, titled=True)
    return run


def is_title(view: View, at: int) -> bool:
    """Whether a line may be a title: short, no sentence, and nothing that an item holds."""
    line = view.lines[at]
    is_item = view.begins(at) or view.options[at] or line.table is not None or bool(line.images)
    short = 0 < len(line.fold.strip()) <= _LONGEST
    return short and not is_item and view.mark(at) is None and (not ends_whole(line.text) or line.fold[-1] in ")]:")


# -- runs


def _runs(view: View, names: Callable[[int], bool]) -> Iterator[Run]:
    at = 0
    while at < len(view.lines):
        values, end = _run(view, at, names)
        if len(values) > 1:
            yield Run(at, end, tuple(values))
        at = max(end, at + 1)


def _run(view: View, at: int, names: Callable[[int], bool]) -> tuple[list[int], int]:
    """The numbers that lines from here on answer, and the end of the last of these lines."""
    found: list[int] = []
    end = place = at
    while place < len(view.lines):
        values, length = _told(view, place)
        if values:
            found += values
            place += length
            end = place
        elif names(place):
            place += 1
        else:
            break
    return found, end


def _told(view: View, at: int) -> tuple[list[int], int]:
    """The numbers that a line (or a table on two) answers, if it holds nothing else; and how many lines it takes."""
    line = view.lines[at]
    if line.table is not None:
        rows = line.table.rows
        pairs = table_pairs(rows) or ([row[1:] for row in typed_rows(rows)] if are_answers(rows) else [])
        return [number_of(number) for numbers, _ in pairs for number in numbers], 1
    if view.options[at] or not OPENS.match(line.fold):
        return [], 1
    if at + 1 < len(view.lines) and is_typed_table(line, view.lines[at + 1]):
        return table_numbers(line), 2
    return [value for piece in by_section(line) or [line] for value in _entries(piece)], 1


def is_led(line: Line, titles: Sequence[str]) -> bool:
    """Whether a line is the title of a section and answers behind it."""
    if not any(title and fold(title) in line.fold[: len(title) + _ORDINAL] for title in titles):
        return False
    named = part_headings.named(line, titles)
    return named is not None and named.rest is not None and parse_entries(named.rest) is not None


def _entries(line: Line) -> list[int]:
    found = parse_entries(line)
    if found is None:
        lead = part_headings.parse_key_lead(line) or part_headings.parse_ordinal(line)
        found = parse_entries(lead.rest) if lead is not None and lead.rest is not None else None
    return [entry.value for entry in found[0]] if found else []
