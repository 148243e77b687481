"""One session sealed, sat by one candidate and collected, with every key at hand: what attacks on files start from."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kaochang.custody import attempt_identity, exam_sealing, journal_log, kits, manifests, results, site
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.envelope import Context, digest
from kaochang.custody.exam_sealing import ExamPlan, SessionKeys
from kaochang.custody.journal_log import Entry, Opened, Witness
from kaochang.custody.manifests import FileEntry, RoomRecord, TicketEntry
from kaochang.custody.results import ResultBody
from kaochang.custody.site import Office
from kaochang.domain.assessments import Kind, Level, Session
from kaochang.domain.attempts import Closed, ClosingReason, Marked, Responded, Started
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import codes, envelopes, frame, kdf, keys, signatures
from support.exams import OPENS, PICTURE, RESPONSES, SCHEMES, make_exam, make_session, make_tickets
from support.seeded import seeded

PASSPHRASE = "中心口令 8317"
OFFICE_PASSPHRASE = "办公室口令 2264"
NOTES = "二号机位断电一次，已记录"
ROOM = "R1"
MEDIA = {PICTURE: b"\x89PNG picture " * 500}


@dataclass(frozen=True)
class Sat:
    """One attempt with its keys: the rows of its journal as sealed, and their plaintexts."""

    identity: AttemptIdentity
    certificate: Certificate
    seed: bytes
    journal_key: bytes
    plain_rows: tuple[Opened | Entry, ...]
    rows: tuple[bytes, ...]
    head: bytes
    log_head: bytes

    @property
    def log(self) -> bytes:
        """The journal log's bytes."""
        return self.log_head + b"".join(journal_log.record(row) for row in self.rows)


def make_keys(session: Session, chance: int) -> SessionKeys:
    """Every key of a session; others for another `chance`."""
    random = seeded(chance)
    results_seed = envelopes.new_seed(random)
    rooms = [room.id for room in session.rooms]
    return SessionKeys(
        exam_seed=signatures.new_seed(random),
        results_seed=results_seed,
        results_public=envelopes.public_of(results_seed),
        content_key=keys.new_key(random),
        proctor_seeds={room: signatures.new_seed(random) for room in rooms},
        act_keys={room: keys.new_key(random) for room in rooms},
        ticket_seeds={ticket.number: signatures.new_seed(random) for ticket in make_tickets()},
    )


@dataclass
class SealedDay:
    """A session and everything secret about it. Files are made when they are first asked for."""

    session: Session
    folder: Path
    chance: int
    office: Office
    keys: SessionKeys
    code: str

    def params(self, salt: int) -> kdf.KdfParams:
        """The cheapest lawful cost, with a salt of its own."""
        return kdf.new_params(seeded(self.chance * 1000 + salt), kdf.MINIMUM)

    @property
    def plan(self) -> ExamPlan:
        """What is sealed."""
        return ExamPlan(self.session, [make_exam()], make_tickets(), MEDIA)

    @cached_property
    def exam(self) -> bytes:
        """The sealed exam (.kcb)."""
        return exam_sealing.seal_exam(self.plan, self.office, self.keys, self.code, self.params(1), seeded(self.chance))

    @cached_property
    def exam_path(self) -> Path:
        """The sealed exam on a disk."""
        path = self.folder / f"{self.session.id}-{self.chance}.kcb"
        path.write_bytes(self.exam)
        return path

    @cached_property
    def context(self) -> Context:
        """What every file of this session names."""
        exam_file = digest(frame.unpack(self.exam).header)
        return Context(self.session.id, exam_file, self.session.kind, self.session.level)

    @cached_property
    def ticket_keys(self) -> dict[str, str]:
        """The public ticket keys."""
        return self.keys.ticket_publics(self.plan.tickets)

    @cached_property
    def centre_kit(self) -> kits.CentreKit:
        """What is in the centre kit."""
        return kits.CentreKit(
            session=self.session,
            context=self.context,
            exam_key=bytes_to_text(signatures.public_of(self.keys.exam_seed)),
            results_seed=bytes_to_text(self.keys.results_seed),
            results_key=bytes_to_text(self.keys.results_public),
            content_key=bytes_to_text(self.keys.content_key),
            exams=(make_exam(),),
            schemes=SCHEMES,
            tickets=make_tickets(),
            ticket_keys=self.ticket_keys,
            proctor_keys=self.keys.proctor_publics(),
        )

    @cached_property
    def kck(self) -> bytes:
        """The centre kit (.kck)."""
        return kits.pack_centre_kit(self.centre_kit, PASSPHRASE, self.params(2), self.keys.exam_seed, seeded(2))

    @cached_property
    def proctor_kit(self) -> kits.ProctorKit:
        """What is in the proctor kit of the room."""
        return kits.ProctorKit(
            session=self.session,
            context=self.context,
            room=ROOM,
            proctor_seed=bytes_to_text(self.keys.proctor_seeds[ROOM]),
            act_key=bytes_to_text(self.keys.act_keys[ROOM]),
            results_key=bytes_to_text(self.keys.results_public),
            tickets=tuple(ticket for ticket in make_tickets() if ticket.room == ROOM),
            ticket_keys={number: self.ticket_keys[number] for number in ("T1", "T2")},
        )

    @cached_property
    def kcp(self) -> bytes:
        """The proctor kit of the room (.kcp)."""
        return kits.pack_proctor_kit(self.proctor_kit, self.code, self.params(3), self.keys.exam_seed, seeded(3))

    @cached_property
    def kcx(self) -> bytes:
        """The site file (.kcx)."""
        return site.pack_site(self.office, OPENS)

    @cached_property
    def kco(self) -> bytes:
        """The office key file (.kco)."""
        return site.pack_office(self.office, OFFICE_PASSPHRASE, self.params(4), OPENS)

    def sit(
        self, ticket: str = "T1", room: str = ROOM, attempt: str = "attempt-1", context: Context | None = None
    ) -> Sat:
        """An attempt that says what `body_of` says, certified by the ticket's own key."""
        attempt = attempt.ljust(16, "_")
        identity = AttemptIdentity(context or self.context, room, ticket, "exam-1", attempt, 1)
        seed = seeded(sum(attempt.encode()) + ord(ticket[-1]))(32)
        ticket_seed = self.keys.ticket_seeds[ticket]
        certificate = attempt_identity.certify(ticket_seed, signatures.public_of(seed), identity)
        key = journal_log.journal_key(self.keys.content_key, ticket_seed, attempt)
        witness = Witness(OPENS, 1_000, "boot-1")
        plain = (
            Opened(bytes_to_text(seed), "01", OPENS, "boot-1", "0.1.0"),
            Entry(Started(0, OPENS, 3_600_000, "AAAA"), witness),
            *(Entry(Responded(9, OPENS, item, response), witness) for item, response in RESPONSES.items()),
            Entry(Marked(9, OPENS, "essay", True), witness),
            Entry(Closed(99, OPENS + 99, ClosingReason.HANDED_IN), witness),
        )
        chain, rows = journal_log.new_chain(key, identity), []
        for number, row in enumerate(plain, start=1):
            rows.append(chain.seal(number, journal_log.row_bytes(row)))
            chain.advance(rows[-1])
        head = journal_log.pack_log_head(identity, certificate, seed, key, self.keys.results_public)
        return Sat(identity, certificate, seed, key, plain, tuple(rows), chain.head, head)

    def body_of(self, sat: Sat) -> ResultBody:
        """What the candidate handed in."""
        return ResultBody(
            identity=sat.identity,
            attempt_key=results.attempt_key_of(bytes_to_text(sat.seed)),
            seat="01",
            client="0.1.0",
            seed="AAAA",
            started=OPENS,
            closed=OPENS + 99,
            reason=ClosingReason.HANDED_IN,
            used=99,
            limit=3_600_000,
            responses=RESPONSES,
            revisions=dict.fromkeys(RESPONSES, 1),
            marked=("essay",),
            outages=(),
            notes=(),
            head=bytes_to_text(sat.head),
            rows=len(sat.rows),
        )

    def result_of(self, sat: Sat) -> bytes:
        """The result of an attempt (.kcr)."""
        return results.pack_result(self.body_of(sat), sat.certificate, sat.seed, self.keys.results_public)

    @cached_property
    def sat(self) -> Sat:
        """The attempt of ticket T1."""
        return self.sit()

    @cached_property
    def kcr(self) -> bytes:
        """The result of ticket T1."""
        return self.result_of(self.sat)

    def room_record(self, **change) -> RoomRecord:
        """What the proctor declares: T1 handed in, T2 was absent."""
        entry = FileEntry("T1-attemp.kcr", len(self.kcr), digest(self.kcr))
        entries = (
            TicketEntry("T1", TicketStatus.SUBMITTED, results.receipt_of(self.kcr), entry),
            TicketEntry("T2", TicketStatus.ABSENT),
        )
        declared = {
            "context": self.context,
            "room": ROOM,
            "counter": 1,
            "previous": "",
            "made": OPENS,
            "entries": entries,
            "incidents": {"power-cut": 1},
            "notes": NOTES,
        }
        return RoomRecord(**{**declared, **change})

    def manifest_of(self, record: RoomRecord, seed: bytes | None = None) -> bytes:
        """A manifest (.kcm), signed by the room's proctor key or another."""
        return manifests.pack_manifest(record, seed or self.keys.proctor_seeds[ROOM], self.keys.results_public)

    @cached_property
    def kcm(self) -> bytes:
        """The manifest of the room."""
        return self.manifest_of(self.room_record())


def make_day(folder: Path, session: str = "s-2025-10", chance: int = 1, **kinds: Kind | Level) -> SealedDay:
    """A day of its own: other keys for another `chance`."""
    made = make_session(session, **kinds)
    random = seeded(chance + 500)
    office, code = site.make_office(random), codes.new_code(random)
    return SealedDay(made, folder, chance, office, make_keys(made, chance), code)
