"""Whatever stands between two fences comes out of a paper as it went in."""

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.papers.reading import read_paper
from unit.papers.support import docx, items, par

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")) | st.just("\t")
SCRAPS = (
    "    ",
    "1. 甲",
    "A. 乙",
    "B、丙",
    "答案：B",
    "参考答案",
    "一、单选题",
    "____",
    "（　　）",
    "----",
    "第1页",
    "\\[",
    "\\)",
    " " * 90,
)
LINES = st.one_of(st.text(LETTERS, max_size=30), st.lists(st.sampled_from(SCRAPS), max_size=3).map("".join))
CODES = st.lists(LINES.filter(lambda line: not line.strip().startswith("```")), max_size=12).map("\n".join)


@given(CODES, st.sampled_from(["", "python"]))
@settings(max_examples=400, deadline=None)
def test_any_code_between_fences_comes_through_a_text_unchanged(code, word):
    block = f"```{word}\n{code}\n```"
    (item,) = items(f"一、单选题\n1. 输出是（　　）\n{block}\nA. 甲\nB. 乙\n答案：A\n")
    assert item["stem"] == f"输出是（　　）\n{block}"
    assert (item["answer"], len(item["options"])) == ("A", 2)


@given(CODES)
@settings(max_examples=150, deadline=None)
def test_any_code_between_fences_comes_through_a_word_file_unchanged(code):
    escaped = [line.replace("&", "&amp;").replace("<", "&lt;") for line in code.split("\n")]
    lines = ["一、单选题", "1. 输出是（　　）", "```", *escaped, "```", "A. 甲", "B. 乙", "答案：A"]
    (read,) = read_paper(docx("".join(par(line) if line else "<w:p/>" for line in lines)), "paper.docx").paper.items
    assert read.item.stem == f"输出是（　　）\n```\n{code}\n```"
