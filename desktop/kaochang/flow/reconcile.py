"""Reconcile: what the manifests promise against what arrived; one status for every ticket, every gap by name.

Derived anew from the ledger each time, so it does not depend on the order in which sticks were merged.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kaochang.custody.log_ends import Agreement, LogEnd, agreement
from kaochang.custody.manifests import FileEntry, TicketEntry
from kaochang.custody.result_checks import closed_in_window
from kaochang.custody.results import ResultBody
from kaochang.domain.decisions import Decision
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import FileProblem, RoomAct
from kaochang.domain.walk_ins import WalkIn
from kaochang.flow import errata_applied, walked_in
from kaochang.flow.act_evidence import weigh_acts
from kaochang.flow.arrivals import OTHER_SESSION, OTHER_VERSION
from kaochang.flow.chain import Chain
from kaochang.flow.decided import Files, Ruled, Rulings, status_of
from kaochang.flow.merge import (
    merged_act_logs,
    merged_errata,
    merged_logs,
    merged_manifests,
    merged_results,
)
from kaochang.flow.merge_checks import MergedActLog, MergedManifest
from kaochang.flow.transfers import Signed, granted_moves, partings, unfinished, void_by_transfer
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre, FileRecord
from kaochang.store.kept import Kept

_OF_CANDIDATES = frozenset({FileType.RESULT.extension, FileType.JOURNAL.extension})


_NOBODYS = frozenset({TicketStatus.NOT_STARTED, TicketStatus.ABSENT})
"""What a manifest says of a reserve ticket that nobody took; also where somebody put it down as absent."""


@dataclass(frozen=True)
class Reconciliation:
    """Where the session stands: each ticket's status, the one result that counts for it, every problem and act.

    `waits` is what people have to decide before the session can be closed: problems and tickets that none did.
    `holders` are the walk-ins by their reserve tickets, `unused` the reserve tickets that nobody took.
    """

    statuses: dict[str, TicketStatus]
    results: dict[str, str]
    problems: tuple[FileProblem, ...]
    acts: tuple[RoomAct, ...]
    waits: tuple[FileProblem, ...]
    decisions: tuple[Decision, ...]
    holders: Mapping[str, WalkIn]
    unused: frozenset[str]


@dataclass(frozen=True)
class _Arrived:
    """The ledger, arranged for looking up: by SHA-256, by name, by ticket, and logs by ticket and attempt.

    `leaving` are the tickets whose longest log ends with the word that the attempt has left its PC.
    """

    accepted: dict[str, FileRecord]
    damaged: dict[str, list[FileRecord]]
    results: Mapping[str, ResultBody]
    recovered: dict[str, ResultBody]
    by_ticket: dict[str, list[str]]
    logs: dict[tuple[str, str], dict[str, LogEnd]]
    leaving: frozenset[str]

    def ends(self) -> list[LogEnd]:
        """How every log ends."""
        return [log for logs in self.logs.values() for log in logs.values()]

    def is_untouched(self, ticket: Ticket, entry: TicketEntry | None) -> bool:
        """Whether a reserve ticket was taken by nobody, as far as files and manifest tell."""
        is_told = entry is not None and (entry.status not in _NOBODYS or entry.result is not None)
        return ticket.is_reserve and not is_told and ticket.number not in self.tickets

    @cached_property
    def tickets(self) -> frozenset[str]:
        """The tickets of which any file was accepted."""
        return frozenset(record.ticket for record in self.accepted.values())

    def attempts(self) -> dict[str, dict[str, FileRecord]]:
        """By ticket every attempt that a file is of, with one of its files: its result where it has one."""
        found: defaultdict[str, dict[str, FileRecord]] = defaultdict(dict)
        for record in sorted(self.accepted.values(), key=lambda each: (each.type != "kcr", each.sha256)):
            if record.attempt:
                found[record.ticket].setdefault(record.attempt, record)
        return found


def _arrange(centre: Centre) -> _Arrived:
    files, results, recovered = centre.files(), merged_results(centre), centre.recovered(ResultBody)
    results = Kept((sha256 for sha256 in results if sha256 not in recovered), results.__getitem__)
    by_ticket: defaultdict[str, list[str]] = defaultdict(list)
    for sha256, body in results.items():
        by_ticket[body.identity.ticket].append(sha256)
    logs: defaultdict[tuple[str, str], dict[str, LogEnd]] = defaultdict(dict)
    longest: dict[str, LogEnd] = {}
    for sha256, log in merged_logs(centre).items():
        logs[log.ticket, log.attempt][sha256] = log
        longest[log.ticket] = max(longest.get(log.ticket, log), log, key=lambda each: each.rows)
    damaged: defaultdict[str, list[FileRecord]] = defaultdict(list)
    for record in sorted(files, key=lambda each: each.sha256):
        if record.outcome != 0:
            # The same bytes may lie under many names: a stick that fails leaves one empty file beside another.
            for name in sorted({record.name, *(Path(place).name for place in centre.places(record.sha256))}):
                damaged[name].append(record)
    return _Arrived(
        accepted={record.sha256: record for record in files if record.outcome == 0},
        damaged=dict(sorted(damaged.items())),
        results=results,
        recovered=recovered,
        by_ticket=dict(by_ticket),
        logs=dict(logs),
        leaving=frozenset(ticket for ticket, log in longest.items() if log.left),
    )


def _file_problems(entry: FileEntry | None, ticket: str, room: str, arrived: _Arrived) -> Iterator[FileProblem]:
    """What became of a file that the manifest promises; a damaged copy is named even where a good one is here too."""
    if entry is None:
        return
    record, copies = arrived.accepted.get(entry.sha256), arrived.damaged.get(entry.name, [])
    is_here = record is not None and record.ticket == ticket  # another ticket's file replaces nobody's
    key = "problem.damaged-copy" if is_here else "problem.damaged"
    for outcome in dict.fromkeys(Outcome(copy.outcome).name for copy in copies):
        yield FileProblem(entry.name, outcome, key, room=room, ticket=ticket)
    if not is_here and not copies:
        yield FileProblem(entry.name, Outcome.MISSING.name, "problem.missing", room=room, ticket=ticket)


def _unpromised(entry: TicketEntry, room: str, found: list[str], arrived: _Arrived) -> Iterator[FileProblem]:
    """Results that the manifest does not name: they wait for people."""
    expected = "" if entry.result is None else entry.result.sha256
    for sha256 in found:
        if sha256 != expected:
            name = arrived.accepted[sha256].name
            yield FileProblem(name, Outcome.CONFLICT.name, "problem.not-in-manifest", room=room, ticket=entry.ticket)


def _log_problem(sha256: str, body: ResultBody, arrived: _Arrived) -> FileProblem | None:
    """A result against the logs of its attempt, where they were at the same PCs: a place that it has left may differ.

    A shorter copy is nothing where a whole one is here as well.
    """
    identity = body.identity
    logs = arrived.logs.get((identity.ticket, identity.attempt), {})
    found = {agreement(body, log) for log in logs.values() if log.moves == body.moves}
    name, place = arrived.accepted[sha256].name, (identity.room, identity.ticket)
    if Agreement.DIFFERS in found:
        return FileProblem(name, Outcome.CONFLICT.name, "problem.journal-differs", *place)
    if found == {Agreement.SHORT}:
        return FileProblem(name, Outcome.FRAME.name, "problem.journal-short", *place)
    return None


def _result_problems(centre: Centre, arrived: _Arrived) -> Iterator[FileProblem]:
    """What is odd about results that were accepted; none of it changes what they are worth."""
    session = centre.session().session
    for sha256, body in arrived.results.items():
        problem = _log_problem(sha256, body, arrived)
        if problem is not None:
            yield problem
        if not closed_in_window(body, session):
            name, identity = arrived.accepted[sha256].name, body.identity
            yield FileProblem(name, Outcome.CONTEXT.name, "problem.clock", room=identity.room, ticket=identity.ticket)


def _says(each: MergedManifest) -> tuple[object, ...]:
    header = each.manifest.header
    return header.counter, header.previous, header.root, sorted(header.incidents.items()), header.act_log, each.notes


_MANIFESTS: Chain[MergedManifest] = Chain(
    "kcm",
    lambda each: each.manifest.header,
    lambda each: each.sha256,
    _says,
    gap="problem.manifest-gap",
    order="problem.manifest-order",
    fork="problem.two-manifests",
)


@dataclass(frozen=True)
class _Moved:
    """What moves change: the void results, each with the one that goes on, and all that any manifest names.

    `unfinished` are the results from which only a journal log goes on, and of which no proctor said that they stand.
    """

    void: dict[str, str]
    unfinished: frozenset[str]
    named: frozenset[str]

    def standing(self, found: list[str]) -> list[str]:
        """The results of a ticket that are not void, and do not wait for the one of another PC."""
        return [sha256 for sha256 in found if sha256 not in self.void and sha256 not in self.unfinished]

    def counting(self, entry: TicketEntry | None, found: list[str]) -> str | None:
        """The result that counts: the one the room's manifest names, and no other; without a manifest, the only one.

        For one that is void the one counts that goes on from it, if any manifest names that.
        """
        standing = self.standing(found)
        if entry is None:
            return standing[0] if len(standing) == 1 else None
        named = "" if entry.result is None else entry.result.sha256
        after = self.void.get(named, "")
        counting = after if after in self.named else named
        return counting if counting in standing else None

    def problems(self, found: list[str], room: str, ticket: str, arrived: _Arrived) -> Iterator[FileProblem]:
        """The results of a ticket that are void, or wait for the one of another PC, by name."""
        for sha256 in sorted(set(found) - set(self.standing(found))):
            name, key = arrived.accepted[sha256].name, "void-by-transfer" if sha256 in self.void else "moved-unfinished"
            yield FileProblem(name, Outcome.POLICY.name, f"problem.{key}", room=room, ticket=ticket)


def _said_to_stand(
    newest: Iterable[MergedManifest], act_logs: Iterable[MergedActLog], results: Mapping[str, ResultBody]
) -> Iterator[str]:
    """The results that a room's manifest calls handed in, though its proctor knew of more moves than they tell of.

    What the proctor knew is in the act log that the manifest names.
    """
    moves = {each.sha256: granted_moves([each.log.entries]) for each in act_logs}
    for each in newest:
        named = each.manifest.header.act_log
        known = Counter[str]() if named is None else moves.get(named.sha256, Counter())
        for entry in each.manifest.entries:
            sha256 = "" if entry.result is None else entry.result.sha256
            is_submitted = sha256 in results and entry.status is TicketStatus.SUBMITTED
            if is_submitted and known[entry.ticket] > len(results[sha256].moves):
                yield sha256


def _moves(centre: Centre, arrived: _Arrived, newest: Iterable[MergedManifest], signed: Signed) -> _Moved:
    named = (entry.result for each in merged_manifests(centre) for entry in each.manifest.entries)
    waiting = unfinished(arrived.results, arrived.ends(), signed)
    return _Moved(
        void_by_transfer(arrived.results, signed),
        frozenset(waiting.difference(_said_to_stand(newest, merged_act_logs(centre), arrived.results))),
        frozenset(file.sha256 for file in named if file is not None),
    )


def _contradict(centre: Centre, key: str, *records: FileRecord) -> FileProblem:
    """Files of one ticket that contradict each other, told by their names, or by where they lay."""
    names = [record.name for record in records]
    if len(set(names)) < len(names):
        names = [centre.places(record.sha256)[0] for record in records]
    first = records[0]
    return FileProblem(", ".join(sorted(names)), Outcome.CONFLICT.name, key, room=first.room, ticket=first.ticket)


def _attempt_problems(centre: Centre, arrived: _Arrived, counting: Collection[str]) -> Iterator[FileProblem]:
    """Tickets with two attempts, and attempts of which an earlier PC says more than the one that went on with them.

    Where such a PC handed in, and its result does not count, the word about that says so already.
    """
    for _, attempts in sorted(arrived.attempts().items()):
        if len(attempts) > 1:
            yield _contradict(centre, "problem.two-attempts", *attempts.values())
    yield from _unchecked_moves(arrived, counting)
    told = {
        (body.identity.ticket, body.identity.attempt, body.moves)
        for sha256, body in arrived.results.items()
        if sha256 not in counting
    }
    for (ticket, attempt), logs in sorted(arrived.logs.items()):
        for earlier, later in partings(logs):
            if (ticket, attempt, logs[earlier].moves) not in told:
                yield _contradict(centre, "problem.journal-parted", arrived.accepted[earlier], arrived.accepted[later])


def _unchecked_moves(arrived: _Arrived, counting: Collection[str]) -> Iterator[FileProblem]:
    """Results of moved attempts whose own journal is not here, though one of a PC before is: none can be compared."""
    for sha256 in sorted(set(counting) & arrived.results.keys()):
        body = arrived.results[sha256]
        identity = body.identity
        logs = arrived.logs.get((identity.ticket, identity.attempt), {})
        if logs and body.moves and all(log.moves != body.moves for log in logs.values()):
            name, place = arrived.accepted[sha256].name, (identity.room, identity.ticket)
            yield FileProblem(name, Outcome.MISSING.name, "problem.journal-unchecked", *place)


def _status(ticket: str, entry: TicketEntry | None, arrived: _Arrived, moved: _Moved) -> TicketStatus:
    found = arrived.by_ticket.get(ticket, [])
    counting, standing = moved.counting(entry, found), moved.standing(found)
    if counting is not None:
        return status_of(arrived.results[counting])
    if entry is None and standing:
        return TicketStatus.SUBMITTED
    if not standing and _is_open(entry, found) and (found or ticket in arrived.leaving):
        return TicketStatus.MOVED
    if entry is None or entry.result is not None:
        return TicketStatus.MISSING_FILE
    return entry.status


def _is_open(entry: TicketEntry | None, found: list[str]) -> bool:
    """Whether nothing is said of a ticket that would be against its attempt having gone to another PC."""
    if entry is None:
        return True
    is_awaited = entry.result is not None and entry.result.sha256 not in found
    return not is_awaited and entry.status not in (TicketStatus.ABSENT, TicketStatus.ON_PAPER)


def _strays(arrived: _Arrived, promised: set[str]) -> Iterator[FileProblem]:
    """Refused files that no manifest speaks of."""
    for name, records in arrived.damaged.items():
        for record in records:
            if name not in promised:
                yield FileProblem(name, Outcome(record.outcome).name, _stray_key(record))


def _stray_key(record: FileRecord) -> str:
    """How a refused file is told. What was sat on another version of the session waits for people."""
    if record.key in OTHER_VERSION and record.type in _OF_CANDIDATES:
        return OTHER_VERSION[record.key]
    is_elsewhere = record.key in OTHER_SESSION or record.key in OTHER_VERSION
    return "problem.other-session" if is_elsewhere else "problem.refused"


def _errata_problems(centre: Centre, arrived: _Arrived, counted: dict[str, str]) -> Iterator[FileProblem]:
    """Results that count and were not sat under the newest errata, which people must look at."""
    here, recovered = arrived.results, arrived.recovered
    results = Kept(counted.values(), lambda sha256: here[sha256] if sha256 in here else recovered[sha256])
    names = {sha256: record.name for sha256, record in arrived.accepted.items()}
    return errata_applied.problems(merged_errata(centre), results, names)


def reconcile(centre: Centre) -> Reconciliation:
    """The session as it stands now. Of two results without a manifest's word neither counts, until people decide."""
    arrived, tickets = _arrange(centre), centre.tickets()
    newest, problems = _MANIFESTS.follow(merged_manifests(centre))
    evidence = weigh_acts(centre, newest, arrived.accepted)
    moved = _moves(centre, arrived, newest.values(), evidence.signed)
    entries = {entry.ticket: entry for each in newest.values() for entry in each.manifest.entries}
    statuses, counted, unused, undecided, chosen = {}, {}, set(), [], {}
    rulings, files = Rulings(centre.decisions()), Files(arrived.results, arrived.recovered, arrived.by_ticket)
    for number, ticket in tickets.items():
        entry, found = entries.get(number), arrived.by_ticket.get(number, [])
        counting = moved.counting(entry, found)
        said = Ruled(_status(number, entry, arrived, moved), counting)
        if number not in evidence.let_in and arrived.is_untouched(ticket, entry):
            said = Ruled(TicketStatus.NOT_STARTED, None)
            unused.add(number)
        ruled = rulings.ruled(ticket, said, files, entry is None)
        statuses[number] = ruled.status
        undecided += [ticket] if ruled.is_undecided else []
        if ruled.result is not None:
            counted[number] = ruled.result
        if ticket.is_reserve and ruled.here is not None:
            chosen[number] = ruled.here
        standing = [each for each in moved.standing(found) if each != counting]
        problems += _ticket_problems(ticket, entry, standing, arrived)
        problems += moved.problems(found, ticket.room, number, arrived)
    rooms = {ticket.room for ticket in tickets.values()}
    problems += [
        FileProblem(room, Outcome.MISSING.name, "problem.no-manifest", room=room)
        for room in sorted(rooms - set(newest))
    ]
    problems += _result_problems(centre, arrived)
    problems += _attempt_problems(centre, arrived, frozenset(counted.values()))
    problems += _errata_problems(centre, arrived, counted)
    promised = {file.name for entry in entries.values() for file in (entry.result, entry.journal) if file is not None}
    problems += _strays(arrived, promised)
    names = {sha256: record.name for sha256, record in arrived.accepted.items()}
    problems += rulings.overtaken(tickets.values(), files, names)
    held = walked_in.holders(tickets, files, rulings, chosen)
    problems += walked_in.known_already(tickets, held)
    problems += walked_in.counted_twice(tickets, held, counted)
    settled = tuple(map(rulings.settled, (*problems, *evidence.problems)))
    owed = {number: status for number, status in statuses.items() if number not in unused}
    waits = (*rulings.waits(settled, owed, tickets), *walked_in.waits(undecided, held))
    return Reconciliation(statuses, counted, settled, evidence.acts, waits, rulings.every, held, frozenset(unused))


def _ticket_problems(
    ticket: Ticket, entry: TicketEntry | None, waiting: list[str], arrived: _Arrived
) -> Iterator[FileProblem]:
    """What is wrong with a ticket's files; `waiting` are its results that neither count nor are void."""
    number, room = ticket.number, ticket.room
    if entry is None:
        if len(waiting) > 1:
            yield FileProblem(number, Outcome.CONFLICT.name, "problem.two-results", room=room, ticket=number)
        return
    for file in (entry.result, entry.journal):
        yield from _file_problems(file, number, room, arrived)
    yield from _unpromised(entry, room, waiting, arrived)
