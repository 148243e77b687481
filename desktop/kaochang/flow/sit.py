"""Sit: one attempt on this PC, from the first second to its closing; every event journaled before it is acknowledged.

Acting and saving are apart, so that a window never waits for a disk: `respond`, `mark`, … change the state in memory
at once and give back the entry to save; `save` blocks until that entry is durable. Entries must be saved in the order
they were given. What the clock does by itself is `due`: whoever drives an attempt asks for it once a second, and before
each thing a candidate does. After a crash the same files give the same attempt: nothing acknowledged is ever missing.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

import kaochang
from kaochang.custody import journal_log
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry, Opened
from kaochang.domain import act_rules, attempt_rules, attempts, due, outages, parts, tries
from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted, AttemptState, Cause, ClosingReason, Phase, Wait
from kaochang.domain.guards import Happening
from kaochang.domain.ordering import Arrangement, arrange
from kaochang.domain.outages import Gap, LedgerLine, Witness
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
    _anchor: tuple[int, int] | None = None
    _tried: Witness = _NEVER
    _seen: Witness = _NEVER
    _seen_awake: int = 0
    _paused: tuple[Witness, str] = (_NEVER, "")

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
        if self._anchor is None or self.state.phase in (Phase.INITIAL, Phase.SUSPENDED):
            return self.state.used
        used, elapsed = self._anchor
        return used + max(0, self.clock.elapsed() - elapsed)

    def remaining_ms(self) -> int:
        """Working time left now, ms; it stands still while the attempt is suspended, and is 0 once it is closed."""
        is_closed = self.state.phase is Phase.CLOSED
        return 0 if is_closed else max(0, parts.time_left(self.exam, self.state, self._used()))

    def part_remaining_ms(self) -> int:
        """What is left of the open part's time, and of the attempt where that is less, ms."""
        left, in_part = self.remaining_ms(), parts.part_left(self.exam, self.state, self._used())
        return left if in_part is None else min(left, max(0, in_part))

    def is_open(self, item_id: str) -> bool:
        """Whether an item stands in the part of the exam that is open."""
        return parts.part_of(self.exam, item_id) == self.state.part

    @property
    def ledger(self) -> tuple[LedgerLine, ...]:
        """Every outage and pause so far, and what was given back of each."""
        return outages.ledger(self.state.outages, self.state.acts)

    def history(self, item_id: str) -> Iterator[attempts.Responded]:
        """Every response to an item that is saved, in order; read from the disk row by row, where `save` is called."""
        files = self.attempt.files
        chain = journal_log.new_chain(files.chain.key, self.attempt.identity, files.chain.of_format)
        for sealed in files.sealed_rows():
            row = chain.read_next(sealed)
            if isinstance(row, Entry) and isinstance(row.event, attempts.Responded) and row.event.item == item_id:
                yield row.event

    def _witness(self) -> Witness:
        return outages.witness(self.clock)

    def _take(self, event: attempts.Event) -> Entry:
        was_suspended = self.state.phase is Phase.SUSPENDED
        self.state = attempt_rules.step(self.exam, self.state, event)
        if was_suspended and self.state.phase is Phase.INTERACTING:
            self._anchor = (self.state.used, self.clock.elapsed())
        entry = Entry(event, self._witness())
        self._remember(entry)
        return entry

    def _remember(self, entry: Entry) -> None:
        """What the clock read when something began that is measured later."""
        match entry.event:
            case attempts.Noted(what=Happening.ACT_CODE_WRONG):
                self._tried = entry.witness
            case Acted(kind=ActKind.PAUSE):
                self._paused = (entry.witness, self.state.pc)

    def is_due(self) -> bool:
        """Whether the clock demands anything now; what was typed before it is to be told first."""
        now = self._witness()
        in_time = due.due_in(self.exam, self.state, self._used())
        watched = self._standstill(now) or outages.jump_between(self._seen, now)
        return bool(watched) or (in_time is not None and in_time <= 0)

    def due(self) -> list[Entry]:
        """What the clock demands now, in order: a PC that slept or hung and a date that was set are journaled; a turn
        or part whose time is over gives way to the next; the attempt whose time is over is closed.
        """
        entries = self._look()
        while event := due.due(self.exam, self.state, self._used(), self.clock.wall()):
            entries.append(self._take(event))
        return entries

    def _look(self) -> list[Entry]:
        """A look at both clocks: what happened to them since the last one."""
        now = self._witness()
        still, jump = self._standstill(now), outages.jump_between(self._seen, now)
        self._see(now)
        entries = []
        if still is not None and self.state.phase is Phase.INTERACTING:
            entries += self._stood_still(still)
        if jump and self.state.phase is not Phase.CLOSED:
            entries.append(self.note(Happening.CLOCK_CHANGED, str(jump // 1000)))
        return entries

    def _see(self, now: Witness) -> None:
        self._seen, self._seen_awake = now, self.clock.awake()

    def _standstill(self, now: Witness) -> Gap | None:
        return outages.standstill(now.elapsed - self._seen.elapsed, self.clock.awake() - self._seen_awake)

    def _stood_still(self, gap: Gap) -> list[Entry]:
        """The time has gone on; what of it was not worked stands as an outage."""
        used = self._used()
        gap = replace(gap, outage=min(gap.outage, used - self.state.used))
        credit = outages.credit_for(self.exam, self.state, gap)
        resumed = self._take(attempts.Resumed(used, self.clock.wall(), gap.cause, gap.outage, credit))
        what = Happening.SLEPT if gap.cause is Cause.CANDIDATE else Happening.STALLED
        return [resumed, self.note(what, str(gap.length // 1000))]

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

    def advance(self) -> Entry:
        """The candidate goes on to the next part of the exam, for good."""
        return self._take(attempts.Advanced(self._used(), self.clock.wall(), self.state.part + 1))

    def stage(self) -> Entry:
        """The candidate goes on to the next turn of the scenario that is open, for good."""
        turn = self.state.turns.get(self.state.current)
        stage = 0 if turn is None else turn.stage + 1
        return self._take(attempts.Staged(self._used(), self.clock.wall(), self.state.current, stage))

    def left(self) -> Entry:
        """The attempt leaves this PC, and goes on at another one."""
        return self._take(attempts.Left(self._used(), self.clock.wall()))

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
        credit = act_rules.act_credit(self.state, grant.kind, grant.minutes)
        told = (grant.kind, grant.minutes, credit, grant.challenge, grant.code, readable(detail)[:_DETAIL_LENGTH])
        return Acted(self._used(), self.clock.wall(), *told, stood=self._stood(grant.kind))

    def _stood(self, kind: ActKind) -> int:
        """How long a pause was that such an act ends, ms; 0 where no clock can tell."""
        if kind is not ActKind.CONTINUE or self.state.wait is not Wait.PAUSE:
            return 0
        (since, pc), session = self._paused, self.room.session
        gap = outages.gap_between(since, self._witness(), session.closes - session.opens, one_pc=pc == self.state.pc)
        return gap.length if gap.is_believed else 0

    def wrong_code(self) -> Entry:
        """Somebody typed an act's code that grants nothing: the next try waits."""
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
        self.notes = [entry.event for entry in entries if isinstance(entry.event, attempts.Noted)]
        for entry in entries:
            self.state = attempt_rules.step(self.exam, self.state, entry.event)
            self._remember(entry)
        self._see(self._witness())

    def shut(self) -> None:
        """Closes the files. The attempt stays as it is, and can be resumed."""
        self.attempt.files.close()

    def start(self, seed: bytes) -> Entry:
        """The entry that starts the clock: the limit ends with the session, for latecomers too.

        For whoever has extra time the session ends by so much later. Where the exam says otherwise, or an act that the
        PC's date is wrong, the time is the candidate's own.
        """
        wall = self.clock.wall()
        rules, extra = self.exam.rules, self.ticket.extra_time_s * 1000
        own = rules.duration_s * 1000 + extra
        has_own = rules.late_full_time or self.state.has_act(ActKind.CLOCK)
        limit = own if has_own else min(own, self.room.session.closes + extra - wall)
        self._anchor = (0, self.clock.elapsed())
        self._see(self._witness())
        return self._take(attempts.Started(0, wall, limit, bytes_to_text(seed), extra))

    def go_on(self, moved_to: str = "") -> list[Entry]:
        """The entries that re-open an attempt after the gap since its last row.

        `moved_to` is the mark of this PC where another one had it before.
        """
        last, now = self._last_witness(moved_to), self._witness()
        gap = self._gap(last, now, moved_to)
        used = self.state.used + gap.length
        credit = outages.credit_for(self.exam, self.state, gap)
        self._anchor = (used, now.elapsed)
        self._see(now)
        self.resumed = True
        told = (gap.cause, gap.outage, credit, moved_to, not gap.is_believed)
        entries = [self._take(attempts.Resumed(used, now.wall, *told))]
        jump = 0 if moved_to else outages.jump_between(last, now)
        if not gap.is_believed:
            entries.append(self._doubt(last, now))
        elif jump:
            entries.append(self.note(Happening.CLOCK_CHANGED, str(jump // 1000)))
        return entries

    def _last_witness(self, moved_to: str) -> Witness:
        """When the attempt was last under way; what a PC that takes it over has asked and got comes after that."""
        entries = self.attempt.entries
        asked = (attempts.Challenged, attempts.Noted, Acted) if moved_to else ()
        return next(
            (each.witness for each in reversed(entries) if not isinstance(each.event, asked)), entries[-1].witness
        )

    def _gap(self, last: Witness, now: Witness, moved_to: str) -> Gap:
        """What lies between the last row and now: none counts in an attempt whose time stands still."""
        session, state = self.room.session, self.state
        gap = outages.gap_between(last, now, session.closes - session.opens, one_pc=not moved_to)
        if state.stands_still:
            gap = replace(gap, worked=0, outage=0)
        elif state.wait is Wait.MOVE:
            gap = replace(gap, worked=0, outage=gap.length if gap.is_believed else 0)
        if moved_to:
            return replace(gap, cause=Cause.MOVED)
        return replace(gap, cause=Cause.CANDIDATE) if self._was_closed_by_hand() else gap

    def _was_closed_by_hand(self) -> bool:
        """Whether the candidate closed the program: the last thing that the journal tells, but for other evidence."""
        for entry in reversed(self.attempt.entries):
            if not isinstance(entry.event, attempts.Noted):
                return False
            if entry.event.what == Happening.PROGRAM_CLOSED:
                return True
        return False

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
