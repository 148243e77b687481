"""Lines: two spellings of one length, looks that survive a cut, numbers as people print them."""

import pytest
from kaochang.papers.grammar.numbers import parse_number
from kaochang.papers.lines import Span, ends_whole, fold, make_line, visible
from kaochang.papers.numerals import from_chinese, to_int


def test_the_fold_makes_one_spelling_of_many():
    assert fold("（Ａ）．１：【答案】✓✗—　") == "(A).1:[答案]√×- "


def test_what_nobody_sees_is_gone():
    assert visible("答\u200b案\ufeff：\x07B") == "答案：B"


def test_a_cut_keeps_the_looks_of_what_is_left():
    line = make_line("A. 倾听客户", 1, (Span(3, 7, frozenset({"bold"})),))
    assert line.looks() == frozenset()
    assert line.cut(3).looks() == {"bold"}
    assert line.cut(3, 5).text == "倾听"


def test_endless_blanks_are_cut_short():
    assert len(make_line("甲" + "_" * 5000 + "乙", 1).text) < 100


@pytest.mark.parametrize(
    ("text", "whole"), [("好。", True), ("好？", True), ("（好）", True), ("“好”", True), ("好", False), ("", False)]
)
def test_prose_ends_at_a_stop(text, whole):
    assert ends_whole(text) is whole


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("两", 2), ("百", 0), ("十十", 0), ("一二", 0)],
)
def test_chinese_numerals(text, value):
    assert from_chinese(text) == value


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("⑫", 12), ("⑿", 12), ("⒓", 12), ("Ⅳ", 4), ("x", 0)])
def test_every_numeral_has_its_value(text, value):
    assert to_int(text) == value


@pytest.mark.parametrize("text", ["2026年起", "10:30 开始", "100%满意", "3-5天", "12,000元", "甲1.", "..."])
def test_figures_at_the_start_of_a_line_are_no_numbers(text):
    assert parse_number(make_line(text, 1)) is None
