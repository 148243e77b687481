"""Aiken and its Chinese dialect; a file that is not Aiken alone is read by the grammar, with the same items."""

import pytest
from kaochang.papers.structured.aiken import read_aiken
from unit.papers.support import answers, findings, items

PAPER = "中国的首都是？\nA. 上海\nB) 北京\nC. 广州\nANSWER: B\n\n哪个是水果？\nA. 苹果\nB. 桌子\nANSWER: A\n"


def test_stem_options_and_key():
    assert [(item["number"], item["type"], item["stem"], item["answer"]) for item in items(PAPER)] == [
        ("1", "single", "中国的首都是？", "B"),
        ("2", "single", "哪个是水果？", "A"),
    ]
    assert [option["text"] for option in items(PAPER)[0]["options"]] == ["上海", "北京", "广州"]


def test_the_chinese_dialect_is_read_alike():
    dialect = PAPER.replace("ANSWER: ", "答案：").replace("A. ", "A、").replace("B. ", "B．")
    assert items(dialect) == items(PAPER)


def test_without_empty_lines_it_is_read_alike():
    assert items(PAPER.replace("\n\n", "\n")) == items(PAPER)


def test_with_numbers_the_grammar_gives_the_same_items():
    numbered = PAPER.replace("中国", "1. 中国").replace("哪个", "2. 哪个")
    assert items(numbered) == items(PAPER)


@pytest.mark.parametrize(
    ("key", "kind"),
    [("ANSWER: D", "answer-out-of-range"), ("ANSWER: 不知道", "answer-type-mismatch"), ("ANSWER:", "missing-answer")],
)
def test_a_key_that_fits_no_option_is_not_taken(key, kind):
    text = PAPER.replace("ANSWER: B", key)
    assert answers(text) == [None, "A"]
    assert findings(text) == [(kind, "#1")]


def test_an_item_without_a_key_is_kept_and_told():
    text = PAPER.replace("ANSWER: B\n", "") + "再一题？\nA. 一\nB. 二\nANSWER: A"
    assert answers(text) == [None, "A", "A"]
    assert findings(text) == [("missing-answer", "#1")]


def test_several_letters_are_a_multiple_choice_and_judged_options_a_judgement():
    text = "哪些是水果？\nA. 苹果\nB. 梨\nC. 桌子\nANSWER: AB\n\n地球是圆的。\nA. 正确\nB. 错误\nANSWER: A\n"
    assert [(item["type"], item["answer"], len(item["options"])) for item in items(text)] == [
        ("multiple", "AB", 3),
        ("truefalse", True, 0),
    ]


@pytest.mark.parametrize("extra", ["一、单选题\n", "解析：略。\n"])
def test_a_file_with_anything_else_in_it_is_no_aiken(extra):
    numbered = PAPER.replace("中国", "1. 中国").replace("哪个", "2. 哪个")
    for text in (extra + numbered, numbered + extra):
        assert [item["number"] for item in items(text)] == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "没有题号的一行\nA. 甲\nC. 乙\nANSWER: A",
        "甲\nA. 一\nANSWER: A",
        "第一行\n第二行\nA. 一\nB. 二\nANSWER: A",
        "甲\nA. 一\nB. 二\nANSWER: A\nANSWER: B",
        "甲\nA. 一\nB. 二",
        "ANSWER: A",
    ],
)
def test_anything_but_stem_options_and_key_is_no_aiken(text):
    assert read_aiken(text) is None
