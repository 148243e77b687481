"""Answers of Word papers that stand elsewhere: in a file of their own, or in the looks of options."""

import pytest
from kaochang.papers.reading import read_paper
from unit.papers.support import contract, docx, listed, par, run, table
from unit.papers.word.support import level, numbering, style, styles

CHOICES = "".join(par(text) for text in ("1. 甲？", "A. 一", "B. 二", "2. 乙？", "A. 一", "B. 二"))


@pytest.mark.parametrize(
    "key",
    [
        par("1-2 BA"),
        par("1. B") + par("2. A"),
        par("参考答案") + par("一、单选题") + par("1．B  2．A"),
        table(("题号", "1", "2"), ("答案", "B", "A")),
        table(("题号", "答案"), ("1", "B"), ("2", "A")),
        table(("题号", "1-2"), ("答案", "BA")),
    ],
)
def test_a_key_in_a_word_file_of_its_own(key):
    found = contract(read_paper(docx(par("一、单选题") + CHOICES), "x.docx", docx(key)))
    assert [item["answer"] for item in found["items"]] == ["B", "A"]


def test_a_key_whose_numbers_are_automatic():
    key = docx(listed("B", 1) + listed("A", 1), numbering_dot_xml=numbering(level(0, "decimal", "%1.")))
    found = contract(read_paper(docx(par("一、单选题") + CHOICES), "x.docx", key))
    assert [item["answer"] for item in found["items"]] == ["B", "A"]


def test_a_word_key_belongs_to_a_text_paper_too():
    found = read_paper("1. 甲？\nA. 一\nB. 二\n".encode(), "x.txt", docx(par("1. B")))
    assert [item["answer"] for item in contract(found)["items"]] == ["B"]


RED = '<w:color w:val="FF0000"/>'
LOOKS = {
    "red": RED,
    "bold": "<w:b/>",
    "underlined": '<w:u w:val="single"/>',
    "marked": '<w:highlight w:val="yellow"/>',
    "shaded": '<w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
    "styled": '<w:rStyle w:val="Right"/>',
    "theme": '<w:color w:val="C00000" w:themeColor="accent2"/>',
}
MADE = styles(style("Right", looks=RED), style("Item", looks="<w:b/>"))


def item(number, right, look, options="一二三"):
    """A choice item whose right option has a look."""
    lines = [
        par(run(f"{'ABC'[place]}. ") + run(text, look if place == right else "")) for place, text in enumerate(options)
    ]
    return par(f"{number}. 哪一个？") + "".join(lines)


def answers(body):
    told = contract(read_paper(docx(body, styles_dot_xml=MADE), "x.docx"))
    return [each["answer"] for each in told["items"]], [
        d["kind"] for d in told["diagnostics"] if d["kind"] != "points-missing"
    ]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_that_one_option_of_every_item_has_is_the_answer(look):
    assert answers(par("一、单选题") + item(1, 1, look) + item(2, 0, look) + item(3, 2, look)) == (["B", "A", "C"], [])


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_look_that_one_item_lacks_is_no_answer(look):
    found, kinds = answers(par("一、单选题") + item(1, 1, look) + item(2, 0, "") + item(3, 2, look))
    assert (found, kinds) == ([None] * 3, ["missing-answer"] * 3)


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="333333"/>',
        '<w:color w:val="000000"/>',
        '<w:color w:val="auto"/>',
        '<w:b w:val="0"/>',
        '<w:shd w:val="clear" w:fill="auto"/>',
    ],
)
def test_what_nobody_sees_is_no_answer(look):
    found, _ = answers(par("一、单选题") + item(1, 1, look) + item(2, 0, look))
    assert found == [None, None]


def test_a_look_that_all_options_have_is_no_answer():
    body = (
        par("一、单选题")
        + item(1, 1, RED)
        + item(2, 0, RED).replace(run("二"), run("二", RED)).replace(run("三"), run("三", RED))
    )
    assert answers(body)[0] == [None, None]


@pytest.mark.parametrize(
    ("note", "look"), [("说明：标红的选项为正确答案", RED), ("（正确选项为蓝色字体）", '<w:color w:val="0070C0"/>')]
)
def test_the_paper_may_say_what_a_look_means(note, look):
    body = par(note) + par("一、单选题") + item(1, 1, look) + item(2, 0, "")
    assert answers(body)[0] == ["B", None]


def test_where_the_paper_says_so_all_options_may_be_right_and_two_are_too_many_for_single():
    body = par("说明：标红的选项为正确答案")
    reds = par("1. 哪些？") + "".join(par(run(f"{label}. {label}", RED)) for label in "AB")
    single = item(2, 1, RED).replace(run("A. "), run("A. ", RED)).replace(run("一"), run("一", RED))
    found, kinds = answers(body + par("一、多选题") + reds + par("二、单选题") + single)
    assert (found, kinds) == (["AB", None], ["answer-type-mismatch"])


def test_a_run_may_take_back_what_its_style_says():
    off = '<w:rStyle w:val="Right"/><w:color w:val="auto"/>'
    assert answers(par("一、单选题") + item(1, 1, off) + item(2, 0, off))[0] == [None, None]


def judged(number, words, looks=("", "")):
    """A judgement that prints the pair to be chosen from, each word in its look."""
    true, false = (run(word, look) for word, look in zip(("对", "错"), looks, strict=True))
    return par(run(f"{number}. {words}  ") + true + run(" / ") + false)


PAIRS = judged(1, "接待后应当登记。", (RED, "")) + judged(2, "可以代客签字。", ("", RED))


def test_the_printed_word_of_a_judgement_that_has_the_look_is_its_answer_and_the_pair_leaves_the_stem():
    told = contract(read_paper(docx(par("一、判断题") + PAIRS), "x.docx"))
    assert [(item["stem"], item["answer"]) for item in told["items"]] == [
        ("接待后应当登记。", True),
        ("可以代客签字。", False),
    ]


@pytest.mark.parametrize("looks", [("", ""), (RED, RED)])
def test_a_printed_pair_that_no_look_parts_leaves_all_judgements_unanswered(looks):
    found, kinds = answers(par("一、判断题") + PAIRS + judged(3, "票据可以不留。", looks))
    assert (found, kinds) == ([None] * 3, ["missing-answer"] * 3)


def test_a_printed_pair_shows_a_judgement_where_no_heading_says_so():
    told = contract(read_paper(docx(par("说明：标红者为正确答案") + PAIRS), "x.docx"))
    assert [(item["type"], item["answer"]) for item in told["items"]] == [("truefalse", True), ("truefalse", False)]


@pytest.mark.parametrize(("note", "reference"), [("说明：红色部分为正确答案", "先问时限再改签。"), ("", None)])
def test_lines_below_a_question_in_a_look_are_its_reference_only_where_the_paper_says_so(note, reference):
    body = par(note) + par("一、简答题") + par("1. 如何改签？") + par(run("先问时限再改签。", RED))
    (item,) = contract(read_paper(docx(body), "x.docx"))["items"]
    assert item["answer"] == reference
    assert ("先问时限" in item["stem"]) is (reference is None)
