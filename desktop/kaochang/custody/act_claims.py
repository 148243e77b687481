"""What an attempt says of acts it has taken, checked by the centre with every room's act key."""

import enum
from collections.abc import Iterable, Mapping

from kaochang.custody import act_codes
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.domain.acts import Grant, Reach
from kaochang.domain.attempts import Acted
from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Value, text_to_bytes


class Standing(enum.StrEnum):
    """Whether an act's code is right: for its room, for none, or for another room."""

    RIGHT = "right"
    FORGED = "forged"
    OTHER_ROOM = "other-room"


class Claim(Value, frozen=True):
    """An act in a journal or result, and what its code says; `serial` is above 0 for cards and room-wide codes."""

    act: Acted
    standing: Standing
    reach: Reach
    serial: int


class AttemptActs(Value, frozen=True):
    """The acts of one attempt, as one of its files tells them."""

    room: str
    ticket: str
    attempt: str
    claims: tuple[Claim, ...]


def _grant(act: Acted, place: ActPlace, ticket: str) -> Grant | None:
    """What the act's code grants at a place; None for nothing, or something else than the act says."""
    try:
        if act.challenge:
            grant = act_codes.read_response(place, ticket, act.challenge, act.code, act.minutes)
        else:
            grant = act_codes.read_card(place, act.code)
    except Refusal:
        return None
    return grant if (grant.kind, grant.minutes, grant.code) == (act.kind, act.minutes, act.code) else None


def _claim(act: Acted, identity: AttemptIdentity, places: Mapping[str, ActPlace]) -> Claim:
    for room in sorted(places, key=lambda room: room != identity.room):
        grant = _grant(act, places[room], identity.ticket)
        if grant is not None:
            standing = Standing.RIGHT if room == identity.room else Standing.OTHER_ROOM
            return Claim(act, standing, grant.reach, grant.serial)
    return Claim(act, Standing.FORGED, Reach.TICKET if act.challenge else Reach.CARD, 0)


def claims_of(acts: Iterable[Acted], identity: AttemptIdentity, act_keys: Mapping[str, str]) -> AttemptActs:
    """Every act of an attempt with what its code says; `act_keys` by room."""
    places = {room: ActPlace(identity.context, room, text_to_bytes(key)) for room, key in act_keys.items()}
    claims = tuple(_claim(act, identity, places) for act in acts)
    return AttemptActs(identity.room, identity.ticket, identity.attempt, claims)
