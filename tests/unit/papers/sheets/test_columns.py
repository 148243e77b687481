"""Columns are known by the words in their headers, in every spelling; the header row may stand anywhere."""

import pytest
from kaochang.papers.sheets.columns import columns_of, head_of
from kaochang.papers.sheets.header_words import WORDS, Role
from unit.papers.sheets.workbooks import answers, findings, items, options, read, told, workbook

ROW = ["单选题", "首都是", "北京", "上海", "A"]
HEAD = ["题型", "题干", "选项A", "选项B", "答案"]


@pytest.mark.parametrize(
    ("text", "role", "label"),
    [
        ("题干", Role.STEM, ""),
        ("*题干（必填）", Role.STEM, ""),
        ("【题目内容】", Role.STEM, ""),
        (" 试 题 内 容 ", Role.STEM, ""),
        ("Question Text", Role.STEM, ""),
        ("question_text", Role.STEM, ""),
        ("题型(0单选,1判断)", Role.TYPE, ""),
        ("选项A", Role.OPTION, "A"),
        ("A选项", Role.OPTION, "A"),
        ("选项(Ａ)", Role.OPTION, "A"),
        ("选项一", Role.OPTION, "A"),
        ("备选答案3", Role.OPTION, "C"),
        ("option 8", Role.OPTION, "H"),
        ("B", Role.OPTION, "B"),
        ("isCorrect2", Role.CHOSEN, "B"),
        ("选项2是否正确", Role.CHOSEN, "B"),
        ("是否为正确答案", Role.CHOSEN, ""),
        ("正确答案", Role.ANSWER, ""),
        ("选项A图片", Role.PICTURE, "A"),
        ("难易程度", Role.LEVEL, ""),
        ("No.", Role.NUMBER, ""),
        ("#", Role.NUMBER, ""),
        ("分值（分）", Role.POINTS, ""),
        ("单题分值", Role.POINTS, ""),
        ("默认分数", Role.POINTS, ""),
        ("考题", Role.STEM, ""),
        ("考题类型", Role.TYPE, ""),
        ("候选项", Role.OPTIONS, ""),
        ("选项-A", Role.OPTION, "A"),
        ("第二选项", Role.OPTION, "B"),
        ("题支C", Role.OPTION, "C"),
        ("正确答案选项", Role.ANSWER, ""),
        ("参考答案/评分标准", Role.ANSWER, ""),
        ("试题答案解析", Role.EXPLANATION, ""),
        ("一级知识点", Role.TOPIC, ""),
        ("知识点2", Role.TOPIC, ""),
    ],
)
def test_a_header_is_known_by_its_words_alone(text, role, label):
    head = head_of(text)
    assert head is not None
    assert (head.role, head.label) == (role, label)


@pytest.mark.parametrize("text", ["", "首都是哪里", "1. 题干", "北京", "99", "选项27", "我的得分", "题目数", "x" * 100])
def test_other_words_are_no_header(text):
    assert head_of(text) is None


def test_no_word_has_two_meanings():
    words = [word for listed in WORDS.values() for word in listed.split()]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("word", [word for word in WORDS[Role.STEM].split() if len(word) > 1])
def test_every_word_for_a_stem_heads_the_stems(word):
    assert [item["stem"] for item in items(workbook([[word, "选项A", "答案"], ["首都是", "北京", "A"]]))] == ["首都是"]


def test_of_two_columns_of_one_role_the_better_word_wins():
    columns = columns_of(["标题", "题干", "答案"])
    assert columns.first(Role.STEM) == 1


def test_the_order_of_columns_does_not_matter():
    shuffled = [["答案", "选项B", "题干", "题型", "选项A"], ["A", "上海", "首都是", "单选题", "北京"]]
    assert items(workbook(shuffled)) == items(workbook([HEAD, ROW]))


def test_titles_and_notes_stand_above_the_header():
    paper = told(workbook([["某公司题库"], ["说明：每行一题"], [], HEAD, ROW]))
    assert (paper["title"], [item["answer"] for item in paper["items"]]) == ("某公司题库", ["A"])


def test_a_header_may_come_again_with_other_columns():
    data = workbook([HEAD, ROW, ["二、判断题（每题1分）"], ["题干", "答案"], ["天是蓝的。", "对"]])
    assert [(item["section"], item["type"], item["answer"]) for item in items(data)] == [
        (None, "single", "A"),
        ("判断题", "truefalse", True),
    ]


def test_a_header_may_have_two_rows():
    head = [["序号", "题干", "选项", None, "答案"], [None, None, "A", "B", None]]
    merged = ("A1:A2", "B1:B2", "C1:D1", "E1:E2")
    found = items(workbook([*head, [1, "首都是", "北京", "上海", "A"]], merged=merged))
    assert [(options(item), item["answer"]) for item in found] == [({"A": "北京", "B": "上海"}, "A")]


def test_short_words_under_a_header_are_items():
    data = workbook([["题干", "选项", "答案"], ["甲", "A.子 B.丑", "A"], ["乙", "A", "B"]])
    assert len(items(data)) == 2


def test_answers_beside_right_answers_are_options():
    data = workbook([["题干", "答案1", "答案2", "正确答案"], ["首都是", "北京", "上海", "A"]])
    assert [(options(item), item["answer"]) for item in items(data)] == [({"A": "北京", "B": "上海"}, "A")]


def test_answers_by_number_alone_are_those_of_the_blanks():
    data = workbook([["题型", "题干", "答案1", "答案2"], ["填空题", "首问____制，限时____小时。", "负责", "24"]])
    assert answers(data) == [[["负责"], ["24"]]]


def test_options_under_letters_are_enough_where_one_column_only_can_be_the_stem_and_one_the_answer():
    rows = [
        ["甲列", "A", "B", "乙列"],
        ["我国的首都是哪里", "北京", "上海", "A"],
        ["我国最长的河是哪条", "黄河", "长江", "B"],
    ]
    assert answers(workbook(rows)) == ["A", "B"]


def test_a_list_without_a_header_is_read_where_every_column_is_plain_to_see():
    rows = [
        [1, "单选题", "我国的首都是哪里", "北京", "上海", "A", "2分"],
        [2, "单选题", "我国最长的河是哪条", "黄河", "长江", "B", "2分"],
    ]
    found = items(workbook(rows))
    assert [(item["number"], item["stem"], options(item), item["answer"], item["points"]) for item in found] == [
        ("1", "我国的首都是哪里", {"A": "北京", "B": "上海"}, "A", 2),
        ("2", "我国最长的河是哪条", {"A": "黄河", "B": "长江"}, "B", 2),
    ]


def test_rows_that_say_what_to_fill_in_are_dropped_and_examples_are_told():
    data = workbook([HEAD, ["必填", "必填", "选填", "选填", "必填"], ["示例", "举例", "甲", "乙", "B"], ROW])
    assert answers(data) == ["A"]
    assert findings(data) == [("left-out", "paper", 3)]


def test_a_total_under_the_items_is_what_they_are_held_against():
    rows = [[*HEAD, "分值"], [*ROW, 2], [*ROW[:1], "二题", *ROW[2:], 2], ["合计", None, None, None, None, 5]]
    paper = told(workbook(rows))
    assert (len(paper["items"]), paper["total_points"]) == (2, 5)
    assert [each["kind"] for each in paper["diagnostics"]] == ["total-mismatch"]


def test_remarks_under_the_items_are_no_items():
    assert answers(workbook([HEAD, ROW, ["注：以上内容仅供内部使用"], [None, None], [3]])) == ["A"]


def test_headings_between_the_items_say_type_and_points():
    rows = [
        ["一、单选题（每题2分，共2题）"],
        ["题目", "A", "B", "答案"],
        ["甲", "子", "丑", "A"],
        ["乙", "子", "丑", "B"],
    ]
    rows += [["二、判断题（每题1分）"], ["丙", None, None, "√"]]
    found = [(item["section"], item["number"], item["type"], item["points"]) for item in items(workbook(rows))]
    assert found == [("单选题", "1", "single", 2), ("单选题", "2", "single", 2), ("判断题", "1", "truefalse", 1)]


def test_a_column_may_name_the_section_and_another_the_chapter():
    rows = [["章节", "大题", "题型", "题目", "答案"], ["第一章", "判断部分", "判断题", "甲", "对"]]
    item = read(workbook(rows)).paper.items[0]
    assert (item.item.section, item.scheme.competencies) == ("判断部分", ("第一章",))


def test_topics_of_all_columns_are_kept_once():
    rows = [["题干", "答案", "知识点", "标签", "目录"], ["甲", "对", "服务、投诉", "服务、投诉", "第二章"]]
    assert read(workbook(rows)).paper.items[0].scheme.competencies == ("服务", "投诉", "第二章")


def test_options_beside_their_words_are_the_letters_of_a_row_each():
    head = ["题号", "题目", "选项", "选项内容", "是否答案"]
    rows = [[1, "首都是", "A", "上海", "否"], [None, None, "B", "北京", "是"]]
    (item,) = items(workbook([head, *rows]))
    assert [(option["label"], option["text"]) for option in item["options"]] == [("A", "上海"), ("B", "北京")]
    assert item["answer"] == "B"


def test_marks_are_points_unless_somebody_earned_them():
    head, row = ["题目", "选项A", "选项B", "答案", "得分"], ["首都是", "上海", "北京", "B", 2]
    assert [item["points"] for item in items(workbook([head, row]))] == [2]
    sat = [[*head, "我的答案"], [*row, "A"]]
    assert [item["points"] for item in items(workbook(sat))] == [None]
