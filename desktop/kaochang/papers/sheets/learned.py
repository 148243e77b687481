"""Columns told by what stands in them, where their header is missing or says nothing that is known.

Known words go first. An answer is taken only from a column where nearly all cells fit their items; where two columns
fit alike, neither is taken. What was told so is said, for somebody to look at.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from kaochang.papers.grammar.answers import letters_of
from kaochang.papers.lines import fold
from kaochang.papers.sheets.chosen import Chosen, find_chosen
from kaochang.papers.sheets.columns import Columns, columns_of, head_of
from kaochang.papers.sheets.header_words import Role
from kaochang.papers.sheets.profiles import (
    MOST,
    Column,
    asks,
    columns_in,
    counted_by,
    is_key,
    is_level,
    is_outside,
    is_points,
    is_tick,
    is_type,
    series,
)

Grid: TypeAlias = Sequence[Sequence[str]]
Heads: TypeAlias = tuple[str, ...]
_LOOKED_AT: Final = 300
_FEWEST: Final = 2
_WIDEST: Final = 30
"""Columns that nothing is known of; more of them are no list of items."""
_STEM_WORDS: Final = 5
ANSWERED: Final = re.compile(r"作答|答题|实得|得分|我的|你的|您的|考生|学员|本人|所选")
"""A column of what somebody answered or got: no key."""
_WORTH: Final = re.compile(r"\d分|[(（]\d+分")
_SAID: Final = re.compile(r"要点|思路|答|话术|回应|应对|怎么说|参考")
"""What the header of a column of references speaks of."""
_CODE: Final = re.compile(r"[A-Za-z]{1,4}[-_.]?\d{1,5}")
_MEASURED: Final = re.compile(r"时|秒|钟|限|次|率|个数|数量|序|编?号|time|limit|count|sec|min")
"""A header of numbers that are no points."""
_ALIKE: Final = 0.8
_LONG: Final = 6
_HEADER_WORD: Final = 20


@dataclass(frozen=True)
class Below:
    """Columns, the row that their cells begin on, and the header above it."""

    columns: Columns
    start: int
    heads: Heads


def learned(rows: Grid, known: Columns | None = None, heads: Sequence[str] = ()) -> Columns | None:
    """The columns of rows with those that are `known`; None without stems, or with nothing that goes with them."""
    found = _Learner(rows, known or Columns(), heads).read()
    told = {Role.OPTIONS, Role.ANSWER, Role.RUBRIC} & set(found.roles) or found.options
    return found if found.is_table and (found.names_stem or told) else None


def learned_below(rows: Grid, within: int, taught: Mapping[Heads, Columns] = MappingProxyType({})) -> Below | None:
    """The columns under a header whose words nobody knows, or under none, and the row that they begin on.

    `taught` are columns that other tables of the file told, by their headers; the header of this one comes with it.
    """
    for place in range(min(len(rows), within)):
        if _is_header(rows, place):
            heads = tuple(rows[place])
            found = learned(rows[place + 1 :], told_by(heads, taught), heads)
            if found is not None and found.learned:
                return Below(found, place + 1, heads)
    unnamed = ("",) * max(map(len, rows), default=0)
    found = learned(rows, taught.get(unnamed))
    return Below(found, 0, unnamed) if found is not None and found.is_table else None


def told_by(heads: Heads, taught: Mapping[Heads, Columns]) -> Columns:
    """The columns under a header by its known words, and by those that other tables of the file told."""
    if heads in taught:
        return taught[heads]
    columns = columns_of(heads)
    for others, found in taught.items():
        for place, head in enumerate(heads):
            if head and head in others and place not in columns.taken:
                _add(columns, place, found, others.index(head))
    return columns


def _add(columns: Columns, place: int, found: Columns, other: int) -> None:
    """Give a column the role that one of another table was told to have."""
    for label, at in found.options.items():
        if at == other and label not in columns.options:
            columns.options[label] = place
    for role, places in found.learned.items():
        if other in places and role is not Role.OPTION and role not in columns.roles:
            columns.roles[role], columns.learned[role] = [place], [place]


def _is_header(rows: Grid, place: int) -> bool:
    """Whether a row may be a header: short words, each another, none of them a cell's, and only titles above it."""
    words = [text for text in rows[place] if text]
    short = all(len(text) <= _HEADER_WORD and not asks(text) for text in words)
    plain = not any(text.isdigit() or is_points(text) or is_tick(text) for text in words)
    plain = plain and not any(_goes_on(rows[place:], column) for column, text in enumerate(rows[place]) if text)
    above = max((sum(map(bool, row)) for row in rows[:place]), default=0)
    wide = len(words) * 2 > max(sum(map(bool, row)) for row in rows[: place + _LOOKED_AT]) and above * 2 <= len(words)
    return len(words) > 1 and short and plain and wide and len(set(words)) == len(words)


def _goes_on(rows: Grid, column: int) -> bool:
    """Whether a cell names a type, as those below it do."""
    below = [row[column] for row in rows[1:_LOOKED_AT] if column < len(row) and row[column]]
    return is_type(rows[0][column]) and sum(map(is_type, below)) * 2 > len(below)


def _numbers(column: Column) -> bool:
    """Whether a column numbers items: one by one, or by codes that never come again."""
    coded = column.nearly(lambda text: bool(_CODE.fullmatch(fold(text)))) and column.variety == 1
    return column.counts or (coded and column.fullness == 1)


class _Learner:
    """Gives each column that nothing is known of a role, the surest first."""

    def __init__(self, rows: Grid, known: Columns, heads: Sequence[str]) -> None:
        sample = [row for row in rows[:_LOOKED_AT] if sum(map(bool, row)) > 1]
        self._all = columns_in(sample)
        self._columns = known.copy()
        self._heads = heads
        taken = known.taken
        self._free = [column for column in self._all if column.place not in taken and not self._is_named(column)]
        if known.has_stem and any(heads):
            self._free = [each for each in self._free if each.place < len(heads) and heads[each.place]]
        self._count, self._rows = len(sample), len(rows[:_LOOKED_AT])

    def _is_named(self, column: Column) -> bool:
        head = self._heads[column.place] if column.place < len(self._heads) else ""
        return head_of(head) is not None or bool(ANSWERED.search(head))

    def read(self) -> Columns:
        crowded = self._count * 5 < self._rows * 3 and not self._columns.has_stem
        filled = sum(bool(column.filled) for column in self._free)
        if self._count < _FEWEST or crowded or not 0 < filled <= _WIDEST:
            if self._columns.has_stem:
                self._note_rest()
            return self._columns
        self._learn_plain(Role.TYPE, is_type)
        stem = self._stem()
        if stem is None:
            return self._columns
        self._learn_plain(Role.TYPE, is_type, stem)
        self._learn_plain(Role.LEVEL, is_level, stem)
        self._choose(stem)
        self._learn_number(stem)
        self._learn_points(stem)
        self._learn_reference(stem)
        self._learn_explanation(stem)
        self._note_rest()
        return self._columns

    # -- roles

    def _take(self, role: Role, column: Column) -> None:
        self._columns.roles.setdefault(role, []).append(column.place)
        self._columns.learned.setdefault(role, []).append(column.place)
        self._free.remove(column)

    def _learn_plain(self, role: Role, fits: Callable[[str], bool], stem: Column | None = None) -> None:
        """A role that nearly all cells of one column show; beside `stem`, only rows that have one are looked at."""
        seen = {column.place: column if stem is None else column.beside(stem) for column in self._free}
        found = [each for each in self._free if (own := seen[each.place]).nearly(fits) and own.fullness > 0.5]
        if role not in self._columns.roles and len(found) == 1:
            self._take(role, found[0])

    def _stem(self) -> Column | None:
        """The column of the stems: it is known, or asks, or is the first one of words that do not repeat."""
        for role in (Role.STEM, Role.PART_STEM, Role.WHOLE_STEM):
            place = self._columns.first(role)
            if place is not None:
                return self._all[place] if place < len(self._all) else None
        fitting = [column for column in self._free if self._may_be_stem(column)]
        asked = [column for column in fitting if column.share(asks) >= 0.3]
        found = asked[0] if len(asked) == 1 else next(iter(asked or fitting), None)
        if found is not None:
            self._take(Role.STEM, found)
        return found

    def _may_be_stem(self, column: Column) -> bool:
        least = 0.15 if self._has_options_below(column) else MOST
        told = any(column.nearly(fits) for fits in (is_key, is_outside, is_points, is_type))
        return column.fullness >= least and column.variety >= 0.8 and column.mean >= _STEM_WORDS and not told

    def _has_options_below(self, column: Column) -> bool:
        """Whether its empty cells stand under a filled one, beside cells that are not empty: options in rows."""
        return bool(column.texts and column.texts[0]) and column.share(asks) >= 0.3 and column.fullness < MOST

    def _choose(self, stem: Column) -> None:
        columns = self._columns
        answer = columns.first(Role.ANSWER)
        known = [self._all[place] for place in sorted(columns.options.values()) if place < len(self._all)]
        if columns.all(Role.OPTIONS) or (known and answer is not None):
            return
        found = find_chosen(self._free, stem, self._heads, self._all[answer] if answer is not None else None, known)
        self._take_chosen(found)

    def _take_chosen(self, found: Chosen) -> None:
        columns = self._columns
        by_place = {column.place: column for column in self._free}
        for label, column in enumerate(found.options):
            columns.options[chr(ord("A") + label)] = column
            columns.learned.setdefault(Role.OPTION, []).append(column)
            self._free.remove(by_place[column])
        heads = [self._heads[column] if column < len(self._heads) else "" for column in found.options]
        if len(heads) > 1 and series(heads) == len(heads):
            marks = zip(counted_by(heads), columns.options, strict=True)
            columns.called = {mark: label for mark, label in marks if not mark.isascii()}
        for role, place in ((Role.OPTIONS, found.listed), (Role.CHOSEN, found.ticks), (Role.ANSWER, found.answer)):
            if place is not None and place in by_place and role not in columns.roles:
                self._take(role, by_place[place])

    def _learn_number(self, stem: Column) -> None:
        before = [each for each in self._free if each.place < stem.place and _numbers(each.beside(stem))]
        if Role.NUMBER not in self._columns.roles and len(before) == 1:
            self._take(Role.NUMBER, before[0])

    def _learn_points(self, stem: Column) -> None:
        found = [column for column in self._free if column.place > stem.place and self._may_be_points(column)]
        if Role.POINTS not in self._columns.roles and len(found) == 1:
            self._take(Role.POINTS, found[0])

    def _may_be_points(self, column: Column) -> bool:
        """Numbers that repeat themselves: said in 分, or bare ones in a table whose header says nothing at all."""
        if not column.nearly(is_points) or column.counts:
            return False
        head = self._heads[column.place] if column.place < len(self._heads) else ""
        named = Role.STEM in self._columns.learned or "分" in head
        plain = named and not _MEASURED.search(fold(head).casefold()) and self._is_worth(column)
        return column.share(lambda text: "分" in text) >= MOST or plain

    def _is_worth(self, column: Column) -> bool:
        """Whether bare numbers are the same for nearly all items of a kind, and not how many options these have."""
        kinds = self._kinds()
        cells = [(kinds[row], fold(text).strip()) for row, text in enumerate(column.texts) if text]
        by_kind: dict[str, Counter[str]] = {}
        for kind, text in cells:
            by_kind.setdefault(kind, Counter())[text] += 1
        same = sum(max(counts.values()) for counts in by_kind.values())
        counted = sum(text == kind.partition("/")[0] for kind, text in cells)
        return len(cells) > 1 and same >= len(cells) * _ALIKE and counted * 2 <= len(cells)

    def _kinds(self) -> list[str]:
        """How many options each row has, and what its type cell says, or whether its answer is of several letters."""
        listed = [self._all[place].texts for place in self._columns.options.values() if place < len(self._all)]
        typed, answer = (self._texts(role) for role in (Role.TYPE, Role.ANSWER))
        return [
            f"{sum(bool(texts[row]) for texts in listed)}/{typed[row] or len(letters_of(answer[row])) > 1}"
            for row in range(self._count)
        ]

    def _texts(self, role: Role) -> Sequence[str]:
        place = self._columns.first(role)
        return self._all[place].texts if place is not None and place < len(self._all) else [""] * self._count

    def _learn_reference(self, stem: Column) -> None:
        """What is to be said, where nothing else answers: the one column of long words whose header speaks of that."""
        columns = self._columns
        if columns.options or {Role.OPTIONS, Role.ANSWER, Role.RUBRIC} & set(columns.roles):
            return
        found = [each for each in self._free if each.place > stem.place and self._refers(each.beside(stem))]
        if len(found) == 1:
            self._take(Role.ANSWER, found[0])

    def _refers(self, column: Column) -> bool:
        head = self._heads[column.place] if column.place < len(self._heads) else ""
        long = self._explains(column) and column.fullness >= MOST
        return long and bool(_SAID.search(head)) and column.share(lambda text: bool(_WORTH.search(fold(text)))) <= 0.5

    def _learn_explanation(self, stem: Column) -> None:
        """Long words behind the answers; those that give points for parts are a scheme for marking."""
        answer = self._columns.first(Role.ANSWER)
        if answer is None:
            return
        found = [column for column in self._free if column.place > stem.place and self._explains(column)]
        rubric = [column for column in found if column.share(lambda text: bool(_WORTH.search(fold(text)))) > 0.5]
        plain = [column for column in found if column not in rubric]
        if Role.RUBRIC not in self._columns.roles and len(rubric) == 1:
            self._take(Role.RUBRIC, rubric[0])
        if Role.EXPLANATION not in self._columns.roles and len(plain) == 1:
            self._take(Role.EXPLANATION, plain[0])

    @staticmethod
    def _explains(column: Column) -> bool:
        told = any(column.nearly(fits) for fits in (is_key, is_outside, is_points, is_type))
        return len(column.filled) > 1 and column.mean >= _LONG and column.variety >= 0.7 and not told

    def _note_rest(self) -> None:
        self._columns.unread = [
            column.place for column in self._free if column.filled and not column.nearly(is_outside)
        ]
