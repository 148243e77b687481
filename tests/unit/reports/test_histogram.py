from fractions import Fraction

from kaochang.reports.histogram import bin_counts


def test_a_score_on_an_edge_counts_in_the_upper_tenth_and_the_full_mark_in_the_last():
    scores = [Fraction(score) for score in ("0", "10", "39/4", "100")]
    assert bin_counts(scores, Fraction(100)) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_every_score_is_counted_once():
    scores = [Fraction(score, 7) for score in range(50 * 7 + 1)]
    assert sum(bin_counts(scores, Fraction(50))) == len(scores)
