"""Take an act: a room PC asks for one by a challenge, and checks the code that the proctor gives.

Wrong codes are written down before they are refused, in the attempt's journal or, before a start, on the PC: each makes
the next try wait, also after a kill. As in `sit`, acting and saving are apart: an `Entry` that is given back has
happened, and is yet to be saved.
"""

from contextlib import suppress
from dataclasses import dataclass

from kaochang.custody import act_codes
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry
from kaochang.domain.act_rules import ENTRIES, not_given_back
from kaochang.domain.acts import MOST_MINUTES, ActKind, Grant, Reach
from kaochang.domain.attempts import Phase, Wait
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.domain.rosters import Ticket
from kaochang.flow.desk import Desk
from kaochang.flow.pc_acts import PcActs
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import RoomFile, Unlocked

_MINUTE_MS = 60_000
_WRONG = frozenset({"act.wrong", "act.other-ticket"})
"""Codes that grant nothing here: somebody may be guessing."""


@dataclass(frozen=True)
class Taken:
    """What a code did: an entry to save, and why it was refused, if it was. The entry is saved in either case."""

    entry: Entry
    refused: Refusal | None = None


def pc_acts(desk: Desk, session: str) -> PcActs:
    """What this PC remembers of a session's acts."""
    return PcActs(desk.folder / session, desk.clock)


def proposed_minutes(sitting: Sitting, kind: ActKind) -> int:
    """What to ask for: of a resume, all that no outage gave back, in whole minutes."""
    lost = not_given_back(sitting.state) if kind.gives_back else 0
    return min(-(-lost // _MINUTE_MS), MOST_MINUTES)


def ask(sitting: Sitting, kind: ActKind, minutes: int) -> Entry:
    """Draws a challenge for an act of this attempt; `entry.event.challenge` is what the proctor is told.

    Where the attempt was moved, a resume is asked for by a kind of its own: the PC that it left could not have drawn
    that. For an attempt that is another PC's, nothing but a move is asked for (POLICY); a move to the PC where it is,
    only while it waits.
    """
    if kind is not ActKind.MOVE:
        sitting.check_here()
    elif sitting.is_here and sitting.state.phase is not Phase.SUSPENDED:
        raise Violation("attempt.is-here")
    if kind is ActKind.RESUME and sitting.state.pc:
        kind = ActKind.RESUME_MOVED
    return sitting.challenge(act_codes.draw_challenge(kind, minutes, sitting.desk.random))


def _read(place: ActPlace, room: RoomFile, ticket: str, challenge: str, typed: str) -> Grant:
    """What a code grants. One that grants nothing is told apart by whose it is, where that can be known."""
    if act_codes.is_card(typed):
        return act_codes.read_card(place, typed)
    if not challenge:
        raise Refusal(Outcome.POLICY, "act.not-asked")
    try:
        return act_codes.read_response(place, ticket, challenge, typed)
    except Refusal as refusal:
        other = _given_to(place, room, challenge, typed) if refusal.key in _WRONG else ""
        if other:
            raise Refusal(Outcome.CODE, "act.other-ticket", ticket=other) from refusal
        raise


def _given_to(place: ActPlace, room: RoomFile, challenge: str, typed: str) -> str:
    """The ticket under which a proctor answered this very challenge; "" for none of the room."""
    for other in room.tickets:
        with suppress(Refusal):  # not given to this ticket: the next one is tried
            act_codes.read_response(place, other.number, challenge, typed)
            return other.number
    return ""


def _check_wait(seconds: int) -> None:
    if seconds:
        raise Refusal(Outcome.POLICY, "act.wait", seconds=seconds)


def take(sitting: Sitting, typed: str, seat: str = "") -> Taken:
    """What a typed code does to the attempt; `seat` is the new one, for an act of that kind. May write a small file.

    Refused without an entry: a slip of the hand that a check symbol tells (CODE), a try that must wait, a card that
    this PC has taken, an act that the attempt cannot take now (POLICY).
    """
    try:
        grant = read(sitting, typed, seat)
    except Refusal as refusal:
        if not is_wrong(refusal):
            raise
        return Taken(sitting.wrong_code(), refusal)
    return Taken(carry_out(sitting, grant, seat))


def read(sitting: Sitting, typed: str, seat: str = "") -> Grant:
    """The same up to what a code grants, for who must not wait: it changes nothing of the attempt. Blocking.

    Refused as by `take`. A code that grants nothing (`is_wrong`) is to be written down, by `Sitting.wrong_code`.
    """
    _check_wait(sitting.wait_s())
    ticket = sitting.ticket.number
    grant = _read(sitting.act_place, sitting.room, ticket, sitting.state.challenge, typed)
    if grant.kind is not ActKind.MOVE:
        sitting.check_here()
    sitting.check_act(grant, _detail(sitting, grant, seat))
    pc_acts(sitting.desk, sitting.room.session.id).claim(grant, ticket)
    return grant


def is_wrong(error: Exception) -> bool:
    """Whether a code was refused because it grants nothing here: somebody may be guessing."""
    return isinstance(error, Refusal) and error.key in _WRONG


def carry_out(sitting: Sitting, grant: Grant, seat: str = "") -> Entry:
    """What was granted takes effect; a Violation where the attempt can no more take it."""
    return sitting.act(grant, _detail(sitting, grant, seat))


def follows(sitting: Sitting) -> list[Entry]:
    """What an act brings about at once, to be saved after it: a move to the PC where the attempt is.

    So an attempt that waits goes on there after a move that was granted and never used, and asks for its resume as the
    PC that it was moved to.
    """
    return [sitting.moved_here()] if sitting.is_here and sitting.moved_to else []


def _detail(sitting: Sitting, grant: Grant, seat: str) -> str:
    return sitting.pc if grant.kind is ActKind.MOVE else seat


_ASKED = (
    ActKind.CONTINUE,
    ActKind.RESUME,
    ActKind.MOVE,
    ActKind.EXTRA_TIME,
    ActKind.PAUSE,
    ActKind.SEAT,
    ActKind.EARLY_HAND_IN,
    ActKind.HAND_IN,
    ActKind.STOP_ILL,
    ActKind.STOP_MISCONDUCT,
)
"""What is asked for in an attempt that is here, those first that end a wait."""


def kinds_now(sitting: Sitting) -> tuple[ActKind, ...]:
    """The kinds that there is a reason to ask for now."""
    return tuple(kind for kind in _ASKED if _is_of_use(sitting, kind) and _is_lawful(sitting, kind))


def _is_of_use(sitting: Sitting, kind: ActKind) -> bool:
    state = sitting.state
    if kind is ActKind.RESUME:
        return state.wait in (Wait.OUTAGE, Wait.CLOCK) or not_given_back(state) > 0
    if kind is ActKind.MOVE:  # one may have been granted to another PC, which never took the attempt over
        return state.wait in (Wait.OUTAGE, Wait.CLOCK) and not state.pc
    if kind is ActKind.EARLY_HAND_IN:
        return sitting.exam.rules.earliest_hand_in_s > 0 and not state.has_act(kind)
    return True


def _is_lawful(sitting: Sitting, kind: ActKind) -> bool:
    try:
        sitting.check_act(Grant(kind, Reach.TICKET, 0, "", ""), sitting.seat or sitting.ticket.number)
    except Violation:
        return False
    return True


def ask_to_enter(desk: Desk, room: RoomFile, ticket: Ticket, kind: ActKind) -> str:
    """The challenge for an act that lets a ticket start: to admit, about the clock, on a reserve ticket for a walk-in.

    Any other is a Violation.
    """
    if kind not in _entries(room, ticket):
        raise Violation("attempt.not-started")
    return _ask_before(desk, room, ticket, kind)


def _entries(room: RoomFile, ticket: Ticket) -> tuple[ActKind, ...]:
    is_reserve = room.is_reserve(ticket.number)
    return tuple(kind for kind in ENTRIES if is_reserve or kind is not ActKind.WALK_IN)


def ask_to_leave(desk: Desk, room: RoomFile, ticket: Ticket) -> str:
    """The challenge for an act by which the program may be closed while it holds the PC."""
    return _ask_before(desk, room, ticket, ActKind.UNLOCK)


def _ask_before(desk: Desk, room: RoomFile, ticket: Ticket, kind: ActKind) -> str:
    challenge = act_codes.draw_challenge(kind, 0, desk.random)
    pc_acts(desk, room.session.id).open_challenge(ticket.number, challenge)
    return challenge


def take_to_enter(desk: Desk, unlocked: Unlocked, ticket: Ticket, typed: str) -> Grant:
    """What a typed code grants to a ticket that has not started, for `sit.begin`. Refuses as `take` does."""
    return _take_before(desk, unlocked, ticket, typed, _entries(unlocked.room, ticket))


def take_to_leave(desk: Desk, unlocked: Unlocked, ticket: Ticket, typed: str) -> Grant:
    """The act by which the program may be closed; refuses as `take` does. The PC alone remembers it."""
    return _take_before(desk, unlocked, ticket, typed, (ActKind.UNLOCK,))


def _take_before(desk: Desk, unlocked: Unlocked, ticket: Ticket, typed: str, kinds: tuple[ActKind, ...]) -> Grant:
    """A code of one of these kinds, outside of any attempt."""
    room = unlocked.room
    memory = pc_acts(desk, room.session.id)
    _check_wait(memory.wait_s())
    place = ActPlace(room.sealed.context, room.room.id, unlocked.act_key)
    try:
        grant = _read(place, room, ticket.number, memory.challenge_of(ticket.number), typed)
    except Refusal as refusal:
        if is_wrong(refusal):
            memory.wrong_code()
            refusal.params["seconds"] = memory.wait_s()
        raise
    if grant.kind not in kinds:
        raise Violation("attempt.not-started")
    memory.right_code()
    memory.claim(grant, ticket.number)
    return grant
