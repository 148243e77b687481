"""Headings in words that nobody listed: short lines above the items that a chain begins anew, or goes on with.

A line is one by what it declares (每题2分), or because lines of its shape (第一关, 【…】, ▍…) stand above items again
and again, or because numbers begin anew right below it. Its type comes from what its items look like, as far as they
show it; where they do not, each item says so itself.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers.grammar import answer_titles, headings, kinds, marks
from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.grammar.headings import Heading, Meta
from kaochang.papers.grammar.learned.view import Segment, View
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import parse_case
from kaochang.papers.grammar.sharing import parse_shared
from kaochang.papers.grammar.stems import has_line_blank, is_filled, read_stem
from kaochang.papers.lines import Line
from kaochang.papers.numerals import SPELLED, to_int

_LONGEST: Final = 36
_WIDEST: Final = 90
_BETWEEN: Final = 2
"""Lines of instruction that may stand between a heading and its first item."""
_SHAPES: Final = (
    ("ordinal", re.compile(rf"第\s*([{SPELLED}\d]{{1,3}})\s*([^\s\d、.:,题]{{1,2}}?)(?=[\s、.:(-]|$)[\s、.:-]*")),
    ("chinese", re.compile(rf"([{SPELLED}]{{1,3}})()\s*[、.]\s*")),
    (
        "worded",
        re.compile(
            rf"(?=[^\W\d_]{{1,4}}?([{SPELLED}\d]{{1,2}})(?:\s*[:、.]|\s|$))([^\W\d_]{{1,4}}?)[{SPELLED}\d]{{1,2}}\s*[:、.]?\s*"
        ),
    ),
    ("bracketed", re.compile(rf"\(([{SPELLED}]{{1,3}})\)()\s*")),
    ("latin", re.compile(r"[A-Za-z]{3,10}\s*(\d{1,2})()(?=\W|$)[\s、.:-]*")),
    ("boxed", re.compile(r"()()\[[^\[\]]{1,12}\]\s*(?![每共本各请下以])(?=[一-鿿]{2,12}(?:$|[\s:(]))")),
    ("square", re.compile(r"()()\[\s*(?=[^\]]{2,20}\])")),
    ("signed", re.compile(r"()([^\w\s\[\](){}<>\"'“”‘’《》$¥#/+,、;:。.!?…*·=-])\2{0,3}\s*(?=[^\W\d])")),
)
_ITEMS: Final = ("plain", "paren", "half", "square", "circled")
"""Numbers of items; others number parts of items, or headings themselves."""
_PLACES: Final = frozenset({"worded", "ordinal"})
_COLUMNS: Final = re.compile(r"\t|\S\s{2,}\S+\s{2,}\S|\|")
_SENTENCE: Final = re.compile(r"[。?!;]|[:,]$|^\W*(?:请|答|解|注|附|说明|姓名|单位|部门|工号|日期|时间)")


def learned_headings(view: View) -> dict[int, Heading]:
    """The headings of a paper, by the places of their lines."""
    taken = _declared(view)
    if view.style not in _ITEMS:
        return taken | _worded(view, taken)
    found = [place for start in _firsts(view) if (place := _above(view, start)) is not None]
    shapes = [_shape(view.lines[place]) for place in found]
    for place, shape in zip(found, shapes, strict=True):
        declared = headings.parse_meta(view.lines[place].fold)
        told = declared.each is not None or declared.per_blank is not None or declared.count is not None
        repeated = shape is not None and shapes.count(shape) > 1
        if told or repeated or _begins_anew(view, place):
            taken[place] = heading_of(view.lines[place])
    return taken | _worded(view, taken)


def _worded(view: View, taken: Mapping[int, Heading]) -> dict[int, Heading]:
    """Headings that name a type behind a place in words nobody listed (模块三 话术填空): the word comes again."""
    typed = {at: found for at, found in enumerate(view.headings) if found and found.level > 2 and not found.is_key}
    shapes = {at: _shape(view.lines[at]) for at in {*taken, *typed}}
    counts = Counter(shape for shape in shapes.values() if shape is not None and shape[0] in _PLACES)
    return {
        at: replace(heading_of(view.lines[at]), kind=found.kind, generic=found.generic, indefinite=found.indefinite)
        for at, found in typed.items()
        if at not in taken and (shape := shapes[at]) is not None and counts[shape] > 1
    }


def _declared(view: View) -> dict[int, Heading]:
    """What reads like a heading, names no type and declares points, above an item that has the number 1."""
    found = {}
    for place, heading in enumerate(view.headings):
        if heading is not None and not (heading.is_key or heading.kind or heading.generic):
            declares = heading.meta.each is not None or heading.meta.per_blank is not None
            if declares and _heads_first(view, place):
                found[place] = headings.placed(heading)
    return found


def _heads_first(view: View, place: int) -> bool:
    """Whether an item with the number 1 stands below a line, or below its instructions."""
    for later in range(place + 1, min(place + 2 + _BETWEEN, len(view.lines))):
        number = view.numbers[later]
        if number is not None:
            return number.value == 1 and view.begins(later)
        if not _is_instruction(view.lines[later]):
            return False
    return False


def kind_of(view: View, place: int) -> ItemType | None:
    """The type that the items below a heading show; None where they leave it open, or are of several types."""
    ends = [at for at, heading in enumerate(view.headings) if heading is not None and at > place]
    end = min(ends, default=len(view.lines))
    segments = [segment for segment in view.segments if place < segment.start < end]
    kind = _kind(view, segments[0]) if len(segments) > 1 else None
    return kind if kind and all(_kind(view, segment) is kind for segment in segments[1:]) else None


def _kind(view: View, segment: Segment) -> ItemType | None:
    places = range(segment.start, segment.end)
    if any(view.options[at] for at in places):
        return None
    number = view.numbers[segment.start]
    stem = number.rest.text if number is not None else view.lines[segment.start].text
    if has_line_blank(stem):
        return ItemType.BLANK
    before = number.before.fold.strip(" ()[]") if number is not None and number.before is not None else ""
    given = [before] if before else read_stem(stem, ItemType.TRUEFALSE).answers
    for at in places:
        given += [piece.text for mark, piece in marks.split(view.lines[at]) if mark is Mark.ANSWER and piece.text]
    if given and all(judgement_of(text) is not None for text in given):
        return ItemType.TRUEFALSE
    return ItemType.BLANK if not given and is_filled(stem) and "分" not in stem else None


# -- where a heading may stand


def _firsts(view: View) -> list[int]:
    """The lines of items above which something else than another item stands."""
    return [
        segment.start
        for place, segment in enumerate(view.segments)
        if segment.start and (place == 0 or segment.start - view.segments[place - 1].start > 1)
    ]


def _above(view: View, start: int) -> int | None:
    """The line above an item that may be its heading: the nearest that is short, less instructions between."""
    for place in range(start - 1, max(start - 2 - _BETWEEN, -1), -1):
        line = view.lines[place]
        if len(line.fold) > _WIDEST or view.options[place] or view.mark(place) is not None:
            return None
        if view.headings[place] is not None or not _is_free(view, place):
            return None
        is_title = len(line.fold) <= _LONGEST + 24 and _says_no_more(line) and not _SENTENCE.search(_title(line))
        if is_title and 0 < len(_title(line)) <= _LONGEST and not _is_instruction(line):
            return place
        if not _is_instruction(line):
            return None
    return None


def _says_no_more(line: Line) -> bool:
    """Whether nothing stands behind a title but what a section declares: a sentence with a colon is none."""
    tail = line.fold[headings.title_end(line.fold) :]
    return not tail.strip(" :[]") or headings.parse_meta(tail) != Meta() or tail.strip()[:1] == "("


def _is_free(view: View, place: int) -> bool:
    """Whether a line is neither item, option, table nor labelled."""
    number = view.numbers[place]
    numbered = number is not None and (
        number.style == view.style or number.style in ("plain", "paren", "half", "label")
    )
    line = view.lines[place]
    if line.table or numbered or view.options[place] or _COLUMNS.search(line.text):
        return False
    return view.mark(place) is None and parse_shared(line) is None and parse_case(line) is None


def _is_instruction(line: Line) -> bool:
    """Whether a line says how a section is answered or scored, and names nothing."""
    meta = headings.parse_meta(line.fold)
    boxed = line.fold[:1] == "(" and line.fold[-1:] in ")。"
    declares = meta.each is not None or meta.total is not None or meta.count is not None
    return (boxed and declares) or line.fold[-1:] in "。;"


def _begins_anew(view: View, place: int) -> bool:
    """Whether the numbers below a line begin at 1 again, and count on."""
    at = next((index for index, segment in enumerate(view.segments) if segment.start > place), None)
    if not at or at + 1 >= len(view.segments):
        return False
    above = next((heading for heading in reversed(view.headings[:place]) if heading is not None), None)
    if above is not None and above.kind in OPEN_TYPES:
        return False
    before, first, second = (view.numbers[view.segments[index].start] for index in (at - 1, at, at + 1))
    if before is None or first is None or second is None:
        return False
    behind = view.lines[place - 1] if place else None
    ended = behind is None or not view.options[place - 1]
    anew = (before.value > 1, first.value, second.value) == (True, 1, 2)
    return anew and (ended or _shape(view.lines[place]) is not None)


# -- what a heading says


def _shape(line: Line) -> tuple[str, str] | None:
    for name, pattern in _SHAPES:
        match = pattern.match(line.fold)
        if match is not None:
            return name, match[2]
    return None


def _title(line: Line) -> str:
    """The words of a heading less counts, points and instructions behind them."""
    return line.fold[: headings.title_end(line.fold)].strip(" :[]")


def heading_of(line: Line) -> Heading:
    """The heading that a line is, by its shape and what it declares."""
    start, ordinal, level = 0, 0, 3
    for _, pattern in _SHAPES:
        match = pattern.match(line.fold)
        if match is not None:
            start, level = match.end(), 1 if match[1] else 3
            ordinal = to_int(match[1]) if match[1] else 0
            break
    end = headings.title_end(line.fold, start if start < len(line.fold) else 0)
    title = answer_titles.undecorated(line.cut(start, end)).text.strip(" 　[]【】〔〕:：（(") if start < end else ""
    whole = line.cut(0, end).text.strip(" 　[]【】:：（(")
    kind, generic = (kinds.type_of(title), kinds.is_generic_choice(title)) if kinds.is_name(title) else (None, False)
    meta = headings.parse_meta(line.fold[end:])
    return Heading(title or whole, ordinal, level, kind, meta, False, line, generic)
