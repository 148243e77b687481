"""One session sealed, sat by one candidate and collected, with every key at hand: what attacks on files start from."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile

from kaochang.custody import (
    act_codes,
    act_logs,
    attempt_identity,
    checkpoints,
    errata,
    exam_sealing,
    journal_log,
    key_files,
    kits,
    manifests,
    receipt_lists,
    results,
    site,
    slots,
)
from kaochang.custody.act_logs import ActEntry, ActNote, ActRecord
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.certificates import Certificate
from kaochang.custody.checkpoints import LedgerEntry
from kaochang.custody.envelope import Context, digest, read_header
from kaochang.custody.errata import NO_ERRATA, Erratum
from kaochang.custody.exam_plan import ExamPlan, Pictures
from kaochang.custody.exam_sealing import ExamOrder
from kaochang.custody.exam_shapes import ExamHeader
from kaochang.custody.journal_log import Entry, Opened, Witness
from kaochang.custody.key_files import SIGNING, Key, KeyRole
from kaochang.custody.kits import QuorumLock, SecretLock
from kaochang.custody.manifests import FileEntry, RoomRecord, TicketEntry
from kaochang.custody.quorum import Member
from kaochang.custody.receipt_lists import Receipt
from kaochang.custody.results import ResultBody
from kaochang.custody.session_keys import SessionKeys, make_session_keys
from kaochang.custody.site import Office
from kaochang.custody.start_slots import StartSlotsHeader, carried_on, pack_start_slots
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.assessments import Level, Session
from kaochang.domain.attempts import Closed, ClosingReason, Marked, Responded, Started
from kaochang.domain.errata import ErratumAction
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow.seal import new_secrets
from kaochang.sealing import codes, frame, kdf, signatures
from support.exams import OPENS, PICTURE, RESPONSES, SCHEMES, make_exam, make_session, make_tickets
from support.seeded import seeded

PASSPHRASE = "中心口令 8317"
OFFICE_PASSPHRASE = "办公室口令 2264"
NOTES = "二号机位断电一次，已记录"
PROCTOR, REASON = "监考上官静", "二号机位键盘失灵，更换用时八分钟"
ROOM = "R1"
MEDIA = {PICTURE: b"\x89PNG picture " * 500}
PHOTOS = {"T1": b"\xff\xd8\xff a face " * 300}
OPENERS = ("开启人甲", "开启人乙", "开启人丙")
KEPT_MS = 180 * 24 * 3_600_000


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


@dataclass
class SealedDay:
    """A session and everything secret about it. Files are made when they are first asked for."""

    session: Session
    folder: Path
    chance: int
    office: Office
    keys: SessionKeys
    secrets: SessionSecrets
    centre: Key
    openers: tuple[Key, ...] = ()
    quorum: int = 0

    @property
    def code(self) -> str:
        """The start code of the room."""
        return self.secrets.start_codes[ROOM]

    @property
    def room_code(self) -> str:
        """The code that opens the room; "" in the quick level."""
        return self.secrets.room_codes.get(ROOM, "")

    @property
    def room_key(self) -> bytes:
        """What is in the room's key file; nothing where rooms have none."""
        return self.keys.room_files.get(ROOM, b"")

    @property
    def proctor_code(self) -> str:
        """What opens the room's proctor kit."""
        return (self.secrets.proctor_codes or self.secrets.start_codes)[ROOM]

    def params(self, salt: int) -> kdf.KdfParams:
        """The cheapest lawful cost, with a salt of its own."""
        return kdf.new_params(seeded(self.chance * 1000 + salt), kdf.MINIMUM)

    @property
    def plan(self) -> ExamPlan:
        """What is sealed."""
        until, media, photos = self.session.closes + KEPT_MS, pictures(MEDIA), pictures(PHOTOS)
        return ExamPlan(self.session, [make_exam()], make_tickets(), self.centre.signing, until, media, photos)

    def seal_exam(self, chance: int) -> bytes:
        """The exam sealed with the keys and codes of this day; with another `chance` it is another sealing."""
        order = ExamOrder(self.plan, self.office, self.keys, self.secrets, kdf.MINIMUM)
        with TemporaryFile() as stream:
            exam_sealing.seal_exam(order, stream, seeded(chance + 2000), lambda: None)
            stream.seek(0)
            return stream.read()

    @cached_property
    def exam(self) -> bytes:
        """The sealed exam (.kcb)."""
        return self.seal_exam(self.chance)

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
            exam_key=bytes_to_text(self.keys.exam_public),
            centre_key=bytes_to_text(self.centre.signing),
            centre_seed=bytes_to_text(b"" if self.is_certified else self.centre.seed(SIGNING)),
            results_seed=bytes_to_text(self.keys.results_seed),
            results_key=bytes_to_text(self.keys.results_public),
            content_key=bytes_to_text(self.keys.content_key),
            exams=(make_exam(),),
            schemes=SCHEMES,
            tickets=make_tickets(),
            ticket_keys=self.ticket_keys,
            proctor_keys=self.keys.proctor_publics(),
            act_keys={room: bytes_to_text(key) for room, key in self.keys.act_keys.items()},
            passed_findings=("单选题#1 missing-answer: 教研组甲: 已核对",),
        )

    @cached_property
    def kck(self) -> bytes:
        """The centre kit (.kck): under the passphrase, or for the openers where the day has any."""
        lock = QuorumLock(self.quorum, self.members) if self.quorum else SecretLock(PASSPHRASE, self.params(2))
        return kits.pack_centre_kit(self.centre_kit, lock, self.keys.exam_seed, seeded(2))

    @property
    def members(self) -> tuple[Member, ...]:
        """The openers as a kit names them."""
        return tuple(Member(key.name, bytes_to_text(key.sealing)) for key in self.openers)

    @cached_property
    def proctor_kit(self) -> kits.ProctorKit:
        """What is in the proctor kit of the room."""
        return self.proctor_kit_of(ROOM)

    def proctor_kit_of(self, room: str) -> kits.ProctorKit:
        """What is in a room's proctor kit."""
        tickets = self.plan.tickets_of(room)
        return kits.ProctorKit(
            session=self.session,
            context=self.context,
            room=room,
            proctor_seed=bytes_to_text(self.keys.proctor_seeds[room]),
            act_key=bytes_to_text(self.keys.act_keys[room]),
            results_key=bytes_to_text(self.keys.results_public),
            tickets=tickets,
            ticket_keys=self.keys.ticket_publics(tickets),
        )

    @cached_property
    def kcp(self) -> bytes:
        """The proctor kit of the room (.kcp)."""
        return self.kcp_of(ROOM)

    def kcp_of(self, room: str) -> bytes:
        """The proctor kit of a room, under its own code or the start code."""
        code = (self.secrets.proctor_codes or self.secrets.start_codes)[room]
        key, seed = self.keys.kit_keys[room], self.keys.exam_seed
        return kits.pack_proctor_kit(self.proctor_kit_of(room), key, code, self.params(3), seed)

    def start_slots(self, code: str, room_code: str = "", made: int = OPENS) -> StartSlotsHeader:
        """Slots made anew for the room: quick for all rooms. Without a room key file; with a room code if given."""
        nonce = text_to_bytes(frame_header(self.exam).nonce)
        rooms = [ROOM] if self.is_certified else list(self.keys.room_keys)
        lock = slots.start_lock(code, self.params(5), nonce)
        start = slots.start_slot(lock, lock.key(), self.keys.content_key, rooms, b"")
        wraps = {}
        if room_code:
            lock = slots.room_lock(room_code, self.params(6), nonce, ROOM)
            wraps[ROOM] = slots.room_wrap(lock, lock.key(), self.keys.room_keys[ROOM])
        return carried_on(None, self.context, self.keys.exam_public, made, [start], wraps)

    @cached_property
    def kcn(self) -> bytes:
        """Start slots made anew (.kcn), for the code of another chance."""
        return pack_start_slots(self.start_slots(codes.new_code(seeded(self.chance + 900))), self.keys.exam_seed)

    @property
    def is_certified(self) -> bool:
        """Whether the day is of the certified level."""
        return self.session.level is Level.CERTIFIED

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
            acts=(),
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

    @property
    def ledger_entries(self) -> tuple[LedgerEntry, ...]:
        """A ledger of the result and the manifest, as a database of its own would keep them."""
        kept = digest(b"what is kept")
        return (
            LedgerEntry(digest(self.kcr), kept, "kcr", ROOM, "T1"),
            LedgerEntry(digest(self.kcm), kept, "kcm", ROOM, ""),
        )

    @cached_property
    def kca(self) -> bytes:
        """The act log of the room (.kca): T1 got extra time, and a card was printed."""
        challenge = act_codes.draw_challenge(ActKind.EXTRA_TIME, 10, seeded(self.chance + 5))
        entries = (
            ActEntry(1, OPENS, ActKind.EXTRA_TIME, Reach.TICKET, "T1", 15, challenge, 0),
            ActEntry(2, OPENS + 1, ActKind.RESUME, Reach.CARD, "", 10, "", 1),
        )
        notes = ((1, ActNote(PROCTOR, REASON)), (2, ActNote(PROCTOR, REASON)))
        record = ActRecord(self.context, ROOM, 1, "", OPENS, entries, notes)
        return act_logs.pack_act_log(record, self.keys.proctor_seeds[ROOM], self.keys.results_public)

    @cached_property
    def kct(self) -> bytes:
        """The first checkpoint of that ledger (.kct)."""
        return checkpoints.pack_checkpoint(self.context, self.ledger_entries, None, self.centre.seed(SIGNING), OPENS)

    @cached_property
    def kcl(self) -> bytes:
        """The receipt list of the result (.kcl)."""
        entry, tree = self.ledger_entries[0], checkpoints.tree_of(self.ledger_entries)
        proof = tuple(map(bytes_to_text, tree.inclusion(0, len(self.ledger_entries))))
        codes_of = results.receipt_of(self.kcr)
        receipt = Receipt("T1", ROOM, self.sat.identity.attempt, entry.file, codes_of, entry.kept, 0, proof)
        checkpoint = checkpoints.read_checkpoint(self.kct, None)
        return receipt_lists.pack_receipt_list(checkpoint, [receipt], 1, self.centre.seed(SIGNING), OPENS)

    def errata_after(self, before: errata.Errata, *entries: Erratum, made: int = OPENS) -> bytes:
        """Errata (.kce) that follow others, signed by the exam key."""
        keys = self.keys
        return errata.pack_errata(self.context, before, entries, keys.exam_seed, keys.content_key, made)

    @cached_property
    def kce(self) -> bytes:
        """Errata that withdraw an item (.kce)."""
        return self.errata_after(NO_ERRATA, Erratum("single", ErratumAction.WITHDRAW, "本题作废", OPENS))


def pictures(found: dict[str, bytes]) -> Pictures:
    """These pictures, to be read one by one."""
    return Pictures({name: len(data) for name, data in found.items()}, found.__getitem__)


def frame_header(data: bytes) -> ExamHeader:
    """The header of a sealed exam as it stands there."""
    return read_header(ExamHeader, frame.unpack(data))


def make_person(role: KeyRole, name: str, chance: int) -> Key:
    """Somebody's key."""
    return key_files.make_key(role, name, seeded(chance), OPENS)


def make_day(
    folder: Path, session: str = "s-2025-10", chance: int = 1, *, quorum: int = 0, room_files: bool = False, **kinds
) -> SealedDay:
    """A day of its own: other keys for another `chance`. `kinds` are the session's kind and level.

    With a quorum there are three openers; `room_files` makes a room key file for each room.
    """
    made = make_session(session, **kinds)
    random = seeded(chance + 500)
    office, secrets = site.make_office(random), new_secrets(made, make_tickets(), random)
    keys = make_session_keys(made, make_tickets(), seeded(chance), room_files=room_files)
    openers = tuple(make_person(KeyRole.OPENER, name, chance + at) for at, name in enumerate(OPENERS, 700))
    centre = make_person(KeyRole.CENTRE, "阅卷中心", chance + 600)
    return SealedDay(made, folder, chance, office, keys, secrets, centre, openers if quorum else (), quorum)
