"""Stems and their options in one column, told apart by the column that says which options are right."""

import pytest
from unit.papers.sheets.workbooks import answers, findings, items, options, workbook

HEAD = ["题干/选项", "是否正确"]
TWO = [
    ["先做什么？", None],
    ["致歉", "是"],
    ["挂断", "否"],
    ["哪些对？", None],
    ["甲", "是"],
    ["乙", "是"],
    ["丙", "否"],
]


@pytest.mark.parametrize("word", ["题干/选项", "题目和选项", "试题题干 / 选项内容", "问题|选项"])
def test_rows_below_a_stem_are_its_options(word):
    data = workbook([[word, "是否正确"], *TWO])
    assert [item["stem"] for item in items(data)] == ["先做什么？", "哪些对？"]
    assert [list(options(item).values()) for item in items(data)] == [["致歉", "挂断"], ["甲", "乙", "丙"]]
    assert answers(data) == ["A", "AB"]


def test_what_stands_in_the_row_of_a_stem_stays_with_its_item():
    rows = [["题号", "题干/选项", "是否正确", "分值", "解析"]]
    rows += [[1, "先做什么？", None, 2, "先致歉。"], [None, "致歉", "是"], [None, "挂断", "否"]]
    rows += [[2, "再做什么？", None, 3, None], [None, "登记", "否"], [None, "派工", "是"]]
    found = [(item["number"], item["points"], item["explanation"], item["answer"]) for item in items(workbook(rows))]
    assert found == [("1", 2, "先致歉。", "A"), ("2", 3, None, "B")]


def test_options_with_letters_need_no_word_where_they_are_wrong():
    rows = [
        ["先做什么？", None],
        ["A. 致歉", "√"],
        ["B. 挂断", None],
        ["再做什么？", None],
        ["A. 登记", None],
        ["B. 派工", "√"],
    ]
    data = workbook([HEAD, *rows])
    assert answers(data) == ["A", "B"]
    assert [list(options(item).values()) for item in items(data)] == [["致歉", "挂断"], ["登记", "派工"]]


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["先做什么？", None],
            ["致歉", "是"],
            ["登记", "是"],
            ["挂断", None],
            ["哪些对？", None],
            ["甲", "是"],
            ["乙", "是"],
        ],
        [["致歉", "是"], ["挂断", "否"], ["先做什么？", None]],
        [["先做什么？", None], ["致歉", "是"], ["哪些对？", None], ["甲", "是"], ["乙", "否"]],
    ],
)
def test_no_answer_is_taken_where_stems_and_options_cannot_be_told_apart(rows):
    data = workbook([HEAD, *rows])
    assert not any(answers(data))
    assert findings(data)


BELOW = [
    [1, "先做什么", None],
    ["A", "致歉", "√"],
    ["B", "挂断", None],
    [2, "再做什么", None],
    ["A", "天气", None],
    ["B", "登记", "√"],
    ["C", "派工", "√"],
]


@pytest.mark.parametrize("head", [["编号", "内容", "是否正确"], ["题号", "题目", "正确答案"]])
def test_options_may_have_their_letters_where_items_have_their_numbers(head):
    data = workbook([["月考（每题2分）"], head, *BELOW])
    assert [(item["number"], item["stem"]) for item in items(data)] == [("1", "先做什么"), ("2", "再做什么")]
    assert [options(item) for item in items(data)] == [
        {"A": "致歉", "B": "挂断"},
        {"A": "天气", "B": "登记", "C": "派工"},
    ]
    assert answers(data) == ["A", "BC"]


def test_numbers_that_are_letters_by_themselves_are_no_options():
    rows = [["A", "说说来意", "x"], ["B", "说说去意", "y"], ["A", "再说一次", "z"]]
    assert len(items(workbook([["编号", "题目", "参考答案"], *rows]))) == 3


UNDER = ["题号", "内容", "标答", "得分"]
TICKED = [
    ["一、单选题（每题4分，共8分）"],
    [1, "来电接起后先做什么", None, None],
    [None, "A. 问候", "√", None],
    [None, "B. 挂断", None, None],
    [2, "记录工单时应写明", None, None],
    [None, "A. 天气", None, None],
    [None, "B. 诉求", "√", None],
    [None, "解析：诉求决定派给谁。", None, None],
    ["二、简答题（6分）"],
    [3, "怎样安抚来电人？", None, None],
    [None, "参考答案：先听完，再复述。", None, None],
]


@pytest.mark.parametrize("merged", [(), ("A3:A5", "A6:A8")])
def test_ticks_beside_options_in_the_column_of_the_stems_are_answers(merged):
    data = workbook([UNDER, *TICKED], merged=["A2:D2", "A10:D10", *merged])
    assert answers(data) == ["A", "B", "先听完，再复述。"]
    assert [item["number"] for item in items(data)] == ["1", "2", "3"]
    assert [item["points"] for item in items(data)] == [4, 4, 6]
    assert [item["explanation"] for item in items(data)] == [None, "诉求决定派给谁。", None]
    assert findings(data) == []


def test_a_word_beside_an_option_that_is_no_tick_is_no_answer():
    rows = [["题号", "内容", "标答"]]
    for number in range(1, 6):
        rows += [[number, f"先做什么{number}", None], [None, "A. 问候", "√"], [None, "B. 挂断", None]]
    rows[6][2] = "待定"
    data = workbook(rows)
    assert answers(data) == ["A", None, "A", "A", "A"]
    assert ("missing-answer", "#2", 5) in findings(data)


def test_an_option_left_out_is_told_at_its_item():
    rows = [["题号", "内容", "标答"]]
    for number in range(1, 6):
        rows += [[number, f"先做什么{number}", None], [None, "A. 问候", "√"], [None, "B. 挂断", None]]
    rows += [[None, "D. 派工", None]]
    data = workbook(rows)
    assert list(options(items(data)[-1])) == ["A", "B", "D"]
    assert findings(data) == [("option-label-gap", "#5", 14)]
