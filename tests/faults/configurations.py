"""The table of enumerated power cuts: our own configurations, of which no state may be bad, and the controls."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from faults.crashes import Row, Scenario, enumerate_crashes, enumerate_lies, record, replayed
from faults.disk import Image, Told
from faults.scenarios import Collected, FinalNames, JournalRows, Room, WholeAttempt

_EXTRA, _FULL = "PRAGMA synchronous=EXTRA", "PRAGMA synchronous=FULL"
_OFF = {each: "PRAGMA synchronous=OFF" for each in (_EXTRA, _FULL)}
_SMALL_LOG = {_FULL: f"{_FULL}; PRAGMA wal_autocheckpoint=6"}
_DELETE = {
    _EXTRA: _FULL,
    "PRAGMA journal_mode=WAL": "PRAGMA journal_mode=DELETE",
    "PRAGMA journal_mode": "SELECT 'wal'",  # the program refuses another mode: here it is told that it has its own
    "PRAGMA locking_mode=EXCLUSIVE": "PRAGMA locking_mode=NORMAL",
}


@dataclass(frozen=True)
class Configuration:
    """One line of the table, and how many states of it the test run judges at least; `dev.py heavy` many times more.

    `subsets` random parts of what is loose are tried at each crash point. `lies` instead of power cuts: one write that
    says it is done and is not.
    """

    name: str
    scenario: Callable[[Room, int], Scenario]
    subsets: int = 4
    at_least: int = 1
    is_control: bool = False
    lies: bool = False
    rewritten: Mapping[str, str] = field(default_factory=dict)
    skipped: Collection[str] = ()

    def row(self, room: Room, factor: int = 1) -> Row:
        """The line, with all its states judged."""
        row, scenario = Row(self.name, self.is_control), self.scenario(room, factor)
        recorder = record(scenario, self.rewritten, self.skipped)
        if self.lies:
            return enumerate_lies(row, scenario, recorder)
        return enumerate_crashes(row, scenario, recorder, self.subsets * factor)


def _rows(room: Room, factor: int) -> JournalRows:
    return JournalRows(34 if factor == 1 else 60)


def _attempt(room: Room, factor: int) -> WholeAttempt:
    return WholeAttempt(room.unlocked)


def _collection(room: Room, factor: int) -> Collected:
    return Collected(room.kit, room.found)


CONFIGURATIONS = [
    Configuration("journal: WAL, EXTRA then FULL, as the program has it", _rows, subsets=60, at_least=4_800),
    Configuration(
        "journal: the same, checkpoints every six pages", _rows, subsets=60, at_least=5_500, rewritten=_SMALL_LOG
    ),
    Configuration("attempt: database, log, result, receipt, stick", _attempt, subsets=30, at_least=1_400),
    Configuration("files: new, replaced, grown, streamed, removed", lambda *_: FinalNames(), subsets=150, at_least=400),
    Configuration("collection: stick, memory, manifest, twice", _collection, subsets=24, at_least=200),
    Configuration("attempt: a write that lied", _attempt, lies=True, at_least=40),
    Configuration("journal: a write that lied", lambda *_: JournalRows(lies=True), lies=True, at_least=20),
]
"""What the program does."""

CONTROLS = [
    Configuration("control: journal, synchronous=OFF", _rows, is_control=True, rewritten=_OFF),
    Configuration("control: journal, DELETE and FULL", _rows, is_control=True, rewritten=_DELETE),
    Configuration(
        "control: journal, WAL and NORMAL", _rows, is_control=True, rewritten={_FULL: "PRAGMA synchronous=NORMAL"}
    ),
    Configuration("control: attempt, folders not synced", _attempt, is_control=True, skipped=["folders"]),
    Configuration(
        "control: attempt, files and database not synced", _attempt, is_control=True, rewritten=_OFF, skipped=["files"]
    ),
    Configuration("control: files, folders not synced", lambda *_: FinalNames(), is_control=True, skipped=["folders"]),
    Configuration("control: files, not synced", lambda *_: FinalNames(), is_control=True, skipped=["files"]),
    Configuration("control: collection, files not synced", _collection, is_control=True, skipped=["files"]),
    Configuration(
        "control: a write that lied, chain not checked",
        lambda *_: JournalRows(is_chained=False, lies=True),
        is_control=True,
        lies=True,
    ),
]
"""The same with one thing left out: if these did not fail, the table would prove nothing."""


def power_cuts(room: Room, every: int) -> Iterator[tuple[WholeAttempt, Image]]:
    """Disks that a power cut left in an attempt, some of each `every` steps, and what was acknowledged by then."""
    dice, acknowledged = random.Random(7), 0
    for number, operation, disk in replayed(record(WholeAttempt(room.unlocked))):
        if isinstance(operation, Told):
            if not isinstance(operation.what, int):
                return
            acknowledged = operation.what
        if disk.loose and number % every < 3:
            yield WholeAttempt(room.unlocked, acknowledged), list(disk.images(dice, 2))[-1]


def recoveries(room: Room, every: int, subsets: int) -> Row:
    """The power fails again while the program recovers from an earlier power cut and goes on."""
    row = Row("attempt: the power fails again while it recovers")
    for scenario, image in power_cuts(room, every):
        enumerate_crashes(row, scenario, record(scenario, start=image), subsets)
    return row
