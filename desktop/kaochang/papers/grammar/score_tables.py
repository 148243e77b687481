"""Tables that say what is looked at in a response and what each point is worth: no candidate sees them."""

import re
from fractions import Fraction
from typing import Final

from kaochang.papers.grammar import marks
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.grammar.key_tables import Rows
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.stems import read_stem
from kaochang.papers.lines import Line, fold, make_line

WORTH: Final = re.compile(r"(?:分值|满分|分数|配分|标准分|分)(?:\(分\))?")
AMOUNT: Final = re.compile(r"(\d{1,3}(?:\.\d)?)\s*分?")
_SUM: Final = re.compile(r"合\s*计|总\s*计|总\s*分|小\s*计")


def scored_rows(draft: Draft, rows: Rows, number: int) -> list[Line]:
    """The rows of such a table below an item that is answered in writing, its cells apart by tabs; nothing of others.

    Its head names a rubric, or its points add up to those of the item.
    """
    if not (draft.is_open or (draft.kind is None and not draft.options)) or not rows[1:]:
        return []
    cells = [[fold(cell).strip() for cell in row] for row in rows]
    place = next((place for place, head in enumerate(cells[0]) if place and WORTH.fullmatch(head)), 0)
    worth = [AMOUNT.fullmatch(row[place]) for row in cells[1:] if not _SUM.fullmatch(row[0])]
    if not place or not all(worth):
        return []
    added = sum((Fraction(match[1]) for match in worth if match is not None), Fraction())
    if not (any(map(_names_rubric, cells[0])) or added == _points(draft)):
        return []
    return [make_line("\t".join(cell.strip() for cell in row), number) for row in rows]


def _names_rubric(head: str) -> bool:
    return marks.starts_with(make_line(f"{head}:", 0)) is Mark.RUBRIC


def _points(draft: Draft) -> Fraction | None:
    stated = read_stem(draft.words(Mark.STEM), draft.kind).points
    return stated if stated is not None else draft.section.meta.each
