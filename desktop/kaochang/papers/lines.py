"""The one stream that every paper format is turned into: marked lines.

A walker (text, word) gives lines in reading order; the grammar never knows which format they came from. Every line
carries two spellings of the same length: `text` as authored, shown to candidates, and `fold`, used for matching only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kaochang.domain.authored import held
from kaochang.domain.items import Image, Table
from kaochang.domain.papers import Kind

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE: Final = {
    ord(seen): ord(meant)
    for meant, variants in {
        " ": "\u3000\u00a0\u2002\u2003\u2009\t",
        "[": "【〔〖［",
        "]": "】〕〗］",
        "(": "﹙",
        ")": "﹚",
        "√": "✓✔☑",
        "×": "✗✘✕╳☒",
        "-": "—–―−〜～~－─",
        ".": "﹒",
        "_": "﹍﹎",
    }.items()
    for seen in variants
}
_FOLD: Final = {**_FULL_WIDTH, **_ALIKE}
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\xad\u200b-\u200d\u2060\ud800-\udfff\ufeff]")
_LONGEST: Final = 60
_LONG: Final = re.compile(rf"([\s_\u3000])\1{{{_LONGEST},}}")
KEY_LINES: Final = 10**9
"""Lines of a separate answer key are counted from here on: what is said of one then tells which file it stands in."""
MASK: Final = "ʘ"
"""Stands in `fold` for each character of code and formulas: a letter that no pattern looks for."""
_ENDS: Final = "。.!?;”’）)」』】]…》\"'：" + MASK


def spelled(text: str) -> str:
    """Half-width, one kind of bracket, tick, cross and dash, in code and formulas too; the length stays."""
    return text.translate(_FOLD)


def fold(text: str) -> str:
    """The spelling used for matching: as `spelled`, with code and formulas masked, as no word of theirs means anything.

    The length stays.
    """
    folded = spelled(text)
    if "```" not in text and "\\" not in text:
        return folded
    inside = held(text)[: len(text)]  # it also tells of the place behind the last character
    return "".join(MASK if is_held else letter for letter, is_held in zip(folded, inside, strict=True))


def rows(text: str) -> list[str]:
    """The lines of a text; code and formulas stay in one piece."""
    folded = fold(text)
    ends = [place for place, letter in enumerate(folded) if letter == "\n"]
    return [text[start:end] for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True)]


def slices(text: str, folded: str, pattern: re.Pattern[str]) -> list[str]:
    """What stands between the matches in `folded`, the text's spelling for matching; white space alone is nothing."""
    pieces, start = [], 0
    for match in pattern.finditer(folded):
        pieces.append(text[start : match.start()])
        start = match.end()
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]


def visible(text: str) -> str:
    """Text without zero-width characters and other controls that nobody sees but every comparison trips over."""
    return _UNSEEN.sub("", text)


def ends_whole(text: str) -> bool:
    """Whether prose stops where a sentence may stop."""
    return bool(text) and fold(text.rstrip())[-1:] in _ENDS


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line (start, end in characters) set apart by looks.

    Looks are "bold", "underline", "highlight" and "colour:RRGGBB".
    """

    start: int
    end: int
    looks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """An automatic number that a line begins with: its words, its value (0 for a letter), what stands behind it."""

    text: str
    value: int
    gap: str = " "


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: its words, its number in the source (from 1), and what a format adds to them.

    `label` is the automatic number at its start: there is then no doubt that it is one. `places` say behind how many
    characters each picture stands (all of them at the end where nothing is said). `table` is set on a line that stands
    for a data table; then `text` is empty. `raw` is the line as it stood, with the white space around it, which code
    keeps; "" where nothing of it was taken away.
    """

    text: str
    number: int
    fold: str = ""
    spans: tuple[Span, ...] = ()
    table: Table | None = None
    images: tuple[Image, ...] = ()
    raw: str = ""
    label: Label | None = None
    places: tuple[int, ...] = ()

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The same line from `start` to `end`, outer white space removed, looks kept; pictures stay with the end."""
        last = len(self.text) if end is None else end
        piece = self.text[start:last]
        left = start + len(piece) - len(piece.lstrip())
        right = max(left, start + len(piece.rstrip()))
        if self._is_bare and (left, right) == (0, len(self.text)):
            return self
        spans = tuple(
            Span(max(span.start, left) - left, min(span.end, right) - left, span.looks)
            for span in self.spans
            if span.start < right and span.end > left
        )
        label = self.label if self.label and start == 0 and len(self.label.text) <= right else None
        line = Line(self.text[left:right], self.number, self.fold[left:right], spans, self.table, label=label)
        return self._with_images(line, (start, last), left) if self.images else line

    @property
    def _is_bare(self) -> bool:
        """Whether it holds nothing but words: most lines do."""
        return not (self.spans or self.images or self.raw or self.label or self.table)

    def _with_images(self, piece: "Line", span: tuple[int, int], left: int) -> "Line":
        """A piece with the pictures that stand in it; those without a place stay with the end."""
        if not self.places:
            return replace(piece, images=self.images if span[1] >= len(self.text) else ())
        kept = [
            (image, min(max(place - left, 0), len(piece.text)))
            for image, place in zip(self.images, self.places, strict=True)
            if span[0] <= place <= span[1]
        ]
        return replace(piece, images=tuple(image for image, _ in kept), places=tuple(place for _, place in kept))

    def looks(self) -> frozenset[str]:
        """The looks that cover every visible character of the line."""
        spans = [span for span in self.spans if self.text[span.start : span.end].strip()]
        covered = sum(len(self.text[span.start : span.end].replace(" ", "")) for span in spans)
        if not spans or covered < len(self.text.replace(" ", "")):
            return frozenset()
        return frozenset.intersection(*(span.looks for span in spans))


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a walker could not carry, and the number of the line where it stood."""

    line: int
    kind: Kind
    variant: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Source:
    """What a walker gives: lines in reading order, the pictures they name, and what it could not carry.

    `unclosed` are the numbers of the lines that open code which nothing closes. `is_numbered`: people who have the file
    open can find a line by its number, as in an editor of text and never in Word.
    """

    lines: list[Line] = field(default_factory=list)
    media: Mapping[str, bytes] = field(default_factory=dict)
    unclosed: list[int] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    is_numbered: bool = True


def make_line(
    text: str,
    number: int,
    spans: tuple[Span, ...] = (),
    table: Table | None = None,
    images: tuple[Image, ...] = (),
    *,
    label: Label | None = None,
    places: tuple[int, ...] = (),
) -> Line:
    """A line with its outer white space removed and its fold made.

    Runs of a hundred blanks or underscores are cut short: no paper needs them, and no pattern then runs long on them.
    Those of code stay.
    """
    raw = text
    if _LONG.search(text) and MASK not in fold(text):
        text, spans, places = _LONG.sub(lambda match: match.group(1) * _LONGEST, text), (), ()
    line = Line(text, number, fold(text), spans, table, images, label=label, places=places).cut(0)
    return replace(line, raw=raw) if raw != line.text else line
