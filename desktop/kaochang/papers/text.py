"""Plain text papers: bytes to lines, in the encodings people have."""

import codecs
from typing import Final

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers.fences import together
from kaochang.papers.lines import Line, Source, make_line, visible

MAX_TEXT_BYTES: Final = 32 * 1024 * 1024
MAX_LINES: Final = 400_000
MAX_LINE_CHARACTERS: Final = 20_000
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """Text of a file: by byte order mark, else UTF-8, else GB18030; anything else is refused, never half-read."""
    if len(data) > MAX_TEXT_BYTES:
        raise Refusal(Outcome.PAPER, "paper.too-large", limit=MAX_TEXT_BYTES // (1024 * 1024))
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
    if len(rows) > MAX_LINES:
        raise Refusal(Outcome.PAPER, "paper.too-many-lines", limit=MAX_LINES)
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        if len(row) > MAX_LINE_CHARACTERS:
            raise Refusal(Outcome.PAPER, "paper.line-too-long", line=number, limit=MAX_LINE_CHARACTERS)
        lines.append(make_line(visible(row.replace("\f", " ").replace("\v", " ")), number))
    found = together(lines)
    return Source(found.lines, unclosed=found.unclosed)
