"""Texts with gaps that each have a key of their own: cloze, words to be dragged into a text, and words to be chosen.

Gaps that are typed into are the blanks of one item. Where a gap offers choices, its options must be seen: then every
gap is a sub-question, and the text, with its gaps numbered, is the material that they share.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from kaochang.domain.authored import BLANK
from kaochang.domain.papers import Kind
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.markup.authored import Authored
from kaochang.papers.structured import weighed
from kaochang.papers.structured.weighed import Weighed, WeighedNumber

_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"
_HELD: Final = re.compile(rf"{_OPEN}(\d{{1,6}}){_CLOSE}")


class Form(enum.Enum):
    """What a gap lets a candidate do."""

    WORDS = "words"
    NUMBERS = "numbers"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: what it takes, its part of the points, and its answers (numbers for `Form.NUMBERS`).

    `told` are the texts that its answers and feedback were read from: what could not be carried of them is known there.
    """

    form: Form
    weight: Fraction
    weighed: tuple[Weighed, ...] = ()
    numbers: tuple[WeighedNumber, ...] = ()
    explanation: str = ""
    told: tuple[Authored, ...] = ()


def held(place: int) -> str:
    """Stands for gap number `place` (from 0) in a text that has yet to be read."""
    return f"{_OPEN}{place}{_CLOSE}"


def without_held(text: str) -> str:
    """A text before its gaps are put in: nothing in it may look like one."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def fill(made: StatedItem, gaps: Sequence[Gap]) -> list[StatedItem]:
    """The items of a text whose stem holds gaps; `made` has everything else that its entry says."""
    if all(gap.form in (Form.WORDS, Form.NUMBERS) for gap in gaps):
        return [_blanks(made, gaps)]
    text = _HELD.sub(lambda found: f"（{int(found.group(1)) + 1}）{BLANK}", made.item.stem)
    whole = sum((gap.weight for gap in gaps), Fraction())
    items = []
    for place, gap in enumerate(gaps, start=1):
        points = None if made.item.points is None or not whole else made.item.points * gap.weight / whole
        item = replace(made.item, stem=f"（{place}）{BLANK}", material=text, points=points or None)
        part = StatedItem(item, made.scheme, list(made.faults) if place == 1 else [], made.line)
        if gap.form in (Form.ONE, Form.MANY):
            weighed.take_choice(part, gap.weighed, many=gap.form is Form.MANY)
        else:
            weighed.take_blanks(part, [_accepted(part, gap)])
        weighed.explain(part, [("", gap.explanation)])
        items.append(part)
    return items


def _blanks(made: StatedItem, gaps: Sequence[Gap]) -> StatedItem:
    made.item = replace(made.item, stem=_HELD.sub(BLANK, made.item.stem))
    weighed.take_blanks(made, [_accepted(made, gap) for gap in gaps])
    if len({gap.weight for gap in gaps}) > 1:
        shares = "、".join(f"{float(gap.weight):.5g}" for gap in gaps[:26])
        made.say(Kind.WEIGHTS_NOT_TAKEN, weights=shares)
    weighed.explain(made, [("", gap.explanation) for gap in gaps])
    return made


def _accepted(made: StatedItem, gap: Gap) -> tuple[str, ...]:
    if gap.form is Form.NUMBERS:
        return weighed.accepted_numbers(made, gap.numbers)
    return weighed.accepted_words(made, gap.weighed)
