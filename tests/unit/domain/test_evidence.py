"""Evidence that stays short, and loses no count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.attempts import Noted
from kaochang.domain.evidence import EACH_NOTED, Tally

LOST, ADDED = "guard.note.focus-lost", "guard.note.device-added"


def noted(tally, times, what=LOST):
    """The notes that so many happenings make."""
    made = [tally.count(what, f"{number}") for number in range(times)]
    return [each for each in made if each is not None]


def test_the_first_of_a_kind_have_a_note_each():
    assert noted(Tally(), EACH_NOTED) == [1] * EACH_NOTED


def test_after_that_a_note_comes_when_their_number_has_doubled():
    assert noted(Tally(), 1_000)[EACH_NOTED:] == [64, 128, 256]


def test_a_flood_of_a_hundred_thousand_makes_less_than_eighty_notes():
    assert len(noted(Tally(), 100_000)) < 80


def test_a_flood_of_one_kind_hides_no_other():
    tally = Tally()
    noted(tally, 1_000)
    assert tally.count(ADDED, "") == 1


def test_what_has_no_note_yet_is_told_at_the_end_once_with_the_last_detail():
    tally = Tally()
    noted(tally, 100)
    assert tally.rest() == [(LOST, "99", 36)]
    assert tally.rest() == []


@pytest.mark.parametrize("before", [0, 1, EACH_NOTED, 100, 500])
def test_a_resumed_attempt_goes_on_counting_from_its_notes(before):
    notes = [Noted(0, 0, LOST, "", times) for times in noted(Tally(), before)]
    again = Tally.of(notes)
    assert again.rest() == []
    told = sum(note.times for note in notes)
    assert sum(noted(again, 300)) + sum(times for *_, times in again.rest()) == 300
    assert told <= before


@given(st.lists(st.sampled_from([LOST, ADDED]), max_size=400))
def test_every_happening_is_counted_once(happened):
    tally, told = Tally(), {LOST: 0, ADDED: 0}
    for what in happened:
        told[what] += tally.count(what, "") or 0
    for what, _, times in tally.rest():
        told[what] += times
    assert told == {LOST: happened.count(LOST), ADDED: happened.count(ADDED)}
