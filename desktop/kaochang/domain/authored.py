"""Text as its author wrote it, taken apart: paragraphs with blanks and formulas in them, formulas apart, code.

All places are counted in characters of the authored text, so that a place means the same whatever is drawn there.
Nothing is ever lost: what cannot be told for sure is words, as authored.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Final, TypeAlias

from kaochang.domain.blanks import drawn_in
from kaochang.domain.formulas import Node, parse_formula

FENCE: Final = re.compile(r"^[ \t]*```([^\s`]*)[ \t]*$", re.MULTILINE)
"""A line that opens code, or closes it where no word stands in it."""
_INNER: Final = r"(?:[^\\]|\\[^()\[\]])+?"
"""No mark of another formula: one that is not closed takes nothing of the next."""
_FORMULA: Final = re.compile(rf"\\\((?P<inline>{_INNER})\\\)|\\\[(?P<apart>{_INNER})\\\][ \t]*", re.DOTALL)
_SPACED: Final = re.compile(r"(?<=[^\s])\u3000{2,}(?=[^\s\u3000])")
"""A blank left as white space within a line; at its start it is an indent, at its end nothing."""
_KEPT: Final = 128
"""So many texts stay taken apart: those of the items that a candidate goes to and fro between."""


@dataclass(frozen=True)
class Span:
    """A part of the authored text, from `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Words(Span):
    """Words as they stand."""

    text: str


@dataclass(frozen=True)
class Gap(Span):
    """A blank to fill in, counted from 0."""

    number: int


@dataclass(frozen=True)
class Formula(Span):
    """A formula in the line, with its marks as authored in `source`."""

    root: Node
    source: str


Piece: TypeAlias = Words | Gap | Formula


@dataclass(frozen=True)
class Paragraph(Span):
    """A line of the author's, which may be set in many."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Apart(Span):
    """A formula that stands by itself."""

    root: Node
    source: str


@dataclass(frozen=True)
class Code(Span):
    """Lines of a program, never wrapped."""

    text: str


Block: TypeAlias = Paragraph | Apart | Code


@lru_cache(maxsize=_KEPT)
def read_authored(text: str, blanks: int = 0) -> tuple[Block, ...]:
    """The blocks of a text, in order. `blanks` of an item become gaps where their places can be told for sure."""
    gaps = find_gaps(text, blanks)
    if "\\" not in text and "```" not in text:
        return tuple(_paragraphs(text, 0, len(text), gaps))
    blocks: list[Block] = []
    end = 0
    for code in _codes(text):
        blocks.extend(_outside_code(text, end, code.start, gaps))
        blocks.append(
            Code(code.inner.start, code.inner.end, text[code.inner.start : code.inner.end].removesuffix("\n"))
        )
        end = code.end
    if end < len(text) or not blocks:
        blocks.extend(_outside_code(text, end, len(text), gaps))
    return tuple(blocks)


def read_typed(text: str) -> tuple[Block, ...]:
    """The lines of a text that is no author's: nothing in it is notation."""
    return tuple(_paragraphs(text, 0, len(text), ()))


BLANK: Final = "____"
"""How a blank is drawn that a format only names."""


@lru_cache(maxsize=_KEPT)
def find_gaps(text: str, blanks: int) -> tuple[Gap, ...]:
    """Where the blanks stand; nothing where the text does not say it without doubt.

    Blanks are drawn as papers are read (`blanks.drawn_in`). Runs of U+3000 in a line are blanks too where only together
    with them there are as many as the item has. Two readings that both fit are a doubt.
    """
    if not blanks:
        return ()
    is_held = held(text)
    drawn = [Span(*place) for place in drawn_in(text) if not is_held[place[0]]]
    for span in drawn:
        is_held[span.start : span.end] = b"\1" * (span.end - span.start)
    spaced = [Span(*found.span()) for found in _SPACED.finditer(text) if not is_held[found.start()]]
    both = sorted([*drawn, *spaced], key=attrgetter("start"))
    fitting = [spans for spans in (drawn, spaced, both) if len(spans) == blanks]
    if not fitting or any(spans != fitting[0] for spans in fitting) or (fitting[0] is spaced and drawn):
        return ()
    return tuple(Gap(span.start, span.end, number) for number, span in enumerate(fitting[0]))


@dataclass(frozen=True)
class _Fenced(Span):
    """Code with its fences, and the lines between them."""

    inner: Span


def _codes(text: str) -> Iterator[_Fenced]:
    """A fence with a word opens too, only one without any closes; one that is never closed is text."""
    opened: re.Match[str] | None = None
    for fence in FENCE.finditer(text):
        if opened is None:
            opened = fence
        elif not fence.group(1):
            end = fence.end() + text.startswith("\n", fence.end())
            yield _Fenced(opened.start(), end, Span(opened.end() + 1, fence.start()))
            opened = None


def held(text: str) -> bytearray:
    """Which characters stand in code or in a formula: 1 for each. Nothing but code and formulas is read there."""
    found_in = bytearray(len(text) + 1)
    end = 0
    for code in [*_codes(text), _Fenced(len(text), len(text), Span(0, 0))]:
        for found in _FORMULA.finditer(text, end, code.start):
            found_in[found.start() : found.end()] = b"\1" * (found.end() - found.start())
        last = code.end - text.endswith("\n", code.start, code.end)
        found_in[code.start : last] = b"\1" * (last - code.start)
        end = code.end
    return found_in


def _outside_code(text: str, start: int, end: int, gaps: Sequence[Gap]) -> Iterator[Block]:
    inline: list[Formula] = []
    for found in _FORMULA.finditer(text, start, end):
        apart = found.group("apart")
        root = parse_formula(apart or found.group("inline"))
        if root is None:
            continue
        if apart is None:
            inline.append(Formula(*found.span(), root, found.group()))
            continue
        before = text[start : found.start()].rstrip(" \t").removesuffix("\n")
        if before:
            yield from _paragraphs(text, start, start + len(before), [*inline, *gaps])
        yield Apart(*found.span(), root, found.group())
        start = found.end() + text.startswith("\n", found.end())
        inline = []
    if start < end:
        last = end - text.endswith("\n", start, end) * (end < len(text))
        yield from _paragraphs(text, start, last, [*inline, *gaps])


def _paragraphs(text: str, start: int, end: int, set_in: Sequence[Formula | Gap]) -> Iterator[Paragraph]:
    """The author's lines; a line break inside a formula or a blank ends none."""
    within = sorted((piece for piece in set_in if start <= piece.start and piece.end <= end), key=attrgetter("start"))
    places = [piece.start for piece in within]
    first = 0
    for line in _lines(text, start, end, within, places):
        last = bisect_left(places, line.end, first)
        yield Paragraph(line.start, line.end, tuple(_pieces(text, line, within[first:last])))
        first = last


def _pieces(text: str, line: Span, within: Sequence[Formula | Gap]) -> Iterator[Piece]:
    ends: list[Span] = [Words(line.start, line.start, ""), *within, Words(line.end, line.end, "")]
    for before, after in pairwise(ends):
        if isinstance(before, Formula | Gap):
            yield before
        if before.end < after.start:
            yield Words(before.end, after.start, text[before.end : after.start])


def _lines(text: str, start: int, end: int, within: Sequence[Span], places: Sequence[int]) -> Iterator[Span]:
    at = start
    while (found := text.find("\n", at, end)) >= 0:
        before = bisect_left(places, found + 1) - 1
        if before >= 0 and found < within[before].end:
            at = within[before].end
        else:
            yield Span(start, found)
            start = at = found + 1
    yield Span(start, end)
