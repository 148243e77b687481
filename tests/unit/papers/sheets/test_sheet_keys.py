"""A separate key as a table gives its answers to the items of any paper, by section and number."""

import pytest
from kaochang.domain.refusals import Refusal
from unit.papers.sheets.workbooks import answers, findings, items, messages, read, workbook

PAPER = "一、单选题\n1. 甲\nA. 子\nB. 丑\n2. 乙\nA. 子\nB. 丑\n二、判断题\n1. 丙。（ ）\n"
PLAIN = "一、单选题\n1. 甲\nA. 子\nB. 丑\n2. 乙\nA. 子\nB. 丑\n"


@pytest.mark.parametrize(
    "key",
    [
        workbook([["题号", "答案"], [1, "A"], [2, "B"]]),
        workbook([["参考答案"], ["序号", "正确答案"], ["1", "a"], ["2", "B"], ["合计", None]]),
        workbook([["题号", 1, 2], ["答案", "A", "B"]]),
        workbook([[1, "A"], [2, "B"]]),
        workbook([["题号", "题型", "答案"], [1, "单选题", "A"], [2, "单选题", "B"]]),
        workbook([["题号", "题干", "答案"], [1, "甲", "A"], [2, "乙", "B"]]),
        "题号,答案\n1,A\n2,B\n",
        "题号\t答案\n1\tA\n2\tB\n",
        "1,A\n2,B\n",
    ],
)
def test_a_key_may_be_a_table_of_any_shape(key):
    assert answers(PLAIN, key) == ["A", "B"]


@pytest.mark.parametrize(
    "key",
    [
        workbook(单选题=[["题号", "答案"], [1, "A"], [2, "B"]], 判断题=[["题号", "答案"], [1, "对"]]),
        workbook([["题型", "题号", "答案"], ["单选题", 1, "A"], ["单选题", 2, "B"], ["判断题", 1, "√"]]),
        workbook([["大题", "题号", "答案"], ["一、单选题", 1, "A"], ["一、单选题", 2, "B"], ["二、判断题", 1, "√"]]),
        workbook([["一、单选题"], ["题号", "答案"], [1, "A"], [2, "B"], ["二、判断题"], ["题号", "答案"], [1, "√"]]),
    ],
)
def test_a_key_may_name_the_sections(key):
    assert answers(PAPER, key) == ["A", "B", True]


def test_a_key_that_may_belong_to_several_items_is_told_and_not_taken():
    data = workbook([["题号", "答案"], [1, "A"]])
    assert answers(PAPER, data) == [None, None, None]
    assert ("orphan-answer", "#1", 2) in findings(PAPER, data)


def test_explanations_come_with_their_answers():
    key = workbook([["题号", "答案", "解析"], [1, "A", "因为"], [2, "B", None]])
    assert [item["explanation"] for item in items(PLAIN, key)] == ["因为", None]


def test_parts_of_a_case_have_their_own_answers():
    bank = workbook(
        [
            ["题号", "题型", "题干", "答案"],
            [1, "案例分析题", "某案例。", None],
            ["1.1", "简答", "甲", None],
            ["1.2", "简答", "乙", None],
        ]
    )
    key = workbook([["题号", "答案"], ["1.1", "第一"], ["1.2", "第二"]])
    assert answers(bank, key) == ["第一", "第二"]


def test_a_fault_of_a_key_is_told_at_its_own_row_and_with_the_name_of_its_file():
    bank = workbook(题库=[["说明"], ["题干", "A", "B"], ["甲", "子", "丑"], ["乙", "子", "丑"]])
    key = workbook([["题号", "答案"], [1, "E"], [2, "A"], [7, "B"]])
    assert findings(bank, key) == [("answer-out-of-range", "#1", 2), ("orphan-answer", "#7", 4)]
    assert [message.partition("：")[0] for message in messages(bank, key)] == [
        "答案文件 key.xlsx 第 2 行",
        "答案文件 key.xlsx 第 4 行",
    ]


def test_a_key_that_contradicts_the_bank_is_a_conflict():
    bank = workbook([["题干", "A", "B", "答案"], ["甲", "子", "丑", "A"]])
    assert findings(bank, workbook([["题号", "答案"], [1, "B"]])) == [("answer-conflict", "#1", 2)]


@pytest.mark.parametrize("key", [workbook([["甲", "乙"], ["丙", "丁"]]), workbook([["题号", "答案"]])])
def test_a_table_that_holds_no_answers_is_no_key(key):
    with pytest.raises(Refusal) as caught:
        read(PLAIN, key)
    assert caught.value.key == "paper.no-key"


ITEMS = [["题号", "题型", "题目", "选项A", "选项B"], [1, "单选题", "甲", "子", "丑"], [2, "判断题", "丙。", None, None]]


@pytest.mark.parametrize(
    "book",
    [
        workbook(试卷=ITEMS, 答案=[["题号", "答案"], [1, "B"], [2, "√"]]),
        workbook(试卷=ITEMS, 参考答案=[["题号", 1, 2], ["答案", "B", "√"]]),
        workbook([*ITEMS, ["参考答案"], ["题号", "答案"], [1, "B"], [2, "√"]]),
    ],
)
def test_a_key_may_stand_beside_the_items_in_one_file(book):
    assert answers(book) == ["B", True]
    assert findings(book) == []


def test_an_entry_beside_the_items_that_is_nobodys_is_told_where_it_stands():
    book = workbook(试卷=ITEMS, 答案=[["题号", "答案"], [1, "B"], [2, "√"], [9, "A"]])
    assert [(kind, line) for kind, _, line in findings(book)] == [("orphan-answer", 4)]


@pytest.mark.parametrize(
    "key",
    [
        workbook([["题序", "应选"], [1, "A"], [2, "B"], [3, "A"]]),
        workbook([["考题", "钥匙", "题型"], [1, "A", "单选"], [2, "B", "单选"], [3, "A", "单选"]]),
        "题序,应选\n1,A\n2,B\n3,A\n",
    ],
)
def test_a_key_whose_header_nobody_listed_is_told_by_its_cells(key):
    paper = f"{PLAIN}3. 丙\nA. 子\nB. 丑\n"
    assert answers(paper, key) == ["A", "B", "A"]


def test_what_somebody_answered_is_no_key():
    with pytest.raises(Refusal):
        answers(PLAIN, workbook([["题序", "学员所选"], [1, "A"], [2, "B"], [3, "A"]]))
