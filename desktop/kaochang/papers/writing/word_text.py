"""Authored text as Word's paragraphs: words, formulas as mathematics, code in letters of one width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.domain.authored import Apart, Block, Code, Formula, Gap, Paragraph, read_authored
from kaochang.domain.blanks import DRAWN
from kaochang.papers.markup.to_omml import to_omml
from kaochang.papers.writing.word_xml import paragraph, run

_JOINER: Final = "\u200d"
"""Word's own sign for words that are not broken; nobody sees it, and readers pass over it."""
_WIDE, _MOST_WIDE = 700, 600
"""Per cent of one Chinese sign that a place to write on is wide, and those that Word can stretch a sign to.

Spaces are as wide as Chinese signs, those that draw a line half as wide.
"""
MORE: Final = "More"
"""What the name of a style ends in whose paragraphs go on with a text."""


@dataclass(frozen=True, slots=True)
class Line:
    """The content of one paragraph, and the style that it needs ("" where it goes with its surroundings)."""

    content: list[etree._Element]
    style: str = ""


def lines_of(text: str, *, is_filled_in: bool = False) -> list[Line]:
    """The paragraphs of a text. Code stands between its fences, which are set so small that they hardly print.

    `is_filled_in` says that people write into its empty brackets, so they are as wide as lines to write on.
    """
    return [line for block in read_authored(text) for line in _lines(text, block, is_filled_in=is_filled_in)]


def _lines(text: str, block: Block, *, is_filled_in: bool) -> Iterator[Line]:
    if isinstance(block, Code):
        yield Line([run(_fence(text, block))], "KcFence")
        yield from (Line([run(line)], "KcCode") for line in block.text.split("\n"))
        yield Line([run("```")], "KcFence")
    elif isinstance(block, Apart):
        yield Line([to_omml(block.root, apart=True)], "KcFormula")
    else:
        yield Line(list(_pieces(block, is_filled_in=is_filled_in)))


def _fence(text: str, code: Code) -> str:
    """The line that opens code, with the word that names its language."""
    before = text[: code.start].rstrip("\n")
    return before[before.rfind("\n") + 1 :].strip() or "```"


def _pieces(block: Paragraph, *, is_filled_in: bool) -> Iterator[etree._Element]:
    for piece in block.pieces:
        if isinstance(piece, Formula):
            yield to_omml(piece.root)
        elif not isinstance(piece, Gap):  # nothing is told of blanks here, so they are words
            yield from _words(piece.text, is_filled_in=is_filled_in)


def _words(text: str, *, is_filled_in: bool) -> Iterator[etree._Element]:
    """Words, and the places for answers among them: none of those is broken, and lines to write on are wide.

    They are stretched, not drawn longer, so that a stem stays what it was to the sign.
    """
    start = 0
    for found in DRAWN.finditer(text):
        place = found.group()
        if not place:
            continue
        if found.start() > start:
            yield run(text[start : found.start()])
        start = found.end()
        wide = (_WIDE if place.isspace() else 2 * _WIDE) // len(place) if is_filled_in or not place.isspace() else 0
        yield run(_JOINER.join(place), percent=min(_MOST_WIDE, wide))
    if start < len(text):
        yield run(text[start:])


def paragraphs(
    style: str, text: str, *, before: Sequence[etree._Element] = (), is_filled_in: bool = False
) -> list[etree._Element]:
    """A text in a style, with runs before its first word; they have a line of their own before code and the like."""
    lines = lines_of(text, is_filled_in=is_filled_in)
    if before:
        first = lines[0] if lines and not lines[0].style else None
        lines = [Line([*before, *(first.content if first else [])]), *lines[1 if first else 0 :]]
    more = style if style.endswith(MORE) else style + MORE
    return [paragraph(line.style or (more if place else style), line.content) for place, line in enumerate(lines)]
