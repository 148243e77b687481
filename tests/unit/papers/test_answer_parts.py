"""What ends the items and opens the answers; keys as tables by type; separate keys, and which file a finding means."""

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, docx, findings, items, listed, par, read, table
from unit.papers.word.support import level, numbering

PAPER = """一、单选题（每题5分）
1. 期限为（ ）天。
A. 7
B. 15
2. 保修为（ ）年。
A. 1
B. 2
二、判断题（每题5分）
1. 发票遗失不影响保修。
2. 人为损坏在保修范围内。
三、填空题（每空5分）
1. 保修期自____之日起计算。
"""
KEY = ["A", "B", True, False, [["购买"]]]


def word(*blocks):
    return docx("".join(block if block.startswith("<") else par(block) for block in blocks))


def answered(data, key=None):
    return [item["answer"] for item in contract(read_paper(data, "paper.docx", key))["items"]]


@pytest.mark.parametrize(
    "stem",
    [
        "坐席不知道答案",
        "客户追问却没有得到答案（10分）",
        "核对答案（2分）",
        "标准答案（ ）",
        "答案（10分）",
        "坐席应给客户标准答案",
        "怎样核对参考答案",
    ],
)
def test_a_numbered_line_of_the_sequence_is_an_item_whatever_word_it_ends_with(stem):
    text = f"一、简答题\n1. {stem}\n2. 简述首问负责（10分）\n3. {stem}\n二、论述题\n1. {stem}\n2. 简述闭环（10分）\n"
    assert [item["number"] for item in items(text)] == ["1", "2", "3", "1", "2"]
    assert answers(text) == [None] * 5


def test_a_stem_about_the_right_answer_is_no_heading_of_answers():
    text = (
        "一、单选题（每题2分）\n1. 甲（ ）\nA. 1\nB. 2\n答案：A\n2. 以下哪项是正确答案（ ）\nA. 1\nB. 2\n答案：B\n"
        "3. 丙（ ）\nA. 1\nB. 2\n答案：A\n"
    )
    assert answers(text) == ["A", "B", "A"]
    assert findings(text) == []


def test_a_judgement_about_answers_is_no_heading_of_answers():
    text = (
        "一、判断题（每题5分）\n1. 不必知道所有答案。（√）\n2. 可以不给答案（×）\n"
        "3. 背下标准答案（ ）\n答案：错\n4. 乙（√）\n"
    )
    assert answers(text) == [True, False, False, True]


def test_a_stem_that_word_numbers_is_no_heading_of_answers():
    stems = "".join(listed(stem, 1) for stem in ("甲", "客户没有得到答案", "丙"))
    data = docx(par("一、简答题") + stems, numbering_dot_xml=numbering(level(0, "decimal", "%1.")))
    assert [item["stem"] for item in contract(read_paper(data, "paper.docx"))["items"]] == [
        "甲",
        "客户没有得到答案",
        "丙",
    ]


def test_a_line_of_a_stem_that_ends_with_answer_does_not_end_the_items():
    text = "一、简答题\n1. 客户问了三次\n没有得到答案\n2. 乙\n二、论述题\n1. 丙\n"
    assert [item["stem"] for item in items(text)] == ["客户问了三次\n没有得到答案", "乙", "丙"]


@pytest.mark.parametrize("heading", ["三、参考答案", "第三部分 参考答案", "3. 参考答案", "2026年培训考核答案", "答案"])
def test_a_heading_with_answers_below_it_still_opens_them(heading):
    text = f"一、单选题\n1. 甲（ ）\nA. 1\nB. 2\n2. 乙（ ）\nA. 1\nB. 2\n{heading}\n1-2 AB\n"
    assert answers(text) == ["A", "B"]


def test_a_numbered_heading_is_known_by_the_numbers_that_begin_anew():
    text = "一、简答题\n1. 甲\n2. 乙\n3. 参考答案\n1. 好\n2. 差\n"
    assert answers(text) == ["好", "差"]


@pytest.mark.parametrize("corner", ["题号", "题型", "", "题型/题号"])
@pytest.mark.parametrize("names", [("单选", "判断", "填空"), ("单选题", "判断题", "填空题"), ("一", "二", "三")])
def test_a_key_table_may_have_a_row_for_each_type(corner, names):
    key = table((corner, "1", "2"), (names[0], "A", "B"), (names[1], "√", "×"), (names[2], "购买", ""))
    assert answered(word(*PAPER.splitlines(), "参考答案", key)) == KEY
    assert answered(PAPER.encode(), word("参考答案", key)) == KEY
    assert answered(PAPER.encode(), word(key)) == KEY


@pytest.mark.parametrize("under", ["", "单项选择"])
def test_a_key_table_may_have_the_numbers_of_each_type_beside_its_name(under):
    paper = "1. 甲\nA. 子\nB. 丑\n2. 乙\nA. 子\nB. 丑"
    lines = [
        *f"一、单项选择\n{paper}\n二、判断\n1. 丙。\n2. 丁。\n三、简述（共10分）\n1. 你怎么做？\n对照表".split("\n")
    ]
    rows = table(("单项选择", "1", "2"), (under, "A", "B"), ("判断", "1", "2"), ("判断" if under else "", "×", "√"))
    assert answered(word(*lines, rows, "简述 1）先道歉，再派人。")) == ["A", "B", False, True, "先道歉，再派人。"]


def test_a_key_table_may_have_labels_that_nobody_listed():
    paper = ["一、单项选择", "1. 甲", "A. 子", "B. 丑", "2. 乙", "A. 子", "B. 丑", "3. 丙", "A. 子", "B. 丑"]
    told = [
        word(*paper, table((upper, "1", "2", "3"), (lower, "A", "B", "A")))
        for upper, lower in (("题", "选"), ("道次", "选手"))
    ]
    assert [answered(each) for each in told] == [["A", "B", "A"], [None] * 3]


def test_a_key_table_may_have_a_column_for_each_type():
    key = table(("题号", "单选", "判断"), ("1", "A", "√"), ("2", "B", "×"))
    assert answered(word(*PAPER.splitlines(), "参考答案", key, "填空：1. 购买")) == KEY


def test_a_key_table_by_type_is_known_without_a_heading_and_shown_to_nobody():
    key = table(("题型", "1", "2"), ("单选", "A", "B"), ("判断", "√", "×"))
    found = contract(read_paper(word(*PAPER.splitlines(), key), "paper.docx"))["items"]
    assert [item["answer"] for item in found] == [*KEY[:4], None]
    assert not any("tables" in item for item in found)


def test_a_table_of_data_by_type_stays_with_its_item():
    data = table(("题型", "1", "2"), ("单选", "5", "10"), ("判断", "3", "2"))
    (item,) = contract(read_paper(word("一、简答题", "1. 看下表：", data), "paper.docx"))["items"]
    assert item["tables"][0][1] == ["单选", "5", "10"]


def test_a_table_below_an_answer_heading_that_cannot_be_read_is_told_and_shown_to_nobody():
    paper = read_paper(word(*PAPER.splitlines(), "参考答案", table(("甲", "乙"), ("丙", "丁"))), "paper.docx")
    told = [(each["kind"], each["where"]) for each in contract(paper)["diagnostics"] if "表格" in each["message"]]
    assert told == [("orphan-answer", "paper")]
    assert not any("tables" in item for item in contract(paper)["items"])


def test_a_table_in_the_answer_of_an_essay_is_part_of_that_answer():
    rows = table(("步骤", "话术"), ("一", "问候"))
    for lead in ("答案：如下", "参考答案"):
        (item,) = contract(read_paper(word("一、简答题", "1. 怎样接待？", lead, rows), "paper.docx"))["items"]
        assert item["answer"].endswith("步骤 | 话术\n一 | 问候")
        assert "tables" not in item
    key = word("一、简答题", "1. 分两步", rows)
    assert answered("一、简答题\n1. 怎样接待？\n".encode(), key) == ["分两步\n步骤 | 话术\n一 | 问候"]


ESSAYS = "一、简答题（每题10分）\n1. 谈谈首问负责。\n2. 谈谈闭环。\n"


@pytest.mark.parametrize("text", [ESSAYS, PAPER])
@pytest.mark.parametrize("junk", [None, "今天天气很好\n没有答案\n"])
def test_a_key_of_which_nothing_is_of_use_is_refused_by_its_name(text, junk):
    key = (junk or text).encode()
    with pytest.raises(Refusal) as caught:
        read_paper(text.encode(), "paper.txt", key, "key.txt")
    assert (caught.value.key, caught.value.where) == ("paper.no-key", "key.txt")


def test_a_key_that_cannot_be_read_is_refused_by_its_own_name():
    with pytest.raises(Refusal) as caught:
        read_paper(ESSAYS.encode(), "paper.txt", b"", "key.txt")
    assert (caught.value.key, caught.value.where) == ("paper.empty", "key.txt")
    assert caught.value.params["key_file"] == "key.txt"


def test_a_key_that_repeats_its_items_gives_their_answers_and_nothing_else():
    key = "一、单选题\n1. 期限为（ ）天。\nA. 7\nB. 15\n答案：A\n解析：七天无理由\n"
    first = items(PAPER, key)[0]
    assert (first["answer"], first["explanation"]) == ("A", "七天无理由")
    assert items(ESSAYS, "1. 谈谈首问负责。\n第一个接待的人负责到底。\n")[0]["answer"] == "第一个接待的人负责到底。"


def test_a_formula_of_the_same_length_repeats_nothing():
    paper = "一、计算题\n1. \\(1+2\\)\n二、单选题\n1. 最大的是（ ）\nA. \\(a=1\\)\nB. \\(a=2\\)\n"
    key = "一、计算题\n1. \\(3+0\\)\n二、单选题\n1. 答案：B\n解析：如下。\nA. \\(b=3\\)\n"
    essay, choice = items(paper, key)
    assert (essay["answer"], choice["explanation"]) == ("\\(3+0\\)", "如下。\nA. \\(b=3\\)")


def test_a_finding_about_a_line_of_the_key_names_that_file():
    paper = read_paper(PAPER.encode(), "paper.txt", "单选题\n1.A\n2.D\n9.A\n".encode(), "key.txt")
    told = [each for each in contract(paper)["diagnostics"] if "key.txt" in each["message"]]
    assert [(each["kind"], each["line"]) for each in told] == [("answer-out-of-range", 3), ("orphan-answer", 4)]
    assert told[0]["message"].startswith("答案文件 key.txt 第 3 行：")


def test_findings_of_the_paper_itself_do_not_name_the_key():
    paper = read(PAPER, "一、1-2 AB\n")
    assert "key_file" not in {name for finding in paper.paper.findings for name in finding.params}


def test_numbers_go_on_beyond_a_thousand_and_a_year_is_none():
    stems = [f"{number}. 题干{number}（ ）\nA. 1\nB. 2" for number in range(998, 1003)]
    text = "\n".join(["一、单选题", *stems, "二、判断题", "1003. 甲。", "2024. 年已经过去。", "1004、乙。"])
    key = "参考答案\n998-1001 ABAB\n1002.A\n1003.√ 1004.×\n"
    found = items(f"{text}\n{key}")
    assert [item["number"] for item in found] == [str(number) for number in range(998, 1005)]
    assert [item["answer"] for item in found] == ["A", "B", "A", "B", "A", True, False]


def test_a_table_of_levels_behind_an_answer_is_the_rubric():
    rows = table(("等级", "优", "差"), ("分值", "6-10", "0-5"))
    blocks = ("一、简答题", "1. 怎样接待？（10分）", "参考要点：先问候", rows)
    (item,) = contract(read_paper(word(*blocks), "paper.docx"))["items"]
    assert (item["answer"], item["rubric"]) == ("先问候", "等级 | 优 | 差\n分值 | 6-10 | 0-5")
    assert "tables" not in item


def test_points_in_a_line_of_their_own_are_no_explanation_and_must_agree_with_the_stem():
    text = "一、单选题\n1. 甲{}（ ）\nA. 1\nB. 2\n答案：A\n（本题2分）\n"
    (plain,), (twice,) = items(text.format("")), items(text.format("（5分）"))
    assert (plain["points"], plain["explanation"], findings(text.format(""))) == (2, None, [])
    assert (twice["points"], twice["explanation"]) == (5, None)
    assert findings(text.format("（5分）")) == [("points-mismatch", "单选题#1")]
