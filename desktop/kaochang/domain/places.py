"""Places: how people, findings and scripts name an item of a paper, SECTION#NUMBER, and how it is found again."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from kaochang.domain.items import Item
from kaochang.domain.refusals import Outcome, Refusal


class Identified(Protocol):
    """An item with its id: as placed in an assessment, or as it lies in the bank."""

    @property
    def id(self) -> str:
        """The item's id; never printed on a paper."""

    @property
    def item(self) -> Item:
        """The item."""


P = TypeVar("P", bound=Identified)


def place(section: str | None, number: str) -> str:
    """The place of a printed number in a section; `#NUMBER` where the paper has no sections."""
    return f"{section or ''}#{number}"


def place_of(item: Item) -> str:
    """An item's place as findings name it."""
    return place(item.section, item.number)


def find(items: Iterable[P], named: str, missing: str) -> P:
    """The item of this place or id; MISSING under the key `missing`, CONFLICT where several have that place.

    The same item may come up twice, as where two exams share it.
    """
    found = {each.id: each for each in items if named in (each.id, place_of(each.item))}
    if not found:
        raise Refusal(Outcome.MISSING, missing, named)
    if len(found) > 1:
        raise Refusal(Outcome.CONFLICT, "bank.which-item", named, ids=tuple(found))
    return next(iter(found.values()))
