"""Scoring by people: anonymous, blind, in turn; what stands follows from all marks."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain import scoring_plans
from kaochang.domain.human_scores import CriterionScore, TextNote
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.flow import mark, merge, scoring, scoring_changes
from kaochang.flow.scoring import Given, Scoring, Wanted
from kaochang.flow.scoring_changes import Act
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses

CLOCK = ManualClock()
PEOPLE = ("甲", "乙", "丙")
BODIES = [f"result-{number}" for number in range(6)]


def random(count):
    return bytes(range(count))


@pytest.fixture
def centre(day, tmp_path):
    """The result of T1 merged and marked by machine."""
    for name, data in (("T1.kcr", day.kcr), ("R1.kcm", day.kcm)):
        (tmp_path / name).write_bytes(data)
    centre = Centre(tmp_path / "centre.db")
    merge.merge(centre, day.centre_kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    yield centre
    centre.close()


@pytest.fixture
def many(centre, monkeypatch):
    """The same centre as if six candidates had handed in."""
    ((_, body, exam),) = mark.counted_results(centre)
    bodies = [
        (sha256, msgspec.structs.replace(body, responses={**body.responses, "case-1": Text(f"作答 {sha256}")}), exam)
        for sha256 in BODIES
    ]
    monkeypatch.setattr(scoring, "counted_results", lambda _: iter(bodies))
    return centre


def planned(centre, item="case-1", **wanted):
    made = Scoring(centre, random)
    made.plan(Wanted((item,), PEOPLE, "组长", **wanted), CLOCK, random)
    return made


def whole(points, **more):
    return Given((CriterionScore("", Fraction(points)),), **more)


def scores_of(centre, item="case-1"):
    return {sha256: score for (sha256, at), score in centre.scores().items() if at == item and sha256 in BODIES}


def first(made, scorer):
    """What a scorer does now; None where all is done."""
    return next(iter(made.queue(scorer)), None)


def test_whoever_no_plan_names_is_not_told_that_all_is_done(many):
    with refuses(Outcome.MISSING, "scoring.no-scorer"):
        planned(many).queue("未列入的人")


def test_single_scoring_is_shared_out_and_every_response_is_scored_once(many):
    made = planned(many)
    queues = {scorer: [task.handle for task in made.queue(scorer)] for scorer in PEOPLE}
    assert sorted(handle for queue in queues.values() for handle in queue) == sorted(made._handles["case-1"])
    for scorer in PEOPLE:
        while task := first(made, scorer):
            made.give(scorer, task.handle, whole(1, comment="可", spent=9_000), CLOCK)
    assert {score.points for score in scores_of(many).values()} == {1}
    assert len(scores_of(many)) == 6
    (progress,) = made.progress()
    assert (progress.scored, progress.of, progress.apart, progress.mean_ms) == (6, 6, 0, 9_000)


def test_a_task_says_nothing_of_whose_it_is(centre, day):
    made = planned(centre)
    (task,) = [task for scorer in PEOPLE for task in made.queue(scorer)]
    said = repr(task)
    assert task.response is not None
    for secret in (day.sat.identity.ticket, day.sat.identity.room, *made._results.values()):
        assert f"'{secret}'" not in said


def test_two_near_have_their_mean_and_two_apart_go_to_a_third_who_sees_nothing(many):
    made = planned(many, pair=True, tolerance=Fraction(1, 2))
    near, apart = sorted(made._handles["case-1"])[:2]
    askers = {
        handle: [each for each in PEOPLE if handle in {t.handle for t in made.queue(each)}]
        for handle in made._handles["case-1"]
    }
    assert {len(each) for each in askers.values()} == {2}
    for handle, points in ((near, (1, "3/2")), (apart, (0, 2))):
        for scorer, each in zip(askers[handle], points, strict=True):
            made.give(scorer, handle, whole(each, comment=scorer), CLOCK)
    (third,) = set(PEOPLE) - set(askers[apart])
    assert made.queue(third)[-1].third
    assert scores_of(many)[made._results[near]].points == Fraction(5, 4)
    assert made._results[apart] not in scores_of(many)
    with refuses(Outcome.POLICY, "scoring.not-yours"):
        made.give(next(iter(set(PEOPLE) - set(askers[near]))), near, whole(1), CLOCK)
    made.give(third, apart, whole(1), CLOCK)
    stands = scores_of(many)[made._results[apart]]
    assert (stands.points, stands.by) == (1, third)
    (line,) = [each for each in made.agreement() if set(each.scorers) == set(askers[apart])]
    assert line.exact == 0


def test_calibration_is_scored_by_everybody_first(many):
    made = planned(many, calibration=2)
    firsts = {scorer: {task.handle for task in made.queue(scorer)[:2]} for scorer in PEOPLE}
    assert len({frozenset(each) for each in firsts.values()}) == 1
    handle = min(firsts["甲"])
    for scorer, points in zip(PEOPLE, (0, 1, 2), strict=True):
        made.give(scorer, handle, whole(points), CLOCK)
    assert made.severity()["case-1"] == {"丙": 1, "乙": 0, "甲": -1}
    assert len(scores_of(many)) == 1


def test_criteria_add_up_and_travel_with_the_score(centre):
    made = planned(centre, "essay")
    (scorer,) = [each for each in PEOPLE if made.queue(each)]
    handle = first(made, scorer).handle
    with refuses(Outcome.POLICY, "scoring.criteria"):
        made.give(scorer, handle, whole(1), CLOCK)
    given = Given((CriterionScore("态度", Fraction(1, 3)),), "再想想", (TextNote(0, 2, "好"),), 4_000)
    kept = made.give(scorer, handle, given, CLOCK)
    (score,) = [score for (_, item), score in centre.scores().items() if item == "essay"]
    assert (score.points, score.criteria, score.by) == (Fraction(1, 3), given.criteria, scorer)
    assert centre.marking.marks(handle) == [kept]
    assert kept.notes == given.notes


def test_a_scorer_may_think_again_and_the_last_mark_stands(many):
    made = planned(many)
    handle = made.queue("甲")[0].handle
    made.give("甲", handle, whole(1), CLOCK)
    made.give("甲", handle, whole(2), CLOCK)
    assert [each.points for each in scores_of(many).values()] == [2]
    assert len(many.marking.marks(handle)) == 2


def test_a_new_criterion_is_scored_anew_and_the_score_stands_until_then(centre):
    made = planned(centre)
    (scorer,) = [each for each in PEOPLE if made.queue(each)]
    made.give(scorer, first(made, scorer).handle, whole(1), CLOCK)
    assert made.queue(scorer) == []
    placed = mark.find_item(centre, "case-1")
    scoring_changes.set_criterion(centre, placed, Criterion("要点", Fraction(1)), Act("组长", "漏了要点"), CLOCK)
    (task,) = Scoring(centre, random).queue(scorer)
    assert [each.name for each in task.scheme.rubric.criteria] == ["要点"]
    (score,) = [score for (_, item), score in centre.scores().items() if item == "case-1"]
    assert score.points == 1


def test_what_cannot_be_planned_or_given_is_refused(centre):
    made = Scoring(centre, random)
    for wanted, key in (
        (Wanted(("single",), PEOPLE, "组长"), "mark.objective"),
        (Wanted((), PEOPLE, "组长"), "scoring.scorers"),
        (Wanted(("essay",), ("甲", "甲"), "组长", pair=True), "scoring.scorers"),
        (Wanted(("essay",), ("甲", "乙"), "组长", pair=True), "scoring.third"),
    ):
        with refuses(Outcome.POLICY, key):
            made.plan(wanted, CLOCK, random)
    with refuses(Outcome.MISSING, "scoring.no-response"):
        made.give("甲", "0" * 16, whole(1), CLOCK)


def test_two_programs_at_one_database_both_have_their_marks_kept(many):
    made = planned(many, pair=True, tolerance=Fraction(2))
    beside = Centre(many.path)
    other = Scoring(beside, random)
    for handle in made._handles["case-1"]:
        one, two = [each for each in PEOPLE if handle in {task.handle for task in made.queue(each)}]
        made.give(one, handle, whole(1), CLOCK)
        other.give(two, handle, whole(2), CLOCK)
    beside.close()
    assert {score.points for score in scores_of(many).values()} == {Fraction(3, 2)}
    assert len(scores_of(many)) == 6


def test_scorers_who_score_at_the_same_time_all_get_through(many):
    planned(many, calibration=6)

    def score(scorer):
        centre = Centre(many.path)
        try:
            made, done = Scoring(centre, random), 0
            while task := first(made, scorer):
                made.give(scorer, task.handle, whole(1), CLOCK)
                done += 1
        finally:
            centre.close()
        return done

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(score, PEOPLE)) == [6, 6, 6]
    assert {score.points for score in scores_of(many).values()} == {1}
    assert sum(len(given) for given in many.marking.all_marks().values()) == 18


def test_a_new_plan_settles_what_was_scored_before(many):
    made = planned(many)
    for scorer in PEOPLE:
        while task := first(made, scorer):
            made.give(scorer, task.handle, whole(1), CLOCK)
    before = many.score_history()
    made.plan(Wanted(("case-1",), PEOPLE, "组长"), CLOCK, random)
    assert many.score_history() == before


def test_what_was_changed_meanwhile_scores_no_more_by_what_it_was(many):
    made = planned(many)
    handle = made.queue("甲")[0].handle
    placed = mark.find_item(many, "case-1")
    scoring_changes.set_criterion(many, placed, Criterion("要点", Fraction(1)), Act("组长", "漏了要点"), CLOCK)
    with refuses(Outcome.CONFLICT, "scoring.changed"):
        made.give("甲", handle, whole(1), CLOCK)
    assert many.marking.marks(handle) == []


def test_thirds_meet_responses_by_lot_and_not_as_they_arrived(many):
    made = planned(many, pair=True)
    for handle in made._handles["case-1"]:
        askers = [each for each in PEOPLE if handle in {task.handle for task in made.queue(each)}]
        for points, scorer in enumerate(askers[:2]):
            made.give(scorer, handle, whole(points), CLOCK)
    for scorer in PEOPLE:
        apart = [task.handle for task in made.queue(scorer)]
        assert apart == scoring_plans.order_for(made._plans["case-1"], scorer, apart)


def test_asking_again_draws_no_lot_again_and_reads_only_what_came_since(many, monkeypatch):
    """With 10,000 responses and five scorers it took a third of a second at each of them."""
    made = planned(many, pair=True)
    for scorer in PEOPLE:
        for task in made.queue(scorer)[:1]:
            made.give(scorer, task.handle, whole(1), CLOCK)
    made.queue("甲")
    drawn, read = [], []
    monkeypatch.setattr(scoring_plans, "_digest", lambda *parts: drawn.append(parts) or "")
    every = many.marking.marks_since
    monkeypatch.setattr(many.marking, "marks_since", lambda row: read.append(every(row)) or read[-1])
    assert made.queue("甲")
    assert (drawn, read) == ([], [(3, [])])
    plan = many._store.query("EXPLAIN QUERY PLAN SELECT document FROM marks WHERE handle = ?", "x")
    assert any("marks_by_handle" in row["detail"] for row in plan)
