"""Columns whose cells tell what their header leaves open: ticks, judgements, options, hidden ones."""

import pytest
from unit.papers.sheets.workbooks import answers, findings, items, options, workbook, written

ASKED = [("先做什么", ("登记", "挂断", "推诿"), "A"), ("要问哪些", ("满意", "工资", "解决"), "AC")]
WORDS = [dict(zip("ABC", texts, strict=True)) for _, texts, _ in ASKED]


def ticked(mark):
    return [[stem, *texts, *(mark if label in key else None for label in "ABC")] for stem, texts, key in ASKED]


@pytest.mark.parametrize("mark", ["√", 1, "是"])
@pytest.mark.parametrize(
    "heads",
    [
        [["题目", "选项A", "选项B", "选项C", "A", "B", "C"]],
        [["题目", "A", "B", "C", "答案A", "答案B", "答案C"]],
        [["题目", "选项", None, None, "正确答案", None, None], [None, "A", "B", "C", "A", "B", "C"]],
    ],
)
def test_letters_that_come_twice_head_the_ticks_of_their_options(heads, mark):
    data = workbook([*heads, *ticked(mark)])
    assert ([options(item) for item in items(data)], answers(data)) == (WORDS, ["A", "AC"])


def test_words_under_letters_that_come_twice_are_no_ticks():
    rows = [["题目", "A", "B", "A", "B"], ["先做什么", "登记", "挂断", "第一章", "√"]]
    assert answers(workbook(rows)) == [None]


@pytest.mark.parametrize("heads", [("对", "错"), ("正确", "错误"), ("√", "×")])
def test_a_judgement_may_be_a_tick_under_one_of_two_words(heads):
    rows = [["题目", *heads], ["天是蓝的。", "√", None], ["水往高处流。", None, "√"], ["雨是咸的。", "√", "√"]]
    data = workbook(rows)
    assert answers(data) == [True, False, None]
    assert [kind for kind, *_ in findings(data)] == ["answer-conflict"]


def by_option(head, row):
    rows, merged = [head], []
    for stem, texts, key in ASKED:
        merged.append(f"A{len(rows) + 1}:A{len(rows) + 3}")
        for at, text in enumerate(texts):
            rows.append([stem if at == 0 else None, "ABC"[at], text, row("ABC"[at] in key, key if at == 0 else None)])
    return workbook(rows, merged=merged)


def test_the_word_for_options_over_two_columns_heads_their_letters_and_their_words():
    data = by_option(["题目", "选项", None, "答案"], lambda _, key: key)
    assert ([options(item) for item in items(data)], answers(data)) == (WORDS, ["A", "AC"])


def test_rows_of_options_are_told_whatever_their_headers_say():
    data = by_option(["题目", "代号", "内容", "对错"], lambda right, _: "√" if right else "×")
    assert ([options(item) for item in items(data)], answers(data)) == (WORDS, ["A", "AC"])


def test_a_number_that_was_turned_into_a_day_is_the_part_of_an_item():
    rows = [["题号", "题型", "题目", "A", "B", "答案"], [1, "案例题", "某客户投诉。"]]
    rows += [["1月1日", "单选", "先做什么", "登记", "挂断", "A"], ["1月2日", "单选", "再做什么", "推诿", "派工", "B"]]
    assert [item["number"] for item in items(workbook(rows))] == ["1.1", "1.2"]


def test_points_may_stand_beside_the_type():
    rows = [["题型", "题目", "A", "B", "答案"], ["单选题（每题2分）", "先做什么", "登记", "挂断", "A"]]
    assert [item["points"] for item in items(workbook(rows))] == [2]


def test_a_hidden_column_is_read_and_told():
    def fill(book, sheet):
        for at, row in enumerate([["题目", "A", "B", "答案", "备注"], ["先做什么", "登记", "挂断", "A", "x"]]):
            sheet.write_row(at, 0, row)
        sheet.set_column(3, 4, None, None, {"hidden": True})

    assert answers(written(fill)) == ["A"]
    assert [kind for kind, *_ in findings(written(fill))] == ["columns-assumed"]


def test_a_sheet_of_numbers_above_answers_is_the_key_whatever_its_name():
    sheets = {"题": [["题号", "题目", "A", "B"], [1, "先做什么", "登记", "挂断"], [2, "再做什么", "推诿", "派工"]]}
    sheets["备查"] = [["题号", 1, 2], ["答案", "A", "B"]]
    assert answers(workbook(**sheets)) == ["A", "B"]
    assert findings(workbook(**sheets)) == []


def test_a_column_of_a_single_item_that_nothing_tells_is_said_to_be_left_out():
    assert [kind for kind, *_ in findings(workbook([["题型", "题目", "要说的"], ["简答题", "怎样安抚？", "先听。"]]))][
        -1
    ] == "left-out"
