"""Columns that no list of header words holds are told by what stands in them, or told to people; never guessed."""

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.papers.sheets.chosen import find_chosen
from kaochang.papers.sheets.codes import learn_codes, look_of
from kaochang.papers.sheets.profiles import columns_in, series
from papers_corpus import unlisted_columns
from papers_corpus.running import scored
from unit.papers.sheets.workbooks import answers, findings, items, messages, options, read, told, workbook

LAYOUTS = ("Excel 1", "Excel, a row each", "Excel, per type", "Excel, option numbers", "table csv", "as a table")
HEAD = ["问的是啥", "路子一", "路子二", "路子三", "揭晓"]
CHOICES = [
    [
        f"处理第{number}类来电应当先做什么（　　）。",
        f"登记工单{number}",
        f"复述诉求{number}",
        f"转接专席{number}",
        letter,
    ]
    for number, letter in enumerate("BCABCA", start=1)
]


def with_column(rows, place, cells):
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(rows, cells, strict=True)]


def learned(data):
    return [kind for kind, where, _ in findings(data) if (kind, where) == ("columns-assumed", "paper")]


@pytest.mark.parametrize("kind", unlisted_columns.WAYS)
def test_tables_whose_columns_nobody_listed_are_read_as_their_truth_says(kind):
    found = [scored(made) for made in unlisted_columns.papers(kind, 3, 6) if made.name.endswith(LAYOUTS)]
    assert found
    assert [score.guesses for score in found] == [()] * len(found)
    assert sum(score.f1 for score in found) / len(found) >= 0.95, [(score.name, score.wrong) for score in found]


def test_what_was_told_by_cells_alone_is_said_once_with_its_columns():
    data = workbook([HEAD, *CHOICES])
    assert answers(data) == list("BCABCA")
    assert [each for each in findings(data) if each[0] != "points-missing"] == [("columns-assumed", "paper", 1)]
    assert "题干 A 列，选项 B、C、D 列，答案 E 列" in messages(data)[-1]


def test_without_a_header_the_first_row_is_an_item():
    assert answers(workbook(CHOICES)) == list("BCABCA")


def test_one_unknown_column_beside_known_ones_is_said_by_its_letter():
    rows = with_column(
        [["题干", "选项A", "选项B", "选项C", "答案"], *CHOICES],
        5,
        ["为啥", *(f"第{n}条规定如此说。" for n in range(6))],
    )
    data = workbook(rows)
    assert items(data)[0]["explanation"] == "第0条规定如此说。"
    assert "F 列的列名没有认出，已按内容当作解析" in "".join(messages(data))


def test_two_columns_that_answer_alike_are_neither_and_the_answers_are_missing():
    rows = with_column([HEAD, *CHOICES], 5, ["又揭晓", *"CABCAB"])
    data = workbook(rows)
    assert answers(data) == [None] * 6
    assert sum(kind == "missing-answer" for kind, _, _ in findings(data)) == 6


@pytest.mark.parametrize("word", ["作答", "考生所选", "我的答案"])
def test_what_somebody_answered_is_no_key(word):
    rows = [[*HEAD[:4], word], *CHOICES]
    assert answers(workbook(rows)) == [None] * 6


def test_a_column_beside_the_options_that_could_be_one_leaves_all_of_them_open():
    """Four columns that look alike and answers that name three of them: nobody can say where the options begin."""
    rows = with_column(CHOICES, 1, [f"服务要点{number}" for number in range(6)])
    with pytest.raises(Refusal, match=r"paper\.no-columns"):
        read(workbook(rows))


def test_answers_that_reach_beyond_the_columns_are_no_answers_of_theirs():
    rows = [[*row[:4], "F"] for row in CHOICES]
    assert answers(workbook([HEAD, *rows])) == [None] * 6


def test_numbers_that_may_be_points_or_difficulty_are_not_taken_for_answers():
    rows = [[*row[:4], number % 3 + 1] for number, row in enumerate(CHOICES)]
    assert answers(workbook([[*HEAD[:4], "几颗星"], *rows])) == [None] * 6


def test_columns_about_the_file_are_told_once_and_dates_not_at_all():
    rows = with_column([HEAD, *CHOICES], 5, ["谁管", *("王敏", "李强") * 3])
    rows = with_column(rows, 6, ["收进来那天", *["2026-03-12"] * 6])
    data = workbook(rows)
    assert answers(data) == list("BCABCA")
    rest = [message for message in messages(data) if "没有认出，内容也看不出用途" in message]
    assert [message.startswith("表“Sheet1”第 1 行：F 列的列名") for message in rest] == [True]
    assert "G 列" not in "".join(messages(data))


def test_a_header_that_one_sheet_tells_means_the_same_on_the_others():
    blank = [[f"工单第{number}级应在____小时内完成。", None, None, None, str(number)] for number in range(2)]
    data = workbook([HEAD, *CHOICES], [HEAD, *blank])
    assert answers(data)[6:] == [[["0"]], [["1"]]]


def test_a_header_that_comes_again_with_the_words_of_the_first_is_no_item():
    head = ["题号", "题目", "A", "B", "作答"]
    rows = [
        head,
        [1, "甲是（　　）。", "子", "丑", None],
        ["二、判断题（每题2分）"],
        ["题号", "题目", None, None, "作答"],
    ]
    data = workbook([*rows, [1, "天是蓝的。"]])
    assert [item["stem"] for item in items(data)] == ["甲是（　　）。", "天是蓝的。"]


def test_a_number_cell_that_is_no_number_is_shown_as_it_stands():
    rows = [["编号", "题干", "A", "B", "答案"], ["KF001", "甲是（　　）。", "子", "丑", "A"]]
    assert [item["number"] for item in items(workbook(rows))] == ["KF001"]


# -- codes of types


def test_codes_that_nothing_explains_are_told_by_what_their_items_look_like():
    rows = [
        *([1, f"选一{n}（　　）", "子", "丑", "A"] for n in range(3)),
        *([2, f"选几{n}（　　）", "子", "丑", "AB"] for n in range(3)),
        *([3, f"判断{n}。", None, None, "错"] for n in range(3)),
    ]
    data = workbook([["题型", "题干", "A", "B", "答案"], *rows])
    assert [item["type"] for item in items(data)] == ["single"] * 3 + ["multiple"] * 3 + ["truefalse"] * 3
    assert learned(data) == ["columns-assumed"]
    assert "题型代码“1、2、3”" in "".join(messages(data))


def test_a_code_whose_items_differ_or_that_stands_alone_says_nothing():
    looks = [("1", "one"), ("1", "one"), ("2", "one"), ("2", "judged"), ("3", "judged")]
    assert learn_codes(looks) == {}


def test_two_codes_of_one_look_are_no_types():
    assert learn_codes([("1", "one"), ("1", "one"), ("2", "one"), ("2", "one")]) == {}


@pytest.mark.parametrize(
    ("stem", "offered", "answer", "look"),
    [
        ("甲（　　）", ["子", "丑"], "A", "one"),
        ("甲（　　）", ["子", "丑", "寅"], "AC", "several"),
        ("排序", ["子", "丑", "寅"], "CAB", "ordered"),
        ("甲", ["正确", "错误"], "A", "judged"),
        ("甲。", [], "×", "judged"),
        ("甲____", [], "子", "blanks"),
        ("简述", [], "要点", "open"),
        ("简述", [], "", ""),
    ],
)
def test_the_look_of_an_item(stem, offered, answer, look):
    assert look_of(stem, offered, answer) == look


# -- places as answers


def test_one_place_beyond_the_options_is_told_at_its_item_and_spoils_no_other():
    rows = [[f"第{n}题（　　）", "子", "丑", "寅", "卯", 6 if n == 4 else n % 4 + 1] for n in range(9)]
    data = workbook([["题干", "option1", "option2", "option3", "option4", "答案"], *rows])
    assert answers(data) == ["A", "B", "C", "D", None, "B", "C", "D", "A"]
    assert [each for each in findings(data) if each[0] == "answer-out-of-range"] == [("answer-out-of-range", "#5", 6)]


# -- papers typed into cells as they look


PAGE = [
    ["九月月测"],
    ["一、选一选（每题3分，共6分）"],
    ["1.", "首先应当（  ）"],
    [None, "A. 登记", None, "B. 复述"],
    [None, "C. 转接", None, "D. 挂断"],
    ["2.", "然后应当（  ）"],
    [None, "A. 派单", None, "B. 回访"],
    [None, "C. 归档", None, "D. 质检"],
]


def test_a_paper_typed_into_cells_is_read_as_a_paper_with_its_key_on_another_sheet():
    data = workbook(PAGE, [["九月月测 答案"], ["题号", "答案"], [1, "B"], [2, "D"]])
    paper = told(data)
    assert [(item["number"], item["stem"], item["answer"], item["points"]) for item in paper["items"]] == [
        ("1", "首先应当（  ）", "B", 3),
        ("2", "然后应当（  ）", "D", 3),
    ]
    assert options(paper["items"][0]) == {"A": "登记", "B": "复述", "C": "转接", "D": "挂断"}
    assert paper["diagnostics"] == []


# -- the parts


@pytest.mark.parametrize(
    ("heads", "count"),
    [
        (["路子一", "路子二", "路子三", "揭晓"], 3),
        (["Pick 1", "Pick 2"], 2),
        (["甲项", "乙项", "丙项"], 3),
        (["①", "②", "③", "④"], 4),
        (["第一项", "第三项"], 0),
        (["路子", "揭晓"], 0),
        (["路子一"], 0),
    ],
)
def test_headers_that_count_one_thing_are_a_series(heads, count):
    assert series(heads) == count


def test_options_and_answers_prove_each_other():
    columns = columns_in(CHOICES)
    found = find_chosen(columns[1:], columns[0], [], None)
    assert (found.options, found.answer) == ((1, 2, 3), 4)


def test_answers_may_stand_before_the_stems_where_they_reach_the_last_option():
    rows = [[row[-1], *row[:-1]] for row in CHOICES]
    assert answers(workbook([["结果栏", "题干", "选项A", "选项B", "选项C"], *rows])) == list("BCABCA")
    assert answers(workbook([["揭晓", *HEAD[:-1]], *rows])) == list("BCABCA")


def test_a_class_of_items_before_the_stems_answers_nothing():
    rows = [["AB"[place % 2], *row[:-1]] for place, row in enumerate(CHOICES)]
    assert answers(workbook([["卷别", "题干", "选项A", "选项B", "选项C"], *rows])) == [None] * 6


def test_options_in_one_cell_behind_bare_letters_are_told():
    rows = [
        [number, f"第{number}步做什么", f"A 登{number}\nB 报{number}\nC记{number}", "BCA"[number % 3]]
        for number in (1, 2, 3)
    ]
    data = workbook([["题号", "题面", "可挑", "标的"], *rows])
    assert options(items(data)[0]) == {"A": "登1", "B": "报1", "C": "记1"}
    assert answers(data) == ["C", "A", "B"]


def test_options_that_only_share_their_words_keep_their_letters():
    data = workbook([["题号", "题干", "选项", "答案"], [1, "选哪座？", "A座\nB座", "A"]])
    assert options(items(data)[0]) == {"A": "A座", "B": "B座"}


@pytest.mark.parametrize(
    ("heads", "given"),
    [
        (["甲", "乙", "丙"], ["乙", "丙", "甲", "甲乙", "丙", "甲、丙"]),
        (["甲项", "乙项", "丙项"], ["乙", "丙", "甲", "甲乙", "丙", "甲丙"]),
    ],
)
def test_answers_may_name_options_as_their_headers_count_them(heads, given):
    kinds = ["单选题" if len(each) == 1 else "多选题" for each in given]
    rows = [[kind, *row[:-1], each] for kind, row, each in zip(kinds, CHOICES, given, strict=True)]
    assert answers(workbook([["题型", "题目", *heads, "答"], *rows])) == ["B", "C", "A", "AB", "C", "AC"]


def test_a_note_above_says_what_each_item_is_worth():
    head = ["题目", "选项A", "选项B", "选项C", "答案"]
    assert {item["points"] for item in items(workbook([["提示：每题5分，自行抽题。"], head, *CHOICES]))} == {5}
    for notes in (["提示：每题5分", "提示：每题8分"], ["提示：每题5分，加试每题8分"], ["提示：多选每题8分"]):
        assert {item["points"] for item in items(workbook([*([note] for note in notes), head, *CHOICES]))} == {None}


def test_the_one_column_of_what_to_say_is_the_reference():
    rows = [[number, f"客人问第{number}件事，你怎么讲", f"先致歉，再说明第{number}条"] for number in (1, 2, 3)]
    assert answers(workbook([["题次", "问题", "要点"], *rows])) == [row[-1] for row in rows]
    assert answers(workbook([["题次", "问题", "场外记录"], *rows])) == [None] * 3
