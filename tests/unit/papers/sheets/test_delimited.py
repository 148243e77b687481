"""CSV and TSV files in every encoding, told by their content; a text paper with commas stays a text paper."""

import codecs

import pytest
from kaochang.domain.refusals import Refusal
from kaochang.papers.detect import read_file
from kaochang.papers.lines import Source
from kaochang.papers.sheets.workbook import Workbook
from unit.papers.sheets.workbooks import answers, findings, items, messages, options, read

TEXT = '题型,题干,选项A,选项B,答案\r\n单选题,"首都,是",北京,上海,A\r\n判断题,"天是\n蓝的。",,,×\r\n'


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
        ("sep=,\r\n" + TEXT).encode(),
        ("某题库,,,,\r\n" + TEXT).encode(),
    ],
)
def test_a_table_reads_alike_in_every_encoding(data):
    found = items(data)
    assert [(item["stem"], item["answer"]) for item in found] == [("首都,是", "A"), ("天是\n蓝的。", False)]
    assert options(found[0]) == {"A": "北京", "B": "上海"}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_columns_may_be_apart_by_commas_semicolons_or_tabs(mark):
    rows = [["题干", "A", "B", "答案"], ["甲", "子", "丑", "B"]]
    assert answers("\n".join(mark.join(row) for row in rows)) == ["B"]


def test_rows_count_as_excel_counts_them():
    text = '题干,答案\n"甲\n两行",对\n\n乙,也许\n'
    assert findings(text) == [("unknown-type", "#2", 4)]
    assert messages(text)[0].startswith("第 4 行：")


@pytest.mark.parametrize(
    "text",
    [
        "一、单选题\n1. 题干,答案,解析\nA. 甲,乙\nB. 丙,丁\n答案：A\n2. 题目,选项,哪个\nA. 甲\nB. 丙\n答案：B\n",
        "一、判断题\n1. 甲,乙,丙都对。（√）\n2. 甲;乙;丙都错。（×）\n",
        "题型,题干,答案见下\n\n1. 甲\nA. 子\nB. 丑\n答案：A\n2. 乙\nA. 子\nB. 丑\n答案：B\n",
        "一、单选题\n1. 甲\nA. 子\tB. 丑\tC. 寅\n2. 乙\nA. 子\tB. 丑\tC. 寅\n\n题号\t1\t2\n答案\tA\tB\n",
        "一、单选题\n1. 甲\nA. 子\nB. 丑\n参考答案\n题号,答案\n1,A\n",
        "1,000 元是多少？\n",
    ],
)
def test_a_text_paper_is_no_table(text):
    assert isinstance(read_file(text.encode()), Source)


def test_a_list_of_rows_without_a_header_is_a_table_where_every_column_is_plain():
    rows = [
        "单选题,我国的首都是哪里,北京,上海,A",
        "单选题,我国最长的河是哪条,黄河,长江,B",
        "单选题,最大的岛是哪个,台湾岛,海南岛,A",
    ]
    assert answers("\n".join(rows)) == ["A", "B", "A"]
    assert isinstance(read_file("\n".join([*rows, "甲,乙"]).encode()), Source)


def test_quotation_marks_that_nothing_closes_end_in_a_refusal():
    with pytest.raises(Refusal) as caught:
        read('题干,答案\n甲,对\n乙,"' + "x" * 200_000)
    assert caught.value.key in ("paper.cell-too-long", "paper.line-too-long")


def test_a_row_is_as_long_as_it_is():
    assert answers("题干,A,B,答案\n甲,子,丑,A,,,\n乙,子\n丙\n") == ["A", None, None]
    assert isinstance(read_file("题干,A,B,答案\n甲,子,丑,A\n".encode()), Workbook)


def test_blackboards_lines_say_everything_themselves():
    lines = [
        "MC\tWhat?\ta\tcorrect\tb\tincorrect",
        "MA\tWhich?\ta\tcorrect\tb\tincorrect\tc\tcorrect",
        "TF\tSky is blue\ttrue",
        "FIB\tThe ____ is blue\tsky\theaven",
        "FIB_PLUS\tRoses are [a], sky is [b]\ta\tred\t\tb\tblue\tazure",
        "MAT\tMatch\ta\t1\tb\t2",
        "ORD\tOrder\tone\ttwo\tthree",
        "ESS\tWrite\tlike this",
    ]
    text = "\n".join(lines)
    assert answers(text) == [
        "A",
        "AC",
        True,
        [["sky", "heaven"]],
        [["red"], ["blue", "azure"]],
        "(1)-A (2)-B",
        "BAC",
        "like this",
    ]
    assert [item["type"] for item in items(text)][3:6] == ["blank", "blank", "matching"]
    assert options(items(text)[6]) == {"A": "two", "B": "one", "C": "three"}  # in the right order they would tell it
    assert findings(text) == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("MC\tWhat?\ta\tcorrect\tb\tcorrect", "answer-type-mismatch"),
        ("MC\tWhat?\ta\tright\tb\twrong", "answer-type-mismatch"),
        ("MC\tWhat?\ta\tincorrect\tb\tincorrect", "answer-type-mismatch"),
        ("TF\tBlue?\tmaybe", "answer-type-mismatch"),
        ("MAT\tMatch\ta\t1\tb", "answer-type-mismatch"),
        ("ORD\tOrder\t" + "\t".join(map(str, range(27))), "unsupported-interaction"),
        ("MAT\tMatch\t" + "\t".join(map(str, range(54))), "unsupported-interaction"),
        ("MC\tWhat?\ta\tcorrect" + "\tb\tincorrect" * 26, "unsupported-interaction"),
        ("FIB\tTwo ____ and ____\tone", "blank-count-mismatch"),
        ("FIB_PLUS\tRoses are [a]\ta\tred\t\tb\tblue", "blank-count-mismatch"),
        ("FIB\tThe ____\t", "missing-answer"),
        ("NUM\t1+1\t2", "unsupported-interaction"),
    ],
)
def test_a_blackboard_line_that_does_not_fit_is_left_open_and_told(line, kind):
    assert answers(line) == [None]
    assert (kind, "#1", 1) in findings(line)


def test_other_lines_with_tabs_are_none_of_blackboards():
    assert isinstance(read_file(b"MC\tWhat?\ta\tcorrect\nplain words\n"), Source)
