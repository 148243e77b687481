"""Columns share a table by weight, and give way to words that would be cut."""

import pytest
from kaochang.reports.column_widths import shared, word_width


def test_by_weight_alone_where_every_word_fits():
    assert shared(100, [1, 3], [20, 20]) == [25, 75]


def test_a_narrow_column_gets_what_its_word_needs_and_the_others_share_the_rest():
    assert shared(100, [1, 1, 8], [20, 5, 5]) == pytest.approx([20, 80 / 9, 640 / 9])


def test_who_falls_below_by_giving_way_is_held_too():
    assert shared(100, [1, 2, 7], [30, 18, 20]) == pytest.approx([30, 18, 52])


def test_where_all_words_do_not_fit_those_of_the_headings_do_and_else_weight_alone():
    assert shared(100, [1, 3], [90, 20], [40, 20]) == [40, 60]
    assert shared(100, [1, 3], [90, 20], [90, 30]) == [25, 75]


def test_a_word_ends_at_a_blank_and_at_chinese_and_the_longest_is_measured():
    assert word_width(["Pass rate", "得分rate得分", ""], len) == 4
    assert word_width(["得分"], len) == 0


def test_no_word_takes_more_than_its_share_of_a_page():
    assert word_width(["x" * 500], len) == 130
