"""Collect: a room's results and journal logs go onto a stick, with a manifest that accounts for every ticket.

The proctor's PC remembers what was collected: the same files and manifests lie in its memory folder. So a second stick
gets everything too, and carries on the count of the first instead of beginning another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import manifests, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.kits import ProctorKit, open_proctor_kit
from kaochang.custody.manifests import FileEntry, Manifest, RoomRecord, TicketEntry
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import sticks
from kaochang.flow.arrivals import OTHER_ROOM, arrived_log, arrived_result
from kaochang.flow.attempt_files import LOG_LIMIT
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import make_folder, read_whole
from kaochang.sealing import codes, frame, signatures
from kaochang.sealing.frame import FileType

KIT_LIMIT = 64 * 1024 * 1024
MANIFEST_LIMIT = 64 * 1024 * 1024
_COLLECTED = frozenset({".kcr", ".kcj"})
_COUNTER_DIGITS = 6
_MEMORY = "collected"


@dataclass(frozen=True)
class CollectOrder:
    """What the proctor declares: where to look, where to put it, who was absent, and what happened.

    `memory` is where this PC keeps what it collected. `absent` and `on_paper` are ticket numbers, remembered from
    earlier rounds; `incidents` counts by kind and stays readable, `notes` are sealed. Without incidents those of the
    round before stand.
    """

    sources: Sequence[Path]
    target: Path
    absent: frozenset[str] = frozenset()
    on_paper: frozenset[str] = frozenset()
    incidents: Mapping[str, int] = field(default_factory=dict)
    notes: str = ""
    memory: Path = field(kw_only=True)


@dataclass(frozen=True)
class Collection:
    """What was collected: the manifest's path and lines, and whatever was wrong, by name.

    `elsewhere` counts files of other rooms of the session, which are left where they are: a stick may serve several.
    """

    manifest: Path
    entries: tuple[TicketEntry, ...]
    problems: tuple[FileProblem, ...]
    elsewhere: int = 0


@dataclass(frozen=True)
class _Found:
    """A file that was checked. Its bytes are read again when it is copied, and must be the same."""

    identity: AttemptIdentity
    path: Path
    size: int
    sha256: str
    receipt: str

    def read(self) -> bytes:
        """The bytes that were checked; CONFLICT where the file has changed since."""
        data = read_whole(self.path, LOG_LIMIT)
        if digest(data) != self.sha256:
            raise Refusal(Outcome.CONFLICT, "collect.changed", str(self.path))
        return data


@dataclass(frozen=True)
class _Signed:
    """A manifest of this room that was made before."""

    counter: int
    sha256: str
    path: Path
    manifest: Manifest


def open_kit(path: Path, code: str) -> ProctorKit:
    """A room's proctor kit, opened with the start code."""
    with refusals_at(path):
        return open_proctor_kit(read_whole(path, KIT_LIMIT), codes.normalise(code))


def _check(path: Path, kit: ProctorKit) -> _Found:
    data, receipt = read_whole(path, LOG_LIMIT), ""
    if path.suffix.lower() == ".kcr":
        _, header = arrived_result(data, kit.context, kit.ticket_keys, kit.room)
        identity, receipt = header.identity, results.receipt_of(data)
    else:
        identity = arrived_log(data, kit.context, kit.ticket_keys, kit.room).header.identity
    return _Found(identity, path, len(data), digest(data), receipt)


def _problem(path: Path, refusal: Refusal, room: str) -> FileProblem:
    """By its whole path: on every PC the files have the same names."""
    return FileProblem(readable(path), refusal.outcome.name, "problem.refused", room=room)


def _gather(
    kit: ProctorKit, sources: Sequence[Path], progress: Progress
) -> tuple[dict[str, list[_Found]], dict[str, list[_Found]], list[FileProblem], int]:
    """Results and logs by ticket, each distinct content once, what could not be taken, how many are other rooms'."""
    found: dict[str, dict[str, list[_Found]]] = {".kcr": {}, ".kcj": {}}
    problems: list[FileProblem] = []
    elsewhere = 0
    paths = list(files_under(sources, _COLLECTED))
    for done, path in enumerate(paths, start=1):
        try:
            each = _check(path, kit)
        except Refusal as refusal:
            if refusal.key == OTHER_ROOM:
                elsewhere += 1
            else:
                problems.append(_problem(path, refusal, kit.room))
        else:
            same_ticket = found[path.suffix.lower()].setdefault(each.identity.ticket, [])
            if all(each.sha256 != other.sha256 for other in same_ticket):
                same_ticket.append(each)
        progress(done, len(paths))
    return found[".kcr"], found[".kcj"], problems, elsewhere


def _longest(logs: Sequence[_Found], attempt: str | None) -> _Found | None:
    own = [log for log in logs if attempt in (None, log.identity.attempt)]
    return max(own, key=lambda log: log.size, default=None)


class _Room:
    """One round: what was found, what an earlier round knew, and where everything goes."""

    def __init__(self, kit: ProctorKit, order: CollectOrder, places: Sequence[Path]) -> None:
        self.kit = kit
        self.order = order
        self.places = places
        self.results: dict[str, list[_Found]] = {}
        self.logs: dict[str, list[_Found]] = {}
        self.earlier: list[_Signed] = []
        self.taken = 0
        self.problems: list[FileProblem] = []

    @property
    def newest(self) -> _Signed | None:
        """The manifest before the one of this round."""
        return max(self.earlier, key=lambda each: (each.counter, each.sha256), default=None)

    def keep(self, name: str, data: bytes, ticket: str = "") -> str:
        """Copies a file to every place, the stick last; its name there."""
        kept = name
        for place in self.places:
            kept = sticks.keep(place, name, data)
            if kept != name:
                where = readable(place / name)
                taken = FileProblem(where, Outcome.CONFLICT.name, "problem.name-taken", self.kit.room, ticket)
                self.problems.append(taken)
        return kept

    def _copy(self, found: _Found | None, kind: int) -> FileEntry | None:
        if found is None:
            return None
        name = self.keep(sticks.stick_names(found.identity)[kind], found.read(), found.identity.ticket)
        return FileEntry(name, found.size, found.sha256)

    def collect_ticket(self, ticket: str, before: TicketEntry) -> TicketEntry:
        """Copies a ticket's files and gives its line; two different results are both copied, and one is named.

        What an earlier manifest names and no place has any more stays named: its loss must show at the centre.
        """
        entry: TicketEntry | None = None
        logs = self.logs.get(ticket, [])
        for found in sorted(self.results.get(ticket, []), key=lambda each: (each.identity.attempt, each.sha256)):
            result = self._copy(found, 0)
            journal = self._copy(_longest(logs, found.identity.attempt), 1)
            entry = TicketEntry(ticket, TicketStatus.SUBMITTED, found.receipt, result, journal)
        if entry is not None:
            return entry
        if before.result is not None:
            return before
        journal = self._copy(_longest(logs, None), 1) or before.journal
        return TicketEntry(ticket, self._status(ticket, before.status, has_log=journal is not None), journal=journal)

    def _status(self, ticket: str, before: TicketStatus, *, has_log: bool) -> TicketStatus:
        """Of a ticket without a result; what the proctor says now goes before what was said earlier."""
        said = before
        if ticket in self.order.absent | self.order.on_paper:
            said = TicketStatus.ON_PAPER if ticket in self.order.on_paper else TicketStatus.ABSENT
        if said is not TicketStatus.ON_PAPER and has_log:
            return TicketStatus.PRESENT
        return said if said in (TicketStatus.ON_PAPER, TicketStatus.ABSENT) else TicketStatus.NOT_STARTED

    def read_manifests(self) -> None:
        """Finds the manifests of earlier rounds.

        A damaged one never stops a collection, but its place in the count stays taken.
        """
        kit = self.kit
        own_key = {kit.room: bytes_to_text(signatures.public_of(text_to_bytes(kit.proctor_seed)))}
        for path in files_under([place for place in self.places if place.is_dir()], frozenset({".kcm"})):
            try:
                data = read_whole(path, MANIFEST_LIMIT)
                manifest = manifests.read_manifest(frame.unpack(data, FileType.MANIFEST), own_key)
                check_context(manifest.header.context, kit.context)
            except Refusal as refusal:
                self.problems.append(_problem(path, refusal, kit.room))
                number = path.stem.removeprefix(f"{kit.room}-").partition("~")[0]
                is_number = number.isdecimal() and len(number) <= _COUNTER_DIGITS
                self.taken = max(self.taken, int(number) if is_number else 0)
            else:
                self.earlier.append(_Signed(manifest.header.counter, digest(data), path, manifest))

    def bring_manifests(self) -> None:
        """Every earlier manifest lies in every place: none names one before it that the centre never sees."""
        for each in {each.sha256: each for each in self.earlier}.values():
            data = read_whole(each.path, MANIFEST_LIMIT)
            if digest(data) != each.sha256:
                raise Refusal(Outcome.CONFLICT, "collect.changed", str(each.path))
            self.keep(_manifest_name(self.kit, each.counter), data)

    def entries(self) -> tuple[TicketEntry, ...]:
        """A line for every ticket of the room."""
        newest = self.newest
        before = {} if newest is None else {entry.ticket: entry for entry in newest.manifest.entries}
        return tuple(
            self.collect_ticket(number, before.get(number, TicketEntry(number, TicketStatus.NOT_STARTED)))
            for number in (ticket.number for ticket in self.kit.tickets)
        )

    def sign(self, entries: tuple[TicketEntry, ...], clock: Clock) -> Path:
        """The manifest of this round; the one before where nothing has changed since."""
        newest, order, kit = self.newest, self.order, self.kit
        incidents = dict(order.incidents)
        if newest is not None:
            header = newest.manifest.header
            incidents = incidents or header.incidents
            same = (newest.manifest.entries, header.incidents) == (entries, incidents) and not order.notes
            if same and self.taken <= newest.counter:
                return self._find(newest)
        counter = max(0 if newest is None else newest.counter, self.taken) + 1
        previous = "" if newest is None else newest.sha256
        record = RoomRecord(kit.context, kit.room, counter, previous, clock.wall(), entries, incidents, order.notes)
        data = manifests.pack_manifest(record, text_to_bytes(kit.proctor_seed), text_to_bytes(kit.results_key))
        return self.places[-1] / self.keep(_manifest_name(kit, counter), data)

    def _find(self, signed: _Signed) -> Path:
        """Where an earlier manifest lies on the stick."""
        name = _manifest_name(self.kit, signed.counter)
        return self.places[-1] / sticks.keep(self.places[-1], name, read_whole(signed.path, MANIFEST_LIMIT))


def _manifest_name(kit: ProctorKit, counter: int) -> str:
    return f"{kit.room}-{counter:03}.kcm"


def _unknown(names: frozenset[str], kit: ProctorKit) -> None:
    strangers = names - {ticket.number for ticket in kit.tickets}
    if strangers:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket="、".join(sorted(strangers)))


def collect(kit: ProctorKit, order: CollectOrder, clock: Clock, progress: Progress = no_progress) -> Collection:
    """Copies everything of this room to the stick and signs the manifest. Repeatable: a later one counts up.

    What an earlier round brought onto a stick belongs to the later manifest too, so that sticks can be carried from
    PC to PC, and one after the other be brought to one PC. Where nothing is new, the manifest is the one before.
    """
    _unknown(order.absent | order.on_paper, kit)
    session = kit.context.session
    memory = sticks.room_folder(order.memory / _MEMORY, session, kit.room)
    places = (memory, sticks.room_folder(order.target, session, kit.room))
    room = _Room(kit, order, places)
    filled = [place for place in places if place.is_dir()]
    room.results, room.logs, room.problems, elsewhere = _gather(kit, [*order.sources, *filled], progress)
    room.read_manifests()
    for place in places:
        make_folder(place)
    room.bring_manifests()
    entries = room.entries()
    room.problems += [
        FileProblem(number, Outcome.CONFLICT.name, "problem.two-results", room=kit.room, ticket=number)
        for number, several in room.results.items()
        if len(several) > 1
    ]
    return Collection(room.sign(entries, clock), entries, tuple(room.problems), elsewhere)
