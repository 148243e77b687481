"""Items that say nearly the same: how near two of them are, and which of many are near, found without comparing all.

Two items are compared by the pairs of signs that their words are made of (`bank_words.tokens`): shared pairs over all
pairs. Of two sets that share a part `at_least` of their union, the rarest few of the one are met in the other, so only
items that share a rare pair are ever compared, and none is missed (prefix filtering: Bayardo, Ma, Srikant, "Scaling Up
All Pairs Similarity Search", WWW 2007).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

NEAR: Final = Fraction(4, 5)
"""From here on two items are told to be alike: a number or a name changed, an option in other words."""


def nearness(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """How much two items share, from 0 to 1."""
    every = len(one | other)
    return Fraction(len(one & other), every) if every else Fraction(0)


def rarest(pairs: frozenset[str], counts: Mapping[str, int], at_least: Fraction) -> list[str]:
    """The pairs of an item of which any item that is so near to it has one; `counts` says how many items have each."""
    wanted = len(pairs) - math.ceil(at_least * len(pairs)) + 1
    return sorted(pairs, key=lambda pair: (counts.get(pair, 0), pair))[:wanted]


def near_pairs(items: Mapping[str, frozenset[str]], at_least: Fraction) -> Iterator[tuple[str, str, Fraction]]:
    """Every two items that are so near, as (earlier id, later id, nearness), in the order of the later ones."""
    counts = Counter(pair for pairs in items.values() for pair in pairs)
    holding: dict[str, list[str]] = {}
    for name, pairs in items.items():
        seen: set[str] = set()
        for pair in rarest(pairs, counts, at_least):
            seen.update(holding.get(pair, ()))
            holding.setdefault(pair, []).append(name)
        for other in sorted(seen):
            sizes = sorted((len(pairs), len(items[other])))
            if sizes[0] >= at_least * sizes[1] and (found := nearness(pairs, items[other])) >= at_least:
                yield other, name, found
