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
