"""Text as its author wrote it, taken apart: paragraphs with blanks and formulas in them, formulas apart, code.

All places are counted in characters of the authored text, so that a place means the same whatever is drawn there.
Nothing is ever lost: what cannot be told for sure is words, as authored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from kaochang.domain.formulas import Node, parse_formula

_CODE: Final = re.compile(r"^[ \t]*```([^\s`]*)[ \t]*\n(.*?)^[ \t]*```[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_FORMULA: Final = re.compile(r"\\\((?P<inline>.+?)\\\)|[ \t]*\\\[(?P<apart>.+?)\\\][ \t]*", re.DOTALL)
_EMPTY: Final = "\\s_＿﹍﹎"
_DRAWN: Final = re.compile(rf"(?<=[（(﹙\[［【〔〖])[{_EMPTY}]*(?=[）)﹚\]］】〕〗])|[_＿﹍﹎]{{2,}}")
"""A blank as papers are read: the inside of an empty bracket, or a line of two underscores or more."""
_SPACED: Final = re.compile(r"(?<=[^\s])\u3000{2,}(?=[^\s\u3000])")
"""A blank left as white space within a line; at its start it is an indent, at its end nothing."""


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


def read_authored(text: str, blanks: int = 0) -> tuple[Block, ...]:
    """The blocks of a text, in order. `blanks` of an item become gaps where their places can be told for sure."""
    gaps = find_gaps(text, blanks)
    if "\\" not in text and "```" not in text:
        return tuple(_paragraphs(text, 0, len(text), (), gaps))
    blocks: list[Block] = []
    end = 0
    for found in _CODE.finditer(text):
        blocks.extend(_outside_code(text, end, found.start(), gaps))
        blocks.append(Code(found.start(2), found.end(2), found.group(2).removesuffix("\n")))
        end = found.end()
    if end < len(text) or not blocks:
        blocks.extend(_outside_code(text, end, len(text), gaps))
    return tuple(blocks)


def read_typed(text: str) -> tuple[Block, ...]:
    """The lines of a text that is no author's: nothing in it is notation."""
    return tuple(_paragraphs(text, 0, len(text), (), ()))


def find_gaps(text: str, blanks: int) -> tuple[Gap, ...]:
    """Where the blanks stand; nothing where the text does not say it without doubt.

    Empty brackets and lines are blanks, as papers are read. Runs of U+3000 in a line are blanks too where only
    together with them there are as many as the item has. Two readings that both fit are a doubt.
    """
    if not blanks:
        return ()
    held = [found.span() for found in _CODE.finditer(text)] + [found.span() for found in _FORMULA.finditer(text)]

    def outside(pattern: re.Pattern[str]) -> list[Span]:
        spans = (Span(*found.span()) for found in pattern.finditer(text))
        return [span for span in spans if not any(start <= span.start < end for start, end in held)]

    drawn = outside(_DRAWN)
    spaced = [span for span in outside(_SPACED) if not any(each.start <= span.start < each.end for each in drawn)]
    both = sorted([*drawn, *spaced], key=lambda span: span.start)
    fitting = [spans for spans in (drawn, spaced, both) if len(spans) == blanks]
    if not fitting or any(spans != fitting[0] for spans in fitting) or (fitting[0] is spaced and drawn):
        return ()
    return tuple(Gap(span.start, span.end, number) for number, span in enumerate(fitting[0]))


def _outside_code(text: str, start: int, end: int, gaps: tuple[Gap, ...]) -> Iterator[Block]:
    inline: list[Formula] = []
    for found in _FORMULA.finditer(text, start, end):
        apart = found.group("apart")
        root = parse_formula(apart or found.group("inline"))
        if root is None:
            continue
        if apart is None:
            inline.append(Formula(*found.span(), root, found.group()))
            continue
        before = text[start : found.start()].removesuffix("\n")
        if before:
            yield from _paragraphs(text, start, start + len(before), inline, gaps)
        yield Apart(*found.span(), root, found.group())
        start = found.end() + text.startswith("\n", found.end())
        inline = []
    if start < end:
        yield from _paragraphs(text, start, end - text.endswith("\n", start, end) * (end < len(text)), inline, gaps)


def _paragraphs(
    text: str, start: int, end: int, inline: tuple[Formula, ...] | list[Formula], gaps: tuple[Gap, ...]
) -> Iterator[Paragraph]:
    set_in: list[Piece] = sorted([*inline, *gaps], key=lambda piece: piece.start)
    for line in _lines(text, start, end, inline):
        within = [piece for piece in set_in if line.start <= piece.start and piece.end <= line.end]
        ends = [Words(line.start, line.start, ""), *within, Words(line.end, line.end, "")]
        pieces: list[Piece] = []
        for before, after in pairwise(ends):
            if before.start < before.end or isinstance(before, Gap):
                pieces.append(before)
            if before.end < after.start:
                pieces.append(Words(before.end, after.start, text[before.end : after.start]))
        yield Paragraph(line.start, line.end, tuple(pieces))


def _lines(text: str, start: int, end: int, inline: tuple[Formula, ...] | list[Formula]) -> Iterator[Span]:
    """The author's lines; a line break inside a formula ends none."""
    at = start
    while (found := text.find("\n", at, end)) >= 0:
        around = next((formula for formula in inline if formula.start < found < formula.end), None)
        if around is None:
            yield Span(start, found)
            start = at = found + 1
        else:
            at = around.end
    yield Span(start, end)
