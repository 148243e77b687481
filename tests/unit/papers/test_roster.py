"""A roster's workbook that is broken, hostile or too large ends in one refusal; what is whole is read."""

import io
import zipfile

import openpyxl
import pytest
from kaochang.domain.refusals import Outcome
from kaochang.papers import limits
from kaochang.papers.roster import read_roster
from support.refusals import refuses
from unit.papers.support import zipped

SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_texts(parts, data):
    """The parts of a workbook whose first cell is the first of these shared texts."""
    named = f'<Relationship Id="texts" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    return {
        **parts,
        SHEET: parts[SHEET].replace(b'r="A1" t="inlineStr"><is>', b'r="A1" t="s"><v>0</v><is>'),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", named.encode()),
        "xl/sharedStrings.xml": data,
    }


@pytest.fixture(scope="module")
def parts():
    """The parts of a workbook with one candidate."""
    book, packed = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["姓名", "工号"])
    book.active.append(["测试甲", 17.0])
    book.save(packed)
    with zipfile.ZipFile(packed) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


def test_a_workbook_is_read_by_its_headers(parts):
    (row,) = read_roster(zipped(parts))
    assert (row.name, row.person, row.line) == ("测试甲", "17", 2)


@pytest.mark.parametrize("header", ["证件号", "身份证号", "身份证号码", "Identity Number"])
def test_an_identity_document_s_number_has_a_column_of_its_own(header):
    (row,) = read_roster(f"姓名,工号,{header}\n测试甲,17,31010119900307421X\n".encode())
    assert (row.person, row.identity) == ("17", "31010119900307421X")


def test_a_roster_with_no_other_number_names_its_people_by_it():
    (row,) = read_roster("姓名,证件号,准考证号\n测试甲,3101,A1\n".encode())
    assert (row.person, row.identity, row.ticket) == ("3101", "3101", "A1")


@pytest.mark.parametrize("again", ["310X", "310x", "３１０Ｘ", "310 X"])
def test_two_rows_with_one_identity_document_are_refused_however_it_is_spelled(again):
    with refuses(Outcome.DUPLICATE, "roster.duplicate"):
        read_roster(f"姓名,工号,证件号\n测试甲,1,310X\n测试乙,2,{again}\n".encode())


BROKEN = {
    "cut sheet": lambda parts: {SHEET: parts[SHEET][: len(parts[SHEET]) // 2]},
    "no sheet": lambda parts: {SHEET: b""},
    "no workbook": lambda parts: {"xl/workbook.xml": b"<workbook"},
    "another document": lambda parts: {"xl/workbook.xml": b"<html/>"},
    "a name that leads out": lambda parts: {"../escaped.xml": b"x"},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_broken_workbook_is_refused_as_unreadable(parts, change):
    with refuses(Outcome.PAYLOAD, "roster.unreadable"):
        read_roster(zipped({**parts, **change(parts)}))


def test_a_workbook_that_lacks_a_part_it_counts_on_is_refused(parts):
    for name in parts:
        lacking = zipped({each: data for each, data in parts.items() if each != name})
        if name in ("xl/workbook.xml", SHEET, "xl/_rels/workbook.xml.rels"):
            with refuses(Outcome.PAYLOAD, "roster.unreadable"):
                read_roster(lacking)
        else:
            assert len(read_roster(lacking)) == 1


def test_texts_that_are_not_listed_leave_no_header(parts):
    with refuses(Outcome.PAYLOAD, "roster.no-header"):
        read_roster(zipped(with_texts(parts, b"<sst/>")))


@pytest.mark.parametrize("limit", ["MAX_UNPACKED", "MAX_ENTRIES", "MAX_PART", "MAX_MARKS", "MAX_CELLS", "MAX_ROWS"])
def test_a_workbook_beyond_a_limit_is_too_large(parts, limit, monkeypatch):
    monkeypatch.setattr(limits, limit, 1)
    with refuses(Outcome.LIMIT, "roster.too-large"):
        read_roster(zipped(parts))


def made(fill):
    """A workbook whose sheet `fill` fills."""
    book, packed = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(packed)
    return packed.getvalue()


def test_numbers_are_read_as_people_see_them():
    def fill(sheet):
        sheet.append(["姓名", "工号"])
        sheet.append(["测试甲", 17])
        sheet["B2"].number_format = "000000"

    assert read_roster(made(fill))[0].person == "000017"


def test_a_merged_cell_holds_for_each_of_its_rows():
    def fill(sheet):
        for row in (["姓名", "工号", "考场"], ["测试甲", 1, "一"], ["测试乙", 2], ["测试丙", 3, "二"]):
            sheet.append(row)
        sheet.merge_cells("C2:C3")

    assert [row.room for row in read_roster(made(fill))] == ["一", "一", "二"]


def test_hidden_rows_are_refused_and_named_as_nobody_knows_whether_they_sit():
    def fill(sheet):
        for row in (["姓名", "工号"], ["测试甲", 1], ["测试乙", 2], ["测试丙", 3]):
            sheet.append(row)
        for hidden in (3, 4):
            sheet.row_dimensions[hidden].hidden = True

    with refuses(Outcome.PAYLOAD, "roster.hidden-rows") as caught:
        read_roster(made(fill))
    assert caught.value.params["lines"] == ("3", "4")


def test_a_workbook_with_macros_is_refused_by_name(parts):
    with refuses(Outcome.PAYLOAD, "roster.macros"):
        read_roster(zipped({**parts, "xl/vbaProject.bin": b"x"}))


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_text_is_parted_as_its_header_row_is_and_lines_count_as_in_excel(mark):
    text = f"三月场次\n\n姓名{mark}工号\n\n测试甲{mark}17\n"
    (row,) = read_roster(text.encode("gb18030"))
    assert (row.name, row.person, row.line) == ("测试甲", "17", 5)


def test_a_text_of_one_column_lacks_what_a_ticket_needs():
    with refuses(Outcome.PAYLOAD, "roster.incomplete"):
        read_roster("姓名\n测试甲\n".encode())


@pytest.mark.parametrize("data", [b"", b" \r\n", "姓名,工号\n".encode()])
def test_a_roster_without_candidates_is_refused_as_empty(data):
    with refuses(Outcome.EMPTY, "roster.empty"):
        read_roster(data)


@pytest.mark.parametrize("minutes", ["十", "-5", "1441", "5.5"])
def test_extra_time_that_is_no_number_of_minutes_of_a_day_is_refused_with_its_row(minutes):
    with refuses(Outcome.PAYLOAD, "roster.extra-time") as caught:
        read_roster(f"姓名,工号,加时\n测试甲,1,\n测试乙,2,{minutes}\n".encode())
    assert (caught.value.params["line"], caught.value.params["found"]) == (3, minutes)
