"""Which responses an item's interaction can give, and which leave a part of it open."""

from unicodedata import east_asian_width

import pytest
from kaochang.domain import responses
from kaochang.domain.items import OPEN_TYPES, Item, ItemType, Mode, fits, is_partial
from kaochang.domain.responses import (
    MAX_BLANK,
    MAX_TEXT,
    Blanks,
    Choice,
    Judgement,
    Order,
    Pairs,
    Text,
    is_empty,
    word_count,
)
from support.exams import ITEMS, RESPONSES


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_takes_its_own_kind_of_response_and_no_other(item):
    assert fits(ITEMS[item], RESPONSES[item])
    for other, response in RESPONSES.items():
        same_kind = ITEMS[item].is_open and ITEMS[other].is_open
        if ITEMS[other].type is not ITEMS[item].type and not same_kind and (item, other) != ("multiple", "single"):
            assert not fits(ITEMS[item], response), other


def _brief(value):
    return str(value)[:60]


GOOD = [
    ("single", Choice(())),
    ("multiple", Choice(())),
    ("multiple", Choice(tuple("ABCDE"))),
    ("truefalse", Judgement(True)),
    ("truefalse", Choice(())),
    ("blank", Blanks(("", ""))),
    ("essay", Text("")),
    ("essay", Text("长" * MAX_TEXT)),
    ("blank", Blanks(("长" * MAX_BLANK, ""))),
    ("ordering", Order(())),
    ("ordering", Order(("D", "A"))),
    ("matching", Pairs(())),
    ("matching", Pairs((("(2)", "A"),))),
    ("matching", Pairs((("(1)", "A"), ("(2)", "A")))),
]
BAD = [
    ("single", Choice(("A", "B"))),
    ("single", Choice(("E",))),
    ("single", Choice(("a",))),
    ("multiple", Choice(("B", "A"))),
    ("multiple", Choice(("A", "A"))),
    ("multiple", Choice(("A", "F"))),
    ("truefalse", Choice(("A",))),
    ("ordering", Choice(("A",))),
    ("matching", Choice(("A",))),
    ("blank", Blanks(("one",))),
    ("blank", Blanks(("one", "two", "three"))),
    ("essay", Blanks(())),
    ("essay", Text("长" * (MAX_TEXT + 1))),
    ("blank", Blanks(("", "长" * (MAX_BLANK + 1)))),
    ("ordering", Order(("A", "A"))),
    ("ordering", Order(("A", "Z"))),
    ("matching", Pairs((("(1)", "Z"),))),
    ("matching", Pairs((("(3)", "A"),))),
    ("matching", Pairs((("(1)", "A"), ("(1)", "B")))),
    ("matching", Pairs((("(2)", "A"), ("(1)", "B")))),
]


@pytest.mark.parametrize(("item", "response"), GOOD, ids=_brief)
def test_a_whole_partial_or_empty_response_fits(item, response):
    assert fits(ITEMS[item], response)


@pytest.mark.parametrize(("item", "response"), BAD, ids=_brief)
def test_a_response_of_a_wrong_shape_does_not_fit(item, response):
    assert not fits(ITEMS[item], response)


@pytest.mark.parametrize(
    ("item", "response", "partial"),
    [
        ("blank", Blanks(("", "")), False),
        ("blank", Blanks((" \n", "x")), True),
        ("blank", Blanks(("x", "y")), False),
        ("ordering", Order(()), False),
        ("ordering", Order(tuple("ABC")), True),
        ("ordering", Order(tuple("DCBA")), False),
        ("matching", Pairs(()), False),
        ("matching", Pairs((("(1)", "A"),)), True),
        ("matching", Pairs((("(1)", "A"), ("(2)", "A"))), False),
        ("multiple", Choice(("A",)), False),
        ("essay", Text("half a sen"), False),
    ],
    ids=str,
)
def test_a_response_is_partial_while_a_blank_pair_or_place_is_open(item, response, partial):
    assert is_partial(ITEMS[item], response) is partial


@pytest.mark.parametrize(
    ("response", "empty"),
    [
        (Choice(()), True),
        (Choice(("A",)), False),
        (Order(()), True),
        (Order(("A",)), False),
        (Pairs(()), True),
        (Pairs((("1", "A"),)), False),
        (Blanks(("", " \t　")), True),
        (Blanks(("", "x")), False),
        (Blanks(()), True),
        (Text(" \n　"), True),
        (Text("0"), False),
        (Judgement(False), False),
    ],
    ids=str,
)
def test_a_response_is_empty_when_nothing_was_given(response, empty):
    assert is_empty(response) is empty


def test_people_mark_exactly_the_open_types():
    assert {item.type for item in ITEMS.values() if item.is_open} == OPEN_TYPES
    assert set(ItemType) - OPEN_TYPES == {"single", "multiple", "truefalse", "blank", "ordering", "matching"}


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("  \n　", 0), ("您好，世界", 5), ("Hello world", 2), ("用 Excel 导出 3 份", 6), ("𬭎", 1)],
)
def test_length_counts_characters_and_runs_of_others(text, count):
    assert word_count(text) == count


def test_every_character_is_a_word_of_its_own_a_part_of_one_or_between_two(monkeypatch):
    monkeypatch.setattr(responses, "_KINDS", responses._Kinds())  # a million of them are kept no longer than this
    for code in range(0x110000):
        symbol = chr(code)
        apart = f" {symbol} " if east_asian_width(symbol) in "WF" else symbol
        assert word_count(f"a{symbol}b") == len(f"a{apart}b".split()), hex(code)


def test_a_text_is_counted_once_however_often_its_length_is_asked_for():
    text = "一二三" * 1_000
    before = word_count.cache_info().hits
    assert {word_count(text) for _ in range(3)} == {3_000}
    assert word_count.cache_info().hits - before == 2


@pytest.mark.parametrize(("text", "partial"), [("", False), (" ", False), ("四个字长", True), ("这里五个字", False)])
def test_a_text_that_is_shorter_than_asked_for_is_partial(text, partial):
    item = Item(ItemType.ESSAY, "", min_words=5, max_words=6)
    assert is_partial(item, Text(text)) is partial


def test_no_text_is_refused_for_its_length_in_words():
    assert fits(Item(ItemType.ESSAY, "", max_words=1), Text("长了"))


MODES = {
    Mode.TYPED: (Text("我会……"),),
    Mode.READ: (Judgement(True), Choice(())),
    Mode.SPOKEN: (),
}


@pytest.mark.parametrize("mode", Mode)
def test_an_interview_item_takes_what_its_mode_says(mode):
    item = Item(ItemType.INTERVIEW, "", mode=mode)
    every = {*(each for taken in MODES.values() for each in taken), Judgement(False), Choice(("A",))}
    assert {each for each in every if fits(item, each)} == set(MODES[mode])
    assert item.is_asked_here is (mode is not Mode.SPOKEN)


def test_only_interview_items_have_a_mode():
    assert Item(ItemType.ESSAY, "", mode=Mode.SPOKEN).way is Mode.TYPED
    assert fits(Item(ItemType.ESSAY, "", mode=Mode.READ), Text("x"))
