"""Answers that are numbers: places of options, or the very words of options that are numbers themselves.

A column is read in one way: as places where it is beyond doubt that they count from 1, as words where a number could be
no place. Where both readings of an answer stay possible and differ, both are given, and the item is told as a conflict.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.lines import fold, make_line, spelled
from kaochang.papers.sheets.columns import Columns

_PLACES: Final = re.compile(r"\d{1,2}(?:\s*[,、;/|+\s]\s*\d{1,2})*")
_GLUED: Final = re.compile(r"1?2?3?4?5?6?7?8?9?")
_CHOICES: Final = (None, ItemType.SINGLE, ItemType.MULTIPLE)
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEW: Final = 8
_SURE: Final = 12
"""Answers in numbers, none of them 0, that leave no doubt that they count from 1."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """An answer in numbers; `words` are the letters of the options that have these numbers for their words."""

    draft: Draft
    numbers: list[int]
    words: str

    @property
    def counted(self) -> str:
        """The letters that these numbers count, be there options or not; "" where one counts nothing."""
        named = all(0 < number <= len(_LETTERS) for number in self.numbers)
        return "".join(_LETTERS[number - 1] for number in self.numbers) if named else ""

    @property
    def places(self) -> str:
        """The letters of the options at these places; "" where there are none."""
        return self.counted if max(self.numbers) <= len(self.draft.options) else ""

    def take(self, *letters: str) -> None:
        """Read it as these letters."""
        given = self.draft.answers[0]
        line = given.line or self.draft.line
        self.draft.answers = [Given([make_line(each, line)], given.place) for each in letters]


@dataclass(slots=True)
class Places:
    """The items of a sheet by their columns: what the answers under one header show holds for all under the same."""

    _alike: list[tuple[Columns, bool, list[Draft]]] = field(default_factory=list)

    def add(self, columns: Columns, drafts: Sequence[Draft], *, told: bool) -> None:
        """Items of one table; `told` says that its header, or its cells, count options with numbers."""
        for own, counted, found in self._alike:
            if (own, counted) == (columns, told):
                found += drafts
                return
        self._alike.append((columns, told, [*drafts]))

    def settle(self) -> list[Draft]:
        """Turns numbers into letters, as far as they can be read; gives the drafts left as they are."""
        left = [draft for _, told, found in self._alike for draft in take_places(found, told=told)]
        self._alike.clear()
        return left


def take_places(drafts: Sequence[Draft], *, told: bool) -> list[Draft]:
    """Turn the numbers of a column of answers into letters, as far as they can be read; gives the drafts left as is.

    `told` says that the header counts the options with numbers.
    """
    found = [each for draft in drafts if (each := _numbers(draft)) is not None]
    found += _judged(drafts) if told else []
    bare = [each for each in found if not each.words]
    if _count_from_one(found, told=told) and (bare or told):
        for each in found:
            each.take(each.counted)
        return []
    if bare or all(each.places for each in found):
        for each in found:
            if each.words and each.places and each.words != each.places:
                each.take(each.words, each.places)
    return [each.draft for each in bare]


def _judged(drafts: Sequence[Draft]) -> list[_Numbers]:
    """The answers of judgements whose 对 and 错 stand in columns of options: all are 1 or 2, or none is a place."""
    judged = [draft for draft in drafts if draft.kind is ItemType.TRUEFALSE]
    listed = [draft for draft in judged if len(draft.options) == 2 and draft.answers]
    texts = [spelled(draft.answers[0].text).strip() for draft in listed]
    if any(text not in ("1", "2") for text in texts) or any(len(draft.answers) > 1 for draft in listed):
        return []
    return [_Numbers(draft, [int(text)], "") for draft, text in zip(listed, texts, strict=True)]


def _numbers(draft: Draft) -> _Numbers | None:
    """The answer of a choice, where it is nothing but numbers."""
    if draft.kind not in _CHOICES or len(draft.answers) != 1 or len(draft.options) < 2:
        return None
    text = spelled(draft.answers[0].text).strip()
    words = {fold(option.text).strip(): option.label for option in draft.options}
    if draft.kind is ItemType.MULTIPLE and len(text) > 1 and _GLUED.fullmatch(text) and text not in words:
        text = ",".join(text)
    if not _PLACES.fullmatch(text):
        return None
    numbers = re.findall(r"\d{1,2}", text)
    named = [words.get(number, "") for number in numbers]
    return _Numbers(draft, [int(number) for number in numbers], "".join(named) if all(named) else "")


def _count_from_one(found: Sequence[_Numbers], *, told: bool) -> bool:
    """Whether numbers are places that count from 1: the header says so, or they show it.

    A number that is no place says that they do not, but for a slip under a header that counts. One that names the last
    option, or many of which none is 0, says that they do.
    """
    outside = sum(not each.places for each in found)
    if told and len(found) >= _FEW and outside <= max(1, len(found) // 10):
        return all(each.counted for each in found)
    if not found or outside:
        return False
    last = any(max(each.numbers) == len(each.draft.options) for each in found if not each.words)
    return told or last or sum(len(each.numbers) for each in found) >= _SURE
