"""Stems and their options in one column (题干/选项 | 是否正确): options are put into a column of their own.

Where the header speaks of stems alone, every option must have its letter, and each item all of them from A on.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kaochang.papers.grammar import marks
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import fold
from kaochang.papers.sheets.cells import is_ticked
from kaochang.papers.sheets.columns import Columns, columns_of
from kaochang.papers.sheets.header_words import WORDS, Role
from kaochang.papers.sheets.workbook import Row, Sheet

_BOTH: Final = re.compile(
    r"(?:试题|题目|问题)?(?:题干|题目|试题|问题)(?:内容)?\s*[/|、&和及与或]\s*(?:备?选项|答案选项)(?:内容)?"
)
_CHOSEN: Final = frozenset(WORDS[Role.CHOSEN].split())
_LABELLED: Final = re.compile(r"\(?[A-H]\s*[.、:)]\s*\S")
_LETTER: Final = re.compile(r"\(?[A-H]\s*[.、:)]?")
_STEM, _OPTIONS, _LABEL, _TICKED, _ANSWER = "题干", "选项", "选项标号", "是否正确", "答案"
_SAID: Final = frozenset({Mark.ANSWER, Mark.EXPLANATION, Mark.RUBRIC})
_ALL: Final = "ABCDEFGH"
_FEWEST: Final = 2
_MOST: Final = 0.8
"""The share of items that are whole: a paper has faults of its own."""
_LOOKED_AT: Final = 60


def unstacked(sheet: Sheet) -> Sheet:
    """The sheet with its options in a column of their own; as it is where that is not how it is made.

    Where only the right options are said, no row tells a wrong option from the next stem, unless options have letters.
    """
    for place, head in enumerate(sheet.rows):
        texts = [fold(text).strip().lower() for text in head.cells]
        both = next((column for column, text in enumerate(texts) if _BOTH.fullmatch(text)), None)
        chosen = next((column for column, text in enumerate(texts) if text.replace(" ", "") in _CHOSEN), None)
        if both is None and place < _LOOKED_AT and (columns := columns_of(head.cells)).is_table:
            stem = _joined_letters(sheet, place, columns)
            if stem is None or chosen is None:
                return _with_letters(sheet, place, columns)
            both = stem
        if both is None or chosen is None:
            continue
        body = [row for row in sheet.rows[place + 1 :] if row.text(both)]
        options = [row for row in body if row.text(chosen) or _LABELLED.match(fold(row.text(both)))]
        if _is_made_so(body, options, both, chosen):
            new = max(len(row.cells) for row in sheet.rows)
            head.cells[both] = _STEM
            _put(head, new, _OPTIONS)
            _set_apart(sheet, body, options, both, new)
        return sheet
    return sheet


def _joined_letters(sheet: Sheet, place: int, columns: Columns) -> int | None:
    """The stems' column, where options have their letters in the column of numbers: these go in front of their words.

    None where that is not how it is made: then nothing is changed.
    """
    number, stem = columns.first(Role.NUMBER), columns.first(Role.STEM)
    if number is None or stem is None or columns.options:
        return None
    body = [row for row in sheet.rows[place + 1 :] if row.text(stem) and not row.wide]
    options = [row for row in body if _LETTER.fullmatch(fold(row.text(number)).strip())]
    if not options or not _are_in_order(body, options, number):
        return None
    for row in options:
        _put(row, stem, f"{_letter(row.text(number).strip())}. {row.text(stem)}")
        _put(row, number, "")
    return stem


def _with_letters(sheet: Sheet, place: int, columns: Columns) -> Sheet:
    """Options below their stem in its column, each a letter and words on its row, ticks beside the right ones."""
    head, stem = sheet.rows[place], columns.first(Role.STEM)
    if stem is None or columns.options or {Role.OPTIONS, Role.CHOSEN} & set(columns.roles):
        return sheet
    own = [row for row in sheet.rows[place + 1 :] if row.text(stem) and not row.wide]
    said = [row for row in own if _cells(row) == [stem] and marks.starts_with(row.lines(stem)[0]) in _SAID]
    held = {id(row) for row in said}
    body = [row for row in own if id(row) not in held]
    options = [row for row in body if _LABELLED.match(fold(row.text(stem)))]
    ticks = {column for row in options for column in _cells(row)} - {stem}
    told = not ticks or any(is_ticked(row.text(column)) for row in options for column in ticks)
    if len(ticks) > 1 or not told or not _are_in_order(body, options, stem):
        return sheet
    new = max(len(row.cells) for row in sheet.rows)
    if options:
        _put(head, new, _OPTIONS)
        _put(head, new + 1, _LABEL)
        for row in options:
            _put(row, new + 1, _letter(row.text(stem)))
            for column in ticks:
                _put(head, new + 2, _TICKED)
                _move(row, row, column, new + 2)
        _set_apart(sheet, body, options, stem, new)
    if said:
        _put(head, new + 3, _ANSWER)
        _put_beside(sheet, said, stem, new + 3)
    return sheet


def _cells(row: Row) -> list[int]:
    """The columns that a row fills itself, and no merged cell that begins above."""
    return [column for column in row.filled() if not row.continues(column)]


def _put_beside(sheet: Sheet, said: Sequence[Row], stem: int, new: int) -> None:
    """What stands below an item behind a word of its own (参考答案：…) goes into a column beside its stem."""
    held = {id(row) for row in said}
    above: Row | None = None
    for row in sheet.rows:
        if id(row) not in held:
            above = row if row.text(stem) else above
        elif above is not None:
            _put(row, stem, "\n".join(filter(None, [above.text(new), row.text(stem)])))
            above.lines_of.setdefault(new, row.line)
            _move(row, above, stem, new)
    sheet.rows = [row for row in sheet.rows if id(row) not in held or above is None]


def _are_in_order(body: Sequence[Row], options: Sequence[Row], stem: int) -> bool:
    """Whether nearly all stems have options below them that are lettered from A on, two at least, or have none."""
    held = {id(row) for row in options}
    runs: list[str] = []
    for row in body:
        if id(row) not in held:
            runs.append("")
        elif runs:
            runs[-1] += _letter(row.text(stem))
        else:
            return False
    good = sum(run == _ALL[: len(run)] and len(run) != 1 for run in runs)
    return good >= len(runs) * _MOST


def _letter(text: str) -> str:
    return fold(text).lstrip("( ")[:1]


def _is_made_so(body: Sequence[Row], options: Sequence[Row], both: int, chosen: int) -> bool:
    """Whether each stem has options, and every one of these says beyond doubt that it is one."""
    held = {id(row) for row in options}
    counts: list[int] = []
    for row in body:
        if id(row) not in held:
            counts.append(0)
        elif counts:
            counts[-1] += 1
        else:
            return False
    told = len({row.text(chosen) for row in options if row.text(chosen)}) > 1
    lettered = all(_LABELLED.match(fold(row.text(both))) for row in options)
    return bool(counts) and min(counts) >= _FEWEST and (lettered or told)


def _set_apart(sheet: Sheet, body: Sequence[Row], options: Sequence[Row], both: int, new: int) -> None:
    """Moves the options; the first of an item goes up to its stem's row, as in tables that have both columns."""
    held = {id(row) for row in options}
    gone: set[int] = set()
    for row in options:
        _move(row, row, both, new)
    for stem, first in pairwise(body):
        if id(stem) not in held:
            for column in [*(place for place in first.filled() if not stem.text(place)), *first.images]:
                _move(first, stem, column, column)
            gone.add(id(first))
    sheet.rows = [row for row in sheet.rows if id(row) not in gone]


def _put(row: Row, column: int, text: str) -> None:
    row.cells += [""] * (column + 1 - len(row.cells))
    row.cells[column] = text


def _move(source: Row, target: Row, place: int, new: int) -> None:
    """Moves a cell with its looks and its pictures."""
    _put(target, new, source.text(place))
    if place in source.spans:
        target.spans[new] = source.spans.pop(place)
    if place in source.images:
        target.images[new] = (*target.images.get(new, ()), *source.images.pop(place))
    _put(source, place, "")
