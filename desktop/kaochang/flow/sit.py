"""Sit: one attempt on this PC, from the first second to its closing; every event journaled before it is acknowledged.

Acting and saving are apart, so that a window never waits for a disk: `respond`, `mark`, … change the state in memory
at once and give back the entry to save; `save` blocks until that entry is durable. Entries must be saved in the order
they were given. After a crash the same files give the same attempt: nothing acknowledged is ever missing.
"""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import kaochang
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry, Opened
from kaochang.domain import attempt_rules, attempts, outages, tries
from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted, AttemptState, ClosingReason, Phase
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
from kaochang.flow.pc_tries import pin_of, tries_of
from kaochang.flow.unlock import RoomFile, Unlocked
from kaochang.machine.folders import readable
from kaochang.sealing import signatures

WINDOW_REFUSALS = frozenset({"session.not-open", "session.over", "session.too-late"})
"""Why `check_window` refuses a start, which an act may override."""

_NEVER = Witness(0, 0, "")
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
    desk: Desk
    act_key: Callable[[], bytes] = field(repr=False)
    state: AttemptState = field(default_factory=AttemptState)
    notes: list[attempts.Noted] = field(default_factory=list)
    resumed: bool = False
    _anchor: tuple[int, int] = (0, 0)
    _tried: Witness = _NEVER

    @property
    def clock(self) -> Clock:
        """The clocks of this PC."""
        return self.desk.clock

    @property
    def seat(self) -> str:
        """Where the candidate sits: where the attempt was begun, or where an act says since."""
        return self.state.seat or self.attempt.opened.seat

    @property
    def arrangement(self) -> Arrangement:
        """The order of items and options, the same after every resume."""
        return arrange(self.exam, text_to_bytes(self.state.seed))

    @property
    def act_place(self) -> ActPlace:
        """Where acts' codes are good that this attempt takes."""
        return ActPlace(self.room.sealed.context, self.room.room.id, self.act_key())

    def _used(self) -> int:
        if self.state.phase in (Phase.INITIAL, Phase.SUSPENDED):
            return self.state.used
        used, elapsed = self._anchor
        return used + max(0, self.clock.elapsed() - elapsed)

    def remaining_ms(self) -> int:
        """Working time left now, ms; it stands still while the attempt is suspended, and is 0 once it is closed."""
        return 0 if self.state.phase is Phase.CLOSED else max(0, self.state.limit - self._used())

    def _witness(self) -> Witness:
        return outages.witness(self.clock)

    def _take(self, event: attempts.Event) -> Entry:
        was_suspended = self.state.phase is Phase.SUSPENDED
        self.state = attempt_rules.step(self.exam, self.state, event)
        if was_suspended and self.state.phase is Phase.INTERACTING:
            self._anchor = (self.state.used, self.clock.elapsed())
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

    def challenge(self, code: str) -> Entry:
        """The PC asks for an act by this challenge; one that was open before is answered no more."""
        return self._take(attempts.Challenged(self._used(), self.clock.wall(), code))

    def check_act(self, grant: Grant, detail: str = "") -> None:
        """Refuses (Violation) an act that the attempt cannot take now; changes nothing."""
        attempt_rules.step(self.exam, self.state, self._acted(grant, detail))

    def act(self, grant: Grant, detail: str = "") -> Entry:
        """What a proctor granted takes effect; `detail` is the new seat, for an act of that kind."""
        return self._take(self._acted(grant, detail))

    def _acted(self, grant: Grant, detail: str) -> Acted:
        credit = attempt_rules.act_credit(self.state, grant.kind, grant.minutes)
        told = (grant.kind, grant.minutes, credit, grant.challenge, grant.code, readable(detail)[:_DETAIL_LENGTH])
        return Acted(self._used(), self.clock.wall(), *told)

    def wrong_code(self) -> Entry:
        """Somebody typed an act's code that grants nothing: the next try waits."""
        self._tried = self._witness()
        return self.note(Happening.ACT_CODE_WRONG)

    def wait_s(self) -> int:
        """Seconds until an act's code may be typed again, because of wrong ones before; also after a kill."""
        return tries.wait_left_s(self.state.wrong, self._tried, self._witness())

    def close(self, reason: ClosingReason) -> Entry:
        """The candidate hands in, or the clock has run out."""
        return self._take(attempts.Closed(self._used(), self.clock.wall(), reason))

    def save(self, entry: Entry) -> int:
        """Blocks until the entry is durable; the wall time (ms) of the acknowledgement."""
        self.attempt.files.append(entry)
        return self.clock.wall()

    def recall(self) -> None:
        """Takes in every row that the journal has."""
        entries = self.attempt.entries
        self.state = attempt_rules.replay(self.exam, [entry.event for entry in entries])
        self.notes = [entry.event for entry in entries if isinstance(entry.event, attempts.Noted)]
        for entry in entries:
            if isinstance(entry.event, attempts.Noted) and entry.event.what == Happening.ACT_CODE_WRONG:
                self._tried = entry.witness

    def shut(self) -> None:
        """Closes the files. The attempt stays as it is, and can be resumed."""
        self.attempt.files.close()

    def start(self, seed: bytes) -> Entry:
        """The entry that starts the clock: the limit ends with the session, for latecomers too.

        Where an act says that the PC's date is wrong, nothing is counted from it, and the time is the candidate's own.
        """
        wall = self.clock.wall()
        own = (self.exam.rules.duration_s + self.ticket.extra_time_s) * 1000
        limit = own if self.state.has_act(ActKind.CLOCK) else min(own, self.room.session.closes - wall)
        self._anchor = (0, self.clock.elapsed())
        return self._take(attempts.Started(0, wall, limit, bytes_to_text(seed)))

    def go_on(self) -> list[Entry]:
        """The entries that re-open an attempt after the gap since its last row; no gap counts in one suspended."""
        session, last, now = self.room.session, self.attempt.entries[-1].witness, self._witness()
        gap = outages.gap_between(last, now, session.closes - session.opens)
        if self.state.phase is Phase.SUSPENDED:
            gap = replace(gap, worked=0, outage=0)
        used = self.state.used + gap.worked + gap.outage
        credit = outages.credit_for(self.exam, session, self.state, gap, now.wall)
        self._anchor = (used, now.elapsed)
        self.resumed = True
        resumed = self._take(attempts.Resumed(used, now.wall, gap.cause, gap.outage, credit))
        return [resumed] if gap.is_believed else [resumed, self._doubt(last, now)]

    def _doubt(self, last: Witness, now: Witness) -> Entry:
        """Evidence of a wall clock that cannot be right: by how many seconds it jumped."""
        return self.note(Happening.CLOCK_NOT_BELIEVED, str((now.wall - last.wall) // 1000))


def check_window(clock: Clock, room: RoomFile, ticket: Ticket, granted: Collection[ActKind] = ()) -> None:
    """Refuses (POLICY) to start before the session opens, after it closes, or after the latest entry.

    An act to admit overrides the latest entry, one about the clock everything that is told by this PC's date.
    """
    if ActKind.CLOCK in granted:
        return
    now, session = clock.wall(), room.session
    latest = room.fronts[ticket.exam].rules.latest_entry_s
    if now < session.opens:
        raise Refusal(Outcome.POLICY, "session.not-open", opens=session.opens, now=now)
    if now >= session.closes:
        raise Refusal(Outcome.POLICY, "session.over", closes=session.closes, now=now)
    if latest is not None and now > session.opens + latest * 1000 and ActKind.ADMIT not in granted:
        raise Refusal(Outcome.POLICY, "session.too-late", minutes=latest // 60)


def _new_attempt(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, ticket_seed: bytes, seat: str, grant: Grant | None
) -> OpenAttempt:
    check_window(desk.clock, unlocked.room, ticket, () if grant is None else (grant.kind,))
    seed = bytes_to_text(signatures.new_seed(desk.random))
    opened = Opened(seed, seat, desk.clock.wall(), desk.clock.boot(), kaochang.__version__)
    return attempt_files.create(desk, unlocked, ticket, ticket_seed, opened, bytes_to_text(desk.random(12)))


def _ticket_seed(desk: Desk, unlocked: Unlocked, ticket: Ticket, pin: str) -> bytes:
    """What a ticket signs with. Wrong PINs are counted on the PC; USAGE for one where the session has none."""
    if pin and not unlocked.room.needs_pin:
        raise Refusal(Outcome.USAGE, "pin.not-needed", ticket=ticket.number)
    with tries_of(desk, unlocked.room.session.id).of(pin_of(ticket.number)):
        return unlocked.ticket_seed(ticket.number, pin)


def begin(
    desk: Desk, unlocked: Unlocked, ticket: Ticket, seat: str, pin: str = "", grant: Grant | None = None
) -> Sitting:
    """Starts this ticket's attempt, or goes on with the one on this PC's disk. Blocking.

    `pin` is needed in certified sessions, also to go on: refused as `Unlocked.ticket_seed` does, before any file.
    `grant` is the act that lets somebody start whom `check_window` refuses (`take_act.take_to_enter`).

    A resumed attempt may come back closed (`state.phase`): it was handed in or ran out before its result was sealed,
    and only `hand_in` remains. One whose result is sealed is refused (POLICY).
    """
    if found_attempt(desk, unlocked.room, ticket) is Found.CLOSED:
        raise Refusal(Outcome.POLICY, "attempt.handed-in")
    ticket_seed = _ticket_seed(desk, unlocked, ticket, pin)
    exam = unlocked.exam(ticket.exam)
    attempt = attempt_files.reopen(desk, unlocked, ticket, ticket_seed)
    if attempt is None:
        attempt = _new_attempt(desk, unlocked, ticket, ticket_seed, seat, grant)
    sitting = Sitting(unlocked.room, ticket, exam, unlocked.media(), attempt, desk, lambda: unlocked.act_key)
    with ExitStack() as undo:
        undo.callback(sitting.shut)
        _catch_up(sitting, grant)
        _note_errata(sitting, unlocked.errata.counter)
        undo.pop_all()
    return sitting


def _catch_up(sitting: Sitting, grant: Grant | None) -> None:
    """Replays what is saved, then starts the attempt or goes on with it."""
    sitting.recall()
    if sitting.state.phase is Phase.INITIAL:
        _enter(sitting, grant)
    elif sitting.state.phase is not Phase.CLOSED:
        for entry in sitting.go_on():
            sitting.save(entry)


def _note_errata(sitting: Sitting, counter: int) -> None:
    """The result tells under which errata it was sat: those that were in force when the attempt began or went on."""
    is_noted = any((note.what, note.detail) == (Happening.ERRATUM_APPLIED, str(counter)) for note in sitting.notes)
    if counter and not is_noted and sitting.state.phase is not Phase.CLOSED:
        sitting.save(sitting.note(Happening.ERRATUM_APPLIED, str(counter)))


def _enter(sitting: Sitting, grant: Grant | None) -> None:
    """Starts the clock: within the window, or by an act, which may have been saved before a crash."""
    if grant is not None and not sitting.state.has_act(grant.kind):
        if grant.challenge:
            sitting.save(sitting.challenge(grant.challenge))
        sitting.save(sitting.act(grant))
    check_window(sitting.clock, sitting.room, sitting.ticket, [act.kind for act in sitting.state.acts])
    sitting.save(sitting.start(sitting.desk.random(16)))
