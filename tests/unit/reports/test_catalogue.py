"""The catalogue of the reports: complete in both languages, and nothing in it that no report says."""

import string
from fractions import Fraction

from kaochang.domain.assessments import Kind, Level
from kaochang.domain.items import ItemType
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import ExamSummary
from kaochang.reports.report_pdf import write_pdf
from kaochang.reports.score_tables import MOST_SECTIONS
from kaochang.reports.sheets import write_start_sheet
from kaochang.reports.workbook import write_workbook
from unit.reports.support import (
    EVIDENCE,
    FONT,
    PROBLEM,
    PROBLEM_TEXTS,
    RECORDS,
    ZONE,
    Catalogue,
    catalogue,
    envelope,
    item,
    report,
    scored,
    section,
    ticket,
    unscored,
)


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_with_the_same_parameters():
    chinese, english = catalogue("zh_CN"), catalogue("en")
    assert {key: fields(text) for key, text in chinese.items()} == {key: fields(text) for key, text in english.items()}


def everything(kind, level, items=(), problems=(), **records):
    lines = [unscored(number, status) for number, status in enumerate(TicketStatus)]
    twice = (section("单选", "30"), section("单选", "30"))
    many = tuple(section(str(number), "5") for number in range(MOST_SECTIONS + 1))
    lines += [
        scored(31, "60", sections=twice, evidence=EVIDENCE),
        scored(32, "1", passed=False),
        scored(33, "1", waiting=1),
    ]
    lines += [scored(34, "55", exam="other", sections=many, name="\U0002a6d6")]
    lines += [scored(35, "55", exam="third", sections=many[1:])]
    lines += [scored(36, "5", exam="fourth", sections=(section("客户服务中心综合业务知识与技能", "5", waiting=1),))]
    lines += [scored(37, "0", sections=(section("简答", "0", waiting=2),))]
    return report(lines, kind=kind, level=level, items=items, problems=problems, **records)


def test_every_text_of_the_catalogue_is_said_somewhere():
    words = Catalogue()
    items = tuple(item(number, kind) for number, kind in enumerate(ItemType))
    for kind in Kind:
        for level in Level:
            write_workbook(everything(kind, level, items, (PROBLEM,), **RECORDS), words, ZONE)
    write_pdf(everything(Kind.LIVE, Level.QUICK, items, (PROBLEM,)), words, FONT, ZONE)
    write_pdf(report(exams=()), words, FONT, ZONE)
    without = ExamSummary("theory", "理论", Fraction(100), None)
    write_pdf(report([scored(1, "0", passed=None)], exams=(without,), unmarked=1), words, FONT, ZONE)
    write_start_sheet(envelope([ticket(1, extra_time_s=60)]), words, FONT, ZONE)
    others = catalogue("zh_CN", "*").keys() - catalogue("zh_CN").keys()
    assert words.used - set(PROBLEM_TEXTS) - others == set(catalogue("zh_CN"))
