"""What the office wishes becomes an order to seal: exams and pictures of the bank, tickets of a roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from kaochang.custody.exam_plan import Pictures
from kaochang.domain.assessments import Exam, Kind, Level, Room, Session
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.flow.photos import read_photos
from kaochang.flow.rosters import make_tickets, rooms_of
from kaochang.papers.roster import RosterRow
from kaochang.sealing import kdf
from kaochang.sealing.kdf import KdfParams
from kaochang.store.bank import Bank

KEEP_DAYS = 180
"""How long after a session's close its PCs keep their copies, unless the office says otherwise."""

_DAY_MS = 24 * 3_600_000
_AFTER_MS = 30 * 60_000
"""How long after opening plus duration a session closes, unless the office says otherwise."""


@dataclass(frozen=True)
class SessionWish:
    """What the office says of a session; whatever it leaves open follows from exams, roster and clock.

    `exams` are titles or ids in the bank, `rooms` names (else the roster's), `opens` and `closes` wall times in ms;
    `zone` is where the date in ticket numbers is read. `photos` is a folder of candidates' pictures.
    """

    exams: Sequence[str]
    rooms: Sequence[str] = ()
    title: str = ""
    kind: Kind = Kind.LIVE
    level: Level = Level.QUICK
    opens: int | None = None
    closes: int | None = None
    keep_days: int = KEEP_DAYS
    zone: tzinfo = UTC
    photos: Path | None = None
    room_key_files: bool = False
    cost: KdfParams = field(default=kdf.DEFAULT)


@dataclass(frozen=True)
class SealOrder:
    """What is sealed. `cost` is Argon2id's; every slot gets a salt of its own.

    `media` and `photos` are read one by one while sealing. `unused_photos` are files of a photo folder that fit nobody.
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
    passed_findings: tuple[str, ...] = ()
    cost: KdfParams = field(default=kdf.DEFAULT)


def keep_until(session: Session, days: int = KEEP_DAYS) -> int:
    """The wall time (ms) after which a PC may delete its copy of a session."""
    return session.closes + days * _DAY_MS


def _session(
    wish: SessionWish, exams: Sequence[Exam], rooms: tuple[Room, ...], clock: Clock, random: Randomness
) -> Session:
    opens = clock.wall() if wish.opens is None else wish.opens
    longest = max(exam.rules.duration_s for exam in exams) * 1000
    closes = opens + longest + _AFTER_MS if wish.closes is None else wish.closes
    title = wish.title or exams[0].assessment.title
    return Session(random(8).hex(), title, wish.kind, wish.level, opens, closes, rooms)


def _passed_findings(bank: Bank, papers: set[int]) -> tuple[str, ...]:
    return tuple(
        f"{each.finding.where} {each.finding.kind.value}: {each.passed.by}: {each.passed.reason}"
        for each in bank.findings(sorted(papers))
        if each.passed is not None
    )


def plan_session(
    bank: Bank, wish: SessionWish, rows: Sequence[RosterRow], clock: Clock, random: Randomness
) -> SealOrder:
    """Everything that is to be sealed. Pictures stay in the bank until it is their turn: keep it open.

    MISSING for an exam the bank does not have, POLICY for a window that is over, and whatever `rosters` refuses.
    """
    found = list({exam.id: (exam, papers) for exam, papers in map(bank.exam, wish.exams)}.values())
    exams = [exam for exam, _ in found]
    placed = [each for exam in exams for each in exam.assessment.items()]
    rooms = rooms_of(rows, wish.rooms)
    session = _session(wish, exams, rooms, clock, random)
    if session.opens < session.closes <= clock.wall():
        raise Refusal(Outcome.POLICY, "seal.window-over", closes=session.closes)
    day = datetime.fromtimestamp(session.opens / 1000, wish.zone).strftime("%Y%m%d")
    tickets = make_tickets(rows, rooms, exams, day)
    photos = None if wish.photos is None else read_photos(wish.photos, tickets)
    names = sorted({image.name for each in placed for image in each.item.images})
    return SealOrder(
        session=session,
        exams=exams,
        schemes=bank.schemes([each.id for each in placed]),
        tickets=tickets,
        keep_until=keep_until(session, wish.keep_days),
        media=Pictures(bank.media_sizes(names), bank.medium),
        photos=Pictures() if photos is None else photos.pictures,
        unused_photos=() if photos is None else photos.strangers,
        room_key_files=wish.room_key_files,
        passed_findings=_passed_findings(bank, {number for _, papers in found for number in papers}),
        cost=wish.cost,
    )
