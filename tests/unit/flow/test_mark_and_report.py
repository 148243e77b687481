"""Marks with their reasons, scores by name, and a verdict only when nothing waits."""

from fractions import Fraction

import msgspec
import pytest
from kaochang.custody import results
from kaochang.custody.envelope import digest
from kaochang.custody.manifests import FileEntry
from kaochang.domain.attempts import Noted
from kaochang.domain.items import Mode
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Text
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.scoring import Reason
from kaochang.domain.session_reports import Evidence, Incident, Rescored, RoomNote
from kaochang.flow import mark, merge, report, scoring_changes
from kaochang.flow.scoring_changes import Act
from kaochang.store.centre import Centre
from msgspec.structs import replace
from support.clocks import ManualClock
from support.exams import SCHEMES
from support.refusals import refuses
from support.sealed import NOTES

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
    scoring_changes.set_key(centre, mark.find_item(centre, "#1"), Choice(("B",)), Act("评委组长戊", ""), CLOCK)
    mark.mark(centre, CLOCK)
    assert points(centre)["single"] == 2
    assert centre.schemes()["single"].set_by == "评委组长戊"
    with refuses(Outcome.CONFLICT, "key.already-set") as caught:
        scoring_changes.set_key(centre, mark.find_item(centre, "#1"), Choice(("C",)), Act("评委组长戊", ""), CLOCK)
    assert caught.value.where == "#1"


@pytest.mark.parametrize(("given", "reason"), [("0", Reason.WRONG), ("4/3", Reason.PARTLY_RIGHT), ("2", Reason.RIGHT)])
def test_a_persons_score_stays_when_the_machine_marks_again(centre, given, reason):
    mark.mark(centre, CLOCK)
    mark.give_score(centre, "T1", "#5", Fraction(given), "阅卷员己", "一半", CLOCK)
    mark.mark(centre, CLOCK)
    (score,) = (score for (_, item), score in centre.scores().items() if item == "essay")
    assert (score.points, score.reason, score.by, score.comment) == (Fraction(given), reason, "阅卷员己", "一半")


def test_marking_again_adds_nothing_to_the_history_unless_something_is_new(centre):
    mark.mark(centre, CLOCK)
    before = centre.score_history()
    mark.mark(centre, CLOCK)
    assert centre.score_history() == before
    scoring_changes.set_key(centre, mark.find_item(centre, "#1"), Choice(("B",)), Act("评委组长戊", ""), CLOCK)
    mark.mark(centre, CLOCK)
    longer = {item for (_, item), given in centre.score_history().items() if len(given) > 1}
    assert longer == {"single"}


def test_a_second_scorer_never_replaces_the_first_without_trace(centre):
    mark.mark(centre, CLOCK)
    assert mark.give_score(centre, "T1", "#5", Fraction(2), "阅卷员己", "", CLOCK) is None
    assert report.session_report(centre, CLOCK).rescored == ()
    replaced = mark.give_score(centre, "T1", "#5", Fraction(0), "阅卷员庚", "", CLOCK)
    assert (replaced.by, replaced.points) == ("阅卷员己", 2)
    assert points(centre)["essay"] == 0
    made = report.session_report(centre, CLOCK)
    assert made.rescored == (Rescored("T1", "#5", (("阅卷员己", Fraction(2)), ("阅卷员庚", Fraction(0)))),)
    scorers = {line.number: line.scorers for line in made.items}
    assert (scorers["5"], scorers["6.1"]) == (("阅卷员庚",), ())


def test_a_response_that_was_never_given_cannot_be_scored(day, tmp_path):
    body = day.body_of(day.sat)
    body = msgspec.structs.replace(body, responses={**body.responses, "essay": Text("")})
    kcr = results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    (tmp_path / "T1.kcr").write_bytes(kcr)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    with refuses(Outcome.POLICY, "mark.not-answered"):
        mark.give_score(centre, "T1", "#5", Fraction(1), "阅卷员己", "", CLOCK)
    assert points(centre)["essay"] == 0
    centre.close()


@pytest.mark.parametrize("mode", [Mode.READ, Mode.SPOKEN])
def test_what_was_answered_before_a_panel_waits_for_its_score_though_nothing_was_written(day, tmp_path, mode):
    exam = day.centre_kit.exams[0]
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(each, item=replace(each.item, mode=mode)) if each.id == "interview" else each
                for each in section.items
            ),
        )
        for section in exam.assessment.sections
    )
    kit = replace(day.centre_kit, exams=(replace(exam, assessment=replace(exam.assessment, sections=sections)),))
    body = day.body_of(day.sat)
    body = replace(body, responses={item: given for item, given in body.responses.items() if item != "interview"})
    kcr = results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    (tmp_path / "T1.kcr").write_bytes(kcr)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    assert [each.response for each in mark.waiting(centre) if each.placed.id == "interview"] == [None]
    mark.give_score(centre, "T1", "interview", Fraction(1), "面试官", "", CLOCK)
    mark.mark(centre, CLOCK)
    assert points(centre)["interview"] == 1
    centre.close()


def test_the_count_of_scores_that_stand_never_falls_when_a_person_gives_one(centre):
    before = mark.mark(centre, CLOCK)
    mark.give_score(centre, "T1", "#5", Fraction(2), "阅卷员己", "", CLOCK)
    after = mark.mark(centre, CLOCK)
    assert (after.scored, after.waiting) == (before.scored + 1, before.waiting - 1)


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


def test_results_that_nothing_was_marked_of_are_counted(centre):
    assert report.session_report(centre, CLOCK).unmarked == 1
    mark.mark(centre, CLOCK)
    assert report.session_report(centre, CLOCK).unmarked == 0


def line_of(centre):
    return report.session_report(centre, CLOCK).candidates[0]


def test_nobody_has_passed_or_failed_while_anything_waits(centre):
    assert (line_of(centre).waiting, line_of(centre).passed) == (11, None)
    mark.mark(centre, CLOCK)
    assert (line_of(centre).waiting, line_of(centre).passed) == (6, None)
    scoring_changes.set_key(centre, mark.find_item(centre, "#1"), Choice(("B",)), Act("戊", ""), CLOCK)
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


def test_what_proctors_and_pcs_wrote_down_is_in_the_report(day, tmp_path):
    noted = [Noted(at, CLOCK.wall(), "guard.note.focus-lost") for at in (1, 2)] + [Noted(3, 0, "later", "x", 7)]
    body = msgspec.structs.replace(day.body_of(day.sat), notes=tuple(noted))
    kcr = results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    first, second = day.room_record().entries
    entry = msgspec.structs.replace(first, result=FileEntry("T1.kcr", len(kcr), digest(kcr)))
    kcm = day.manifest_of(day.room_record(entries=(entry, second), incidents={"停电": 2, "迟到": 1}))
    for name, data in (("T1.kcr", kcr), ("R1.kcm", kcm)):
        (tmp_path / name).write_bytes(data)
    passed = ("单选题#1 missing-answer: 丁: 评委组确定",)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, msgspec.structs.replace(day.centre_kit, passed_findings=passed), [tmp_path], CLOCK)
    made = report.session_report(centre, CLOCK)
    centre.close()
    assert set(made.incidents) == {Incident("R1", 1, "停电", 2), Incident("R1", 1, "迟到", 1)}
    assert made.notes == (RoomNote("R1", 1, NOTES),)
    assert made.passed_findings == passed
    evidence = made.candidates[0].evidence
    assert evidence == (Evidence("guard.note.focus-lost", "", 2), Evidence("later", "x", 7))


def test_items_are_summed_up_over_those_who_have_points(centre):
    mark.mark(centre, CLOCK)
    items = {(line.section, line.number): line for line in report.session_report(centre, CLOCK).items}
    ordering, essay = items["主观题及其他", "9"], items["主观题及其他", "5"]
    assert (ordering.results, ordering.answered, ordering.marked, ordering.mean_share) == (1, 1, 1, 1)
    assert (essay.answered, essay.marked, essay.mean_share) == (1, 0, None)


def test_blank_responses_alone_make_no_mean_while_another_waits(day, tmp_path):
    blank = day.body_of(day.sit("T2"))
    blank = msgspec.structs.replace(blank, responses={**blank.responses, "essay": Text("")})
    for name, body, sat in (("T1", day.body_of(day.sat), day.sat), ("T2", blank, day.sit("T2"))):
        (tmp_path / f"{name}.kcr").write_bytes(
            results.pack_result(body, sat.certificate, sat.seed, day.keys.results_public)
        )
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    (essay,) = [line for line in report.session_report(centre, CLOCK).items if line.number == "5"]
    centre.close()
    assert (essay.results, essay.marked, essay.mean_share) == (2, 1, None)
