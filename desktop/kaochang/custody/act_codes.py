"""Codes of a proctor's acts: challenges, the responses to them, cards and room-wide codes, under a room's act key.

A challenge says what is asked for and draws a nonce, so its response is good for that ticket, that PC and that once. A
response also tells how many minutes were granted: whoever checks it tries those proposed first, then all others. A
card or room-wide code says what it is in its first 20 bits. The bits, in order:

    challenge  kind (5, the first of them 0), proposed minutes (10), nonce (25)
    response   HMAC (40)
    card       room-wide (1), kind (4), minutes in fives (5), serial (10), HMAC (40)

All are bound to the session, its sealing and the room,
and none is a signature: that the act was the proctor's own is what the signed act log says.
"""

from dataclasses import dataclass, field

from kaochang.custody.envelope import Context
from kaochang.domain.acts import (
    CARD_STEP,
    KIND_OF_NUMBER,
    MOST_MINUTES,
    MOST_SERIAL,
    ActKind,
    Grant,
    Reach,
    check_kind,
    check_minutes,
)
from kaochang.domain.ports import Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import codes, macs
from kaochang.sealing.codes import CARD, CHALLENGE, RESPONSE
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind

_NONCE_BITS = 25
_MINUTE_BITS = 10
_SERIAL_BITS = 10
_MAC_BITS = 40


@dataclass(frozen=True)
class ActPlace:
    """Where codes are good: one room of one sealing, and the act key that its proctor's program and PCs share."""

    context: Context
    room: str
    key: bytes = field(repr=False)

    def bound(self, purpose: Purpose, *fields: bytes) -> bytes:
        """A binding of this place and further fields."""
        session, exam_file = self.context.session.encode(), text_to_bytes(self.context.exam_file)
        return bind(purpose, session, exam_file, self.room.encode(), *fields)


def draw_challenge(kind: ActKind, minutes: int, random: Randomness) -> str:
    """A fresh challenge that asks for an act and proposes minutes; POLICY for minutes that the kind does not grant."""
    check_minutes(kind, Reach.TICKET, minutes)
    nonce = int.from_bytes(random(4), "big") >> (32 - _NONCE_BITS)
    return codes.encode((kind.number << _MINUTE_BITS | minutes) << _NONCE_BITS | nonce, CHALLENGE)


def read_challenge(typed: str) -> tuple[ActKind, int]:
    """What a challenge asks for and the minutes it proposes; CODE for one that no PC of ours draws."""
    head = codes.decode(typed, CHALLENGE) >> _NONCE_BITS
    number, minutes = head >> _MINUTE_BITS, head & (1 << _MINUTE_BITS) - 1
    kind = KIND_OF_NUMBER.get(number)
    if kind is None:
        raise Refusal(Outcome.CODE, "act.unknown-kind")
    check_minutes(kind, Reach.TICKET, minutes)
    return kind, minutes


def as_challenge(typed: str) -> str:
    """A typed challenge as it is displayed, and as logs and journals hold it."""
    return codes.normalise(typed, CHALLENGE)


def _response_context(place: ActPlace, ticket: str, challenge: str, minutes: int) -> bytes:
    number = codes.decode(challenge, CHALLENGE).to_bytes(8, "big")
    return place.bound(Purpose.ACT_RESPONSE, ticket.encode(), number, minutes.to_bytes(2, "big"))


def make_response(place: ActPlace, ticket: str, challenge: str, minutes: int) -> str:
    """The response that grants these minutes to this ticket's challenge."""
    kind, _ = read_challenge(challenge)
    check_minutes(kind, Reach.TICKET, minutes)
    context = _response_context(place, ticket, challenge, minutes)
    return codes.encode(macs.first_bits(place.key, context, _MAC_BITS), RESPONSE)


def read_response(place: ActPlace, ticket: str, challenge: str, typed: str, claimed: int | None = None) -> Grant:
    """What a response to this challenge grants; CODE (`act.wrong`) for one that grants nothing.

    Whoever already claims how many minutes it grants names them, and no others are tried.
    """
    kind, proposed = read_challenge(challenge)
    number = codes.decode(typed, RESPONSE)
    others = range(MOST_MINUTES + 1) if kind.grants_time else range(1)
    for minutes in (proposed, *others) if claimed is None else (claimed,):
        if macs.fits(place.key, _response_context(place, ticket, challenge, minutes), _MAC_BITS, number):
            return Grant(kind, Reach.TICKET, minutes, challenge, codes.normalise(typed, RESPONSE))
    raise Refusal(Outcome.CODE, "act.wrong")


def _card_context(place: ActPlace, head: int) -> bytes:
    return place.bound(Purpose.ACT_CARD, head.to_bytes(3, "big"))


def make_card(place: ActPlace, kind: ActKind, reach: Reach, minutes: int, serial: int) -> str:
    """The code of a card, or of a whole room; POLICY for kinds and minutes that none stands for."""
    check_kind(kind, reach)
    check_minutes(kind, reach, minutes)
    head = int(reach is Reach.ROOM) << 4 | kind.number
    head = (head << 5 | minutes // CARD_STEP) << _SERIAL_BITS | serial
    return codes.encode(head << _MAC_BITS | macs.first_bits(place.key, _card_context(place, head), _MAC_BITS), CARD)


def read_card(place: ActPlace, typed: str) -> Grant:
    """What a card or room-wide code grants; CODE (`act.wrong`) for one that grants nothing in this room."""
    number = codes.decode(typed, CARD)
    head, mac = number >> _MAC_BITS, number & (1 << _MAC_BITS) - 1
    kind = KIND_OF_NUMBER.get(head >> 15 & 15)
    if kind is None or not macs.fits(place.key, _card_context(place, head), _MAC_BITS, mac):
        raise Refusal(Outcome.CODE, "act.wrong")
    reach = Reach.ROOM if head >> 19 else Reach.CARD
    minutes, serial = (head >> _SERIAL_BITS & 31) * CARD_STEP, head & MOST_SERIAL
    check_kind(kind, reach)
    check_minutes(kind, reach, minutes)
    return Grant(kind, reach, minutes, "", codes.normalise(typed, CARD), serial)


def is_card(typed: str) -> bool:
    """Whether what was typed is as long as a card or a room-wide code."""
    return codes.count_symbols(typed) == sum(CARD.groups)
