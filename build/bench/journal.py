"""What a durable answer costs: sealing, chaining, commit and log, beside a bare SQLite commit of the same size."""

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, conclude, is_quick
from kaochang.custody import journal_log
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context
from kaochang.custody.journal_log import Entry, Witness
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.attempts import Responded
from kaochang.domain.responses import Text
from kaochang.flow.attempt_database import database_of
from kaochang.flow.attempt_files import AttemptFiles
from kaochang.store.journal import connect

IDENTITY = AttemptIdentity(
    Context("bench", "A" * 43, Kind.REHEARSAL, Level.QUICK), "R01", "T1", "E1", "bench-bench-benc", 1
)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000


def main() -> int:
    count = 300 if is_quick() else 3000
    entry = Entry(Responded(1, 1, "item", Text("答" * 100)), Witness(1, 1, "boot"))
    size = len(journal_log.row_bytes(entry)) + 72
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR")) as folder:
        chain = journal_log.new_chain(os.urandom(32), IDENTITY)
        files = AttemptFiles(Path(folder), connect(database_of(Path(folder))), b"head", chain)
        files.begin()
        plain: sqlite3.Connection = connect(Path(folder) / "bare.db")
        plain.execute("CREATE TABLE rows (seq INTEGER PRIMARY KEY, data BLOB)")
        payload = os.urandom(size)
        for _ in range(count):
            began = time.perf_counter()
            files.append(entry)
            ours.append(time.perf_counter() - began)
            files.settle()
            began = time.perf_counter()
            plain.execute("INSERT INTO rows (data) VALUES (?)", (payload,))
            bare.append(time.perf_counter() - began)
        files.close()
        plain.close()
    p50, p99 = percentile(ours, 0.5), percentile(ours, 0.99)
    print(f"ours p50 {p50:.3f} ms, p99 {p99:.3f} ms; bare commit p50 {percentile(bare, 0.5):.3f} ms")
    print("the log is written before that and synced after it; the bare commit has none")
    return conclude(
        [
            Figure("event to durable, p50, of a bare commit", p50 / percentile(bare, 0.5), "times", at_most=2),
            Figure("event to durable, p99", p99, "ms", at_most=100),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
