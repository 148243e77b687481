from fractions import Fraction

import pytest
from kaochang.domain.decimals import points_text


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("0", "0"),
        ("62", "62"),
        ("125/2", "62.5"),
        ("100/3", "33.33"),
        ("1/200", "0.01"),
        ("1999/1000", "2"),
        ("110", "110"),
    ],
)
def test_points_have_two_places_at_most_and_halves_go_up(points, text):
    assert points_text(Fraction(points)) == text
