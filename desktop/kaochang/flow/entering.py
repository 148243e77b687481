"""Entering by an act: a proctor lets somebody start whom the session's window refuses, or go on at another PC.

Both are asked for on this PC before anything of the attempt runs here; `sit.begin` goes on with what is taken.
"""

from contextlib import ExitStack

from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.attempts import Challenged
from kaochang.domain.rosters import Ticket
from kaochang.flow import move, take_act
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.flow.desk import Desk
from kaochang.flow.unlock import Unlocked


def ask_to_go_on(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str) -> str:
    """The challenge for an act that lets another PC's attempt go on here. Saved; refused as by `move.waiting`."""
    with ExitStack() as at_end:
        sitting = move.waiting(desk, unlocked, ticket, pin)
        at_end.callback(sitting.shut)
        entry = take_act.ask(sitting, ActKind.MOVE, 0)
        sitting.save(entry)
        return entry.event.challenge if isinstance(entry.event, Challenged) else ""


def take(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str, typed: str) -> Grant | None:
    """What a typed code lets begin, for `sit.begin`; None where it lets an attempt go on that is on this PC already.

    Refused as by `take_act.take`; of a code that grants nothing, `seconds` says how long the next try waits.
    """
    if found_attempt(desk, unlocked.room, ticket) is not Found.OPEN:
        return take_act.take_to_enter(desk, unlocked, ticket, typed)
    with ExitStack() as at_end:
        sitting = move.waiting(desk, unlocked, ticket, pin)
        at_end.callback(sitting.shut)
        if not sitting.is_here:
            taken = take_act.take(sitting, typed)
            sitting.save(taken.entry)
            if taken.refused is not None:
                taken.refused.params["seconds"] = sitting.wait_s()
                raise taken.refused
            return None
    return take_act.take_to_enter(desk, unlocked, ticket, typed)
