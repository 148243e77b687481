"""Blackboard's upload files: one item a line, parts apart by tabs, the first a word that says the type.

`MC⇥stem⇥option⇥correct⇥option⇥incorrect…`: the format states everything, so its items pass no grammar.
"""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final

from kaochang.domain.authored import BLANK
from kaochang.domain.items import MAX_OPTIONS, Item, ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement
from kaochang.papers.finishing.stated import StatedItem, StatedPaper
from kaochang.papers.grammar.stems import count_blanks
from kaochang.papers.structured.weighed import Weighed, keep_unsupported, lettered, take_order, take_pairs

_RIGHT: Final = {"correct": True, "incorrect": False}
_JUDGED: Final = {"true": True, "false": False}
_WORDS: Final = frozenset({"MC", "MA", "TF", "ESS", "SR", "ORD", "MAT", "FIB", "FIB_PLUS", "FIL", "NUM", "OP", "CALC"})


def read_blackboard(text: str) -> StatedPaper | None:
    """The items of such a file; None for every other."""
    rows = [(number, line.split("\t")) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not rows or any(len(parts) < 2 or parts[0].strip().upper() not in _WORDS for _, parts in rows):
        return None
    return StatedPaper(items=[_item(number, [part.strip() for part in parts]) for number, parts in rows])


def _item(number: int, parts: list[str]) -> StatedItem:
    kind, stem, rest = parts[0].upper(), parts[1], parts[2:]
    while rest and not rest[-1]:
        rest.pop()
    found = _READERS[kind](stem, rest) if kind in _READERS else _unsupported(kind, stem)
    found.line = number
    for fault in found.faults:
        fault.line = number
    return found


def _stated(item: Item, correct: CorrectResponse | None, wrong: str = "") -> StatedItem:
    """An item with its key; `wrong` are the words that should have been one."""
    stated = StatedItem(item, MarkScheme(correct=correct))
    if wrong:
        stated.say(Kind.ANSWER_TYPE_MISMATCH, answer=wrong[:40])
    return stated


def _choice(kind: ItemType, stem: str, parts: list[str]) -> StatedItem:
    texts, marks = parts[0::2], [part.casefold() for part in parts[1::2]]
    if len(texts) > MAX_OPTIONS:
        return _unsupported(kind, stem, texts)
    options = lettered(texts)
    right = tuple(option.label for option, mark in zip(options, marks, strict=False) if _RIGHT.get(mark))
    whole = len(parts) % 2 == 0 and all(mark in _RIGHT for mark in marks)
    fits = whole and (len(right) == 1 if kind is ItemType.SINGLE else len(right) > 0)
    return _stated(
        Item(kind, stem, options=options), Choice(right) if fits else None, "" if fits else " ".join(parts[1::2])
    )


def _judgement(stem: str, parts: list[str]) -> StatedItem:
    value = _JUDGED.get(parts[0].casefold()) if len(parts) == 1 else None
    return _stated(
        Item(ItemType.TRUEFALSE, stem),
        None if value is None else Judgement(value),
        " ".join(parts) if value is None else "",
    )


def _essay(stem: str, parts: list[str]) -> StatedItem:
    return StatedItem(Item(ItemType.ESSAY, stem), MarkScheme(reference="\n".join(parts)))


def _ordering(stem: str, parts: list[str]) -> StatedItem:
    stated = _stated(Item(ItemType.ORDERING, stem), None)
    take_order(stated, parts)
    return stated


def _matching(stem: str, parts: list[str]) -> StatedItem:
    stated = _stated(Item(ItemType.MATCHING, stem), None)
    take_pairs(stated, [(Weighed(left), right) for left, right in zip_longest(parts[0::2], parts[1::2], fillvalue="")])
    return stated


def _blank(stem: str, parts: list[str]) -> StatedItem:
    """One blank with its alternatives."""
    shown = stem if count_blanks(stem) else f"{stem} ____"
    blanks = count_blanks(shown)
    stated = StatedItem(Item(ItemType.BLANK, shown, blanks=blanks), MarkScheme())
    if blanks != 1:
        stated.say(Kind.BLANK_COUNT_MISMATCH, blanks=str(blanks), answers="1")
    elif parts:
        stated.scheme = MarkScheme(correct=Accepted((tuple(parts),)))
    return stated


def _blanks(stem: str, parts: list[str]) -> StatedItem:
    """Several blanks by name, each name before its alternatives, an empty part between them."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if part:
            groups[-1].append(part)
        else:
            groups.append([])
    shown, answers = stem, []
    for name, *texts in (group for group in groups if group):
        shown, times = re.subn(rf"\[{re.escape(name)}\]", BLANK, shown)
        answers.append(tuple(texts) if times == 1 else ())
    blanks = count_blanks(shown)
    item = Item(ItemType.BLANK, shown, blanks=blanks)
    if blanks != len(answers) or not all(answers):
        stated = StatedItem(item, MarkScheme())
        stated.say(Kind.BLANK_COUNT_MISMATCH, blanks=str(blanks), answers=str(len(answers)))
        return stated
    return _stated(item, Accepted(tuple(answers)))


def _unsupported(kind: str, stem: str, lines: Sequence[str] = ()) -> StatedItem:
    stated = _stated(Item(ItemType.ESSAY, stem), None)
    keep_unsupported(stated, kind, lines)
    return stated


_READERS: Final[dict[str, Callable[[str, list[str]], StatedItem]]] = {
    "MC": lambda stem, parts: _choice(ItemType.SINGLE, stem, parts),
    "MA": lambda stem, parts: _choice(ItemType.MULTIPLE, stem, parts),
    "TF": _judgement,
    "ESS": _essay,
    "SR": _essay,
    "ORD": _ordering,
    "MAT": _matching,
    "FIB": _blank,
    "FIB_PLUS": _blanks,
}
