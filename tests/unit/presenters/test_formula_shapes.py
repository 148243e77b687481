"""Brackets that grow: each closing one is its opening one, turned round."""

import pytest
from kaochang.presenters.candidate.formula_shapes import SHAPES


@pytest.mark.parametrize("pair", ["()", "[]", "{}", "⌊⌋", "⌈⌉", "⟨⟩"])
def test_a_closing_bracket_is_open_to_the_left(pair):
    opening, closing = (SHAPES[sign] for sign in pair)
    for (before, is_curved), (after, stays_curved) in zip(opening, closing, strict=True):
        assert after == tuple((pytest.approx(1 - x), y) for x, y in before)
        assert is_curved is stays_curved
    assert opening != closing
