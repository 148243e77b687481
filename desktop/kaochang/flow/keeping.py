"""Keeping: what an attempt needs to go on when its program crashes lies with a keeper; going on takes no codes.

Kept are the keys behind the codes, for one ticket of one sealed exam, told apart by its hash. They are as good as the
codes for this ticket on this PC, so they are kept in memory alone, and only from the start to the receipt.
"""

from dataclasses import dataclass

import msgspec

from kaochang.domain.acts import Grant
from kaochang.domain.ports import Keeper
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import SecretValue
from kaochang.flow import sit
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.flow.desk import Desk
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.flow.way_in import WayIn
from kaochang.machine.memory import wipe


class KeptKeys(SecretValue, frozen=True):
    """What is kept: which exam file (the hash of its header), which room and ticket of it, and their keys."""

    exam_file: str
    room: str
    room_key: bytes
    content_key: bytes
    ticket: str
    ticket_seed: bytes


_READER = msgspec.msgpack.Decoder(KeptKeys)
_WRITER = msgspec.msgpack.Encoder()


@dataclass(frozen=True)
class GoneOn:
    """An attempt that goes on without codes; no `sitting` where its result was sealed before the crash."""

    room: RoomFile
    ticket: Ticket
    sitting: Sitting | None


def begin(
    keeper: Keeper,
    desk: Desk,
    unlocked: Unlocked,
    ticket: Ticket,
    seat: str,
    pin: str = "",
    grant: Grant | None = None,
) -> Sitting:
    """`sit.begin`; from then on the attempt's keys are kept."""
    ticket_seed = sit.admit(desk, unlocked, ticket, pin)
    sitting = sit.begin_admitted(desk, unlocked, ticket, ticket_seed, seat, grant)
    _hold(keeper, unlocked, ticket, ticket_seed)
    return sitting


def _hold(keeper: Keeper, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes) -> None:
    room = unlocked.room
    exam_file, room_key = room.sealed.context.exam_file, room.opened.key
    keys = KeptKeys(exam_file, room.room.id, room_key, unlocked.content_key, ticket.number, ticket_seed)
    written = bytearray()
    _WRITER.encode_into(keys, written)
    keeper.hold(written)
    wipe(written)


def exam_file_of(keeper: Keeper) -> str:
    """The hash of the header of the exam that what is kept belongs to; "" where nothing is kept."""
    held = keeper.held()
    return _READER.decode(held).exam_file if held else ""


def go_on(keeper: Keeper, way: WayIn) -> GoneOn | None:
    """Goes on with the attempt whose program crashed. None where nothing is kept, or nothing of it is on this PC.

    CONTEXT for another exam file than the one that was sat, POLICY for an attempt that has left this PC; what is kept
    is of no use then, and forgotten. After any other refusal it may be tried again.
    """
    if not keeper.held():
        return None
    keys = _READER.decode(keeper.held())
    try:
        room = way.open_again(keys.exam_file, keys.room, keys.room_key)
    except Refusal as refusal:
        if refusal.outcome is Outcome.CONTEXT:
            keeper.forget()
        raise
    ticket = next(each for each in room.tickets if each.number == keys.ticket)
    return _go_on(keeper, way, keys, room, ticket)


def _go_on(keeper: Keeper, way: WayIn, keys: KeptKeys, room: RoomFile, ticket: Ticket) -> GoneOn | None:
    sitting = None
    match found_attempt(way.desk, room, ticket):
        case Found.NONE:  # somebody took it away: to begin anew takes the codes
            keeper.forget()
            return None
        case Found.OPEN:
            sitting = _begin_again(keeper, way, keys, room, ticket)
    keeper.went_on()
    return GoneOn(room, ticket if sitting is None else sitting.ticket, sitting)


def _begin_again(keeper: Keeper, way: WayIn, keys: KeptKeys, room: RoomFile, ticket: Ticket) -> Sitting:
    unlocked = way.unlock_again(room, keys.content_key)
    try:
        return sit.begin_admitted(way.desk, unlocked, ticket, keys.ticket_seed, ticket.seat)
    except Refusal as refusal:
        if refusal.key in sit.AWAY_REFUSALS:  # it left this PC right before the crash
            keeper.forget()
        raise
