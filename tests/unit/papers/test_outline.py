"""A paper line by line: every line is told for what it was taken, and every item knows where it stands."""

import io

import openpyxl
from kaochang.domain.papers import Part
from kaochang.papers.reading import read_paper
from unit.papers.support import docx

TEXT = """2026 年度考核

一、单选题（共 2 题，每题 2 分）
每题只有一个答案
1. 首都
A. 北京 B. 上海
答案：A
第 1 页 共 2 页
2. 长河（ ）
A. 长江
B. 湘江
二、简答题
1. 说明代码：
```
甲
  乙
```
参考答案
一、单选题
2. A
解析：最长。
"""
ITEM, HEADING, KEY, OUT, OTHER = Part.ITEM, Part.HEADING, Part.KEY, Part.LEFT_OUT, Part.OTHER


def told(read):
    return {line.number: line.part for line in read.lines}


def test_every_line_is_told_for_what_it_was_taken():
    read = read_paper(TEXT.encode(), "paper.txt")
    assert told(read) == {
        1: OTHER,
        3: HEADING,
        4: HEADING,
        5: ITEM,
        6: ITEM,
        7: ITEM,
        8: OUT,
        9: ITEM,
        10: ITEM,
        11: ITEM,
        12: HEADING,
        13: ITEM,
        14: ITEM,
        18: KEY,
        19: KEY,
        20: KEY,
        21: KEY,
    }


def test_items_know_their_lines_and_not_those_of_their_answers_elsewhere():
    assert read_paper(TEXT.encode(), "paper.txt").places == ((5, 7), (9, 11), (13, 14))


def test_code_stands_in_one_line_as_it_was_written():
    (code,) = [line for line in read_paper(TEXT.encode(), "paper.txt").lines if line.number == 14]
    assert code.text == "```\n甲\n  乙\n```"


def test_a_separate_key_adds_no_lines():
    with_key = read_paper(TEXT.encode(), "paper.txt", b"1. A\n2. A\n", "key.txt")
    assert with_key.lines == read_paper(TEXT.encode(), "paper.txt").lines
    assert with_key.places == read_paper(TEXT.encode(), "paper.txt").places


def test_a_case_begins_where_its_words_do():
    text = "一、案例分析题\n1. 某客户投诉。\n坐席处理。\n问题：\n（1）如何回应？\n（2）如何改进？\n"
    read = read_paper(text.encode(), "paper.txt")
    assert read.places == ((2, 5), (6, 6))
    assert set(told(read).values()) == {HEADING, ITEM}


def test_material_that_items_share_belongs_to_them():
    text = "一、阅读题\n根据以下材料回答1-2题\n材料：某日下雨。\n1. 天气如何？\nA. 晴 B. 雨\n2. 几时？\nA. 早 B. 晚\n"
    parts = told(read_paper(text.encode(), "paper.txt"))
    assert parts[3] is ITEM


def test_tables_of_a_word_paper_are_lines_of_several_rows():
    body = "<w:p><w:r><w:t>一、简答题</w:t></w:r></w:p><w:p><w:r><w:t>1. 看表说明。</w:t></w:r></w:p>"
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    body += f"<w:tbl><w:tr>{cell('月')}{cell('量')}</w:tr><w:tr>{cell('一月')}{cell('30')}</w:tr></w:tbl>"
    read = read_paper(docx(body), "paper.docx")
    assert any(line.text == "月 | 量\n一月 | 30" and line.part is ITEM for line in read.lines)


def workbook(*sheets):
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(packed)
    return packed.getvalue()


HEAD = ("题型", "题干", "选项A", "选项B", "答案")


def test_sheets_are_lines_of_rows_with_the_numbers_that_people_see():
    first = [("年度考核",), HEAD, ("单选", "首都", "北京", "上海", "A")]
    second = [HEAD, ("单选", "长河", "长江", "湘江", "A")]
    read = read_paper(workbook(("甲", first), ("乙", second)), "paper.xlsx")
    assert [(line.sheet, line.row, line.part) for line in read.lines] == [
        ("甲", 1, OTHER),
        ("甲", 2, OTHER),
        ("甲", 3, ITEM),
        ("乙", 1, OTHER),
        ("乙", 2, ITEM),
    ]
    assert len({line.number for line in read.lines}) == 5
    assert [read.lines[at].number for at in (2, 4)] == [place[0] for place in read.places]
    assert read.lines[2].text == "单选 | 首都 | 北京 | 上海 | A"


def test_a_text_that_was_pasted_into_cells_is_lines_of_rows_too():
    rows = [(text,) for text in TEXT.split("\n") if text and not text.startswith(("```", "甲", "  乙"))]
    read = read_paper(workbook(("甲", rows)), "paper.xlsx")
    assert [line.row for line in read.lines] == list(range(1, len(rows) + 1))
    assert read.lines[5].part is ITEM
    assert OUT in told(read).values()


def test_a_format_that_states_its_items_has_no_lines():
    read = read_paper("先做什么\nA. 报废\nB. 核对\nANSWER: B\n".encode(), "paper.txt")
    assert (read.lines, read.places) == ((), ((0, 0),))
