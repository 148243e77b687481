"""What every file that a merge finds has to pass, as the processes do it that check files side by side.

A process reads a file once; the bytes that are checked are the bytes that are used. What it hands back is text for the
database, and small where the file was refused or is known.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import msgspec

from kaochang.custody import act_logs, errata, journal_log, log_ends, manifests, result_checks, results
from kaochang.custody.act_claims import claims_of
from kaochang.custody.act_logs import ActLog, ActNote
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.kits import CentreKit
from kaochang.custody.manifests import Manifest
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted
from kaochang.domain.drawing import drawn
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record, SecretRecord, Value, text_to_bytes
from kaochang.flow.arrivals import arrived_log, arrived_result
from kaochang.machine.folders import readable
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from kaochang.store.centre import FileRecord, document_of

FILE_LIMIT = 512 * 1024 * 1024

STAND_IN = "path:"
"""What the stand-in of a file begins with that cannot be read: it has no digest, so its path is named, and once."""


class MergedManifest(Value, frozen=True):
    """A manifest with the SHA-256 of its file, by which the next one names it, and its notes opened."""

    sha256: str
    manifest: Manifest
    notes: str


class MergedActLog(Value, frozen=True):
    """An act log with the SHA-256 of its file, and its notes opened: entry number, who and why."""

    sha256: str
    log: ActLog
    notes: tuple[tuple[int, ActNote], ...]


class _Place(Record, frozen=True):
    """What the roster says of a ticket beside its number. Many tickets share one: there may be a hundred thousand."""

    exam: str
    room: str
    extra_time_s: int
    is_reserve: bool


class Setting(SecretRecord, frozen=True):
    """What all checks need, as it is sent to each process: a kit without what none asks for, and what is known.

    The roster is `places`, by the tickets' numbers; that of the kit is empty.
    """

    kit: CentreKit
    places: Mapping[str, _Place]
    known: frozenset[str]


class CheckedFile(Record, frozen=True):
    """A file that was looked at: its line, not dated yet, and what it held as JSON text, by table.

    `is_unread` says that it could not be read; the record is then its stand-in's. Of a known file nothing but the
    SHA-256 is looked at.
    """

    path: str
    record: FileRecord
    documents: dict[str, str]
    is_unread: bool = False


class _Passed(Record, frozen=True):
    """A file that passed every check, and what it held, by table. `room` is "" for what belongs to all rooms."""

    held: Mapping[str, Value]
    room: str = ""
    ticket: str = ""
    attempt: str = ""
    receipt: str = ""


def setting_of(kit: CentreKit, known: set[str]) -> Setting:
    """What the checks of a merge need and no secret more, every value once: each process has all of it of its own."""
    shared: dict[_Place, _Place] = {}
    places = {}
    for ticket in kit.tickets:
        place = _Place(ticket.exam, ticket.room, ticket.extra_time_s, ticket.is_reserve)
        places[ticket.number] = shared.setdefault(place, place)
    keys = {number: kit.ticket_keys[number] for number in places}
    slim = msgspec.structs.replace(kit, tickets=(), ticket_keys=keys, schemes={}, centre_seed="")
    return Setting(slim, places, frozenset(known))


def checking(setting: Setting) -> Callable[[Sequence[str]], list[CheckedFile]]:
    """What a process does: checks the files at these paths."""
    checks = Checks(setting)

    def check(paths: Sequence[str]) -> list[CheckedFile]:
        return [_look_at(Path(path), checks, setting.known) for path in paths]

    return check


def stand_in_of(place: str) -> str:
    """What stands for a file that cannot be read, by its readable path."""
    return STAND_IN + digest(place.encode("utf-8"))


def _look_at(path: Path, checks: "Checks", known: frozenset[str]) -> CheckedFile:
    name, file_type, place = readable(path.name), path.suffix.lower()[1:], readable(path)
    try:
        data = read_whole(path, FILE_LIMIT)
    except Refusal as refusal:
        return CheckedFile(place, _refused(stand_in_of(place), name, file_type, refusal), {}, is_unread=True)
    sha256 = digest(data)
    if sha256 in known:
        return CheckedFile(place, FileRecord(sha256, name, file_type, 0, "", "", "", "", "", 0), {})
    try:
        passed = checks.passed(file_type, data)
    except Refusal as refusal:
        return CheckedFile(place, _refused(sha256, name, file_type, refusal), {})
    ids = passed.room, passed.ticket, passed.attempt, passed.receipt
    documents = {table: document_of(value) for table, value in passed.held.items()}
    return CheckedFile(place, FileRecord(sha256, name, file_type, 0, "", *ids, 0), documents)


def _refused(sha256: str, name: str, file_type: str, refusal: Refusal) -> FileRecord:
    return FileRecord(sha256, name, file_type, int(refusal.outcome), refusal.key, "", "", "", "", 0)


class Checks:
    """The checks of one session, with its roster arranged for looking up."""

    def __init__(self, setting: Setting) -> None:
        self._kit = kit = setting.kit
        self._places = setting.places
        self._exams = {exam.id: exam for exam in kit.exams}
        self._results_seed = text_to_bytes(kit.results_seed)

    @cached_property
    def _rooms(self) -> Mapping[str, set[str]]:
        """The numbers of each room's tickets."""
        rooms: defaultdict[str, set[str]] = defaultdict(set)
        for number, place in self._places.items():
            rooms[place.room].add(number)
        return rooms

    def passed(self, file_type: str, data: bytes) -> _Passed:
        """What a file held; refused as its kind says."""
        return MERGED[f".{file_type}"](self, data)

    def result(self, data: bytes) -> _Passed:
        """A result of this session, and nothing in it that no attempt could have led to."""
        framed, header = arrived_result(data, self._kit.context, self._kit.ticket_keys)
        identity = header.identity
        ticket, exam = self._place(identity)
        body = results.open_result(framed, header, self._results_seed)
        result_checks.check_body(body, exam, ticket, self._kit.session)
        result_checks.check_holder(body, is_reserve=self._places[identity.ticket].is_reserve)
        held = {"results": body, **self._acts(body.acts, identity)}
        return _Passed(held, identity.room, identity.ticket, identity.attempt, results.receipt_of(data))

    def _acts(self, told: Sequence[Acted], identity: AttemptIdentity) -> dict[str, Value]:
        """What an attempt says of acts, with what their codes say; nothing where it took none."""
        return {"acts": claims_of(told, identity, self._kit.act_keys)} if told else {}

    def _place(self, identity: AttemptIdentity) -> tuple[Ticket, Exam]:
        """The ticket and its own exam. The roster says which exam and room it has; any other file belongs nowhere.

        No program makes a second attempt of a ticket, and one that is moved stays the same: none counts.
        """
        if identity.number != 1:
            raise Refusal(Outcome.POLICY, "attempt.second", number=identity.number)
        place = self._places[identity.ticket]
        if (place.exam, place.room) != (identity.exam, identity.room):
            raise Refusal(Outcome.CONTEXT, "context.room", room=identity.room)
        ticket = Ticket(identity.ticket, "", "", place.exam, place.room, extra_time_s=place.extra_time_s)
        return ticket, drawn(self._exams[place.exam], ticket.number)

    def log(self, data: bytes) -> _Passed:
        """A journal log, opened to its end."""
        log = arrived_log(data, self._kit.context, self._kit.ticket_keys)
        identity = log.header.identity
        key = journal_log.recover_key(log.header, self._results_seed)
        _, exam = self._place(identity)
        end = log_ends.log_end(log, key, exam)
        return _Passed(
            {"logs": end, **self._acts(end.acts, identity)}, identity.room, identity.ticket, identity.attempt
        )

    def manifest(self, data: bytes) -> _Passed:
        """A room's manifest, which must speak of all of its tickets."""
        framed = frame.unpack(data, FileType.MANIFEST)
        check_context(manifests.claimed_context(framed), self._kit.context)
        manifest = manifests.read_manifest(framed, self._kit.proctor_keys)
        room = manifest.header.room
        named = {entry.ticket for entry in manifest.entries}
        owed = self._rooms.get(room, set())
        if named != owed:
            raise Refusal(Outcome.HEADER, "manifest.roster", tickets=tuple(sorted(named ^ owed)))
        notes = manifests.open_notes(manifest, self._results_seed)
        return _Passed({"manifests": MergedManifest(digest(data), manifest, notes)}, room)

    def errata(self, data: bytes) -> _Passed:
        """An errata file of this exam."""
        check_context(errata.claimed_context(data), self._kit.context)
        keys = text_to_bytes(self._kit.exam_key), text_to_bytes(self._kit.content_key)
        return _Passed({"errata": errata.open_errata(data, *keys)})

    def act_log(self, data: bytes) -> _Passed:
        """A proctor's act log, of tickets of the room."""
        framed = frame.unpack(data, FileType.ACT_LOG)
        check_context(act_logs.claimed_place(framed)[0], self._kit.context)
        log = act_logs.read_act_log(framed, self._kit.proctor_keys)
        room = log.header.room
        strangers = {entry.ticket for entry in log.entries} - {"", *self._rooms.get(room, ())}
        if strangers:
            raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=tuple(sorted(strangers)))
        notes = act_logs.open_act_notes(log, self._results_seed)
        return _Passed({"act_logs": MergedActLog(digest(data), log, tuple(sorted(notes.items())))}, room)


_Check: TypeAlias = Callable[[Checks, bytes], _Passed]
_CHECKS: dict[FileType, _Check] = {
    FileType.RESULT: Checks.result,
    FileType.JOURNAL: Checks.log,
    FileType.MANIFEST: Checks.manifest,
    FileType.ERRATA: Checks.errata,
    FileType.ACT_LOG: Checks.act_log,
}
MERGED = {f".{file_type.extension}": check for file_type, check in _CHECKS.items()}
"""The kinds of file that a merge takes, by how their names end."""
