"""Outages: how long the program was gone, how far a clock is believed about it, and how much is given back.

A row is written at least every heartbeat, so the candidate cannot have worked longer than that unseen: that much of a
gap is work, the rest is outage.
"""

from dataclasses import dataclass

from kaochang.domain.assessments import Exam, Session
from kaochang.domain.attempt_rules import credit_left, credit_total
from kaochang.domain.attempts import HEARTBEAT_MS, AttemptState, Cause
from kaochang.domain.ports import Clock
from kaochang.domain.values import Value, Wall


class Witness(Value, frozen=True, tag="witness"):
    """The clock's readings at a heartbeat or a start: the outage after a crash is measured from the last one.

    `boot` is "" where the system does not name its starts.
    """

    wall: Wall
    elapsed: int
    boot: str


def witness(clock: Clock) -> Witness:
    """What the clock reads now."""
    return Witness(clock.wall(), clock.elapsed(), clock.boot())


@dataclass(frozen=True)
class Gap:
    """The ms between the last journal row and a resume. `is_believed` is False where no clock could tell its length."""

    cause: Cause
    worked: int
    outage: int
    is_believed: bool = True


def gap_between(last: Witness, now: Witness, window: int) -> Gap:
    """What lies between two readings; `window` is how long the whole session is open, ms.

    The clock that no user sets is trusted while the machine stayed up: its boot id, where there is one, is the same
    and its reading has not gone back. Over a reboot only the wall clock is left, which may be wrong by years: a gap
    that is negative, or longer than the whole session, says nothing. It counts as one heartbeat of work.
    """
    if last.boot == now.boot and now.elapsed >= last.elapsed:
        return _split(Cause.CRASH, now.elapsed - last.elapsed)
    length = now.wall - last.wall
    if not 0 <= length <= window:
        return Gap(Cause.REBOOT, HEARTBEAT_MS, 0, is_believed=False)
    return _split(Cause.REBOOT, length)


def _split(cause: Cause, length: int) -> Gap:
    worked = min(length, HEARTBEAT_MS)
    return Gap(cause, worked, length - worked)


def credit_for(exam: Exam, session: Session, state: AttemptState, gap: Gap, wall: int) -> int:
    """What is given back of an outage, ms: by the rule for one outage, by its total, and not long after the session.

    `state` is the attempt before the resume, `wall` the time now. No credit reaches beyond the session's close plus
    the total.
    """
    end_without = wall + state.limit - state.used - gap.worked - gap.outage
    until_the_end = session.closes + credit_total(exam) - end_without
    return max(0, min(gap.outage, credit_left(exam, state), until_the_end))
