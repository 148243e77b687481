"""Papers as exam sites, survey tools and converters leave them."""

import pytest
from unit.papers.support import answers, findings, items

ITEM = "1. 铃响几声内应接听？\nA. 三\nB. 五\nC. 七\nD. 九\n"


@pytest.mark.parametrize(
    "own",
    [
        "我的答案：C",
        "考生答案：C 得分：0",
        "您的答案: C:七;",
        "【你的答案】C",
        "学员作答：C",
        "你的选择：C 答错次数：2",
        "甲乙我的答案:C",
        "我的答案：C\n得分：0.0分",
    ],
)
def test_what_a_candidate_answered_is_not_the_answer(own):
    assert answers(f"{ITEM}{own}\n") == [None]
    assert answers(f"{ITEM}正确答案：A\n{own}\n") == ["A"]
    assert answers(f"{ITEM}{own}\n正确答案：A\n") == ["A"]


def test_what_a_candidate_wrote_is_no_part_of_the_reference_answer():
    text = "一、简答题（共1题，每题5分）\n1. 简述首问负责制。\n参考答案：负责到底。\n"
    assert answers(f"{text}我的答案：不知道。\n还有一行。\n得分：0分\n") == ["负责到底。"]


def test_an_answer_that_repeats_labels_and_words_is_read_whole():
    text = "1.（多选题）以下正确的有\nA. 倾听\nB. 打断\nC. 记录\n正确答案: A:倾听;C:记录;\n解析：略\n"
    assert answers(text) == ["AC"]
    assert answers("1.（单选题）首先应\nA. 倾听\nB. 打断\n正确答案: A:倾听;\n") == ["A"]


def test_a_number_alone_above_its_type_and_points_is_an_item():
    text = (
        "1\n单选(2分)\n先做什么？\nA.听\nB.说\n正确答案：A你选对了\n"
        "2\n判断(1分)\n可以打断客户。\nA.√\nB.×\n正确答案：B你选错了\n"
    )
    found = [(item["type"], item["number"], item["answer"], item["points"], item["stem"]) for item in items(text)]
    assert found == [("single", "1", "A", 2, "先做什么？"), ("truefalse", "2", False, 1, "可以打断客户。")]


def test_a_page_number_above_a_heading_is_no_item():
    text = f"单选题（2分）\n{ITEM}答案：A\n1\n判断题（3分）\n1. 应先倾听。（√）\n"
    found = [(item["section"], item["number"], item["answer"]) for item in items(text)]
    assert found == [("单选题", "1", "A"), ("判断题", "1", True)]


@pytest.mark.parametrize("below", ["正确\n错误\n", "○对\n○错\n", "□是\n□否\n"])
def test_two_judgements_under_a_stem_are_its_interaction_and_no_part_of_it(below):
    found = items(f"一、判断题（每题1分）\n1. 应先倾听。\n{below}标准答案：正确\n")
    assert [(item["stem"], item["options"], item["answer"]) for item in found] == [("应先倾听。", [], True)]


def test_the_judgement_that_is_ticked_is_the_answer():
    assert answers("1. 应先倾听。 [判断题] [分值：5] *\n○对 (正确答案)\n○错\n") == [True]
    assert answers("1. 应先倾听。 [判断题] [分值：5] *\n○对\n○错 (正确答案)\n") == [False]


def test_judgements_of_a_key_are_not_taken_for_options():
    text = "一、判断题（每题1分）\n1. 甲对。\n2. 乙对。\n答案\n题号\n1\n2\n答案\n正确\n错误\n"
    assert answers(text) == [True, False]


def test_a_star_behind_type_and_points_is_no_part_of_the_stem():
    found = items("1. 首先应 [单选题] [分值：10] *\n○A.倾听 (正确答案)\n○B.打断\n")
    assert [(item["stem"], item["answer"], item["points"]) for item in found] == [("首先应", "A", 10)]


def test_answers_of_blanks_on_a_line_each_are_one_answer():
    text = "1. 一般投诉____小时内、重大投诉____小时内答复。 [填空题]\n空1答案：24\n空2答案：2\n"
    assert answers(text) == [[["24"], ["2"]]]
    assert "24" not in items(text)[0]["stem"]


@pytest.mark.parametrize(
    "table",
    [
        "题号\n1\n2\n答案\nA\nB\n",
        "题号\n答案\n1\nA\n2\nB\n",
        "题号 答案 题号 答案\n1 A 2 B\n",
        "题号\t答案\n1\tA\n2\tB\n",
    ],
)
def test_a_key_table_that_fell_apart_is_put_together(table):
    text = f"一、单选题（每题1分）\n{ITEM}{ITEM.replace('1.', '2.', 1)}参考答案\n{table}"
    assert answers(text) == ["A", "B"]
    assert findings(text) == []


def test_a_table_with_fewer_answers_than_numbers_is_no_key():
    text = f"一、单选题（每题1分）\n{ITEM}{ITEM.replace('1.', '2.', 1)}题号\n1\n2\n答案\nA\n"
    assert answers(text) == [None, None]
    assert ("orphan-answer", "单选题#1-2") in findings(text)


def test_an_empty_table_for_the_candidates_answers_is_no_key():
    text = f"一、单选题（每题1分）\n题号\n1\n2\n答案\n{ITEM}答案：A\n{ITEM.replace('1.', '2.', 1)}答案：B\n"
    assert answers(text) == ["A", "B"]
    assert findings(text) == []


def test_a_bracket_cut_in_two_by_the_end_of_a_line_is_one():
    found = items("一、判断题（每题1分）\n1．轮椅下坡时，护理员应倒退下行。（\n）\n2．应先倾听。（ √\n）\n")
    assert [(item["stem"], item["answer"]) for item in found] == [
        ("轮椅下坡时，护理员应倒退下行。（）", None),
        ("应先倾听。（ ）", True),
    ]


def test_an_item_shown_for_review_has_its_points_type_and_answer_in_words():
    text = (
        "试题 1\n正确\n获得15.00分中的15.00分\n未标记标记试题\n试题正文\n先做什么？\n选择一项：\n"
        "a. 倾听\nb. 打断\n反馈\n正确答案是：倾听\n"
        "试题 2\n部分正确\n获得15.00分中的5.00分\n试题正文\n哪些对？\n选择一项或多项：\n"
        "a. 倾听\nb. 打断\nc. 记录\n反馈\n正确答案是：倾听, 记录\n"
        "试题 3\n不正确\n满分5.00\n试题正文\n可以打断。\n选择一项：\n对\n错\n反馈\n正确的答案是“错”。\n"
    )
    found = [(item["type"], item["stem"], item["answer"], item["points"]) for item in items(text)]
    assert found == [
        ("single", "先做什么？", "A", 15),
        ("multiple", "哪些对？", "AC", 15),
        ("truefalse", "可以打断。", False, 5),
    ]


def test_what_somebody_scored_behind_the_answer_is_no_explanation():
    text = (
        "1. (单选题, 5分)首先做什么？\nA. 致歉\nB. 挂断\n正确答案：A  得分：0\n答案解析：先致歉\n"
        "2. (判断题, 5分)可以泄露信息。\nA. 对\nB. 错\n正确答案：B  得分：5.0分\n"
        "3. (单选题, 5分)再做什么？\nA. 致歉\nB. 登记\n标准答案：B 考生答案：A 得分：0.0\n"
    )
    found = [(item["answer"], item["points"], item["explanation"]) for item in items(text)]
    assert found == [("A", 5, "先致歉"), (False, 5, None), ("B", 5, None)]
    assert findings(text) == []


def test_a_reference_that_speaks_of_scoring_stays_whole():
    text = "一、简答题（每题5分）\n1. 简述流程。\n参考答案：致歉并登记，登记得分：3\n"
    assert items(text)[0]["answer"] == "致歉并登记，登记得分：3"
