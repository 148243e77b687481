"""Decisions: what stands follows from their numbers alone, and only another decision takes one back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.assessments import Level
from kaochang.domain.decisions import Decision, DecisionKind, closing, is_same_person, needs_second, standing, undone_by


def decision(number, kind=DecisionKind.VOID, undoes=0):
    return Decision(number, kind, "周主任", "核对过", 9, ticket="T1", undoes=undoes)


def undo(number, of):
    return decision(number, DecisionKind.UNDO, of)


@st.composite
def histories(draw):
    """Decisions one after the other, some of which take back an earlier one, maybe one that does so itself."""
    made = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        of = draw(st.integers(0, number - 1))
        made.append(undo(number, of) if of else decision(number))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order_in_which_decisions_are_read(made, random):
    mixed = list(made)
    random.shuffle(mixed)
    assert standing(mixed) == standing(made)


@given(histories())
def test_taking_back_the_newest_decision_restores_what_stood_before(made):
    newest = made[-1].number
    assert standing([*made, undo(newest + 1, newest)]) == standing(made[:-1])


@given(histories())
def test_taking_back_what_took_back_restores_what_stood(made):
    newest = made[-1].number
    twice = [*made, undo(newest + 1, newest), undo(newest + 2, newest + 1)]
    assert standing(twice) == standing(made)


def test_a_decision_is_told_with_the_one_that_took_it_back():
    made = [decision(1), undo(2, 1), undo(3, 2), undo(4, 1)]
    assert undone_by(made) == {1: made[3], 2: made[2]}


def test_a_session_is_closed_until_it_is_opened_again():
    made = [decision(1), decision(2, DecisionKind.CLOSE), decision(3, DecisionKind.REOPEN)]
    assert [closing(standing(made[:count])) for count in range(4)] == [None, None, made[1], None]


@pytest.mark.parametrize(
    ("kind", "undone", "quick", "certified"),
    [
        (DecisionKind.RECORD, (), True, True),
        (DecisionKind.CLEARED, (), False, True),
        (DecisionKind.RECOVERED, (), False, True),
        (DecisionKind.REOPEN, (), False, True),
        (DecisionKind.UNDO, (DecisionKind.VOID,), False, True),
        (DecisionKind.UNDO, (DecisionKind.CLEARED,), False, False),
        (DecisionKind.VOID, (), False, False),
    ],
)
def test_two_people_decide_what_helps_a_candidate_and_every_record_by_hand(kind, undone, quick, certified):
    found = [needs_second({kind}, level, undone) for level in (Level.QUICK, Level.CERTIFIED)]
    assert found == [quick, certified]


def test_one_person_under_two_spellings_of_a_name_is_one():
    assert is_same_person("阿依·古丽", " 阿依•古丽 ")
    assert not is_same_person("周主任", "吴主任")
