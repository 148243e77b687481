"""Seal: exams and roster become one sealed exam for the rooms, a kit for the centre, one for each room's proctor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from kaochang.custody import exam_sealing, kits, site
from kaochang.custody.envelope import Context, digest
from kaochang.custody.exam_sealing import ExamPlan, SessionKeys
from kaochang.custody.site import Office
from kaochang.domain.assessments import Exam, Kind, Level, Room, Session
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.ports import Clock, Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import bytes_to_text
from kaochang.flow.rosters import make_tickets, rooms_of
from kaochang.machine.safe_files import forget, make_folder, read_whole, write_new
from kaochang.papers.roster import RosterRow
from kaochang.sealing import codes, envelopes, frame, kdf, keys, signatures
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams
from kaochang.store.bank import Bank

OFFICE_FILE = "office.kco"
SITE_FILE = "site.kcx"
EXAM_FILE = "session.kcb"
CENTRE_KIT_FILE = "centre.kck"
START_SHEET_FILE = "start-sheet.pdf"
KEY_FILE_LIMIT = 64 * 1024
SHORTEST_PASSPHRASE = 8
_AFTER_MS = 30 * 60_000
"""How long after opening plus duration a session closes, unless the office says otherwise."""


@dataclass(frozen=True)
class SessionWish:
    """What the office says of a session; whatever it leaves open follows from exams, roster and clock.

    `exams` are titles or ids in the bank, `rooms` names (else the roster's), `opens` and `closes` wall times in ms;
    `zone` is where the date in ticket numbers is read.
    """

    exams: Sequence[str]
    rooms: Sequence[str] = ()
    title: str = ""
    kind: Kind = Kind.LIVE
    opens: int | None = None
    closes: int | None = None
    zone: tzinfo = UTC
    cost: KdfParams = field(default=kdf.DEFAULT)


@dataclass(frozen=True)
class SealOrder:
    """What is sealed. `cost` is Argon2id's; every slot gets a salt of its own."""

    session: Session
    exams: Sequence[Exam]
    schemes: Mapping[str, MarkScheme]
    tickets: Sequence[Ticket]
    media: Mapping[str, bytes]
    passed_findings: tuple[str, ...] = ()
    cost: KdfParams = field(default=kdf.DEFAULT)


@dataclass(frozen=True)
class SealedSession:
    """What sealing gives: the bytes of each file, and the start code in its displayed form."""

    exam: bytes
    centre_kit: bytes
    proctor_kits: dict[str, bytes]
    start_code: str = field(repr=False)


def _session(
    wish: SessionWish, exams: Sequence[Exam], rooms: tuple[Room, ...], clock: Clock, random: Randomness
) -> Session:
    opens = clock.wall() if wish.opens is None else wish.opens
    longest = max(exam.rules.duration_s for exam in exams) * 1000
    closes = opens + longest + _AFTER_MS if wish.closes is None else wish.closes
    title = wish.title or exams[0].assessment.title
    return Session(random(8).hex(), title, wish.kind, Level.QUICK, opens, closes, rooms)


def _passed_findings(bank: Bank, papers: set[int]) -> tuple[str, ...]:
    return tuple(
        f"{each.finding.where} {each.finding.kind.value}: {each.passed.by}: {each.passed.reason}"
        for each in bank.findings(sorted(papers))
        if each.passed is not None
    )


def plan_session(
    bank: Bank, wish: SessionWish, rows: Sequence[RosterRow], clock: Clock, random: Randomness
) -> SealOrder:
    """Everything that is to be sealed: exams, schemes, pictures and passed findings from the bank, tickets and rooms.

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
    return SealOrder(
        session=session,
        exams=exams,
        schemes=bank.schemes([each.id for each in placed]),
        tickets=make_tickets(rows, rooms, exams, day),
        media=bank.media(sorted({image.name for each in placed for image in each.item.images})),
        passed_findings=_passed_findings(bank, {number for _, papers in found for number in papers}),
        cost=wish.cost,
    )


def open_office(
    folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT
) -> Office:
    """The office whose key lies in `folder`, made with its site file on first use. CODE for a wrong passphrase."""
    path = folder / OFFICE_FILE
    if path.exists():
        with refusals_at(path):
            office = site.open_office(read_whole(path, KEY_FILE_LIMIT), passphrase)
    else:
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise Refusal(Outcome.POLICY, "passphrase.short", least=SHORTEST_PASSPHRASE)
        office = site.make_office(random)
        make_folder(folder)
        write_new(path, site.pack_office(office, passphrase, kdf.new_params(random, cost), clock.wall()))
    if not (folder / SITE_FILE).exists():
        write_new(folder / SITE_FILE, site.pack_site(office, clock.wall()))
    return office


def _session_keys(order: SealOrder, random: Randomness) -> SessionKeys:
    results_seed = envelopes.new_seed(random)
    rooms = [room.id for room in order.session.rooms]
    return SessionKeys(
        exam_seed=signatures.new_seed(random),
        results_seed=results_seed,
        results_public=envelopes.public_of(results_seed),
        content_key=keys.new_key(random),
        proctor_seeds={room: signatures.new_seed(random) for room in rooms},
        act_keys={room: keys.new_key(random) for room in rooms},
        ticket_seeds={ticket.number: signatures.new_seed(random) for ticket in order.tickets},
    )


def _check(order: SealOrder) -> None:
    """What must hold before anything is sealed: a real window, a ticket in every room, points worth having."""
    if order.session.closes <= order.session.opens:
        raise Refusal(Outcome.POLICY, "seal.window")
    empty = {room.id for room in order.session.rooms} - {ticket.room for ticket in order.tickets}
    if empty:
        raise Refusal(Outcome.POLICY, "seal.empty-room", "、".join(sorted(empty)))
    for exam in order.exams:
        mark = exam.rules.pass_mark
        if mark is not None and mark > exam.assessment.total:
            raise Refusal(Outcome.POLICY, "seal.pass-mark", exam.assessment.title, total=exam.assessment.total)


def _centre_kit(order: SealOrder, session_keys: SessionKeys, context: Context) -> kits.CentreKit:
    return kits.CentreKit(
        session=order.session,
        context=context,
        exam_key=bytes_to_text(signatures.public_of(session_keys.exam_seed)),
        results_seed=bytes_to_text(session_keys.results_seed),
        results_key=bytes_to_text(session_keys.results_public),
        content_key=bytes_to_text(session_keys.content_key),
        exams=tuple(order.exams),
        schemes=dict(order.schemes),
        tickets=tuple(order.tickets),
        ticket_keys=session_keys.ticket_publics(order.tickets),
        proctor_keys=session_keys.proctor_publics(),
        passed_findings=order.passed_findings,
    )


def _proctor_kit(order: SealOrder, session_keys: SessionKeys, context: Context, room: str) -> kits.ProctorKit:
    tickets = tuple(ticket for ticket in order.tickets if ticket.room == room)
    return kits.ProctorKit(
        session=order.session,
        context=context,
        room=room,
        proctor_seed=bytes_to_text(session_keys.proctor_seeds[room]),
        act_key=bytes_to_text(session_keys.act_keys[room]),
        results_key=bytes_to_text(session_keys.results_public),
        tickets=tickets,
        ticket_keys=session_keys.ticket_publics(tickets),
    )


def seal(
    order: SealOrder, office: Office, passphrase: str, random: Randomness, progress: Progress = no_progress
) -> SealedSession:
    """Seals a session. The keys made here exist nowhere else afterwards."""
    _check(order)
    session_keys = _session_keys(order, random)
    code = codes.new_code(random)
    steps = len(order.session.rooms) + 2
    plan = ExamPlan(order.session, order.exams, order.tickets, order.media)
    exam = exam_sealing.seal_exam(plan, office, session_keys, code, kdf.new_params(random, order.cost), random)
    progress(1, steps)
    header = frame.unpack(exam, FileType.EXAM).header
    context = Context(order.session.id, digest(header), order.session.kind, order.session.level)
    seed = session_keys.exam_seed
    centre = kits.pack_centre_kit(
        _centre_kit(order, session_keys, context), passphrase, kdf.new_params(random, order.cost), seed, random
    )
    progress(2, steps)
    proctors = {}
    for at, room in enumerate(order.session.rooms, start=3):
        kit = _proctor_kit(order, session_keys, context, room.id)
        params = kdf.new_params(random, order.cost)
        proctors[room.id] = kits.pack_proctor_kit(kit, codes.normalise(code), params, seed, random)
        progress(at, steps)
    return SealedSession(exam, centre, proctors, code)


def write_sealed(out: Path, sealed: SealedSession, site_file: Path, start_sheet: bytes) -> dict[str, Path]:
    """Writes everything by who gets it: `rooms`, `proctors`, `centre`, `envelope`. Nothing that exists is replaced.

    All of it or nothing: an exam whose centre kit was never written could be sat, and then never be opened.
    """
    folders = {name: make_folder(out / name) for name in ("rooms", "proctors", "centre", "envelope")}
    files = {
        folders["centre"] / CENTRE_KIT_FILE: sealed.centre_kit,
        **{folders["proctors"] / f"{room}.kcp": kit for room, kit in sealed.proctor_kits.items()},
        folders["envelope"] / START_SHEET_FILE: start_sheet,
        folders["rooms"] / SITE_FILE: read_whole(site_file, KEY_FILE_LIMIT),
        folders["rooms"] / EXAM_FILE: sealed.exam,
    }
    written: list[Path] = []
    try:
        for path, data in files.items():
            write_new(path, data)
            written.append(path)
    except Refusal:
        for path in written:
            forget(path)  # if the disk does not even let go of them, the refusal still says why
        raise
    return folders
