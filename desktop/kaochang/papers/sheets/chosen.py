"""Which columns are the options, and which the answers: the two prove each other.

Letters of answers must lie within the options of their rows, and they must reach the last one as often as answers do:
a column more or less, a topic beside the options or an explanation before the answers, would show. Where two readings
fit, none is taken.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from kaochang.papers.grammar import options
from kaochang.papers.grammar.answers import count_answers, letters_of
from kaochang.papers.grammar.stems import count_blanks
from kaochang.papers.lines import fold, make_line
from kaochang.papers.sheets.cells import is_ticked, led_by_letters, options_in
from kaochang.papers.sheets.counted import counted
from kaochang.papers.sheets.profiles import MOST, Column, is_judgement, is_level, is_outside, is_tick, is_type, series

Reader: TypeAlias = Callable[[str, Sequence[str]], list[int]]
"""What says the places of options, from 1, that a cell names."""
_WIDEST: Final = 10
_FEW: Final = 6
"""Choices from which on one at least should have the last option for its answer."""
_REACHED: Final = 0.08
_NESTED: Final = 0.97
_VARIED: Final = 0.4
_UNLIKE: Final = 0.85
_NUMBERS: Final = re.compile(r"\d{1,2}(?:\s*[,、;|]\s*\d{1,2})*")
_LABELLED: Final = re.compile(r"\(?A\)?\s*[.、:)]", re.IGNORECASE)
_SEPARATED: Final = re.compile(r"[,、;/|\n]")
_LONGEST_ANSWER: Final = 80
_LONGEST_PARTS: Final = 400
_LONGEST_BLANK: Final = 15


@dataclass(frozen=True)
class Chosen:
    """The columns of options, or the one that lists them all with the ticks beside it, and that of the answers."""

    options: tuple[int, ...] = ()
    listed: int | None = None
    answer: int | None = None
    ticks: int | None = None


@dataclass
class _Fit:
    """How well answers fit options: rows with both, those where they fit, and those that have the last option."""

    total: int = 0
    good: int = 0
    last: int = 0
    several: int = 0

    @property
    def is_good(self) -> bool:
        missed = self.total - self.good
        return self.total > 1 and missed <= max(self.total >= _FEW - 1, int(self.total * (1 - MOST)))

    @property
    def missed(self) -> int:
        return self.total - self.good

    @property
    def reaches(self) -> bool:
        return self.total >= _FEW and self.last >= max(1, self.good * _REACHED)


@dataclass
class _Run:
    """Columns that may be the options, with answers that fit them."""

    columns: Sequence[Column]
    answer: Column
    fit: _Fit
    right: Sequence[Column]

    @property
    def chosen(self) -> Chosen:
        return Chosen(tuple(column.place for column in self.columns), answer=self.answer.place)

    @property
    def is_whole(self) -> bool:
        """Whether these are all the options and no more: answers reach the last, or they fill the gap up to them."""
        sure = self.fit.last > 0 or self.fit.total < _FEW
        return self.fit.reaches or (sure and self._is_tight and not self.fit.missed and self.is_alike)

    @property
    def _is_tight(self) -> bool:
        between = [column.place for column in self.right if column.filled and column.place < self.answer.place]
        return between == [column.place for column in self.columns if column.filled]

    @property
    def is_alike(self) -> bool:
        """Whether no column of them repeats itself, or is much longer or shorter than the others."""
        first = self.columns[0].filled
        filled = [column for column in self.columns if len(column.filled) * 2 > len(first)]
        usual = sorted(column.mean for column in filled)[len(filled) // 2]
        near = all(usual / 2 <= column.mean <= usual * 2 for column in filled)
        whole = {column.share(_ends) > 0.5 for column in filled}
        return near and len(whole) == 1 and all(column.variety >= _UNLIKE for column in filled)


def find_chosen(
    free: Sequence[Column], stem: Column, heads: Sequence[str], answer: Column | None, known: Sequence[Column] = ()
) -> Chosen:
    """Options and answers among columns that nothing is known of; `answer` and `known` options are, where given."""
    right = [column for column in free if column.place > stem.place]
    ticked = _by_option(right, stem) if not known else None
    if ticked is not None:
        return ticked
    before = [column for column in free if column.place < stem.place] if answer is None else []
    if known:
        texts = [tuple(cells) for cells in zip(*(column.texts for column in known), strict=True)]
        given = [*right, *(column for column in before if _is_shown(column, texts))]
        return Chosen(answer=_answer(given if answer is None else [], stem, texts, known[-1].place))
    found = _in_columns(right, heads, answer, before) or _in_one(right, answer, before)
    if found is not None:
        return found
    rest = [_within(text) for text in stem.texts]
    return Chosen(answer=_answer([*free] if answer is None else [], stem, rest, stem.place))


# -- a column for each option


def _in_columns(
    right: Sequence[Column], heads: Sequence[str], answer: Column | None, before: Sequence[Column]
) -> Chosen | None:
    """The run of columns that answers fit best, one first whose headers count it; empty ones among them stay.

    Columns `before` the stems may be the answers, but no options.
    """
    blocks = _blocks(right)
    for block in blocks:
        for start in range(len(block) - 1):
            counted = series([heads[each.place] if each.place < len(heads) else "" for each in block[start:]])
            if 0 < counted <= _WIDEST:
                return _counted(block[start : start + counted], right, answer, before)
    runs = [
        block[start:end]
        for block in blocks
        for start in range(len(block) - 1)
        for end in range(start + 2, min(len(block), start + _WIDEST) + 1)
    ]
    for read in (_letters, _numbered):
        found = [each for run in runs for each in _fitted(run, right, answer, read, before)]
        if found:
            return _best(found)
    return None


def _best(found: Sequence["_Run"]) -> Chosen | None:
    """The longest of the runs that most answers fit, if it is plain that it is whole; None where two are."""
    fewest = min(run.fit.missed for run in found)
    whole = [run for run in found if run.fit.missed == fewest and run.is_whole]
    longest = max((len(run.columns) for run in whole), default=0)
    best = [run for run in whole if len(run.columns) == longest]
    return best[0].chosen if len(best) == 1 and not _in_doubt(best[0], found) else None


def _in_doubt(run: "_Run", found: Sequence["_Run"]) -> bool:
    """Whether more columns that look the same fit as well: then the options may begin or end elsewhere."""
    own = {column.place for column in run.columns}
    wider = [each for each in found if own < {column.place for column in each.columns} and each.is_alike]
    return any(each.fit.missed <= run.fit.missed for each in wider)


def _counted(
    run: Sequence[Column], right: Sequence[Column], answer: Column | None, before: Sequence[Column]
) -> Chosen | None:
    """Options that their headers count, with the one column of answers that fits them, by letters or by places."""
    for read in (_letters, _numbered):
        found = _fitted(run, right, answer, read, before)
        if found:
            return found[0].chosen if len(found) == 1 else Chosen(tuple(column.place for column in run))
    listed = sum(sum(map(bool, cells)) > 1 for cells in zip(*(each.texts for each in run), strict=True))
    return Chosen(tuple(column.place for column in run)) if listed > 1 else None


def _blocks(right: Sequence[Column]) -> list[list[Column]]:
    """Columns side by side that may be options: each is filled only where the one before it is."""
    blocks: list[list[Column]] = [[]]
    for column in right:
        last = blocks[-1][-1] if blocks[-1] else None
        if not _may_be_option(column):
            blocks.append([])
        elif last is None or (last.place + 1 == column.place and _is_nested(column, last)):
            blocks[-1].append(column)
        else:
            blocks.append([column])
    return [block for block in blocks if len([column for column in block if column.filled]) > 1]


def _may_be_option(column: Column) -> bool:
    if not column.filled:
        return True
    plain = column.share(is_judgement) >= MOST
    told = any(column.nearly(fits) for fits in (is_type, is_outside, is_level))
    lettered = column.share(lambda text: bool(letters_of(text))) >= MOST
    return not told and not lettered and (plain or column.variety >= _VARIED) and not column.counts


def _is_nested(column: Column, last: Column) -> bool:
    filled = [row for row, text in enumerate(column.texts) if text]
    inside = sum(bool(last.texts[row]) for row in filled)
    return inside >= len(filled) * _NESTED


def _fitted(
    run: Sequence[Column], right: Sequence[Column], answer: Column | None, read: Reader, before: Sequence[Column]
) -> list["_Run"]:
    """The run with each column of answers that fits it; numbers only where some answers name several places."""
    texts = [tuple(text for text in cells if text) for cells in zip(*(each.texts for each in run), strict=True)]
    places = [column.place for column in run]
    beside = [answer] if answer is not None else [each for each in [*before, *right] if each.place not in places]
    fits = [(column, _fit(column, texts, read)) for column in beside]
    told = read is _letters or answer is not None
    stated = [(column, fit) for column, fit in fits if column.place > run[0].place or fit.last or fit.several]
    return [_Run(run, column, fit, right) for column, fit in stated if fit.is_good and (told or fit.several)]


def _is_shown(column: Column, texts: Sequence[Sequence[str]]) -> bool:
    """Whether letters before the stems reach the last option or name several: a class of items, A or B, does not."""
    fit = _fit(column, [tuple(text for text in cells if text) for cells in texts], _letters)
    return fit.is_good and bool(fit.last or fit.several)


def _fit(column: Column, texts: Sequence[Sequence[str]], read: Reader) -> _Fit:
    found = _Fit()
    for text, words in zip(column.texts, texts, strict=True):
        if len(words) < 2 or not text:
            continue
        places = read(text, words)
        found.total += 1
        if places and max(places) <= len(words):
            found.good += 1
            found.last += len(words) in places
            found.several += len(places) > 1
    return found


def _ends(text: str) -> bool:
    return text.endswith(("。", ".", "！"))


@lru_cache(maxsize=8192)
def _lettered(text: str) -> list[int]:
    """The places that letters name; cells are asked again for every run of columns."""
    return [ord(letter) - ord("A") + 1 for letter in letters_of(text)] if len(text) <= _LONGEST_ANSWER else []


def _letters(text: str, words: Sequence[str]) -> list[int]:
    """The places of the options that letters or their very words name."""
    places = _lettered(text)
    if places:
        return places
    if text in words:
        return [words.index(text) + 1]
    parts = [part.strip() for part in _SEPARATED.split(text[:_LONGEST_PARTS])]
    return [words.index(part) + 1 for part in parts] if len(parts) > 1 and all(part in words for part in parts) else []


@lru_cache(maxsize=8192)
def _counted_places(text: str) -> list[int]:
    plain = fold(text).strip() if len(text) <= _LONGEST_ANSWER else ""
    places = [int(number) for number in re.findall(r"\d{1,2}", plain)] if _NUMBERS.fullmatch(plain) else []
    return places if places and min(places) > 0 else []


def _numbered(text: str, _: Sequence[str]) -> list[int]:
    """The places of the options that numbers count from 1."""
    return _counted_places(text)


# -- all options in one cell, or one a row


def _in_one(right: Sequence[Column], answer: Column | None, before: Sequence[Column]) -> Chosen | None:
    for column in right:
        listed = [_listed(text) for text in column.texts]
        many = sum(len(each) > 1 for each in listed)
        if many < 2 or many < len(column.filled) * MOST:
            continue
        beside = [answer] if answer is not None else [each for each in right if each is not column]
        beside += [each for each in before if _is_shown(each, listed)]
        readers = (_letters, _numbered) if all(map(_begins_with_figure, column.filled)) else (_letters,)
        good = [each for each in beside if any(_fit(each, listed, read).is_good for read in readers)]
        return Chosen(listed=column.place, answer=good[0].place if len(good) == 1 else None)
    return None


def _within(text: str) -> list[str]:
    """The options that stand below a stem in its own cell."""
    lines = [make_line(part, 0) for part in text.split("\n")[1:]]
    return [line.text for line in lines if options.starts_option(line)]


def _listed(text: str) -> list[str]:
    """The options of a cell that begins with an A, or with the first of figures, and holds more of them."""
    lines = [make_line(part, 0) for part in text.split("\n")]
    if not _LABELLED.match(fold(text).strip()) and not led_by_letters(lines) and counted(lines) is None:
        return []
    return [option.text for option in options_in(lines)]


def _begins_with_figure(text: str) -> bool:
    return counted([make_line(text.split("\n")[0], 0)]) is not None or text[:1].isdigit()


def _by_option(right: Sequence[Column], stem: Column) -> Chosen | None:
    """Options in rows of their own under their stem, each with a yes or no beside it."""
    groups = _groups(stem)
    under = [row for group in groups for row in group[1:]]
    if len(under) * 3 < len(stem.texts):
        return None
    listed = [group for group in groups if len(group) > 1]
    full = [column for column in right if sum(bool(column.texts[row]) for row in under) >= len(under) * MOST]
    ticks = [column for column in full if column.nearly(is_tick) and _parts(column, listed)]
    words = [column for column in full if not column.nearly(is_tick) and column.variety >= _VARIED]
    words = [column for column in words if not any(column.nearly(fits) for fits in (is_outside, is_type, is_level))]
    if len(ticks) != 1 or len(words) != 1:
        return None
    beside = [each for each in right if each not in full]
    alone = [group[0] for group in groups if not words[0].texts[group[0]]]
    cells = [_of_rows(each, alone) for each in beside]
    answer = _answer(cells, _of_rows(stem, alone), [()] * len(alone), stem.place)
    return Chosen(listed=words[0].place, answer=answer, ticks=ticks[0].place)


def _groups(stem: Column) -> list[list[int]]:
    """The rows of each item: those below its stem have none, or the same once more."""
    groups: list[list[int]] = []
    for row, text in enumerate(stem.texts):
        if groups and (not text or text == stem.texts[row - 1]):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _parts(column: Column, groups: Sequence[Sequence[int]]) -> bool:
    """Whether a yes or no tells the options of nearly every item apart."""
    told = sum(len({is_ticked(column.texts[row]) for row in group}) > 1 for group in groups)
    return told >= len(groups) * MOST


def _of_rows(column: Column, rows: Sequence[int]) -> Column:
    return Column(column.place, tuple(column.texts[row] for row in rows))


# -- answers alone


def _answer(beside: Sequence[Column], stem: Column, texts: Sequence[Sequence[str]], after: int) -> int | None:
    """The one column that answers items: letters within their options, judgements, parts counted like the blanks."""
    good = [column.place for column in beside if _answers(column, stem, texts)]
    return good[0] if len(good) == 1 else None


def _answers(column: Column, stem: Column, texts: Sequence[Sequence[str]]) -> bool:
    good = bad = blanks = 0
    for text, asked, words in zip(column.texts, stem.texts, texts, strict=True):
        offered = [word for word in words if word]
        if not text or not asked:
            continue
        if len(offered) > 1:
            places = _letters(text, offered)
            fits = bool(places) and max(places) <= len(offered)
            good, bad = good + fits, bad + (not fits)
        elif is_judgement(text) and "_" not in asked:
            good += 1
        elif "_" in asked:
            fits = _fills(text, count_blanks(asked))
            blanks, bad = blanks + fits, bad + (not fits)
    if not column.filled or bad > max(good + blanks > 4, int((good + blanks) * (1 - MOST))):
        return False
    return (
        good > 2
        or good == len(column.filled) > 1
        or (blanks > 2 and column.fullness >= MOST and column.variety > _VARIED)
    )


def _fills(text: str, blanks: int) -> bool:
    """Whether a cell has a short part for each blank."""
    count = count_answers(text, blanks)
    return count == blanks and len(text) <= _LONGEST_BLANK * blanks and not text.endswith(("。", "？", "！"))
