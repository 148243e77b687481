from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import ExamSummary
from kaochang.reports.details import STEM_LENGTH, item_grid, problem_grid, score_grid
from unit.reports.support import PROBLEM, ZONE, Catalogue, item, report, scored, section, unscored


def scores(*lines):
    return score_grid(report(lines), lines, Catalogue(), ZONE)


def column(grid, key):
    return [row[0] for row in grid.pick([key]).rows]


def test_sections_of_one_title_share_a_column_across_exams_but_not_within_a_candidate():
    first = scored(1, "60", sections=(section("单选", "10"), section("单选", "20"), section("案例", "30")))
    second = scored(2, "7", exam="practice", sections=(section("单选", "7"),))
    grid = scores(first, second)
    headings = [column.heading for column in grid.columns if column.key.startswith("section-")]
    assert headings == ["单选", "单选（2）", "案例"]
    assert column(grid, "section-0") == [10, 7]
    assert column(grid, "section-2") == [30, None]


def test_a_ticket_without_a_result_has_empty_cells_not_zeros():
    grid = scores(unscored(1))
    keys = ("total", "of", "waiting", "started", "closed", "used", "outage", "credit", "extra-time")
    assert grid.pick(keys).rows == ((None,) * len(keys),)


def test_times_are_local_and_durations_are_spans():
    grid = scores(scored(1, "60", extra_time_s=1200))
    assert grid.pick(["started", "used", "outage", "credit", "extra-time"]).rows == (
        (
            datetime(2026, 11, 21, 9, 30, 5, tzinfo=ZONE),
            timedelta(minutes=59),
            timedelta(minutes=1),
            timedelta(seconds=45),
            timedelta(minutes=20),
        ),
    )


def test_verdicts_are_given_only_where_there_is_one():
    grid = scores(
        scored(1, "60"),
        scored(2, "59", passed=False),
        scored(3, "30", waiting=1),
        scored(4, "80", passed=None),
        scored(5, "80", status=TicketStatus.VOID),
        unscored(6),
    )
    assert column(grid, "verdict") == ["合格", "不合格", "待定", "", "", ""]


def test_without_a_pass_mark_nobody_is_undecided():
    lines = (scored(1, "60", passed=None), scored(2, "30", waiting=1), unscored(3))
    exams = (ExamSummary("theory", "理论", Fraction(100), None),)
    grid = score_grid(report(lines, exams=exams), lines, Catalogue(), ZONE)
    assert column(grid, "verdict") == ["—", "—", ""]


def test_an_item_is_known_by_the_beginning_of_its_stem_and_its_exams_title():
    grid = item_grid(report(items=(item(stem="长" * 500),)), Catalogue())
    assert len(column(grid, "stem")[0]) == STEM_LENGTH
    assert column(grid, "exam") == ["理论"]


def test_a_problem_says_what_is_wrong_and_what_to_do_by_the_names_people_know():
    grid = problem_grid(report(problems=(PROBLEM,)), Catalogue())
    assert column(grid, "what") == ["上海301.kcr 用不上：签名对不上。"]
    assert column(grid, "next") == ["请用 上海 301 的另一只 U 盘，准考证号 202611210009。"]


def test_picking_a_column_that_is_not_there_is_a_bug():
    with pytest.raises(KeyError):
        scores(unscored(1)).pick(["rank"])
