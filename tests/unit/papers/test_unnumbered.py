"""Judgements without numbers, one a line, under a heading of judgements: each is an item, numbered by its place."""

import pytest
from unit.papers.support import findings, items

HEAD = "样卷\n一、判断题（每题2分）\n"
BEHIND = "客服应先致歉。（√）\n可以泄露客户信息。（×）\n投诉须当日回复。（√）\n"
BEFORE = "（√）客服应先致歉。\n（×）可以泄露客户信息。\n（√）投诉须当日回复。\n"
EMPTY = "客服应先致歉（　）\n可以泄露客户信息（　）\n投诉须当日回复（　）\n"


def read(text):
    return [(item["number"], item["stem"], item["answer"]) for item in items(text)]


def test_judgements_with_their_brackets_filled_are_read():
    words = ["客服应先致歉。", "可以泄露客户信息。", "投诉须当日回复。"]
    expected = list(zip("123", words, [True, False, True], strict=True))
    assert [(number, stem.removesuffix("（ ）"), answer) for number, stem, answer in read(HEAD + BEHIND)] == expected
    assert [(number, stem.removeprefix("（ ）"), answer) for number, stem, answer in read(HEAD + BEFORE)] == expected
    assert findings(HEAD + BEHIND) == findings(HEAD + BEFORE) == []


def test_judgements_with_empty_brackets_take_their_answers_from_the_key():
    text = f"{HEAD}{EMPTY}二、简答题\n1. 简述流程。（4分）\n参考答案\n一、判断题\n1.√ 2.× 3.√\n二、简答题\n1. 甲。\n"
    assert [answer for _, _, answer in read(text)] == [True, False, True, "甲。"]


def test_judgements_without_an_answer_are_told_each():
    assert findings(HEAD + EMPTY) == [("missing-answer", f"判断题#{number}") for number in "123"]


@pytest.mark.parametrize(
    "text",
    [
        "1. 客服应先\n致歉，是否正确。（√）\n",
        "说明：请在括号内填写\n正确打√，错误打×（ ）\n1. 客服应先致歉。（√）\n",
    ],
)
def test_lines_of_numbered_judgements_are_no_items_of_their_own(text):
    assert len(read(HEAD + text)) == 1


def test_a_judgement_may_go_over_two_lines():
    text = f"{HEAD}客服在接到客户的投诉以后应当首先致歉\n并且及时登记。（√）\n可以泄露客户信息。（×）\n"
    assert read(text) == [
        ("1", "客服在接到客户的投诉以后应当首先致歉\n并且及时登记。（ ）", True),
        ("2", "可以泄露客户信息。（ ）", False),
    ]


def test_a_long_line_that_says_how_to_answer_is_no_beginning_of_a_judgement():
    text = f"{HEAD}请在每一个句子后面的括号里打上对勾或者叉号\n{BEHIND}"
    assert [answer for _, _, answer in read(text)] == [True, False, True]


def test_under_other_headings_nothing_is_made_of_a_bracket():
    assert len(read("样卷\n一、简答题（每题2分）\n请逐条作答（√）\n1. 简述流程。\n答案：甲。\n")) == 1
