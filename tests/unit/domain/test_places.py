"""An item is found by the place people use, or by its id."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.places import find, place, place_of
from kaochang.domain.refusals import Outcome
from support.exams import ITEMS
from support.refusals import refuses

ONE = PlacedItem("a", msgspec.structs.replace(ITEMS["single"], section="单选题"), Fraction(2))
TWIN = PlacedItem("b", ONE.item, Fraction(2))
BARE = PlacedItem("c", ITEMS["essay"], Fraction(2))


def test_a_place_is_section_and_number_and_a_paper_without_sections_has_only_numbers():
    assert (place_of(ONE.item), place_of(BARE.item)) == ("单选题#1", "#5")
    assert place(None, "5.2") == place("", "5.2") == "#5.2"


@pytest.mark.parametrize(("named", "found"), [("单选题#1", ONE), ("a", ONE), ("#5", BARE), ("c", BARE)])
def test_an_item_is_found_by_place_or_id(named, found):
    assert find([ONE, BARE], named, missing="mark.no-item") == found


def test_an_item_that_comes_up_twice_is_one_item():
    assert find([ONE, ONE], "单选题#1", missing="mark.no-item") == ONE


@pytest.mark.parametrize("named", ["", "#1", "单选题", "5", "单选题#2"])
def test_a_place_that_is_not_there_is_refused_in_the_callers_words(named):
    with refuses(Outcome.MISSING, "script.no-item"):
        find([ONE, BARE], named, missing="script.no-item")


def test_a_number_printed_twice_asks_for_the_id():
    with refuses(Outcome.CONFLICT, "bank.which-item") as caught:
        find([ONE, TWIN], "单选题#1", missing="mark.no-item")
    assert caught.value.params == {"ids": ("a", "b")}
    assert find([ONE, TWIN], "b", missing="mark.no-item") == TWIN
