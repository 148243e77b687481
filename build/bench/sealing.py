"""What sealing costs beside its parts: a gigabyte beside `age`, one picture of it, one result, the start of an exam.

What is compared takes turns in one run: on a shared machine nothing else is fair. Both sides sync what they write, both
open into memory, ours also reads back what it wrote. Argon2id costs the same for any size and is measured on its own.
The files, about 5 GB, go where KAOCHANG_BENCH_DIR says.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

from figures import Figure, conclude, is_quick
from kaochang.flow.unlock import Unlocked
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from result_sample import ResultSample
from sealed_sample import EXAM, MIB, Sample, Size

WHOLE = Size(items=200, pictures=200, large=1) if is_quick() else Size(items=200, pictures=10_500, large=8)
TENTH = Size(items=200, pictures=WHOLE.pictures // 10, large=1)
PAPER = Size(items=200, pictures=200)
TIMES = 50


class Turns:
    """The seconds that each of several works takes, turn by turn; what is done before each turn does not count."""

    def __init__(
        self,
        rounds: int,
        works: Mapping[str, Callable[[], object]],
        clock: Callable[[], float] = time.perf_counter,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self.taken: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            before()
            for name, work in works.items():
                began = clock()
                work()
                self.taken[name].append(clock() - began)

    def __getitem__(self, name: str) -> float:
        """The median of one."""
        return statistics.median(self.taken[name])

    def of_each(self, figure: Callable[[dict[str, float]], float]) -> float:
        """The median of what is reckoned within each turn: a neighbour who comes and goes then slows both sides."""
        turns = zip(*self.taken.values(), strict=True)
        return statistics.median(figure(dict(zip(self.taken, turn, strict=True))) for turn in turns)


class Age:
    """The pictures as one file through the `age` of this machine."""

    def __init__(self, folder: Path, source: Path) -> None:
        self.source, self.sealed, self.key = source, folder / "noise.age", folder / "key.txt"
        told = subprocess.run(["age-keygen", "-o", self.key], capture_output=True, encoding="utf-8", check=True)
        self.recipient = told.stderr.split()[-1]

    def seal(self) -> None:
        subprocess.run(["age", "-r", self.recipient, "-o", self.sealed, self.source], check=True)
        with self.sealed.open("rb+") as stream:
            os.fsync(stream.fileno())

    def open(self) -> None:
        subprocess.run(["age", "-d", "-i", self.key, self.sealed], stdout=subprocess.DEVNULL, check=True)


def write_bare(source: Path, copy: Path) -> None:
    """The disk's part: as many bytes, copied and synced."""
    with source.open("rb") as wanted, copy.open("wb") as stream:
        shutil.copyfileobj(wanted, stream, MIB)
        os.fsync(stream.fileno())


def open_all(sample: Sample) -> Unlocked:
    unlocked = sample.unlock(sample.room())
    read_all(sample, unlocked)
    return unlocked


def read_all(sample: Sample, unlocked: Unlocked) -> None:
    """Every item and every picture, each on its own."""
    unlocked.exam(EXAM)
    read = unlocked.media()
    if sum(len(read(name)) for name in sample.sizes) != sample.total:
        raise ValueError("not what was sealed")


def beside_age(sample: Sample, folder: Path) -> list[Figure]:
    bare = folder / "bare"
    works: dict[str, Callable[[], object]] = {
        "seal": sample.seal,
        "open": lambda: open_all(sample),
        "code": lambda: kdf.derive("CODE", kdf.new_params(os.urandom, kdf.MINIMUM), b"bench"),
        "disk": lambda: write_bare(sample.noise, bare),
    }
    written = [sample.path, bare]
    if shutil.which("age"):
        age = Age(folder, sample.noise)
        works |= {"age seal": age.seal, "age open": age.open}
        written.append(age.sealed)

    def clear() -> None:
        """To remove a gigabyte takes a third of a second, and is nobody's sealing."""
        for path in written:
            path.unlink(missing_ok=True)

    Turns(1, works, before=clear)  # the first time, the machine finds the memory for its disk cache
    turns = Turns(1 if is_quick() else 5, works, before=clear)
    size, code = f"{sample.total / 1e9:.2f} GB in {len(sample.sizes)} pictures", turns["code"]
    print(f"{size}: sealed in {turns['seal'] - code:.2f} s, opened in {turns['open'] - code:.2f} s, without Argon2id")
    print(f"the disk's part: copying and syncing as much takes {turns['disk']:.2f} s")
    if "age seal" not in works:
        print("age is not installed (its Debian package has that name), so there is nothing to compare with")
        return []
    print(f"age seals it in {turns['age seal']:.2f} s and opens it in {turns['age open']:.2f} s")
    ratio = turns.of_each(
        lambda turn: (turn["seal"] + turn["open"] - 2 * turn["code"]) / (turn["age seal"] + turn["age open"])
    )
    return [Figure("seal and open, of age (aim: 1.25)", ratio, "times", at_most=2)]


def io_counts() -> dict[str, int]:
    """What Linux counts of this process: `rchar` bytes asked for, `read_bytes` bytes that came from a disk."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return {name: int(count) for name, count in (line.split(": ") for line in lines)}


def cold_pictures(sample: Sample, unlocked: Unlocked) -> list[Figure]:
    """Single pictures of the whole session, with nothing of the file in the disk cache."""
    if not Path("/proc/self/io").exists():
        print("one cold picture: only Linux lets a program empty the disk cache and count what it reads")
        return []
    read, lengths = unlocked.media(), {name: ref.length for name, ref in unlocked.content.index.media.items()}
    names = random.sample(sorted(lengths), 40 if is_quick() else 400)
    times, asked, fetched = [], 0, 0
    with sample.path.open("rb") as stream:
        for name in names:
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            before, began = io_counts(), time.perf_counter()
            read(name)
            times.append((time.perf_counter() - began) * 1000)
            after = io_counts()
            asked += after["rchar"] - before["rchar"]
            fetched += after["read_bytes"] - before["read_bytes"]
    length = sum(lengths[name] for name in names)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    print(f"one cold picture: p50 {cuts[49]:.2f} ms; {fetched / length:.2f} times its bytes came from the disk")
    return [
        Figure("one cold picture, p99", cuts[98], "ms", at_most=5),
        Figure("bytes read for one picture, of its own", asked / length, "times", at_most=1.5),
    ]


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most memory that this process held since its peak was forgotten, in MiB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def peak_sealing(sample: Sample) -> float:
    """Without the first step, the start code's slot: Argon2id takes 64 MiB for it, by intention."""
    slots = [forget_peak]

    def step() -> None:
        if slots:
            slots.pop()()

    sample.seal(step)
    return peak()


def peak_opening(sample: Sample) -> float:
    unlocked = sample.unlock(sample.room())
    forget_peak()
    read_all(sample, unlocked)
    return peak()


def memory(tenth: Sample, whole: Sample) -> list[Figure]:
    if not Path("/proc/self/clear_refs").exists():
        print("peak memory: only Linux lets a program measure it over a part of its life")
        return []
    figures = []
    for name, measured in {"sealing": peak_sealing, "opening": peak_opening}.items():
        small, large = measured(tenth), measured(whole)
        print(f"peak memory {name}, without Argon2id's: {large:.0f} MiB; {small:.0f} MiB for a tenth")
        figures.append(Figure(f"memory, {name} ten times as much", large / small, "times", at_most=1.5))
    return figures


def one_result(folder: Path) -> list[Figure]:
    """In seconds of the processor, not of the clock: what takes half a millisecond is else lost in the neighbours'."""
    result = ResultSample(folder / "day", load_words(ROOT / "resources/strings", "zh_CN"))
    works: dict[str, Callable[[], object]] = {"read": repeated(result.read), "primitives": repeated(result.primitives)}
    turns = Turns(10 if is_quick() else 100, works, time.process_time)
    read, primitives = turns["read"] / TIMES * 1e6, turns["primitives"] / TIMES * 1e6
    print(f"one result of {len(result) / 1024:.1f} KiB: {read:.0f} us, of which its primitives {primitives:.0f} us")
    return [Figure("verify and open a result, of its primitives", read / primitives, "times", at_most=1.5)]


def repeated(work: Callable[[], None]) -> Callable[[], None]:
    """A work many times in a row, as a merge does it."""

    def repeat() -> None:
        for _ in range(TIMES):
            work()

    return repeat


def first_item(sample: Sample) -> list[Figure]:
    """From the start code to the first item with its picture, without what Argon2id takes by intention."""
    sample.seal()
    room = sample.room()
    params = room.sealed.header.start[0].kdf

    def start() -> None:
        unlocked = sample.unlock(room)
        first = next(unlocked.exam(EXAM).assessment.items())
        unlocked.media()(first.item.images[0].name)

    works: dict[str, Callable[[], object]] = {"start": start, "argon2id": lambda: kdf.derive("CODE", params, b"bench")}
    turns = Turns(3 if is_quick() else 9, works)
    print(f"start code to first item: {turns['start']:.2f} s, of which Argon2id {turns['argon2id']:.2f} s")
    more = turns.of_each(lambda turn: turn["start"] - turn["argon2id"]) * 1000
    return [Figure("start code to first item, beyond Argon2id", more, "ms", at_most=100)]


def main() -> int:
    code_cost = kdf.MINIMUM if is_quick() else kdf.DEFAULT
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=os.environ.get("KAOCHANG_BENCH_DIR"))))
        whole = stack.enter_context(closing(Sample(folder / "whole", WHOLE, kdf.MINIMUM)))
        tenth = stack.enter_context(closing(Sample(folder / "tenth", TENTH, kdf.MINIMUM)))
        paper = stack.enter_context(closing(Sample(folder / "paper", PAPER, code_cost)))
        figures = beside_age(whole, folder)
        figures += cold_pictures(whole, open_all(whole))
        figures += memory(tenth, whole)
        figures += one_result(folder)
        figures += first_item(paper)
    return conclude(figures)


if __name__ == "__main__":
    sys.exit(main())
