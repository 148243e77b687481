"""The one stream that every paper format is turned into: marked lines.

A walker (text, word) gives lines in reading order; the grammar never knows which format they came from. Every line
carries two spellings of the same length: `text` as authored, shown to candidates, and `fold`, used for matching only.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from kaochang.domain.authored import held
from kaochang.domain.items import Image, Table

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
_INVISIBLE: Final = {code: None for code in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD)}
_LONGEST: Final = 60
_LONG: Final = re.compile(rf"([\s_\u3000])\1{{{_LONGEST},}}")
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


def visible(text: str) -> str:
    """Text without zero-width characters and other controls that nobody sees but every comparison trips over."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.translate(_INVISIBLE))


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
class Line:
    """One line as read: its words, its number in the source (from 1), and what a format adds to them.

    `table` is set on a line that stands for a data table; then `text` is empty. `raw` is the line as it stood, with the
    white space around it, which code keeps; "" where nothing of it was taken away.
    """

    text: str
    number: int
    fold: str = ""
    spans: tuple[Span, ...] = ()
    table: Table | None = None
    images: tuple[Image, ...] = ()
    raw: str = ""

    def cut(self, start: int, end: int | None = None) -> "Line":
        """The same line from `start` to `end`, outer white space removed, looks kept; pictures stay with the end."""
        last = len(self.text) if end is None else end
        piece = self.text[start:last]
        left = start + len(piece) - len(piece.lstrip())
        right = max(left, start + len(piece.rstrip()))
        spans = tuple(
            Span(max(span.start, left) - left, min(span.end, right) - left, span.looks)
            for span in self.spans
            if span.start < right and span.end > left
        )
        images = self.images if end is None or end >= len(self.text) else ()
        return Line(self.text[left:right], self.number, self.fold[left:right], spans, self.table, images)

    def looks(self) -> frozenset[str]:
        """The looks that cover every visible character of the line."""
        spans = [span for span in self.spans if self.text[span.start : span.end].strip()]
        covered = sum(len(self.text[span.start : span.end].replace(" ", "")) for span in spans)
        if not spans or covered < len(self.text.replace(" ", "")):
            return frozenset()
        return frozenset.intersection(*(span.looks for span in spans))


@dataclass(slots=True)
class Source:
    """What a walker gives: lines in reading order and the bytes of the pictures they name.

    `unclosed` are the numbers of the lines that open code which nothing closes.
    """

    lines: list[Line] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    unclosed: list[int] = field(default_factory=list)


def make_line(
    text: str,
    number: int,
    spans: tuple[Span, ...] = (),
    table: Table | None = None,
    images: tuple[Image, ...] = (),
) -> Line:
    """A line with its outer white space removed and its fold made.

    Runs of a hundred blanks or underscores are cut short: no paper needs them, and no pattern then runs long on them.
    Those of code stay.
    """
    raw = text
    if _LONG.search(text) and MASK not in fold(text):
        text, spans = _LONG.sub(lambda match: match.group(1) * _LONGEST, text), ()
    line = Line(text, number, fold(text), spans, table, images).cut(0)
    return replace(line, raw=raw) if raw != line.text else line
