"""A page as a text file, in the encodings and widths that people have."""

from collections.abc import Callable
from random import Random
from typing import Final

from papers_corpus.pages import Block, Grid

_HALF: Final = str.maketrans("，：；？！（）．", ",:;?!().")
_FULL: Final = str.maketrans(
    {number: number - 0x21 + 0xFF01 for number in range(0x21, 0x7F) if chr(number) not in "_|-"}
)


def text_of(page: list[Block]) -> str:
    """The lines of a page; the cells of a table are apart by tabs."""
    rows: list[str] = []
    for block in page:
        rows += ["\t".join(row) for row in block.rows] if isinstance(block, Grid) else [block.text]
    return "\n".join(rows) + "\n"


def _mixed(text: str, chance: Random) -> str:
    """Some lines in half-width, some in full-width letters and signs, as when two people typed."""
    lines = [line.translate((_HALF, _FULL, {})[chance.randrange(3)]) for line in text.split("\n")]
    return "\n".join(lines)


_WIDTHS: Final[dict[str, Callable[[str, Random], str]]] = {
    "half": lambda text, _: text.translate(_HALF),
    "full": lambda text, _: text.translate(_FULL),
    "mixed": _mixed,
    "crlf": lambda text, _: text.replace("\n", "\r\n"),
    "cr": lambda text, _: text.replace("\n", "\r"),
    "nbsp": lambda text, _: text.replace(" ", "\u00a0"),
    "zero-width": lambda text, _: text.replace("。", "。\u200b").replace("\n1", "\n\u200b1"),
    "trailing": lambda text, _: text.replace("\n", "  \t\n"),
    "no empty lines": lambda text, _: text.replace("\n\n", "\n"),
    "double spaced": lambda text, _: text.replace("\n", "\n\n"),
}
_CODES: Final = {
    "utf-8": "utf-8",
    "bom": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
}


def text_file(page: list[Block], container: str, chance: Random) -> bytes:
    """The bytes of a container such as "gb18030 crlf": an encoding, then what else was done."""
    code, *ways = container.split(" ", 1)
    text = text_of(page)
    for way in ways:
        text = _WIDTHS[way](text, chance)
    data = text.encode(_CODES.get(code, code))
    return b"\xfe\xff" + data if code == "utf-16-be" else data
