"""Items that are near are found without comparing all, and none of them is missed."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from kaochang.domain.alike import near_pairs, nearness, rarest


def made(seed, count=60):
    """Sets of signs of which many share much, as items of one paper do."""
    chance = random.Random(seed)
    roots = [chance.sample(range(60), 12) for _ in range(6)]
    drawn = ({*chance.choice(roots), *chance.sample(range(60), chance.randint(0, 6))} for _ in range(count))
    return {f"{at:03}": frozenset(map(str, each)) for at, each in enumerate(drawn)}


@pytest.mark.parametrize("at_least", [Fraction(1, 2), Fraction(4, 5), Fraction(1)], ids=str)
def test_the_pairs_are_those_that_comparing_every_two_would_give(at_least):
    items = made(1)
    slow = {pair for pair in combinations(items, 2) if nearness(items[pair[0]], items[pair[1]]) >= at_least}
    found = list(near_pairs(items, at_least))
    assert {(first, second) for first, second, _ in found} == slow
    assert len(found) == len(slow) > 0
    assert all(near == nearness(items[first], items[second]) for first, second, near in found)


def test_of_the_rarest_pairs_any_item_that_is_near_holds_one():
    items = made(2)
    counts = {sign: sum(sign in each for each in items.values()) for each in items.values() for sign in each}
    for one, other in combinations(items.values(), 2):
        if nearness(one, other) >= Fraction(4, 5):
            assert other & set(rarest(one, counts, Fraction(4, 5)))


def test_an_item_without_words_is_near_to_nothing():
    assert list(near_pairs({"a": frozenset(), "b": frozenset()}, Fraction(1, 2))) == []
    assert nearness(frozenset(), frozenset()) == 0
