"""Keys without titles, passages that items share, parts of essays, and words that only look like noise or answers."""

import pytest
from unit.papers.support import answers, findings, items

CHOICES = "".join(f"{n}. 第{n}件事先做什么？\nA. 甲\nB. 乙\nC. 丙\nD. 丁\n" for n in (1, 2, 3))
PASSAGE = "Good service starts with listening. When customers are angry, do not interrupt them. Let them finish first."


@pytest.mark.parametrize("title", ["答案：", "参考答案", "Key to the Test", "Answer Key to Paper One", "Keys"])
def test_a_key_whose_sections_are_named_by_an_ordinal_alone_is_found(title):
    text = f"一、单选题（每题1分）\n{CHOICES}二、判断题（每题1分）\n1. 甲对。\n2. 乙对。\n{title}\n一、BCA\n二、F T\n"
    assert answers(text) == ["B", "C", "A", False, True]
    assert findings(text) == []


def test_an_entry_beyond_a_section_named_by_its_ordinal_is_an_orphan_and_the_others_are_taken():
    key = "答案\n一、1.A 2.B 3.C\n二、1.AB 2.BC 3.CD 4.AC\n"
    text = f"一、单选题（每题1分）\n{CHOICES}二、多选题（每题1分）\n{CHOICES}{key}"
    assert answers(text) == ["A", "B", "C", "AB", "BC", "CD"]
    assert findings(text) == [("orphan-answer", "多选题#4")]


@pytest.mark.parametrize(
    "line", ["B. 要求客户提供更多资料上传到网站", "B. 仅供内部使用", "B. 内部资料", "B. 报告.docx", "B、得分：5分"]
)
def test_an_option_is_never_noise(line):
    text = f"1. 正确的是（ ）。\nA. 甲\n{line}\nC. 丙\n答案：B\n"
    assert [option["label"] for option in items(text)[0]["options"]] == ["A", "B", "C"]


@pytest.mark.parametrize("line", ["（ × ）2. 物业档案属于内部资料，不必保管。", "2. 内部资料可以外发。（ × ）"])
def test_a_judgement_about_internal_papers_is_an_item(line):
    assert answers(f"一、判断题（每题1分）\n1. 应先倾听。（ √ ）\n{line}\n") == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "收藏 笔记 纠错",
        "得分：0.0分",
        "10分",
        "VIP免费下载 更多精品文档请关注",
        "关于我们 | 帮助中心 | 用户协议",
        "回答错误",
    ],
)
def test_buttons_and_scores_of_a_site_are_no_explanation(line):
    found = items(
        f"一、单选题（每题1分）\n1. 先做什么？\nA. 听\nB. 说\n答案：A\n{line}\n2. 再做什么？\nA. 听\nB. 说\n答案：B\n"
    )
    assert [(item["answer"], item["explanation"]) for item in found] == [("A", None), ("B", None)]


def test_a_number_in_brackets_before_a_decimal_stays_the_number():
    found = items("一、判断题（每题1分）\n(1)甲对。\n(2)3.14是文本数据。\n答案：\n(1)√ (2)×\n")
    assert [(item["number"], item["stem"]) for item in found] == [("1", "甲对。"), ("2", "3.14是文本数据。")]


def test_a_time_of_day_holds_no_options():
    found = items("1. It opens ______ 9 a.m. and 11 a.m.\nA. from   B. between   C. during\n答案：B\n")
    assert (found[0]["stem"], len(found[0]["options"])) == ("It opens ______ 9 a.m. and 11 a.m.", 3)


def test_a_scale_in_a_stem_is_not_the_points_of_the_item():
    (found,) = items("一、单选题（每题5分）\n1. 得4.5分（满分5分），满意度是（ ）。\nA. 80%\nB. 90%\n答案：B\n")
    assert (found["stem"], found["points"]) == ("得4.5分（满分5分），满意度是（ ）。", 5)
    (found,) = items("一、简答题\n1. 简述首问负责制。（满分8分）\n")
    assert (found["stem"], found["points"]) == ("简述首问负责制。", 8)


def test_a_section_of_one_item_is_worth_what_its_heading_says_of_it():
    found = items("一、简答题（本题10分）\n1. 简述可靠性。\n二、论述题（本题18分）\n1. 论述持续经营。\n")
    assert [item["points"] for item in found] == [10, 18]


def test_parts_of_an_essay_with_points_of_their_own_are_sub_questions():
    parts = "（1）计算年折旧额。（6分）\n（2）计算月折旧额。（4分）\n"
    text = f"一、计算题（本题10分）\n1. 设备原价120000元。\n要求：\n{parts}"
    found = items(f"{text}参考答案\n一、1.（1）22800元\n（2）1900元\n")
    assert [(item["number"], item["points"], item["answer"]) for item in found] == [
        ("1.1", 6, "22800元"),
        ("1.2", 4, "1900元"),
    ]
    assert {item["material"] for item in found} == {"设备原价120000元。\n要求："}


def test_a_list_in_an_essay_without_points_stays_in_its_stem():
    (found,) = items("一、简答题（本题10分）\n1. 说明下列两项：\n（1）年折旧额\n（2）月折旧额\n")
    assert found["number"] == "1"


def test_choices_about_shared_material_are_choices_under_any_heading():
    text = f"一、材料题（共3题，每题3分）\n（1~3题共用题干）\n某中心六月接入电话48000通。\n{CHOICES}答案\n1-3 ABC\n"
    found = items(text)
    assert [(item["type"], item["answer"], item["material"]) for item in found] == [
        ("single", letter, "某中心六月接入电话48000通。") for letter in "ABC"
    ]


@pytest.mark.parametrize("bare", ["[1～3]", "（1-3题）", "【第1至3题】"])
def test_a_range_alone_on_its_line_names_the_items_that_share_options(bare):
    stems = "1．合格区的色标是\n2．待验区的色标是\n3．不合格区的色标是\n"
    text = f"一、B型题（每题2分）\n{bare}\nA．红色\nB．黄色\nC．绿色\n{stems}答案\n1-3 CBA\n"
    assert [(item["answer"], len(item["options"])) for item in items(text)] == [("C", 3), ("B", 3), ("A", 3)]


def test_a_passage_belongs_to_the_items_that_its_line_names():
    ask = "".join(f"{n}. What comes {n}?\nA) Listening   B) Talking\n" for n in (1, 2, 3))
    text = (
        "Part I  Reading Comprehension (3 points each)\n"
        "Passage One\nQuestions 1 to 2 are based on the following passage.\n"
        f"{PASSAGE}\n{ask[: ask.index('3.')]}Passage Two\nThe second text.\nQuestions 3 to 4 refer to Passage Two.\n"
        f"{ask[ask.index('3.') :]}Key\n1-3 A B A\n"
    )
    found = items(text)
    assert [item["answer"] for item in found] == ["A", "B", "A"]
    assert [item["material"] for item in found] == [PASSAGE, PASSAGE, "The second text."]


def test_blanks_of_a_passage_are_choices_without_stems_of_their_own():
    passage = PASSAGE.replace("listening", "__(1)__").replace("them", "__(2)__", 1)
    text = (
        f"一、完形填空（每小题2分）\n{passage}\n1. A. hearing  B. listening  C. talking\n2. A. it  B. they  C. them\n"
    )
    found = items(f"{text}答案\n1-2 BC\n")
    assert [(item["type"], item["stem"], item["answer"], item["material"]) for item in found] == [
        ("single", "", "B", passage),
        ("single", "", "C", passage),
    ]
    assert findings(f"{text}答案\n1-2 BC\n") == []


def test_a_key_pasted_from_a_sheet_may_have_its_columns_side_by_side():
    text = f"一、单选题（每题1分）\n{CHOICES}"
    assert answers(text, "题号\t答案\t题号\t答案\n1\tA\t3\tC\n2\tB\t\t\n") == ["A", "B", "C"]
