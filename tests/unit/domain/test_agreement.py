"""Agreement of scorers, against worked examples of the literature."""

from fractions import Fraction

import pytest
from kaochang.domain.agreement import quadratic, severity, share_within, weighted_kappa

COHEN_1968 = ((44, 5, 1), (7, 20, 3), (9, 5, 6))
"""J. Cohen, Psychological Bulletin 70 (1968), table 1: the joint percentages of two psychiatrists (as in R's psych)."""
COHEN_WEIGHTS = ((0, 1, 3), (1, 0, 6), (3, 6, 0))

AGRESTI = ((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14))
"""A. Agresti, Biometrics 44 (1988), table 2: husbands and wives on one question (R's vcd, SexualFun)."""


def pairs_of(table):
    return [
        (Fraction(row), Fraction(column))
        for row, counts in enumerate(table)
        for column, times in enumerate(counts)
        for _ in range(times)
    ]


def unweighted(one, other):
    return Fraction(one != other)


def test_cohens_own_example_of_weighted_kappa():
    pairs = pairs_of(COHEN_1968)
    assert float(weighted_kappa(pairs, unweighted)) == pytest.approx(0.492, abs=0.0005)
    weights = {(one, other): weight for one, row in enumerate(COHEN_WEIGHTS) for other, weight in enumerate(row)}
    found = weighted_kappa(pairs, lambda one, other: Fraction(weights[int(one), int(other)]))
    assert float(found) == pytest.approx(0.348, abs=0.0005)


def test_agrestis_couples():
    pairs = pairs_of(AGRESTI)
    assert float(weighted_kappa(pairs, unweighted)) == pytest.approx(0.1293, abs=0.00005)
    assert float(weighted_kappa(pairs, lambda one, other: abs(one - other))) == pytest.approx(0.2374, abs=0.00005)


def test_quadratic_kappa_is_twice_the_covariance_over_spread_and_shift():
    """The identity of Fleiss and Cohen (1973): 2 cov / (var + var + squared difference of means)."""
    pairs = pairs_of(AGRESTI)
    count, ones, others = len(pairs), [one for one, _ in pairs], [other for _, other in pairs]
    mean, mean_other = sum(ones) / count, sum(others) / count
    covariance = sum((one - mean) * (other - mean_other) for one, other in pairs) / count
    spread = sum((each - mean) ** 2 for each in ones) / count + sum((each - mean_other) ** 2 for each in others) / count
    assert weighted_kappa(pairs, quadratic) == 2 * covariance / (spread + (mean - mean_other) ** 2)


def test_full_agreement_is_1_and_equal_scores_say_nothing():
    assert weighted_kappa([(Fraction(0), Fraction(0)), (Fraction(2), Fraction(2))]) == 1
    assert weighted_kappa([(Fraction(1), Fraction(1))]) is None
    assert weighted_kappa([]) is None


def test_shares_count_exact_and_near_ones():
    pairs = [(Fraction(2), Fraction(2)), (Fraction(2), Fraction(3)), (Fraction(0), Fraction(5, 2))]
    assert share_within(pairs, Fraction(0)) == Fraction(1, 3)
    assert share_within(pairs, Fraction(1)) == Fraction(2, 3)
    assert share_within([], Fraction(1)) is None


def test_severity_is_how_far_a_scorer_lies_from_the_mean_of_all():
    scores = {
        "x": {"甲": Fraction(3), "乙": Fraction(2)},
        "y": {"甲": Fraction(2), "乙": Fraction(2)},
        "z": {"甲": Fraction(9)},
    }
    assert severity(scores) == {"甲": Fraction(1, 4), "乙": Fraction(-1, 4)}
