"""The order a candidate sees: from the seed alone, for ever the same."""

import pytest
from kaochang.domain.assessments import Rules
from kaochang.domain.ordering import arrange
from support.exams import ITEMS, make_exam

SEED = bytes(range(16))
AUTHORED = tuple(ITEMS)

# Computed apart from the product: sorted by SHA-256 of the seed and the names, each name behind a NUL byte.
GOLDEN_SECTIONS = (
    ("single", "blank", "truefalse", "multiple"),
    ("ordering", "essay", "matching", "case-1", "case-2", "scenario", "interview"),
)
GOLDEN_OPTIONS = {
    "single": tuple("BDAC"),
    "multiple": tuple("BEDCA"),
    "ordering": tuple("CABD"),
    "matching": tuple("ACB"),
}


def arranged(seed=SEED, **rules):
    return arrange(make_exam(Rules(3600, **rules)), seed)


def test_without_shuffling_everything_stands_as_authored():
    arrangement = arranged()
    assert arrangement.items() == AUTHORED
    assert arrangement.sections == (AUTHORED[:4], AUTHORED[4:])
    assert arrangement.options["multiple"] == tuple("ABCDE")
    assert set(arrangement.options) == {"single", "multiple", "ordering", "matching"}


def test_the_order_of_a_known_seed_never_changes():
    arrangement = arranged(shuffle_items=True, shuffle_options=True)
    assert arrangement.sections == GOLDEN_SECTIONS
    assert arrangement.options == GOLDEN_OPTIONS


@pytest.mark.parametrize(("rule", "moved"), [("shuffle_items", "sections"), ("shuffle_options", "options")])
def test_each_rule_shuffles_only_what_it_names(rule, moved):
    plain, shuffled = arranged(), arranged(**{rule: True})
    other = {"sections": "options", "options": "sections"}[moved]
    assert getattr(shuffled, moved) != getattr(plain, moved)
    assert getattr(shuffled, other) == getattr(plain, other)


def test_seeds_give_different_orders_to_different_candidates():
    orders = {arranged(bytes([at] * 16), shuffle_items=True).items() for at in range(50)}
    assert len(orders) > 40


def test_each_item_has_an_option_order_of_its_own():
    options = arranged(shuffle_options=True).options
    assert len({labels for name, labels in options.items() if len(labels) == 4}) == 2
