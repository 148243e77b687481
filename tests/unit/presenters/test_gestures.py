"""Every gesture on every item gives a response that the item can take."""

import pytest
from kaochang.domain.items import fits
from kaochang.domain.responses import MAX_BLANK, MAX_TEXT, Blanks, Choice, Judgement, Order, Pairs, Text
from kaochang.presenters.candidate.gestures import (
    Arranged,
    Chosen,
    Cleared,
    Filled,
    Judged,
    Paired,
    Written,
    after,
    typable,
)
from screens import sample

ITEMS = {placed.id: placed.item for placed in sample.short_exam().assessment.items()}


@pytest.mark.parametrize(
    ("item", "before", "gesture", "response"),
    [
        ("i1", Choice(("A",)), Chosen("B"), Choice(("B",))),
        ("i1", Choice(("A",)), Chosen("A"), Choice(())),
        ("i1", Choice(()), Chosen("A"), Choice(("A",))),
        ("i1", Choice(("A",)), Cleared(), Choice(())),
        ("i2", None, Chosen("C"), Choice(("C",))),
        ("i2", Choice(("C",)), Chosen("A"), Choice(("A", "C"))),
        ("i2", Choice(("A", "C")), Chosen("C"), Choice(("A",))),
        ("i2", Choice(("A", "C")), Cleared(), Choice(())),
        ("i3", Judgement(True), Judged(False), Judgement(False)),
        ("i3", Judgement(False), Judged(False), Choice(())),
        ("i3", Choice(()), Judged(False), Judgement(False)),
        ("i3", Judgement(True), Cleared(), Choice(())),
        ("i4", None, Filled(1, "3"), Blanks(("", "3", ""))),
        ("i4", Blanks(("a", "b", "c")), Filled(0, ""), Blanks(("", "b", "c"))),
        ("i5", None, Arranged(("B", "A", "D", "C")), Order(("B", "A", "D", "C"))),
        ("i6", Pairs((("3", "A"),)), Paired("1", "B"), Pairs((("1", "B"), ("3", "A")))),
        ("i6", Pairs((("1", "B"),)), Paired("1", "C"), Pairs((("1", "C"),))),
        ("i6", Pairs((("1", "B"),)), Paired("1", "B"), Pairs(())),
        ("i9", Text("a"), Written("ab"), Text("ab")),
    ],
)
def test_a_gesture_gives_this_response(item, before, gesture, response):
    given = after(ITEMS[item], before, gesture)
    assert given == response
    assert fits(ITEMS[item], given)


@pytest.mark.parametrize(("typed", "kept"), [("客户", "客户"), ("a\ud83db", "ab"), ("\udc00", ""), ("😀", "😀")])
def test_halves_of_characters_are_dropped_from_what_was_typed(typed, kept):
    assert typable(typed, 500) == kept


@pytest.mark.parametrize(
    ("gesture", "response"),
    [
        (lambda: ("BLANK", Filled(0, "文" * (MAX_BLANK + 1))), "文" * MAX_BLANK),
        (lambda: ("OPEN", Written("文" * (MAX_TEXT + 1))), "文" * MAX_TEXT),
    ],
)
def test_a_text_is_cut_at_the_longest_that_its_item_takes(gesture, response):
    kind, made = gesture()
    item = next(each for each in ITEMS.values() if (each.is_open if kind == "OPEN" else each.blanks))
    given = after(item, None, made)
    assert (given.texts[0] if isinstance(given, Blanks) else given.text) == response
    assert fits(item, given)
