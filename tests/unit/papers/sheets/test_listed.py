"""Options of one cell that figures count or a sign of their own parts, and answers that count them."""

import pytest
from unit.papers.sheets.workbooks import answers, findings, items, messages, options, workbook

WORDS = [("登记", "挂断", "推诿"), ("一天", "三天", "五天"), ("满意", "工资", "解决")]


def bank(cells, keys, head="选项"):
    rows = [
        [at, f"第{at}件事先做什么", cell, key] for at, (cell, key) in enumerate(zip(cells, keys, strict=True), start=1)
    ]
    return workbook([["题号", "题目", head, "答案"], *rows])


def counted(form, between):
    return [between.join(form(at, text) for at, text in enumerate(texts, start=1)) for texts in WORDS]


FORMS = {
    "half": lambda at, text: f"{at}.{text}",
    "bracket": lambda at, text: f"（{at}）{text}",
    "circled": lambda at, text: f"{'①②③'[at - 1]}{text}",
    "stem": lambda at, text: f"{'甲乙丙'[at - 1]}、{text}",
}


@pytest.mark.parametrize("between", [" / ", "；", "\n", "   "])
@pytest.mark.parametrize("form", FORMS)
def test_figures_may_count_the_options_of_a_cell(form, between):
    data = bank(counted(FORMS[form], between), ["A", "C", "AC"])
    assert [list(options(item).values()) for item in items(data)] == [list(texts) for texts in WORDS]
    assert (answers(data), findings(data)) == (["A", "C", "AC"], [])


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("half", [1, "3", "1,3"]),
        ("half", ["1", "2", "1、2"]),
        ("circled", ["①", "③", "①③"]),
        ("stem", ["甲", "丙", "甲丙"]),
    ],
)
def test_answers_count_them_likewise(form, keys):
    second = "B" if keys[1] == "2" else "C"
    assert answers(bank(counted(FORMS[form], " / "), keys)) == ["A", second, "A" + second]


def test_figures_under_a_header_that_nobody_listed_are_options_and_told_as_such():
    data = bank(counted(FORMS["half"], " / "), ["1", "3", "1,3"], head="能挑的")
    assert answers(data) == ["A", "C", "AC"]
    assert [kind for kind, *_ in findings(data)] == ["columns-assumed"]


def test_figures_that_begin_elsewhere_count_no_options():
    data = bank(["2.登记 3.挂断", "满1.5小时登记"], ["A", "B"])
    assert "登记 3.挂断" not in options(items(data)[0]).values()


@pytest.mark.parametrize("sign", ["/", "、", "，", " "])
def test_a_sign_that_parts_every_cell_of_the_column_parts_options(sign):
    data = bank([sign.join(texts) for texts in WORDS], ["A", "C", "AC"])
    assert [list(options(item).values()) for item in items(data)] == [list(texts) for texts in WORDS]
    assert (answers(data), findings(data)) == (["A", "C", "AC"], [])


def test_a_sign_that_only_some_cells_hold_is_a_word_of_theirs():
    data = bank(["TCP/IP、HTTP、FTP", "登记、挂断、转接/推诿"], ["A", "C"])
    assert [list(options(item).values()) for item in items(data)] == [
        ["TCP/IP", "HTTP", "FTP"],
        ["登记", "挂断", "转接/推诿"],
    ]


@pytest.mark.parametrize(
    ("cells", "keys"), [(["登记/挂断、推诿", "一天/三天、五天"], "AB"), (["登记、挂断", "一天、三天"], "AC")]
)
def test_options_that_two_signs_would_part_or_that_do_not_fit_the_answers_are_told_and_never_guessed(cells, keys):
    data = bank(cells, keys)
    assert all(len(item["options"]) == 1 for item in items(data))
    assert "option-label-gap" in [kind for kind, *_ in findings(data)]
    assert answers(data)[1] is None


def test_no_word_for_options_is_an_option():
    rows = [
        ["题型", "题干", "选项", "答案"],
        ["填空题", "首问____制。", "无", "负责"],
        ["简答题", "怎样安抚？", "/", "先听再说。"],
    ]
    assert [(item["options"], item["answer"]) for item in items(workbook(rows))] == [
        ([], [["负责"]]),
        ([], "先听再说。"),
    ]


def test_several_words_of_options_are_an_answer_whatever_parts_them():
    rows = [["题目", "A", "B", "C", "答案"], ["要问哪些", "满意", "工资", "解决", "满意，解决"]]
    assert answers(workbook(rows)) == ["AC"]


def below(*beside):
    rows = []
    for at, texts in enumerate(WORDS, start=1):
        rows += [
            [at, "先做什么", "AC"[at % 2], *beside],
            *([None, f"{'ABC'[n]}、{text}"] for n, text in enumerate(texts)),
        ]
    return rows


def test_options_may_stand_below_their_stem_in_its_column():
    found = items(workbook([["题号", "内容", "答案", "分值"], *below(2)]))
    seen = [(item["stem"], len(item["options"]), item["answer"], item["points"]) for item in found]
    assert seen == [("先做什么", 3, answer, 2) for answer in "CAC"]


def test_an_answer_beside_a_typed_stem_is_its_key_and_not_shown():
    found = items(workbook([["小测"], *below()]))
    assert [(item["stem"], item["answer"]) for item in found] == [("先做什么", answer) for answer in "CAC"]


def test_a_formula_without_a_result_and_one_with_a_fault_are_told_and_no_words():
    rows = [["题目", "A", "B", "答案"], ["先做什么", "登记", '=B2&"天"', "A"], ["再做什么", "#REF!", "挂断", "B"]]
    data = workbook(rows)
    assert options(items(data)[0]) == {"A": "登记"}
    assert any("第 2" in words and "公式" in words for words in messages(data))
