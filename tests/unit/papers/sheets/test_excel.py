"""Excel files as people see them: formats, formulas, rich text, merged and hidden cells, pictures."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from kaochang.papers.sheets.shown import shown
from openpyxl.drawing.image import Image
from unit.papers.sheets.workbooks import (
    MAIN,
    OFFICE,
    PACKAGE,
    answers,
    findings,
    items,
    messages,
    options,
    png,
    raw,
    read,
    row,
    told,
    workbook,
    written,
)

HEAD = ["题干", "选项A", "选项B", "选项C", "答案"]


@pytest.mark.parametrize(
    ("text", "form", "seen"),
    [
        ("1024.0", "", "1024"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E-3", "", "0.001"),
        ("12345678901234567890", "", "12345678901234600000"),
        ("0.5", "0%", "50%"),
        ("0.125", "0.00%", "12.50%"),
        ("2", '0"分"', "2分"),
        ("7", "000", "007"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("2.5", "0.0#", "2.5"),
        ("0", "#", "0"),
        ("-3", "0.0;(0.0)", "(3.0)"),
        ("-3", "0", "-3"),
        ("3", "¥#,##0", "¥3"),
        ("45000", "yyyy/m/d", "2023/3/15"),
        ("45000", '[$-804]yyyy"年"m"月"d"日";@', "2023年3月15日"),
        ("45000.5", "yyyy-mm-dd hh:mm", "2023-03-15 12:00"),
        ("45000", "aaaa", "星期三"),
        ("0.1", "h:mm AM/PM", "2:24 AM"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.5", "# ?/?", "0.5"),
        ("1e30", "0.00", "1E+30"),
        ("1e999999", "0", "1e999999"),
        ("NaN", "0", "NaN"),
        ("abc", "0", "abc"),
        ("5", "@", "5"),
        ("5", "x" * 300, "5"),
        ("-1", "yyyy", "-1"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(text, form, seen):
    assert shown(text, form) == seen


def test_days_may_count_from_1904():
    assert shown("0", "yyyy/m/d", from_1904=True) == "1904/1/1"


def fill(book, sheet):
    """A sheet with everything that a plain text does not say."""
    sheet.write_row(0, 0, HEAD)
    raised, red = book.add_format({"font_script": 1}), book.add_format({"font_color": "red"})
    sheet.write_rich_string("A2", "10 m", raised, "2", " 等于", red, "多少")
    sheet.write("B2", 0.5, book.add_format({"num_format": "0%"}))
    sheet.write("C2", 45000, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    sheet.write_formula("D2", "=1+1", None, 2)
    sheet.write("E2", "A")


def test_cells_are_read_as_people_see_them():
    item = items(written(fill))[0]
    assert item["stem"] == "10 m² 等于多少"
    assert options(item) == {"A": "50%", "B": "2023年3月15日", "C": "2"}


def test_readings_above_words_and_what_nobody_sees_are_no_words():
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>题干</t></si><si><t>答案</t></si>'
        "<si><r><t>重_x000D_\n要\u200b</t></r><rPh sb='0' eb='1'><t>zhong</t></rPh></si><si><t>对</t></si></sst>"
    )
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(4))
    first, second = cells[: len(cells) // 2], cells[len(cells) // 2 :]
    data = raw(f"<sheetData><row>{first}</row><row>{second}</row></sheetData>", sharedStrings_dot_xml=strings)
    assert items(data)[0]["stem"] == "重\n要"


def test_signs_that_are_written_by_their_codes_are_read_and_half_of_one_is_none():
    rows = row(1, "题干", "选项", "答案") + row(2, "笑_xD83D__xDE00_脸_xD83D_", '["\\ud83d子", "\\ud83d\\ude00"]', "A")
    (item,) = items(raw(f"<sheetData>{rows}</sheetData>"))
    assert item["stem"] == "笑😀脸"
    assert options(item) == {"A": "子", "B": "😀"}


def test_the_strict_form_reads_alike():
    data = raw(f"<sheetData>{row(1, '题干', '答案')}{row(2, '甲', '对')}</sheetData>")
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as usual, zipfile.ZipFile(buffer, "w") as strict:
        for name in usual.namelist():
            text = usual.read(name).decode()
            text = text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            strict.writestr(name, text.replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"))
    assert answers(buffer.getvalue()) == [True]


def test_hidden_sheets_and_rows_are_left_out_and_told():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "题库"
    for each in (["题干", "答案"], ["甲", "对"], ["乙", "错"], ["丙", "对"]):
        sheet.append(each)
    sheet.row_dimensions[3].hidden = True
    other = book.create_sheet("旧题")
    other.append(["题干", "答案"])
    other.append(["丁", "对"])
    other.sheet_state = "hidden"
    buffer = BytesIO()
    book.save(buffer)
    assert [item["stem"] for item in items(buffer.getvalue())] == ["甲", "丙"]
    assert findings(buffer.getvalue()) == [("left-out", "paper", None), ("left-out", "paper", None)]
    rows, sheet_told = messages(buffer.getvalue())
    assert "第 3 行" in rows
    assert "旧题" in sheet_told


def test_hidden_columns_are_read():
    book = openpyxl.Workbook()
    for each in (["题干", "答案"], ["甲", "对"]):
        book.active.append(each)
    book.active.column_dimensions["B"].hidden = True
    buffer = BytesIO()
    book.save(buffer)
    assert answers(buffer.getvalue()) == [True]


def pictured(**places):
    """A sheet of one item with a picture on each of these cells."""

    def write(_, sheet):
        sheet.write_row(0, 0, [*HEAD, "解析"])
        sheet.write_row(1, 0, ["看图选择", "", "乙", "丙", "A", "见图"])
        for cell, width in places.items():
            sheet.insert_image(cell, "p.png", {"image_data": BytesIO(png(width))})

    return read(written(write))


def test_pictures_belong_to_the_stem_or_the_option_that_they_stand_on():
    paper = pictured(A2=2, B2=3, H2=4)
    item = paper.paper.items[0].item
    assert [len(paper.media[image.name]) for image in item.images] == [len(png(2)), len(png(4))]
    assert [option.image is not None for option in item.options] == [True, False, False]
    assert paper.media[item.options[0].image.name] == png(3)
    assert set(paper.media) == {image.name for image in item.media}


def test_a_picture_on_the_answer_is_shown_to_nobody_and_told():
    paper = pictured(E2=2, F2=3)
    assert (paper.paper.items[0].item.media, dict(paper.media)) == ((), {})
    assert [finding.variant for finding in paper.paper.findings if finding.kind == "left-out"] == ["picture"]


def test_a_picture_beside_the_title_belongs_to_no_item():
    paper = pictured(A1=2)
    assert paper.paper.items[0].item.media == ()
    assert [finding.variant for finding in paper.paper.findings if finding.kind == "left-out"] == ["loose-picture"]


def test_a_picture_on_an_option_of_its_own_row():
    book = openpyxl.Workbook()
    for each in (["题干", "选项内容", "是否答案"], ["看图", None, "是"], [None, "乙", "否"]):
        book.active.append(each)
    book.active.add_image(Image(BytesIO(png(2))), "B2")
    buffer = BytesIO()
    book.save(buffer)
    paper = read(buffer.getvalue()).paper.items[0]
    assert [(option.text, option.image is not None) for option in paper.item.options] == [("", True), ("乙", False)]
    assert paper.scheme.correct.labels == ("A",)


def test_pictures_that_wps_puts_into_cells():
    cells = (
        '<row r="2"><c r="A2" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
        '<c r="B2" t="inlineStr"><is><t>对</t></is></c></row>'
    )
    images = (
        f'<etc:cellImages xmlns:etc="urn:x" xmlns:xdr="urn:y" xmlns:a="urn:z" xmlns:r="{OFFICE}"><etc:cellImage>'
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="1" name="ID_1"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="p1"/>'
        "</xdr:blipFill></xdr:pic></etc:cellImage></etc:cellImages>"
    )
    relations = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="p1" Target="media/image1.png"/></Relationships>'
    data = raw(
        f"<sheetData>{row(1, '题干', '答案')}{cells}</sheetData>",
        cellimages_dot_xml=images,
        _rels__cellimages_dot_xml_dot_rels=relations,
        media__image1_dot_png=png(2),
    )
    paper = read(data)
    assert [paper.media[image.name] for image in paper.paper.items[0].item.images] == [png(2)]


def test_nothing_outside_the_file_is_read():
    drawing = (
        f'<xdr:wsDr xmlns:xdr="urn:y" xmlns:a="urn:z" xmlns:r="{OFFICE}"><xdr:oneCellAnchor>'
        "<xdr:from><xdr:col>0</xdr:col><xdr:row>1</xdr:row></xdr:from>"
        '<a:blip r:embed="p1"/></xdr:oneCellAnchor></xdr:wsDr>'
    )
    outside = f'<Relationships xmlns="{PACKAGE}"><Relationship Id="p1" Target="http://a.invalid/x.png"'
    data = raw(
        f'<sheetData>{row(1, "题干", "答案")}{row(2, "甲", "对")}</sheetData><drawing r:id="d1"/>',
        drawings__drawing1_dot_xml=drawing,
        drawings___rels__drawing1_dot_xml_dot_rels=outside + ' TargetMode="External"/></Relationships>',
        worksheets___rels__sheet1_dot_xml_dot_rels=f'<Relationships xmlns="{PACKAGE}"><Relationship Id="d1"'
        ' Target="../drawings/drawing1.xml"/></Relationships>',
    )
    assert read(data).paper.items[0].item.images == ()


def test_items_that_span_two_rows_are_read_once():
    rows = [["题干", "答案"], ["甲", "对"], [None, None], ["乙", "错"], [None, None]]
    assert answers(workbook(rows, merged=("A2:A3", "B2:B3", "A4:A5", "B4:B5"))) == [True, False]


def test_a_section_of_a_sheet_has_its_place_in_every_sentence():
    data = workbook(
        单选题=[["题干", "A", "B", "答案"], ["甲", "子", "丑", "E"]], 判断题=[["题干", "答案"], ["乙", "A"]]
    )
    assert [message.partition("：")[0] for message in messages(data)] == ["表“单选题”第 2 行", "表“判断题”第 2 行"]
    assert [each["line"] for each in told(data)["diagnostics"] if each["line"]] == [2, 2]
