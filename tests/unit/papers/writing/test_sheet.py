"""A paper as a table: columns that people know, text that stays text, and the same items when it is read back."""

import io
import zipfile
from fractions import Fraction

import openpyxl
import pytest
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import PaperItem
from kaochang.domain.responses import Choice
from kaochang.papers.writing import sheet
from kaochang.papers.writing.exported import Exported
from msgspec.structs import replace
from support.printed_paper import CASE, CODE, ITEMS, MEDIA, PAPER, PICTURES, SECRET
from support.round_trips import comparable, losses, read_back, without_loss, written
from unit.papers.support import ROOT

BANKS = sorted((ROOT / "banks/roles").glob("*.txt"))


def page(exported, *, with_answers=True):
    return openpyxl.load_workbook(io.BytesIO(written(sheet.write, exported, with_answers=with_answers))).active


def headings(exported, *, with_answers=True):
    found = page(exported, with_answers=with_answers)
    return next([cell.value for cell in row] for row in found.iter_rows() if row[0].value == "题号")


def paper(*items, **more):
    return Exported("试卷", tuple(items), **{"media": MEDIA, **more})


def single(stem, *options):
    made = tuple(Option("ABCDEFGH"[place], text) for place, text in enumerate(options or ("是", "否")))
    return PaperItem(
        Item(ItemType.SINGLE, stem, "1", "单选题", options=made, points=Fraction(2)), MarkScheme(Choice(("A",)))
    )


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.name)
def test_every_bank_of_ours_comes_back_without_loss(path):
    meant, back = without_loss(sheet.write, path)
    assert comparable(back.paper.items, back.media) == comparable(meant.items, meant.media)


def test_every_type_comes_back_and_tables_are_told_to_be_text():
    assert losses(sheet.write, PAPER) == {"tables-as-text": 2}
    assert len(read_back(sheet.write, PAPER).paper.items) == len(ITEMS)


def test_the_same_picture_under_two_names_is_no_loss():
    data = next(iter(MEDIA.values()))
    names = ["甲.png", "乙.png"]
    made = [single(f"第{name}张是？") for name in names]
    items = [
        PaperItem(replace(each.item, number=str(place), images=(Image(name, "image/png"),)), each.scheme)
        for place, (each, name) in enumerate(zip(made, names, strict=True), start=1)
    ]
    assert losses(sheet.write, paper(*items, media=dict.fromkeys(names, data))) == {}


def test_the_same_paper_gives_the_same_bytes():
    assert written(sheet.write, PAPER) == written(sheet.write, PAPER)


def test_the_columns_are_those_that_its_items_need():
    all_of_them = "题号 大题 题型 材料 题干 图片 左列 选项A 选项B 选项C 选项D 选项E 分值 答案 解析 评分标准 知识点 难度"
    assert headings(PAPER) == all_of_them.split()
    few = "题号 大题 题型 题干 选项A 选项B 选项C 选项D 分值 答案 解析 知识点 难度"
    assert headings(paper(CODE)) == few.split()


def test_without_answers_no_column_tells_one():
    names = headings(PAPER, with_answers=False)
    assert not {"答案", "解析", "评分标准", "知识点", "难度"} & set(names)
    with zipfile.ZipFile(io.BytesIO(written(sheet.write, PAPER, with_answers=False))) as file:
        assert not any(SECRET in file.read(name).decode("utf-8", "replace") for name in file.namelist())


@pytest.mark.parametrize(
    "stem", ["=1+1（　　）", "+86 开头的号码（　　）", "-5 与 @A1（　　）", "https://intra（　　）", "007（　　）"]
)
def test_a_stem_stays_text_whatever_it_begins_with(stem):
    exported = paper(single(stem, "=SUM(A1)", "1.0"))
    found = page(exported)
    assert [cell.data_type for row in found.iter_rows() for cell in row if cell.value == stem] == ["s"]
    assert losses(sheet.write, exported) == {}
    assert read_back(sheet.write, exported).paper.items[0].item.stem == stem


def test_points_are_numbers_and_long_texts_wrap():
    found = page(PAPER)
    names = headings(PAPER)
    row = next(row for row in found.iter_rows() if row[2].value == "排序题")
    assert row[names.index("分值")].value == 2.5
    assert row[names.index("题干")].alignment.wrap_text
    assert found.freeze_panes == "A4"


def test_pictures_stand_in_the_cells_of_what_they_belong_to():
    found, names = page(paper(PICTURES)), headings(paper(PICTURES))
    places = sorted(names[picture.anchor._from.col] for picture in found._images)
    assert places == ["图片", "选项A", "选项B"]
    assert losses(sheet.write, paper(PICTURES)) == {}


@pytest.mark.parametrize(("name", "data"), [("a.svg", b"<svg/>"), ("a.png", b"no picture")])
def test_a_picture_that_excel_cannot_show_is_told(name, data):
    made = single("看图（　　）。")
    kind = "image/svg+xml" if name.endswith("svg") else "image/png"
    exported = paper(replace(made, item=replace(made.item, images=(Image(name, kind),))), media={name: data})
    assert losses(sheet.write, exported) == {"picture-type": 1, "read-again.pictures": 1}


def test_a_text_that_no_cell_can_hold_is_cut_and_told():
    found = losses(sheet.write, paper(replace(CODE, scheme=replace(CODE.scheme, explanation="长" * 40_000))))
    assert found == {"cell-too-long": 1, "read-again.not": 0}


def test_sub_questions_keep_their_numbers_and_share_their_material():
    back = read_back(sheet.write, paper(*[replace(each, item=replace(each.item, tables=())) for each in CASE]))
    assert [each.item.number for each in back.paper.items] == ["1.1", "1.2"]
    assert {each.item.material for each in back.paper.items} == {CASE[0].item.material}


def test_without_answers_what_reads_back_otherwise_is_told_too():
    assert "tables-as-text" in losses(sheet.write, PAPER, with_answers=False)
    item = Item(ItemType.BLANK, "首都是", "1", blanks=1)
    assert "read-again.stem" in losses(
        sheet.write, Exported("样卷", (PaperItem(item, MarkScheme()),)), with_answers=False
    )


def test_its_columns_fit_on_the_width_of_a_page():
    with zipfile.ZipFile(io.BytesIO(written(sheet.write, PAPER))) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
    said = ('fitToPage="1"', 'fitToHeight="0"', 'orientation="landscape"')
    assert [each for each in said if each not in page] == []
