"""What a column looks like, whatever its header says: how full it is, how often its words come again, what it holds."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Final

from kaochang.papers.grammar import kinds
from kaochang.papers.grammar.answers import judgement_of, letters_of
from kaochang.papers.lines import fold
from kaochang.papers.numerals import CIRCLED, from_chinese
from kaochang.papers.sheets.cells import is_ticked

MOST: Final = 0.9
"""The share of cells from which on nearly all of a column is so: a paper has faults of its own."""
_TYPE: Final = 8
_POINTS: Final = re.compile(r"(?:每[题空]\s*)?\d{1,3}(?:\.\d{1,2})?\s*分?(?:\s*/\s*题)?")
_LEVEL: Final = re.compile(
    r"[较很]?(?:难|中|易|简单|容易|一般|困难|中等|适中)(?:度|等)?|[一二三]级|easy|medium|hard", re.I
)
_OUTSIDE: Final = re.compile(
    r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*(?:[-/.月]\s*\d{1,2}\s*日?)?(?:[\sT]+\d{1,2}:\d{2}(?::\d{2})?)?|https?://\S+|\S+@\S+\.\w+"
)
_ASKS: Final = re.compile(r"\(\s*\)|\[\s*\]|_{2,}|\?\s*$|\?[\"'”’]?\)?$")
_ORDINAL: Final = re.compile(
    rf"\d{{1,2}}|[a-z]|[一二三四五六七八九十]{{1,2}}|[甲乙丙丁戊己庚辛]|[{CIRCLED}]", re.IGNORECASE
)
_STEMS: Final = "甲乙丙丁戊己庚辛"


@dataclass
class Column:
    """The cells of one column, a text for each row."""

    place: int
    texts: tuple[str, ...]

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The cells that hold anything."""
        return tuple(text for text in self.texts if text)

    @cached_property
    def fullness(self) -> float:
        """The share of rows that it stands in."""
        return len(self.filled) / len(self.texts) if self.texts else 0.0

    @cached_property
    def variety(self) -> float:
        """The share of its texts that differ; those of judgements are not looked at."""
        texts = [text for text in self.filled if judgement_of(text) is None]
        return len(set(texts)) / len(texts) if texts else 0.0

    @cached_property
    def mean(self) -> float:
        """How many characters a filled cell has."""
        return sum(map(len, self.filled)) / len(self.filled) if self.filled else 0.0

    def share(self, fits: Callable[[str], bool]) -> float:
        """The share of its filled cells that are so."""
        return sum(map(fits, self.filled)) / len(self.filled) if self.filled else 0.0

    def beside(self, other: "Column") -> "Column":
        """Its cells on the rows that another column stands in."""
        return Column(self.place, tuple(text for text, asked in zip(self.texts, other.texts, strict=True) if asked))

    def nearly(self, fits: Callable[[str], bool]) -> bool:
        """Whether nearly all of its filled cells are so."""
        return self.share(fits) >= MOST

    @property
    def counts(self) -> bool:
        """Whether it numbers the rows: one by one, from 1 again under each heading."""
        values = [int(text) for text in self.filled if text.isascii() and text.isdigit() and len(text) < 7]
        if len(values) != len(self.filled) or len(values) < 2 or self.fullness < MOST:
            return False
        steps = [after in (before + 1, 1) for before, after in pairwise(values)]
        return sum(steps) >= len(steps) * MOST and len(set(values)) > 1 and steps[0]


def columns_in(rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of a grid whose rows may be of any length."""
    width = max(map(len, rows), default=0)
    return [Column(at, tuple(row[at] if at < len(row) else "" for row in rows)) for at in range(width)]


def is_key(text: str) -> bool:
    """Whether a cell is the answer of a choice or a judgement; single letters that are no options are none."""
    letters = letters_of(text)
    return bool(letters and max(letters) <= "H") or is_judgement(text)


def is_judgement(text: str) -> bool:
    """Whether a cell says right or wrong, and not yes, no, or a letter alone."""
    return judgement_of(text) is not None and fold(text).strip().upper() not in ("Y", "N", "X", "V", "是", "否")


def is_type(text: str) -> bool:
    """Whether a cell names a type of items."""
    words = fold(text)
    return len(words) <= _TYPE and (kinds.type_of(words) is not None or kinds.is_generic_choice(words))


def is_points(text: str) -> bool:
    """Whether a cell may be what an item is worth."""
    return bool(_POINTS.fullmatch(fold(text).strip()))


def is_level(text: str) -> bool:
    """Whether a cell says how hard an item is."""
    return bool(_LEVEL.fullmatch(fold(text).strip()))


def is_outside(text: str) -> bool:
    """Whether a cell holds a date or an address: something about the file, not about an item."""
    return bool(_OUTSIDE.fullmatch(fold(text).strip()))


def is_tick(text: str) -> bool:
    """Whether a cell says yes or no, as beside an option."""
    return bool(text) and is_ticked(text) is not None


def asks(text: str) -> bool:
    """Whether a cell looks like what is asked: a blank to fill, an empty bracket, a question mark at its end."""
    return bool(_ASKS.search(fold(text).strip()))


def series(heads: Sequence[str]) -> int:
    """How many headers count one thing from 1 on: 甲项 乙项 丙项, Pick 1 Pick 2; 0 where the first two do not."""
    if len(heads) < 2 or not heads[0] or not heads[1]:
        return 0
    first, second = fold(heads[0]).strip(), fold(heads[1]).strip()
    for match in _ORDINAL.finditer(first):
        before, after = first[: match.start()], first[match.end() :]
        if _value(match.group()) == 1 and _counted(second, before, after) == 2:
            found = 2
            while found < len(heads) and _counted(fold(heads[found]).strip(), before, after) == found + 1:
                found += 1
            return found
    return 0


def counted_by(heads: Sequence[str]) -> list[str]:
    """What headers count with, where nothing else in them differs: 甲项 乙项 by 甲 and 乙."""
    words = [fold(head).strip() for head in heads]
    before, after = _alike(words), _alike([word[::-1] for word in words])
    return [word[before : len(word) - after] for word in words]


def _alike(words: Sequence[str]) -> int:
    """How many characters all words begin with."""
    return len(list(takewhile(lambda characters: len(set(characters)) == 1, zip(*words, strict=False))))


def _counted(head: str, before: str, after: str) -> int:
    if not (head.startswith(before) and head.endswith(after) and len(head) > len(before) + len(after)):
        return 0
    return _value(head[len(before) : len(head) - len(after)])


def _value(mark: str) -> int:
    """The place that a mark stands for; 0 where it is none."""
    if mark.isascii() and mark.isdigit():
        return int(mark)
    for marks in (CIRCLED, _STEMS):
        if len(mark) == 1 and mark in marks:
            return marks.index(mark) + 1
    if len(mark) == 1 and mark.isascii() and mark.isalpha():
        return ord(mark.upper()) - ord("A") + 1
    return from_chinese(mark)
