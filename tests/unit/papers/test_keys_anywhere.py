"""Keys wherever they stand and whatever they are called: above the paper, behind sections, in the sections' own words.

What somebody chose is never one, and a type that only an unlisted heading told is said to be assumed.
"""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import answers, contract, docx, findings, items, par, table

CHOICES = "".join(f"{n}. 第{n}步应当（ ）\nA. 登记\nB. 派单\nC. 复述\n" for n in range(1, 5))
JUDGED = "1. 甲须登记。\n2. 乙可以省略。\n"
STATIONS = [
    "第一站　见面礼", "1. 迎客时应（ ）", "A. 微笑 B. 低头", "2. 引路时走在（ ）", "A. 左前方 B. 正后方",
    "第二站　真与假", "1. 可以直呼客人姓名。", "2. 送客应至门口。",
]  # fmt: skip
OWN = ["A", "A", False, True]


def word_answers(*blocks):
    body = "".join(block if block.startswith("<") else par(block) for block in blocks)
    return [item["answer"] for item in contract(read_paper(docx(body), "paper.docx"))["items"]]


def test_rows_of_numbers_and_letters_behind_a_section_are_its_key():
    first, second = STATIONS[:5], STATIONS[5:]
    rows = [table(("1", "2"), ("A", "A")), table(("1", "2"), ("×", "√"))]
    assert word_answers(*first, rows[0], *second, rows[1]) == OWN


@pytest.mark.parametrize("head", ["", "关卡", "题号"])
def test_the_rows_of_a_key_table_are_called_as_the_sections_are(head):
    key = table((head, "1", "2"), ("第一站", "A", "A"), ("第二站", "×", "√"))
    assert word_answers(*STATIONS, "附：标准答案", key) == OWN
    assert word_answers("带教老师留存", key, "礼仪岗测验", *STATIONS) == OWN


@pytest.mark.parametrize("titles", [("一、单选题（每题2分）", "二、判断题（每题1分）"), ("单选", "判断")])
@pytest.mark.parametrize("merged", [True, False])
def test_one_key_table_may_hold_every_section_under_its_title(titles, merged):
    first, second = ((title, *[title if merged else ""] * 3) for title in titles)
    key = table(first, tuple("1234"), ("A", "", "C", "B"), second, ("5", "6", "", ""), ("√", "×", "", ""))
    paper = ["一、单选题", *CHOICES.splitlines(), "二、判断题", "5. 甲须登记。", "6. 乙可以省略。"]
    assert word_answers(*paper, "答案及评分标准", key) == ["A", None, "C", "B", True, False]


@pytest.mark.parametrize("rows", [("1243", "ABCA"), ("123 ", "ABCA"), ("1234", "ABC很")])
def test_a_table_under_titles_whose_answers_lack_a_number_is_no_key(rows):
    key = table(("单选题",) * 4, *([cell.strip() for cell in row] for row in rows))
    assert word_answers("一、单选题", *CHOICES.splitlines(), key) == [None] * 4


def test_a_table_under_the_title_of_what_a_candidate_chose_is_no_key():
    key = table(("单选题考生作答",) * 4, tuple("1234"), ("A", "", "C", "B"))
    assert word_answers("一、单选题", *CHOICES.splitlines(), key) == [None] * 4


def test_a_table_of_two_columns_that_counts_on_is_a_key_under_any_words():
    key = table(("第几题", "选什么"), ("1", "A"), ("2", "C"), ("3", "B"), ("4", "A"))
    assert word_answers(*CHOICES.splitlines(), "对一对", key) == ["A", "C", "B", "A"]


def test_a_table_of_what_a_candidate_chose_is_no_key():
    key = table(("第几题", "我选的"), ("1", "A"), ("2", "C"), ("3", "B"), ("4", "A"))
    assert word_answers(*CHOICES.splitlines(), key) == [None] * 4


@pytest.mark.parametrize("title", ["张同学的作答", "考生所填"])
def test_what_somebody_chose_is_told_and_not_taken_wherever_it_stands(title):
    for paper in (f"{title}\n1-4 ABCA\n{CHOICES}", f"{CHOICES}{title}\n1-4 ABCA\n"):
        assert answers(paper) == [None] * 4
        assert "unrecognised-line" in {kind for kind, _ in findings(paper)}
        assert items(paper)[-1]["options"][-1]["text"] == "复述"


def test_a_row_that_names_the_candidate_is_no_key():
    assert answers(f"一、单选题\n{CHOICES}题号\t1\t2\t3\t4\n我的选择\tA\tB\tC\tA\n") == [None] * 4


def test_rows_above_the_options_are_part_of_the_item():
    paper = CHOICES.replace("A. 登记", "1 2 3\nA B B\nA. 登记", 1)
    assert answers(f"一、单选题\n{paper}") == [None] * 4


def test_a_key_above_the_paper_answers_no_other_numbers():
    assert answers(f"对照\n1-9 ABCABCABC\n{CHOICES}") == [None] * 4


def test_keys_behind_sections_may_leave_items_open():
    paper = f"一、选择题\n{CHOICES}核对\n1.A 2.B\n二、判断题\n{JUDGED}核对\n1.√ 2.×\n"
    assert answers(paper) == ["A", "B", None, None, True, False]


@pytest.mark.parametrize("lead", ["第一关：", "第一关　", "第一关答案——", "一、开场 ", "开场："])
def test_a_line_of_the_key_may_begin_with_the_words_of_a_heading(lead):
    other = lead.replace("一", "二").replace("开场", "收尾")
    heads = ("第一关", "第二关") if "关" in lead else ("一、开场", "二、收尾")
    paper = f"{heads[0]}\n{CHOICES}{heads[1]}\n{CHOICES}标准答案\n"
    assert answers(f"{paper}{lead}1-4 ABCA\n{other}1-4 CCBB\n") == [*"ABCA", *"CCBB"]


@pytest.mark.parametrize("form", ["{}，", "{}°", "{}° ", "题{}："])
def test_items_may_be_numbered_so(form):
    paper = "".join(f"{form.format(n)}第{n}步应当\nA. 登记\nB. 派单\n答案：B\n" for n in range(1, 5))
    told = [(item["number"], item["stem"]) for item in items(f"一、单选题\n{paper}")]
    assert told == [(str(n), f"第{n}步应当") for n in range(1, 5)]


def test_figures_with_a_degree_or_a_comma_inside_a_stem_are_no_numbers():
    paper = "一、单选题\n1. 货架倾角超过\n30°时应\nA. 停\nB. 走\n2. 费用超过\n1,200元时应\nA. 报\nB. 付\n"
    assert [item["number"] for item in items(paper)] == ["1", "2"]


def test_an_answer_of_another_type_under_an_unlisted_heading_is_said_to_be_assumed():
    paper = "".join(f"{n}. 第{n}步？\nA. 一\nB. 二\n答案：{said}\n" for n, said in enumerate(["A", "B", "A", "AB"], 1))
    assert findings(f"一、挑一个（每题2分）\n{paper}") == [("unknown-type", "挑一个#4")]
    assert findings(f"一、选择题（每题2分）\n{paper}") == []


def test_letters_without_options_are_the_answer_of_nothing_under_an_unlisted_heading():
    stems = "".join(f"{n}. 第{n}步须登记。（ ）\n答案：{said}\n" for n, said in enumerate("C√√", 1))
    paper = f"一、火眼金睛（每题2分）\n{stems}"
    assert answers(paper) == [None, True, True]
    assert ("unknown-type", "火眼金睛#1") in findings(paper)


def test_a_section_that_says_how_to_judge_is_one_of_judgements():
    stems = "".join(f"{n}. 第{n}步须说明理由。\n答案：{said}\n" for n, said in enumerate("ABA", 1))
    paper = f"一、火眼金睛（正确的填“A”，错误的填“B”）\n{stems}"
    assert answers(paper) == [True, False, True]


@pytest.mark.parametrize("word", ["情景：", "【场景】", "★ 客户画像：", "资料："])
def test_words_above_the_first_item_that_come_again_lead_material(word):
    first = f"{word}甲来电催单。\n1. 怎样安抚？\n2. 怎样核实？\n"
    paper = f"一、问答题\n{first}{word}乙要求退款。\n3. 怎样解释？\n4. 怎样收尾？\n"
    told = [item["material"][-6:] for item in items(paper)]
    assert told == ["甲来电催单。", "甲来电催单。", "乙要求退款。", "乙要求退款。"]


def test_a_word_that_stands_behind_the_last_item_too_is_no_lead_of_material():
    paper = "".join(f"{n}. 怎样处理第{n}步？\n旁白：为何如此？\n" for n in range(1, 5))
    assert not any(item.get("material") for item in items(f"一、问答题\n旁白：每题各有一句。\n{paper}"))
