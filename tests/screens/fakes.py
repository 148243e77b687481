"""A line without files: the attempt's real rules, a journal that is a list, a clock that stands until moved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
from kaochang.custody import act_codes
from kaochang.custody.envelope import Context
from kaochang.custody.errata import Errata, Erratum
from kaochang.custody.journal_log import Entry, Opened
from kaochang.domain import attempts
from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Exam, LoginField
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.flow import pc_tries
from kaochang.flow.attempt_files import Found, OpenAttempt
from kaochang.flow.carried_logs import Carried, Seen
from kaochang.flow.clock_watch import ClockWatch, Look
from kaochang.flow.corrections import Looked
from kaochang.flow.desk import Desk
from kaochang.flow.hand_in import Receipt
from kaochang.flow.keeping import GoneOn
from kaochang.flow.move import BroughtIn, Exported
from kaochang.flow.pc_look import PcLook
from kaochang.flow.second_place import SecondPlace
from kaochang.flow.several import Offer
from kaochang.flow.sitting import Sitting
from kaochang.flow.sticks import Chosen
from kaochang.flow.unlock import Door
from kaochang.machine.mounts import Mount
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
    has_typing: bool = False


@dataclass(frozen=True)
class FakeSealed:
    """What of a sealed exam acts are bound to."""

    context: Context


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
    has_typing: bool = False

    @property
    def sealed(self) -> FakeSealed:
        return FakeSealed(Context(self.session.id, "", self.session.kind, self.session.level))

    def photo(self, number: str) -> bytes | None:
        found = self.photos.get(number)
        if isinstance(found, Exception):
            raise found
        return found

    @property
    def fronts(self) -> dict[str, FakeFront]:
        assessment = self.exam.assessment
        count = sum(1 for _ in assessment.items())
        front = FakeFront(self.exam.id, assessment.title, count, assessment.total, self.exam.rules, self.has_typing)
        return {self.exam.id: front}

    def login_fields(self) -> tuple[LoginField, ...]:
        return self.exam.rules.login

    def walk_in_fields(self) -> tuple[LoginField, ...]:
        return LoginField.TICKET, LoginField.NAME, LoginField.PERSON

    def is_reserve(self, number: str) -> bool:
        return any(ticket.number == number and ticket.is_reserve for ticket in self.tickets)


class ListedFiles:
    """An attempt's files that are a list of what was saved; `trouble` is raised by the next saves."""

    def __init__(self) -> None:
        self.saved: list[attempts.Event] = []
        self.trouble: Exception | None = None
        self.is_shut = False
        self.second: SecondPlace | None = None
        self.renewals = 0

    @property
    def count(self) -> int:
        return len(self.saved)

    def append(self, entry: Entry) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append(entry.event)

    def settle(self) -> None:
        """There is no copy."""

    def close(self) -> None:
        self.is_shut = True


class LostPlace:
    """A second place whose stick was pulled out."""

    is_lost = True


class JumpsOnly(ClockWatch):
    """A test's clock jumps at will, which is no PC that hung."""

    def look(self) -> Look:
        return replace(super().look(), standstill=None)


class FakeSitting(Sitting):
    """A sitting by the real engine, saved into a list."""

    def __init__(self, exam: Exam, ticket: Ticket, room: FakeRoomFile, clock: StandingClock) -> None:
        desk = Desk(Path("/no-such-folder"), clock, bytes, pc=lambda session: "pc")
        opened = Opened("", "17", clock.wall(), clock.boot(), "", "pc")
        attempt = OpenAttempt(ListedFiles(), None, None, opened, [])
        super().__init__(room, ticket, exam, lambda name: b"", attempt, desk, lambda: bytes(32))
        self._anchor = (0, clock.elapsed())
        self._watch = JumpsOnly(clock)
        self._take(attempts.Started(0, clock.wall(), exam.rules.duration_s * 1000, "c2VlZA"))

    @property
    def saved(self) -> list[attempts.Event]:
        return self.attempt.files.saved

    @property
    def trouble(self) -> Exception | None:
        return self.attempt.files.trouble

    @trouble.setter
    def trouble(self, trouble: Exception | None) -> None:
        self.attempt.files.trouble = trouble

    @property
    def is_shut(self) -> bool:
        return self.attempt.files.is_shut


class FakeTries(pc_tries.PcTries, frozen=True):
    """What a PC remembers of wrong codes, without its file."""

    memory: list[pc_tries._Memory] = msgspec.field(default_factory=lambda: [pc_tries._Memory({})])

    def _read(self):
        return self.memory[-1]

    def _write(self, tried) -> None:
        self.memory.append(pc_tries._Memory(tried))


class ListedErrata:
    """What looks for errata will find, in order."""

    def __init__(self) -> None:
        self.found: list[Looked] = []

    def bring(self, *entries: Erratum) -> None:
        """The office's next file: everything that it has corrected so far."""
        self.found.append(Looked(Errata(len(entries), f"sha-{len(entries)}", "", entries)))

    def poll(self) -> Looked | None:
        return self.found.pop(0) if self.found else None


class FakeLine:
    """The line of one PC. `troubles` maps a step's name to what it raises; `sticks` is what the sticks hold.

    `act` is the code with which `begin` begins whatever its trouble.

    `given` is what the last `begin` got behind the ticket and the seat.
    """

    def __init__(self, exam: Exam | None = None, clock: StandingClock | None = None) -> None:
        self.exam = exam or sample.short_exam()
        self.clock = clock or StandingClock()
        self.room = FakeRoomFile(self.exam)
        self.sitting = FakeSitting(self.exam, sample.TICKET, self.room, self.clock)
        self.found = Found.NONE
        self.gone_on: GoneOn | None = None
        self.troubles: dict[str, Exception] = {}
        self.whole = True
        self.handed_in = 0
        self.bad_sticks: dict[Path, Refusal] = {}
        self.needs_room_code = False
        self.sticks: RoomKeyFile | None = None
        self.key_files: tuple[Path, ...] = ()
        self.given: tuple[str, bytes] | None = None
        self.act = ""
        self.offers: tuple[Offer, ...] = ()
        self.exam_path: Path | None = None
        self.pc = PcLook()
        self.forgotten = 0
        self.tries = FakeTries(Path(), self.clock)
        self.errata = ListedErrata()
        self.targets: tuple[Path, ...] = ()
        self.given_to: list[tuple[Path, int | None]] = []
        self.seen = Seen()
        self.other = Seen()
        self.brought: BroughtIn | None = None
        self.set_aside = False

    def _step(self, name: str) -> None:
        if name in self.troubles:
            raise self.troubles[name]

    def check_disk(self) -> None:
        self._step("check_disk")

    def look_at_pc(self, room) -> PcLook:
        self._step("look_at_pc")
        return self.pc

    def sessions(self) -> tuple[Offer, ...]:
        self._step("sessions")
        return self.offers

    def at(self, exam: Path) -> "FakeLine":
        self.exam_path = exam
        return self

    def of(self, room) -> "FakeLine":
        return self

    def ask_to_leave(self, room, ticket) -> str:
        return act_codes.draw_challenge(ActKind.UNLOCK, 0, bytes)

    def leave(self, room, code: str, room_key: bytes, ticket, act: str) -> None:
        with self.tries.of(pc_tries.START_CODE):
            if code != START_CODE:
                raise Refusal(Outcome.CODE, "code.wrong")
        if act != self.act:
            raise Refusal(Outcome.CODE, "act.wrong", seconds=5)

    def move_targets(self) -> tuple[Chosen, ...]:
        self._step("move_targets")
        return tuple(Chosen(path, Mount(1, 2), "") for path in self.targets)

    def check_codes(self, room, code: str, ticket, pin: str, room_key: bytes) -> None:
        with self.tries.of(pc_tries.START_CODE):
            if code != START_CODE:
                raise Refusal(Outcome.CODE, "code.wrong")

    def give(self, sitting: FakeSitting, stick: Chosen, wall: int | None = None) -> Exported:
        self._step("give" if wall is None else "give_again")
        self.given_to.append((stick.path, wall))
        path = stick.path / "kaochang" / f"{sitting.ticket.number}-attempt.kcj"
        return Exported(path, sitting.ticket.number, len(sitting.saved), wall)

    def carried(self, room, ticket) -> Seen:
        self._step("carried")
        return self.seen

    def others(self, sitting) -> Seen:
        self._step("others")
        return self.other

    def bring_in(
        self, room, code: str, ticket, pin: str, room_key: bytes, carried: Carried, *, sets_aside: bool = False
    ) -> BroughtIn:
        with self.tries.of(pc_tries.START_CODE):
            if code != START_CODE:
                raise Refusal(Outcome.CODE, "code.wrong")
        if not sets_aside:
            self._step("bring_in")
        self.set_aside = sets_aside
        self.brought = BroughtIn(carried.paths[0], carried.rows, self.clock.wall(), carried.is_cut)
        return self.brought

    def forget(self) -> None:
        self.forgotten += 1

    def go_on(self) -> GoneOn | None:
        self._step("go_on")
        return self.gone_on

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
            if all(getattr(ticket, field.value, ticket.number) == text for field, text in typed.items()):
                return ticket
        raise Refusal(Outcome.POLICY, "login.unknown")

    def found_attempt(self, room, ticket) -> Found:
        return self.found

    def ask_to_begin(self, room, code: str, ticket, pin: str, room_key: bytes, kind: ActKind) -> str:
        self._step("ask_to_begin")
        return act_codes.draw_challenge(kind, 0, bytes)

    def begin(self, room, code: str, ticket, seat: str, pin: str, room_key: bytes, act: str = "") -> FakeSitting:
        with self.tries.of(pc_tries.START_CODE):
            if not act:
                self._step("begin")
            elif act != self.act:
                raise Refusal(Outcome.CODE, "act.wrong", seconds=5)
            self.given = (pin, room_key)
            if code != START_CODE:
                raise Refusal(Outcome.CODE, "code.wrong")
        with self.tries.of(pc_tries.pin_of(ticket.number)):
            if room.needs_pin and pin != PIN:
                raise Refusal(Outcome.CODE, "pin.wrong")
        return self.sitting

    def watch_errata(self, sitting: FakeSitting) -> ListedErrata:
        return self.errata

    def hand_in(self, sitting: FakeSitting, missed) -> Receipt:
        self._step("hand_in")
        self.handed_in += 1
        for stick, why in self.bad_sticks.items():
            missed(stick, why)
        return self.receipt_of(sitting.room, sitting.ticket)

    def copy_again(self, room, ticket, missed) -> Receipt:
        self._step("copy_again")
        for stick, why in self.bad_sticks.items():
            missed(stick, why)
        return msgspec.structs.replace(self.receipt_of(room, ticket), copies=0 if self.bad_sticks else 1)

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


def means_of(words: Words, line: FakeLine, runner=None, timer=None, aside=None) -> Means:
    """Surroundings that a test holds in its hand."""
    return Means(words, runner or HeldRunner(), timer or HandTimer(), line.clock, ZONE, aside or HeldRunner())
