"""Challenges, responses, cards: good at one place for one thing, and every other code is refused."""

import dataclasses

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.custody import act_codes
from kaochang.custody.act_codes import CARD, CHALLENGE, RESPONSE, ActPlace
from kaochang.custody.envelope import Context
from kaochang.domain.acts import CARD_STEP, MOST_MINUTES, MOST_SERIAL, ActKind, Grant, Reach
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import codes
from support.refusals import outcome_of, refuses
from support.seeded import seeded

CONTEXT = Context("s-1", bytes_to_text(b"x" * 32), Kind.LIVE, Level.QUICK)
PLACE = ActPlace(CONTEXT, "R1", b"k" * 32)


def elsewhere(**change):
    """The same place with something of its context changed."""
    return dataclasses.replace(PLACE, context=msgspec.structs.replace(CONTEXT, **change))


OTHER_PLACES = {
    "another session": elsewhere(session="s-2"),
    "another sealing": elsewhere(exam_file=bytes_to_text(b"y" * 32)),
    "another room": dataclasses.replace(PLACE, room="R2"),
    "another room's key": dataclasses.replace(PLACE, key=b"j" * 32),
}
kinds = st.sampled_from(ActKind)
timed = st.tuples(st.sampled_from([ActKind.RESUME, ActKind.EXTRA_TIME]), st.integers(0, MOST_MINUTES))
asked = timed | st.tuples(kinds, st.just(0))
on_cards = st.tuples(
    st.sampled_from([ActKind.RESUME, ActKind.EXTRA_TIME]), st.integers(1, 31).map(CARD_STEP.__mul__)
) | st.tuples(st.sampled_from([ActKind.PAUSE, ActKind.HAND_IN, ActKind.CLOCK]), st.just(0))
reaches = st.sampled_from([Reach.CARD, Reach.ROOM])
serials = st.integers(1, MOST_SERIAL)
seeds = st.integers(0, 999)


def challenge(kind=ActKind.EXTRA_TIME, minutes=10, seed=1):
    return act_codes.draw_challenge(kind, minutes, seeded(seed))


@given(asked, seeds)
def test_a_challenge_says_what_is_asked_for_and_another_one_is_drawn_each_time(what, seed):
    drawn = challenge(*what, seed)
    assert len(drawn) == sum(CHALLENGE.groups) + 1
    assert act_codes.read_challenge(drawn.lower().replace("-", " ")) == what
    assert challenge(*what, seed + 1) != drawn


@given(asked, st.integers(0, MOST_MINUTES), seeds)
def test_a_response_tells_how_many_minutes_were_granted_whatever_was_proposed(what, minutes, seed):
    drawn = challenge(*what, seed)
    minutes = minutes if what[0].grants_time else 0
    response = act_codes.make_response(PLACE, "T1", drawn, minutes)
    expected = Grant(what[0], Reach.TICKET, minutes, drawn, response)
    assert act_codes.read_response(PLACE, "T1", drawn, response.lower()) == expected


@given(asked, seeds, st.sampled_from(sorted(OTHER_PLACES)))
def test_a_response_of_another_place_ticket_or_challenge_is_refused(what, seed, other):
    drawn = challenge(*what, seed)
    response = act_codes.make_response(PLACE, "T1", drawn, 0)
    for place, ticket, number in (
        (OTHER_PLACES[other], "T1", drawn),
        (PLACE, "T2", drawn),
        (PLACE, "T1", challenge(*what, seed + 1)),
    ):
        with refuses(Outcome.CODE, "act.wrong"):
            act_codes.read_response(place, ticket, number, response)


@given(st.integers(0, 2**40 - 1))
def test_a_made_up_response_grants_nothing(number):
    with refuses(Outcome.CODE, "act.wrong"):
        act_codes.read_response(PLACE, "T1", challenge(), codes.encode(number, RESPONSE))


@given(st.integers(0, 9), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_slip_of_one_symbol_is_told_by_its_group_before_it_counts_as_a_try(place, symbol):
    symbols = list(act_codes.make_response(PLACE, "T1", challenge(), 10).replace("-", ""))
    if symbols[place] == symbol:
        return
    symbols[place] = symbol
    with refuses(Outcome.CODE, "act-code.group") as refused:
        act_codes.read_response(PLACE, "T1", challenge(), "".join(symbols))
    assert refused.value.params == {"group": 1 + (place > 4)}


@pytest.mark.parametrize("typed", ["", "1234", "12345-1234U", "12345-12345-12345-1"])
def test_what_has_another_form_is_no_code(typed):
    with refuses(Outcome.CODE, "act-code.form"):
        act_codes.read_response(PLACE, "T1", challenge(), typed)
    with refuses(Outcome.CODE, "challenge.form"):
        act_codes.read_challenge(typed)


@given(on_cards, reaches, serials)
def test_a_card_says_what_it_is_and_for_whom(what, reach, serial):
    code = act_codes.make_card(PLACE, what[0], reach, what[1], serial)
    assert act_codes.is_card(code)
    assert not act_codes.is_card(challenge())
    assert act_codes.read_card(PLACE, code.lower()) == Grant(what[0], reach, what[1], "", code, serial)


@given(on_cards, reaches, serials, st.sampled_from(sorted(OTHER_PLACES)))
def test_a_card_is_good_in_its_own_room_and_session_only(what, reach, serial, other):
    code = act_codes.make_card(PLACE, what[0], reach, what[1], serial)
    with refuses(Outcome.CODE, "act.wrong"):
        act_codes.read_card(OTHER_PLACES[other], code)


@given(st.integers(0, 59), on_cards, reaches, serials)
def test_no_bit_of_a_card_can_be_another_one(bit, what, reach, serial):
    number = codes.decode(act_codes.make_card(PLACE, what[0], reach, what[1], serial), CARD)
    with refuses(Outcome.CODE, "act.wrong"):
        act_codes.read_card(PLACE, codes.encode(number ^ 1 << bit, CARD))


@given(st.integers(0, 2**60 - 1))
def test_a_made_up_card_grants_nothing(number):
    with refuses(Outcome.CODE, "act.wrong"):
        act_codes.read_card(PLACE, codes.encode(number, CARD))


def test_cards_never_repeat_while_their_number_or_what_they_grant_differs():
    made = {
        act_codes.make_card(PLACE, ActKind.EXTRA_TIME, reach, minutes, serial)
        for reach in (Reach.CARD, Reach.ROOM)
        for minutes in (5, 10)
        for serial in range(1, 40)
    }
    assert len(made) == 2 * 2 * 39


@pytest.mark.parametrize(
    ("make", "key"),
    [
        (lambda: challenge(ActKind.PAUSE, 5), "act.minutes"),
        (lambda: challenge(ActKind.RESUME, 241), "act.minutes"),
        (lambda: act_codes.make_response(PLACE, "T1", challenge(), 241), "act.minutes"),
        (lambda: act_codes.make_response(PLACE, "T1", challenge(ActKind.PAUSE, 0), 1), "act.minutes"),
        (lambda: act_codes.make_card(PLACE, ActKind.RESUME, Reach.CARD, 7, 1), "act.minutes"),
        (lambda: act_codes.make_card(PLACE, ActKind.MOVE, Reach.CARD, 0, 1), "act.kind"),
        (lambda: act_codes.make_card(PLACE, ActKind.UNLOCK, Reach.ROOM, 0, 1), "act.kind"),
    ],
)
def test_a_proctor_cannot_grant_what_no_code_carries(make, key):
    with refuses(Outcome.POLICY, key):
        make()


@given(st.integers(0, 2**40 - 1))
def test_any_challenge_is_read_or_refused_and_nothing_else(number):
    read = []
    outcome = outcome_of(lambda: read.append(act_codes.read_challenge(codes.encode(number, CHALLENGE))))
    assert outcome in (Outcome.OK, Outcome.CODE, Outcome.POLICY)
    for kind, minutes in read:
        assert (kind.number, minutes) == (number >> 35, number >> 25 & 1023)
