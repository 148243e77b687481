"""Options set in ways that nobody listed: told by runs of labels that begin anew under most items.

Letters with other signs around them, 甲乙丙丁, ①②③④, 1) 2) 3), （一）（二）, bullets and boxes. A run of labels that
lists of other things have too is taken only where the answers name its labels, or where the stem leaves a bracket for
one; boxes also where one of them is ticked, which is then the answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import ItemType
from kaochang.papers.grammar import kinds, marks
from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, Segment, View
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.stems import has_empty_bracket
from kaochang.papers.lines import Line

LETTERS: Final = "ABCDEFGH"
_SYSTEMS: Final = {
    "letter": LETTERS,
    "small": LETTERS.lower(),
    "stem": "甲乙丙丁戊己庚辛",
    "circled": "①②③④⑤⑥⑦⑧",
    "figure": "12345678",
    "chinese": "一二三四五六七八",
}
_SURE: Final = frozenset({"letter", "small", "stem"})
"""Labels that lists of other things hardly have."""
_LABEL: Final = re.compile(
    r"(?P<before>[^\w\s]{0,2})(?P<label>[A-Ha-h甲乙丙丁戊己庚辛①-⑧1-8一二三四五六七八])(?P<behind>[^\w\s]{1,3}|(?=\s))\s*(?:-\s+)?(?=\S)"
)
_CIRCLED: Final = re.compile(r"(?P<before>)(?P<label>[①-⑧])(?P<behind>[.、:]?)\s*(?=\S)")
_BULLET: Final = re.compile(r"(?P<before>)(?P<label>[•·◆◇▪‣◦➤►▶▷*]|[+-](?=\s*\D))(?P<behind>)\s*(?=\S)")
_BOX: Final = re.compile(r"(?P<before>)(?P<label>[□☐○◯◻▢√■●])(?P<behind>)\s*(?=\S)")
"""Boxes without letters, some of which may be ticked or filled."""
_TICKED: Final = "√■●"
_RESIDUE: Final = re.compile(r"[(\[]?[A-H][)\]]?[.、:)]?(?P<residue>\s*[~\-→>|·=]+)\s*(?=\S)")
_BRACKET: Final = re.compile(r"[(\[]([^()\[\]]{1,24})[)\]]")
_OTHERS: Final = re.compile(r"[\s、,;，；/+和与.。]+")
_BETWEEN: Final = re.compile(r"\s*[、,;|/]\s*")
_MOST_WRAPPED: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """One option of a run: the line it stands on, and where its words begin and end."""

    index: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """The options of one item, all of one style: its system of labels and the signs around them."""

    segment: Segment
    style: tuple[str, str, str]
    pieces: tuple[Piece, ...]

    @property
    def labels(self) -> str:
        """The labels as printed; bullets have none."""
        return _SYSTEMS.get(self.style[0], "")[: len(self.pieces)]


def learned_options(view: View) -> list[Run]:
    """The runs that are options, of every style that proves itself."""
    open_segments = [segment for segment in view.segments if not any(view.options[segment.start + 1 : segment.end])]
    runs = [run for segment in open_segments for run in _runs(view, segment)]
    found: list[Run] = []
    taken: set[int] = set()
    for style in dict.fromkeys(run.style for run in runs):
        own = [run for run in runs if run.style == style and run.segment.start not in taken]
        if _proves(view, own, open_segments):
            found += own
            taken |= {run.segment.start for run in own}
    return found


def residue_of(view: View) -> str:
    """Signs that stand behind the label of nearly all options (`【A】~ 甲`): they are part of how options are set."""
    places = [index for index, is_option in enumerate(view.options) if is_option]
    if len(places) < 2 * FEWEST:
        return ""
    found = [_RESIDUE.match(view.lines[index].fold) for index in places]
    signs = {match["residue"].strip() for match in found if match is not None}
    return signs.pop() if len(signs) == 1 and all(found) else ""


def without_residue(line: Line, residue: str) -> Line:
    """An option less such signs."""
    match = _RESIDUE.match(line.fold)
    if match is None or match["residue"].strip() != residue:
        return line
    label = next(letter for letter in line.fold if letter in LETTERS)
    return respelled(line, match.end(), f"{label}. ")


def spelled_out(view: View, run: Run) -> dict[int, list[Line]]:
    """The lines of a run with listed labels, by the place where they stood."""
    found: dict[int, list[Line]] = {}
    for place, piece in enumerate(run.pieces):
        mark = "√ " if _is_ticked(view, run, piece) else ""
        line = respelled(view.lines[piece.index], piece.start, f"{mark}{LETTERS[place]}. ", piece.end)
        found.setdefault(piece.index, []).append(line)
    return found


def _is_ticked(view: View, run: Run, piece: Piece) -> bool:
    """Whether the box before an option is ticked or filled, and some other one of the item is not."""
    marks_of = {view.lines[each.index].fold[:1] for each in run.pieces}
    told = run.style[0] == "box" and len({mark in _TICKED for mark in marks_of}) > 1
    return told and view.lines[piece.index].fold[:1] in _TICKED


# -- runs


def _runs(view: View, segment: Segment) -> Iterator[Run]:
    """Runs of labels from the first on, in the part of an item that candidates see; the last one is its options."""
    index = segment.start + 1
    last: Run | None = None
    while index < segment.end and view.mark(index) not in marks.FOR_SCORERS:
        pieces = _run(view, segment, index)
        if len(pieces) > 1:
            system, before, behind, _ = _first(view.lines[index]) or ("", "", "", 0)
            last = Run(segment, (system, before, behind), tuple(pieces))
            index = pieces[-1].index
        index += 1
    if last is not None:
        yield last


def _first(line: Line, at: int = 0) -> tuple[str, str, str, int] | None:
    """(system, signs before, signs behind, where the words begin) of a label at the beginning of a line."""
    if line.table is not None:
        return None
    match = _LABEL.match(line.fold, at) or _CIRCLED.match(line.fold, at)
    match = match or _BOX.match(line.fold, at) or _BULLET.match(line.fold, at)
    if match is None:
        return None
    label = match["label"]
    if match.re is _BOX:
        return "box", "", "", match.end()
    system = next((name for name, labels in _SYSTEMS.items() if label in labels), f"bullet{label}")
    return system, match["before"], match["behind"], match.end()


def _run(view: View, segment: Segment, index: int) -> list[Piece]:
    """The pieces of the run that begins on a line with the first label; nothing where none begins."""
    head = _first(view.lines[index])
    if head is None or not _is_label(view.lines[index], head, 0):
        return []
    pieces: list[Piece] = []
    wrapped = 0
    for at in range(index, segment.end):
        more = _pieces(view.lines[at], at, head, len(pieces))
        pieces += more
        wrapped = 0 if more else wrapped + 1
        if wrapped > _MOST_WRAPPED or len(pieces) >= len(LETTERS) or (wrapped and head[0].startswith("b")):
            break
    return pieces


def _is_label(line: Line, head: tuple[str, str, str, int], place: int) -> bool:
    found = _first(line)
    if found is None or found[:3] != head[:3]:
        return False
    labels = _SYSTEMS.get(head[0])
    return labels is None or line.fold[len(head[1])] == labels[place]


def _pieces(line: Line, index: int, head: tuple[str, str, str, int], place: int) -> list[Piece]:
    """The options on a line whose first has the label that is due."""
    if place >= len(LETTERS) or not _is_label(line, head, place):
        return []
    first = _first(line)
    starts, begins = [first[3] if first else 0], [0]
    labels = _SYSTEMS.get(head[0], "")
    for label in labels[place + 1 :]:
        match = re.compile(rf"(?<=\s){re.escape(head[1] + label + head[2])}\s*(?=\S)").search(line.fold, starts[-1])
        if match is None:
            break
        starts.append(match.end())
        begins.append(match.start())
    ends: list[int | None] = [*begins[1:], None]
    return [Piece(index, start, end) for start, end in zip(starts, ends, strict=True)]


# -- evidence


def _proves(view: View, runs: Sequence[Run], segments: Sequence[Segment]) -> bool:
    """Whether a style is that of options: often enough, and as a list of anything else would not be."""
    if len(runs) < FEWEST and not (runs and all(_is_choice(view, run) for run in runs)):
        return False
    first, last = runs[0].segment.start, runs[-1].segment.start
    among = [segment for segment in segments if first <= segment.start <= last]
    if 2 * len(runs) < len(among):
        return False
    if runs[0].style[0] in _SURE:
        return True
    confirmed = sum(_is_confirmed(view, run) for run in runs)
    return 10 * confirmed >= 6 * len(runs)


def _is_confirmed(view: View, run: Run) -> bool:
    """Whether the item's answer names labels of the run, or nothing answers it and its stem leaves a bracket or asks.

    The answer stands behind the options, or in the bracket of the stem. An item that calls itself a choice asks too.
    """
    if any(_is_ticked(view, run, piece) for piece in run.pieces):
        return True
    last = run.pieces[-1].index
    stem = view.lines[run.segment.start].fold
    if any(names_labels(match[1], run) for match in _BRACKET.finditer(stem)):
        return True
    told = _answer(view, last + 1, run.segment.end)
    if told:
        return names_labels(told, run) or _names_words(told, view, run)
    return _is_choice(view, run) or has_empty_bracket(stem) or "?" in stem[-2:]


def _is_choice(view: View, run: Run) -> bool:
    """Whether the item of a run calls itself a choice."""
    number = view.numbers[run.segment.start]
    tag = kinds.find_tag(view.lines[run.segment.start].fold if number is None else number.rest.fold)
    return tag is not None and kinds.type_of(tag[0]) in (ItemType.SINGLE, ItemType.MULTIPLE)


def _answer(view: View, start: int, end: int) -> str:
    """What the first line behind the options says, less its label; "" where there is none."""
    if start >= end:
        return ""
    pieces = marks.split(view.lines[start])
    named = [piece.fold for mark, piece in pieces if mark is Mark.ANSWER]
    text = named[0] if named else view.lines[start].fold
    return re.split(r"[:\])>\s-]", text.strip(" )]"))[-1].strip(" 。.()[]")


def _names_words(text: str, view: View, run: Run) -> bool:
    """Whether an answer is the words of one option, or of several one after the other."""
    own = {view.lines[piece.index].cut(piece.start, piece.end).fold for piece in run.pieces}
    return text in own or set(_BETWEEN.split(text)) <= own


def names_labels(text: str, run: Run) -> bool:
    """Whether words are nothing but labels of a run, less than all of them in another order."""
    bare = _OTHERS.sub("", text)
    own = run.labels or LETTERS[: len(run.pieces)]
    letters = LETTERS[: len(run.pieces)]
    fits = bool(bare) and (set(bare) <= set(own) or set(bare) <= set(letters))
    return fits and len(set(bare)) == len(bare) and list(bare) == sorted(bare, key=(own + letters).index)
