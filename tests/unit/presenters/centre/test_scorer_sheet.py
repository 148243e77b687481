"""What keys do to a sheet: levels, points, numbers, half points, taking back."""

from fractions import Fraction

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.presenters.centre.scorer_sheet import Sheet, Way
from screens import sample_scoring
from support.refusals import refuses


def points(sheet):
    return [None if each is None else each.points for each in sheet.scores]


@pytest.fixture
def short():
    return Sheet(sample_scoring.task(1))


def test_a_digit_gives_and_goes_on_and_a_dot_adds_half_a_point_to_what_was_given(short):
    short.digit(5)
    assert short.here == 1
    short.dot()
    assert points(short) == [Fraction(11, 2), None]
    short.dot()
    assert points(short) == [5, None]


def test_half_a_point_more_than_there_are_is_refused(short):
    short.digit(6)
    with refuses(Outcome.POLICY, "scoring.too-much"):
        short.dot()
    assert points(short) == [6, None]


def test_a_level_that_is_not_there_is_refused():
    sheet = Sheet(sample_scoring.case(1))
    assert [sheet.way(at) for at in range(3)] == [Way.LEVEL, Way.LEVEL, Way.POINTS]
    for digit in (0, 5):
        with refuses(Outcome.POLICY, "scoring.no-level"):
            sheet.digit(digit)
    assert points(sheet) == [None, None, None]


def test_a_number_is_typed_figure_by_figure_and_taken_back_so():
    sheet = Sheet(sample_scoring.essay(1))
    for digit in (3, 7):
        sheet.digit(digit)
    sheet.dot()
    sheet.digit(5)
    assert (points(sheet), sheet.typed) == ([Fraction(75, 2)], "37.5")
    for _ in range(2):
        sheet.back()
    assert points(sheet) == [37]
    with refuses(Outcome.POLICY, "scoring.too-much"):
        sheet.digit(9)
    with refuses(Outcome.POLICY, "scoring.number"):
        sheet.dot()
        sheet.dot()
    for _ in range(4):
        sheet.back()
    assert points(sheet) == [None]


def test_backspace_takes_back_what_was_given_last(short):
    short.digit(5)
    short.back()
    assert (points(short), short.here) == ([None, None], 0)


def test_what_is_given_needs_every_criterion_and_goes_to_the_one_that_is_left(short):
    short.focus(1)
    short.digit(2)
    with refuses(Outcome.POLICY, "scoring.unset"):
        short.given(1)
    assert short.here == 0
    short.digit(6)
    assert [each.criterion for each in short.given(7).criteria] == ["要点", "表述"]
