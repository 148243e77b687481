"""What one scorer may give a response, and which of their marks stands."""

from fractions import Fraction
from itertools import permutations

import pytest
from kaochang.domain.human_scores import CriterionScore, Mark, TextNote, check_criteria, check_notes, fits, latest
from kaochang.domain.mark_schemes import Criterion, Level, Rubric
from kaochang.domain.refusals import Outcome
from support.refusals import refuses

RUBRIC = Rubric(
    "", (Criterion("要点", Fraction(3)), Criterion("表达", None, "", (Level("好", "", Fraction(2)), Level("差"))))
)
MOST = Fraction(5)


def score(criterion, points, level=""):
    return CriterionScore(criterion, Fraction(points), level)


def made(*criteria, scorer="甲", revision=1):
    return Mark("h", scorer, criteria, "", (), 0, revision)


def test_criteria_come_in_the_rubrics_order_and_add_up_exactly():
    found = check_criteria(RUBRIC, MOST, [score("表达", "1/3"), score("要点", "2/3")], "#1")
    assert [each.criterion for each in found] == ["要点", "表达"]
    assert made(*found).points == 1


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ([score("要点", 3)], "scoring.criteria"),
        ([score("要点", 3), score("要点", 3), score("表达", 1)], "scoring.criteria"),
        ([score("要点", 4), score("表达", 0)], "mark.out-of-range"),
        ([score("要点", -1), score("表达", 0)], "mark.out-of-range"),
        ([score("要点", 3), score("表达", 3)], "mark.out-of-range"),
        ([score("要点", 3), score("表达", 1, "好")], "scoring.level"),
        ([score("要点", 3), score("表达", 1, "中")], "scoring.level"),
    ],
)
def test_what_the_rubric_does_not_ask_for_is_refused(given, key):
    with refuses(Outcome.POLICY, key):
        check_criteria(RUBRIC, MOST, given, "#1")


def test_an_item_without_criteria_is_scored_as_a_whole():
    assert check_criteria(Rubric(), MOST, [score("", 5)], "#1") == (score("", 5),)


@pytest.mark.parametrize("note", [TextNote(2, 2, ""), TextNote(3, 2, ""), TextNote(0, 5, "")])
def test_marks_on_the_text_lie_in_the_text(note):
    check_notes([TextNote(0, 4, "好")], "四个汉字", "#1")
    with refuses(Outcome.POLICY, "scoring.notes"):
        check_notes([note], "四个汉字", "#1")


def test_the_last_revision_of_each_scorer_stands_in_whatever_order_they_come():
    marks = [made(score("", 1)), made(score("", 2), revision=2), made(score("", 3), scorer="乙")]
    expected = {"甲": marks[1], "乙": marks[2]}
    assert all(latest(order) == expected for order in permutations(marks))


def test_a_mark_by_an_older_rubric_fits_no_more():
    mark = made(score("要点", 3), score("表达", 2))
    assert fits(RUBRIC, MOST, mark)
    assert not fits(Rubric("", (Criterion("要点", Fraction(2)), *RUBRIC.criteria[1:])), MOST, mark)
    assert not fits(Rubric("", RUBRIC.criteria[:1]), MOST, mark)
