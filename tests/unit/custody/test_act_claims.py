"""What the centre finds about an act's code: right, forged, or another room's."""

import msgspec
import pytest
from kaochang.custody import act_codes
from kaochang.custody.act_claims import Standing, claims_of
from kaochang.custody.act_codes import ActPlace
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Acted
from kaochang.domain.values import bytes_to_text
from support.seeded import seeded

replace = msgspec.structs.replace


def act_keys(day):
    return {room: bytes_to_text(key) for room, key in day.keys.act_keys.items()}


def place(day, room="R1"):
    return ActPlace(day.context, room, day.keys.act_keys[room])


def own(day, ticket="T1", room="R1"):
    challenge = act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(5))
    code = act_codes.make_response(place(day, room), ticket, challenge, 15)
    return Acted(1, 2, ActKind.EXTRA_TIME, 15, 900_000, challenge, code)


def card(day, reach=Reach.CARD, room="R1"):
    code = act_codes.make_card(place(day, room), ActKind.RESUME, reach, 10, 7)
    return Acted(1, 2, ActKind.RESUME, 10, 0, "", code)


def found(day, *acts):
    told = claims_of(acts, day.sat.identity, act_keys(day))
    assert (told.room, told.ticket, told.attempt) == ("R1", "T1", day.sat.identity.attempt)
    return [(claim.standing, claim.reach, claim.serial) for claim in told.claims]


def test_right_codes_say_for_whom_they_were(day):
    acts = (own(day), card(day), card(day, Reach.ROOM))
    right = Standing.RIGHT
    assert found(day, *acts) == [(right, Reach.TICKET, 0), (right, Reach.CARD, 7), (right, Reach.ROOM, 7)]


FORGERIES = {
    "other minutes": {"minutes": 20},
    "another kind": {"kind": ActKind.RESUME},
    "another code": {"code": "00000-00000"},
    "no code": {"code": ""},
    "no challenge of ours": {"challenge": "ZZZZZ-ZZZZZ"},
    "not as typed": {"code": "lower"},
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_an_act_whose_code_says_something_else_is_forged(day, change):
    right = own(day)
    change = {**change, "code": right.code.lower()} if change.get("code") == "lower" else change
    assert found(day, replace(right, **change)) == [(Standing.FORGED, Reach.TICKET, 0)]


def test_another_tickets_response_is_forged(day):
    assert found(day, own(day, ticket="T2")) == [(Standing.FORGED, Reach.TICKET, 0)]


def test_a_code_of_another_room_is_told_as_that(day):
    acts = (card(day, Reach.ROOM, room="R2"), own(day, room="R2"))
    assert [standing for standing, *_ in found(day, *acts)] == [Standing.OTHER_ROOM] * 2
