"""Hostile and broken workbooks end in one refusal, in bounded time and memory; what a sheet claims costs nothing."""

import io
import time
import zipfile

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.reading import read_paper
from kaochang.papers.sheets.pictures import Pictures
from unit.papers.sheets.workbooks import MAIN, items, raw, row, workbook

HEAD = row(1, "题干", "A", "B", "答案")
ITEM = row(2, "甲", "子", "丑", "A")


def refused(data):
    with pytest.raises(Refusal) as caught:
        read_paper(data, "bank.xlsx")
    assert (caught.value.outcome, caught.value.where) == (Outcome.PAPER, "bank.xlsx")
    return caught.value.key


def sheet(rows):
    return raw(f"<sheetData>{rows}</sheetData>")


def with_part(data, name, content=b""):
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return buffer.getvalue()


def test_a_sheet_that_claims_a_million_columns_and_rows_costs_only_what_it_holds():
    claims = f'<dimension ref="A1:XFD1048576"/><sheetData>{HEAD}{ITEM}<row r="1048576" hidden="1"/></sheetData>'
    merged = '<mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    assert [item["answer"] for item in items(raw(claims + merged))] == ["A"]


def test_cells_that_are_empty_stand_in_no_column():
    far = '<row r="3"><c r="XFD3" s="1"/></row>'
    assert len(items(sheet(HEAD + ITEM + far))) == 1


def test_a_cell_beyond_the_columns_is_refused_with_its_row():
    far = '<row r="3"><c r="XFD3" t="inlineStr"><is><t>x</t></is></c></row>'
    assert refused(sheet(HEAD + ITEM + far)) == "paper.too-many-columns"


def test_rows_cells_sheets_and_texts_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    assert refused(sheet(HEAD + ITEM + row(3, "乙", "子", "丑", "B"))) == "paper.too-many-rows"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_CELLS", 7)
    assert refused(sheet(HEAD + ITEM)) == "paper.too-many-cells"
    strings = f'<sst xmlns="{MAIN}">{"<si><t>x</t></si>" * 8}</sst>'
    assert refused(raw("<sheetData/>", sharedStrings_dot_xml=strings)) == "paper.too-many-cells"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_SHEETS", 1)
    assert refused(workbook([["题干", "答案"]], [["题干", "答案"]])) == "paper.too-many-sheets"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_ITEMS", 1)
    assert refused(sheet(HEAD + ITEM + row(3, "乙", "子", "丑", "B"))) == "paper.too-many-items"
    monkeypatch.undo()
    titled = workbook([["大题", "题干", "答案"], ["甲", "子", "对"], ["乙", "丑", "错"], ["甲", "寅", "对"]])
    monkeypatch.setattr(limits, "MAX_SECTIONS", 1)
    assert refused(titled) == "paper.too-many-sections"
    monkeypatch.setattr(limits, "MAX_SECTIONS", 2)
    assert len(items(titled)) == 3
    monkeypatch.undo()
    monkeypatch.setattr(limits, "MAX_LINE_CHARACTERS", 5)
    assert refused(sheet(HEAD + row(2, "很长很长很长", "子", "丑", "A"))) == "paper.cell-too-long"


def test_merged_cells_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CELLS", 20)
    rows = HEAD + "".join(row(number, "甲", "子", "丑") for number in range(2, 5))
    merged = "<mergeCells>" + '<mergeCell ref="A2:A4"/>' * 9 + "</mergeCells>"
    assert refused(raw(f"<sheetData>{rows}</sheetData>{merged}")) == "paper.too-many-cells"
    monkeypatch.setattr(limits, "MAX_ROWS", 8)
    assert refused(raw(f"<sheetData>{rows}</sheetData>{merged}")) == "paper.too-many-rows"


def test_a_sheet_that_declares_its_own_document_type_is_refused():
    whole = f'<worksheet xmlns="{MAIN}"><sheetData>{HEAD}{ITEM}</sheetData></worksheet>'
    declared = f"<!DOCTYPE worksheet [<!ELEMENT x ANY>]>{whole}"
    assert refused(raw("", worksheets__sheet1_dot_xml=declared)) == "paper.doctype"


@pytest.mark.attack(10)
def test_an_entity_bomb_in_a_sheet_is_refused():
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'x'}'>" for n in range(12))
    bomb = f'<!DOCTYPE w [{entities}]><worksheet xmlns="{MAIN}"><sheetData>{ITEM}&e11;</sheetData></worksheet>'
    assert refused(raw("", worksheets__sheet1_dot_xml=bomb)) in ("paper.doctype", "paper.broken")


def test_elements_that_nobody_asks_for_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MAX_MARKS", 30_000)
    odd = "<a/>" * 25_000
    assert len(items(sheet(HEAD + odd + ITEM + odd + row(3, "乙", "子", "丑", "B")))) == 2
    assert refused(sheet(HEAD + ITEM + odd * 2)) == "paper.too-many-marks"


def test_elements_around_cells_are_let_go(monkeypatch):
    kept = []
    look = Pictures.in_cell

    def counting(self, text, cell):
        if cell.get("s"):
            kept.append(sum(1 for _ in cell.getroottree().iter()))
        return look(self, text, cell)

    monkeypatch.setattr(Pictures, "in_cell", counting)
    around = ('<x><a/><c s="1"/></x>' + "<x><a/><a/><c/></x>" * 999) * 20
    assert len(items(sheet(HEAD + ITEM + around))) == 1
    assert len(kept) == 20
    assert max(kept) < 20_000


@pytest.mark.attack(10)
def test_a_zip_bomb_in_the_texts_is_refused():
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * (4 << 20)}</t></si></sst>'
    assert refused(raw(f"<sheetData>{HEAD}{ITEM}</sheetData>", sharedStrings_dot_xml=strings)) == "paper.bomb"


def test_programs_and_the_binary_form_are_refused():
    assert refused(with_part(sheet(HEAD + ITEM), "xl/vbaProject.bin", b"x")) == "paper.macros"
    binary = io.BytesIO()
    with zipfile.ZipFile(binary, "w") as package:
        package.writestr("xl/workbook.bin", b"x")
    assert refused(binary.getvalue()) == "paper.sheet"


@pytest.mark.parametrize(
    "part",
    [
        {"worksheets__sheet1_dot_xml": "<worksheet><sheetData><row"},
        {"worksheets__sheet1_dot_xml": ""},
        {"workbook_dot_xml": "<workbook"},
        {"sharedStrings_dot_xml": "<sst><si>"},
    ],
)
def test_broken_xml_is_a_broken_file(part):
    assert refused(raw(f"<sheetData>{HEAD}{ITEM}</sheetData>", **part)) == "paper.broken"


def test_numbers_that_name_no_text_style_or_row_read_as_nothing():
    odd = (
        '<row r="x"><c t="s"><v>99</v></c><c t="s"><v>-1</v></c><c s="77"><v>5</v></c><c r="!!" t="b"><v/></c></row>'
        '<row r="99999999999"><c t="zz"><v>x</v></c></row>'
    )
    assert len(items(sheet(HEAD + ITEM + odd))) >= 1


def test_a_sheet_without_known_columns_is_refused_with_what_to_do():
    assert refused(workbook([["甲", "乙"], ["丙", "丁"]])) == "paper.no-columns"
    assert refused(workbook([["题号", "答案"], [1, "A"]])) == "paper.no-columns"
    assert refused(workbook([["题干", "答案"]])) == "paper.no-items"


def test_a_thousand_merged_cells_and_a_long_format_take_no_time():
    rows = HEAD + "".join(row(number, f"甲{number}", "子", "丑", "A") for number in range(2, 1002))
    merged = "<mergeCells>" + '<mergeCell ref="F2:F1001"/>' * 1000 + "</mergeCells>"
    began = time.process_time()
    assert len(items(raw(f"<sheetData>{rows}</sheetData>{merged}"))) == 1000
    assert time.process_time() - began < 10
