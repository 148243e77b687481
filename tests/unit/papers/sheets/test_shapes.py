"""The shapes that people give a bank of items in a sheet, and what is read of them."""

import pytest
from unit.papers.sheets.workbooks import answers, findings, items, messages, options, read, told, workbook, written

HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案"]


def single(answer, *, kind="单选题", stem="首都是", texts=("北京", "上海", "广州")):
    return workbook([HEAD, [kind, stem, *texts, answer]])


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("单选题", "A", "A"),
        ("单选题", " b ", "B"),
        ("单选题", "（Ｃ）", "C"),
        ("单选题", "上海", "B"),
        ("单选题", "B、上海", "B"),
        ("单选题", "答案：B", "B"),
        ("多选题", "AC", "AC"),
        ("多选题", "A、C", "AC"),
        ("多选题", "C;A", "AC"),
        ("多选题", "A\nC", "AC"),
        ("多选题", "北京、广州", "AC"),
        ("多选题", "北京；广州", "AC"),
        ("单选题", "选B", "B"),
    ],
)
def test_an_answer_may_be_written_in_many_ways(kind, text, answer):
    assert answers(single(text, kind=kind)) == [answer]
    assert findings(single(text, kind=kind)) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("对", True),
        ("错误", False),
        ("√", True),
        ("×", False),
        (True, True),
        (False, False),
        ("T", True),
        ("否", False),
    ],
)
def test_a_judgement_may_be_written_in_many_ways(text, answer):
    assert answers(workbook([["题型", "题干", "答案"], ["判断题", "天是蓝的。", text]])) == [answer]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("E", "answer-out-of-range"),
        ("AB", "answer-type-mismatch"),
        ("南京", "answer-type-mismatch"),
        (None, "missing-answer"),
    ],
)
def test_an_answer_that_does_not_fit_is_left_open_and_told_with_sheet_and_row(text, kind):
    data = single(text)
    assert answers(data) == [None]
    assert findings(data) == [(kind, "#1", 2)]
    assert messages(data)[0].startswith("表“Sheet1”第 2 行：")


def test_a_key_in_the_brackets_of_a_stem_is_taken_out_of_it():
    item = items(single(None, stem="首都是（ A ）"))[0]
    assert (item["stem"], item["answer"]) == ("首都是（ ）", "A")


def test_a_key_in_the_brackets_that_contradicts_the_column_is_a_conflict():
    assert findings(single("B", stem="首都是（ A ）")) == [("answer-conflict", "#1", 2)]


@pytest.mark.parametrize(
    "cell",
    [
        "A.北京\nB.上海\nC.广州",
        "A、北京 B、上海 C、广州",
        "北京\n上海\n广州",
        "北京|上海|广州",
        "北京；上海；广州",
        "A.北京;B.上海;C.广州",
        '["北京", "上海", "广州"]',
        "A.北京|B.上海|C.广州",
        "北京$$上海$$广州",
    ],
)
def test_all_options_may_stand_in_one_cell(cell):
    found = items(workbook([["题干", "选项", "答案"], ["首都是", cell, "A"]]))
    assert [(options(item), item["answer"]) for item in found] == [({"A": "北京", "B": "上海", "C": "广州"}, "A")]


def test_options_may_stand_in_the_cell_of_the_stem():
    rows = [["题目", "答案"], ["1、首都是？\nA. 北京\nB. 上海", "A"], ["2、最大的是？ A、甲 B、乙 C、丙", "C"]]
    found = [(item["number"], item["stem"], len(item["options"]), item["answer"]) for item in items(workbook(rows))]
    assert found == [("1", "首都是？", 2, "A"), ("2", "最大的是？", 3, "C")]


def test_labels_in_the_cells_of_options_are_no_words_of_theirs():
    assert options(items(single("A", texts=("A. 北京", "B、上海", "（C）广州")))[0]) == {
        "A": "北京",
        "B": "上海",
        "C": "广州",
    }


def test_each_option_may_have_a_row_of_its_own_under_merged_cells():
    rows = [["题号", "题干", "选项", "是否正确答案", "分值"]]
    rows += [[1, "甲", "A.子", "√", 2], [None, None, "B.丑", None, None], [None, None, "C.寅", "√", None]]
    rows += [[2, "乙", "卯", "否", 3], [None, None, "辰", "是", None]]
    merged = ("A2:A4", "B2:B4", "E2:E4", "A5:A6", "B5:B6", "E5:E6")
    for data in (workbook(rows, merged=merged), workbook(rows)):
        found = [
            (item["number"], item["stem"], len(item["options"]), item["answer"], item["points"]) for item in items(data)
        ]
        assert found == [("1", "甲", 3, "AC", 2), ("2", "乙", 2, "B", 3)]


def test_each_option_may_have_a_row_that_repeats_the_stem():
    rows = [["stem", "option label", "option text", "is correct"]]
    rows += [["One?", "A", "x1", 0], ["One?", "B", "x2", 1], ["Two?", "A", "x3", 1], ["Two?", "B", "x4", 0]]
    assert answers(workbook(rows)) == ["B", "A"]


def test_options_below_each_other_may_go_without_ticks():
    rows = [["题干", "选项", "答案"], ["甲", "子", "B"], [None, "丑", None], ["乙", "寅", "A"], [None, "卯", None]]
    assert [(len(item["options"]), item["answer"]) for item in items(workbook(rows))] == [(2, "B"), (2, "A")]


def test_each_option_may_have_a_tick_column():
    head = ["题目", "选项1", "是否正确1", "选项2", "是否正确2", "选项3", "是否正确3"]
    rows = [head, ["甲", "子", "是", "丑", "否", "寅", "是"], ["乙", "子", 0, "丑", 1, "寅", 0]]
    rows += [["丙", "子", True, "丑", True, "寅", True]]
    assert answers(workbook(rows)) == ["AC", "B", "ABC"]


def test_a_tick_that_says_neither_yes_nor_no_leaves_the_answer_open():
    data = workbook([["题目", "选项1", "是否正确1", "选项2", "是否正确2"], ["甲", "子", "也许", "丑", "是"]])
    assert (answers(data), findings(data)) == ([None], [("answer-type-mismatch", "#1", 2)])


def test_the_name_of_a_sheet_says_type_and_points():
    head = ["题干", "A", "B", "C", "答案"]
    named = {
        "单选题（每题2分）": [head, ["甲", "子", "丑", "寅", "A"]],
        "多选题": [head, ["乙", "子", "丑", "寅", "AC"]],
    }
    found = items(workbook(**named, 判断=[["题干", "答案"], ["丙", "×"]]))
    assert [(item["section"], item["type"], item["answer"], item["points"]) for item in found] == [
        ("单选题", "single", "A", 2),
        ("多选题", "multiple", "AC", None),
        ("判断", "truefalse", False, None),
    ]


def test_a_type_of_its_own_counts_more_than_the_name_of_the_sheet():
    assert [item["type"] for item in items(workbook(单选题=[["题型", "题干", "答案"], ["判断题", "甲", "对"]]))] == [
        "truefalse"
    ]


def test_numbers_of_options_are_letters_where_headers_count_them():
    rows = [["题干", "选项1", "选项2", "选项3", "答案"], ["甲", "子", "丑", "寅", 1], ["乙", "子", "丑", "寅", "1,3"]]
    assert answers(workbook(rows)) == ["A", "AC"]


def test_numbers_of_options_are_letters_where_one_names_the_last_option_and_none_is_nought():
    rows = [["题干", "A", "B", "C", "答案"], ["甲", "子", "丑", "寅", 2], ["乙", "子", "丑", "寅", 3]]
    assert answers(workbook(rows)) == ["B", "C"]


@pytest.mark.parametrize("numbers", [(0, 1), (1, 2), (1, 5)])
def test_numbers_of_options_that_may_count_from_nought_are_left_open(numbers):
    rows = [["题干", "A", "B", "C", "答案"], *(["甲" + str(n), "子", "丑", "寅", n] for n in numbers)]
    data = workbook(rows)
    assert answers(data) == [None, None]
    assert {kind for kind, _, _ in findings(data)} == {"answer-type-mismatch"}
    assert "从 0 还是从 1" in messages(data)[0]


def test_numbers_beyond_the_options_are_the_words_of_options():
    rows = [["题干", "A", "B", "C", "答案"], ["6*7=", 40, 41, 42, 42], ["1+2=", 1, 3, 5, 3]]
    assert answers(workbook(rows)) == ["C", "B"]


def test_a_number_that_may_be_a_place_or_the_words_of_another_option_is_a_conflict():
    rows = [["题干", "A", "B", "C", "答案"], ["1+1=", 1, 2, 3, 2], ["1+2=", 1, 3, 5, 3]]
    assert answers(workbook(rows)) == ["B", None]
    assert findings(workbook(rows)) == [("answer-conflict", "#2", 3)]


def test_a_column_of_places_stays_one_where_options_are_numbers():
    rows = [["题干", "A", "B", "C", "答案"], ["甲", "子", "丑", "寅", 3], ["1+2=", 1, 3, 5, 3]]
    assert answers(workbook(rows)) == ["C", "C"]


def test_codes_of_types_are_read_where_the_file_explains_them():
    rows = [["题型代码：0=单选，1=判断，2=多选"], ["题型", "题干", "A", "B", "答案"]]
    rows += [[0, "甲", "子", "丑", "A"], [1, "乙", None, None, "对"], [2, "丙", "子", "丑", "AB"]]
    assert [item["type"] for item in items(workbook(rows))] == ["single", "truefalse", "multiple"]
    rows = [["题型（0单选 1判断）", "题干", "A", "B", "答案"], [0, "甲", "子", "丑", "A"], [1, "乙", None, None, "对"]]
    assert [item["type"] for item in items(workbook(rows))] == ["single", "truefalse"]


def test_a_code_that_nothing_explains_is_told():
    data = workbook([["题型", "题干", "A", "B", "答案"], [0, "甲", "子", "丑", "A"]])
    assert findings(data) == [("unknown-type", "#1", 2)]
    assert "题型“0”" in messages(data)[0]


def test_a_list_of_notes_explains_no_codes():
    rows = [
        ["1、单选题填一个字母 2、多选题填几个 3、判断题填对错"],
        ["题型", "题干", "A", "B", "答案"],
        [1, "甲", "子", "丑", "A"],
    ]
    assert findings(workbook(rows)) == [("unknown-type", "#1", 3)]


@pytest.mark.parametrize("cell", ["负责；24", "负责|24", "负责;24", "(1)负责 (2)24", "负责\n24"])
def test_blanks_have_an_answer_each(cell):
    assert answers(workbook([["题型", "题干", "答案"], ["填空题", "首问____制，限时____小时。", cell]])) == [
        [["负责"], ["24"]]
    ]


def test_a_blank_may_have_several_right_answers():
    assert answers(workbook([["题型", "题干", "答案"], ["填空题", "限时____。", "一天/二十四小时"]])) == [
        [["一天", "二十四小时"]]
    ]


def test_what_stands_in_the_option_columns_of_a_blank_is_its_answer_and_no_candidate_sees_it():
    item = items(workbook([HEAD, ["填空题", "首都是____，", "北京", None, None, None]]))[0]
    assert (item["options"], item["answer"]) == ([], [["北京"]])
    assert findings(workbook([HEAD, ["填空题", "首都是____", "北京", "北京市", None, None]])) == [
        ("blank-count-mismatch", "#1", 2)
    ]


def test_open_items_have_reference_rubric_and_keywords():
    rows = [["题型", "题干", "参考答案", "评分标准", "关键词", "分值"]]
    rows += [["简答题", "如何安抚客户？", "先倾听，\n再道歉。", "倾听，3分；道歉，2分", "倾听、道歉", "5分"]]
    item = read(workbook(rows)).paper.items[0]
    assert item.scheme.reference == "先倾听，\n再道歉。"
    assert [(each.name, each.points) for each in item.scheme.rubric.criteria] == [("倾听", 3), ("道歉", 2)]
    assert "关键词：倾听、道歉" in item.scheme.rubric.text


def test_ordering_and_matching():
    rows = [["题型", "题干", "左列", "右列", "选项A", "选项B", "答案"]]
    rows += [
        ["匹配题", "把两列连起来", "甲\n乙", "子\n丑", None, None, "1-B,2-A"],
        ["排序题", "排序", None, None, "一", "二", "BA"],
    ]
    found = items(workbook(rows))
    assert [item["answer"] for item in found] == ["(1)-B (2)-A", "BA"]
    assert [prompt["text"] for prompt in found[0]["prompts"]] == ["甲", "乙"]


def test_a_scenario_is_played_in_rounds():
    stem = "请应对客户。\n第1轮（60秒）客户：“怎么回事？”\n第2轮 客户：“那好吧。”"
    item = items(workbook([["题型", "题干", "参考答案"], ["情景模拟", stem, "安抚"]]))[0]
    assert (item["stem"], len(item["stages"])) == ("请应对客户。", 2)


def test_wholes_and_parts_have_columns_of_their_own():
    head = ["目录", "题目类型", "大题题干", "小题题型", "小题题干", "正确答案", "难易度", "选项数", "选项A", "选项B"]
    rows = [head, ["一", "单选题", "首都是（ ）", None, None, "A", "易", 2, "北京", "上海"]]
    rows += [["二", "阅读理解", "阅读下文：某客户投诉。", "单选题", "客户为何投诉", "B", "中", 2, "慢", "贵"]]
    rows += [[None, None, None, "判断题", "客服做法正确。", "错"], ["三", "判断题", "天是蓝的。", None, None, "正确"]]
    found = [(item["number"], item["type"], item["answer"], item.get("material")) for item in items(workbook(rows))]
    whole = "阅读下文：某客户投诉。"
    assert found == [
        ("1", "single", "A", None),
        ("2.1", "single", "B", whole),
        ("2.2", "truefalse", False, whole),
        ("3", "truefalse", True, None),
    ]


def test_parts_may_be_numbered_under_their_whole():
    rows = [["题号", "题型", "题干", "A", "B", "答案", "分值"], [1, "案例分析题", "某案例。", None, None, None, 10]]
    rows += [["1.1", "单选", "甲", "子", "丑", "A", 4], ["1.2", "简答", "乙", None, None, "参考", 6]]
    data = workbook(rows)
    assert [(item["number"], item["material"], item["points"]) for item in items(data)] == [
        ("1.1", "某案例。", 4),
        ("1.2", "某案例。", 6),
    ]
    assert findings(data) == []
    rows[1][-1] = 9
    assert findings(workbook(rows)) == [("points-mismatch", "#1.1", 3)]


def test_material_in_merged_cells_is_shared_by_the_items_beside_it():
    rows = [["题号", "材料", "题干", "答案"], [1, "某材料", "甲", "对"], [2, None, "乙", "错"], [3, None, "丙", "对"]]
    found = items(workbook(rows, merged=("B2:B3",)))
    assert [item.get("material") for item in found] == ["某材料", "某材料", None]


def test_points_in_merged_cells_of_several_items_are_no_items_own():
    rows = [["题干", "答案", "分值"], ["甲", "对", 10], ["乙", "错", None], ["丙", "对", 2]]
    assert [item["points"] for item in items(workbook(rows, merged=("C2:C3",)))] == [None, None, 2]


def test_types_in_merged_cells_hold_for_all_their_rows():
    rows = [["题型", "题干", "答案"], ["判断题", "甲", "对"], [None, "乙", "错"]]
    assert answers(workbook(rows, merged=("A2:A3",))) == [True, False]


@pytest.mark.parametrize("text", ["2", 2, 2.0, "2分", "２分", "2.0"])
def test_points_may_be_numbers_or_words(text):
    assert items(workbook([["题干", "答案", "分值"], ["甲", "对", text]]))[0]["points"] == 2


def test_numbers_are_those_of_their_column_or_of_their_rows():
    rows = [["题干", "答案"], ["甲", "对"], ["乙", "错"]]
    assert [item["number"] for item in items(workbook(rows))] == ["1", "2"]
    numbered = workbook([["题号", *rows[0]], [1, *rows[1]], [3, *rows[2]], [3, "丙", "对"], [None, "丁", "对"]])
    assert findings(numbered) == [
        ("number-gap", "#3", 3),
        ("duplicate-number", "#3", 4),
        ("number-gap", "#4", 5),
    ]


def test_rows_that_were_numbered_beforehand_and_left_empty_are_no_items():
    assert len(items(workbook([["序号", "题型", "题干", "答案"], [1, "判断题", "甲", "对"], [2, "判断题"], [3]]))) == 1


def test_a_row_with_a_stem_alone_and_one_without_a_stem_are_told():
    data = workbook([["题型", "题干", "A", "B", "答案"], [None, "只有题干"], ["单选", None, "子", "丑", "A"]])
    assert findings(data) == [("unknown-type", "#1", 2), ("empty-stem", "#2", 3)]


def test_an_item_that_stands_there_twice_is_kept_and_told():
    rows = [["题干", "答案"], ["甲", "对"], ["乙", "对"], ["甲", "对"]]
    assert findings(workbook(rows)) == [("duplicate-item", "#3", 4)]
    assert "第 2 行" in messages(workbook(rows))[0]
    twice = workbook(甲表=rows[:2], 乙表=rows[:2])
    assert messages(twice)[0].startswith("表“乙表”第 2 行：第 1 题与表“甲表”第 2 行")


def test_a_sheet_without_columns_beside_others_is_told():
    assert findings(workbook(题库=[["题干", "答案"], ["甲", "对"]], 字典=[["易", "中"], ["a", "b"]])) == [
        ("left-out", "paper", None)
    ]


def test_code_and_formulas_in_a_cell_stay_in_one_piece():
    stem = "输出什么？\n```python\nA. x\n答案：B\n```"
    item = items(workbook([["题型", "题干", "答案"], ["简答题", stem, "略有不同"]]))[0]
    assert (item["stem"], item["answer"]) == (stem, "略有不同")
    assert findings(workbook([["题型", "题干", "答案"], ["简答题", "看代码\n```\nx = 1", "如此"]])) == [
        ("unclosed-code", "#1", 2)
    ]


def test_an_answer_cell_may_hold_the_explanation_too():
    item = items(single("答案：A 解析：北京是首都。"))[0]
    assert (item["answer"], item["explanation"]) == ("A", "北京是首都。")


def test_red_options_are_answers_only_where_the_file_says_so():
    def fill(book, sheet, *, said):
        red = book.add_format({"font_color": "#FF0000"})
        sheet.write(0, 0, "标红的为正确答案" if said else "某题库")
        sheet.write_row(1, 0, ["题干", "A", "B"])
        sheet.write_row(2, 0, ["首都是", "北京", "上海"])
        sheet.write(2, 1, "北京", red)

    assert answers(written(lambda book, sheet: fill(book, sheet, said=True))) == ["A"]
    assert answers(written(lambda book, sheet: fill(book, sheet, said=False))) == [None]


def test_the_total_above_the_table_is_the_papers():
    paper = told(
        workbook([["期末试卷"], ["满分：4分"], [*HEAD, "分值"], ["单选题", "首都是", "北京", "上海", None, "A", 3]])
    )
    assert (paper["title"], paper["total_points"]) == ("期末试卷", 4)
    assert [each["kind"] for each in paper["diagnostics"]] == ["total-mismatch"]


def test_a_text_paper_pasted_into_a_column_is_read_as_one():
    rows = [
        ["一、单选题（每题2分）"],
        ["1. 甲"],
        ["A. 子"],
        ["B. 丑"],
        ["答案：A"],
        ["2. 乙"],
        ["A. 子"],
        ["B. 丑"],
        ["答案：E"],
    ]
    data = workbook(试卷=rows)
    assert [(item["section"], item["stem"], item["answer"]) for item in items(data)] == [
        ("单选题", "甲", "A"),
        ("单选题", "乙", None),
    ]
    assert messages(data)[0].startswith("表“试卷”第 9 行：")


def test_who_made_the_sheet_is_no_item():
    rows = [["序号", "题目", "A", "B", "答案"], [1, "甲", "子", "丑", "A"], ["出题人：某某", None, "审核：某某"]]
    assert findings(workbook(rows)) == []


def test_headers_may_go_on_after_a_dash():
    head = ["Question - max 120 characters", *(f"Answer {n} - max 75" for n in (1, 2, 3)), "Correct answer(s) - choose"]
    assert answers(workbook([head, ["2+2?", "3", "4", "5", "2"], ["primes", "2", "3", "4", "1,2"]])) == ["B", "AB"]


def test_the_words_of_a_judgements_option_are_its_answer():
    assert answers(workbook([["题型", "题干", "选项", "答案"], ["判断题", "丙", "A.对\nB.错", "B.错"]])) == [False]


def test_a_stem_that_several_share_is_material_beside_the_stems():
    rows = [
        ["题号", "共用题干", "题干", "答案"],
        [1, "某客户投诉。", "甲", "对"],
        [2, None, "乙", "错"],
        [3, None, "丙", "对"],
    ]
    found = items(workbook(rows, merged=("B2:B3",)))
    assert [(item["number"], item["stem"], item.get("material")) for item in found] == [
        ("1", "甲", "某客户投诉。"),
        ("2", "乙", "某客户投诉。"),
        ("3", "丙", None),
    ]


def test_a_word_that_marks_answers_may_be_an_answer():
    assert answers(workbook([["题型", "题干", "答案"], ["填空题", "每题之后写____。", "答案"]])) == [[["答案"]]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("single_choice", "single"),
        ("multiple_choice", "single"),
        ("Multiple Response", "multiple"),
        ("true/false", "truefalse"),
        ("判断", "truefalse"),
        ("单项选择题", "single"),
        ("不定项选择题", "multiple"),
        ("选择题", "single"),
    ],
)
def test_a_type_may_be_named_in_many_ways(text, kind):
    answer = "对" if kind == "truefalse" else "B" if kind == "single" else "AB"
    rows = [["题型", "题干", "A", "B", "C", "答案"], [text, "甲", "子", "丑", "寅", answer]]
    assert [item["type"] for item in items(workbook(rows))] == [kind]
    assert findings(workbook(rows)) == []


COUNTED = ["题型", "题目", "选项1", "选项2", "选项3", "选项4", "答案"]


def test_numbers_of_several_options_may_stand_close_together():
    rows = [["单选题", "甲", "子", "丑", "寅", "卯", 2], ["多选题", "乙", "子", "丑", "寅", "卯", 134]]
    assert answers(workbook([COUNTED, *rows])) == ["B", "ACD"]
    assert answers(workbook([COUNTED, ["多选题", "乙", "子", "丑", "寅", "卯", 431]])) == [None]


def test_a_judgement_may_be_the_number_of_its_option():
    rows = [["判断题", "甲。", "对", "错", None, None, 1], ["判断题", "乙。", "对", "错", None, None, 2]]
    assert answers(workbook([COUNTED, *rows])) == [True, False]
    assert answers(workbook([COUNTED, *rows, ["判断题", "丙。", "对", "错", None, None, 0]]))[1:] == [None, None]


def test_a_bar_may_stand_between_letters():
    assert answers(workbook([["题型", "题干", "A", "B", "C", "答案"], ["多选题", "甲", "子", "丑", "寅", "A|C"]])) == [
        "AC"
    ]


def test_an_item_may_be_a_block_of_rows():
    block = [["题目", "先做什么？"], ["A", "登记"], ["B", "忽略"], ["答案", "A"], ["解析", "按流程。"], [None, None]]
    (first, second) = items(workbook([["上岗测试"], *block, *block[:4]]))
    assert [first["answer"], first["explanation"], options(second)] == ["A", "按流程。", {"A": "登记", "B": "忽略"}]


HEAD_OF_PARTS = ["题号", "大题", "题型", "材料", "题干", "分值"]


def test_an_essay_without_an_answer_is_not_the_material_of_another_sections_parts():
    rows = [["1", "论述题", "简答题", None, "论述首问负责。", 8]]
    rows += [
        ["1.1", "案例题", "案例分析题", "案例甲", "问题一", 3],
        ["1.2", "案例题", "案例分析题", "案例甲", "问题二", 3],
    ]
    found = [
        (item["number"], item["section"], item.get("material")) for item in items(workbook([HEAD_OF_PARTS, *rows]))
    ]
    assert found == [("1", "论述题", None), ("1.1", "案例题", "案例甲"), ("1.2", "案例题", "案例甲")]


def test_a_row_with_a_type_of_its_own_is_an_item_though_parts_follow():
    rows = [["1", None, "简答题", None, "论述首问负责。", 8], ["1.1", None, "简答题", None, "问题一", 3]]
    assert [item["stem"] for item in items(workbook([HEAD_OF_PARTS, *rows]))] == ["论述首问负责。", "问题一"]


def test_a_case_with_another_sections_parts_or_with_parts_that_have_their_own_material_is_an_item():
    whole = ["1", "甲", "案例分析题", None, "某案例。", 8]
    for part in (["1.1", "乙", "简答题", None, "问题一", 3], ["1.1", "甲", "简答题", "别的材料", "问题一", 3]):
        assert [item["stem"] for item in items(workbook([HEAD_OF_PARTS, whole, part]))] == ["某案例。", "问题一"]


def test_parts_of_two_sections_are_not_put_together_for_their_numbers():
    rows = [["1.1", each, "简答题", f"材料{each}", "问题", 3] for each in ("甲", "乙")]
    found = [(item["number"], item["section"], item["material"]) for item in items(workbook([HEAD_OF_PARTS, *rows]))]
    assert found == [("1.1", "甲", "材料甲"), ("1.1", "乙", "材料乙")]


def test_a_cover_says_what_items_of_each_type_are_worth():
    data = workbook(
        封面=[["合规题库"], ["各工作表分值：单选2分，判断1分，填空2分/空"]],
        单选=[["编号", "题目", "A", "B", "答案"], [1, "甲", "子", "丑", "A"], [2, "乙", "子", "丑", "B"]],
        判断=[["编号", "题目", "答案"], [1, "丙。", "对"], [2, "丁。", "错"]],
        填空=[["编号", "题目", "答案"], [1, "戊____和____。", "子；丑"], [2, "己____。", "子"]],
    )
    assert [item["points"] for item in items(data)] == [2, 2, 1, 1, 4, 2]


def test_a_cover_that_tells_the_points_of_whole_sheets_says_nothing_of_one_item():
    data = workbook(
        封面=[["题库"], ["单选40分，判断20分"]],
        单选=[["编号", "题目", "A", "B", "答案"], [1, "甲", "子", "丑", "A"], [2, "乙", "子", "丑", "B"]],
        判断=[["编号", "题目", "答案"], [1, "丙。", "对"], [2, "丁。", "错"]],
    )
    assert [item["points"] for item in items(data)] == [None] * 4


def test_a_bracket_in_a_cell_of_its_own_is_a_place_for_the_answer():
    lines = [
        ["1. 甲（   ）。", None],
        [None, "A. 子"],
        [None, "B. 丑"],
        ["2. 乙（   ）。", None],
        [None, "A. 子"],
        [None, "B. 丑"],
    ]
    judged = [["二、判断题（每题1分）"], ["3. 丙。", "(    )"], ["4. 丁。", "（  ）"]]
    data = workbook(试卷=[["一、单选题（每题2分）"], *lines, *judged])
    assert [item["stem"] for item in items(data)][2:] == ["丙。(    )", "丁。（  ）"]


def test_rows_without_a_header_may_each_hold_an_item():
    rows = [[number, f"做什么{number}", "A.子", "B.丑", "C.寅"] for number in (1, 2, 3)]
    data = workbook(单选=[["一、单选题"], *rows, ["答案：1.A 2.B 3.C"]])
    assert [(item["stem"], item["answer"]) for item in items(data)] == [
        ("做什么1", "A"),
        ("做什么2", "B"),
        ("做什么3", "C"),
    ]
    assert [option["text"] for option in items(data)[0]["options"]] == ["子", "丑", "寅"]


def test_an_answer_below_the_words_of_a_cell_is_none_of_them():
    rows = [[1, "先做什么\nA.子\nB.丑\n答案：A"], [2, "可以外传（ ）\n答案：错"]]
    data = workbook([["序号", "试题"], *rows])
    assert [(item["stem"], item["answer"]) for item in items(data)] == [("先做什么", "A"), ("可以外传（ ）", False)]


def test_a_sheet_of_numbers_over_answers_and_of_numbers_beside_texts_is_the_key_of_a_paper_drawn_on_another():
    page = [["一、选择题（每题5分）"]]
    for at in (1, 2, 3):
        page += [[at, f"题干{at}（  ）"], [None, "A．甲", "B．乙"]]
    page += [["二、问答题（每题20分）"], [4, "请说明交接班的步骤。"]]
    key = [["参考答案"], ["题号", 1, 2, 3], ["答案", "A", "B", "A"], [4, "清点、签字。"]]
    found = items(workbook(试卷=page, 答案=key))
    assert [item["answer"] for item in found] == ["A", "B", "A", "清点、签字。"]
