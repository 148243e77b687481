"""Columns that their header leaves open or names amiss, and their cells tell beyond doubt.

| header | cells | are |
| --- | --- | --- |
| A B C D once more | ticks | the right options |
| 对, 错 | a tick in one of the two | the judgement |
| 选项 over two columns | letters, words beside them | an option a row |
| any, beside stems over several rows | letters in each, words, yes and no | an option a row, and the right ones |
"""

from collections.abc import Sequence
from typing import Final

from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.lines import fold
from kaochang.papers.sheets.cells import is_ticked
from kaochang.papers.sheets.columns import Columns, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.profiles import MOST
from kaochang.papers.sheets.workbook import Row

_LOOKED_AT: Final = 300
_LETTERS: Final = "ABCDEFGH"


def settle(columns: Columns, heads: Sequence[str], below: Sequence[Row]) -> None:
    """Give such columns their roles."""
    rows = [row for row in below[:_LOOKED_AT] if len(row.filled()) > 1]
    if not rows or not columns.has_stem:
        return
    _take_ticks(columns, heads, rows)
    _take_judged(columns, heads, rows)
    _take_letters(columns, heads, rows)
    _take_rows(columns, rows)


def _ticked(rows: Sequence[Row], place: int) -> bool:
    """Whether a column holds nothing but yes, no and nothing, and yes somewhere."""
    said = [is_ticked(row.text(place)) for row in rows]
    return None not in said and True in said


def _take_ticks(columns: Columns, heads: Sequence[str], rows: Sequence[Row]) -> None:
    known = [(place, head) for place, text in enumerate(heads) if (head := head_of(text)) is not None]
    twice = {
        head.label: place
        for place, head in known
        if head.role in (Role.OPTION, Role.ANSWER) and head.label in columns.options and place not in columns.taken
    }
    said = [is_ticked(row.text(place)) for place in twice.values() for row in rows]
    if None not in said and True in said:
        columns.chosen = twice | columns.chosen


def _take_judged(columns: Columns, heads: Sequence[str], rows: Sequence[Row]) -> None:
    places = {judgement_of(text): place for place, text in enumerate(heads) if judgement_of(text) is not None}
    if len(places) < 2 or set(places.values()) & columns.taken:
        return
    if all(_ticked(rows, place) for place in places.values()):
        columns.judged = {place: heads[place] for place in places.values()}


def _take_letters(columns: Columns, heads: Sequence[str], rows: Sequence[Row]) -> None:
    listed = columns.first(Role.OPTIONS)
    if listed is None or columns.options or Role.LABEL in columns.roles:
        return
    beside = listed + 1
    named = beside < len(heads) and bool(heads[beside])
    texts = [(row.text(listed), row.text(beside)) for row in rows if row.text(listed)]
    lettered = texts and all(_letter(text) and words for text, words in texts)
    if lettered and not named and beside not in columns.taken:
        columns.roles[Role.LABEL], columns.roles[Role.OPTIONS] = [listed], [beside]


def _take_rows(columns: Columns, rows: Sequence[Row]) -> None:
    """An option a row under stems that go over several rows."""
    stem = columns.first(Role.STEM)
    groups = _groups(rows, stem)
    listed = [group for group in groups if len(group) > 1]
    if stem is None or columns.options or columns.by_option or len(listed) * 2 < len(groups) or not listed:
        return
    width = max(len(row.cells) for row in rows)
    label = [place for place in range(width) if place != stem and all(_in_order(group, place) for group in listed)]
    if len(label) != 1 or Role.OPTIONS in columns.roles:
        return
    words = label[0] + 1
    if not all(row.text(words) and not row.continues(words) for group in listed for row in group):
        return
    ticks = [place for place in range(width) if place not in (stem, *label, words) and _tells(listed, place)]
    for place in (*label, words, *(ticks if len(ticks) == 1 else [])):
        _release(columns, place)
    columns.roles[Role.LABEL], columns.roles[Role.OPTIONS] = label, [words]
    if len(ticks) == 1:
        columns.roles[Role.CHOSEN] = ticks


def _groups(rows: Sequence[Row], stem: int | None) -> list[list[Row]]:
    """The rows of each item: the stems of those below its first are merged with its own, or empty."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and stem is not None and (row.continues(stem) or not row.text(stem)):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _in_order(group: Sequence[Row], place: int) -> bool:
    """Whether the rows of an item are lettered one by one."""
    return [_letter(row.text(place)) for row in group] == list(_LETTERS[: len(group)])


def _tells(groups: Sequence[Sequence[Row]], place: int) -> bool:
    """Whether yes and no beside the options tell those of nearly every item apart."""
    said = [{is_ticked(row.text(place)) for row in group} for group in groups]
    return sum(each == {True, False} for each in said) >= len(said) * MOST


def _letter(text: str) -> str:
    letter = fold(text).strip(" .、:()").upper()
    return letter if len(letter) == 1 and letter in _LETTERS else ""


def _release(columns: Columns, place: int) -> None:
    """A column whose header said something else."""
    for role, places in list(columns.roles.items()):
        if place in places:
            columns.roles[role] = [each for each in places if each != place]
            if not columns.roles[role]:
                del columns.roles[role]
