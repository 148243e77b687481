"""Seal: exams and roster become one sealed exam for the rooms, a kit for the centre, one for each room's proctor."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kaochang.custody import exam_sealing, key_files, kits, slots
from kaochang.custody.envelope import Context
from kaochang.custody.exam_plan import ExamPlan
from kaochang.custody.exam_sealing import ExamOrder
from kaochang.custody.key_files import NAME_LENGTH, KeyRole
from kaochang.custody.kits import QuorumLock, SecretLock
from kaochang.custody.session_keys import SessionKeys, make_session_keys
from kaochang.custody.site import Office
from kaochang.domain.assessments import Level, Session
from kaochang.domain.ports import Clock, Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import bytes_to_text
from kaochang.flow.centre_side import CentreSide
from kaochang.flow.offices import SESSIONS_FOLDER, SITE_FILE
from kaochang.flow.session_plan import SealOrder, check_order
from kaochang.flow.unlock import ROOM_KEY_EXTENSION
from kaochang.machine.safe_files import check_free, folders_made, forget, new_file, write_new
from kaochang.sealing import codes, kdf

EXAM_FILE = "session.kcb"
CENTRE_KIT_FILE = "centre.kck"


@dataclass(frozen=True)
class SealPlaces:
    """Where sealing writes, by who gets it. The office itself keeps the session's key file."""

    exam: Path
    site: Path
    proctors: Path
    centre_kit: Path
    envelope: Path
    room_keys: Path
    session_key: Path

    def check_free(self) -> None:
        """Refuses (EXISTS) places where another session was sealed: before any secret is asked for."""
        for path in (self.exam, self.site, self.centre_kit, self.session_key):
            check_free(path)

    def folders(self, *, room_keys: bool) -> dict[str, Path]:
        """The folders that are handed out, by name."""
        found = {
            "rooms": self.exam.parent,
            "proctors": self.proctors,
            "centre": self.centre_kit.parent,
            "envelope": self.envelope,
        }
        return found | ({"room-keys": self.room_keys} if room_keys else {})


def places_below(out: Path, office: Path, session: str) -> SealPlaces:
    """A folder for everybody below `out`, and the session's key file in the office's folder."""
    return SealPlaces(
        exam=out / "rooms" / EXAM_FILE,
        site=out / "rooms" / SITE_FILE,
        proctors=out / "proctors",
        centre_kit=out / "centre" / CENTRE_KIT_FILE,
        envelope=out / "envelope",
        room_keys=out / "room-keys",
        session_key=office / SESSIONS_FOLDER / f"{session}.kcy",
    )


@dataclass(frozen=True)
class Sealers:
    """Who seals, and for which centre. `passphrase` is the office's: the session's key file goes under it."""

    office: Office
    passphrase: str = field(repr=False)
    centre: CentreSide


@dataclass(frozen=True)
class SealTarget:
    """Where to, and what goes along: the site file's bytes, and what is printed for the envelopes, by file name."""

    places: SealPlaces
    site_file: bytes
    sheets: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class SealedSession:
    """What sealing gave: what every file of the session names, and the folders to hand out."""

    context: Context
    folders: dict[str, Path]


def new_secrets(session: Session, tickets: Sequence[Ticket], random: Randomness) -> SessionSecrets:
    """Fresh codes for a session, as its level has them."""
    rooms = [room.id for room in session.rooms]
    if session.level is Level.QUICK:
        return SessionSecrets(session.level, dict.fromkeys(rooms, codes.new_code(random)))
    return SessionSecrets(
        level=session.level,
        start_codes={room: codes.new_code(random) for room in rooms},
        room_codes={room: codes.new_code(random, codes.ROOM_CODE) for room in rooms},
        proctor_codes={room: codes.new_code(random, codes.PROCTOR_CODE) for room in rooms},
        pins={ticket.number: codes.new_code(random, codes.PIN) for ticket in tickets},
    )


def seconds_for_pins(count: int, clock: Clock, random: Randomness) -> int:
    """About how long so many PINs take to seal on this PC, by trying one: all cores work at them."""
    before = clock.elapsed()
    slots.pin_lock(codes.new_code(random, codes.PIN), kdf.new_params(random, slots.PIN_COST), b"", "", "").key()
    return -(-count * (clock.elapsed() - before) // (1000 * kdf.cores(slots.PIN_COST)))


@dataclass(frozen=True)
class _Sealing:
    """One sealing under way; its keys exist nowhere else afterwards, but in what is written."""

    order: SealOrder
    secrets: SessionSecrets
    sealers: Sealers
    keys: SessionKeys
    clock: Clock
    random: Randomness

    def exam_order(self) -> ExamOrder:
        """What goes into the sealed exam."""
        order = self.order
        plan = ExamPlan(
            session=order.session,
            exams=order.exams,
            tickets=order.tickets,
            centre_key=self.sealers.centre.key,
            keep_until=order.keep_until,
            supersedes=order.supersedes,
            media=order.media,
            photos=order.photos,
        )
        return ExamOrder(plan, self.sealers.office, self.keys, self.secrets, order.cost)

    def _centre_kit(self, context: Context) -> bytes:
        order, session_keys, centre = self.order, self.keys, self.sealers.centre
        kit = kits.CentreKit(
            session=order.session,
            context=context,
            exam_key=bytes_to_text(session_keys.exam_public),
            centre_key=bytes_to_text(centre.key),
            centre_seed=bytes_to_text(centre.seed),
            results_seed=bytes_to_text(session_keys.results_seed),
            results_key=bytes_to_text(session_keys.results_public),
            content_key=bytes_to_text(session_keys.content_key),
            exams=tuple(order.exams),
            schemes=dict(order.schemes),
            tickets=tuple(order.tickets),
            ticket_keys=session_keys.ticket_publics(order.tickets),
            proctor_keys=session_keys.proctor_publics(),
            act_keys={room: bytes_to_text(key) for room, key in session_keys.act_keys.items()},
            passed_findings=order.passed_findings,
        )
        lock: SecretLock | QuorumLock
        if centre.quorum:
            lock = QuorumLock(centre.quorum, centre.openers)
        else:
            lock = SecretLock(centre.passphrase, kdf.new_params(self.random, order.cost))
        return kits.pack_centre_kit(kit, lock, session_keys.exam_seed, self.random)

    def _proctor_kit(self, context: Context, room: str) -> kits.ProctorKit:
        order, session_keys = self.order, self.keys
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

    def _proctor_kits(self, context: Context, step: "_Steps") -> dict[str, bytes]:
        """Each under its proctor's code; quick: under the start code."""
        own, seed = self.secrets.proctor_codes or self.secrets.start_codes, self.keys.exam_seed
        work = [
            partial(
                kits.pack_proctor_kit,
                self._proctor_kit(context, room),
                key,
                own[room],
                kdf.new_params(self.random, self.order.cost),
                seed,
            )
            for room, key in self.keys.kit_keys.items()
        ]
        return dict(zip(self.keys.kit_keys, kdf.on_all_cores(work, self.order.cost, step), strict=True))

    def _session_key(self) -> bytes:
        """What the office needs to make a code anew or to correct an item: nothing that opens or makes a result."""
        session, session_keys = self.order.session, self.keys
        seeds = {"exam": session_keys.exam_seed, "content": session_keys.content_key}
        seeds |= {f"room/{room}": key for room, key in session_keys.room_keys.items()}
        seeds |= {f"kit/{room}": key for room, key in session_keys.kit_keys.items()}
        seeds |= {f"room-file/{room}": key for room, key in session_keys.room_files.items()}
        name = f"{session.id} {session.title}"[:NAME_LENGTH]
        key = key_files.make_key(KeyRole.SESSION, name, self.random, self.clock.wall(), seeds)
        return key_files.pack_key(key, self.sealers.passphrase, kdf.new_params(self.random, self.order.cost))

    def files(self, context: Context, target: SealTarget, step: "_Steps") -> Iterator[tuple[Path, bytes]]:
        """Everything but the sealed exam."""
        places = target.places
        yield places.centre_kit, self._centre_kit(context)
        for room, kit in self._proctor_kits(context, step).items():
            yield places.proctors / f"{room}.kcp", kit
        yield places.session_key, self._session_key()
        for room, key in self.keys.room_files.items():
            yield places.room_keys / f"{room}.{ROOM_KEY_EXTENSION}", key
        for name, sheet in target.sheets.items():
            yield places.envelope / name, sheet
        yield places.site, target.site_file


class _Steps:
    """Counts what is done, for a bar."""

    def __init__(self, progress: Progress, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def __call__(self) -> None:
        self._done += 1
        self._progress(self._done, self._of)


def seal(
    order: SealOrder,
    secrets: SessionSecrets,
    sealers: Sealers,
    target: SealTarget,
    clock: Clock,
    random: Randomness,
    progress: Progress = no_progress,
) -> SealedSession:
    """Seals a session into new files. Nothing that exists is replaced.

    All of it or nothing: an exam whose centre kit was never written could be sat, and then never be opened. So the
    exam gets its name when everything else is there, and whatever stops the sealing takes the rest away again, new
    folders too.
    """
    check_order(order)
    if order.session.level is Level.QUICK and sealers.centre.quorum:
        raise Refusal(Outcome.POLICY, "seal.needs-certified")
    session_keys = make_session_keys(order.session, order.tickets, random, room_files=order.room_key_files)
    sealing = _Sealing(order, secrets, sealers, session_keys, clock, random)
    exam_order = sealing.exam_order()
    step = _Steps(progress, exam_sealing.steps(exam_order.plan) + len(session_keys.kit_keys))
    folders = target.places.folders(room_keys=order.room_key_files)
    with folders_made(*folders.values(), target.places.session_key.parent), ExitStack() as undo:
        with new_file(target.places.exam) as stream:
            context = exam_sealing.seal_exam(exam_order, stream, random, step)
            for path, data in sealing.files(context, target, step):
                write_new(path, data)
                undo.callback(forget, path)
        undo.pop_all()
    return SealedSession(context, folders)
