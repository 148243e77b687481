"""A line without files: the attempt's real rules, a journal that is a list, a clock that stands until moved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path

from kaochang.custody.journal_log import Entry, Witness
from kaochang.domain import attempt_rules, attempts, due, parts
from kaochang.domain.assessments import Exam, LoginField
from kaochang.domain.attempts import AttemptState, ClosingReason, Phase
from kaochang.domain.ordering import Arrangement, arrange
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.flow import pc_tries
from kaochang.flow.attempt_files import Found
from kaochang.flow.hand_in import Receipt
from kaochang.flow.unlock import Door
from kaochang.presenters.candidate.line import RoomKeyFile
from kaochang.presenters.running import Means
from kaochang.sealing import codes
from screens import sample

ZONE = timezone(timedelta(hours=8))


def _some_code(first: int, shape: codes.CodeShape = codes.START_CODE) -> str:
    return codes.new_code(lambda count: bytes(range(first, first + count)), shape)


START_CODE = _some_code(40)
ROOM_CODE = _some_code(90)
PIN = _some_code(150, codes.PIN)
ROOM_KEY = RoomKeyFile(Path("/media/stick/302.kroom"), bytes(32))
RECEIPT_CODE = "K7QD-2MXA-9RTV"


class StandingClock:
    """Both clocks stand until `advance`."""

    def __init__(self, wall: int = sample.START_WALL + 60_000) -> None:
        self.now = wall

    def wall(self) -> int:
        return self.now

    def elapsed(self) -> int:
        return self.now - sample.START_WALL

    def awake(self) -> int:
        return self.elapsed()

    def boot(self) -> str:
        return "boot"

    def advance(self, milliseconds: int) -> None:
        self.now += milliseconds


class HeldRunner:
    """Keeps tasks until `step`; with `is_held` off they run at once."""

    def __init__(self, *, is_held: bool = False) -> None:
        self.is_held = is_held
        self.waiting: list[Callable[[], None]] = []

    def run(self, task, done, failed) -> None:
        def work() -> None:
            try:
                result = task()
            except Exception as error:  # noqa: BLE001 - as the real runner
                failed(error)
            else:
                done(result)

        if self.is_held:
            self.waiting.append(work)
        else:
            work()

    def step(self) -> None:
        self.waiting.pop(0)()


class HandTimer:
    """Rings when the test says so."""

    def __init__(self) -> None:
        self.milliseconds = 0
        self.then: Callable[[], None] | None = None

    def start(self, milliseconds: int, then: Callable[[], None]) -> None:
        self.milliseconds, self.then = milliseconds, then

    def stop(self) -> None:
        self.then = None

    def ring(self) -> None:
        then, self.then = self.then, None
        then()


@dataclass
class FakeFront:
    """What may be known before the start code."""

    id: str
    title: str
    item_count: int
    total: object
    rules: object


@dataclass
class FakeRoomFile:
    """A room's part of a sealed exam."""

    exam: Exam
    session: object = sample.SESSION
    room: object = sample.ROOM
    tickets: tuple[Ticket, ...] = (sample.TICKET, sample.OTHER_TICKET)
    needs_pin: bool = False
    needs_room_key: bool = False
    photos: dict[str, bytes | Exception] = field(default_factory=dict)

    def photo(self, number: str) -> bytes | None:
        found = self.photos.get(number)
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def fronts(self) -> dict[str, FakeFront]:
        assessment = self.exam.assessment
        count = sum(1 for _ in assessment.items())
        front = FakeFront(self.exam.id, assessment.title, count, assessment.total, self.exam.rules)
        return {self.exam.id: front}

    def login_fields(self) -> tuple[LoginField, ...]:
        return self.exam.rules.login


@dataclass
class FakeSitting:
    """A sitting by the real rules, saved into a list; `trouble` is raised by the next saves."""

    exam: Exam
    ticket: Ticket
    room: FakeRoomFile
    clock: StandingClock
    seat: str = "17"
    resumed: bool = False
    state: AttemptState = field(default_factory=AttemptState)
    saved: list[attempts.Event] = field(default_factory=list)
    trouble: Exception | None = None
    media: Callable[[str], bytes] = lambda name: b""
    is_shut: bool = False
    _anchor: int = 0

    def __post_init__(self) -> None:
        self._anchor = self.clock.elapsed()
        limit = self.exam.rules.duration_s * 1000
        self._take(attempts.Started(0, self.clock.wall(), limit, "c2VlZA"))

    @property
    def arrangement(self) -> Arrangement:
        return arrange(self.exam, b"seed")

    def _used(self) -> int:
        if self.state.phase is Phase.SUSPENDED:
            return self.state.used
        return self.clock.elapsed() - self._anchor

    def remaining_ms(self) -> int:
        return 0 if self.state.phase is Phase.CLOSED else max(0, parts.time_left(self.exam, self.state, self._used()))

    def part_remaining_ms(self) -> int:
        in_part = parts.part_left(self.exam, self.state, self._used())
        return self.remaining_ms() if in_part is None else max(0, min(in_part, self.remaining_ms()))

    def is_open(self, item_id: str) -> bool:
        return parts.part_of(self.exam, item_id) == self.state.part

    def is_due(self) -> bool:
        left = due.due_in(self.exam, self.state, self._used())
        return left is not None and left <= 0

    def due(self) -> list[Entry]:
        entries = []
        while event := due.due(self.exam, self.state, self._used(), self.clock.wall()):
            entries.append(self._take(event))
        return entries

    def advance(self) -> Entry:
        return self._take(attempts.Advanced(self._used(), self.clock.wall(), self.state.part + 1))

    def stage(self) -> Entry:
        turn = self.state.turns[self.state.current].stage + 1
        return self._take(attempts.Staged(self._used(), self.clock.wall(), self.state.current, turn))

    def _take(self, event) -> Entry:
        self.state = attempt_rules.step(self.exam, self.state, event)
        return Entry(event, Witness(self.clock.wall(), self.clock.elapsed(), self.clock.boot()))

    def stamp(self) -> int:
        return self._used()

    def respond(self, item_id, response, stamp=None) -> Entry:
        used = self._used() if stamp is None else max(stamp, self.state.used)
        return self._take(attempts.Responded(used, self.clock.wall(), item_id, response))

    def mark(self, item_id, on) -> Entry:
        return self._take(attempts.Marked(self._used(), self.clock.wall(), item_id, on))

    def visit(self, item_id) -> Entry:
        return self._take(attempts.Visited(self._used(), self.clock.wall(), item_id))

    def tick(self) -> Entry:
        return self._take(attempts.Ticked(self._used(), self.clock.wall()))

    def note(self, what: str, detail: str = "") -> Entry:
        return self._take(attempts.Noted(self._used(), self.clock.wall(), what, detail))

    def close(self, reason: ClosingReason) -> Entry:
        return self._take(attempts.Closed(self._used(), self.clock.wall(), reason))

    def save(self, entry: Entry) -> int:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append(entry.event)
        return self.clock.wall()

    def shut(self) -> None:
        self.is_shut = True


class FakeTries(pc_tries.PcTries):
    """What a PC remembers of wrong codes, without its file."""

    def __init__(self, clock: StandingClock) -> None:
        super().__init__(Path(), clock)
        object.__setattr__(self, "_memory", pc_tries._Memory({}))

    def _read(self):
        return self._memory

    def _write(self, tried) -> None:
        object.__setattr__(self, "_memory", pc_tries._Memory(tried))


class FakeLine:
    """The line of one PC. `troubles` maps a step's name to what it raises; `sticks` is what the sticks hold.

    `given` is what the last `begin` got behind the ticket and the seat.
    """

    def __init__(self, exam: Exam | None = None, clock: StandingClock | None = None) -> None:
        self.exam = exam or sample.short_exam()
        self.clock = clock or StandingClock()
        self.room = FakeRoomFile(self.exam)
        self.sitting = FakeSitting(self.exam, sample.TICKET, self.room, self.clock)
        self.found = Found.NONE
        self.troubles: dict[str, Exception] = {}
        self.whole = True
        self.handed_in = 0
        self.needs_room_code = False
        self.sticks: RoomKeyFile | None = None
        self.key_files: tuple[Path, ...] = ()
        self.given: tuple[str, bytes] | None = None
        self.tries = FakeTries(self.clock)

    def _step(self, name: str) -> None:
        if name in self.troubles:
            raise self.troubles[name]

    def check_disk(self) -> None:
        self._step("check_disk")

    def door(self) -> Door:
        self._step("door")
        return Door(self.room.session, self.room.room, self.needs_room_code)

    def room_code_wait_s(self, door: Door) -> int:
        return self.tries.wait_s(pc_tries.ROOM_CODE)

    def code_wait_s(self, room, ticket) -> int:
        return self.tries.wait_s(pc_tries.START_CODE, pc_tries.pin_of(ticket.number))

    def open_room(self, room_code: str = "") -> FakeRoomFile:
        with self.tries.of(pc_tries.ROOM_CODE):
            self._step("open_room")
            if self.needs_room_code and room_code != ROOM_CODE:
                raise Refusal(Outcome.CODE, "room-code.wrong")
        return self.room

    def room_key_name(self, room) -> str:
        return f"{room.room.id}.kroom"

    def room_key_files(self) -> tuple[Path, ...]:
        return self.key_files

    def find_room_key(self, room) -> RoomKeyFile | None:
        self._step("find_room_key")
        return self.sticks

    def read_room_key(self, path) -> RoomKeyFile:
        self._step("read_room_key")
        return RoomKeyFile(path, b"k" * 32)

    def is_whole(self, room: FakeRoomFile) -> bool:
        return self.whole

    def find_ticket(self, room: FakeRoomFile, typed: Mapping[LoginField, str]) -> Ticket:
        for ticket in room.tickets:
            if typed.get(LoginField.PERSON) == ticket.person and typed.get(LoginField.NAME) == ticket.name:
                return ticket
        raise Refusal(Outcome.POLICY, "login.unknown")

    def found_attempt(self, room, ticket) -> Found:
        return self.found

    def begin(self, room, code: str, ticket, seat: str, pin: str, room_key: bytes) -> FakeSitting:
        with self.tries.of(pc_tries.START_CODE):
            self._step("begin")
            self.given = (pin, room_key)
            if code != START_CODE:
                raise Refusal(Outcome.CODE, "code.wrong")
        with self.tries.of(pc_tries.pin_of(ticket.number)):
            if room.needs_pin and pin != PIN:
                raise Refusal(Outcome.CODE, "pin.wrong")
        return self.sitting

    def hand_in(self, sitting: FakeSitting) -> Receipt:
        self._step("hand_in")
        self.handed_in += 1
        return self.receipt_of(sitting.room, sitting.ticket)

    def receipt_of(self, room, ticket) -> Receipt:
        state = self.sitting.state
        return Receipt(
            code=RECEIPT_CODE,
            ticket=ticket.number,
            wall=self.clock.wall(),
            used_ms=max(state.used, 60_000),
            answered=len(state.answered()),
            of=sum(1 for _ in self.exam.assessment.items()),
            reason=state.reason or ClosingReason.HANDED_IN,
            copies=0,
        )


def certified_line(exam: Exam | None = None) -> FakeLine:
    """A line as in a certified session: a room code, PINs, a room key file on a stick."""
    line = FakeLine(exam)
    line.needs_room_code = True
    line.room.needs_pin = line.room.needs_room_key = True
    line.sticks = ROOM_KEY
    return line


def means_of(words: Words, line: FakeLine, runner=None, timer=None) -> Means:
    """Surroundings that a test holds in its hand."""
    return Means(words, runner or HeldRunner(), timer or HandTimer(), line.clock, ZONE)
