"""The chain of a room's numbered files: each names the one before, so a lost, forked or turned-back one is seen.

Manifests and act logs are chained alike; what is found is told in the words of either.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kaochang.domain.refusals import Outcome
from kaochang.domain.session_reports import FileProblem


class ChainedHeader(Protocol):
    """What the header of a chained file tells."""

    @property
    def room(self) -> str:
        """Whose chain it is in."""

    @property
    def counter(self) -> int:
        """Its number, from 1."""

    @property
    def previous(self) -> str:
        """The SHA-256 of the file before it, "" for none."""


T = TypeVar("T")


@dataclass(frozen=True)
class Chain(Generic[T]):
    """How files of one type are followed: their header, SHA-256, and what they say however often they are signed.

    `gap`, `order` and `fork` are the keys of what may be wrong.
    """

    extension: str
    header: Callable[[T], ChainedHeader]
    sha256: Callable[[T], str]
    says: Callable[[T], object]
    gap: str
    order: str
    fork: str

    def follow(self, files: Sequence[T]) -> tuple[dict[str, T], list[FileProblem]]:
        """The newest file of each room, and whatever is wrong with the chain that leads to it.

        The files come by room and counter, so that what is found does not depend on their order of arrival.
        """
        rooms: defaultdict[str, list[T]] = defaultdict(list)
        for each in files:
            rooms[self.header(each).room].append(each)
        problems = [problem for room in rooms.values() for problem in (*self._forks(room), *self._breaks(room))]
        return {name: room[-1] for name, room in rooms.items()}, list(dict.fromkeys(problems))

    def problem(self, file: T, outcome: Outcome, key: str) -> FileProblem:
        """Something about a file, under the name it has on a stick."""
        header = self.header(file)
        return FileProblem(f"{header.room}-{header.counter:03}.{self.extension}", outcome.name, key, room=header.room)

    def _forks(self, files: Sequence[T]) -> Iterator[FileProblem]:
        """Different files in one place: with one number, or after the same one before."""
        places: defaultdict[tuple[str, object], list[T]] = defaultdict(list)
        for each in files:
            header = self.header(each)
            places["counter", header.counter].append(each)
            if header.previous:
                places["previous", header.previous].append(each)
        for several in places.values():
            if any(self.says(each) != self.says(several[0]) for each in several):
                yield self.problem(several[-1], Outcome.CONFLICT, self.fork)

    def _breaks(self, files: Sequence[T]) -> Iterator[FileProblem]:
        """Files whose one before is not here, or does not come before."""
        counters = {self.sha256(each): self.header(each).counter for each in files}
        for each in files:
            header = self.header(each)
            if header.previous not in counters and (header.previous or header.counter > 1):
                yield self.problem(each, Outcome.MISSING, self.gap)
            elif header.previous and counters[header.previous] >= header.counter:
                yield self.problem(each, Outcome.ROLLBACK, self.order)
