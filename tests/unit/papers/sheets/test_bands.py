"""Rows of one cell between items: sections in words of their own, material, headings of answers; and others, told."""

import pytest
from unit.papers.sheets.workbooks import findings, items, messages, told, workbook

HEAD = ["题号", "题目", "A", "B", "答案"]
ITEMS = [[1, "先做什么", "登记", "挂断", "A"], [2, "再做什么", "推诿", "派工", "B"]]
WIDE = ("A2:E2", "A4:E4")


def under(first, second="提高篇"):
    return workbook([HEAD, [first], ITEMS[0], [second], ITEMS[1]], merged=WIDE)


@pytest.mark.parametrize(
    ("band", "section", "kind", "points"),
    [
        ("基础篇", "基础篇", "single", None),
        ("甲卷：基础篇（每题3分）", "基础篇", "single", 3),
        ("入门关（多选，每题2分）", "入门关", "multiple", 2),
        ("第一关 服务规范", "第一关 服务规范", "single", None),
    ],
)
def test_a_row_over_all_columns_opens_a_section(band, section, kind, points):
    first, second = items(under(band))
    assert (first["section"], first["type"], first["points"]) == (section, kind, points)
    assert second["section"] == "提高篇"


@pytest.mark.parametrize(
    "band",
    [
        "实战篇（材料：某客户退货。）",
        "实战篇 案例：某客户退货。",
        "材料一：某客户退货。",
        "情景题（背景资料：某客户退货。）",
    ],
)
def test_material_over_items_is_theirs_until_the_next_such_row(band):
    first, second = items(under(band))
    assert (first["material"], first["type"], second.get("material")) == ("某客户退货。", "single", None)


def test_a_csv_file_has_such_rows_where_a_number_should_stand():
    text = "题号,题目,A,B,答案\n基础篇,,,,\n1,先做什么,登记,挂断,A\n提高篇,,,,\n2,再做什么,推诿,派工,B\n"
    assert [item["section"] for item in items(text)] == ["基础篇", "提高篇"]


def test_words_between_items_that_are_neither_are_told():
    data = under("某客户在三月买了冰箱，五月不制冷，来电要求退货。")
    assert [kind for kind, _, line in findings(data) if line == 2] == ["unrecognised-line"]
    assert "某客户在三月" in "".join(messages(data))
    assert told(data)["title"] is None


def test_a_heading_of_answers_and_a_remark_are_not():
    assert findings(workbook([HEAD, ITEMS[0], ["注：以上为必答题"], ITEMS[1]])) == []


def test_numbers_of_options_show_above_a_section_what_they_count_below_it():
    rows = [HEAD, ["基础篇"], [*ITEMS[0][:4], 2], ["提高篇"], [*ITEMS[1][:4], 1]]
    assert [item["answer"] for item in items(workbook(rows, merged=WIDE))] == ["B", "A"]
