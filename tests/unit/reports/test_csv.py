import csv
import io

import pytest
from kaochang.reports.csv import write_csv
from unit.reports.support import ZONE, Catalogue, report, scored, unscored


def table(*lines):
    text = write_csv(report(lines), Catalogue(), ZONE).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_it_begins_with_a_byte_order_mark_and_its_lines_end_as_the_standard_says():
    data = write_csv(report([unscored(1)]), Catalogue(), ZONE)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_scores_are_bare_numbers_and_times_are_iso():
    row = table(scored(1, "125/2"))[0]
    assert (row["准考证号"], row["合计"], row["开始"], row["用时"]) == (
        "202611210001",
        "62.5",
        "2026-11-21 09:30:05",
        "0:59:00",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " +", "＝", "\r@"])
@pytest.mark.attack(63)
def test_a_name_that_begins_like_a_formula_begins_with_an_apostrophe(start):
    name = f"{start}cmd|' /C calc'!A0"
    assert table(unscored(1, name=name))[0]["姓名"] == f"'{name}"


def test_a_name_of_several_lines_and_quotes_reads_back_as_it_was():
    name = '王"小,明"\n二'
    assert table(unscored(1, name=name))[0]["姓名"] == name


def test_a_session_without_tickets_is_a_heading_alone():
    assert table() == []
