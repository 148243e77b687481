"""Sit: one attempt on this PC, from the first second to its closing; every event journaled before it is acknowledged.

Acting and saving are apart, so that a window never waits for a disk: `respond`, `mark`, … change the state in memory
at once and give back the entry to save; `save` blocks until that entry is durable. Entries must be saved in the order
they were given. After a crash the same files give the same attempt: nothing acknowledged is ever missing.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import kaochang
from kaochang.custody.journal_log import Entry, Opened
from kaochang.domain import attempts, outages
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import AttemptState, ClosingReason, Phase
from kaochang.domain.guards import Happening
from kaochang.domain.ordering import Arrangement, arrange
from kaochang.domain.outages import Witness
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Response
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import attempt_files
from kaochang.flow.attempt_files import Desk, Found, OpenAttempt, found_attempt
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.folders import readable
from kaochang.sealing import signatures

_DETAIL_LENGTH = 200
"""Characters of a note's detail: names of screens and guards, numbers."""


@dataclass
class Sitting:
    """One attempt under way. Its state runs ahead of the disk by the entries not yet saved."""

    room: RoomFile
    ticket: Ticket
    exam: Exam
    media: Callable[[str], bytes]
    attempt: OpenAttempt
    clock: Clock
    state: AttemptState = field(default_factory=AttemptState)
    notes: list[attempts.Noted] = field(default_factory=list)
    resumed: bool = False
    _anchor: tuple[int, int] = (0, 0)

    @property
    def seat(self) -> str:
        """Where the candidate sits."""
        return self.attempt.opened.seat

    @property
    def arrangement(self) -> Arrangement:
        """The order of items and options, the same after every resume."""
        return arrange(self.exam, text_to_bytes(self.state.seed))

    def _used(self) -> int:
        used, elapsed = self._anchor
        return used + max(0, self.clock.elapsed() - elapsed)

    def remaining_ms(self) -> int:
        """Working time left now, ms; 0 once closed."""
        return max(0, self.state.limit - self._used()) if self.state.phase is Phase.INTERACTING else 0

    def _witness(self) -> Witness:
        return Witness(self.clock.wall(), self.clock.elapsed(), self.clock.boot())

    def _take(self, event: attempts.Event) -> Entry:
        self.state = attempts.step(self.exam, self.state, event)
        return Entry(event, self._witness())

    def stamp(self) -> int:
        """The working time used now, ms: for a gesture that is told later (`respond`)."""
        return self._used()

    def respond(self, item_id: str, response: Response, stamp: int | None = None) -> Entry:
        """The candidate's response to an item is now this; made when `stamp` was taken, else now.

        One made before the limit counts however late it is told, unless something after the limit was taken first.
        """
        used = self._used() if stamp is None else max(stamp, self.state.used)
        return self._take(attempts.Responded(used, self.clock.wall(), item_id, response))

    def mark(self, item_id: str, on: bool) -> Entry:
        """The candidate marks an item for review, or takes the mark off."""
        return self._take(attempts.Marked(self._used(), self.clock.wall(), item_id, on))

    def visit(self, item_id: str) -> Entry:
        """The candidate goes to an item."""
        return self._take(attempts.Visited(self._used(), self.clock.wall(), item_id))

    def tick(self) -> Entry:
        """A heartbeat; due every `HEARTBEAT_MS` while nothing else is saved."""
        return self._take(attempts.Ticked(self._used(), self.clock.wall()))

    def note(self, what: str, detail: str = "") -> Entry:
        """Evidence for the result: what a guard, the clock or a device reported."""
        noted = attempts.Noted(self._used(), self.clock.wall(), what, readable(detail)[:_DETAIL_LENGTH])
        entry = self._take(noted)
        self.notes.append(noted)
        return entry

    def close(self, reason: ClosingReason) -> Entry:
        """The candidate hands in, or the clock has run out."""
        return self._take(attempts.Closed(self._used(), self.clock.wall(), reason))

    def save(self, entry: Entry) -> int:
        """Blocks until the entry is durable; the wall time (ms) of the acknowledgement."""
        self.attempt.files.append(entry)
        return self.clock.wall()

    def shut(self) -> None:
        """Closes the files. The attempt stays as it is, and can be resumed."""
        self.attempt.files.close()

    def start(self, seed: bytes) -> Entry:
        """The first entry of a new attempt: its limit ends with the session, for latecomers too."""
        wall = self.clock.wall()
        own = (self.exam.rules.duration_s + self.ticket.extra_time_s) * 1000
        limit = min(own, self.room.session.closes - wall)
        self._anchor = (0, self.clock.elapsed())
        return self._take(attempts.Started(0, wall, limit, bytes_to_text(seed)))

    def go_on(self) -> list[Entry]:
        """The entries that re-open an attempt after the gap since its last row."""
        session, last, now = self.room.session, self.attempt.entries[-1].witness, self._witness()
        gap = outages.gap_between(last, now, session.closes - session.opens)
        used = self.state.used + gap.worked + gap.outage
        credit = outages.credit_for(self.exam, session, self.state, gap, now.wall)
        self._anchor = (used, now.elapsed)
        self.resumed = True
        resumed = self._take(attempts.Resumed(used, now.wall, gap.cause, gap.outage, credit))
        return [resumed] if gap.is_believed else [resumed, self._doubt(last, now)]

    def _doubt(self, last: Witness, now: Witness) -> Entry:
        """Evidence of a wall clock that cannot be right: by how many seconds it jumped."""
        return self.note(Happening.CLOCK_NOT_BELIEVED, str((now.wall - last.wall) // 1000))


def check_window(clock: Clock, room: RoomFile, ticket: Ticket) -> None:
    """Refuses (POLICY) to start before the session opens, after it closes, or after the latest entry."""
    now, session = clock.wall(), room.session
    latest = room.fronts[ticket.exam].rules.latest_entry_s
    if now < session.opens:
        raise Refusal(Outcome.POLICY, "session.not-open", opens=session.opens, now=now)
    if now >= session.closes:
        raise Refusal(Outcome.POLICY, "session.over", closes=session.closes, now=now)
    if latest is not None and now > session.opens + latest * 1000:
        raise Refusal(Outcome.POLICY, "session.too-late", minutes=latest // 60)


def _new_attempt(desk: Desk, unlocked: Unlocked, ticket: Ticket, seat: str) -> OpenAttempt:
    check_window(desk.clock, unlocked.room, ticket)
    seed = bytes_to_text(signatures.new_seed(desk.random))
    opened = Opened(seed, seat, desk.clock.wall(), desk.clock.boot(), kaochang.__version__)
    return attempt_files.create(desk, unlocked, ticket, opened, bytes_to_text(desk.random(12)))


def begin(desk: Desk, unlocked: Unlocked, ticket: Ticket, seat: str) -> Sitting:
    """Starts this ticket's attempt, or goes on with the one on this PC's disk. Blocking.

    A resumed attempt may come back closed (`state.phase`): it was handed in or ran out before its result was sealed,
    and only `hand_in` remains. One whose result is sealed is refused (POLICY).
    """
    if found_attempt(desk, unlocked.room, ticket) is Found.CLOSED:
        raise Refusal(Outcome.POLICY, "attempt.handed-in")
    exam = unlocked.exam(ticket.exam)
    attempt = attempt_files.reopen(desk, unlocked, ticket) or _new_attempt(desk, unlocked, ticket, seat)
    sitting = Sitting(unlocked.room, ticket, exam, unlocked.media(), attempt, desk.clock)
    with ExitStack() as undo:
        undo.callback(sitting.shut)
        _catch_up(sitting, desk)
        undo.pop_all()
    return sitting


def _catch_up(sitting: Sitting, desk: Desk) -> None:
    """Replays what is saved, then starts the attempt or goes on with it."""
    events = [entry.event for entry in sitting.attempt.entries]
    sitting.state = attempts.replay(sitting.exam, events)
    sitting.notes = [event for event in events if isinstance(event, attempts.Noted)]
    if sitting.state.phase is Phase.INITIAL:
        sitting.save(sitting.start(desk.random(16)))
    elif sitting.state.phase is Phase.INTERACTING:
        for entry in sitting.go_on():
            sitting.save(entry)
