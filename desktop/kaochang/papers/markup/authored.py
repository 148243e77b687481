"""What reading markup gives: authored text, what stands beside it, and what could not be carried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import Image, Item, Table
from kaochang.domain.papers import Kind

_MOST_LOSSES: Final = 50
"""So many are told of one text; nobody reads more."""
_QUOTED: Final = 40
"""Characters of a text that a message quotes."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something of a text that could not be carried, as a finding on its item will say it."""

    kind: Kind
    variant: str = ""
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Authored:
    """A text in the notation of docs/authored-text.md, with its tables and pictures in reading order."""

    text: str = ""
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()
    losses: tuple[Lost, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    """What our own writers note beside a text (see `own_marks`)."""
    parts: Mapping[str, "Authored"] = field(default_factory=dict)
    """Texts of our own writers that are no part of this one, by what they are: material, reference, rubric."""

    @property
    def flat(self) -> str:
        """The text with the rows of its tables as lines: for places that hold words alone."""
        rows = ["\t".join(row) for table in self.tables for row in table.rows]
        return "\n".join(part for part in [self.text, *rows] if part)


def once(images: Iterable[Image]) -> tuple[Image, ...]:
    """Pictures in order, each once however often texts repeat it."""
    return tuple({image.name: image for image in images}.values())


def with_material(item: Item, *told: Authored) -> Item:
    """The item with texts that it shares with others before its own material, their tables and pictures with them."""
    return replace(
        item,
        material="\n".join(part for part in [*(each.text for each in told), item.material] if part),
        tables=(*(table for each in told for table in each.tables), *item.tables),
        images=once([*(image for each in told for image in each.images), *item.images]),
    )


class Made:
    """Tables, pictures and losses under way; those of a cell also count for the text around its table."""

    def __init__(self, shared: "Made | None" = None) -> None:
        self._tables: list[Table] = []
        self._images: dict[str, Image] = {} if shared is None else shared._images
        self._losses: list[Lost] = [] if shared is None else shared._losses
        self._marks: dict[str, str] = {}
        self._parts: dict[str, Authored] = {}

    def whole(self, text: str) -> Authored:
        """Everything, with the words between."""
        images, losses = tuple(self._images.values()), tuple(self._losses)
        return Authored(text, tuple(self._tables), images, losses, self._marks, self._parts)

    def add_own(self, marks: Mapping[str, str]) -> None:
        """Marks of our own writers."""
        self._marks |= marks

    def add_part(self, name: str, part: Authored) -> None:
        """A text of our own writers that stands apart; what it lost is told with the text around it."""
        self._parts.setdefault(name, part)
        self._losses += [lost for lost in part.losses if lost not in self._losses]

    def add_image(self, image: Image) -> None:
        """A picture; shown once however often a text repeats it."""
        self._images.setdefault(image.name, image)

    def add_table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table, unless nothing stands in it."""
        if any(cell for row in rows for cell in row):
            self._tables.append(Table(tuple(map(tuple, rows))))

    def lose_picture(self, source: str) -> None:
        """A picture, sound or film that is not there or cannot be shown."""
        self._lose(Kind.MEDIA_MISSING, source=shortened(source) or "—")

    def lose_formula(self, words: str) -> None:
        """A formula that the notation cannot say."""
        self._lose(Kind.FORMULA_KEPT_AS_TEXT, formula=shortened(words) or "—")

    def _lose(self, kind: Kind, **params: str) -> None:
        lost = Lost(kind, "", params)
        if len(self._losses) < _MOST_LOSSES and lost not in self._losses:
            self._losses.append(lost)


def shortened(text: str) -> str:
    """Words as a message quotes them: one line, never a whole page."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else flat[: _QUOTED - 1] + "…"
