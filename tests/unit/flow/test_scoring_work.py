"""A scorer's work in a centre's database: fetched ahead, by the rules as they are now, beside other programs."""

import multiprocessing
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.human_scores import CriterionScore
from kaochang.domain.mark_schemes import Criterion
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Text
from kaochang.flow import mark, merge, scoring, scoring_changes
from kaochang.flow.scoring import Given, Scoring, Wanted
from kaochang.flow.scoring_changes import Act
from kaochang.flow.scoring_work import CentreWork
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.refusals import refuses

CLOCK = ManualClock()
MANY = 100


def random(count):
    return bytes(range(count))


@pytest.fixture
def database(day, tmp_path, monkeypatch):
    """A centre's database as if a hundred candidates had handed in."""
    for name, data in (("T1.kcr", day.kcr), ("R1.kcm", day.kcm)):
        (tmp_path / name).write_bytes(data)
    path = tmp_path / "centre.db"
    centre = Centre(path)
    merge.merge(centre, day.centre_kit, [tmp_path], CLOCK)
    mark.mark(centre, CLOCK)
    ((_, body, exam),) = mark.counted_results(centre)
    written = msgspec.structs.replace(body, responses={**body.responses, "case-1": Text("作答")})
    bodies = [(f"result-{number}", written, exam) for number in range(MANY)]
    monkeypatch.setattr(scoring, "counted_results", lambda _: iter(bodies))
    Scoring(centre, random).plan(Wanted(("case-1",), ("甲", "乙"), "组长", calibration=MANY, pair=False), CLOCK, random)
    centre.close()
    return path


def whole(points):
    return Given((CriterionScore("", Fraction(points)),), spent=1_000)


def score_all(path, scorer, points):
    """What a process does: everything that waits for a scorer."""
    work = CentreWork(path, scorer, CLOCK, random)
    while tasks := work.ahead(8, ()).tasks:
        for task in tasks:
            work.give(task.handle, whole(points))
    work.close()


def test_what_is_in_hand_is_not_brought_again_and_does_not_count(database):
    work = CentreWork(database, "甲", CLOCK, random)
    first = work.ahead(3, ())
    held = [task.handle for task in first.tasks]
    second = work.ahead(3, held)
    assert (first.left, second.left) == (MANY, MANY - 3)
    assert not {task.handle for task in second.tasks} & set(held)
    work.close()


def test_two_processes_that_give_a_hundred_marks_each_lose_none_and_neither_waits_for_long(database):
    """Each begins its transactions by writing, and waits up to five seconds for its turn."""
    forked = multiprocessing.get_context("fork")
    both = [forked.Process(target=score_all, args=(database, name, at)) for at, name in enumerate(("甲", "乙"))]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [each.exitcode for each in both] == [0, 0]
    centre = Centre(database)
    marks = [mark for given in centre.marking.all_marks().values() for mark in given]
    assert sorted((mark.scorer, mark.points) for mark in marks) == [("乙", 1)] * MANY + [("甲", 0)] * MANY
    scores = [score for (_, item), score in centre.scores().items() if item == "case-1" and score.by]
    assert len(scores) == MANY
    centre.close()


def test_a_rubric_that_was_changed_meanwhile_is_what_the_next_mark_goes_by(database):
    work = CentreWork(database, "甲", CLOCK, random)
    first, second = (task.handle for task in work.ahead(2, ()).tasks)
    centre = Centre(database)
    placed = mark.find_item(centre, "case-1")
    scoring_changes.set_criterion(centre, placed, Criterion("要点", Fraction(1)), Act("组长", "漏了要点"), CLOCK)
    centre.close()
    with refuses(Outcome.POLICY, "scoring.criteria"):
        work.give(first, whole(1))
    work.give(second, Given((CriterionScore("要点", Fraction(1)),)))
    assert [each.name for each in work.ahead(1, ()).tasks[0].scheme.rubric.criteria] == ["要点"]
    work.close()


def test_whoever_no_plan_names_is_refused(database):
    work = CentreWork(database, "丙", CLOCK, random)
    with refuses(Outcome.MISSING, "scoring.no-scorer"):
        work.ahead(1, ())
    work.close()
