"""Reconcile: what the manifests promise against what arrived; one status for every ticket, every gap by name.

Derived anew from the ledger each time, so it does not depend on the order in which sticks were merged.
"""

from collections import defaultdict
from dataclasses import dataclass

from kaochang.custody.manifests import FileEntry, Manifest, TicketEntry
from kaochang.custody.results import ResultBody
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.merge import merged_manifests, merged_results
from kaochang.store.centre import Centre, FileRecord


@dataclass(frozen=True)
class Reconciliation:
    """Where the session stands: each ticket's status, the one result that counts for it, and every problem."""

    statuses: dict[str, TicketStatus]
    results: dict[str, str]
    problems: tuple[FileProblem, ...]


@dataclass(frozen=True)
class _Arrived:
    """The ledger, arranged for looking up."""

    accepted: dict[str, FileRecord]
    damaged: dict[str, list[FileRecord]]
    by_ticket: dict[str, list[str]]


def _arrange(centre: Centre, results: dict[str, ResultBody]) -> _Arrived:
    files = centre.files()
    by_ticket: defaultdict[str, list[str]] = defaultdict(list)
    for sha256, body in results.items():
        by_ticket[body.identity.ticket].append(sha256)
    damaged: defaultdict[str, list[FileRecord]] = defaultdict(list)
    for record in sorted(files, key=lambda each: each.sha256):
        if record.outcome != 0:
            damaged[record.name].append(record)
    return _Arrived(
        accepted={record.sha256: record for record in files if record.outcome == 0},
        damaged=dict(sorted(damaged.items())),
        by_ticket=dict(by_ticket),
    )


def _newest(all_manifests: list[Manifest]) -> tuple[dict[str, Manifest], list[FileProblem]]:
    """The newest manifest of each room; two different ones with one counter are a conflict."""
    newest: dict[str, Manifest] = {}
    problems = []
    for manifest in all_manifests:
        room, counter = manifest.header.room, manifest.header.counter
        if room in newest and newest[room].header.counter == counter:
            problems.append(
                FileProblem(f"{room}-{counter:03}.kcm", Outcome.CONFLICT.name, "problem.two-manifests", room=room)
            )
        newest[room] = manifest
    return newest, problems


def _file_problem(entry: FileEntry | None, ticket: str, room: str, arrived: _Arrived) -> FileProblem | None:
    """What became of a file that the manifest promises; None if it is here, whole."""
    if entry is None or entry.sha256 in arrived.accepted:
        return None
    damaged = arrived.damaged.get(entry.name)
    if damaged is not None:
        outcome = Outcome(damaged[0].outcome).name
        return FileProblem(entry.name, outcome, "problem.damaged", room=room, ticket=ticket)
    return FileProblem(entry.name, Outcome.MISSING.name, "problem.missing", room=room, ticket=ticket)


def _entry_problems(entry: TicketEntry, room: str, arrived: _Arrived) -> list[FileProblem]:
    promised = [_file_problem(file, entry.ticket, room, arrived) for file in (entry.result, entry.journal)]
    problems = [problem for problem in promised if problem is not None]
    expected = "" if entry.result is None else entry.result.sha256
    for sha256 in arrived.by_ticket.get(entry.ticket, []):
        if sha256 != expected:
            name = arrived.accepted[sha256].name
            problems.append(
                FileProblem(name, Outcome.CONFLICT.name, "problem.not-in-manifest", room=room, ticket=entry.ticket)
            )
    return problems


def _status(ticket: Ticket, entry: TicketEntry | None, result: str | None) -> TicketStatus:
    if result is not None:
        return TicketStatus.SUBMITTED
    if entry is None or entry.result is not None:
        return TicketStatus.MISSING_FILE
    return entry.status


def _strays(arrived: _Arrived, promised: set[str]) -> list[FileProblem]:
    """Refused files that no manifest speaks of."""
    return [
        FileProblem(name, Outcome(record.outcome).name, "problem.refused")
        for name, records in arrived.damaged.items()
        for record in records
        if name not in promised
    ]


def reconcile(centre: Centre) -> Reconciliation:
    """The session as it stands now. A ticket with two different results has none that counts, until people decide."""
    results = merged_results(centre)
    arrived = _arrange(centre, results)
    newest, problems = _newest(merged_manifests(centre))
    statuses, counted = {}, {}
    entries = {entry.ticket: (entry, room) for room, manifest in newest.items() for entry in manifest.entries}
    for number, ticket in centre.tickets().items():
        entry, room = entries.get(number, (None, ticket.room))
        several = arrived.by_ticket.get(number, [])
        if len(several) == 1:
            counted[number] = several[0]
        elif several:
            problems.append(FileProblem(number, Outcome.CONFLICT.name, "problem.two-results", room=room, ticket=number))
        statuses[number] = _status(ticket, entry, several[0] if several else None)
        if entry is not None:
            problems += _entry_problems(entry, room, arrived)
    rooms = {ticket.room for ticket in centre.tickets().values()}
    for room in sorted(rooms - set(newest)):
        problems.append(FileProblem(room, Outcome.MISSING.name, "problem.no-manifest", room=room))
    promised = {
        file.name for entry, _ in entries.values() for file in (entry.result, entry.journal) if file is not None
    }
    problems += _strays(arrived, promised)
    return Reconciliation(statuses, counted, tuple(problems))
