"""Keys as people write them: read for the item they belong to, or refused with what was written."""

import pytest
from kaochang.domain.items import Item, ItemType, Option, fits
from kaochang.domain.keys import read_key
from kaochang.domain.places import place_of
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Accepted, Choice, Judgement, Order, Pairs
from support.exams import ITEMS, options
from support.refusals import refuses

ONE_PAIR = Item(ItemType.MATCHING, "", "11", options=options("AB"), prompts=(Option("1", ""),))

GOOD = [
    ("single", "B", Choice(("B",))),
    ("single", " b ", Choice(("B",))),
    ("multiple", "ACD", Choice(("A", "C", "D"))),
    ("multiple", "d, a、C", Choice(("A", "C", "D"))),
    ("multiple", "E", Choice(("E",))),
    *(("truefalse", written, Judgement(True)) for written in ("对", "√", "T", "true", "正确", "是", "y")),
    *(("truefalse", written, Judgement(False)) for written in ("错", "×", "F", "False", "错误", "否", "n")),
    ("blank", "工单系统|系统;班长", Accepted((("工单系统", "系统"), ("班长",)))),
    ("blank", " a | b ; c ", Accepted((("a", "b"), ("c",)))),
    ("ordering", "CABD", Order(("C", "A", "B", "D"))),
    ("ordering", "C A,B、D", Order(("C", "A", "B", "D"))),
    ("matching", "(1)-B,(2)-C", Pairs((("(1)", "B"), ("(2)", "C")))),
    ("matching", "2-C, 1 - B", Pairs((("(1)", "B"), ("(2)", "C")))),
    ("matching", "（1）-A,（2）-A", Pairs((("(1)", "A"), ("(2)", "A")))),
]
BAD = [
    *(("single", written) for written in ("", "E", "AB", "AA", "对", "Ｂ")),
    *(("multiple", written) for written in ("", "AF", "AA", "A-B")),
    *(("truefalse", written) for written in ("", "A", "对错", "maybe")),
    *(("blank", written) for written in ("", "a", "a;", ";b", "|;b", "a;b;c")),
    *(("ordering", written) for written in ("", "CAB", "CABDD", "CABE", "cabd", "AABD")),
    *(("matching", written) for written in ("", "1-B", "1-B,2", "1-B,2-Z", "1-B,3-C", "1-A,1-B,2-C", "1-B,1-B", "B-1")),
]


@pytest.mark.parametrize(("item", "written", "correct"), GOOD)
def test_a_key_is_read_for_its_item(item, written, correct):
    assert read_key(ITEMS[item], written) == correct


@pytest.mark.parametrize(("item", "written"), BAD)
def test_a_key_the_item_cannot_have_is_refused_by_place_and_words(item, written):
    with refuses(Outcome.PAYLOAD, "key.form") as caught:
        read_key(ITEMS[item], written)
    assert caught.value.where == place_of(ITEMS[item])
    assert all(option.label in caught.value.params["labels"] for option in ITEMS[item].options)
    assert caught.value.params["written"].strip() == written


@pytest.mark.parametrize("item", [name for name, item in ITEMS.items() if item.is_open])
def test_an_open_item_has_no_key(item):
    with refuses(Outcome.POLICY, "key.open-item"):
        read_key(ITEMS[item], "A")


@pytest.mark.parametrize(("item", "written", "correct"), GOOD)
def test_a_key_that_is_a_response_fits_its_item(item, written, correct):
    assert isinstance(correct, Accepted) or fits(ITEMS[item], correct)


def test_a_prompt_without_brackets_is_found_too():
    assert read_key(ONE_PAIR, "(1)-A") == read_key(ONE_PAIR, "1-A") == Pairs((("1", "A"),))
