"""Gather: what of one room lies below some sources, each file checked before anything is done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import digest
from kaochang.custody.kits import ProctorKit
from kaochang.domain.ports import Progress
from kaochang.domain.refusals import Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.arrivals import OTHER_ROOM, arrived_log, arrived_result
from kaochang.flow.attempt_files import LOG_LIMIT
from kaochang.flow.our_files import read_again
from kaochang.flow.series import problem_of
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import read_whole

_COLLECTED = frozenset({".kcr", ".kcj"})


@dataclass(frozen=True)
class Found:
    """A file that was checked. Its bytes are read again when it is copied, and must be the same."""

    identity: AttemptIdentity
    path: Path
    size: int
    sha256: str
    receipt: str

    def read(self) -> bytes:
        """The bytes that were checked; CONFLICT where the file has changed since."""
        return read_again(self.path, LOG_LIMIT, self.sha256)


def _check(path: Path, kit: ProctorKit) -> Found:
    data, receipt = read_whole(path, LOG_LIMIT), ""
    if path.suffix.lower() == ".kcr":
        _, header = arrived_result(data, kit.context, kit.ticket_keys, kit.room)
        identity, receipt = header.identity, results.receipt_of(data)
    else:
        identity = arrived_log(data, kit.context, kit.ticket_keys, kit.room).header.identity
    return Found(identity, path, len(data), digest(data), receipt)


@dataclass
class Gathered:
    """Results and logs by ticket, each distinct content once; what could not be taken; how many are other rooms'."""

    results: dict[str, list[Found]] = field(default_factory=dict)
    logs: dict[str, list[Found]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    elsewhere: int = 0

    def look_at(self, path: Path, kit: ProctorKit) -> bool:
        """Takes in a file; whether it is one of this session."""
        try:
            each = _check(path, kit)
        except Refusal as refusal:
            if refusal.key == OTHER_ROOM:
                self.elsewhere += 1
                return True
            self.problems.append(problem_of(path, refusal, kit.room))
            return False
        kind = self.results if path.suffix.lower() == ".kcr" else self.logs
        same_ticket = kind.setdefault(each.identity.ticket, [])
        if all(each.sha256 != other.sha256 for other in same_ticket):
            same_ticket.append(each)
        return True


def gather(kit: ProctorKit, sources: Sequence[Path], progress: Progress) -> tuple[Gathered, tuple[Path, ...]]:
    """Everything below the sources, and those of them that hold no file of this session."""
    below = [(source, path) for source in sources for path in files_under([source], _COLLECTED)]
    gathered, fruitful = Gathered(), set[Path]()
    for done, (source, path) in enumerate(below, start=1):
        if gathered.look_at(path, kit):
            fruitful.add(source)
        progress(done, len(below))
    return gathered, tuple(source for source in dict.fromkeys(sources) if source not in fruitful)


def longest(logs: Sequence[Found], attempt: str | None) -> Found | None:
    """The log that tells most of an attempt, or of any where none is named."""
    own = [log for log in logs if attempt in (None, log.identity.attempt)]
    return max(own, key=lambda log: log.size, default=None)
