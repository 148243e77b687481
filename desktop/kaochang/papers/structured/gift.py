"""GIFT, the text format of Moodle: what stands between braces says which answers are right and what they are worth.

A file is taken for GIFT by what stands in it: entries whose braces hold answers, more of them than anything else. A
paper in a free layout, with code in braces or not, is left to the grammar.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final

from kaochang.papers.finishing.stated import StatedPaper
from kaochang.papers.grammar.answers import judgement_of
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import make_line, visible
from kaochang.papers.markup.own_marks import COMMENT, from_one_line
from kaochang.papers.structured.gathering import Gathering
from kaochang.papers.structured.gift_entries import is_bare, is_key, read_entry, taken_apart

_CATEGORY: Final = re.compile(r"\s*\$CATEGORY:(.*)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\s*//(.*)")
_MARK: Final = re.compile(rf"//{COMMENT}([a-z-]{{1,20}})=(.*)")
"""What our own writer notes before an entry (see `markup.own_marks`)."""
_TAGGED: Final = re.compile(r"\[tag:((?:\\.|[^\\\[\]]){1,200})\]")
_SIGN: Final = re.compile(r"(?<!\\)(?:\\\\)*\{\s*(?:[=~#}]|(?:T|F|TRUE|FALSE)\s*[#}])", re.IGNORECASE)
"""What a file that is GIFT has at least once: cheap to look for in files that are not."""
_FREE: Final = re.compile(
    r"^[ \t\u3000]*(?:[A-HＡ-Ｈ][ \t]*[.．、:：)）]|[【\[（(][A-HＡ-Ｈ][】\]）)]|[【\[（(]?(?:参考|正确|标准)?答案)",
    re.MULTILINE,
)
"""Options and answers as papers of free layout have them."""
_FORMULA: Final = re.compile(r"(?<!\\)(?:\\\((?:[^\\\n]|\\(?![()\[\]]))*\\\)|\\\[(?:[^\\\n]|\\(?![()\[\]]))*\\\])")
"""A formula as papers write it: its braces are no answers, where GIFT would have escaped them."""
_ENTRY_END: Final = re.compile(r"(?<=\})[ \t]*\n")
_BRACE: Final = re.compile(r"\\.|[{}]")
_AHEAD: Final = 40
"""Lines after an empty one in which open braces must close."""
_PROOF: Final = 200
"""Entries that are looked at to tell what a file is."""


@dataclass(slots=True)
class Block:
    """Lines of the file that belong together, from `line` on; those of a category are its name instead."""

    line: int
    lines: list[str] = field(default_factory=list)
    category: str | None = None
    tags: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)


def is_gift(text: str) -> bool:
    """Whether a text is GIFT beyond doubt: most of its first entries are answered in braces, as GIFT writes it."""
    if not _SIGN.search(text):
        return False
    text = _FORMULA.sub("", text)
    entries = [block for block in islice(blocks(text), _PROOF) if block.category is None]
    proofs = sum(_is_proof(block.text) for block in entries)
    return proofs > 0 and proofs * 2 >= len(entries)


def is_crowded(text: str) -> bool:
    """Whether a text is GIFT but for the empty lines that part its entries: it cannot be told where they end."""
    pieces = islice(_ENTRY_END.split(text), _PROOF)
    return _SIGN.search(text) is not None and sum(map(_is_proof, pieces)) > 1


def _is_proof(text: str) -> bool:
    """An entry whose braces hold answers; empty braces prove little: only with a title, or at the end of an entry.

    Nor does anything that stands among options, answers or numbers of another kind: it is code, or what is asked about.
    """
    entry = taken_apart(text)
    if entry.key is None or _FREE.search(entry.stem):
        return False
    is_numbered = parse_number(make_line(entry.stem.split("\n")[0], 0)) is not None
    if is_bare(entry.key) and judgement_of(entry.key.strip()) is None:
        return False
    return is_key(entry.key) or bool(entry.title) or not (entry.has_rest or is_numbered)


def read_gift(text: str) -> StatedPaper:
    """The items of a GIFT file. An entry whose braces cannot be read is kept as an item with a finding."""
    gathering = Gathering()
    for block in blocks(text):
        if block.category is not None:
            gathering.open_category(block.category)
            continue
        entry = taken_apart(block.text)
        if entry.is_description:
            gathering.open_material(replace(entry.told, marks=block.marks), block.line)
        else:
            made = read_entry(entry, block.line, block.tags)
            made.marks |= block.marks
            gathering.add([made], entry.title)
    return gathering.done()


def blocks(text: str) -> Iterator[Block]:
    """The entries and categories of a file, in order. An empty line ends an entry, unless its braces are still open.

    Moodle ends it even then, and refuses the file; read on to the closing brace, it can only mean one thing.
    """
    lines = visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    block, depth = Block(0), 0
    for number, line in enumerate([*lines, ""], start=1):
        comment, category = _COMMENT.match(line), _CATEGORY.match(line)
        mark = _MARK.match(line) if comment is not None else None
        if mark is not None:
            block.marks[mark.group(1)] = from_one_line(mark.group(2))
        elif comment is not None:
            block.tags += [tag.replace("\\]", "]").strip() for tag in _TAGGED.findall(comment.group(1))]
        elif category is None and (line.strip() or (depth > 0 and _closes(lines, number))):
            block.line = block.line or number
            block.lines.append(line)
            depth += sum({"{": 1, "}": -1}.get(sign, 0) for sign in _BRACE.findall(line))
        else:
            if block.lines:
                yield block
                block, depth = Block(0), 0
            if category is not None:
                yield Block(number, category=category.group(1).strip())


def _closes(lines: list[str], start: int) -> bool:
    """Whether the lines from here on go on with what stands in open braces: a closing brace comes first."""
    for line in lines[start : start + _AHEAD]:
        if _CATEGORY.match(line) or line.lstrip().startswith("::"):
            return False
        sign: str | None = next((sign for sign in _BRACE.findall(line) if sign in "{}"), None)
        if sign is not None:
            return sign == "}"
    return False
