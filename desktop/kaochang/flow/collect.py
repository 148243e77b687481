"""Collect: a room's results and journal logs go onto a stick, with a manifest that accounts for every ticket.

The proctor's PC remembers what was collected: the same files and manifests lie in its memory folder. So a second stick
gets everything too, and carries on the count of the first instead of beginning another. A PC that remembers nothing
goes on from the manifests that lie in its sources.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kaochang.custody import kits, manifests
from kaochang.custody.envelope import check_context
from kaochang.custody.kits import ProctorKit
from kaochang.custody.manifests import FileEntry, Manifest, RoomRecord, StickMark, TicketEntry
from kaochang.domain.assessments import Level
from kaochang.domain.ports import Clock, Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import act, sticks
from kaochang.flow.accounted import Missing, missing
from kaochang.flow.gather import Found, Gathered, gather, longest, parted
from kaochang.flow.our_files import read_ours
from kaochang.flow.series import Series, files_in, number_in
from kaochang.flow.sticks import Chosen, Stick
from kaochang.flow.transfers import granted_moves
from kaochang.machine import mounts
from kaochang.machine.folders import readable
from kaochang.machine.mounts import check_there
from kaochang.machine.safe_files import check_takes_files, make_folder
from kaochang.sealing import frame, signatures
from kaochang.sealing.frame import FileType

KIT_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class CollectOrder:
    """What the proctor declares: where to look, where to put it, who was absent, and what happened.

    `memory` is where this PC keeps what it collected. `absent`, `on_paper` and `stands` are ticket numbers, remembered
    from earlier rounds; the last are those whose result counts, though their attempt was moved on from there and never
    finished. `incidents` counts by kind and stays readable, `notes` are sealed. Without incidents those of the round
    before stand. `chosen` is what lay at the target before anybody typed a code.
    """

    sources: Sequence[Path]
    target: Path
    absent: frozenset[str] = frozenset()
    on_paper: frozenset[str] = frozenset()
    incidents: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""
    stands: frozenset[str] = frozenset()
    memory: Path = field(kw_only=True)
    random: Randomness = os.urandom
    chosen: Chosen | None = None


@dataclass(frozen=True)
class Collection:
    """What was collected: the manifest's path and lines, and whatever was wrong, by name.

    `elsewhere` counts files of other rooms and sessions, which are left where they are: sticks and PCs serve several.
    `missing` are the tickets that are not accounted for yet, `barren` the sources without any file of the session.
    """

    manifest: Path
    entries: tuple[TicketEntry, ...]
    problems: tuple[FileProblem, ...]
    elsewhere: int = 0
    missing: tuple[Missing, ...] = ()
    barren: tuple[Path, ...] = ()


def open_kit(path: Path, code: str) -> ProctorKit:
    """A room's proctor kit, opened with the start code, or the proctor's own in a certified session."""
    with refusals_at(path):
        return kits.open_proctor_kit(read_ours(path, KIT_LIMIT, FileType.PROCTOR_KIT), code)


def needs_proctor_code(path: Path) -> bool:
    """Whether a proctor kit opens by a code of its own instead of the start code."""
    with refusals_at(path):
        header = kits.read_kit_header(frame.unpack(read_ours(path, KIT_LIMIT, FileType.PROCTOR_KIT)))
    return header.context.level is Level.CERTIFIED


class _Room:
    """One round: what was found, what an earlier round knew, and where everything goes."""

    def __init__(self, kit: ProctorKit, order: CollectOrder, places: Sequence[Path], gathered: Gathered) -> None:
        self.kit = kit
        self.order = order
        self.places = places
        self.gathered = gathered
        self.results, self.logs, self.problems = gathered.results, gathered.logs, gathered.problems
        self.manifests = _read_manifests(kit, order.sources, places)
        self.acts = act.read_logs(kit, order.sources, places)
        self.moves = act.moves_in(self.acts)

    def check_found(self) -> None:
        """Refuses (MISSING) to sign for a room of which nothing is here and nothing is said: the place was wrong.

        A manifest of that would tell the centre that nobody came. A file that cannot be used is something: it is named.
        Act logs are nothing: they lie on the proctor's own PC, whoever came.
        """
        order, before = self.order, self.manifests
        found = self.results or self.logs or self.problems or before.found or before.problems
        if not found and not (order.absent or order.on_paper or order.incidents or order.notes):
            where = tuple(readable(source) for source in order.sources)
            elsewhere = self.elsewhere
            raise Refusal(Outcome.MISSING, "collect.nothing", sources=where, elsewhere=elsewhere)

    def is_barren(self, source: Path) -> bool:
        """Whether a source that has no result and no log has no manifest and no act log of the room either."""
        if source not in self.order.sources or source == self.order.target:
            return False
        paths = [*(each.path for each in self.manifests.found), *(each.path for each in self.acts.found)]
        return not any(path.is_relative_to(source) for path in paths)

    @property
    def elsewhere(self) -> int:
        """How many files are other rooms' or sessions'."""
        return self.gathered.elsewhere + self.manifests.elsewhere + self.acts.elsewhere

    @property
    def before(self) -> Manifest | None:
        """The manifest before the one of this round."""
        newest = self.manifests.newest
        return None if newest is None else newest.document

    def keep(self, name: str, data: bytes, ticket: str = "") -> str:
        """Copies a file to every place, the stick last; its name there."""
        names = self._put(name, data)
        for place, kept in zip(self.places, names, strict=True):
            if kept != name:
                where = readable(place / name)
                taken = FileProblem(where, Outcome.CONFLICT.name, "problem.name-taken", self.kit.room, ticket)
                self.problems.append(taken)
        return names[-1]

    def _put(self, name: str, data: bytes) -> list[str]:
        return [sticks.keep(place, name, data) for place in self.places]

    def _keep_numbered(self, name: str, data: bytes) -> str:
        """The same for a file of a series. Whatever else has its name is of the series too, and is named as that."""
        return self._put(name, data)[-1]

    def _copy(self, found: Found | None, kind: int) -> FileEntry | None:
        if found is None:
            return None
        name = self.keep(sticks.stick_names(found.identity)[kind], found.read(), found.identity.ticket)
        return FileEntry(name, found.size, found.sha256)

    def _copy_logs(self, chosen: Found | None, others: Sequence[Found]) -> FileEntry | None:
        entry = self._copy(chosen, 1)
        for other in others:
            self._put(sticks.stick_names(other.identity)[1], other.read())
        return entry

    def collect_ticket(self, ticket: str, before: TicketEntry) -> TicketEntry:
        """Copies a ticket's files and gives its line; two different results are both copied, and one is named.

        That is the one whose attempt went on at another PC, where one was moved. Logs that part are all copied.
        What an earlier manifest names and no place has any more stays named: its loss must show at the centre.
        """
        entry: TicketEntry | None = None
        logs = self.logs.get(ticket, [])
        several = self.results.get(ticket, [])
        for found in sorted(several, key=lambda each: (each.identity.attempt, each.moves, each.sha256)):
            result, chosen = self._copy(found, 0), longest(logs, found)
            others = parted(logs, chosen)  # before the copy, which may replace a shorter log that was found in a place
            journal = self._copy_logs(chosen, others)
            is_named = before.result is not None and before.result.sha256 == found.sha256
            held = before.held if is_named else ()
            stands = ticket in self.order.stands or (is_named and self._was_said_to_stand(found, before))
            is_unfinished = not stands and self._went_on_elsewhere(found, others)
            status = TicketStatus.MOVED if is_unfinished else TicketStatus.SUBMITTED
            entry = TicketEntry(ticket, status, found.receipt, result, journal, held)
        if entry is not None:
            return entry
        if before.result is not None:
            return before
        chosen = longest(logs)
        journal = self._copy_logs(chosen, parted(logs, chosen)) or before.journal
        return TicketEntry(ticket, self._status(ticket, before.status, has_log=journal is not None), journal=journal)

    def _went_on_elsewhere(self, found: Found, others: Sequence[Found]) -> bool:
        """Whether more moves were granted than a result tells of, and a log beside it, or it tells of none at all.

        A PC that asked twice was granted two for one.
        """
        return found.moves < self.moves[found.identity.ticket] and (found.moves == 0 or bool(others))

    def _was_said_to_stand(self, found: Found, before: TicketEntry) -> bool:
        """Whether the line before says so of a result, and was signed after the last move that was granted.

        Of one that had been moved itself it cannot be told from a line that knew of no other log.
        """
        named = None if self.before is None else self.before.header.act_log
        known = [each.document.entries for each in self.acts.found if named is not None and each.sha256 == named.sha256]
        knew_all = granted_moves(known)[before.ticket] == self.moves[before.ticket]
        return found.moves == 0 and before.status is TicketStatus.SUBMITTED and knew_all

    def _status(self, ticket: str, before: TicketStatus, *, has_log: bool) -> TicketStatus:
        """Of a ticket without a result; what the proctor says now goes before what was said earlier."""
        said = before
        if ticket in self.order.absent | self.order.on_paper:
            said = TicketStatus.ON_PAPER if ticket in self.order.on_paper else TicketStatus.ABSENT
        if said is not TicketStatus.ON_PAPER and has_log:
            return TicketStatus.MOVED if self.moves[ticket] else TicketStatus.PRESENT
        return said if said in (TicketStatus.ON_PAPER, TicketStatus.ABSENT) else TicketStatus.NOT_STARTED

    def put(self, stick: Stick, clock: Clock) -> tuple[tuple[TicketEntry, ...], Path]:
        """Copies everything to every place and signs; every ticket's line, and the manifest on the stick."""
        for place in self.places:
            make_folder(place)
        self.bring_series()
        entries = self.entries(stick)
        for number, several in self.results.items():
            self.problems += self._of_several(number, several)
        self.problems += self._of_attempts(entries)
        return entries, self.sign(entries, clock)

    def _of_attempts(self, entries: Sequence[TicketEntry]) -> Iterator[FileProblem]:
        """Tickets that were begun at two PCs, told by where their files lie, and results that wait for another PC's."""
        for entry in entries:
            files = (*self.results.get(entry.ticket, ()), *self.logs.get(entry.ticket, ()))
            attempts = {each.identity.attempt: readable(each.path) for each in reversed(files)}
            if len(attempts) > 1:
                where = ", ".join(sorted(attempts.values()))
                yield FileProblem(where, Outcome.CONFLICT.name, "problem.two-attempts", self.kit.room, entry.ticket)
            if entry.result is not None and entry.status is TicketStatus.MOVED:
                key, name = "problem.moved-unfinished", entry.result.name
                yield FileProblem(name, Outcome.POLICY.name, key, self.kit.room, entry.ticket)

    def _of_several(self, ticket: str, several: Sequence[Found]) -> Iterator[FileProblem]:
        """What is said of a ticket with more than one result: which are void, where a move was granted, or that people
        decide.
        """
        latest = max(each.moves for each in several)
        moved = [each for each in several if each.moves < latest]
        is_moved = len(several) - len(moved) == 1 and self.moves[ticket] > 0
        if is_moved and len({each.identity.attempt for each in several}) == 1:
            for each in moved:
                name = sticks.stick_names(each.identity)[0]
                yield FileProblem(name, Outcome.POLICY.name, "problem.void-by-transfer", self.kit.room, ticket)
        elif len(several) > 1:
            yield FileProblem(ticket, Outcome.CONFLICT.name, "problem.two-results", self.kit.room, ticket)

    def bring_series(self) -> None:
        """Every earlier manifest and act log lies in every place: none names one that the centre never sees."""
        self.manifests.bring(self._keep_numbered)
        self.acts.bring(self._keep_numbered)
        twins = [
            FileProblem(readable(each.path), Outcome.CONFLICT.name, "problem.manifest-twin", self.kit.room)
            for each in self.manifests.twins()
        ]
        self.problems += [*self.manifests.problems, *twins, *self.acts.problems]

    def entries(self, stick: Stick) -> tuple[TicketEntry, ...]:
        """A line for every ticket of the room. The stick is said to hold what it was given, once it is told again."""
        before = {} if self.before is None else {entry.ticket: entry for entry in self.before.entries}
        entries = [
            self.collect_ticket(number, before.get(number, TicketEntry(number, TicketStatus.NOT_STARTED)))
            for number in (ticket.number for ticket in self.kit.tickets)
        ]
        stick.check()
        return tuple(_held(each, stick.mark) if each.ticket in self.results else each for each in entries)

    def _act_log(self) -> FileEntry | None:
        """The room's newest act log; one that was named before and is nowhere any more stays named."""
        named = None if self.before is None else self.before.header.act_log
        newest = self.acts.newest
        if newest is None or (named is not None and number_in(named.name, self.kit.room) > newest.counter):
            return named
        data = newest.read()
        return FileEntry(self._keep_numbered(self.acts.name(newest.counter), data), len(data), newest.sha256)

    def sign(self, entries: tuple[TicketEntry, ...], clock: Clock) -> Path:
        """The manifest of this round; the one before where nothing has changed since."""
        series, order, kit = self.manifests, self.order, self.kit
        incidents, act_log = dict(order.incidents), self._act_log()
        newest = series.newest
        if newest is not None:
            header = newest.document.header
            incidents = incidents or header.incidents
            said = (newest.document.entries, header.incidents, header.act_log)
            is_last = series.taken <= newest.counter and not series.twins()
            if said == (entries, incidents, act_log) and not order.notes and is_last:
                return self._on_stick(series.name(newest.counter), newest.read())
        record = RoomRecord(
            kit.context,
            kit.room,
            series.next_counter,
            series.last_sha256,
            clock.wall(),
            entries,
            incidents,
            order.notes,
            act_log,
        )
        data = manifests.pack_manifest(record, text_to_bytes(kit.proctor_seed), text_to_bytes(kit.results_key))
        return self._on_stick(series.name(record.counter), data)

    def _on_stick(self, name: str, data: bytes) -> Path:
        """Where a manifest lies on the stick, now that it lies everywhere."""
        return self.places[-1] / self._keep_numbered(name, data)


def _held(entry: TicketEntry, stick: StickMark) -> TicketEntry:
    """The line, which says that this stick holds the result too; each stick once."""
    if any(each.id == stick.id for each in entry.held):
        return entry
    return msgspec.structs.replace(entry, held=(*entry.held, stick))


def _told(manifest: Manifest) -> int:
    """Of how many tickets a manifest says more than that nothing is known."""
    return sum(entry.status is not TicketStatus.NOT_STARTED for entry in manifest.entries)


def _read_manifests(kit: ProctorKit, sources: Sequence[Path], places: Sequence[Path]) -> Series[Manifest]:
    """The manifests of earlier rounds, also of another PC's. A damaged one never stops a collection."""
    own_key = {kit.room: bytes_to_text(signatures.public_of(text_to_bytes(kit.proctor_seed)))}

    def read(data: bytes) -> tuple[int, Manifest]:
        framed = frame.unpack(data, FileType.MANIFEST)
        check_context(manifests.claimed_context(framed), kit.context)
        manifest = manifests.read_manifest(framed, own_key)
        return manifest.header.counter, manifest

    series: Series[Manifest] = Series(kit.context.session, kit.room, FileType.MANIFEST.extension, _told, places)
    series.look(files_in([*sources, *places], series.extension), read)
    return series


def _unknown(names: frozenset[str], kit: ProctorKit) -> None:
    strangers = names - {ticket.number for ticket in kit.tickets}
    if strangers:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=tuple(sorted(strangers)))


def look_first(order: CollectOrder) -> None:
    """What can be told before any code is typed: a source that is not there, a target that takes nothing.

    USAGE for a ticket that is said to be absent and to be on paper: it can be one of the two.
    """
    twice = order.absent & order.on_paper
    if twice:
        raise Refusal(Outcome.USAGE, "collect.said-twice", tickets=tuple(sorted(twice)))
    for source in order.sources:
        if not source.exists():
            raise Refusal(Outcome.MISSING, "io.missing", str(source))
    check_there(order.target)
    if order.chosen is not None:
        order.chosen.check(mounts.mount_of(order.target))
    check_takes_files(order.target)


def collect(kit: ProctorKit, order: CollectOrder, clock: Clock, progress: Progress = no_progress) -> Collection:
    """Copies everything of this room to the stick and signs the manifest. Repeatable: a later one counts up.

    What an earlier round brought onto a stick belongs to the later manifest too, so that sticks can be carried from
    PC to PC, and one after the other be brought to one PC. Where nothing is new, the manifest is the one before.
    """
    look_first(order)
    _unknown(order.absent | order.on_paper | order.stands, kit)
    session = kit.context.session
    memory = sticks.room_folder(order.memory / sticks.MEMORY, session, kit.room)
    places = (memory, sticks.room_folder(order.target, session, kit.room))
    filled = [place for place in places if place.is_dir()]
    gathered, barren = gather(kit, [*order.sources, *filled], progress)
    room = _Room(kit, order, places, gathered)
    room.check_found()
    with sticks.carried(order.target, order.random, order.chosen) as stick:
        entries, manifest = room.put(stick, clock)
    return Collection(
        manifest=manifest,
        entries=entries,
        problems=tuple(room.problems),
        elsewhere=room.elsewhere,
        missing=tuple(missing(kit.tickets, entries, room.results, act.let_in(room.acts))),
        barren=tuple(source for source in barren if room.is_barren(source)),
    )
