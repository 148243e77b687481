"""Lines of a paragraph: soft breaks part them, and each picture stands behind the words that it stood behind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from kaochang.domain.items import Image
from kaochang.papers.lines import Label, Line, Span, make_line
from kaochang.papers.markup.omml import Formula
from kaochang.papers.walkers.word.runs import PLAIN, Paragraph, Piece, Words

_BLANK: Final = "____"
_LABEL: Final = re.compile(r"\s*[(（]?\w{1,3}\s*[.、．)）:：]\s*")
"""A number or letter with its stop: a picture before it stands behind it."""
_SPOKEN_OF: Final = re.compile(r"[划画]线")
_WIDE: Final = {"\t": 4, "\u3000": 2}


@dataclass(slots=True)
class Row:
    """One line under way."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    images: list[tuple[Image, int]] = field(default_factory=list)
    label: Label | None = None

    def add(self, text: str, looks: frozenset[str]) -> None:
        """Words behind what stands there."""
        if looks and text:
            self.spans.append(Span(len(self.text), len(self.text) + len(text), looks))
        self.text += text


def rows_of(paragraph: Paragraph, label: Label, *, in_cell: bool = False) -> list[Row]:
    """The lines of a paragraph, empty ones too; a formula in a cell or behind a number stands in its line."""
    rows = [Row()]
    if label.text:
        rows[0].label = label
        rows[0].add(label.text + label.gap, PLAIN)
    alone = paragraph.is_apart and not (label.text or in_cell)
    alone = alone and all(isinstance(piece, Formula) for piece in paragraph.pieces)
    for piece in _drawn(paragraph.pieces):
        if isinstance(piece, Image):
            rows[-1].images.append((piece, len(rows[-1].text)))
        elif isinstance(piece, Formula):
            rows += [Row()] if alone and rows[-1].text else []
            rows[-1].add(piece.marked(apart=alone), PLAIN)
        else:
            first, *others = piece.text.split("\n")
            rows[-1].add(first, piece.looks)
            for other in others:
                rows.append(Row())
                rows[-1].add(other, piece.looks)
    beside = [Row(images=[(image, 0) for image in paragraph.floating])] if paragraph.floating else []
    return rows + beside


def emphasis_lost(paragraph: Paragraph) -> bool:
    """Whether words are asked about by looks that no text keeps: dots below, or a line where it is spoken of."""
    words = "".join(piece.text for piece in paragraph.pieces if isinstance(piece, Words))
    lined = any(_is_underlined(piece) and isinstance(piece, Words) and piece.text.strip() for piece in paragraph.pieces)
    return paragraph.is_dotted or (lined and bool(_SPOKEN_OF.search(words)))


def line_of(row: Row, number: int) -> Line:
    """A line as the grammar reads it."""
    opening = _LABEL.match(row.text)
    start = opening.end() if opening else 0
    return make_line(
        row.text,
        number,
        tuple(row.spans),
        images=tuple(image for image, _ in row.images),
        label=row.label,
        places=tuple(max(place, start) for _, place in row.images),
    )


def _drawn(pieces: list[Piece]) -> Iterator[Piece]:
    """Underlined white space is a blank to fill in: drawn as a line, so that it is one everywhere."""
    for is_under, group in groupby(pieces, key=_is_underlined):
        run = list(group)
        words = "".join(piece.text for piece in run if isinstance(piece, Words))
        if is_under and not words.strip() and _width(words) > 1:
            breaks = words.count("\n")
            yield Words("\n".join([_BLANK] * (breaks + 1)), frozenset({"underline"}))
        else:
            yield from run


def _is_underlined(piece: Piece) -> bool:
    return isinstance(piece, Words) and "underline" in piece.looks


def _width(words: str) -> int:
    return sum(_WIDE.get(letter, 1) for letter in words)
