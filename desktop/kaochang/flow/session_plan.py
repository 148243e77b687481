"""What the office wishes becomes an order to seal: exams and pictures of the bank, tickets of a roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from kaochang.custody.envelope import Context
from kaochang.custody.exam_plan import Pictures
from kaochang.domain.assessments import Exam, Kind, Level, Room, Session
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.domain.rosters import Ticket
from kaochang.domain.sealings import next_id
from kaochang.flow.exam_rules import check_rules, check_shared, minutes_of
from kaochang.flow.photos import read_photos
from kaochang.flow.rosters import make_tickets, reserve_tickets, rooms_of, with_drawn_seats
from kaochang.papers.roster import RosterRow
from kaochang.sealing import kdf
from kaochang.sealing.kdf import KdfParams
from kaochang.store.bank import Bank

KEEP_DAYS = 180
"""How long after a session's close its PCs keep their copies, unless the office says otherwise."""

_DAY_MS = 24 * 3_600_000
_AFTER_MS = 30 * 60_000
"""How long after opening plus the longest working time a session closes, unless the office says otherwise."""


@dataclass(frozen=True)
class SessionWish:
    """What the office says of a session; whatever it leaves open follows from exams, roster and clock.

    `exams` are titles or ids in the bank, `rooms` names (else the roster's), `opens` and `closes` wall times in ms;
    `zone` is where the date in ticket numbers is read. `photos` is a folder of candidates' pictures, `short_window` a
    plain yes to a window that is shorter than the longest working time. With a `seat_seed` seats are drawn from it, and
    rooms where the roster has none; `seats` says how many a room has, by its name. `reserve` is how many tickets are
    sealed for nobody yet, in each room for each exam that is sat there. `supersedes` is the sealing whose next version
    this is.
    """

    exams: Sequence[str]
    rooms: Sequence[str] = ()
    seats: Mapping[str, int] = field(default_factory=dict)
    seat_seed: str = ""
    reserve: int = 0
    title: str = ""
    kind: Kind = Kind.LIVE
    level: Level = Level.QUICK
    opens: int | None = None
    closes: int | None = None
    short_window: bool = False
    keep_days: int = KEEP_DAYS
    zone: tzinfo = UTC
    photos: Path | None = None
    supersedes: Context | None = None
    room_key_files: bool = False
    cost: KdfParams = field(default=kdf.DEFAULT)


@dataclass(frozen=True)
class SealOrder:
    """What is sealed. `cost` is Argon2id's; every slot gets a salt of its own.

    `media` and `photos` are read one by one while sealing. `unused_photos` are files of a photo folder that fit nobody.
    `short_window` lets the window be shorter than the longest working time. `seat_seed` is what seats were drawn from,
    "" where they were not, `supersedes` the exam file whose place this takes, "" for a session's first version.
    """

    session: Session
    exams: Sequence[Exam]
    schemes: Mapping[str, MarkScheme]
    tickets: Sequence[Ticket]
    keep_until: int
    media: Pictures = field(default_factory=Pictures)
    photos: Pictures = field(default_factory=Pictures)
    unused_photos: tuple[str, ...] = ()
    room_key_files: bool = False
    short_window: bool = False
    passed_findings: tuple[str, ...] = ()
    seat_seed: str = ""
    supersedes: str = ""
    cost: KdfParams = field(default=kdf.DEFAULT)


def keep_until(session: Session, days: int = KEEP_DAYS) -> int:
    """The wall time (ms) after which a PC may delete its copy of a session."""
    return session.closes + days * _DAY_MS


def longest_s(exams: Sequence[Exam], tickets: Sequence[Ticket]) -> int:
    """The longest working time (s) that any ticket has, with its extra time."""
    durations = {exam.id: exam.rules.duration_s for exam in exams}
    return max(durations[ticket.exam] + ticket.extra_time_s for ticket in tickets)


def check_order(order: SealOrder) -> None:
    """Refuses (POLICY) a session that cannot work: no real window, a room without a ticket, rules nobody can keep.

    A window shorter than the longest working time needs a plain yes: who comes late, or whose PC fails, cannot go on.
    """
    session, exams = order.session, order.exams
    if session.closes <= session.opens:
        raise Refusal(Outcome.POLICY, "seal.window", opens=session.opens, closes=session.closes)
    empty = {room.id for room in session.rooms} - {ticket.room for ticket in order.tickets if not ticket.is_reserve}
    if empty:
        raise Refusal(Outcome.POLICY, "seal.empty-room", ", ".join(sorted(empty)))
    for exam in exams:
        check_rules(exam)
        _check_latest_entry(exam, session)
    check_shared(exams)
    if session.level is Level.QUICK and order.room_key_files:
        raise Refusal(Outcome.POLICY, "seal.needs-certified")
    if minutes_short(order) and not order.short_window:
        window, longest = (session.closes - session.opens) // 60_000, longest_s(exams, order.tickets)
        closes = session.opens + longest * 1000
        raise Refusal(Outcome.POLICY, "seal.window-short", window=window, longest=minutes_of(longest), closes=closes)


def minutes_short(order: SealOrder) -> int:
    """By how many minutes the window is shorter than the longest working time; 0 where it is long enough."""
    session = order.session
    return minutes_of(max(0, longest_s(order.exams, order.tickets) - (session.closes - session.opens) // 1000))


def _check_latest_entry(exam: Exam, session: Session) -> None:
    latest, window = exam.rules.latest_entry_s, (session.closes - session.opens) // 1000
    if latest is not None and latest > window:
        most = {"found": minutes_of(latest), "most": window // 60}
        raise Refusal(Outcome.POLICY, "seal.latest-entry", exam.assessment.title, **most)


def _passed_findings(bank: Bank, papers: set[int]) -> tuple[str, ...]:
    return tuple(
        f"{each.finding.where} {each.finding.kind.value}: {each.passed.by}: {each.passed.reason}"
        for each in bank.findings(sorted(papers))
        if each.passed is not None
    )


def _seated(rows: Sequence[RosterRow], rooms: Sequence[Room], wish: SessionWish) -> Sequence[RosterRow]:
    """The rows as the wish seats them; POLICY for seats that it counts without a draw, or in a room that is none."""
    names = [room.name for room in rooms]
    strange = [name for name in wish.seats if name not in names]
    if strange:
        raise Refusal(Outcome.POLICY, "seating.unknown-room", room=strange[0], rooms=tuple(names))
    if not wish.seat_seed:
        if wish.seats:
            raise Refusal(Outcome.POLICY, "seating.no-draw")
        return rows
    return with_drawn_seats(rows, {name: wish.seats.get(name) for name in names}, wish.seat_seed)


def _next_version(before: Context, wish: SessionWish) -> str:
    """The id of the version after a sealing; POLICY where it would be of another kind or level."""
    if (before.kind, before.level) != (wish.kind, wish.level):
        of = Word(f"session-kind.{before.kind}"), Word(f"session-level.{before.level}")
        raise Refusal(Outcome.POLICY, "seal.supersedes-other", kind=of[0], level=of[1])
    return next_id(before.session)


def plan_session(
    bank: Bank, wish: SessionWish, rows: Sequence[RosterRow], clock: Clock, random: Randomness
) -> SealOrder:
    """Everything that is to be sealed, checked. Pictures stay in the bank until it is their turn: keep it open.

    MISSING for an exam the bank does not have, CONFLICT for a title that several have, POLICY for a window that is
    over, and whatever `rosters` and `check_order` refuse.
    """
    found = list({exam.id: (exam, papers) for exam, papers in map(bank.exam, wish.exams)}.values())
    exams = [exam for exam, _ in found]
    placed = [each for exam in exams for each in exam.assessment.items()]
    rooms = rooms_of(rows, wish.rooms)
    rows = _seated(rows, rooms, wish)
    opens = clock.wall() if wish.opens is None else wish.opens
    day = datetime.fromtimestamp(opens / 1000, wish.zone).strftime("%Y%m%d")
    tickets = make_tickets(rows, rooms, exams, day)
    tickets += reserve_tickets(tickets, wish.reserve, day)
    closes = opens + longest_s(exams, tickets) * 1000 + _AFTER_MS if wish.closes is None else wish.closes
    title = wish.title or exams[0].assessment.title
    before = wish.supersedes
    own_id = random(8).hex() if before is None else _next_version(before, wish)
    session = Session(own_id, title, wish.kind, wish.level, opens, closes, rooms)
    if opens < closes <= clock.wall():
        raise Refusal(Outcome.POLICY, "seal.window-over", closes=closes)
    photos = None if wish.photos is None else read_photos(wish.photos, tickets)
    names = sorted({image.name for each in placed for image in each.item.media})
    order = SealOrder(
        session=session,
        exams=exams,
        schemes=bank.schemes(placed),
        tickets=tickets,
        keep_until=keep_until(session, wish.keep_days),
        media=Pictures(bank.media_sizes(names), bank.medium),
        photos=Pictures() if photos is None else photos.pictures,
        unused_photos=() if photos is None else photos.strangers,
        room_key_files=wish.room_key_files,
        short_window=wish.short_window,
        passed_findings=_passed_findings(bank, {number for _, papers in found for number in papers}),
        seat_seed=wish.seat_seed,
        supersedes="" if before is None else before.exam_file,
        cost=wish.cost,
    )
    check_order(order)
    return order
