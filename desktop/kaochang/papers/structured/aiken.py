"""Aiken: a stem on one line, options A. to Z., and `ANSWER: B`; nothing else stands in such a file.

`答案：B` is taken too. A file whose stems carry numbers, or that has anything else in it, is read by the grammar, which
gives the same items of it.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind
from kaochang.papers.finishing.stated import StatedItem, StatedPaper
from kaochang.papers.grammar.answers import Shape, letters_of, read_answer, says_both
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.labels import option_labels
from kaochang.papers.lines import fold, make_line, visible
from kaochang.papers.structured.gathering import Gathering

_OPTION: Final = re.compile(r"\s*([A-Z])\s*[.)、]\s*(?=\S)")
_ANSWERED: Final = re.compile(r"\s*(?:ANSWER|答案)\s*:\s*(.*)")
_SIGN: Final = re.compile(r"^[ \t]*(?:ANSWER|答案)[ \t]*[:：]", re.MULTILINE)


@dataclass(slots=True)
class _Entry:
    """One item as it stands in the file; `key` is None where no ANSWER line follows the options."""

    line: int
    stem: str
    options: list[Option] = field(default_factory=list)
    key: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the options are A, B, C … and at least two."""
        labels = [option.label for option in self.options]
        return len(labels) > 1 and labels == option_labels(len(labels))


def read_aiken(text: str) -> StatedPaper | None:
    """The items of an Aiken file; None where a text is not Aiken, or may as well be a paper of free layout."""
    entries = _entries(text) if _SIGN.search(text) else None
    if not entries or sum(entry.key is not None for entry in entries) * 2 < len(entries):
        return None
    numbered = sum(parse_number(make_line(entry.stem, entry.line)) is not None for entry in entries)
    if numbered * 2 > len(entries):
        return None
    gathering = Gathering()
    for entry in entries:
        gathering.add([_item(entry)])
    return gathering.done()


def _entries(text: str) -> list[_Entry] | None:
    """The entries of a text in which every line is one's stem, option or key; None for every other text."""
    found: list[_Entry] = []
    for number, row in enumerate(visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"), start=1):
        if not row.strip():
            continue
        folded = fold(row)
        option, key = _OPTION.match(folded), _ANSWERED.fullmatch(folded)
        is_open = bool(found) and found[-1].key is None
        if option is not None and is_open:
            found[-1].options.append(Option(option.group(1), row[option.end() :].strip()))
        elif key is not None and is_open:
            found[-1].key = row[key.start(1) :].strip()
        elif option is None and key is None and (not is_open or found[-1].is_whole):
            found.append(_Entry(number, row.strip()))
        else:
            return None
        if found[-1].key is not None and not found[-1].is_whole:
            return None
    return found if all(entry.is_whole for entry in islice(found, max(len(found) - 1, 1))) else None


def _item(entry: _Entry) -> StatedItem:
    labels = tuple(option.label for option in entry.options)
    texts = tuple(option.text for option in entry.options)
    kind = _type(entry, texts)
    made = StatedItem(Item(kind, entry.stem, options=tuple(entry.options)), MarkScheme(), line=entry.line)
    if entry.key:
        reading = read_answer(entry.key, Shape(kind, labels, texts))
        made.scheme = replace(made.scheme, correct=reading.correct)
        if reading.fault is not None:
            made.say(reading.fault.kind, reading.fault.variant, **reading.fault.params)
    else:
        made.say(Kind.MISSING_ANSWER)
    if kind is ItemType.TRUEFALSE:
        made.item = replace(made.item, options=())
    return made


def _type(entry: _Entry, texts: tuple[str, ...]) -> ItemType:
    """Aiken knows one right option alone; people write judgements and several right options in it too."""
    if says_both(texts):
        return ItemType.TRUEFALSE
    return ItemType.MULTIPLE if len(set(letters_of(entry.key or ""))) > 1 else ItemType.SINGLE
