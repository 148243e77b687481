"""A roster's workbook that is broken, hostile or too large ends in one refusal; what is whole is read."""

import io
import zipfile

import openpyxl
import pytest
from kaochang.domain.refusals import Outcome
from kaochang.papers import archive
from kaochang.papers.roster import read_roster
from support.refusals import refuses
from unit.papers.support import zipped

SHEET = "xl/worksheets/sheet1.xml"


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
    "a cell nowhere": lambda parts: {SHEET: parts[SHEET].replace(b'r="A1"', b'r="ZZZZZ99999999"')},
    "a text that is not listed": lambda parts: {
        SHEET: parts[SHEET].replace(b'r="A1"', b't="s" r="A1"'),
        "xl/sharedStrings.xml": b"<sst/>",
    },
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
        if name in ("xl/workbook.xml", SHEET, "[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            with refuses(Outcome.PAYLOAD, "roster.unreadable"):
                read_roster(lacking)
        else:
            assert len(read_roster(lacking)) == 1


@pytest.mark.parametrize("limit", ["MAX_UNPACKED", "MAX_ENTRIES"])
def test_a_workbook_beyond_a_limit_is_too_large(parts, limit, monkeypatch):
    monkeypatch.setattr(archive, limit, 3)
    with refuses(Outcome.LIMIT, "roster.too-large"):
        read_roster(zipped(parts))
