"""Items of the bank that say nearly the same as another one (`domain/alike`)."""

from collections.abc import Mapping
from fractions import Fraction

from kaochang.domain.alike import NEAR, near_pairs, nearness, rarest
from kaochang.domain.banked import ItemFilter
from kaochang.domain.items import Item
from kaochang.domain.values import Record
from kaochang.store.bank import Bank
from kaochang.store.bank_items import BankItem
from kaochang.store.bank_words import pairs_of


class Alike(Record, frozen=True):
    """Another item, and how near it is, from 0 to 1."""

    entry: BankItem
    nearness: Fraction


class AlikePair(Record, frozen=True):
    """Two items of the bank that are near."""

    first: BankItem
    second: BankItem
    nearness: Fraction


def alike_to(bank: Bank, item: Item, own_id: str = "", at_least: Fraction = NEAR) -> list[Alike]:
    """Items in use that are near to one, nearest first; `own_id` is its own where it lies in the bank."""
    pairs = pairs_of(item)
    candidates = bank.found.holding_any(rarest(pairs, bank.found.counts_of(tuple(pairs)), at_least))
    near = [Alike(each, nearness(pairs, pairs_of(each.item))) for each in candidates if each.id != own_id]
    return sorted((each for each in near if each.nearness >= at_least), key=lambda each: -each.nearness)


def alike_pairs(bank: Bank, wanted: ItemFilter | None = None, at_least: Fraction = NEAR) -> list[AlikePair]:
    """Every two of the items that a filter means, else of all in use, that are near; nearest first."""
    pairs: Mapping[str, frozenset[str]] = {
        each.id: pairs_of(each.item) for each in bank.found.each(wanted or ItemFilter())
    }
    found = sorted(near_pairs(pairs, at_least), key=lambda near: -near[2])
    return [AlikePair(bank.found.get(first), bank.found.get(second), near) for first, second, near in found]
