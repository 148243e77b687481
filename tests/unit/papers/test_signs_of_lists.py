"""What programs and hurried people write: signs before marks, verdicts with their numbers, parts that come besides."""

import pytest
from kaochang.domain.items import ItemType
from kaochang.papers.reading import read_paper
from unit.papers.sheets.workbooks import workbook
from unit.papers.support import answers, findings, items

LISTED = """#1 [单选][3分] 接到派工后先做什么？
  a) 直接出发
  b) 电话预约
  >> 答案: b
  >> 说明: 先预约，再出发。
#2 [单选][3分] 离开前做什么？
  a) 请客户签字
  b) 关掉手机
  >> 答案: a
#3 [排序][4分] 请排列顺序：
  a) 检测
  b) 预约
  c) 回访
  >> 答案: b-a-c
"""


def test_items_that_a_program_lists_by_a_sign_and_a_number_are_items():
    found = items(LISTED)
    assert [(item["number"], item["points"]) for item in found] == [("1", 3), ("2", 3), ("3", 4)]
    assert [item["stem"] for item in found[:2]] == ["接到派工后先做什么？", "离开前做什么？"]
    assert [item["answer"] for item in found] == ["B", "A", "BAC"]
    assert found[0]["explanation"].endswith("先预约，再出发。")


def test_signs_that_count_nothing_stay_words():
    text = "一、简答题\n1. 说说标签。\n#3 号柜台\n答案：见手册\n"
    assert "#3 号柜台" in items(text)[0]["stem"]


CASE = "四、案例题（10分）\n1. 客户来电称漏水。\n(1) 错在哪里？（4分）\n(2) 怎么办？（6分）\n"


def test_answers_by_the_number_of_their_part_go_to_their_parts():
    found = items(f"{CASE}答案(1): 没有登记。\n答案(2): 立即派工。\n")
    assert [(item["number"], item["answer"]) for item in found] == [("1.1", "没有登记。"), ("1.2", "立即派工。")]


def test_answers_that_stand_behind_their_own_item_are_no_parts_of_another():
    text = "一、简答题\n(1) 甲是什么？\n答案(1): 甲级\n(2) 乙是什么？\n答案(2): 乙级\n"
    assert [item["number"] for item in items(text)] == ["1", "2"]
    assert [kind for kind, *_ in findings(text)].count("missing-reference-answer") == 2, "and nothing is guessed"


JUDGED = "二、判断题（每题2分）\n14. 可以私加微信。\n15. 退订应当场办理。\n16. 可以借耳机。\n17. 不得争辩。\n参考答案\n"


@pytest.mark.parametrize(
    "key", ["二、对：15、17；错：14、16。", "二、正确：15,17  错误：14,16", "二、√：15、17\n×：14、16"]
)
def test_judgements_are_keyed_by_their_verdict(key):
    assert answers(JUDGED + key) == [False, True, False, True]


def test_a_number_under_both_verdicts_is_no_key():
    assert answers(JUDGED + "二、对：15、17；错：14、15、16。") != [False, True, False, True]


def test_what_comes_besides_is_a_section_and_ends_the_answer_before_it():
    text = (
        "一、简答题（10分）\n1. 说说回访。\n【参考答案】先核对。\n"
        "附加：书面速答（2题，每题5分，不计入总分）\n2. 先做什么？\n(A) 登记\n(B) 挂断\n【参考答案】A\n"
        "3. 再做什么？\n(A) 派工\n(B) 午休\n【参考答案】A\n"
    )
    found = items(text)
    assert [(item["type"], item["answer"], item["points"]) for item in found] == [
        ("essay", "先核对。", 10),
        ("single", "A", 5),
        ("single", "A", 5),
    ]


def test_a_heading_that_names_its_only_item_by_its_number_gives_it_all_its_points():
    text = "一、判断题（1-2题，每题2分）\n1. 甲。√\n2. 乙。×\n二、论述题（3题，8分）\n3. 说说合规。\n"
    assert items(text)[-1]["points"] == 8
    assert "count-mismatch" not in [kind for kind, *_ in findings(text)]


def test_empty_braces_are_blanks_where_there_are_no_others():
    assert answers("一、填空题\n1. 先处理{}，再处理{}。\n答案：心情；事情\n") == [[["心情"], ["事情"]]]
    assert answers("一、填空题\n1. 写出 f{} 的名称：____。\n答案：空函数\n") == [[["空函数"]]]


def test_parts_of_a_case_in_a_table_are_of_the_case():
    rows = [
        ["题号", "题目", "答案"],
        ["四、案例题（10分）"],
        ["材料：凌晨1点，住户来电称漏水，值班的人说等天亮。"],
        ["14(1)", "错在哪里？（4分）", "没有登记。"],
        ["14(2)", "怎么办？（6分）", "立即派工，并联系楼上。"],
    ]
    found = read_paper(workbook(rows), "paper.xlsx").paper.items
    assert [each.item.type for each in found] == [ItemType.CASE, ItemType.CASE]
