"""Kinds of acts, the minutes they grant, and how long wrong tries must wait."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.acts import KIND_OF_NUMBER, ActKind, Reach, check_kind, check_minutes
from kaochang.domain.outages import Witness
from kaochang.domain.refusals import Outcome
from kaochang.domain.tries import wait_after_s, wait_left_s
from support.refusals import outcome_of, refuses

NUMBERS = {
    "resume": 0,
    "extra-time": 1,
    "pause": 2,
    "continue": 3,
    "unlock": 4,
    "early-hand-in": 5,
    "hand-in": 6,
    "move": 7,
    "stop-ill": 8,
    "stop-misconduct": 9,
    "walk-in": 10,
    "admit": 11,
    "seat": 12,
    "clock": 13,
    "withdraw": 14,
    "resume-moved": 15,
}


def test_every_kind_has_the_number_that_codes_carry_for_ever():
    assert {kind.value: kind.number for kind in ActKind} == NUMBERS
    assert {kind.value: number for number, kind in KIND_OF_NUMBER.items()} == NUMBERS


@pytest.mark.parametrize("kind", ["move", "stop-ill", "stop-misconduct", "walk-in", "seat", "withdraw", "resume-moved"])
@pytest.mark.parametrize("reach", [Reach.CARD, Reach.ROOM])
def test_what_is_about_one_person_is_on_no_card(kind, reach):
    check_kind(ActKind(kind), Reach.TICKET)
    with refuses(Outcome.POLICY, "act.kind"):
        check_kind(ActKind(kind), reach)


LAWFUL = [
    ("extra-time", Reach.TICKET, (0, 1, 7, 240), (-1, 241)),
    ("resume", Reach.CARD, (5, 10, 155), (0, 3, 160)),
    ("resume", Reach.ROOM, (5, 155), (-5, 0, 156)),
    ("pause", Reach.TICKET, (0,), (1, 5)),
    ("pause", Reach.ROOM, (0,), (5,)),
]


@pytest.mark.parametrize(("kind", "reach", "good", "bad"), LAWFUL)
def test_minutes_belong_to_kinds_that_grant_time_and_fit_their_code(kind, reach, good, bad):
    def outcome(minutes):
        return outcome_of(lambda: check_minutes(ActKind(kind), reach, minutes))

    assert {outcome(minutes) for minutes in good} == {Outcome.OK}
    assert {outcome(minutes) for minutes in bad} == {Outcome.POLICY}


def test_three_tries_are_free_and_then_each_waits_longer_but_never_more_than_a_minute():
    assert [wait_after_s(wrong) for wrong in range(9)] == [0, 0, 0, 5, 15, 30, 60, 60, 60]
    assert wait_after_s(1_000_000) == 60


def witness(elapsed, boot="a"):
    return Witness(0, elapsed, boot)


@pytest.mark.parametrize(("waited", "left"), [(0, 5), (1, 5), (1_000, 4), (4_999, 1), (5_000, 0), (10**9, 0)])
def test_a_wait_counts_down_by_the_clock_that_nobody_sets(waited, left):
    assert wait_left_s(3, witness(700), witness(700 + waited)) == left


def test_after_a_reboot_the_time_since_it_has_passed_at_least():
    assert wait_left_s(4, witness(900_000), witness(3_000, "b")) == 12
    assert wait_left_s(4, witness(900_000, ""), witness(3_000, "")) == 12
    assert wait_left_s(4, witness(900_000), witness(20_000, "b")) == 0


@given(st.integers(0, 50), st.integers(0, 10**7), st.integers(0, 10**7), st.booleans())
def test_a_wait_is_never_longer_than_its_rule(wrong, last, now, rebooted):
    left = wait_left_s(wrong, witness(last), witness(now, "b" if rebooted else "a"))
    assert 0 <= left <= wait_after_s(wrong)
