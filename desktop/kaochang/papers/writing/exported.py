"""What every writer is given, what it gives back, and how it says what its format cannot carry.

Each format is one module with one function:

    write(exported: Exported, out: BinaryIO, *, with_answers: bool) -> tuple[Loss, ...]

`out` is a binary stream at its beginning, which can be read too; pictures are asked for one at a time. The same
items give the same bytes. Nothing is dropped without a `Loss`: a writer notes what it cannot say with `Losses.say`.

Without answers a file holds nothing that tells one: no key, reference, explanation, rubric, competency, difficulty or
words to the scorers. That is no loss and is not told as one. A writer takes its items from `sayable`, where mark
schemes are empty then, so that it cannot forget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from kaochang.domain.items import Image, Item, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperFormat, PaperItem
from kaochang.domain.places import place_of
from kaochang.domain.ports import Words
from kaochang.papers.lines import visible


@dataclass(frozen=True, slots=True)
class Placed:
    """An item at its place in the paper, counted from 0, with its mark scheme (an empty one without answers)."""

    index: int
    item: Item
    scheme: MarkScheme


@dataclass(frozen=True, slots=True)
class Group:
    """Items that follow each other in a section and share their material; else one item alone, with no material.

    `tables` and `images` are those that stand with the material: the ones that all its items have, from the first on.
    A writer that puts them there leaves them out of the items (`own_tables`, `own_images`).
    """

    items: tuple[Placed, ...]
    material: str = ""
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()

    def own_tables(self, item: Item) -> tuple[Table, ...]:
        """The tables of an item that do not stand with the material already."""
        return item.tables[len(self.tables) :]

    def own_images(self, item: Item) -> tuple[Image, ...]:
        """The pictures of an item's text that do not stand with the material already."""
        return item.images[len(self.images) :]


@dataclass(frozen=True, slots=True)
class Section:
    """Items that follow each other under one heading; `title` is None where the paper has none."""

    title: str | None
    groups: tuple[Group, ...]

    @property
    def items(self) -> tuple[Placed, ...]:
        """All its items."""
        return tuple(placed for group in self.groups for placed in group.items)


@dataclass(frozen=True)
class Exported:
    """A paper to be written: its items in order, and `media`, the bytes of the pictures they name.

    `media` may be a mapping that reads a picture only when it is asked for it.
    `scoring_note` is what the paper says to its scorers; see `note_lines`.
    """

    title: str | None
    items: tuple[PaperItem, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    total_points: Fraction | None = None
    scoring_note: str = ""

    def note_lines(self, *, with_answers: bool) -> list[str]:
        """The words to the scorers, line by line; none without answers."""
        lines = [visible(line).strip() for line in self.scoring_note.split("\n")] if with_answers else []
        return [line for line in lines if line]

    def placed(self, *, with_answers: bool) -> tuple[Placed, ...]:
        """The items in order."""
        schemes = [each.scheme if with_answers else MarkScheme() for each in self.items]
        return tuple(Placed(index, self.items[index].item, scheme) for index, scheme in enumerate(schemes))

    def groups(self, *, with_answers: bool) -> tuple[Section, ...]:
        """The items by section, and in a section by shared material."""
        sections = groupby(self.placed(with_answers=with_answers), key=lambda placed: placed.item.section)
        return tuple(Section(title, tuple(_grouped(items))) for title, items in sections)


def _grouped(items: Iterator[Placed]) -> Iterator[Group]:
    for material, sharing in groupby(items, key=lambda placed: placed.item.material):
        if material:
            yield _sharing(tuple(sharing), material)
        else:
            yield from (Group((placed,)) for placed in sharing)


def _sharing(items: tuple[Placed, ...], material: str) -> Group:
    if len(items) == 1:
        return Group(items, material)
    tables = [placed.item.tables for placed in items]
    images = [placed.item.images for placed in items]
    return Group(items, material, tables[0][: _same_start(tables)], images[0][: _same_start(images)])


def _same_start(rows: list[tuple[Table, ...]] | list[tuple[Image, ...]]) -> int:
    """How many members at their beginning all rows have alike."""
    columns = list(zip(*rows, strict=False))
    return next(
        (place for place, column in enumerate(columns) if any(each != column[0] for each in column)), len(columns)
    )


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a format cannot carry, and all the items it befalls.

    `loss.KEY` of the catalogue is its sentence. `places` are the items' places as findings name them
    (SECTION#NUMBER), `indexes` their positions in the paper; both are empty for a loss of the whole paper.
    """

    format: PaperFormat
    key: str
    params: tuple[tuple[str, str], ...] = ()
    indexes: tuple[int, ...] = ()
    places: tuple[str, ...] = ()


MOST_NAMED = 5
"""So many items are named in the sentence of a loss; of more it says how many."""


def told(loss: Loss, words: Words) -> str:
    """The sentence of a loss: which items, and what is not in the file."""
    what = words(f"loss.{loss.key}", **dict(loss.params))
    if not loss.places:
        return what
    named = words("list.separator").join(loss.places[:MOST_NAMED])
    many = "loss.at" if len(loss.places) <= MOST_NAMED else "loss.at-many"
    return words(many, places=named, count=len(loss.places), what=what)


class Losses:
    """Collects the losses of one writer; the same loss of several items is told once."""

    def __init__(self, to: PaperFormat) -> None:
        self._format = to
        self._found: dict[tuple[str, tuple[tuple[str, str], ...]], list[Placed]] = {}

    def say(self, key: str, placed: Placed | None = None, **params: str) -> None:
        """Note a loss of an item, or of the whole paper."""
        items = self._found.setdefault((key, tuple(sorted(params.items()))), [])
        if placed is not None and (not items or items[-1].index != placed.index):
            items.append(placed)

    def all(self) -> tuple[Loss, ...]:
        """Every loss, in the order in which they were first met."""
        return tuple(
            Loss(
                self._format,
                key,
                params,
                tuple(placed.index for placed in items),
                tuple(place_of(placed.item) for placed in items),
            )
            for (key, params), items in self._found.items()
        )
