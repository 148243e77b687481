"""Blueprints are read from the table that a clerk writes, or from JSON; what cannot be read is named by its line."""

from fractions import Fraction

import openpyxl
import pytest
from kaochang.domain.blueprints import Blueprint, BlueprintSection, Rule
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import Difficulty
from kaochang.domain.refusals import Outcome
from kaochang.flow.blueprint_file import read_blueprint
from support.refusals import refuses

HEAD = "大题,题型,知识点,难度,题数,每题分值"
ROWS = ["单选题,单选题,接听、投诉,易,10,2", ",单选,,难,5,2分", "判断题,判断题,不限,,8题,0.5", "合计,,,,23,"]
READ = Blueprint(
    (
        BlueprintSection(
            "单选题",
            (
                Rule(10, ItemType.SINGLE, ("接听", "投诉"), difficulty=Difficulty.EASY, points=Fraction(2)),
                Rule(5, ItemType.SINGLE, difficulty=Difficulty.HARD, points=Fraction(2)),
            ),
        ),
        BlueprintSection("判断题", (Rule(8, ItemType.TRUEFALSE, points=Fraction(1, 2)),)),
    )
)


def csv(tmp_path, *lines, encoding="utf-8"):
    path = tmp_path / "plan.csv"
    path.write_text("\n".join(lines), encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_clerks_table_is_read_as_it_stands(tmp_path, encoding):
    assert read_blueprint(csv(tmp_path, "命题计划表,,,,,", HEAD, *ROWS, encoding=encoding)) == READ


def test_a_sheet_is_read_by_its_headers_in_any_order(tmp_path):
    book = openpyxl.Workbook()
    for row in (["题数（道）", "大题", "每题分值", "题型"], [3, "单选题", 2, "单选题"], [None, None, None, None]):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    rule = Rule(3, ItemType.SINGLE, points=Fraction(2))
    assert read_blueprint(tmp_path / "plan.xlsx") == Blueprint((BlueprintSection("单选题", (rule,)),))


def test_json_says_everything(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(
        '{"sections": [{"title": "甲", "rules": [{"count": 2, "type": "single", "difficulty": "hard", "points": "5/2",'
        ' "sections": ["单选题"]}]}], "enemies": [["单选题#1", "单选题#2"]], "exclude_used": ["上次"]}',
        encoding="utf-8",
    )
    rule = Rule(2, ItemType.SINGLE, sections=("单选题",), difficulty=Difficulty.HARD, points=Fraction(5, 2))
    assert read_blueprint(path) == Blueprint((BlueprintSection("甲", (rule,)),), (("单选题#1", "单选题#2"),), ("上次",))


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("甲,选择,,,2,1", "题型"),
        ("甲,单选题,,很难说,2,1", "难度"),
        ("甲,单选题,,,两,1", "题数"),
        ("甲,单选题,,,0,1", "题数"),
        ("甲,单选题,,,,1", "题数"),
        ("甲,单选题,,,2,0", "每题分值"),
        (",单选题,,,2,1", "大题"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_its_line(tmp_path, row, column):
    with refuses(Outcome.PAYLOAD, "blueprint.cell") as refused:
        read_blueprint(csv(tmp_path, HEAD, row))
    assert (refused.value.params["line"], refused.value.params["column"]) == (2, column)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"sections": [{"title": "甲"}]}', "blueprint.form"),
        ('{"sections": [], "more": 1}', "blueprint.form"),
        ("{", "blueprint.form"),
        ("PK\x03\x04nothing", "blueprint.form"),
        ("姓名,工号\n甲,1\n", "blueprint.header"),
    ],
)
def test_what_is_no_blueprint_is_refused(tmp_path, text, key):
    with refuses(Outcome.PAYLOAD, key):
        read_blueprint(csv(tmp_path, text))


@pytest.mark.parametrize("cell", ["10", "10.0", "10题", "10道", "10道题"])
def test_a_count_may_say_of_what(tmp_path, cell):
    assert read_blueprint(csv(tmp_path, "大题,题数", f"甲,{cell}")).sections[0].rules[0].count == 10


def test_nobody_knows_whether_a_hidden_row_counts(tmp_path):
    book = openpyxl.Workbook()
    for row in (["大题", "题数"], ["甲", 3], ["乙", 2]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "plan.xlsx")
    with refuses(Outcome.PAYLOAD, "blueprint.hidden") as refused:
        read_blueprint(tmp_path / "plan.xlsx")
    assert refused.value.params["line"] == 3
