"""Formulas are laid out in anybody's measures: nothing overlaps, nothing leaves its box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.formulas import parse_formula
from kaochang.presenters.candidate.formula_boxes import Bar, Glyphs, lay_formula

SIZE = 20.0


def measure(text, size, *, is_slanted):
    return 0.5 * size * len(text), 0.7 * size, 0.1 * size


def box(source, *, is_apart=False):
    return lay_formula(parse_formula(source), SIZE, measure, is_apart=is_apart)


def glyphs(source, **how):
    return {mark.text: mark for mark in box(source, **how).marks if isinstance(mark, Glyphs)}


def test_the_parts_of_a_fraction_lie_over_and_under_its_line():
    made = box("\\frac{a}{b}")
    (line,) = (mark for mark in made.marks if isinstance(mark, Bar))
    found = glyphs("\\frac{a}{b}")
    assert found["a"].y < line.y < line.y + line.height < found["b"].y - 0.7 * found["b"].size


def test_a_power_is_smaller_and_higher_and_an_index_lower():
    found = glyphs("x_i^2")
    assert found["2"].y < found["x"].y < found["i"].y
    assert found["2"].size == found["i"].size == SIZE * 0.7


def test_no_power_of_a_power_gets_too_small_to_read():
    assert min(mark.size for mark in glyphs("a^{b^{c^{d}}}").values()) == SIZE * 0.5


def test_limits_stand_above_and_below_a_sum_apart_and_beside_it_in_a_line():
    apart, inline = glyphs("\\sum_{i}^{n}", is_apart=True), glyphs("\\sum_{i}^{n}")
    assert apart["i"].x < apart["∑"].x + 0.5 * apart["∑"].size
    assert inline["i"].x >= inline["∑"].x + 0.5 * inline["∑"].size


def test_brackets_grow_with_what_stands_in_them():
    low, high = box("\\left(x\\right)"), box("\\left(\\frac{\\frac{a}{b}}{c}\\right)")
    assert high.height > low.height * 1.5


def test_a_minus_that_follows_nothing_is_a_sign():
    assert box("-x").width < box("x-x").width - box("x").width


@pytest.mark.parametrize(
    "source", ["\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}", "\\begin{cases} a & b \\\\ c \\end{cases}"]
)
def test_the_rows_of_a_grid_stand_under_each_other(source):
    found = glyphs(source)
    assert found["a"].x == found["c"].x
    assert found["a"].y < found["c"].y
    assert found["b"].x > found["a"].x + 0.5 * SIZE


ATOMS = st.sampled_from(["x", "12", "\\alpha", "+", "=", "\\sum", "\\int", "\\lim", "(", ")", "\\text{税 前}", "\\,"])


def _wrap(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda pair: f"\\frac{{{pair[0]}}}{{{pair[1]}}}"),
        two.map(lambda pair: f"{{{pair[0]}}}_{{{pair[1]}}}^{{{pair[0]}}}"),
        two.map(lambda pair: f"\\sqrt[{pair[0].replace(']', '')}]{{{pair[1]}}}"),
        inner.map(lambda one: f"\\left\\{{{one}\\right."),
        inner.map(lambda one: f"\\overline{{{one}}}"),
        two.map(lambda pair: f"\\begin{{bmatrix}} {pair[0]} & {pair[1]} \\\\ {pair[1]} \\end{{bmatrix}}"),
        two.map("".join),
    )


@given(st.recursive(ATOMS, _wrap, max_leaves=8), st.booleans())
def test_every_formula_of_the_notation_stays_in_its_box(source, is_apart):
    root = parse_formula(source)
    if root is None:
        return
    made = lay_formula(root, SIZE, measure, is_apart=is_apart)
    assert made.width >= 0
    for mark in made.marks:
        if isinstance(mark, Glyphs):
            assert mark.x >= -SIZE * 0.2
            assert mark.x + 0.5 * mark.size * len(mark.text) <= made.width + SIZE * 0.2
            assert mark.y - 0.7 * mark.size >= -made.above - 0.01
            assert mark.y + 0.1 * mark.size <= made.below + 0.01
            assert mark.size >= SIZE * 0.5
