"""Power cuts, enumerated: a scenario is run once, and every disk that it may leave is judged by the program itself."""

import random
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from faults.disk import Disk, Image, Named, Operation, Told, Written
from faults.recorder import Recorder, recording

Tell = Callable[[object], None]


class Scenario(Protocol):
    """What a program does in a folder, and what must be true of the folder whenever the power fails."""

    def run(self, root: Path, tell: Tell) -> None:
        """Does it, and tells what is acknowledged."""

    def judge(self, root: Path, told: Sequence[object]) -> str:
        """What is wrong with a folder that a power cut left, once all this was told; "" where nothing is."""


@dataclass
class Row:
    """One line of the table. `is_control`: something is left out on purpose, and states must be bad."""

    name: str
    is_control: bool = False
    points: int = 0
    states: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def is_as_it_must_be(self) -> bool:
        """None of our own states is bad; of a control's at least one is."""
        return bool(self.bad) == self.is_control and self.states > 0

    def line(self) -> str:
        """The row as it is printed."""
        said = "fails, as it must" if self.is_control else "none lost"
        verdict = said if self.is_as_it_must_be else "NOT AS IT MUST BE"
        return f"{self.name:58} {self.points:8,} {self.states:10,} {len(self.bad):8,}  {verdict}"


HEADING = f"{'configuration':58} {'points':>8} {'states':>10} {'bad':>8}"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder in memory where the system has one: nothing here is about the real disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def record(
    scenario: Scenario,
    rewritten: Mapping[str, str] | None = None,
    skipped: Collection[str] = (),
    start: Image | None = None,
) -> Recorder:
    """What a scenario does to a disk; `start` is what lies there before."""
    with scratch() as folder:
        if start is not None:
            start.lay(folder)
        with recording(folder, rewritten=rewritten, skipped=skipped) as recorder:
            scenario.run(folder, recorder.tell)
    return recorder


class Judgements:
    """What a scenario says of each folder; one that was seen with the same promises is the same state."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self._scenario = scenario
        self._folder = folder
        self._known: set[tuple[int, int]] = set()

    def is_new(self, image: Image, told: Sequence[object]) -> bool:
        """Whether this state was not judged yet; from now on it is taken as judged."""
        key = (hash(image), len(told))
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def of(self, image: Image, told: Sequence[object]) -> str:
        """What is wrong with a state; "" for nothing."""
        place = self._folder / "disk"
        place.mkdir()
        try:
            return self._scenario.judge(image.lay(place), told)
        finally:
            shutil.rmtree(place)


def enumerate_crashes(row: Row, scenario: Scenario, recorder: Recorder, subsets: int) -> Row:
    """Judges what a power cut may leave after each step."""
    dice, told = random.Random(row.name), []
    with scratch() as folder:
        judgements = Judgements(scenario, folder)
        for number, operation, disk in replayed(recorder):
            if isinstance(operation, Told):
                told.append(operation.what)
            row.points += 1
            for image in disk.images(dice, subsets):
                if not judgements.is_new(image, tuple(told)):
                    continue
                row.states += 1
                complaint = judgements.of(image, tuple(told))
                if complaint:
                    row.bad.append(f"after step {number}, {operation!r:.120}: {complaint}")
    return row


def replayed(recorder: Recorder) -> Iterator[tuple[int, Operation, Disk]]:
    """Every step of a record, and the disk after it."""
    disk = Disk(dict(recorder.before.files), dict(recorder.before.names))
    for number, operation in enumerate(recorder.operations):
        disk.do(operation)
        yield number, operation, disk


def enumerate_lies(row: Row, scenario: Scenario, recorder: Recorder) -> Row:
    """Judges what lies there at the end when one write, said to be done, was cut short after 100 bytes.

    A file that is read back before it has its final name is left out: there the lie is noticed at once.
    """
    operations = recorder.operations
    told = tuple(operation.what for operation in operations if isinstance(operation, Told))
    read_back = {each.file for each in operations if isinstance(each, Named) and each.path.suffix == ".part"}
    with scratch() as folder:
        judgements = Judgements(scenario, folder)
        for number, operation in enumerate(operations):
            if not isinstance(operation, Written) or len(operation.data) <= _LIE:
                continue
            if operation.file in read_back and not operation.offset:
                continue
            lie = Written(operation.file, operation.offset, operation.data[:_LIE])
            image = recorder.before.image([*operations[:number], lie, *operations[number + 1 :]])
            row.points += 1
            row.states += 1
            complaint = judgements.of(image, told)
            if complaint:
                row.bad.append(f"step {number}, {operation!r:.120}: {complaint}")
    return row


_LIE = 100
