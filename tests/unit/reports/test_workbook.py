import io
import time
from datetime import datetime, timedelta
from fractions import Fraction

import openpyxl
import pytest
from kaochang.domain.assessments import Kind
from kaochang.reports.workbook import write_workbook
from unit.reports.support import (
    LANGUAGES,
    PROBLEM,
    ZONE,
    Catalogue,
    item,
    report,
    scored,
    section,
    unscored,
)

RARE = "𬭎鱻龘"


def book(session, language="zh_CN"):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(session, Catalogue(language), ZONE)))


def rows(sheet):
    heading, *body = sheet.iter_rows()
    return [{title.value: cell for title, cell in zip(heading, row, strict=True)} for row in body]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_report_has_five_sheets_in_either_language(language):
    session = report([scored(1, "60"), unscored(2)], items=(item(),), problems=(PROBLEM,))
    names = {
        "zh_CN": ["总表", "成绩", "试题", "文件与异常", "记录"],
        "en": ["Overview", "Scores", "Items", "Files and problems", "Records"],
    }
    assert book(session, language).sheetnames == names[language]


def test_numbers_are_numbers_times_are_times_and_long_digits_stay_text():
    row = rows(book(report([scored(1, "125/2")]))["成绩"])[0]
    assert row["合计"].value == 62.5
    assert row["待阅题数"].value == 0
    assert row["开始"].value == datetime.fromisoformat("2026-11-21 09:30:05")
    assert row["用时"].value == timedelta(minutes=59)
    assert (row["准考证号"].value, row["工号"].value) == ("202611210001", "00001")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.org", "001", "_x0041_"])
@pytest.mark.attack(63)
def test_a_name_is_never_anything_but_text(name):
    cell = rows(book(report([unscored(1, name=name)]))["成绩"])[0]["姓名"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == name


def test_rare_characters_of_names_are_kept():
    assert rows(book(report([unscored(1, name=RARE)]))["成绩"])[0]["姓名"].value == RARE


def test_a_table_keeps_its_heading_in_sight_and_on_every_printed_page():
    session = report([scored(1, "60")], items=(item(),), problems=(PROBLEM,))
    for sheet in book(session).worksheets[1:]:
        assert sheet.freeze_panes[1:] == "2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"


def test_columns_are_wide_enough_for_chinese():
    sheet = book(report([unscored(1, name="阿卜杜热合曼艾力")]))["成绩"]
    assert sheet.column_dimensions["C"].width >= 16


def test_a_long_text_gets_as_many_lines_as_it_needs():
    sheet = book(report(items=(item(stem="长" * 110), item(2))))["试题"]
    assert sheet.row_dimensions[2].height > 60
    assert sheet.row_dimensions[3].height is None


def test_an_ampersand_in_a_title_does_not_become_a_code_of_the_footer():
    assert "A&&B" in write_footer(report(title="A&B"))
    assert len(write_footer(report(title="长&" * 500))) < 255


def write_footer(session):
    footer = book(session)["总表"].oddFooter
    return (footer.left.text or "") + (footer.right.text or "")


def test_the_overview_tells_statuses_means_and_rooms():
    sheet = book(report([scored(1, "80"), scored(2, "50", passed=False), unscored(3)]))["总表"]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert ["已交卷", 2] in cells
    assert ["应考", 3] in cells
    assert ["理论", 100, 60, 3, 2, 2, 0, 65, 50, 80, 1, 0.5] in cells
    assert ["上海 301", 3, 2, 1, 0] in cells


@pytest.mark.parametrize("kind", [Kind.REHEARSAL, Kind.PRACTICE])
def test_only_a_live_session_goes_without_a_warning(kind):
    def overview(session):
        return str(list(book(session)["总表"].values))

    assert "不作为考试成绩" in overview(report(kind=kind))
    assert "不作为考试成绩" not in overview(report())


def test_a_session_without_tickets_still_makes_a_workbook():
    assert rows(book(report(exams=(), rooms={}))["成绩"]) == []


def test_the_same_report_gives_the_same_bytes():
    session = report([scored(1, "60")])
    assert write_workbook(session, Catalogue(), ZONE) == write_workbook(session, Catalogue(), ZONE)


def test_a_thousand_tickets_take_less_than_three_seconds():
    titles = ("单选", "多选", "判断", "填空", "案例")
    sections = tuple(section(title, "25/2") for title in titles)
    session = report([scored(number, "125/2", sections=sections) for number in range(1000)])
    words = Catalogue()
    began = time.perf_counter()
    write_workbook(session, words, ZONE)
    assert time.perf_counter() - began < 3


def test_a_third_of_a_point_is_not_rounded_away():
    value = rows(book(report([scored(1, "100/3")]))["成绩"])[0]["合计"].value
    assert value == pytest.approx(float(Fraction(100, 3)), abs=1e-9)


def test_tickets_and_receipts_are_never_wrapped():
    sheet = book(report([scored(1, "60", person="1")]))["成绩"]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["回执码"] >= 1.4 * len("K7QD-2MXA-9RTV")
    assert widths["准考证号"] >= 1.4 * len("202611210001")


def test_a_section_that_waits_and_a_rate_over_few_say_so():
    waits = (section("单选", "8", waiting=2), section("简答", "0", waiting=1))
    made = book(report([scored(1, "8", sections=waits, waiting=3), scored(2, "60")]))
    row = rows(made["成绩"])[0]
    assert (row["单选"].value, row["简答"].value) == ("8 + 待阅 2", "待阅 1")
    assert "100.0%（1 人已定）" in [cell.value for line in made["总表"].iter_rows() for cell in line]
