"""Stems as candidates see them: the paper's own words less answer marks, points and type tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from kaochang.domain.blanks import DRAWN, drawn_in
from kaochang.domain.items import ItemType
from kaochang.papers.grammar import kinds
from kaochang.papers.lines import Line, fold
from kaochang.papers.numerals import to_points

_COLON: Final = re.compile(r"\s*:\s*")
_REQUIRED: Final = re.compile(r"\s+[*＊](?=$|\n)")
"""The star by which forms mark what must be answered, behind the type."""
_TELLING: Final = re.compile(r"(?<=.)\((?:单选|多选|不定项选?|单项选择|多项选择|不定项选择)题?\)[。.]?$")
_SITUATION: Final = re.compile(r"[\[(]?(?:情[景境]|场景)(?:描述|设定|模拟)?[\])]?\s*:")
_LEVEL_BESIDE: Final = re.compile(r"\s*[(\[]\s*([较偏]?[易难]|中|中等|简单|容易|一般|适中|困难|[★☆]{1,5})\s*[)\]]\s*")
"""How hard an item is, in a bracket of its own behind the tag of its type."""
_POINTS: Final = re.compile(
    r"[(\[]\s*(?:(?:本小?题|此题)\s*(?:满分|分值|计|共)?|满分|分值|计|共|每题)?\s*[:为]?\s*(\d{1,3}(?:\.\d)?)\s*(?:分|points?|marks?|pts?)\s*[)\]]"
)
_TAGGED_POINTS: Final = re.compile(r"(?<!每空)(?<!每空\s)(?<![\d.])(\d{1,3}(?:\.\d)?)\s*分")
_CHOSEN: Final = re.compile(
    r"(?P<open>[(\[])\s*(?P<inner>[A-H](?:\s*(?:[、,;/]\s*)?[A-H]){0,7})\s*(?P<close>[)\]])|_+\s*(?P<line>[A-H]{1,8})\s*_+"
)
_CHOSEN_SMALL: Final = re.compile(
    r"(?P<open>[(\[])\s+(?P<inner>[a-h]{1,8})\s+(?P<close>[)\]])|_+\s+(?P<line>[a-h]{1,8})\s+_+"
)
_CHOSEN_END: Final = re.compile(r":\s*(?P<letters>[A-H](?:[、,]?[A-H]){0,7})\s*[。.]?$")
"""Letters behind the colon that ends a stem: 应当：D."""
_EMPTY: Final = re.compile(r"[(\[][\s_]*[)\]]")
_JUDGED: Final = r"√|×|X|x|对|错|正确|错误|T|F|是|否|A|B"
_JUDGED_END: Final = re.compile(
    rf"(?P<open>[(\[])\s*(?P<inner>{_JUDGED})\s*(?P<close>[)\]])(?P<tail>[ \t]*[。.;,!?]?[ \t]*)$"
    r"|(?P<bare>[√×])[ \t]*$",
    re.MULTILINE,
)
_TICK: Final = "√×■●"
_TRUE_WORD: Final = r"(?P<true>对|正确|是)"
_FALSE_WORD: Final = r"(?P<false>错误|错|不正确|否)"
_PAIR: Final = re.compile(
    r"[(\[]?\s*(?P<true>√|对|正确|是|T)\s*[/|]\s*(?P<false>×|错误|错|不正确|否|F)\s*[)\]]?\s*[。.]?\s*$"
)


def _ticked_pairs() -> Iterator[re.Pattern[str]]:
    """`对（ ）错（√）`, `□对 ☑错`: a place for a tick beside each word, before or behind it; either word first."""
    for opens, box, closes in ((r"[(\[]\s*", rf"[{_TICK}]?", r"\s*[)\]]"), ("", rf"[□☐○◯◻▢{_TICK}]", "")):
        true = (_TRUE_WORD, rf"{opens}(?P<on_true>{box}){closes}")
        false = (_FALSE_WORD, rf"{opens}(?P<on_false>{box}){closes}")
        for first, second in ((true, false), (false, true)):
            for place in (slice(None), slice(None, None, -1)):
                words = [r"\s*".join(pair[place]) for pair in (first, second)]
                yield re.compile(rf"(?:^|(?<=[\s。.?!()])){words[0]}[\s,;/]*{words[1]}\s*$")


_TICKED_PAIRS: Final = tuple(_ticked_pairs())
_NEAR_PAIR: Final = re.compile(r"[错否误](?=[\s)\](\[□☐○◯◻▢√×■●对正是]|$)")
"""What stands near the end of every such pair: all other stems are soon told."""
_WIDEST_PAIR: Final = 30
_TICKED: Final = frozenset("√■●")
_JUDGED_BY_FIGURE: Final = re.compile(r"(?P<open>[(\[])\s*(?P<inner>[01])\s*(?P<close>[)\]])[ \t]*[。.;]?$")
_JUDGED_START: Final = re.compile(rf"(?P<open>[(\[])\s*(?P<inner>{_JUDGED})\s*(?P<close>[)\]])")
_SPACES: Final = re.compile(r"(?<=[^\s(\[]) {3,}(?=[^\s)\]])")
_FILLED: Final = re.compile(r"\(\s*((?!\d{1,2}(?:\.\d)?\s*分)[^()\[\]\n]{1,30}?)\s*\)")
_PADDED: Final = re.compile(r"[(\[]\s+([^()\[\]\n]{1,30}?)\s+[)\]]")


@dataclass(slots=True)
class Stem:
    """A stem under way: its words and what has been taken out of them."""

    text: str
    answers: list[str]
    points: Fraction | None = None

    @property
    def folded(self) -> str:
        """Its spelling for matching."""
        return fold(self.text)

    def replace(self, start: int, end: int, words: str) -> None:
        """Put other words in the place of some."""
        self.text = (self.text[:start] + words + self.text[end:]).strip()


def read_stem(text: str, kind: ItemType | None, *, filled: bool = False, tells: bool = False) -> Stem:
    """A stem with its points, tag and answer marks taken out; an answer's bracket stays, empty.

    `filled` says that every bracket of a stem to be completed holds an answer, also without spaces around it; `tells`
    that a type in round brackets behind the words tells candidates what others of the section are not, and stays.
    """
    stem = Stem(text.strip(), [])
    tagged = not (tells and _TELLING.search(stem.folded)) and _take_tag(stem)
    _take_points(stem)
    if tagged:
        stem.text = _REQUIRED.sub("", stem.text)
    if kind in (ItemType.SINGLE, ItemType.MULTIPLE, ItemType.ORDERING, None):
        _take_letters(stem)
    if kind is ItemType.BLANK:
        _take_padded(stem, _FILLED if filled else _PADDED)
    if kind in (ItemType.TRUEFALSE, None) and not _take_ticked(stem):
        _take_judgement(stem)
    if kind is ItemType.TRUEFALSE:
        _take_figure(stem)
    if kind is ItemType.TRUEFALSE and (pair := find_pair(stem.folded)) is not None:
        stem.replace(pair.start(), pair.end(), "")
    return stem


def find_pair(text: str) -> re.Match[str] | None:
    """The words that a judgement prints at its end, to be chosen from (`对 / 错`, `□对 □错`)."""
    return _PAIR.search(text) or _ticked_pair(text)


def _ticked_pair(text: str) -> re.Match[str] | None:
    if not _NEAR_PAIR.search(text, max(len(text) - _WIDEST_PAIR, 0)):
        return None
    return next((found for pattern in _TICKED_PAIRS if (found := pattern.search(text))), None)


def tells_type(text: str) -> bool:
    """Whether a stem says behind its words, in round brackets and without points, that one or several are right."""
    return bool(_TELLING.search(fold(text).strip()))


def is_situation(text: str) -> bool:
    """Whether a stem begins with the word for a situation to act in: 情景：…"""
    return bool(_SITUATION.match(fold(text)))


def level_beside(text: str, place: int) -> tuple[int, int] | None:
    """Where a bracket behind the tag of a folded stem says how hard the item is."""
    match = _LEVEL_BESIDE.match(text, place)
    return match.span(1) if match is not None else None


def count_blanks(text: str) -> int:
    """How many blanks a stem holds: empty brackets and lines of two underscores or more, or else empty braces."""
    return len(drawn_in(fold(text)))


def count_spaces(text: str) -> int:
    """How many blanks a stem leaves as nothing but white space between its words."""
    return sum(1 for _ in _SPACES.finditer(fold(text)))


def drawn_wide(text: str) -> str:
    """A stem whose blanks of white space are drawn as full-width spaces, as screens and paper need them."""
    parts, start = [], 0
    for match in _SPACES.finditer(fold(text)):
        parts += [text[start : match.start()], "\u3000" * 4]
        start = match.end()
    return "".join([*parts, text[start:]])


def has_line_blank(text: str) -> bool:
    """Whether a stem holds a blank drawn as a line, which no choice or judgement item has."""
    return bool(re.search(r"_{2,}", fold(text)))


def has_empty_bracket(text: str) -> bool:
    """Whether a stem leaves a bracket for the answer."""
    return bool(_EMPTY.search(fold(text)))


def _take_tag(stem: Stem) -> bool:
    """The tag goes, and so do the points that it states; whether there is one."""
    tag = kinds.find_tag(stem.folded)
    if tag:
        points = _TAGGED_POINTS.search(stem.folded, tag[1], tag[2])
        if points:
            stem.points = to_points(points.group(1))
        beside = _LEVEL_BESIDE.match(stem.folded, tag[2])
        _cut_out(stem, tag[1], beside.end() if beside is not None else tag[2])
    return tag is not None


def _take_points(stem: Stem) -> None:
    folded = stem.folded
    found = [match for match in _POINTS.finditer(folded) if not _is_full_mark(folded, match)]
    if len(found) == 1 and stem.points is None:
        stem.points = to_points(found[0].group(1))
        _cut_out(stem, found[0].start(), found[0].end())


def _cut_out(stem: Stem, start: int, end: int) -> None:
    """A bracket goes; so does the colon that stood between it and the stem (第一题（50分）：…)."""
    colon = _COLON.match(stem.folded, end) if not stem.text[:start].strip() else None
    stem.replace(start, colon.end() if colon else end, "")


def _is_full_mark(folded: str, match: re.Match[str]) -> bool:
    """Whether `4.5分（满分5分），…` tells of a scale rather than of the item: words go on behind it."""
    return "满分" in match.group() and bool(re.match(r"[,;、]?[ \t]*[^\s\W]", folded[match.end() :]))


def _emptied(text: str, start: int, end: int) -> str:
    """A bracket or line of the same kind with nothing in it."""
    if text[start] == "_" or fold(text[start]) == "_":
        return "____"
    return f"{text[start]} {text[end - 1]}"


def _take_letters(stem: Stem) -> None:
    """Letters in a bracket are the answer only where no bracket is left empty; several brackets are no answer."""
    if _EMPTY.search(stem.folded):
        return
    ending = _CHOSEN_END.search(stem.folded)
    letters: list[str] = []
    if ending is not None:
        letters.append(ending["letters"])
        stem.replace(*ending.span("letters"), "")
    found = list(_CHOSEN.finditer(stem.folded)) or list(_CHOSEN_SMALL.finditer(stem.folded))
    for match in reversed(found):
        letters.insert(0, match.group("inner") or match.group("line"))
        stem.replace(match.start(), match.end(), _emptied(stem.text, match.start(), match.end()))
    if letters:
        stem.answers.append(" / ".join(letters))


def _take_ticked(stem: Stem) -> bool:
    """The pair that has places for a tick goes; the word that alone is ticked is the answer. Whether there is one."""
    pair = _ticked_pair(stem.folded)
    if pair is None:
        return False
    ticked = [name for name, place in (("true", "on_true"), ("false", "on_false")) if pair[place] in _TICKED]
    crossed = "×" in (pair["on_true"], pair["on_false"])
    if ticked or crossed:
        names = ("true", "false") if crossed else ticked
        stem.answers.append(" / ".join(stem.text[pair.start(name) : pair.end(name)] for name in names))
    stem.replace(pair.start(), pair.end(), "")
    return True


def _take_judgement(stem: Stem) -> None:
    """A tick or cross at the end of a line or before the stem; several of them are no answer."""
    found = list(_JUDGED_END.finditer(stem.folded))
    start = _JUDGED_START.match(stem.folded)
    if start and start.end() < len(stem.text) and (not found or start.start() != found[0].start()):
        found.insert(0, start)
    for match in reversed(found):
        if match.groupdict().get("bare"):
            stem.replace(match.start(), match.end(), "")
        else:
            stem.replace(match.start(), match.end("close"), _emptied(stem.text, match.start(), match.end("close")))
    if found:
        marks = [match.groupdict().get("bare") or match.group("inner") for match in found]
        stem.answers.append(" / ".join(marks))


def _take_figure(stem: Stem) -> None:
    """1 or 0 in the bracket behind a judgement; whether they say right and wrong, its section tells."""
    found = _JUDGED_BY_FIGURE.search(stem.folded)
    if found is not None and not stem.answers:
        stem.answers.append(found["inner"])
        stem.replace(found.start(), found.end("close"), _emptied(stem.text, found.start(), found.end("close")))


def is_filled(text: str) -> bool:
    """Whether a stem has words in round brackets and no blank at all."""
    return bool(_FILLED.search(fold(text))) and not DRAWN.search(fold(text))


def _take_padded(stem: Stem, pattern: re.Pattern[str]) -> None:
    """`（ 八 ）`: words set off by spaces in the brackets of a stem without any empty blank are its answers.

    Where some are set off so, the words of other brackets are none, whatever the pattern.
    """
    found = list(_PADDED.finditer(stem.folded)) or list(pattern.finditer(stem.folded))
    if not found or DRAWN.search(stem.folded):
        return
    stem.answers.append("；".join(stem.text[match.start(1) : match.end(1)] for match in found))
    for match in reversed(found):
        stem.replace(match.start(), match.end(), _emptied(stem.text, match.start(), match.end()))


def take_underlined(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Underlined words of a stem without any empty blank are its answers, one for each blank they stand on.

    Gives the lines with the words taken off their lines, and the words. Where an empty blank is left the underlining
    is emphasis, and everything stays as it is.
    """
    cut = [_split_underlined(line) for line in lines]
    words = [word for pieces in cut for taken, word in pieces if taken]
    rest = "\n".join("".join(word for taken, word in pieces if not taken) for pieces in cut)
    if not words or DRAWN.search(fold(rest)):
        return lines, []
    emptied = [
        replace(line, text=text, fold=fold(text), spans=())
        for line, pieces in zip(lines, cut, strict=True)
        for text in ["".join("____" if taken else word for taken, word in pieces)]
    ]
    return emptied, words


def _split_underlined(line: Line) -> list[tuple[bool, str]]:
    """A line cut into (underlined, words); runs of underlining that touch are one."""
    under = bytearray(len(line.text))
    for span in line.spans:
        if "underline" in span.looks:
            under[span.start : span.end] = b"\x01" * (span.end - span.start)
    pieces: list[tuple[bool, str]] = []
    start = 0
    for end in range(1, len(line.text) + 1):
        if end == len(line.text) or under[end] != under[start]:
            words = line.text[start:end]
            taken = bool(under[start]) and bool(words.strip(" _"))
            pieces.append((taken, words.strip(" _") if taken else words))
            start = end
    return pieces
