"""Outages: how long the program was gone, how far a clock is believed about it, how much is given back, and the ledger.

A row is written at least every heartbeat, so the candidate cannot have worked longer than that unseen: that much of a
gap is work, the rest is outage. A PC that slept or hung while the program lived has such a gap too. A PC that hung is
like a crash. Who put one to sleep nobody can tell afterwards, and closing a lid is the easiest way to sit longer: it
counts as the candidate's doing, and only a proctor gives time for it.
"""

import enum
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Exam
from kaochang.domain.attempt_rules import credit_left
from kaochang.domain.attempts import HEARTBEAT_MS, Acted, AttemptState, Cause, Resumed, Wait
from kaochang.domain.ports import Clock
from kaochang.domain.values import Record, Value, Wall

MOST_JUMP_MS = 2_000
"""The wall clock may part from the other one by so much between two looks: more is somebody setting it."""

MOST_STILL_MS = 2 * HEARTBEAT_MS
"""A program that lives looks at the clock every second; one that did not for longer than this stood still."""


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


class Gap(Record, frozen=True):
    """The ms between the last journal row and a resume. `is_believed` is False where no clock could tell its length."""

    cause: Cause
    worked: int
    outage: int
    is_believed: bool = True

    @property
    def length(self) -> int:
        """All of it, ms."""
        return self.worked + self.outage


def is_one_run(last: Witness, now: Witness) -> bool:
    """Whether the machine stayed up between two readings: then the clock that no user sets tells what lies between."""
    return last.boot == now.boot and now.elapsed >= last.elapsed


def gap_between(last: Witness, now: Witness, window: int, *, one_pc: bool = True) -> Gap:
    """What lies between two readings; `window` is how long the whole session is open, ms.

    The clock that no user sets is trusted while the machine stayed up: its boot id, where there is one, is the same
    and its reading has not gone back. Over a reboot only the wall clock is left, which may be wrong by years: a gap
    that is negative, or longer than the whole session, says nothing. It counts as one heartbeat of work. Over a move
    (not `one_pc`) it is the same: the other clocks of two PCs have nothing to do with each other.
    """
    if one_pc and is_one_run(last, now):
        return _split(Cause.CRASH, now.elapsed - last.elapsed)
    length = now.wall - last.wall
    if not 0 <= length <= window:
        return Gap(Cause.REBOOT, HEARTBEAT_MS, 0, is_believed=False)
    return _split(Cause.REBOOT, length)


def gap_of(state: AttemptState, last: Witness, now: Witness, window: int, *, is_moved: bool) -> Gap:
    """What an attempt in this state goes on after: as `gap_between`, but none of it counts while its time stands still.

    Nobody worked after an attempt had left its PC. `is_moved`: it goes on at another one.
    """
    gap = gap_between(last, now, window, one_pc=not is_moved)
    if state.stands_still:
        gap = replace(gap, worked=0, outage=0)
    elif state.wait is Wait.MOVE:
        gap = replace(gap, worked=0, outage=gap.length if gap.is_believed else 0)
    return replace(gap, cause=Cause.MOVED) if is_moved else gap


def _split(cause: Cause, length: int) -> Gap:
    worked = min(length, HEARTBEAT_MS)
    return Gap(cause, worked, length - worked)


def standstill(length: int, awake: int) -> Gap | None:
    """What happened to a program that looks at the clock again after `length` ms, of which the PC was up for `awake`.

    None where it ran all the time. A PC that slept for a part of it was put to sleep; else it hung.
    """
    if length <= MOST_STILL_MS:
        return None
    return _split(Cause.CANDIDATE if length - awake > MOST_JUMP_MS else Cause.CRASH, length)


def jump_between(last: Witness, now: Witness) -> int:
    """By how much the wall clock was set between two readings, forward or back, ms; 0 where nobody can tell."""
    jump = (now.wall - last.wall) - (now.elapsed - last.elapsed)
    return jump if is_one_run(last, now) and abs(jump) > MOST_JUMP_MS else 0


def credit_for(exam: Exam, state: AttemptState, gap: Gap) -> int:
    """What is given back of an outage, ms: by the rule for one outage and for all. `state` is that before the resume.

    An attempt's limit ends with the session, or where the exam or a proctor put it; so with all its credit it ends at
    most that total later, whatever a wall clock says. Nothing is given back of what the candidate caused.
    """
    return 0 if gap.cause is Cause.CANDIDATE else min(gap.outage, credit_left(exam, state))


class Line(enum.StrEnum):
    """What a line of the ledger is about; `ledger.NAME` in the catalogue. The first four are `Cause`'s."""

    CRASH = "crash"
    REBOOT = "reboot"
    MOVED = "moved"
    CANDIDATE = "candidate"
    PAUSE = "pause"


class LedgerLine(Value, frozen=True):
    """One outage or pause of an attempt: from `wall` on, for `length` ms by the PC's clock (0: no clock could tell).

    `by_rule` and `by_act` (ms) were given back. In a pause the clock stood still, and nothing was lost.
    """

    line: Line
    wall: int
    length: int
    by_rule: int = 0
    by_act: int = 0
    doubted: bool = False


def ledger(outages: Sequence[Resumed], acts: Sequence[Acted]) -> tuple[LedgerLine, ...]:
    """Every outage and pause of an attempt, in the order they ended; a restart that lost no time is none.

    What an act gave back goes to the outages before it, the last one first, and never more than each had lost.
    """
    given = _given_by_acts(outages, acts)
    lines = [
        ((each.used, at), _outage_line(each, given[at]))
        for at, each in enumerate(outages)
        if each.outage or each.doubted or each.cause is Cause.MOVED
    ]
    lines += [((act.used, len(outages) + at), line) for at, (act, line) in enumerate(_pauses(acts))]
    return tuple(line for _, line in sorted(lines, key=lambda each: each[0]))


def _outage_line(each: Resumed, by_act: int) -> LedgerLine:
    wall = max(0, each.wall - each.outage)
    return LedgerLine(Line(each.cause.value), wall, each.outage, each.credit, by_act, each.doubted)


def _given_by_acts(outages: Sequence[Resumed], acts: Iterable[Acted]) -> list[int]:
    given = [0] * len(outages)
    for act in acts:
        left = act.credit if act.kind.gives_back else 0
        for at in reversed(range(len(outages))):
            each = outages[at]
            if left and each.used <= act.used and each.cause is not Cause.CANDIDATE:
                part = min(left, each.outage - each.credit - given[at])
                given[at] += part
                left -= part
    return given


def _pauses(acts: Iterable[Acted]) -> Iterator[tuple[Acted, LedgerLine]]:
    for act in acts:
        if act.kind is ActKind.CONTINUE:
            yield act, LedgerLine(Line.PAUSE, max(0, act.wall - act.stood), act.stood)
