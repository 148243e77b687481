"""A room's numbered files, such as manifests and act logs: found wherever they lie, and brought to every place.

Each names the one before it, so none may stay behind: the centre would call it missing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.arrivals import OTHER_VERSION, goes_elsewhere
from kaochang.flow.our_files import read_again
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import read_whole

SERIES_FILE_LIMIT = 64 * 1024 * 1024
_COUNTER_DIGITS = 4
"""Of a number in a name; a name that somebody chose must not use up the numbers there are (`Count`)."""

_FOREIGN = (Outcome.CONTEXT, Outcome.POLICY)
"""Of a file of another session or kind: only where it lies in this room's own folder is its number taken."""

T = TypeVar("T")
Keep = Callable[[str, bytes], str]
"""Puts bytes under a name into every place; the name they have there."""


@dataclass(frozen=True)
class Numbered(Generic[T]):
    """One file of a series. Its bytes are read again when it is copied, and must be the same."""

    counter: int
    sha256: str
    path: Path
    document: T

    def read(self) -> bytes:
        """The bytes that were checked; CONFLICT where the file has changed since."""
        return read_again(self.path, SERIES_FILE_LIMIT, self.sha256)


@dataclass
class Series(Generic[T]):
    """What was found of a series. A damaged file is named, and its place in the count stays taken."""

    session: str
    room: str
    extension: str
    weigh: Callable[[T], int]
    """How much a file says: of two with one number, the one that says more is gone on from."""
    places: Sequence[Path]
    """The room's own folders, where new files of the series go."""
    found: list[Numbered[T]] = field(default_factory=list)
    taken: int = 0
    problems: list[FileProblem] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def newest(self) -> Numbered[T] | None:
        """The file with the highest number; of several with it, the one that says most."""
        return max(self.found, key=self._rank, default=None)

    def _rank(self, each: Numbered[T]) -> tuple[int, int, str]:
        return each.counter, self.weigh(each.document), each.sha256

    def twins(self) -> list[Numbered[T]]:
        """Other files with the number of the newest, because two PCs counted for themselves; each content once."""
        newest = self.newest
        if newest is None:
            return []
        same = {each.sha256: each for each in self.found if each.counter == newest.counter}
        return [each for sha256, each in sorted(same.items()) if sha256 != newest.sha256]

    @property
    def next_counter(self) -> int:
        """The number of the file after all these."""
        return max(0 if self.newest is None else self.newest.counter, self.taken) + 1

    @property
    def last_sha256(self) -> str:
        """What the next file names as the one before it: "" for none."""
        return "" if self.newest is None else self.newest.sha256

    def name(self, counter: int) -> str:
        """What a file of this number is called."""
        return f"{self.room}-{counter:03}.{self.extension}"

    def look(self, paths: Iterable[Path], read: Callable[[bytes], tuple[int, T]]) -> None:
        """Takes in files; `read` gives the number and content of one that is right. What goes elsewhere is counted."""
        for path in paths:
            try:
                data = read_whole(path, SERIES_FILE_LIMIT)
                counter, document = read(data)
            except Refusal as refusal:
                self._leave(path, refusal)
            else:
                self.found.append(Numbered(counter, digest(data), path, document))

    def _leave(self, path: Path, refusal: Refusal) -> None:
        if goes_elsewhere(path, refusal, self.session):
            self.elsewhere += 1
        else:
            self.problems.append(problem_of(path, refusal, self.room))
        if refusal.outcome not in _FOREIGN or path.parent in self.places:
            self.taken = max(self.taken, number_in(path.name, self.room))

    def bring(self, keep: Keep) -> None:
        """Every file found lies in every place."""
        for each in {each.sha256: each for each in self.found}.values():
            keep(self.name(each.counter), each.read())


def number_in(name: str, room: str) -> int:
    """The number that a file's name tells, 0 for none: names are hints only."""
    number = Path(name).stem.removeprefix(f"{room}-").partition("~")[0]
    return int(number) if number.isdecimal() and len(number) <= _COUNTER_DIGITS else 0


def problem_of(path: Path, refusal: Refusal, room: str) -> FileProblem:
    """A file that was not taken, by its whole path: on every PC the files have the same names."""
    key = OTHER_VERSION.get(refusal.key, "problem.refused")
    return FileProblem(readable(path), refusal.outcome.name, key, room=room)


def files_in(places: Sequence[Path], extension: str) -> list[Path]:
    """Every file of a series in the places that are there, each once however often its place is given."""
    there = [place for place in places if place.exists()]
    return list(dict.fromkeys(files_under(there, frozenset({f".{extension}"}))))
