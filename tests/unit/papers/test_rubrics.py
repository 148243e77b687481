"""Rubrics become criteria with points and levels; remarks on partial points are none, and nothing is lost unsaid."""

from fractions import Fraction

import pytest
from kaochang.papers.finishing.rubrics import read_rubric
from unit.papers.support import findings, items, read


def criteria(text, points=None):
    return [(found.name, found.points) for found in read_rubric(text, points).criteria]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先致歉（3分）；再登记（2分）", [("先致歉", 3), ("再登记", 2)]),
        (
            "（1）响应1小时55分、通话1小时5分，均正确　1分\n（2）结论　2分",
            [("响应1小时55分、通话1小时5分，均正确", 1), ("结论", 2)],
        ),
        ("（1）说出两点（2分），只对一至两个得1分\n（2）都对得2分，只对一项得1分", [("说出两点", 2), ("都对", 2)]),
        ("（1）在30分钟内通报　2分\n（2）一般性培训　1分", [("在30分钟内通报", 2), ("一般性培训", 1)]),
        (
            "（1）说明扣费规则　2分\n（2）每个环节都有责任人　1分\n（3）每项费用列明　1分\n（4）每条都回访　1分",
            [("说明扣费规则", 2), ("每个环节都有责任人", 1), ("每项费用列明", 1), ("每条都回访", 1)],
        ),
        ("SELECT语句正确5分，条件正确5分。", [("SELECT语句正确", 5), ("条件正确", 5)]),
        (
            "共10分。其中：安抚情绪3分，核实信息3分，给出方案4分。语言不礼貌酌情扣1-2分。",
            [("安抚情绪", 3), ("核实信息", 3), ("给出方案", 4)],
        ),
        ("①倾听并共情（2分）②核实订单（2分）③给出方案（4分）", [("倾听并共情", 2), ("核实订单", 2), ("给出方案", 4)]),
        ("流程完整 4分 语言得体 3分 有回访 3分", [("流程完整", 4), ("语言得体", 3), ("有回访", 3)]),
        (
            "（1）共情得当，不因差评威胁而对抗（1分）\n（2）核实记录（1分）",
            [("共情得当，不因差评威胁而对抗", 1), ("核实记录", 1)],
        ),
        ("要点齐全，每点2分，满分10分。", []),
        ("答出3点得满分；答出2点得4分；答出1点得2分。", []),
        ("步骤正确各2分，共6分", []),
        ("优（16-20分）：数据充分；\n良（11-15分）：缺少数据；", []),
    ],
)
def test_lines_with_points_are_criteria_and_remarks_are_none(text, expected):
    assert criteria(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "（1）倾听——好：全程不打断；尚可：偶尔打断；弱：抢话　4分",
        "（1）倾听　4分\n好：全程不打断\n尚可：偶尔打断\n弱：抢话",
        "倾听（4分）\n好——全程不打断\n尚可——偶尔打断\n弱——抢话",
    ],
)
def test_levels_belong_to_their_criterion(text):
    (found,) = read_rubric(text).criteria
    assert (found.name, found.points, found.good) == ("倾听", 4, "全程不打断")
    assert [(level.name, level.text) for level in found.levels] == [
        ("好", "全程不打断"),
        ("尚可", "偶尔打断"),
        ("弱", "抢话"),
    ]


def test_a_level_keeps_its_points():
    (found,) = read_rubric("表达　10分\n好（10分）：流畅\n中（6分）：偶有停顿").criteria
    assert [(level.name, level.points) for level in found.levels] == [("好", 10), ("中", 6)]


def test_words_behind_the_points_say_what_is_good():
    assert [found.good for found in read_rubric("倾听（4分）：不打断、复述要点\n致歉（4分）：诚恳").criteria] == [
        "不打断、复述要点",
        "诚恳",
    ]


def test_points_before_the_words_are_criteria_only_where_they_add_up_to_the_item():
    assert criteria("2分：致歉\n3分：核实", Fraction(5)) == [("致歉", 2), ("核实", 3)]
    assert criteria("5分：全对\n3分：部分\n0分：不答", Fraction(5)) == []


def test_a_rubric_that_states_points_and_gives_no_criteria_is_told():
    text = "一、简答题（每题5分）\n1. 简述流程。\n参考答案：甲。\n评分标准：优秀：4—5分；一般：0—2分。\n"
    assert findings(text) == [("rubric-unread", "简答题#1")]


def test_a_rubric_given_once_behind_the_sub_questions_is_shared_out_as_the_answers_are():
    text = (
        "一、案例分析题\n1. 案例：客户投诉。\n（1）原因是什么？（4分）\n（2）怎么处理？（6分）\n"
        "参考答案：（1）没有记录。（2）补建工单。\n评分标准：（1）说出原因（4分）（2）给出步骤（6分）\n"
    )
    assert [(item["answer"], item["rubric"]) for item in items(text)] == [
        ("没有记录。", "说出原因（4分）"),
        ("补建工单。", "给出步骤（6分）"),
    ]
    assert findings(text) == []


def test_words_to_the_scorers_above_the_first_section_are_kept():
    text = "期末考试\n评分说明：面谈各题逐条给分，尚可给一半。\n一、简答题（每题5分）\n1. 简述流程。\n"
    assert read(text).paper.scoring_note == "面谈各题逐条给分，尚可给一半。"
    assert items(text)[0].get("rubric") is None
