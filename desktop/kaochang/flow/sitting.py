"""A sitting: one attempt on this PC as an object; every event journaled before it is acknowledged.

Acting and saving are apart, so that a window never waits for a disk: `respond`, `mark`, … change the state in memory
at once and give back the entry to save; `save` blocks until that entry is durable. Entries must be saved in the order
they were given. What the clock does by itself is `due`: whoever drives an attempt asks for it once a second, and before
each thing a candidate does. After a crash the same files give the same attempt: nothing acknowledged is ever missing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec.structs import replace

from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry
from kaochang.domain import act_rules, annotations, attempt_rules, attempts, due, outages, parts, tries
from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted, AttemptState, Cause, ClosingReason, Phase, Wait
from kaochang.domain.evidence import Tally
from kaochang.domain.guards import Happening
from kaochang.domain.ordering import Arrangement, arrange
from kaochang.domain.outages import Gap, LedgerLine, Witness
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Response
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow.attempt_files import OpenAttempt
from kaochang.flow.clock_watch import ClockWatch, last_under_way
from kaochang.flow.corrections import Corrections
from kaochang.flow.desk import Desk
from kaochang.flow.disk_watch import DiskWatch
from kaochang.flow.unlock import RoomFile
from kaochang.machine.folders import readable

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
    corrections: Corrections = field(default_factory=Corrections)
    _disk: DiskWatch = field(init=False)
    _tally: Tally = field(default_factory=Tally)
    _anchor: tuple[int, int] | None = None
    _tried: Witness = _NEVER
    _watch: ClockWatch = field(init=False)
    _paused: tuple[Witness, str] = (_NEVER, "")

    def __post_init__(self) -> None:
        self._disk, self._watch = DiskWatch(self.attempt.files), ClockWatch(self.clock)

    @property
    def clock(self) -> Clock:
        """The clocks of this PC."""
        return self.desk.clock

    @property
    def seat(self) -> str:
        """Where the candidate sits: where the attempt was begun, or where an act says since."""
        return self.state.seat or self.attempt.opened.seat

    @property
    def pc(self) -> str:
        """The mark of this PC."""
        return self.desk.pc(self.room.session.id)

    @property
    def is_here(self) -> bool:
        """Whether the attempt is this PC's: begun or taken over here, and not left since.

        One that was begun by an older program says nothing of its PC: it is whoever's has it.
        """
        return self.state.wait is not Wait.MOVE and (self.state.pc or self.attempt.opened.pc) in ("", self.pc)

    @property
    def moved_to(self) -> str:
        """The mark of this PC where an act lets the attempt move here, also where it is here already; else ""."""
        return self.pc if act_rules.may_go_on_at(self.state, self.pc) else ""

    def check_here(self) -> None:
        """Refuses (POLICY) an attempt that is another PC's, unless an act lets this one take it over."""
        if not self.is_here and not act_rules.may_go_on_at(self.state, self.pc):
            key = "attempt.moved-away" if self.state.wait is Wait.MOVE else "attempt.other-pc"
            raise Refusal(Outcome.POLICY, key, ticket=self.ticket.number)

    @property
    def arrangement(self) -> Arrangement:
        """The order of items and options, the same after every resume."""
        return arrange(self.exam, text_to_bytes(self.state.seed))

    @property
    def act_place(self) -> ActPlace:
        """Where acts' codes are good that this attempt takes."""
        return ActPlace(self.room.sealed.context, self.room.room.id, self.act_key())

    def _used(self) -> int:
        if self._anchor is None or self.state.phase is not Phase.INTERACTING:
            return self.state.used
        used, elapsed = self._anchor
        return used + max(0, self.clock.elapsed() - elapsed)

    def remaining_ms(self) -> int:
        """Working time left now, ms; it stands still while the attempt is suspended, and is 0 once it is closed."""
        return 0 if self.state.phase is Phase.CLOSED else max(0, parts.time_left(self.exam, self.state, self._used()))

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

    def _witness(self) -> Witness:
        return outages.witness(self.clock)

    def _take(self, event: attempts.Event) -> Entry:
        was_suspended = self.state.phase is Phase.SUSPENDED
        self.state = attempt_rules.step(self.exam, self.state, event)
        if was_suspended and self.state.phase is Phase.INTERACTING:
            self._anchor = (self.state.used, self.clock.elapsed())
            self._watch.begin()
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
        """Whether the clock or the disk demands anything now; what was typed before it is to be told first.

        A look at which nothing is wrong is one from which the next is measured.
        """
        look = self._watch.look()
        if look.is_news:
            return True
        self._watch.seen(look)
        in_time = due.due_in(self.exam, self.state, self._used())
        return bool(self._disk_news()) or (in_time is not None and in_time <= 0)

    def due(self) -> list[Entry]:
        """What clocks and disk demand now, in order: what befell the PC is noted, what is over goes on or closes."""
        entries = self._look()
        if self._disk_news():
            entries += self._report_disk()
        while event := due.due(self.exam, self.state, self._used(), self.clock.wall()):
            entries.append(self._take(event))
        return entries

    def _disk_news(self) -> list[Happening]:
        return [] if self.state.phase in (Phase.INITIAL, Phase.CLOSED) else self._disk.news()

    def _report_disk(self) -> list[Entry]:
        """What happened to the disk, or to the second place, while entries were saved."""
        news = self._disk.news()
        self._disk.noted(news)
        return [entry for each in news for entry in self.report(each)]

    @property
    def forgets(self) -> bool:
        """Whether this PC's disk was found to forget at a reboot what is saved on it."""
        return any(note.what == Happening.DISK_FORGETS for note in self.notes)

    def insist(self, *, on_second: bool) -> None:
        """From now on, where the disk forgets, `save` waits for the second place; `on_second`: none is a lost one."""
        self._disk.needs_second = on_second
        self.attempt.files.is_strict = self.forgets

    @property
    def has_second_place(self) -> bool:
        """Whether the journal's log is to lie in a second place too."""
        return self.desk.second is not None

    @property
    def is_second_place_lost(self) -> bool:
        """Whether the second place lacks rows that are saved: it is looked for until it is back."""
        return self._disk.is_second_lost

    def _look(self) -> list[Entry]:
        """A look at both clocks: what happened to them since the last one."""
        look = self._watch.look()
        self._watch.seen(look)
        entries = []
        if look.standstill is not None and self.state.phase is Phase.INTERACTING:
            entries += self._stood_still(look.standstill)
        if look.jump and self.state.phase is not Phase.CLOSED:
            entries += self.report(Happening.CLOCK_CHANGED, str(look.jump // 1000))
        return entries

    def _stood_still(self, gap: Gap) -> list[Entry]:
        """The time has gone on; what of it was not worked stands as an outage."""
        used = self._used()
        gap = replace(gap, outage=min(gap.outage, used - self.state.used))
        credit = outages.credit_for(self.exam, self.state, gap)
        resumed = self._take(attempts.Resumed(used, self.clock.wall(), gap.cause, gap.outage, credit))
        what = Happening.SLEPT if gap.cause is Cause.CANDIDATE else Happening.STALLED
        return [resumed, *self.report(what, str(gap.length // 1000))]

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

    def annotate(self, item_id: str, annotation: annotations.Annotation) -> Entry:
        """What the candidate keeps for themselves is now this; `item_id` is "" where it belongs to none."""
        return self._take(attempts.Annotated(self._used(), self.clock.wall(), item_id, annotation))

    def visit(self, item_id: str) -> Entry:
        """The candidate goes to an item."""
        return self._take(attempts.Visited(self._used(), self.clock.wall(), item_id))

    def advance(self) -> Entry:
        """The candidate goes on to the next part of the exam, for good."""
        return self._take(attempts.Advanced(self._used(), self.clock.wall(), self.state.part + 1))

    def stage(self) -> Entry:
        """The candidate goes on to the next turn of the scenario that is open, for good."""
        stage = turn.stage + 1 if (turn := self.state.turns.get(self.state.current)) else 0
        return self._take(attempts.Staged(self._used(), self.clock.wall(), self.state.current, stage))

    def left(self) -> Entry:
        """The attempt leaves this PC, and goes on at another one."""
        return self._take(attempts.Left(self._used(), self.clock.wall()))

    def moved_here(self) -> Entry:
        """By an act, the attempt counts from now on as moved to this PC, where it is; nothing lies between."""
        return self._take(attempts.Resumed(self._used(), self.clock.wall(), Cause.MOVED, 0, 0, self.pc))

    def tick(self) -> Entry:
        """A heartbeat; due every `HEARTBEAT_MS` while nothing else is saved."""
        return self._take(attempts.Ticked(self._used(), self.clock.wall()))

    def report(self, what: str, detail: str = "") -> list[Entry]:
        """Evidence from a guard, the clock or a device: a note, or none yet where it happens over and over.

        None of an attempt that has left this PC: no row may follow here that the other one lacks.
        """
        if self.state.wait is Wait.MOVE:
            return []
        detail = readable(detail)[:_DETAIL_LENGTH]
        times = self._tally.count(what, detail)
        return [] if times is None else [self._note(what, detail, times)]

    def report_rest(self) -> list[Entry]:
        """The notes of all that happened and has none yet; due before the result is sealed."""
        return [*self._report_disk(), *(self._note(*each) for each in self._tally.rest())]

    def _note(self, what: str, detail: str, times: int) -> Entry:
        entry = self._take(noted := attempts.Noted(self._used(), self.clock.wall(), what, detail, times))
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
        return self._note(Happening.ACT_CODE_WRONG, "", 1)

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

    def settle(self) -> None:
        """Blocks until copies of what is saved are durable too; for whoever saves, when no entry waits."""
        self.attempt.files.settle()

    def recall(self) -> None:
        """Takes in every row that the journal has."""
        entries = self.attempt.entries
        self.notes = [entry.event for entry in entries if isinstance(entry.event, attempts.Noted)]
        self._tally = Tally.of(self.notes)
        self._disk = DiskWatch(self.attempt.files, self.notes)
        self.state = attempts.first_state(self.attempt.files.chain.of_format)
        for entry in entries:
            self.state = attempt_rules.step(self.exam, self.state, entry.event)
            self._remember(entry)
        self._watch.begin()

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
        self._watch.begin()
        return self._take(attempts.Started(0, wall, limit, bytes_to_text(seed), extra))

    def go_on(self, moved_to: str = "") -> list[Entry]:
        """The entries that re-open an attempt after the gap since its last row.

        `moved_to` is the mark of this PC where another one had it before.
        """
        last, now = self._last_witness(moved_to), self._witness()
        window = self.room.session.closes - self.room.session.opens
        gap = outages.gap_of(self.state, last, now, window, is_moved=bool(moved_to))
        used = self.state.used + gap.length
        credit = outages.credit_for(self.exam, self.state, gap)
        self._anchor = (used, now.elapsed)
        self._watch.begin()
        self.resumed = True
        told = (gap.cause, gap.outage, credit, moved_to, not gap.is_believed)
        entries = [self._take(attempts.Resumed(used, now.wall, *told))]
        jump = 0 if moved_to else outages.jump_between(last, now)
        if not gap.is_believed:
            entries += self.report(Happening.CLOCK_NOT_BELIEVED, str((now.wall - last.wall) // 1000))
        elif jump:
            entries += self.report(Happening.CLOCK_CHANGED, str(jump // 1000))
        return entries

    def _last_witness(self, moved_to: str) -> Witness:
        """When the attempt was last under way."""
        entries = self.attempt.entries
        return last_under_way(entries, self.state.used) if moved_to else entries[-1].witness
