"""Names can be any text: every report still holds them, inert, and no page breaks over them."""

import csv
import io

import openpyxl
import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.reports.csv import write_csv
from kaochang.reports.line_breaking import fold
from kaochang.reports.report_pdf import write_pdf
from kaochang.reports.workbook import write_workbook
from unit.reports.support import FONT, ZONE, Catalogue, report, scored, unscored

NAMES = st.text(max_size=60) | st.text("=+-@<>&'\"\t\r\n 王𬭎，（a1", max_size=30)
WORDS = Catalogue()


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_a_workbook_holds_any_name_as_text(name, seat):
    data = write_workbook(report([unscored(1, name=name, seat=seat)]), WORDS, ZONE)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["成绩"]
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} <= {"s", "inlineStr"}


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_csv_gives_back_any_name_but_for_one_apostrophe(name):
    text = write_csv(report([unscored(1, name=name)]), WORDS, ZONE).decode("utf-8-sig")
    field = list(csv.reader(io.StringIO(text, newline="")))[1][2]
    assert field in {name, f"'{name}"}
    assert field.lstrip()[:1] not in {"=", "+", "-", "@"}


@given(NAMES, NAMES)
@settings(max_examples=40, deadline=None)
def test_a_pdf_opens_whatever_the_names_are(name, title):
    data = write_pdf(report([scored(1, "60", name=name)], title=title, rooms={"r1": name}), WORDS, FONT, ZONE)
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        assert len(document) >= 2


@given(st.text("一二，。（）ab c1", max_size=40), st.integers(1, 12))
def test_folding_loses_nothing_and_keeps_within_the_width(text, width):
    lines = fold(text, lambda _: width, len)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) <= width for line in lines)
