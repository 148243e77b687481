"""What our own reader makes of a paper that was just written; where it is not the same, it is told as a loss."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Final

from kaochang.domain.authored import Apart, Block, Code, Formula, Words, read_authored
from kaochang.domain.formulas import Fenced, Grid, Marked, Ratio, Root, Row, Scripts, Sign, Upright
from kaochang.domain.items import Image, Item
from kaochang.domain.papers import PaperItem
from kaochang.domain.refusals import Refusal
from kaochang.papers.archive import Stream
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.papers.writing.exported import Losses, Placed

Named = Callable[[Image], str]
"""Which picture one is; the same picture may stand in a paper under two names."""
_Told = Callable[[PaperItem, Named], object]
_NO_ITEMS: Final = frozenset({"paper.no-items", "paper.no-columns"})
"""Refusals of a file in which no item is found; the others say that something in it is beyond a limit."""


@dataclass(frozen=True)
class Printed:
    """What a file was to say: items as they stand there, title, full mark and words to the scorers.

    Title and full mark are "" and None where the file says none. Without answers a stem may have got a bracket for one,
    which is a part of it from then on. `pictures` says by their names in the paper which ones the pictures are.
    """

    items: Sequence[Placed]
    title: str
    total: Fraction | None
    note: Sequence[str]
    pictures: Mapping[str, str]


def compare(printed: Printed, data: bytes | Stream, losses: Losses, named: Callable[[bytes], str]) -> None:
    """Tell every item that would come back otherwise, and in what; of the paper, its title, full mark and items.

    `data` is the file, `named` tells by its bytes there which picture of `printed.pictures` one is.
    """
    try:
        read = read_paper(data, "")
    except Refusal as refusal:
        losses.say("read-again.none" if refusal.key in _NO_ITEMS else "read-again.not")
        return
    if printed.title and printed.title != read.paper.title:
        losses.say("read-again.title")
    if printed.total is not None and printed.total != read.paper.total_points:
        losses.say("read-again.total")
    if printed.note and "\n".join(printed.note) != read.paper.scoring_note:
        losses.say("read-again.note")
    if len(read.paper.items) != len(printed.items):
        _tell_missing(printed.items, read.paper.items, losses)
        return
    _tell_items(printed, read, losses, named)


def _tell_missing(placed: Sequence[Placed], found: Sequence[PaperItem], losses: Losses) -> None:
    """Another number of items, which touches all of them, and those that are none any more."""
    left = Counter((each.item.section, each.item.number) for each in found)
    losses.say("read-again")
    for ours in placed:
        place = (ours.item.section, ours.item.number)
        if left[place] < 1:
            losses.say("read-again.gone", ours)
        left[place] -= 1


def _tell_items(printed: Printed, read: ReadPaper, losses: Losses, named: Callable[[bytes], str]) -> None:
    for ours, theirs in zip(printed.items, read.paper.items, strict=True):
        for name, told in _TOLD.items():
            before = told(PaperItem(ours.item, ours.scheme), lambda image: printed.pictures[image.name])
            if before != told(theirs, lambda image: named(read.media[image.name])):
                losses.say(f"read-again.{name}", ours)


def _text(text: str) -> object:
    """A text as it is seen: of a formula what it shows, however it is spelled."""
    return [_block(block) for block in read_authored(text)]


def _block(block: Block) -> object:
    if isinstance(block, Apart):
        return seen(block.root)
    if isinstance(block, Code):
        return block.text
    pieces = [piece for piece in block.pieces if isinstance(piece, Formula | Words)]
    return [seen(piece.root) if isinstance(piece, Formula) else piece.text for piece in pieces]


def seen(part: object) -> tuple[object, ...]:
    """What a part of a formula shows: rows in rows lie flat, and words that are not Latin are their signs."""
    match part:
        case Row(parts):
            return tuple(each for inner in parts for each in seen(inner))
        case Upright(text) if text.isascii():
            return (part,)
        case Sign(text) | Upright(text):
            return (text,) if text[:1].isdigit() else tuple(text)
        case tuple():
            return tuple(seen(each) for each in part)
    if not isinstance(part, Ratio | Root | Scripts | Fenced | Marked | Grid):
        return (part,)
    return ((type(part).__name__, *(seen(getattr(part, each.name)) for each in fields(part))),)


def _options(item: Item, named: Named) -> object:
    return [
        [(each.label, _text(each.text), "" if each.image is None else named(each.image)) for each in row]
        for row in (item.prompts, item.options)
    ]


_TOLD: Final[dict[str, _Told]] = {
    "place": lambda each, _: (each.item.section, each.item.number),
    "type": lambda each, _: each.item.type,
    "stem": lambda each, _: (_text(each.item.stem), each.item.blanks),
    "options": lambda each, named: _options(each.item, named),
    "points": lambda each, _: each.item.points,
    "material": lambda each, _: _text(each.item.material),
    "tables": lambda each, _: each.item.tables,
    "pictures": lambda each, named: [named(image) for image in each.item.images],
    "turns": lambda each, _: each.item.stages,
    "mode": lambda each, _: each.item.way,
    "length": lambda each, _: (each.item.min_words, each.item.max_words),
    "key": lambda each, _: (each.scheme.correct, _text(each.scheme.reference)),
    "explanation": lambda each, _: _text(each.scheme.explanation),
    "rubric": lambda each, _: each.scheme.rubric,
    "competencies": lambda each, _: each.scheme.competencies,
    "difficulty": lambda each, _: each.scheme.difficulty,
}
"""What an item is compared in; each has its sentence in the catalogue."""
