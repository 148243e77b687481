"""Whatever stands in a sheet: it is read or refused, its columns may stand in any order, and no answer is made up."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.papers.reading import read_paper
from kaochang.papers.sheets.header_words import WORDS
from kaochang.papers.sheets.shown import shown
from support.paper_promises import check

HEADS = [words.split()[0] for words in WORDS.values() if words] + ["选项A", "选项B", "选项C", "是否正确1", "A", ""]
CELLS = st.one_of(
    st.sampled_from(
        ["A", "B", "AC", "1", "1,3", "0", "对", "×", "单选题", "多选题", "判断题", "填空题", "材料题", "1.1", "(2)"]
    ),
    st.sampled_from(
        ["", "合计", "示例", "一、单选题（每题2分）", "甲____", "A.子\nB.丑", "子|丑", "题干", "```", "是", "2分", "=1"]
    ),
    st.text(max_size=8),
)
FORMS = st.one_of(st.text(max_size=20), st.text(alphabet='0#?,.%;yYmMdDhHsS"[]\\_*/ :-@aE', max_size=20))
NUMBERS = st.one_of(st.floats().map(repr), st.integers().map(str), st.text(max_size=10))


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@given(NUMBERS, FORMS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_number_has_a_text_in_every_format(number, form, from_1904):
    assert isinstance(shown(number, form, from_1904=from_1904), str)


@given(st.lists(st.sampled_from(HEADS), min_size=2, max_size=8), st.lists(st.lists(CELLS, max_size=8), max_size=8))
@settings(max_examples=300, deadline=None)
def test_every_table_is_read_or_refused(head, rows):
    check(as_csv([head, *rows]))


@given(st.permutations(["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "分值", "难度"]))
@settings(max_examples=40, deadline=None)
def test_columns_may_stand_in_any_order(order):
    single = {"题型": "单选题", "题干": "甲", "选项A": "子", "选项B": "丑", "答案": "B", "解析": "因为", "难度": "易"}
    several = {
        "题型": "多选题",
        "题干": "乙",
        "选项A": "子",
        "选项B": "丑",
        "选项C": "寅",
        "答案": "A、C",
        "分值": "2.5",
    }
    rows = [single, several, {"题型": "判断题", "题干": "丙", "答案": "错"}]
    usual = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "解析", "分值", "难度"]
    papers = [
        read_paper(as_csv([heads, *([row.get(head, "") for head in heads] for row in rows)]), "bank.csv").paper
        for heads in (usual, order)
    ]
    assert papers[0] == papers[1]
