"""What training departments put into papers beside the items: dialogues, notes, score sheets and points by type."""

import pytest
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.papers.grammar.noise import declared_total, is_noise
from kaochang.papers.lines import make_line
from unit.papers.support import answers, findings, items, read

SCENE = "一、情景模拟题（每题10分）\n1. 客户说：“怎么又扣钱？”\n"


def test_the_reply_that_ends_a_scene_is_its_answer():
    (item,) = items(f"{SCENE}请写出应答。\n客服答：“我马上核对。”\n并说明处理时限。\n评分标准：致歉4分，核实6分。\n")
    assert item["stem"].endswith("请写出应答。")
    assert item["answer"] == "“我马上核对。”\n并说明处理时限。"
    assert item["rubric"] == "致歉4分，核实6分。"


@pytest.mark.parametrize(
    "below",
    [
        "客服答：“我查一下。”\n客户说：“又是查一下！”\n请写出应答。\n",
        "客服答：“我查一下。”\n请写出接下来的应答。\n",
        "以下是当时的对话，请指出坐席的不足。\n坐席回复：“我查一下。”\n",
    ],
)
def test_a_reply_inside_a_dialogue_that_is_asked_about_is_no_answer(below):
    (item,) = items(SCENE + below)
    assert item["answer"] is None
    assert "我查一下" in item["stem"]


def test_a_reply_beside_an_answer_of_its_own_stays_in_the_scene():
    (item,) = items(f"{SCENE}客服答：“不知道。”\n参考答案：应先致歉。\n")
    assert item["answer"] == "应先致歉。"
    assert "不知道" in item["stem"]


@pytest.mark.parametrize("word", ["回答", "标准话术", "应答要点", "客服参考答复"])
def test_what_is_to_be_said_is_an_answer_under_many_names(word):
    assert answers(f"一、简答题（每题5分）\n1. 客户嫌贵怎么办？\n{word}：先认同，再说明价值。\n") == [
        "先认同，再说明价值。"
    ]


def test_such_a_word_inside_a_sentence_is_no_mark():
    (item,) = items("一、简答题（5分）\n1. 客户问，坐席沉默。回答：为什么这样不妥？\n参考答案：冷场。\n")
    assert "回答" in item["stem"]


def test_a_correction_explains_a_judgement_and_an_empty_one_explains_nothing():
    found = items(
        "一、判断题（每题2分）\n1. 录音可以外发。（×）\n改正：须经审批。\n2. 可以不锁屏。（×）\n改正：______\n"
    )
    assert [(item["answer"], item["explanation"]) for item in found] == [(False, "须经审批。"), (False, None)]


# -- parts without items


def test_notes_under_an_ordinal_are_no_items_before_the_first_section():
    found = items("竞聘面试\n一、面试说明\n1. 每题五分钟。\n2. 独立评分。\n二、面试题\n1. 你为什么应聘？（10分）\n")
    assert [item["stem"] for item in found] == ["你为什么应聘？"]


def test_a_part_called_notes_that_holds_items_keeps_them():
    text = (
        "考试\n一、说明\n1. 三声内应做什么？\nA. 接听\nB. 挂断\n答案：A\n2. 挂机由谁先挂？\nA. 客户\nB. 坐席\n答案：A\n"
    )
    assert answers(text) == ["A", "A"]


def test_sections_without_a_type_go_on_from_the_notes_before_them():
    text = "考核\n一、考试说明\n1. 闭卷。\n2. 一小时。\n二、试题\n1. 如何安抚客户？（5分）\n2. 如何派工？（5分）\n"
    assert [(item["section"], item["stem"]) for item in items(text)] == [
        ("试题", "如何安抚客户？"),
        ("试题", "如何派工？"),
    ]


@pytest.mark.parametrize("before", ["说明：闭卷，每题5分。\n", "考试说明\n1. 闭卷。\n2. 一小时。\n"])
def test_notes_before_items_under_no_heading_hide_no_item(before):
    text = f"售后考核\n{before}1. 如何安抚客户？（5分）\n2. 如何派工？（5分）\n"
    assert [item["stem"] for item in items(text)] == ["如何安抚客户？", "如何派工？"]


def test_a_score_sheet_behind_the_last_item_belongs_to_no_item():
    text = "一、面试题\n1. 你为什么应聘？（10分）\n参考答案：言之有理。\n二、面试评分表\n序号\t项目\t得分\n1\t仪表\t\n"
    (item,) = items(text)
    assert item["answer"] == "言之有理。"


def test_rules_of_scoring_at_the_end_are_kept_for_the_scorers():
    found = read("一、面试题\n1. 你为什么应聘？（10分）\n二、评分标准\n1. 表达4分。\n2. 应变6分。\n").paper
    assert len(found.items) == 1
    assert found.scoring_note == "1. 表达4分。\n2. 应变6分。"


def test_an_attached_answer_part_is_none_of_these():
    text = "一、单选题（每题2分）\n1. 甲？\nA. 一\nB. 二\n附：参考答案及评分要点\n一、单选题\n1. B\n"
    assert answers(text) == ["B"]


# -- points


def test_points_by_type_before_the_first_section_count_where_headings_say_none():
    text = (
        "考核\n题型说明：单选每题3分，判断每题2分，填空每空1.5分。\n一、单选题\n1. 甲？\nA. 一\nB. 二\n答案：A\n"
        "二、判断题（每题5分）\n1. 乙。（√）\n三、填空题\n1. 先__后__。\n答案：听；说\n"
    )
    assert [item["points"] for item in items(text)] == [3, 5, 3]


def test_points_of_single_numbers_in_a_heading_belong_to_these_numbers():
    text = "一、简答题（第1题8分，第2题12分，共20分）\n1. 甲？\n答：一。\n2. 乙？\n答：二。\n"
    assert [item["points"] for item in items(text)] == [8, 12]
    assert findings(text) == []


def test_a_bonus_section_is_besides_the_full_mark():
    assert declared_total(make_line("（满分100分，附加题10分）", 1)) == 110


@pytest.mark.parametrize("words", ["A为正确，B为错误", "A代表对 B代表错", "正确选A，错误选B"])
def test_letters_of_judgements_are_told_in_either_order(words):
    assert answers(f"一、判断题（每题2分；{words}）\n1. 甲。\n答案：A\n2. 乙。\n答案：B\n") == [True, False]


# -- rubrics


def test_a_table_typed_with_tabs_names_criteria():
    rubric = read_rubric("评分项目\t分值\t评分说明\n开场\t4\t报工号\n收尾\t6\t确认下一步\n合计\t10\t")
    assert [(each.name, each.points, each.good) for each in rubric.criteria] == [
        ("开场", 4, "报工号"),
        ("收尾", 6, "确认下一步"),
    ]


def test_a_table_counts_its_rows_before_it_names_them():
    rubric = read_rubric("序号\t考核项目\t要求\t满分\n1\t开场\t报工号\t4\n2\t收尾\t确认\t6")
    assert [(each.name, each.points, each.good) for each in rubric.criteria] == [
        ("开场", 4, "报工号"),
        ("收尾", 6, "确认"),
    ]


@pytest.mark.parametrize("text", ["项目\t分值\n开场\t若干\n收尾\t6", "项目\t说明\n开场\t4", "项目\t分值\n开场"])
def test_a_table_that_does_not_say_all_points_names_none(text):
    assert read_rubric(text).criteria == ()


def test_points_for_each_of_several_leave_the_sum_open():
    text = "四个方面各3分，结合实际3分。"
    assert read_rubric(text, 15).criteria == ()
    assert "points-mismatch" not in [
        kind for kind, _ in findings(f"一、简答题\n1. 谈谈。（15分）\n答：略述。\n评分标准：{text}\n")
    ]


# -- answer parts


def test_each_sub_question_gets_its_own_answer_and_rubric_from_the_key():
    text = (
        "一、案例分析题\n案例一（10分）\n客户等了三天。\n（1）问题在哪？（4分）\n（2）怎么办？（6分）\n"
        "参考答案\n案例一\n（1）没有跟进。\n评分标准：指出4分。\n（2）专人负责。\n评分标准：负责6分。\n"
    )
    found = items(text)
    assert [(item["answer"], item["rubric"]) for item in found] == [
        ("没有跟进。", "指出4分。"),
        ("专人负责。", "负责6分。"),
    ]
    assert [item["material"] for item in found] == ["客户等了三天。", "客户等了三天。"]


def test_words_before_the_first_part_of_a_key_are_not_lost():
    text = (
        "一、案例分析题\n案例一\n客户等了三天。\n（1）问题在哪？（4分）\n（2）怎么办？（6分）\n"
        "参考答案\n案例一\n总体思路：先安抚。\n（1）没有跟进。\n（2）专人负责。\n"
    )
    assert all("先安抚" in item["answer"] for item in items(text))


def test_a_file_name_as_an_option_is_no_noise():
    assert not is_noise(make_line("D．readme.txt", 1))
    assert is_noise(make_line("售后考核.docx", 1))


# -- headings by letter


def test_a_letter_a_title_and_points_above_a_number_head_a_section():
    text = "面试\nA. 岗位动机（10分）\n1. 为何应聘？\n参考要点：稳定。\nB. 专业能力（20分）\n"
    text += "1. 怎样排班？\n参考要点：预测。\n"
    found = items(text)
    assert [(item["section"], item["points"], item["answer"]) for item in found] == [
        ("岗位动机", 10, "稳定。"),
        ("专业能力", 20, "预测。"),
    ]


def test_options_that_state_points_stay_options():
    text = "一、单选题（每题2分）\n1. 违规一次？\nA. 提醒（0分）\nB. 扣分（5分）\n2. 违规两次？\nA. 提醒\nB. 停岗\n"
    assert [len(item["options"]) for item in items(text)] == [2, 2]


def test_a_key_by_letter_and_in_small_letters_is_read():
    text = "A. 选择（每题4分）\n1) 甲？\na. 一  b. 二\n2) 乙？\na. 一  b. 二\nB. 判断（每题4分）\n1) 丙。\n2) 丁。\n"
    assert answers(text, "B卷答案\nA. 1) b  2) a\nB. 1) T  2) F\n") == ["B", "A", True, False]


def test_a_card_is_numbered_by_its_word():
    found = items("情景对练（每张卡片10分）\n卡片1：客户不说话。\n应答：“请问能听到吗？”\n评分：确认10分。\n")
    assert [(item["stem"], item["answer"], item["points"]) for item in found] == [
        ("客户不说话。", "“请问能听到吗？”", 10)
    ]
