"""What stands above the score table: who is missing, what waits for people, what did not arrive as it should."""

from fractions import Fraction

import pytest
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import CandidateLine, ExamSummary, FileProblem, SessionReport
from kaochang.flow.quick_scores import QuickScores, WaitingItem
from kaochang.presenters.office.score_table import ScoreTable
from kaochang.presenters.running import Means
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock


def line(number, **given):
    ticket = Ticket(number=f"T{number:03}", name=f"测试{number}", person=f"G{number}", exam="e", room="R01", seat="01")
    return CandidateLine(ticket, **{"status": TicketStatus.MISSING_FILE, **given})


@pytest.fixture
def table(words):
    def made(rows, waiting=(), problems=()):
        exams = (ExamSummary("e", "小测", Fraction(10), Fraction(6)),)
        report = SessionReport("小测", "s", Kind.LIVE, Level.QUICK, 0, 1, 2, exams, {"R01": "302"}, rows, (), ())
        means = Means(words, HeldRunner(), HandTimer(), StandingClock(), ZONE, HeldRunner())
        return ScoreTable(QuickScores(report, waiting, problems), means, frozenset()).face(can_absent=True)

    return made


def test_many_who_are_missing_are_counted_and_the_first_are_named(table, words):
    face = table(tuple(map(line, range(40))))
    assert "40" in face.missing
    assert "测试0" in face.missing
    assert "测试39" not in face.missing
    assert table((line(1),)).missing == words("office.scores.missing", count=1, names="测试1")


def test_who_is_accounted_for_is_not_missing(table):
    has = {"status": TicketStatus.SUBMITTED, "points": Fraction(7), "of": Fraction(10), "passed": True}
    face = table((line(1, **has), line(2, status=TicketStatus.ABSENT), line(3, status=TicketStatus.ON_PAPER)))
    assert (face.missing, face.can_absent) == ("", False)


def test_what_waits_and_what_is_wrong_is_said_and_a_long_list_is_cut_with_its_number(table):
    waiting = tuple(WaitingItem(f"简答题#{number}", Fraction(5), 2, number % 2 == 0) for number in range(9))
    problem = FileProblem("0001", "MISSING", "problem.act-differs", "R01", "T001")
    face = table((line(1),), waiting, (problem,))
    assert "T001" in face.said[0]
    assert len(face.said) == 8
    assert "4" in face.said[6]


def test_where_people_must_score_it_is_said_how_and_nowhere_else(table):
    open_item, pending = (WaitingItem("简答题#1", Fraction(5), 2, needs_key) for needs_key in (False, True))
    *_, told = table((line(1),), (open_item, pending)).said
    assert "kaochang mark" in told
    assert not any("kaochang mark" in each for each in table((line(1),), (pending,)).said)


def test_undecided_results_are_told_beside_those_that_passed(table):
    has = {"status": TicketStatus.SUBMITTED, "points": Fraction(7), "of": Fraction(10)}
    face = table((line(1, **has, passed=True), line(2, **has, waiting=1)))
    assert face.summary.count("1") == 2
