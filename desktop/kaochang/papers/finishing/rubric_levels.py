"""Rubrics that score an answer as a whole: 优（9–10分）：…；良（7–8分）：…, or a table of levels and points.

They become one criterion with its levels. It is read only where it adds up: the best level ends at the points of the
item, each other level begins where the one above ends, and no other points are stated.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from kaochang.domain.mark_schemes import Criterion, Level
from kaochang.papers.lines import fold, rows

_NUMBER: Final = r"\d{1,3}(?:\.\d)?"
_WORD: Final = (
    r"(?:很好|较好|良好|优秀|优良|优|良|好|中等|中|尚可|一般|合格|及格|基本合格|不合格|不及格|较差|很差|差|较弱|弱|较强|强"
    r"|达标|基本达标|不达标|未达标|完全达到|基本达到|未达到|[优良中差甲乙丙丁]等|第?[一二三四五ABCDE甲乙丙丁]\s*[档级等类]"
    r"(?:文|卷|答卷|答案|作文)?|[ABCDE])"
)
_RANGE: Final = (
    rf"(?:(?P<first>{_NUMBER})\s*分?\s*[-至到]\s*(?P<last>{_NUMBER})|(?P<one>{_NUMBER}))\s*分?"
    r"\s*(?P<open>(?:及|\(含\))?以[上下])?"
)
_SEPARATOR: Final = r"\s*(?::|,|-{1,2})?\s*"
_ENTRY: Final = re.compile(
    rf"(?:^|(?<=[\s;。,:]))[\s·•*]*(?:\(\d\)|[①-⑨]|\d[.、)])?\s*(?P<name>{_WORD}){_SEPARATOR}"
    rf"(?:[(\[]\s*{_RANGE}\s*[)\]]|(?<![A-E]){_RANGE.replace('P<', 'P<bare_')}(?<=[分上下])){_SEPARATOR}"
)
_STATED: Final = re.compile(rf"{_NUMBER}\s*分(?![钟秒之析别类配期级部支行组店布发])")
_DEDUCTS: Final = re.compile(r"(?:倒?扣|减)\s*(?:除|去)?\s*\d{1,2}(?:\.\d)?(?:\s*-\s*\d{1,2}(?:\.\d)?)?\s*分")
_WHOLE: Final = re.compile(rf"(?:满分|共计?|总分|分值|计|\()\s*:?\s*({_NUMBER})\s*分")
_LEVELS_HEAD: Final = re.compile(r"等\s*级|档\s*次|等\s*次|级\s*别|类\s*别|档\s*位|档|水\s*平")
_WORTH_HEAD: Final = re.compile(r"(?:分\s*值|分\s*数|得\s*分|赋\s*分)(?:范围|区间|段|档)?(?:\(分\))?|分数段|分档")
_LABEL_ENDS: Final = " ：:，,。；;—–-　"
_LONGEST_NAME: Final = 16


class _Found(NamedTuple):
    """A level as it is written: name, lowest and highest points (None: not said), its range in the paper's words."""

    name: str
    low: Fraction | None
    high: Fraction | None
    range: str
    text: str


def read_levels(text: str, points: Fraction | None) -> list[Criterion]:
    """The one criterion of a rubric by levels; none where it is no such rubric or does not add up to `points`."""
    if points is None:
        return []
    lead, found = _tabled(text) or _written(text)
    if not _adds_up(found, points) or not _fits(lead, points):
        return []
    levels = tuple(Level(each.name, _with_range(each), each.high) for each in found)
    name = lead.strip(_LABEL_ENDS)
    if not name or len(name) > _LONGEST_NAME or _STATED.search(fold(name)):
        name = "／".join(each.name for each in found)
    return [Criterion(name, points, found[0].text, levels)]


def _with_range(found: _Found) -> str:
    """What a level says; the points that it may have come first, unless it has one number of them only."""
    if found.low == found.high is not None:
        return found.text
    return f"{found.range}：{found.text}" if found.text else found.range


def _written(text: str) -> tuple[str, list[_Found]]:
    """(the words before the first level, the levels) of a rubric written out."""
    folded = fold(text)
    matches = list(_ENTRY.finditer(folded))
    if not matches:
        return text, []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    found = [
        _level(text[match.start("name") : match.end("name")], _range_of(match, text), text[match.end() : end])
        for match, end in zip(matches, ends, strict=True)
    ]
    return text[: matches[0].start()], found


def _range_of(match: re.Match[str], text: str) -> str:
    """The range of an entry in the paper's words."""
    is_bare = match.group("bare_one") or match.group("bare_first")
    own = ("bare_first", "bare_one") if is_bare else ("first", "one")
    start = max(match.start(own[0]), match.start(own[1]))
    ends = [match.end(f"{'bare_' if is_bare else ''}{name}") for name in ("last", "one", "open")]
    end = max(ends)
    while text[end : end + 1] in ("分", " ") and text[end : end + 1]:
        end += 1
    return text[start:end].strip()


def _level(name: str, spelled: str, text: str) -> _Found:
    match = re.fullmatch(_RANGE, fold(spelled))
    low, high = _bounds(match) if match else (None, None)
    return _Found(name.strip(), low, high, spelled, text.strip(f"{_LABEL_ENDS}\n\t"))


def _bounds(match: re.Match[str]) -> tuple[Fraction | None, Fraction | None]:
    if match["one"]:
        one = Fraction(match["one"])
        opened = match["open"] or ""
        return (one, None) if opened.endswith("上") else (None, None) if opened else (one, one)
    if match["open"]:
        return None, None
    low, high = sorted((Fraction(match["first"]), Fraction(match["last"])))
    return low, high


def _tabled(text: str) -> tuple[str, list[_Found]] | None:
    """The levels of a table typed with tabs that has a column of levels and one of points, or both as rows."""
    table = [[cell.strip() for cell in row.split("\t")] for row in rows(text) if row.strip()]
    if len(table) < 2 or len({len(row) for row in table}) != 1 or len(table[0]) < 2:
        return None
    for turned in (table, [list(column) for column in zip(*table, strict=True)]):
        head = [fold(cell) for cell in turned[0]]
        worth = next((place for place, cell in enumerate(head) if place and _WORTH_HEAD.fullmatch(cell)), 0)
        if worth and _LEVELS_HEAD.fullmatch(head[0]) and all(re.fullmatch(_WORD, fold(row[0])) for row in turned[1:]):
            return "", [_row(row, worth) for row in turned[1:]]
    return None


def _row(row: Sequence[str], worth: int) -> _Found:
    return _level(row[0], row[worth], "；".join(cell for cell in (*row[1:worth], *row[worth + 1 :]) if cell))


def _adds_up(found: Sequence[_Found], points: Fraction) -> bool:
    """Whether the levels go down from the points of the item without a hole, an overlap, or other points between."""
    if len(found) < 2 or len({each.name for each in found}) < len(found):
        return False
    first, last = found[0], found[-1]
    is_whole = first.high == points or (first.high is None and first.low is not None and first.low <= points)
    if not is_whole or any(each.high is None for each in found[1:-1]) or (last.high is None and last.low is not None):
        return False
    return all(map(_follows, found, found[1:])) and not any(_states_more(each.text) for each in found)


def _follows(above: _Found, below: _Found) -> bool:
    """Whether a level begins where the one above ends: at the same number, or the next."""
    if above.low is None:
        return False
    if below.high is None:
        return (match := re.match(_NUMBER, fold(below.range))) is not None and Fraction(match[0]) == above.low
    if above.low == above.high and below.low == below.high:
        return below.high < above.low
    return 0 <= above.low - below.high <= 1


def _states_more(text: str) -> bool:
    """Whether a text states points other than such as are taken off."""
    return bool(_STATED.search(_DEDUCTS.sub("", fold(text))))


def _fits(lead: str, points: Fraction) -> bool:
    """Whether the words before the levels state no points, or those of the item."""
    folded = fold(lead)
    whole = _WHOLE.search(folded)
    rest = folded if whole is None else folded[: whole.start()] + folded[whole.end() :]
    return not _STATED.search(rest) and (whole is None or Fraction(whole[1]) == points)
