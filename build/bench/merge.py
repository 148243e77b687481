"""How fast a centre takes in results, against the sum of its primitives and against the best shell pipeline doing less.

Every merge runs in a program of its own, from an empty database, and is measured from outside. `--quick` takes 1,000
results of 16 KiB; without it there are 1,000, 10,000 and 100,000 of 16 KiB and of 64 KiB. `--most N` stops at N.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, best_of, conclude
from kaochang.flow import centre_kit
from kaochang.flow.simulate import SimulatedDay, SimulateOrder
from kaochang.flow.simulate_results import simulate_results
from kaochang.machine import workers
from kaochang.machine.clock import SystemClock
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from merge_once import children
from merge_primitives import primitives, taken_apart

SEATS = 100
TEXTS = {16: 300, 64: 1600}
"""Characters of each essay that make results of so many KiB."""

MIB = 1024 * 1024
TURNS, LARGE = 3, 10_000
"""How often a merge is run, of which the fastest counts, up to so many results: the others measure the neighbours."""

SAMPLED = 300
"""Results that primitives and the shell pipeline are measured on: they cost the same for each."""


@dataclass(frozen=True)
class Run:
    """A merge as it was measured: memory of its largest process and of all together, in MiB.

    `cpu` are the seconds of all its processes: on a shared machine they say more than those of the clock.
    """

    files: int
    seconds: float
    cpu: float
    largest: float
    together: float

    @property
    def each(self) -> float:
        return self.seconds / self.files


def made(folder: Path, count: int, kib: int) -> SimulatedDay:
    words = load_words(ROOT / "resources/strings", "zh_CN")
    order = SimulateOrder(-(-count // SEATS), min(count, SEATS), 40, TEXTS[kib], folder, cost=kdf.MINIMUM)
    return simulate_results(order, words, SystemClock(), os.urandom)


def memory_of(process: int) -> float:
    """What a process has in memory for itself, with its share of what several have, in MiB; 0 for one that ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def family(process: int) -> list[int]:
    """A process and all below it, as /proc tells who started whom."""
    parents = {}
    for told in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = told.read_text("utf-8", errors="replace")
        except OSError:
            continue
        parents[int(told.parent.name)] = int(said.rpartition(")")[2].split()[1])
    found = [process]
    for each in found:  # it grows by the children of what it has
        found += [child for child, parent in parents.items() if parent == each]
    return found


def merged(day: SimulatedDay, database: Path) -> Run:
    """A merge in a program of its own."""
    start = f"import sys; sys.path[:0] = {sys.path[:2]!r}; from merge_once import merge_once; merge_once(*sys.argv[1:])"
    command = [sys.executable, "-c", start, str(day.stick), str(day.kit), day.passphrase, str(database)]
    largest = together = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as program:
        while program.poll() is None:
            sizes = [memory_of(each) for each in family(program.pid)]
            largest, together = max(largest, *sizes), max(together, sum(sizes))
            time.sleep(0.1)
        said = json.loads(program.stdout.read())
    if said["accepted"] != said["files"]:
        raise SystemExit(f"of {said['files']} results only {said['accepted']} were accepted")
    return Run(said["files"], said["seconds"], said["cpu"], largest, together)


def shell_seconds(plain: list[bytes], folder: Path) -> tuple[float, float] | None:
    """Seconds, and CPU seconds, for each file of a pipeline of minisign, age and sqlite-utils.

    None where they are not installed.
    """
    inserts = Path(sys.executable).with_name("sqlite-utils")
    if not all(map(shutil.which, ("minisign", "age", "age-keygen", "xargs"))) or not inserts.exists():
        return None
    folder.mkdir()

    def run(script: str) -> None:
        subprocess.run(["sh", "-ec", script], cwd=folder, check=True, capture_output=True)

    run("minisign -G -W -p pub -s sec && age-keygen -o key")
    for at, body in enumerate(plain):
        (folder / f"{at}.json").write_bytes(body)
    run('for f in *.json; do age -r "$(age-keygen -y key)" -o $f.age $f; minisign -S -W -s sec -m $f.age; done')
    steps = "minisign -V -q -p pub -m @ && age -d -i key -o @.out @"

    def whole() -> None:
        run("rm -f *.out db")
        run(f"ls | grep 'age$' | xargs -P2 -I@ sh -c '{steps}'")
        run(f"for f in *.out; do cat $f; echo; done | '{inserts}' insert db results - --nl")

    before = children()
    return best_of(2, whole) / len(plain), (children() - before) / 2 / len(plain)


def compared(day: SimulatedDay, run: Run, folder: Path) -> list[Figure]:
    """A merge beside its primitives and beside the shell, on some of the same results."""
    kit = centre_kit.read_kit(day.kit).open(day.passphrase)
    sample = [taken_apart(path, kit) for path in sorted(day.stick.rglob("*.kcr"))[:SAMPLED]]
    parts = primitives(sample, kit, folder / "primitives.db")
    print("one result on one core: " + ", ".join(f"{name} {1e6 * each:.0f} us" for name, each in parts.items()))
    ideal = sum(parts.values()) / workers.cores()
    each_cpu = run.cpu / run.files
    print(f"in CPU time: {each_cpu / sum(parts.values()):.2f} x the sum of the primitives")
    rest = run.each - ideal
    print(f"one result of the merge: {1e6 * run.each:.0f} us, {1e6 * ideal:.0f} of them primitives on all cores;")
    print(f"the other {1e6 * rest:.0f} us: headers and bodies held against their one spelling, against types, exam and")
    print("roster; the documents written anew; handing them over to the one process that enters them")
    figures = [Figure("merge / sum of its primitives", run.each / ideal, "x", at_most=2.5)]
    shell = shell_seconds([each.plain for each in sample], folder / "shell")
    if shell is None:
        print("minisign, age or xargs: not installed, not measured")
        return figures
    print(f"in CPU time: the shell pipeline that does less takes {shell[1] / each_cpu:.2f} x the merge's")
    return [*figures, Figure("shell pipeline that does less / merge", shell[0] / run.each, "x", at_least=5)]


def measured(kib: int, counts: list[int], folder: Path) -> list[Figure]:
    """Merges of so many results; the smallest size is compared as well."""
    figures, runs = [], []
    for count in counts:
        place = folder / f"{kib}-{count}"
        began = time.perf_counter()
        day = made(place, count, kib)
        print(f"{count} results of {kib} KiB made in {time.perf_counter() - began:.0f} s")
        turns = 1 if count == counts[-1] > LARGE else TURNS
        run = min((merged(day, place / f"{turn}.db") for turn in range(turns)), key=lambda each: each.seconds)
        runs.append(run)
        name = f"{count} of {kib} KiB"
        print(f"{name}: {1 / run.each:.0f} files/s, largest process {run.largest:.0f} MiB")
        figures.append(Figure(f"memory of all processes, {name}", run.together, "MiB", at_most=300))
        if count == counts[-1]:
            figures += compared(day, run, place)
        shutil.rmtree(place)
    curve = ", ".join(f"{run.files}: {1e6 * run.each:.0f} us" for run in runs)
    print(f"cost of one file over the range, {kib} KiB: {curve}")
    if len(runs) > 1:
        figures.append(
            Figure(f"most / fewest: cost of a file, {kib} KiB", runs[-1].each / runs[0].each, "x", at_most=1.2)
        )
    return figures


def main() -> int:
    asked = argparse.ArgumentParser(allow_abbrev=False)
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--most", type=int, default=100_000)
    given = asked.parse_args()
    counts = [1_000] if given.quick else [count for count in (1_000, 10_000, 100_000) if count <= given.most]
    with tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR")) as folder:
        figures = [figure for kib in ([16] if given.quick else TEXTS) for figure in measured(kib, counts, Path(folder))]
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())
