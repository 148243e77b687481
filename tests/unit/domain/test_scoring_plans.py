"""Who scores what: by lot, the same for everybody who computes it, and a third who has not scored before."""

from fractions import Fraction
from itertools import permutations

from kaochang.domain.human_scores import CriterionScore, Mark, latest
from kaochang.domain.scoring_plans import (
    ScoringPlan,
    asked_of,
    calibration_of,
    counted,
    handle_of,
    has_third,
    order_for,
    scorers_of,
    third_of,
)
from msgspec.structs import replace

HANDLES = [handle_of("secret", f"result {number}", "essay") for number in range(60)]
SINGLE = ScoringPlan(1, "seed", ("essay",), ("甲", "乙", "丙"), False, Fraction(1), ("甲", "乙", "丙"), (), "组长", 0)
PAIR = replace(SINGLE, pair=True)


def mark(scorer, points, *, third=False, revision=1):
    return Mark("h", scorer, (CriterionScore("", Fraction(points)),), "", (), 0, revision, third)


def test_a_handle_says_nothing_without_the_secret():
    assert len(set(HANDLES)) == 60
    assert handle_of("other", "result 0", "essay") != HANDLES[0]
    assert handle_of("secret", "result 0", "case") != HANDLES[0]


def test_every_response_has_its_scorers_and_nobody_is_left_out():
    assert {len(scorers_of(SINGLE, each)) for each in HANDLES} == {1}
    assert {len(set(scorers_of(PAIR, each))) for each in HANDLES} == {2}
    assert {scorer for each in HANDLES for scorer in scorers_of(SINGLE, each)} == {"甲", "乙", "丙"}


def test_each_scorer_has_an_order_of_their_own_with_calibration_first():
    plan = replace(SINGLE, calibration=calibration_of("seed", HANDLES, 3))
    orders = {scorer: order_for(plan, scorer, HANDLES) for scorer in plan.scorers}
    assert len({tuple(order) for order in orders.values()}) == 3
    assert all(set(order[:3]) == set(plan.calibration) for order in orders.values())
    assert orders["甲"] == order_for(plan, "甲", reversed(HANDLES))
    assert all(asked_of(plan, each) == plan.scorers for each in plan.calibration)


def test_two_near_each_other_both_count_and_two_apart_need_a_third():
    one, other = scorers_of(PAIR, "h")
    (third,) = {"甲", "乙", "丙"} - {one, other}
    near = {one: mark(one, 2), other: mark(other, 3)}
    apart = {one: mark(one, 1), other: mark(other, 3)}
    assert list(counted(PAIR, "h", near)) == list(near.values())
    assert counted(PAIR, "h", {one: near[one]}) == ()
    assert counted(PAIR, "h", apart) == ()
    assert third_of(PAIR, "h", apart) == third
    judged = mark(third, 0, third=True)
    assert list(counted(PAIR, "h", {**apart, third: judged})) == [judged]
    assert list(counted(PAIR, "h", {**near, third: judged})) == list(near.values())


def test_who_scored_a_response_before_never_adjudicates_it():
    one, other = scorers_of(PAIR, "h")
    (third,) = {"甲", "乙", "丙"} - {one, other}
    seen = {one: mark(one, 1), other: mark(other, 3), third: mark(third, 2)}
    assert third_of(PAIR, "h", seen) is None
    assert counted(PAIR, "h", seen) == ()
    assert third_of(replace(PAIR, thirds=("甲", "乙", "丙", "丁")), "h", seen) == "丁"
    assert third_of(replace(PAIR, calibration=("h",)), "h", {}) is None


def test_a_plan_for_pairs_needs_somebody_to_adjudicate():
    assert has_third(PAIR)
    assert not has_third(replace(PAIR, scorers=("甲", "乙"), thirds=("甲", "乙")))
    assert has_third(replace(PAIR, scorers=("甲", "乙"), thirds=("丁",)))
    assert not has_third(replace(PAIR, calibration=("h",)))


def test_what_counts_does_not_depend_on_the_order_of_marks():
    one, other = scorers_of(PAIR, "h")
    (third,) = {"甲", "乙", "丙"} - {one, other}
    marks = [mark(one, 3), mark(one, 1, revision=2), mark(other, 3), mark(third, 2, third=True)]
    found = {tuple(counted(PAIR, "h", latest(order))) for order in permutations(marks)}
    assert found == {(marks[3],)}
