"""Gather: what of one room lies below some sources, each file checked before anything is done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaochang.custody import journal_log, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import digest
from kaochang.custody.kits import ProctorKit
from kaochang.domain.ports import Progress
from kaochang.domain.refusals import Refusal
from kaochang.domain.session_reports import FileProblem
from kaochang.domain.values import bytes_to_text
from kaochang.flow.arrivals import OTHER_ROOM, arrived_log, arrived_result, goes_elsewhere
from kaochang.flow.attempt_files import LOG_LIMIT
from kaochang.flow.our_files import read_again
from kaochang.flow.series import problem_of
from kaochang.machine.folders import files_under
from kaochang.machine.safe_files import read_whole

_COLLECTED = frozenset({".kcr", ".kcj"})


@dataclass(frozen=True)
class Found:
    """A file that was checked. Its bytes are read again when it is copied, and must be the same.

    A result has its receipt code, where its journal ended, and how often its attempt went to another PC.
    """

    identity: AttemptIdentity
    path: Path
    size: int
    sha256: str
    receipt: str = ""
    end: tuple[int, str] = (0, "")
    moves: int = 0

    def read(self) -> bytes:
        """The bytes that were checked; CONFLICT where the file has changed since."""
        return read_again(self.path, LOG_LIMIT, self.sha256)


def _check(path: Path, kit: ProctorKit) -> Found:
    data = read_whole(path, LOG_LIMIT)
    told = (path, len(data), digest(data))
    if path.suffix.lower() == ".kcr":
        _, header = arrived_result(data, kit.context, kit.ticket_keys, kit.room)
        return Found(header.identity, *told, results.receipt_of(data), (header.rows, header.head), header.moves)
    return Found(arrived_log(data, kit.context, kit.ticket_keys, kit.room).header.identity, *told)


@dataclass
class Gathered:
    """Results and logs by ticket, each distinct content once; what could not be taken; how many go elsewhere."""

    results: dict[str, list[Found]] = field(default_factory=dict)
    logs: dict[str, list[Found]] = field(default_factory=dict)
    problems: list[FileProblem] = field(default_factory=list)
    elsewhere: int = 0

    def look_at(self, path: Path, kit: ProctorKit) -> bool:
        """Takes in a file; whether it is one of this session."""
        try:
            each = _check(path, kit)
        except Refusal as refusal:
            if goes_elsewhere(path, refusal, kit.context.session):
                self.elsewhere += 1
                return refusal.key == OTHER_ROOM
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


def longest(logs: Sequence[Found], result: Found | None = None) -> Found | None:
    """The log that tells most; where a result is named, of those that it was made from, or of its attempt at least.

    An attempt that was moved may have logs that part: the PC that it has left went on with it.
    """
    own = [log for log in logs if result is None or log.identity == result.identity]
    made_from = [log for log in own if result is not None and len(own) > 1 and _holds(log, result)]
    return max(made_from or own, key=lambda log: log.size, default=None)


def _holds(log: Found, result: Found) -> bool:
    """Whether a log has the row that a result was made at."""
    rows, head = result.end
    whole = journal_log.open_log(log.read(), None)
    return len(whole.rows) >= rows and bytes_to_text(replace(whole, rows=whole.rows[:rows]).head()) == head


def parted(logs: Sequence[Found], chosen: Found | None) -> list[Found]:
    """The logs that tell something which the chosen one does not."""
    if chosen is None or len(logs) == 1:
        return []
    data = chosen.read()
    return [log for log in logs if log is not chosen and not data.startswith(log.read())]
