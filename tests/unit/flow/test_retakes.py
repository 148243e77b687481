"""补考: whoever was absent or failed, once each, and nobody whose result still waits."""

from fractions import Fraction

from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import CandidateLine
from kaochang.flow.retakes import retake_of
from kaochang.papers.roster import roster_of_text
from support.refusals import refuses


def line(name, status=TicketStatus.SUBMITTED, *, points=None, passed=None, waiting=0, **more):
    ticket = Ticket(f"T{name}", name, f"G{name}", more.pop("exam", "e1"), "R01", **more)
    return CandidateLine(ticket, status, points=points, waiting=waiting, passed=passed)


LINES = (
    line("甲", points=Fraction(80), passed=True),
    line("乙", points=Fraction(20), passed=False, extra_time_s=900),
    line("丙", TicketStatus.ABSENT),
    line("丁", points=Fraction(20), waiting=1),
    line("戊", TicketStatus.MISSING_FILE),
    line("丙", TicketStatus.ABSENT, exam="e2"),
    line("己", TicketStatus.VOID),
)


def test_absentees_and_fails_come_again_once_with_their_extra_time():
    made = retake_of(LINES)
    rows = roster_of_text(made.text).rows
    assert [(row.name, row.person, row.extra_minutes) for row in rows] == [("丙", "G丙", 0), ("乙", "G乙", 15)]
    assert (made.absent, made.failed, made.waiting) == (2, 1, 1)


def test_either_kind_is_taken_alone():
    assert [row.name for row in roster_of_text(retake_of(LINES, failed=False).text).rows] == ["丙"]
    assert [row.name for row in roster_of_text(retake_of(LINES, absent=False).text).rows] == ["乙"]


def test_where_nobody_has_to_come_again_that_is_said_with_how_many_still_wait():
    with refuses(Outcome.EMPTY, "retake.nobody") as refused:
        retake_of([LINES[0], LINES[3]])
    assert refused.value.params == {"waiting": 1}
