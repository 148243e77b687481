"""Whatever the paper leaves open stays open: an answer is read or it is null, with a finding."""

import pytest
from unit.papers.support import answers, findings, items

CHOICE = "A. 登记\nB. 忽略\nC. 推诿\n"


@pytest.mark.parametrize("answer", ["D", "AB", "√", "可能是A", "A或B", "见解析", "登记和忽略", "1", "A B A", "甲", "F"])
def test_a_single_choice_answer_that_cannot_be_told_stays_open(answer):
    text = f"一、单选题\n1. 先做什么？\n{CHOICE}答案：{answer}\n"
    assert answers(text) == [None]
    assert findings(text)


@pytest.mark.parametrize("answer", ["略", "无", "", "——", "待定"])
def test_words_for_none_are_none(answer):
    text = f"一、单选题\n1. 先做什么？\n{CHOICE}答案：{answer}\n"
    assert answers(text) == [None]
    assert findings(text) == [("missing-answer", "单选题#1")]


def test_a_range_with_the_wrong_count_answers_nothing():
    text = f"一、单选题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}3. 丙？\n{CHOICE}参考答案\n1-3 AB\n"
    assert answers(text) == [None, None, None]
    assert ("orphan-answer", "单选题#1-3") in findings(text) or ("orphan-answer", "#1-3") in findings(text)


def test_two_answers_that_differ_cancel_each_other():
    text = f"一、单选题\n1. 先做什么？\n{CHOICE}答案：A\n参考答案\n一、单选题\n1. B\n"
    assert answers(text) == [None]
    assert findings(text) == [("answer-conflict", "单选题#1")]


def test_two_answers_that_agree_are_one():
    text = f"一、单选题\n1. 先做什么（A）？\n{CHOICE}答案：A\n"
    assert answers(text) == ["A"]
    assert findings(text) == []


def test_an_answer_that_names_a_doubled_label_stays_open():
    text = "一、单选题\n1. 先做什么？\nA. 登记\nB. 忽略\nB. 推诿\n答案：B\n"
    assert answers(text) == [None]


def test_a_key_entry_that_could_be_two_items_is_given_to_none():
    text = f"一、单选题\n1. 甲？\n{CHOICE}1. 乙？\n{CHOICE}参考答案\n一、单选题\n1. A\n"
    assert answers(text) == [None, None]
    assert ("orphan-answer", "单选题#1") in findings(text)


def test_blanks_are_filled_only_when_the_counts_agree():
    assert answers("一、填空题\n1. 先____，再____。\n答案：倾听；记录；回访\n") == [None]
    assert answers("一、填空题\n1. 先____，再____。\n") == [None]


def test_words_between_two_blanks_are_no_answer():
    assert answers("一、填空题\n1. 有__和__。\n") == [None]


def test_an_order_that_leaves_an_option_out_stays_open():
    assert answers(f"一、排序题\n1. 请排序\n{CHOICE}答案：AB\n") == [None]


def test_an_ambiguous_key_without_headings_answers_nothing():
    text = f"一、单选题\n1. 甲？\n{CHOICE}2. 乙？\n{CHOICE}二、多选题\n1. 丙？\n{CHOICE}参考答案\n1. A\n2. B\n"
    assert answers(text) == [None, None, None]


def test_judgements_that_ran_together_answer_nothing():
    text = "一、判断题\n1. 工单要写时间。（√）\n工单要写事由。（×）\n工单要写承诺。（√）\n"
    assert answers(text) == [None]
    assert findings(text) == [("answer-type-mismatch", "判断题#1")]


def test_a_typed_key_in_headings_of_another_type_answers_nothing():
    text = f"一、单选题\n1. 甲？\n{CHOICE}参考答案\n二、判断题\n1. √\n"
    assert answers(text) == [None]
    assert findings(text) == [("missing-answer", "单选题#1"), ("orphan-answer", "判断题#1")]


@pytest.mark.parametrize("options", ["A. N\nB. V\n", "A. x\nB. y\n", "A. F\nB. N\n", "A. V\nB. X\n"])
@pytest.mark.parametrize("before", ["1. 选哪一个？\n", "选哪一个？\n"], ids=["free", "aiken"])
def test_two_letters_that_are_units_or_unknowns_are_options_and_no_judgement(before, options):
    (item,) = items(f"{before}{options}ANSWER: B\n")
    assert (item["type"], item["answer"], len(item["options"])) == ("single", "B", 2)
