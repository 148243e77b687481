"""Everything that was written down about a session is read by somebody: one row a record, in plain words."""

import io
from datetime import timedelta

import msgspec
import openpyxl
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.incidents import IncidentKind
from kaochang.domain.session_reports import ActState, Evidence, Incident, RoomAct, RoomNote
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
        ("已放行的红线", "", "", "单选题#2 没有答案：丁: 评委组确定", None),
        ("过程记录（须过问）", "上海 301", "202611210001", "重新启动后电脑日期相差 86400 秒，不可信 1 次", 1),
        ("过程记录（请留意）", "上海 301", "202611210001", "考试窗口失去了焦点 3 次、其他记录 later.word（x） 1 次", 4),
        ("过程记录", "上海 301", "202611210001", "按第 2 号更正作答 1 次", 1),
        ("分数改动", "", "202611210001", "简答题#1：己 给 2.5 分，之后 庚 给 0 分", 2),
        ("人工评分", "", "202611210001", "简答题#1：2 分，己 评；要点 2 分；=HYPERLINK(1)", None),
    )


def test_a_known_kind_of_incident_has_its_word_and_any_other_stands_as_it_is():
    incidents = (Incident("r1", 1, IncidentKind.DEVICE.value, 1), Incident("r1", 1, "later-kind", 2))
    grid = record_grid(report([scored(1, "60")], incidents=incidents), Catalogue())
    assert [row[3] for row in grid.rows] == ["设备故障（第 1 份清单）", "later-kind（第 1 份清单）"]


def test_what_a_later_program_passed_stands_as_it_was_written():
    grid = record_grid(report([scored(1, "60")], passed_findings=("单选题#2 later-kind: 丁: 已看过",)), Catalogue())
    assert [row[3] for row in grid.rows] == ["单选题#2 later-kind: 丁: 已看过"]


def test_a_guard_is_named_as_on_the_screen():
    held = (Evidence("guard.note.guard-held", "keyboard", 1), Evidence("guard.note.guard-held", "later", 1))
    grid = record_grid(report([scored(1, "60", evidence=held)]), Catalogue())
    assert [row[3] for row in grid.rows] == ["锁定已生效（键盘） 1 次、锁定已生效（later） 1 次"]


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


EXTRA = ActKind.EXTRA_TIME
ACTS = (
    RoomAct("r1", "202611210001", EXTRA, 10, Reach.TICKET, ActState.TAKEN, 0, 600_000, 1, "甲", "键盘坏了"),
    RoomAct("r1", "202611210002", ActKind.RESUME, 60, Reach.ROOM, ActState.TAKEN, 4, 2_700_000, 2, "甲", "停电"),
    RoomAct("r2", "", ActKind.PAUSE, 0, Reach.CARD, ActState.NOT_TAKEN, wall=3, count=5),
    RoomAct("r2", "202611210009", EXTRA, 30, Reach.CARD, ActState.NOT_LOGGED, 7, 1_800_000),
)


def test_every_act_is_told_with_who_why_and_what_it_gave():
    rows = record_grid(report(acts=ACTS), Catalogue()).rows
    assert {row[0] for row in rows} == {"监考授权"}
    assert [row[1:] for row in rows] == [
        ("上海 301", "202611210001", "延长时间 10 分钟；甲 授权，理由：键盘坏了；已使用，加时 0:10:00", 1),
        ("上海 301", "202611210002", "补回中断时间 60 分钟（全考场）；甲 授权，理由：停电；已使用，加时 0:45:00", 1),
        ("上海 302", "", "暂停；授权记录不全，不知是谁授权；没有使用", 5),
        ("上海 302", "202611210009", "延长时间 30 分钟（第 7 号卡）；监考的授权记录里没有（加时 0:30:00）", 1),
    ]


def test_workbook_and_paper_show_the_acts_and_the_time_they_gave():
    line = msgspec.structs.replace(scored(1, "60"), granted_ms=600_000)
    full = report([line], acts=ACTS)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(full, Catalogue(), ZONE)))
    assert "键盘坏了" in next(book["记录"].iter_rows(min_row=2, values_only=True))[3]
    heading, row = book["成绩"].iter_rows(values_only=True)
    assert dict(zip(heading, row, strict=True))["授权补时"] == timedelta(minutes=10)
    assert "键盘坏了" in pdf_text(write_pdf(full, Catalogue(), FONT, ZONE))
