"""Merge: sticks from all rooms, in any order, again and again, become one set of results with every gap named.

Files are read and checked in processes on all cores (`merge_checks`), and entered here, many in one transaction and
always in the order of their paths: so a merge that died is gone on with by the next, and ends with the same content.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kaochang.custody import checkpoints
from kaochang.custody.act_claims import AttemptActs
from kaochang.custody.errata import Errata
from kaochang.custody.kits import CentreKit
from kaochang.custody.log_ends import LogEnd
from kaochang.custody.results import ResultBody
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import merge_checks
from kaochang.flow.merge_checks import MERGED, STAND_IN, CheckedFile, MergedActLog, MergedManifest, stand_in_of
from kaochang.machine import allocator, mounts, workers
from kaochang.machine.folders import files_under, size_of
from kaochang.machine.mounts import Mount
from kaochang.store.centre import Arrival, Centre, LedgerKeys, SessionRecord

_PIECE_FILES = 64
_PIECE_BYTES = 4 * 1024 * 1024
"""What one process checks at a time: enough that handing it over costs nothing, little enough for the memory."""

_WORTH_PROCESSES = 512
"""Files for which it pays to start other processes: that takes as long as checking some hundreds."""


@dataclass(frozen=True)
class MergeCount:
    """What one merge did: files looked at, newly accepted, seen before, and refused."""

    files: int
    accepted: int
    known: int
    refused: int


def begin(centre: Centre, kit: CentreKit) -> None:
    """Makes the database this session's, with its exams, mark schemes, roster, and what checks its ledger."""
    record = SessionRecord(kit.session, kit.context.exam_file, kit.passed_findings)
    centre.begin(record, kit.exams, kit.schemes, kit.tickets)
    row_key = checkpoints.ledger_key(text_to_bytes(kit.results_seed), kit.context)
    centre.keep_keys(LedgerKeys(kit.centre_key, bytes_to_text(row_key)))


def check_sources(sources: Sequence[Path]) -> None:
    """Refuses (MISSING) a source that is not there, before any database is made for it."""
    for source in sources:
        any(files_under([source], frozenset(MERGED)))


def barren(sources: Sequence[Path]) -> list[Path]:
    """The sources below which there is nothing to merge."""
    return [source for source in dict.fromkeys(sources) if not any(files_under([source], frozenset(MERGED)))]


def _pieces(paths: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The paths, as many together as are checked at a time."""
    piece: list[str] = []
    size = 0
    for path in paths:
        here = size_of(path)
        if piece and (len(piece) == _PIECE_FILES or size + here > _PIECE_BYTES):
            yield tuple(piece)
            piece, size = [], 0
        piece.append(path)
        size += here
    if piece:
        yield tuple(piece)


def _mounts_of(sources: Sequence[Path]) -> dict[Path, Mount]:
    """On which file systems the sources lie now."""
    folders = dict.fromkeys(source if source.is_dir() else source.parent for source in sources)
    return {folder: mounts.mount_of(folder) for folder in folders}


@dataclass
class _Taking:
    """A merge under way. `known` is all that was ever entered, stand-ins of files that could not be read too."""

    centre: Centre
    clock: Clock
    sources: dict[Path, Mount]
    known: set[str]
    accepted: int = 0
    seen: int = 0
    refused: int = 0
    _arrivals: list[Arrival] = field(default_factory=list)
    _again: list[tuple[str, str]] = field(default_factory=list)
    _settled: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stand_ins = {sha256 for sha256 in self.known if sha256.startswith(STAND_IN)}

    def take(self, piece: Sequence[CheckedFile]) -> None:
        """Enters a piece of the work in one transaction.

        Where a source has gone with its stick, what came before is entered, and the rest refused (MISSING, CONFLICT):
        else each of its files would be named as one that cannot be read.
        """
        first_unread = next((each for each in piece if each.is_unread), None)
        try:
            for each in piece:
                if each is first_unread:
                    self._check_sources()
                self._sort(each)
        finally:
            self._enter()

    def _check_sources(self) -> None:
        for folder, before in self.sources.items():
            try:
                mounts.check_same(folder, before)
            except Refusal as refusal:
                raise Refusal(refusal.outcome, "merge.source-gone", str(folder)) from refusal

    def _sort(self, each: CheckedFile) -> None:
        record = each.record
        if self._stand_ins and not each.is_unread:
            self._settle(stand_in_of(each.path))
        if record.sha256 in self.known:
            if each.is_unread:
                self.refused += 1
            else:
                self.seen += 1
                self._again.append((record.sha256, each.path))
            return
        self.known.add(record.sha256)
        if record.outcome == Outcome.OK:
            self.accepted += 1
        else:
            self.refused += 1
        arrived = msgspec.structs.replace(record, arrived=self.clock.wall())
        self._arrivals.append(Arrival(arrived, each.path, each.documents))

    def _settle(self, stand_in: str) -> None:
        """A file could be read that was named as one that cannot: that is settled, and nothing of it stays."""
        if stand_in in self._stand_ins:
            self._stand_ins.remove(stand_in)
            self.known.remove(stand_in)
            self._settled.append(stand_in)

    def _enter(self) -> None:
        if self._arrivals or self._again or self._settled:
            self.centre.take(self._arrivals, self._again, self._settled)
        self._arrivals, self._again, self._settled = [], [], []


def merge(
    centre: Centre, kit: CentreKit, sources: Sequence[Path], clock: Clock, progress: Progress = no_progress
) -> MergeCount:
    """Takes in every file of ours below the sources. Repeatable and order-free; a bad file never stops the others.

    MISSING or CONFLICT where a stick was pulled out or exchanged: what was read before is entered, and a next merge
    goes on. IO where a process was lost.
    """
    paths = [str(path) for path in files_under(sources, frozenset(MERGED))]
    begin(centre, kit)
    taking = _Taking(centre, clock, _mounts_of(sources), centre.known())
    setting = merge_checks.setting_of(kit, taking.known)
    allocator.trim()
    processes = workers.cores() if len(paths) >= _WORTH_PROCESSES else 1
    done = 0
    progress(done, len(paths))
    for piece in workers.in_order(merge_checks.checking, setting, _pieces(paths), processes):
        taking.take(piece)
        done += len(piece)
        progress(done, len(paths))
    return MergeCount(len(paths), taking.accepted, taking.seen, taking.refused)


def merged_results(centre: Centre) -> Mapping[str, ResultBody]:
    """Every accepted result by the SHA-256 of its file, read when it is asked for."""
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
