"""Collect: a room's results and journal logs go onto one stick, with a manifest that accounts for every ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import manifests, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.kits import ProctorKit, open_proctor_kit
from kaochang.custody.manifests import FileEntry, RoomRecord, TicketEntry
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow.arrivals import arrived_log, arrived_result
from kaochang.flow.attempt_files import LOG_LIMIT
from kaochang.flow.hand_in import RESULT_LIMIT, STICK_FOLDER, stick_names
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import make_folder, read_whole, replace_file, write_new
from kaochang.sealing import codes, frame, signatures
from kaochang.sealing.frame import FileType

KIT_LIMIT = 64 * 1024 * 1024
MANIFEST_LIMIT = 64 * 1024 * 1024
_COLLECTED = frozenset({".kcr", ".kcj"})
_COUNTER_DIGITS = 6


@dataclass(frozen=True)
class CollectOrder:
    """What the proctor declares: where to look, where to put it, who was absent, and what happened.

    `absent` and `on_paper` are ticket numbers; `incidents` counts by kind and stays readable, `notes` are sealed.
    """

    sources: Sequence[Path]
    target: Path
    absent: frozenset[str] = frozenset()
    on_paper: frozenset[str] = frozenset()
    incidents: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""


@dataclass(frozen=True)
class Collection:
    """What was collected: the manifest's path and lines, and whatever was wrong, by name."""

    manifest: Path
    entries: tuple[TicketEntry, ...]
    problems: tuple[FileProblem, ...]


@dataclass(frozen=True)
class _Found:
    identity: AttemptIdentity
    data: bytes
    receipt: str


def open_kit(path: Path, code: str) -> ProctorKit:
    """A room's proctor kit, opened with the start code."""
    return open_proctor_kit(read_whole(path, KIT_LIMIT), codes.normalise(code))


def _read(path: Path, kit: ProctorKit) -> _Found:
    if path.suffix.lower() == ".kcr":
        data = read_whole(path, RESULT_LIMIT)
        _, header = arrived_result(data, kit.context, kit.ticket_keys)
        return _Found(header.identity, data, results.receipt_of(data))
    data = read_whole(path, LOG_LIMIT)
    return _Found(arrived_log(data, kit.context, kit.ticket_keys).header.identity, data, "")


def _check(path: Path, kit: ProctorKit) -> _Found:
    found = _read(path, kit)
    if found.identity.room != kit.room:
        raise Refusal(Outcome.CONTEXT, "context.room", str(path), room=found.identity.room)
    return found


def _problem(path: Path, refusal: Refusal, room: str) -> FileProblem:
    """By its whole path: on every PC the files have the same names."""
    return FileProblem(readable(path), refusal.outcome.name, "problem.refused", room=room)


def _gather(
    kit: ProctorKit, sources: Sequence[Path], progress: Progress
) -> tuple[dict[str, list[_Found]], dict[str, list[_Found]], list[FileProblem]]:
    """Results and logs by ticket, each distinct content once, and what could not be taken."""
    found: dict[str, dict[str, list[_Found]]] = {".kcr": {}, ".kcj": {}}
    problems: list[FileProblem] = []
    paths = list(files_under(sources, _COLLECTED))
    for done, path in enumerate(paths, start=1):
        try:
            each = _check(path, kit)
        except Refusal as refusal:
            problems.append(_problem(path, refusal, kit.room))
        else:
            same_ticket = found[path.suffix.lower()].setdefault(each.identity.ticket, [])
            if all(each.data != other.data for other in same_ticket):
                same_ticket.append(each)
        progress(done, len(paths))
    return found[".kcr"], found[".kcj"], problems


def _entry_file(found: _Found, name: str) -> FileEntry:
    return FileEntry(name, len(found.data), digest(found.data))


def _status(ticket: Ticket, has_result: bool, has_log: bool, order: CollectOrder) -> TicketStatus:
    if has_result:
        return TicketStatus.SUBMITTED
    if ticket.number in order.on_paper:
        return TicketStatus.ON_PAPER
    if has_log:
        return TicketStatus.PRESENT
    return TicketStatus.ABSENT if ticket.number in order.absent else TicketStatus.NOT_STARTED


def _longest(logs: Sequence[_Found], attempt: str | None) -> _Found | None:
    own = [log for log in logs if attempt in (None, log.identity.attempt)]
    return max(own, key=lambda log: len(log.data), default=None)


def _copy(found: _Found, folder: Path, name: str) -> FileEntry:
    replace_file(folder / name, found.data)
    return _entry_file(found, name)


def _collect_ticket(
    ticket: Ticket, found: list[_Found], logs: list[_Found], folder: Path, order: CollectOrder
) -> TicketEntry:
    """Copies a ticket's files. Two different results are both copied; the manifest names the later attempt's."""
    named: TicketEntry | None = None
    for result in sorted(found, key=lambda each: (each.identity.number, each.identity.attempt)):
        result_name, log_name = stick_names(ticket.number, result.identity.attempt)
        entry = _copy(result, folder, result_name)
        log = _longest(logs, result.identity.attempt)
        journal = None if log is None else _copy(log, folder, log_name)
        named = TicketEntry(ticket.number, TicketStatus.SUBMITTED, result.receipt, entry, journal)
    if named is not None:
        return named
    log = _longest(logs, None)
    journal = None if log is None else _copy(log, folder, stick_names(ticket.number, log.identity.attempt)[1])
    return TicketEntry(ticket.number, _status(ticket, False, log is not None, order), journal=journal)


def _earlier(folder: Path, kit: ProctorKit) -> tuple[int, str, list[FileProblem]]:
    """(counter, digest) of the newest manifest of this room on the stick; (0, "") for the first; and what is damaged.

    A damaged manifest never stops a collection, but its place in the count stays taken.
    """
    newest, taken = (0, ""), 0
    problems: list[FileProblem] = []
    own_key = {kit.room: bytes_to_text(signatures.public_of(text_to_bytes(kit.proctor_seed)))}
    for path in files_under([folder], frozenset({".kcm"})):
        try:
            data = read_whole(path, MANIFEST_LIMIT)
            manifest = manifests.read_manifest(frame.unpack(data, FileType.MANIFEST), own_key)
            check_context(manifest.header.context, kit.context)
        except Refusal as refusal:
            problems.append(_problem(path, refusal, kit.room))
            number = path.stem.removeprefix(f"{kit.room}-")
            taken = max(taken, int(number) if number.isdecimal() and len(number) <= _COUNTER_DIGITS else 0)
        else:
            newest = max(newest, (manifest.header.counter, digest(data)))
    return max(newest[0], taken), newest[1], problems


def _unknown(names: frozenset[str], kit: ProctorKit) -> None:
    strangers = names - {ticket.number for ticket in kit.tickets}
    if strangers:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket="、".join(sorted(strangers)))


def collect(kit: ProctorKit, order: CollectOrder, clock: Clock, progress: Progress = no_progress) -> Collection:
    """Copies everything of this room to the stick and signs the manifest. Repeatable: a later one counts up.

    What an earlier round brought onto the stick belongs to the later manifest too, so that the stick can be carried
    from PC to PC.
    """
    _unknown(order.absent | order.on_paper, kit)
    folder = order.target / STICK_FOLDER / kit.session.id / kit.room
    on_stick = [folder] if folder.is_dir() else []
    found, logs, problems = _gather(kit, [*order.sources, *on_stick], progress)
    make_folder(folder)
    entries = tuple(
        _collect_ticket(ticket, found.get(ticket.number, []), logs.get(ticket.number, []), folder, order)
        for ticket in kit.tickets
    )
    problems += [
        FileProblem(number, Outcome.CONFLICT.name, "problem.two-results", room=kit.room, ticket=number)
        for number, several in found.items()
        if len(several) > 1
    ]
    counter, previous, damaged = _earlier(folder, kit)
    record = RoomRecord(
        kit.context, kit.room, counter + 1, previous, clock.wall(), entries, dict(order.incidents), order.notes
    )
    data = manifests.pack_manifest(record, text_to_bytes(kit.proctor_seed), text_to_bytes(kit.results_key))
    path = folder / f"{kit.room}-{counter + 1:03}.kcm"
    write_new(path, data)
    return Collection(path, entries, (*problems, *damaged))
