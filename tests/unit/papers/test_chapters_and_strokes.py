"""Items numbered within their chapter, a bank with an item a line, and what an export prints below the last answer."""

import re

import pytest
from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind
from kaochang.domain.responses import Choice, Judgement
from kaochang.papers.grammar.key_tables import table_pairs
from kaochang.papers.reading import read_paper

CHAPTERS = """客服基础知识题库

第一章 服务规范
1{0}1 客户来电时应在几声内接听？（ B ）
A. 一声  B. 三声  C. 五声  D. 十声
1{0}2 通话结束时应由谁先挂断电话？（ A ）
A. 客户  B. 客服  C. 主管  D. 均可
第二章 投诉处理
2{0}1 处理投诉的第一步是（ C ）
A. 解释  B. 赔偿  C. 倾听  D. 转接
2{0}2 投诉升级的时限是（ D ）
A. 1小时  B. 2小时  C. 4小时  D. 24小时
"""
STROKES = """单选｜客户要求退货，首先应当（ ）｜A.核对订单｜B.直接退款｜C.拒绝｜D.转主管｜答案：A
判断｜客户永远是对的，因此可以越权赔偿。｜答案：错
多选｜工单必填项有（ ）｜A.姓名｜B.电话｜C.问题描述｜D.天气｜答案：ABC
填空｜首次响应时限为____小时。｜答案：2
"""


def read(text):
    return read_paper(text.encode(), "paper.txt").paper


@pytest.mark.parametrize("between", ["-", "."])
def test_an_item_numbered_within_its_chapter_keeps_the_number_and_its_stem_is_without_it(between):
    items = [each.item for each in read(CHAPTERS.format(between)).items]
    assert [each.number for each in items] == [f"{chapter}{between}{at}" for chapter in (1, 2) for at in (1, 2)]
    assert [each.section for each in items] == ["服务规范", "服务规范", "投诉处理", "投诉处理"]
    assert items[0].stem.startswith("客户来电")
    assert all(len(each.options) == 4 for each in items)


@pytest.mark.parametrize("between", ["-", "."])
def test_a_key_names_items_of_chapters_by_their_whole_numbers(between):
    unkeyed = re.sub(r"（ [A-D] ）", "（ ）", CHAPTERS.format(between))
    key = f"1{between}1 B　1{between}2 A\n2{between}1 C　2{between}2 D"
    paper = read(f"{unkeyed}参考答案\n{key}\n")
    assert [each.scheme.correct for each in paper.items] == [Choice((letter,)) for letter in "BACD"]
    assert {each.kind for each in paper.findings} == {Kind.POINTS_MISSING}


def test_a_key_that_names_an_item_that_is_not_there_is_told():
    unkeyed = re.sub(r"（ [A-D] ）", "（ ）", CHAPTERS.format("-"))
    paper = read(f"{unkeyed}参考答案\n1-1 B　1-3 A\n")
    assert all(each.scheme.correct is None for each in paper.items)
    assert Kind.ORPHAN_ANSWER in {each.kind for each in paper.findings}


def test_a_range_at_the_start_of_a_line_is_no_number():
    paper = read(
        "一、简答题\n1. 简述排班要求。\n答案：\n9-12 月份为旺季\n1-3 人一组值班\n2. 简述交接班要求。\n答案：当面交接\n"
    )
    assert [each.item.number for each in paper.items] == ["1", "2"]
    assert "9-12 月份" in paper.items[0].scheme.reference


@pytest.mark.parametrize("numbered", [False, True])
def test_an_item_a_line_apart_by_strokes_is_read_with_its_key(numbered):
    lines = STROKES.splitlines()
    text = "\n".join(f"{at}｜{line}" for at, line in enumerate(lines, start=1)) if numbered else STROKES
    items = read(text).items
    types = [ItemType.SINGLE, ItemType.TRUEFALSE, ItemType.MULTIPLE, ItemType.BLANK]
    assert [each.item.type for each in items] == types
    assert items[0].scheme.correct == Choice(("A",))
    assert items[1].scheme.correct == Judgement(value=False)
    assert [each.text for each in items[2].item.options] == ["姓名", "电话", "问题描述", "天气"]


def test_strokes_in_one_stem_are_that_stems_own():
    paper = read("一、单选题\n1. 命令 单选｜a｜b 的含义是（ ）。\nA. 甲\nB. 乙\n答案：A\n")
    assert "单选｜a｜b" in paper.items[0].item.stem


@pytest.mark.parametrize(
    "last", ["导出时间：2026-11-01 10:20　共3题", "生成日期：2026年11月1日", "共3题", "全卷共 3 道题，共100分"]
)
def test_what_an_export_prints_below_the_last_answer_is_no_part_of_it(last):
    paper = read(f"一、简答题\n1. 简述回访要点。\n答案：确认问题解决；记录满意度。\n\n{last}\n")
    assert paper.items[0].scheme.reference == "确认问题解决；记录满意度。"


QUESTIONS = """三、简答题（每题10分）
1、请写出处理客户投诉的五个步骤。

倾听、致歉、核实、解决、回访。每步2分。

2、什么是首次响应？
指客户提交问题后客服第一次给出有效回复的时间。
一般以分钟计。

3、简述交接班要点。
当面交接未结工单。
"""


def test_what_stands_below_every_question_of_a_section_is_its_answer_and_that_is_told():
    paper = read(QUESTIONS)
    assert [each.item.stem for each in paper.items] == [
        "请写出处理客户投诉的五个步骤。",
        "什么是首次响应？",
        "简述交接班要点。",
    ]
    assert paper.items[1].scheme.reference.endswith("一般以分钟计。")
    (note,) = [each for each in paper.findings if each.kind is Kind.WORDS_LEARNED]
    assert note.params["count"] == "3"


@pytest.mark.parametrize(
    "changed",
    [
        QUESTIONS.replace("当面交接未结工单。\n", ""),
        QUESTIONS.replace("当面交接未结工单。", "要求：不少于三点。"),
        QUESTIONS.replace("当面交接未结工单。", "答案：当面交接未结工单。"),
        QUESTIONS + "参考答案\n1、略\n2、略\n3、略\n",
    ],
)
def test_where_one_question_has_none_or_something_else_nothing_is_taken_for_an_answer(changed):
    paper = read(changed)
    assert "倾听" not in paper.items[0].scheme.reference
    assert not [each for each in paper.findings if each.kind is Kind.WORDS_LEARNED and each.variant == "below"]


# -- what a fifth set of papers by somebody else had


def test_what_is_looked_at_in_a_bracket_of_its_own_is_a_rubric_and_no_heading():
    lines = "\n".join(f"{at}. 你怎样处理第{at}种情形？\n   【考察应变能力、服务意识】" for at in range(1, 5))
    paper = read(f"第一部分 结构化面谈题（共4题，每题10分）\n{lines}\n")
    assert {each.item.section for each in paper.items} == {"结构化面谈题"}
    assert all(not each.item.stem.endswith("】") for each in paper.items)
    assert [criterion.name for criterion in paper.items[0].scheme.rubric.criteria] == ["应变能力", "服务意识"]


def test_points_times_items_are_the_points_of_each():
    lines = "\n".join(f"{at}、题干{at}（ ）\nA. 甲\nB. 乙\n答案：A" for at in range(1, 4))
    paper = read(f"Ⅰ 单选题（4分×3题）\n{lines}\n")
    assert [each.item.points for each in paper.items] == [4, 4, 4]


@pytest.mark.parametrize("last", ["———————— 第 2 页 共 3 页", "外呼中心培训质检组制", "XX公司客户服务部编制"])
def test_a_foot_of_the_page_and_whoever_made_the_paper_are_no_part_of_the_last_item(last):
    paper = read(f"一、判断题\n1. 断线由坐席先回拨。（√）\n2. 可以先挂断。（×）\n{last}\n")
    assert paper.items[1].item.stem.startswith("可以先挂断。")
    assert "制" not in paper.items[1].item.stem
    assert "页" not in paper.items[1].item.stem


def test_a_key_with_a_row_for_each_sub_question_gives_each_its_own():
    rows = (
        ("题号", "小题", "参考答案", "分值"),
        ("10", "(1)", "甲", "8"),
        ("10", "(2)", "乙", "6"),
        ("", "（3）", "丙", "6"),
    )
    assert table_pairs(rows) == [(["10"], ["(1) 甲\n(2) 乙\n(3) 丙"])]


def test_a_table_whose_columns_ask_in_other_words_holds_items_and_is_no_key():
    rows = (
        ("序号", "题型", "考题内容", "备选项", "标准答案", "分值"),
        ("1", "单选", "第一步是（ ）", "A、甲\nB、乙", "A", "3"),
    )
    assert table_pairs(rows) == []
