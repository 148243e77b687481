"""Merge: sticks from all rooms, in any order, again and again, become one set of results with every gap named."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import (
    act_logs,
    checkpoints,
    errata,
    journal_log,
    log_ends,
    manifests,
    result_checks,
    results,
)
from kaochang.custody.act_claims import AttemptActs, claims_of
from kaochang.custody.act_logs import ActLog, ActNote
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.errata import Errata
from kaochang.custody.kits import CentreKit
from kaochang.custody.log_ends import LogEnd
from kaochang.custody.manifests import Manifest
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Exam
from kaochang.domain.attempts import Acted
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Value, bytes_to_text, text_to_bytes
from kaochang.flow.arrivals import arrived_log, arrived_result
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre, FileRecord, LedgerKeys, SessionRecord

FILE_LIMIT = 512 * 1024 * 1024
_MERGED = {
    ".kcr": FileType.RESULT,
    ".kcj": FileType.JOURNAL,
    ".kcm": FileType.MANIFEST,
    ".kce": FileType.ERRATA,
    ".kca": FileType.ACT_LOG,
}


@dataclass(frozen=True)
class MergeCount:
    """What one merge did: files looked at, newly accepted, seen before, and refused."""

    files: int
    accepted: int
    known: int
    refused: int


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


@dataclass(frozen=True)
class _Checked:
    """A file that passed every check, and what it held. `room` is "" for what belongs to all rooms."""

    room: str = ""
    ticket: str = ""
    attempt: str = ""
    receipt: str = ""
    result: ResultBody | None = None
    log: LogEnd | None = None
    manifest: MergedManifest | None = None
    errata: Errata | None = None
    act_log: MergedActLog | None = None
    acts: AttemptActs | None = None


def begin(centre: Centre, kit: CentreKit) -> None:
    """Makes the database this session's, with its exams, mark schemes, roster, and what checks its ledger."""
    record = SessionRecord(kit.session, kit.context.exam_file, kit.passed_findings)
    centre.begin(record, kit.exams, kit.schemes, kit.tickets)
    row_key = checkpoints.ledger_key(text_to_bytes(kit.results_seed), kit.context)
    centre.keep_keys(LedgerKeys(kit.centre_key, bytes_to_text(row_key)))


def _checked_result(data: bytes, kit: CentreKit) -> _Checked:
    framed, header = arrived_result(data, kit.context, kit.ticket_keys)
    identity = header.identity
    ticket, exam = _place(identity, kit)
    body = results.open_result(framed, header, text_to_bytes(kit.results_seed))
    result_checks.check_body(body, exam, ticket, kit.session)
    acts = _acts(body.acts, identity, kit)
    receipt = results.receipt_of(data)
    return _Checked(identity.room, identity.ticket, identity.attempt, receipt=receipt, result=body, acts=acts)


def _acts(told: Sequence[Acted], identity: AttemptIdentity, kit: CentreKit) -> AttemptActs | None:
    """What an attempt says of acts, with what their codes say; nothing where it took none."""
    return claims_of(told, identity, kit.act_keys) if told else None


def _place(identity: AttemptIdentity, kit: CentreKit) -> tuple[Ticket, Exam]:
    """The ticket and its exam. The roster says which exam and room a ticket has; any other file belongs nowhere.

    No program makes a second attempt of a ticket, and one that is moved stays the same: none counts.
    """
    if identity.number != 1:
        raise Refusal(Outcome.POLICY, "attempt.second", number=identity.number)
    ticket = next(ticket for ticket in kit.tickets if ticket.number == identity.ticket)
    if (ticket.exam, ticket.room) != (identity.exam, identity.room):
        raise Refusal(Outcome.CONTEXT, "context.room", room=identity.room)
    return ticket, next(exam for exam in kit.exams if exam.id == ticket.exam)


def _checked_log(data: bytes, kit: CentreKit) -> _Checked:
    log = arrived_log(data, kit.context, kit.ticket_keys)
    identity = log.header.identity
    key = journal_log.recover_key(log.header, text_to_bytes(kit.results_seed))
    _, exam = _place(identity, kit)
    end = log_ends.log_end(log, key, exam)
    return _Checked(identity.room, identity.ticket, identity.attempt, log=end, acts=_acts(end.acts, identity, kit))


def _checked_manifest(data: bytes, kit: CentreKit) -> _Checked:
    framed = frame.unpack(data, FileType.MANIFEST)
    check_context(manifests.claimed_context(framed), kit.context)
    manifest = manifests.read_manifest(framed, kit.proctor_keys)
    header = manifest.header
    named = {entry.ticket for entry in manifest.entries}
    owed = {ticket.number for ticket in kit.tickets if ticket.room == header.room}
    if named != owed:
        tickets = tuple(sorted(named ^ owed))
        raise Refusal(Outcome.HEADER, "manifest.roster", tickets=tickets)
    notes = manifests.open_notes(manifest, text_to_bytes(kit.results_seed))
    return _Checked(header.room, manifest=MergedManifest(digest(data), manifest, notes))


def _checked_errata(data: bytes, kit: CentreKit) -> _Checked:
    check_context(errata.claimed_context(data), kit.context)
    return _Checked(errata=errata.open_errata(data, text_to_bytes(kit.exam_key), text_to_bytes(kit.content_key)))


def _checked_act_log(data: bytes, kit: CentreKit) -> _Checked:
    framed = frame.unpack(data, FileType.ACT_LOG)
    check_context(act_logs.claimed_place(framed)[0], kit.context)
    log = act_logs.read_act_log(framed, kit.proctor_keys)
    room = log.header.room
    strangers = {entry.ticket for entry in log.entries} - {"", *(t.number for t in kit.tickets if t.room == room)}
    if strangers:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=tuple(sorted(strangers)))
    notes = act_logs.open_act_notes(log, text_to_bytes(kit.results_seed))
    return _Checked(room, act_log=MergedActLog(digest(data), log, tuple(sorted(notes.items()))))


_CHECKS = {
    FileType.RESULT: _checked_result,
    FileType.JOURNAL: _checked_log,
    FileType.MANIFEST: _checked_manifest,
    FileType.ERRATA: _checked_errata,
    FileType.ACT_LOG: _checked_act_log,
}


def _record(path: Path, sha256: str, arrived: int, checked: _Checked | Refusal) -> FileRecord:
    name, file_type = readable(path.name), path.suffix.lower()[1:]
    if isinstance(checked, Refusal):
        return FileRecord(sha256, name, file_type, int(checked.outcome), checked.key, "", "", "", "", arrived)
    return FileRecord(
        sha256, name, file_type, 0, "", checked.room, checked.ticket, checked.attempt, checked.receipt, arrived
    )


def _note_unreadable(centre: Centre, path: Path, refusal: Refusal, clock: Clock) -> Outcome:
    """A file that cannot be read has no digest: its path stands in for it, so that it is named once."""
    stand_in = "path:" + digest(str(path).encode("utf-8", "surrogateescape"))
    if centre.known(stand_in) is None:
        centre.take(_record(path, stand_in, clock.wall(), refusal), readable(path))
    return refusal.outcome


def _take(centre: Centre, kit: CentreKit, path: Path, clock: Clock) -> Outcome:
    """Enters one file; the bytes that are checked are the bytes that are used."""
    try:
        data = read_whole(path, FILE_LIMIT)
    except Refusal as refusal:
        return _note_unreadable(centre, path, refusal, clock)
    sha256 = digest(data)
    known = centre.known(sha256)
    if known is not None:
        centre.seen_again(sha256, readable(path))
        return Outcome.DUPLICATE
    try:
        checked = _CHECKS[_MERGED[path.suffix.lower()]](data, kit)
    except Refusal as refusal:
        centre.take(_record(path, sha256, clock.wall(), refusal), readable(path))
        return refusal.outcome
    centre.take(
        _record(path, sha256, clock.wall(), checked),
        readable(path),
        result=checked.result,
        log=checked.log,
        manifest=checked.manifest,
        errata=checked.errata,
        act_log=checked.act_log,
        acts=checked.acts,
    )
    return Outcome.OK


def files_below(sources: Sequence[Path]) -> list[Path]:
    """What there is to merge; MISSING for a source that is not there, before any database is made for it."""
    return list(files_under(sources, frozenset(_MERGED)))


def barren(sources: Sequence[Path]) -> list[Path]:
    """The sources below which there is nothing to merge."""
    return [source for source in dict.fromkeys(sources) if not files_below([source])]


def merge(
    centre: Centre, kit: CentreKit, sources: Sequence[Path], clock: Clock, progress: Progress = no_progress
) -> MergeCount:
    """Takes in every file of ours below the sources. Repeatable and order-free; a bad file never stops the others."""
    paths = files_below(sources)
    begin(centre, kit)
    outcomes = []
    for done, path in enumerate(paths, start=1):
        outcomes.append(_take(centre, kit, path, clock))
        progress(done, len(paths))
    accepted, known = outcomes.count(Outcome.OK), outcomes.count(Outcome.DUPLICATE)
    return MergeCount(len(paths), accepted, known, len(outcomes) - accepted - known)


def merged_results(centre: Centre) -> dict[str, ResultBody]:
    """Every accepted result by the SHA-256 of its file."""
    return centre.results(ResultBody)


def merged_logs(centre: Centre) -> dict[str, LogEnd]:
    """How every accepted journal log ends, by the SHA-256 of its file."""
    return centre.logs(LogEnd)


def merged_errata(centre: Centre) -> list[Errata]:
    """Every accepted errata file, by its counter."""
    return sorted(centre.errata(Errata), key=lambda each: (each.counter, each.sha256))


def merged_act_logs(centre: Centre) -> list[MergedActLog]:
    """Every accepted act log: by room, then counter, then SHA-256."""
    found = centre.act_logs(MergedActLog)
    return sorted(found, key=lambda each: (each.log.header.room, each.log.header.counter, each.sha256))


def merged_acts(centre: Centre) -> list[AttemptActs]:
    """The acts of every attempt, as each of its files tells them."""
    return centre.acts(AttemptActs)


def merged_manifests(centre: Centre) -> list[MergedManifest]:
    """Every accepted manifest: by room, then counter, then SHA-256."""
    return sorted(
        centre.manifests(MergedManifest),
        key=lambda each: (each.manifest.header.room, each.manifest.header.counter, each.sha256),
    )
