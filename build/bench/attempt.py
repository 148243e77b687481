"""What an attempt costs its PC: each answer durable, three hours recovered, memory over a day, a result sealed.

Every figure stands beside what it is made of: a bare SQLite commit of the same size in the same run, the library calls
that sealing cannot do without. The files go where KAOCHANG_BENCH_DIR says: a disk in memory measures the program alone.
"""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from figures import Figure, best_of, conclude, is_quick
from kaochang.custody import journal_log
from kaochang.custody.journal_log import Entry
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.responses import Text
from kaochang.flow import hand_in, keeping, sit
from kaochang.flow.desk import RESULT_NAME, Desk
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import Unlocked
from kaochang.machine import wires
from kaochang.machine.clock import SystemClock
from kaochang.machine.keeper import HOLD, WENT_ON, NoKeeper
from kaochang.sealing import kdf
from kaochang.store.journal import connect
from result_sample import SUITE
from sealed_sample import KIB, ROOM, Sample, Size

ESSAYS = 10
SEALING_BYTES = 72
"""What sealing adds to a row: salt, tag and the chunk's length."""


@dataclass
class FastClock:
    """A clock that moves by as much as it is told, so that hours of an attempt pass in seconds. Times in ms."""

    now: int
    passed: int = 60_000

    def go_on(self, ms: int) -> None:
        self.now, self.passed = self.now + ms, self.passed + ms

    def wall(self) -> int:
        return self.now

    def elapsed(self) -> int:
        return self.passed

    def awake(self) -> int:
        return self.passed

    def boot(self) -> str:
        return "bench"


@dataclass
class Seats:
    """A room after its start code: each attempt is begun by the next ticket, when the session opens."""

    folder: Path
    unlocked: Unlocked
    taken: int = 0

    def __post_init__(self) -> None:
        self.opens = time.time_ns() // 1_000_000
        self.clock = FastClock(self.opens)

    def begin(self, number: int | None = None) -> Sitting:
        """The attempt of a ticket: the next one's, or one that is gone on with."""
        if number is None:
            number, self.taken, self.clock = self.taken, self.taken + 1, FastClock(self.opens)
        desk = Desk(self.folder / "pc", self.clock, os.urandom, disk=lambda _: "")  # wherever it is measured
        return sit.begin(desk, self.unlocked, self.unlocked.room.tickets[number], "")


def text(length: int, turn: int) -> Text:
    return Text(f"{turn:05}" + "答" * (length - 5))


def answers(seats: Seats, sitting: Sitting, count: int, every_ms: int, length: int) -> Iterator[Entry]:
    """Texts that change all the time, as somebody types."""
    for turn in range(count):
        seats.clock.go_on(every_ms)
        yield sitting.respond(f"i{turn % ESSAYS}", text(length, turn))


def percentile(times: list[float], share: float) -> float:
    return statistics.quantiles(times, n=1000, method="inclusive")[round(share * 1000) - 1] * 1000


@dataclass
class Bare:
    """The same bytes without us: one commit, and one record at the end of a file, each synced. Times in seconds."""

    connection: sqlite3.Connection
    log: BinaryIO

    def __post_init__(self) -> None:
        self.commits: list[float] = []
        self.records: list[float] = []
        self.connection.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, data BLOB)")

    def write(self, data: bytes) -> None:
        began = time.perf_counter()
        self.connection.execute("INSERT INTO rows (data) VALUES (?)", (data,))
        self.commits.append(time.perf_counter() - began)
        self.log.write(data)
        os.fsync(self.log.fileno())
        self.records.append(time.perf_counter() - began - self.commits[-1])


def durable_answers(seats: Seats, folder: Path) -> list[Figure]:
    sitting = seats.begin()
    ours: list[float] = []
    after: list[float] = []
    with closing(connect(folder / "bare.db")) as plain, (folder / "bare.log").open("ab", buffering=0) as log:
        bare = Bare(plain, log)
        for turn in range(300 if is_quick() else 3_000):
            seats.clock.go_on(300)
            began = time.perf_counter()
            entry = sitting.respond(f"i{turn % ESSAYS}", text(100, turn))
            sitting.save(entry)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            sitting.settle()
            after.append(time.perf_counter() - began)
            bare.write(os.urandom(len(journal_log.row_bytes(entry)) + SEALING_BYTES))
    sitting.shut()
    p50, p99, whole = (
        percentile(ours, 0.5),
        percentile(ours, 0.99),
        percentile([*map(sum, zip(ours, after, strict=True))], 0.5),
    )
    commit50, commit99, record50 = (
        percentile(times, share) for times, share in ((bare.commits, 0.5), (bare.commits, 0.99), (bare.records, 0.5))
    )
    print(f"event to durable: p50 {p50:.3f} ms, p99 {p99:.3f} ms; the log is synced after that, p50 in")
    print(f"{percentile(after, 0.5):.3f} ms, while the candidate already reads that it is saved")
    print(f"bare commit p50 {commit50:.3f} ms, p99 {commit99:.3f} ms; bare synced record p50 {record50:.3f} ms")
    return [
        Figure("event to durable, p50, of a bare commit", p50 / commit50, "times", at_most=2),
        Figure("all that is saved, p50, of both writes bare", whole / (commit50 + record50), "times", at_most=1.5),
        Figure("event to durable, p99, of a bare commit", p99 / commit99, "times", at_most=2),
        Figure("event to durable, p99", p99, "ms", at_most=100),
    ]


def recovery(seats: Seats) -> list[Figure]:
    """A row a second for three hours, each with a text: the most that somebody who types all the time makes."""
    count = 500 if is_quick() else 10_800
    number, sitting = seats.taken, seats.begin()
    for entry in answers(seats, sitting, count, 300, 100):
        sitting.save(entry)
    sitting.shut()
    taken, began = best_of(3, lambda: seats.begin(number).shut()), time.process_time()
    seats.begin(number).shut()
    print(f"recovery of {count} rows: {taken:.2f} s, of which the processor's {time.process_time() - began:.2f} s")
    return [Figure("recovery of a three-hour attempt", taken, "s", at_most=1)]


def resident() -> float:
    """The memory that this process holds now, in MiB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) / 1024


def memory(seats: Seats) -> list[Figure]:
    if not Path("/proc/self/status").exists():
        print("memory: only Linux lets a program measure it this way")
        return []
    count = 1_000 if is_quick() else 20_000
    sitting, early = seats.begin(), 0.0
    for at, entry in enumerate(answers(seats, sitting, count, 150, 100)):
        sitting.save(entry)
        if at == count // 10:
            early = resident()
    late = resident()
    sitting.shut()
    print(f"memory: {early:.1f} MiB after {count // 10} events, {late:.1f} MiB after {count}")
    return [Figure("memory after all events, of a tenth of them", late / early, "times", at_most=1.05)]


def results(seats: Seats, folder: Path) -> list[Figure]:
    return [sealed_result(seats, folder, name, length) for name, length in (("16 KiB", 300), ("64 KiB", 1_700))]


def sealed_result(seats: Seats, folder: Path, name: str, length: int) -> Figure:
    """From the closed attempt to its receipt: sealed, checked, synced, read back; beside signing and sealing alone."""
    ours: list[float] = []
    alone: list[float] = []
    for _ in range(2 if is_quick() else 10):
        sitting = seats.begin()
        for entry in answers(seats, sitting, ESSAYS, 300, length):
            sitting.save(entry)
        sitting.save(sitting.close(ClosingReason.HANDED_IN))
        began = time.perf_counter()
        hand_in.hand_in(sitting, [])
        ours.append(time.perf_counter() - began)
        sitting.shut()
        size = (sitting.attempt.files.folder / RESULT_NAME).stat().st_size
        alone.append(primitives(folder / "bare", os.urandom(size)))
    print(
        f"result of {size / KIB:.1f} KiB: {statistics.median(ours) * 1000:.1f} ms,"
        f" its primitives and one synced file {statistics.median(alone) * 1000:.1f} ms"
    )
    return Figure(f"hand in, result of {name}", statistics.median(ours) * 1000, "ms", at_most=50)


def primitives(path: Path, data: bytes) -> float:
    """Seconds to sign and seal as many bytes with the library, and to write them once for good."""
    signer, reader = Ed25519PrivateKey.generate(), X25519PrivateKey.generate().public_key()
    began = time.perf_counter()
    sealed = SUITE.encrypt(data, reader, info=b"bench") + signer.sign(data)
    with path.open("wb") as stream:
        stream.write(sealed)
        stream.flush()
        os.fsync(stream.fileno())
    return time.perf_counter() - began


class Handed(NoKeeper):
    """Takes the keys that an attempt leaves with its keeper."""

    def hold(self, keys: bytearray) -> None:
        self.keys = bytes(keys)


def after_a_crash(sample: Sample, seats: Seats) -> Figure:
    """From the start of the real window to an attempt of two hundred rows under way, by the keys that were kept."""
    data, handed = seats.folder / "crashed", Handed()
    desk = Desk(data, SystemClock(), os.urandom)
    sitting = keeping.begin(handed, desk, seats.unlocked, seats.unlocked.room.tickets[0], "")
    for turn in range(200):
        sitting.save(sitting.respond(f"i{turn % ESSAYS}", text(100, turn)))
    sitting.shut()
    sample.lay_out()
    os.environ |= {"PYTHONPATH": str(ROOT / "desktop"), "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(data)}
    verb = ("sit", sample.path, "--room", ROOM, "--data", data, "--windowed")
    command = [sys.executable, "-P", "-m", "kaochang", *map(str, verb)]
    taken = best_of(1 if is_quick() else 5, lambda: gone_on(command, handed.keys))
    return Figure("own work after a crash, until it goes on", taken, "s", at_most=2)


def gone_on(command: list[str], keys: bytes) -> None:
    """As a keeper does it: the program is started and gets its keys; then it is of no more use."""
    window, wire = wires.start(command)
    wire.send(HOLD, keys)
    while wire.receive()[0] != WENT_ON:
        pass
    window.kill()
    window.wait()
    wire.close()


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR"))))
        size = Size(items=0, pictures=0, essays=ESSAYS)
        sample = stack.enter_context(closing(Sample(folder / "session", size, kdf.MINIMUM)))
        sample.seal()
        seats = Seats(folder, sample.unlock(sample.room()))
        figures = durable_answers(seats, folder)
        figures += recovery(seats)
        figures += memory(seats)
        figures += results(seats, folder)
        figures.append(after_a_crash(sample, seats))
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())
