"""Code and formulas in a paper come to the candidate as authored; nothing in them is read as a part of the paper."""

import pytest
from kaochang.papers.lines import fold, rows
from kaochang.papers.reading import read_paper
from unit.papers.support import docx, findings, items, par, read, table, word_lines

CODE = "```python\nif a:\n\n    # A. x  B. y\n    print('____')\n2. z\n---\n答案：B\n```"


def single(stem: str, number: int = 1) -> str:
    return f"{number}. {stem}\nA. 甲\nB. 乙\n答案：A\n"


def test_code_comes_through_with_its_fences_indentation_and_empty_lines():
    (item,) = items("一、单选题\n" + single(f"输出是（　　）\n{CODE}"))
    assert item["stem"] == f"输出是（　　）\n{CODE}"
    assert [option["text"] for option in item["options"]] == ["甲", "乙"]
    assert item["answer"] == "A"


def test_code_that_stands_in_three_items_is_no_page_header():
    code = "```\n    return total\n```"
    read_items = items("一、单选题\n" + "".join(single(f"输出是（　　）\n{code}", place) for place in (1, 2, 3)))
    assert [item["stem"].endswith(code) for item in read_items] == [True] * 3


def test_underscores_in_code_and_formulas_are_no_blanks():
    text = f"一、填空题\n1. 看程序填空：____\n{CODE}\n式 \\(a__b\\) 不变。\n答案：甲\n"
    assert findings(text) == []
    assert read(text).paper.items[0].item.blanks == 1


@pytest.mark.parametrize("formula", ["\\[ - \\]", "\\[\n-\n\\]", "\\[ A. x \\]", "\\( 答案：B \\)"])
def test_a_formula_is_no_noise_no_option_and_no_answer(formula):
    (item,) = items("一、单选题\n" + single(f"下式是（　　）\n{formula}"))
    assert item["stem"] == f"下式是（　　）\n{formula}"
    assert (item["answer"], len(item["options"])) == ("A", 2)


def test_two_formulas_of_one_length_are_not_the_same_option():
    text = "一、单选题\n1. 选一个（　　）\nA. \\(x\\)\nB. \\(y\\)\n答案：\\(y\\)\n"
    assert [item["answer"] for item in items(text)] == ["B"]


@pytest.mark.parametrize("opening", ["```", "```python"])
def test_code_that_is_not_closed_takes_nothing_of_the_rest(opening):
    text = "一、单选题\n" + single(f"输出是（　　）\n{opening}\nprint(1)") + single("又是（　　）", 2)
    assert [item["answer"] for item in items(text)] == ["A", "A"]
    assert findings(text) == [("unclosed-code", "单选题#1")]


def test_code_that_is_not_closed_does_not_reach_to_the_next_code():
    text = "一、单选题\n" + single("甲（　　）\n```python\nx") + single("乙（　　）\n```python\n  y\n```", 2)
    assert [item["stem"] for item in items(text)][1].endswith("```python\n  y\n```")
    assert findings(text) == [("unclosed-code", "单选题#1")]


def test_a_formula_that_is_not_closed_takes_nothing_of_the_rest():
    text = "一、单选题\n" + single("甲（　　）\n\\[ x") + single("乙（　　）\n\\[ y \\]", 2)
    assert len(items(text)) == 2


def test_lines_between_marks_that_make_no_formula_are_read_as_any_other():
    (item,) = items("一、单选题\n1. 选一个（　　）\\[ x\nA. 甲 \\( y\nB. 乙 \\]\n答案：A\n")
    assert [option["label"] for option in item["options"]] == ["A", "B"]


def test_a_reference_answer_keeps_its_code():
    text = (
        "一、简答题\n1. 写一段程序。\n参考答案：\n```\nfor i in x:\n    go(i)\n```\n2. 说明原因。\n参考答案：无误。\n"
    )
    assert [item["answer"] for item in items(text)] == ["```\nfor i in x:\n    go(i)\n```", "无误。"]


def test_word_keeps_the_indentation_of_code_and_of_nothing_else():
    body = "".join(par(text) for text in ("  1. 看", "```", "    a", "", "```", "  乙", ""))
    assert word_lines(body) == ["1. 看", "```\n    a\n\n```", "乙"]


def test_word_keeps_tabs_and_soft_breaks_of_code():
    soft = "<w:r><w:t>```</w:t><w:br/><w:tab/><w:t>a</w:t><w:br/><w:t>```</w:t></w:r>"
    assert word_lines(par(soft)) == ["```\n\ta\n```"]


def test_code_in_a_cell_of_a_word_table_keeps_its_indentation():
    cell = par("```") + par("  a") + par("```")
    assert word_lines(table((cell,)) + par("丙")) == ["```\n  a\n```", "丙"]


def test_word_says_that_code_is_not_closed():
    body = "".join(par(text) for text in ("一、简答题（每题10分）", "1. 说明。", "```", "a", "参考答案：好。"))
    kinds = [finding.kind.value for finding in read_paper(docx(body), "paper.docx").paper.findings]
    assert kinds == ["unclosed-code"]


def test_the_spelling_for_matching_is_as_long_as_the_text():
    text = f"甲\\(x\\)乙\n{CODE}\n丙"
    assert len(fold(text)) == len(text)
    assert rows(text) == ["甲\\(x\\)乙", CODE, "丙"]
