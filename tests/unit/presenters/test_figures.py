"""Numbers as people read them: decimals that are the whole number, or say that they are rounded."""

from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.presenters.figures import decimal, figure, is_rounded
from kaochang.presenters.office.bank_faces import candidate_face


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(60), "60"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(5661, 250), "22.644"),
        (Fraction("999999.999999"), "999999.999999"),
    ],
)
def test_a_number_that_can_be_typed_is_shown_as_it_is(words, value, shown):
    assert (decimal(value), figure(words, value), is_rounded(value)) == (shown, shown, False)


@pytest.mark.parametrize(("value", "shown"), [(Fraction(100, 3), "33.33"), (Fraction(200, 3), "66.67")])
def test_any_other_is_shown_to_two_places_and_said_to_be_about_that(words, value, shown):
    assert (decimal(value), is_rounded(value)) == (shown, True)
    assert figure(words, value) == words("figure.about", number=shown)


def test_no_candidate_reads_a_fraction(words):
    item = Item(ItemType.ESSAY, "简述流程。", points=Fraction(100, 3))
    worth = candidate_face(item, {}, words).worth
    assert worth == words("candidate.item.points", points=words("figure.about", number="33.33"))
