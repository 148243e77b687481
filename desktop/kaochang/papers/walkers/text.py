"""Plain text papers: bytes to lines, in the encodings people have."""

import codecs
from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.lines import Line, Note, Source, make_line, visible
from kaochang.papers.walkers.drawn import opened
from kaochang.papers.walkers.fences import together

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Text of a file: by byte order mark, else UTF-8, else GB18030; anything else is refused, never half-read."""
    if len(data) > limits.MAX_TEXT_BYTES:
        raise Refusal(Outcome.PAPER, "paper.too-large", limit=limits.MAX_TEXT_BYTES // limits.MIB)
    known = [name for bom, name in _BOMS if data.startswith(bom)]
    for encoding in known or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal(Outcome.PAPER, "paper.not-text")


def read_text(data: bytes) -> Source:
    """The lines of a text paper, numbered from 1 as an editor numbers them; empty lines are left out but in code."""
    rows = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(rows) > limits.MAX_LINES:
        raise Refusal(Outcome.PAPER, "paper.too-many-lines", limit=limits.MAX_LINES)
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        if len(row) > limits.MAX_LINE_CHARACTERS:
            raise Refusal(Outcome.PAPER, "paper.line-too-long", line=number, limit=limits.MAX_LINE_CHARACTERS)
        lines.append(make_line(visible(row.replace("\f", " ").replace("\v", " ")), number))
    found = together(lines)
    notes: list[Note] = []
    return Source(list(opened(found.lines, notes)), unclosed=found.unclosed, notes=notes)
