"""Everything that was written down about a session is read by somebody: one row a record, in plain words."""

import io

import openpyxl
from kaochang.domain.session_reports import Evidence, RoomNote
from kaochang.reports.records import record_grid
from kaochang.reports.report_pdf import write_pdf
from kaochang.reports.workbook import write_workbook
from unit.reports.support import EVIDENCE, FONT, RECORDS, ZONE, Catalogue, pdf_text, report, scored

FULL = report([scored(1, "60", evidence=EVIDENCE), scored(2, "60")], **RECORDS)


def test_each_record_has_its_row_with_who_and_how_often():
    grid = record_grid(FULL, Catalogue())
    assert grid.rows == (
        ("考场事件", "上海 301", "", "停电（第 1 份清单）", 2),
        ("监考备注", "上海 302", "", "二号机位 断电一次（第 3 份清单）", None),
        ("已放行的提示", "", "", "单选题#2 missing-answer: 丁: 评委组确定", None),
        (
            "作答记录",
            "上海 301",
            "202611210001",
            "考试窗口失去了焦点 3 次、重启后时钟相差 86400 秒，没有采信 1 次、其他记录 later.word（x） 1 次",
            5,
        ),
        ("分数改动", "", "202611210001", "简答题#1：己 给 2.5 分，之后 庚 给 0 分", 2),
    )


def test_workbook_and_paper_show_the_records():
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(FULL, Catalogue(), ZONE)))
    assert next(book["记录"].iter_rows(min_row=2, values_only=True))[0] == "考场事件"
    paper = pdf_text(write_pdf(FULL, Catalogue(), FONT, ZONE))
    assert "停电" in paper
    assert "失去了焦点3次" in paper


def test_paper_has_no_empty_block_of_records():
    assert "监考备注" not in pdf_text(write_pdf(report([scored(1, "60")]), Catalogue(), FONT, ZONE))


def test_a_forged_flood_of_records_still_makes_a_report():
    flood = tuple(Evidence(f"\x1b[31m{number}{{x}}", "\x00" * 900, 1) for number in range(5_000))
    session = report([scored(1, "60", evidence=flood)], notes=(RoomNote("r1", 1, "长" * 100_000),))
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(session, Catalogue(), ZONE)))
    texts = [row[3] for row in book["记录"].iter_rows(min_row=2, values_only=True)]
    assert [len(text) > 1_000 for text in texts] == [True, True]
    assert write_pdf(session, Catalogue(), FONT, ZONE)
