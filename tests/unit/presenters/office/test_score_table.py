"""What stands above the score table: who is missing, what waits for people, what did not arrive as it should."""

from fractions import Fraction

import pytest
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import CandidateLine, ExamSummary, FileProblem, SessionReport
from kaochang.flow.quick_scores import QuickScores, WaitingItem
from kaochang.presenters.office.score_table import ScoreTable
from kaochang.presenters.office.scores_state import ScoreColumn
from kaochang.presenters.running import Means
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock


def line(number, **given):
    ticket = Ticket(number=f"T{number:03}", name=f"测试{number}", person=f"G{number}", exam="e", room="R01", seat="01")
    return CandidateLine(ticket, **{"status": TicketStatus.MISSING_FILE, **given})


@pytest.fixture
def table(words):
    def made(rows, waiting=(), problems=(), pass_mark=Fraction(6), undecided=()):
        exams = (ExamSummary("e", "小测", Fraction(10), pass_mark),)
        report = SessionReport("小测", "s", Kind.LIVE, Level.QUICK, 0, 1, 2, exams, {"R01": "302"}, rows, (), ())
        means = Means(words, HeldRunner(), HandTimer(), StandingClock(), ZONE, HeldRunner())
        scores = QuickScores(report, waiting, problems, undecided=undecided)
        return ScoreTable(scores, means, frozenset()).face(can_absent=True)

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
    assert "T001" in face.said[1]
    assert len(face.said) == 8
    assert "5" in face.said[6]


def test_walk_ins_whom_nobody_decided_about_are_named_with_where_that_is_done(table, words):
    who = FileProblem("g9001 欧阳", "POLICY", "problem.open.walk-in", "R01", "T900")
    first, last = table((line(1),), undecided=(who,)).said
    assert first == words("problem.open.walk-in", name="g9001 欧阳", ticket="T900")
    assert last == words("office.scores.how-to-mark", session="s")


@pytest.mark.parametrize("needs_key", [False, True])
def test_where_people_must_decide_it_is_said_that_scores_may_change_and_how_they_become_final(table, words, needs_key):
    first, *_, last = table((line(1),), (WaitingItem("简答题#1", Fraction(5), 2, needs_key),)).said
    assert first == words("office.scores.provisional", count=1)
    assert last == words("office.scores.how-to-mark", session="s")
    assert table((line(1),)).said == ()


def test_no_score_and_no_pass_mark_is_ever_a_fraction(table, words):
    has = {"status": TicketStatus.SUBMITTED, "points": Fraction(10, 3), "of": Fraction(10)}
    face = table((line(1, **has, passed=False),), pass_mark=Fraction(5661, 250))
    about = words("figure.about", number="3.33")
    assert face.words.cell(face.rows[0], ScoreColumn.POINTS).text.startswith(about)
    assert "22.644" in face.summary


def test_undecided_results_are_told_beside_those_that_passed(table):
    has = {"status": TicketStatus.SUBMITTED, "points": Fraction(7), "of": Fraction(10)}
    face = table((line(1, **has, passed=True), line(2, **has, waiting=1)))
    assert face.summary.count("1") == 2
