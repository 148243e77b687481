"""Marks with their reasons, scores by name, and a verdict only when nothing waits."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.scoring import Reason
from kaochang.flow import mark, merge, report
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import SCHEMES
from support.refusals import refuses

CLOCK = ManualClock()
OPEN = ("essay", "case-1", "case-2", "interview", "scenario")


@pytest.fixture
def centre(day, tmp_path):
    """The result of T1 merged; the key of the single-choice item is still pending."""
    for name, data in (("T1.kcr", day.kcr), ("R1.kcm", day.kcm)):
        (tmp_path / name).write_bytes(data)
    kit = msgspec.structs.replace(day.centre_kit, schemes={**SCHEMES, "single": MarkScheme()})
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, kit, [tmp_path], CLOCK)
    yield centre
    centre.close()


def points(centre):
    return {item: score.points for (_, item), score in centre.scores().items()}


def test_the_machine_marks_what_it_can_and_says_why(centre):
    assert mark.mark(centre, CLOCK) == mark.MarkCount(results=1, scored=5, waiting=6)
    objective = {"single": None, "multiple": 0, "truefalse": 0, "blank": 1, "ordering": 2, "matching": 1}
    assert points(centre) == {**objective, **dict.fromkeys(OPEN)}
    reasons = {item: score.reason for (_, item), score in centre.scores().items()}
    assert (reasons["single"], reasons["essay"]) == (Reason.KEY_PENDING, Reason.WAITS_FOR_SCORER)
    assert (reasons["matching"], reasons["ordering"]) == (Reason.PARTLY_RIGHT, Reason.RIGHT)


def test_what_waits_is_listed_item_by_item_with_what_a_scorer_needs(centre):
    mark.mark(centre, CLOCK)
    found = mark.waiting(centre)
    assert [each.placed.id for each in found] == ["single", *OPEN]
    assert found[1].scheme == SCHEMES["essay"]


def test_a_key_that_is_set_marks_everyone_when_marked_again(centre):
    mark.mark(centre, CLOCK)
    mark.set_key(centre, mark.find_item(centre, "#1"), Choice(("B",)), "评委组长戊")
    mark.mark(centre, CLOCK)
    assert points(centre)["single"] == 2
    assert centre.schemes()["single"].set_by == "评委组长戊"
    with refuses(Outcome.CONFLICT, "key.already-set"):
        mark.set_key(centre, mark.find_item(centre, "#1"), Choice(("C",)), "评委组长戊")


@pytest.mark.parametrize(("given", "reason"), [("0", Reason.WRONG), ("4/3", Reason.PARTLY_RIGHT), ("2", Reason.RIGHT)])
def test_a_persons_score_stays_when_the_machine_marks_again(centre, given, reason):
    mark.mark(centre, CLOCK)
    mark.give_score(centre, "T1", "#5", Fraction(given), "阅卷员己", "一半", CLOCK)
    mark.mark(centre, CLOCK)
    (score,) = (score for (_, item), score in centre.scores().items() if item == "essay")
    assert (score.points, score.reason, score.by, score.comment) == (Fraction(given), reason, "阅卷员己", "一半")


@pytest.mark.parametrize(
    ("ticket", "item", "given", "outcome", "key"),
    [
        ("T1", "#2", "1", Outcome.POLICY, "mark.objective"),
        ("T1", "#5", "9/4", Outcome.POLICY, "mark.out-of-range"),
        ("T1", "#5", "-1/4", Outcome.POLICY, "mark.out-of-range"),
        ("T1", "5", "1", Outcome.MISSING, "mark.no-item"),
        ("T2", "#5", "1", Outcome.MISSING, "mark.no-result"),
    ],
)
def test_a_score_that_cannot_stand_is_refused(centre, ticket, item, given, outcome, key):
    with refuses(outcome, key):
        mark.give_score(centre, ticket, item, Fraction(given), "阅卷员己", "", CLOCK)


def line_of(centre):
    return report.session_report(centre, CLOCK).candidates[0]


def test_nobody_has_passed_or_failed_while_anything_waits(centre):
    assert (line_of(centre).waiting, line_of(centre).passed) == (11, None)
    mark.mark(centre, CLOCK)
    assert (line_of(centre).waiting, line_of(centre).passed) == (6, None)
    mark.set_key(centre, mark.find_item(centre, "#1"), Choice(("B",)), "戊")
    mark.mark(centre, CLOCK)
    for item in OPEN:
        mark.give_score(centre, "T1", item, Fraction(1), "己", "", CLOCK)
    line = line_of(centre)
    assert (line.waiting, line.points, line.of, line.passed) == (0, sum(points(centre).values()), 22, False)
    mark.give_score(centre, "T1", "essay", 12 - line.points + 1, "己", "", CLOCK)
    assert (line_of(centre).points, line_of(centre).passed) == (12, True)


def test_every_ticket_is_in_the_report_by_name(centre):
    made = report.session_report(centre, CLOCK)
    assert {line.ticket.number: line.status for line in made.candidates} == {
        "T1": TicketStatus.SUBMITTED,
        "T2": TicketStatus.ABSENT,
        "T3": TicketStatus.MISSING_FILE,
    }
    assert [problem.key for problem in made.problems] == ["problem.no-manifest"]
    assert made.made == CLOCK.wall()


def test_items_are_summed_up_over_those_who_have_points(centre):
    mark.mark(centre, CLOCK)
    items = {(line.section, line.number): line for line in report.session_report(centre, CLOCK).items}
    ordering, essay = items["主观题及其他", "9"], items["主观题及其他", "5"]
    assert (ordering.results, ordering.answered, ordering.marked, ordering.mean_share) == (1, 1, 1, 1)
    assert (essay.answered, essay.marked, essay.mean_share) == (1, 0, None)
