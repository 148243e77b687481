"""Marks make exact what a file says; what was changed in the file since is believed, not they."""

from fractions import Fraction

import pytest
from kaochang.domain.items import Item, ItemType, Mode, Option, Stage
from kaochang.domain.mark_schemes import Criterion, Level, MarkScheme, Rubric
from kaochang.domain.responses import Choice, Order
from kaochang.papers.markup import own_marks
from msgspec.structs import replace

TWO = (Option("甲", "先"), Option("乙", "后"))


def take(item, scheme=None, **marks):
    return own_marks.take_marks(item, scheme or MarkScheme(), {name.replace("_", "-"): v for name, v in marks.items()})


def test_an_item_of_no_special_kind_has_few_marks():
    item = Item(ItemType.SINGLE, "题干", "3", options=(Option("A", "一"), Option("B", "二")))
    assert own_marks.marks_of(item, MarkScheme()) == {"type": "single", "number": "3", "points": "none"}


@pytest.mark.parametrize(
    ("read", "said", "points"),
    [
        (Fraction(1, 3).limit_denominator(100) + Fraction(1, 10**6), "1/3", Fraction(1, 3)),
        (Fraction(2), "1/3", Fraction(2)),
        (None, "5/2", Fraction(5, 2)),
        (Fraction(1), "none", None),
        (Fraction(4), "none", Fraction(4)),
        (Fraction(4), "4/0", Fraction(4)),
    ],
)
def test_points_are_made_exact_but_never_changed(read, said, points):
    assert take(Item(ItemType.ESSAY, "题干", points=read), points=said).item.points == points


def test_turns_are_taken_out_of_the_text_where_they_stand_in_it():
    stages = (Stage("客户：喂", 60), Stage("客户：好"))
    item = Item(ItemType.SCENARIO, "情景", stages=stages)
    shown = own_marks.with_list(item.stem, own_marks.listed_stages(stages))
    mark = own_marks.marks_of(item, MarkScheme())["stages"]
    assert take(Item(ItemType.SCENARIO, shown), stages=mark).item == item
    changed = Item(ItemType.SCENARIO, shown.replace("喂", "您好"))
    assert take(changed, stages=mark).item == changed


def test_options_are_known_again_by_their_words_in_whatever_order_they_were_read():
    read = Item(ItemType.ORDERING, "排序", options=(Option("A", "后"), Option("B", "先")))
    meant = own_marks.spelled_options(Item(ItemType.ORDERING, "排序", options=TWO))
    found = own_marks.take_marks(read, MarkScheme(Order(("B", "A"))), meant)
    assert (found.item.options, found.scheme.correct) == (TWO, Order(("甲", "乙")))


def test_options_whose_words_were_changed_keep_the_labels_they_were_read_with():
    read = Item(ItemType.ORDERING, "排序", options=(Option("A", "后"), Option("B", "最先")))
    meant = own_marks.spelled_options(Item(ItemType.ORDERING, "排序", options=TWO))
    assert own_marks.take_marks(read, MarkScheme(), meant).item == read


def test_a_key_that_its_item_cannot_have_is_not_believed():
    item = Item(ItemType.ESSAY, "排序\n甲. 先\n乙. 后")
    marks = {"type": "ordering", **own_marks.spelled_options(Item(ItemType.ORDERING, "排序", options=TWO))}
    for labels, correct in ((("乙", "甲"), Order(("乙", "甲"))), (("乙", "丙"), None), (("乙",), None)):
        found = own_marks.take_marks(item, MarkScheme(), marks | own_marks.spelled_key(Order(labels)))
        assert (found.item.options, found.scheme.correct) == (TWO, correct)


def test_a_mark_brings_no_picture_and_not_more_options_than_can_be_shown():
    shown = Item(ItemType.ESSAY, "选\n甲. 先\n乙. 后")
    pictured = '[{"label":"甲","text":"先","image":{"name":"x","media_type":"image/png"}},{"label":"乙","text":"后"}]'
    assert take(shown, option_list=pictured).item.options == TWO
    many = tuple(Option(str(place), "同") for place in range(27))
    item = Item(ItemType.ESSAY, own_marks.with_list("选", own_marks.listed_options(replace(shown, options=many))))
    marks = own_marks.spelled_options(replace(shown, options=many))
    assert own_marks.take_marks(item, MarkScheme(), marks).item == item


def test_an_item_with_two_right_options_stays_a_multiple_choice():
    read = Item(ItemType.MULTIPLE, "选", options=(Option("A", "一"), Option("B", "二")))
    assert take(read, MarkScheme(Choice(("A", "B"))), type="single").item.type is ItemType.MULTIPLE


@pytest.mark.parametrize("value", ["{", "[1]", '[{"label":"A"}]', "[" * 5000, '"x"', "9" * 400])
def test_a_mark_that_nobody_can_read_is_left_aside(value):
    item = Item(ItemType.BLANK, "甲____", blanks=1)
    names = ("stages", "option-list", "prompt-list", "key", "criteria", "blanks-drawn", "fields", "blanks", "least")
    found = own_marks.take_marks(item, MarkScheme(), dict.fromkeys(names, value))
    assert found.item == replace(item, number="")


def test_a_criterion_that_the_words_do_not_tell_whole_is_listed_behind_them():
    rubric = Rubric("先安抚", (Criterion("先安抚", Fraction(2), "真诚", (Level("好", "不辩解", Fraction(2)),)),))
    shown = own_marks.shown_rubric(rubric)
    assert shown == "先安抚\n1. 先安抚 (2): 真诚\n- 好 (2): 不辩解"
    marks = {"criteria": own_marks.spelled_criteria(rubric)}
    assert own_marks.marked_rubric(shown, marks) == rubric
    assert own_marks.marked_rubric("另一套标准", marks) is None


def test_a_value_on_one_line_is_read_back():
    for value in ("一\n二", r"\n 不是换行", "\\", "a\\\nb"):
        assert own_marks.from_one_line(own_marks.on_one_line(value)) == value
        assert "\n" not in own_marks.on_one_line(value)


def test_how_an_interview_is_taken_is_believed_of_an_open_item_alone():
    assert take(Item(ItemType.INTERVIEW, "谈"), mode="read").item.mode is Mode.READ
    assert take(Item(ItemType.SINGLE, "选"), mode="read").item.mode is Mode.TYPED
