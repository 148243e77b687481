from fractions import Fraction

from kaochang.domain.rosters import TicketStatus
from kaochang.reports.tallies import exam_tally, room_tallies, status_counts
from unit.reports.support import report, scored, unscored


def test_statuses_come_in_their_fixed_order_without_those_nobody_has():
    lines = [unscored(1, TicketStatus.MISSING_FILE), unscored(2), unscored(3)]
    assert list(status_counts(lines).items()) == [(TicketStatus.ABSENT, 2), (TicketStatus.MISSING_FILE, 1)]


def test_means_are_of_final_scores_and_pass_rates_of_those_judged():
    lines = [scored(1, "80"), scored(2, "50", passed=False), scored(3, "10", waiting=2), unscored(4)]
    session = report(lines)
    tally = exam_tally(session, session.exams[0])
    assert (tally.tickets, tally.results, tally.waiting) == (4, 3, 1)
    assert tally.mean == 65
    assert tally.pass_rate == Fraction(1, 2)


def test_a_void_result_enters_no_mean_and_no_pass_rate():
    session = report([scored(1, "80"), scored(2, "0", passed=False, status=TicketStatus.VOID)])
    tally = exam_tally(session, session.exams[0])
    assert (tally.mean, tally.pass_rate, tally.results) == (80, 1, 1)


def test_an_exam_nobody_sat_has_no_mean_and_no_pass_rate():
    session = report([unscored(1)])
    tally = exam_tally(session, session.exams[0])
    assert tally.mean is None
    assert tally.pass_rate is None


def test_every_ticket_is_in_a_room_even_one_the_session_does_not_know():
    tallies = room_tallies(report([scored(1, "5"), unscored(2), unscored(3, TicketStatus.MISSING_FILE, room="r9")]))
    found = [(tally.name, tally.tickets, tally.results, tally.absent, tally.missing) for tally in tallies]
    assert found == [("上海 301", 2, 1, 1, 0), ("上海 302", 0, 0, 0, 0), ("r9", 1, 0, 0, 1)]
