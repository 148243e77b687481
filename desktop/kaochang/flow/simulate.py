"""Simulate: a whole exam day's files, for load tests and rehearsals: real formats, made-up candidates and answers.

Every attempt goes through the same engine as a real one, on a clock that is set forward instead of waited for. The
session is sealed as a rehearsal, so nothing of it can ever merge as live.
"""

import random as chance
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaochang.custody.site import open_site
from kaochang.domain.assessments import (
    Assessment,
    Exam,
    Kind,
    Level,
    PlacedItem,
    Room,
    Rules,
    Section,
    Session,
)
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.items import Item, ItemType, Option
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Progress, Randomness, Words, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice, Judgement, Response, Text
from kaochang.domain.rosters import Ticket
from kaochang.flow import centre_side, collect, hand_in, offices, seal, sit, unlock
from kaochang.flow.desk import Desk
from kaochang.flow.offices import KEY_FILE_LIMIT, SESSIONS_FOLDER, SITE_FILE
from kaochang.flow.seal import CENTRE_KIT_FILE, EXAM_FILE, Sealers, SealPlaces, SealTarget
from kaochang.flow.session_plan import SealOrder, keep_until
from kaochang.flow.unlock import Unlocked
from kaochang.machine.safe_files import make_folder, read_whole
from kaochang.sealing import kdf
from kaochang.sealing.kdf import KdfParams

_LABELS = "ABCD"
_IDEOGRAPHS = range(0x4E00, 0x9FA5)
_MINUTE_MS = 60_000
_DURATION_S = 7200


class StepClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, wall: int) -> None:
        self._wall = wall
        self._elapsed = 0

    def go_on(self, ms: int) -> None:
        """Lets time pass."""
        self._wall += ms
        self._elapsed += ms

    def wall(self) -> int:
        """UTC, ms since 1970."""
        return self._wall

    def elapsed(self) -> int:
        """Ms since this clock was made."""
        return self._elapsed

    def awake(self) -> int:
        """Ms since this clock was made: its machine never sleeps."""
        return self._elapsed

    def boot(self) -> str:
        """One period for ever."""
        return "simulated"


@dataclass(frozen=True)
class SimulateOrder:
    """How large a day. `text_length` is the length of each free response, in characters."""

    rooms: int
    seats: int
    items: int
    text_length: int
    out: Path
    seed: int = 0
    cost: KdfParams = kdf.DEFAULT


@dataclass(frozen=True)
class SimulatedDay:
    """What was made: the folder of the stick, the centre kit, and the two secrets."""

    stick: Path
    kit: Path
    passphrase: str
    start_code: str


def _item(number: int, words: Words) -> tuple[Item, MarkScheme]:
    stem = words("simulate.stem", number=number)
    match number % 5:
        case 0:
            return Item(ItemType.ESSAY, stem, str(number)), MarkScheme(reference=stem)
        case 1:
            return Item(ItemType.TRUEFALSE, stem, str(number)), MarkScheme(correct=Judgement(number % 2 == 0))
        case _:
            options = tuple(Option(label, words("simulate.option", label=label, number=number)) for label in _LABELS)
            correct = Choice((_LABELS[number % 4],))
            return Item(ItemType.SINGLE, stem, str(number), options=options), MarkScheme(correct=correct)


def exam_of(order: SimulateOrder, words: Words) -> tuple[Exam, dict[str, MarkScheme]]:
    """The one exam of a simulated session, with its mark schemes."""
    made = {f"i{number}": _item(number, words) for number in range(1, order.items + 1)}
    placed = tuple(PlacedItem(name, item, Fraction(2)) for name, (item, _) in made.items())
    title = words("simulate.title")
    exam = Exam(
        "simulated", Assessment(title, (Section(title, placed),)), Rules(duration_s=_DURATION_S, allow_empty=True)
    )
    return exam, {name: scheme for name, (_, scheme) in made.items()}


def respond(placed: PlacedItem, order: SimulateOrder, dice: chance.Random) -> Response:
    """A made-up response."""
    if placed.item.type is ItemType.SINGLE:
        return Choice((dice.choice(_LABELS),))
    if placed.item.type is ItemType.TRUEFALSE:
        return Judgement(dice.random() < 0.5)
    return Text("".join(map(chr, dice.choices(_IDEOGRAPHS, k=order.text_length))))


def dice_of(order: SimulateOrder, ticket: Ticket) -> chance.Random:
    """The chance that a ticket's answers follow: the same each time."""
    return chance.Random(f"{order.seed}/{ticket.number}")  # noqa: S311 - made-up answers, nothing secret


def _sit(unlocked: Unlocked, ticket: Ticket, order: SimulateOrder, start: int, entropy: Randomness) -> None:
    """One candidate, on a clock of their own from `start` (wall, ms): everyone sits at the same time."""
    clock = StepClock(start)
    longest = _DURATION_S * 1000 // (order.items + 1)
    dice = dice_of(order, ticket)
    desk = Desk(order.out / "rooms" / ticket.room / ticket.seat, clock, entropy)
    sitting = sit.begin(desk, unlocked, ticket, ticket.seat)
    for placed in sitting.exam.assessment.items():
        clock.go_on(dice.randrange(longest // 8, longest))
        if dice.random() < 0.95:
            sitting.save(sitting.respond(placed.id, respond(placed, order, dice)))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    sitting.shut()


def session_of(order: SimulateOrder, words: Words, now: int, entropy: Randomness) -> Session:
    """A simulated session; always a rehearsal."""
    rooms = tuple(Room(f"R{n:03}", words("simulate.room", number=n)) for n in range(1, order.rooms + 1))
    title = words("simulate.title")
    return Session(
        entropy(8).hex(), title, Kind.REHEARSAL, Level.QUICK, now - _MINUTE_MS, now + _DURATION_S * 1000, rooms
    )


def tickets_of(order: SimulateOrder, session: Session, words: Words) -> list[Ticket]:
    """Its tickets, room by room."""
    return [
        Ticket(
            number=f"{room.id}{seat:04}",
            name=words("simulate.name", number=seat),
            person=f"P{room.id}{seat:04}",
            exam="simulated",
            room=room.id,
            seat=f"{seat:04}",
        )
        for room in session.rooms
        for seat in range(1, order.seats + 1)
    ]


def simulate(
    order: SimulateOrder, words: Words, clock: Clock, entropy: Randomness, progress: Progress = no_progress
) -> SimulatedDay:
    """Makes the day under `order.out`: office, sealed exam, every room's attempts, and the collected stick."""
    if order.out.is_dir() and any(order.out.iterdir()):
        raise Refusal(Outcome.EXISTS, "io.exists", str(order.out))
    out = make_folder(order.out)
    passphrase = entropy(9).hex()
    office = offices.make_office(out / "office", passphrase, clock, entropy, order.cost)
    exam, schemes = exam_of(order, words)
    session = session_of(order, words, clock.wall(), entropy)
    tickets = tickets_of(order, session, words)
    secrets = seal.new_secrets(session, tickets, entropy)
    wanted = SealOrder(session, [exam], schemes, tickets, keep_until(session), cost=order.cost)
    centre = centre_side.of_office(out / "office", passphrase, clock, entropy, order.cost)
    target = SealTarget(_places(out, session), read_whole(out / "office" / SITE_FILE, KEY_FILE_LIMIT))
    seal.seal(wanted, secrets, Sealers(office, passphrase, centre), target, clock, entropy)
    start_code = next(iter(secrets.start_codes.values()))
    _rooms(order, start_code, tickets, clock, entropy, progress)
    return SimulatedDay(out / "stick", out / "centre.kck", passphrase, start_code)


def _places(out: Path, session: Session) -> SealPlaces:
    """Everything that is handed out lies side by side: nobody carries it anywhere."""
    return SealPlaces(
        exam=out / EXAM_FILE,
        site=out / SITE_FILE,
        proctors=out,
        centre_kit=out / CENTRE_KIT_FILE,
        envelope=out,
        room_keys=out,
        session_key=out / "office" / SESSIONS_FOLDER / f"{session.id}.kcy",
    )


def _rooms(
    order: SimulateOrder,
    code: str,
    tickets: list[Ticket],
    clock: Clock,
    entropy: Randomness,
    progress: Progress,
) -> None:
    site = open_site(read_whole(order.out / SITE_FILE, KEY_FILE_LIMIT))
    start, done = clock.wall(), 0
    for room in dict.fromkeys(ticket.room for ticket in tickets):
        unlocked = unlock.unlock(unlock.open_room(order.out / EXAM_FILE, site, room), code)
        for ticket in tickets:
            if ticket.room == room:
                _sit(unlocked, ticket, order, start, entropy)
                done += 1
                progress(done, len(tickets))
        kit = collect.open_kit(order.out / f"{room}.kcp", code)
        sources, memory = [order.out / "rooms" / room], order.out / "proctors" / room
        stick = make_folder(order.out / "stick")
        collect.collect(kit, collect.CollectOrder(sources, stick, memory=memory), clock)
