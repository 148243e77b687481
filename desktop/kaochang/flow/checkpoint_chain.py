"""The chain of a ledger's checkpoints: each names the one before and proves that it only goes on.

Those that the database holds are held against each other, and against any that were kept elsewhere: so a lost, forked,
altered or set-back one is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import checkpoints
from kaochang.custody.checkpoints import Checkpoint, LedgerEntry
from kaochang.custody.envelope import Context, check_context
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.machine.folders import readable
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import merkle

CHECKPOINT_LIMIT = 512 * 1024 * 1024
"""Largest checkpoint file that is read."""


@dataclass(frozen=True)
class Fault:
    """Something that contradicts the ledger. `key` is `ledger.fault.KEY` in the catalogue.

    `number` counts entries from 1 where the fault is about a row, with that entry; `name` is a checkpoint's number or
    file, or the SHA-256 of something that belongs nowhere.
    """

    outcome: Outcome
    key: str
    number: int = 0
    name: str = ""
    entry: LedgerEntry | None = None


class CheckpointChain:
    """Checkpoints from the database and from elsewhere, held against each other."""

    def __init__(self, centre_key: bytes, context: Context) -> None:
        self._key = centre_key
        self._context = context
        self.kept: list[Checkpoint] = []
        self.elsewhere: list[tuple[str, Checkpoint]] = []
        self.passed_over = 0
        self.faults: list[Fault] = []

    def _read(self, data: bytes) -> Checkpoint:
        check_context(checkpoints.claimed_context(data), self._context)
        return checkpoints.read_checkpoint(data, self._key)

    def keep(self, number: int, data: bytes) -> None:
        """One that the database holds."""
        try:
            self.kept.append(self._read(data))
        except Refusal as refusal:
            self.faults.append(Fault(refusal.outcome, "checkpoint", name=str(number)))

    def compare(self, path: Path) -> bool:
        """One that was kept elsewhere; whether it says anything of this session.

        A whole one of another session is passed over: several may be kept in one folder.
        """
        try:
            data = read_whole(path, CHECKPOINT_LIMIT)
            if checkpoints.read_checkpoint(data, None).header.context != self._context:
                self.passed_over += 1
                return False
            self.elsewhere.append((readable(path), self._read(data)))
        except Refusal as refusal:
            self.faults.append(Fault(refusal.outcome, "checkpoint", name=readable(path)))
        return True

    def check(self) -> None:
        """Names every checkpoint that does not follow the one before, and what those elsewhere contradict."""
        self.faults += [fault for number in range(len(self.kept)) for fault in self._check_link(number)]
        by_number = {each.header.counter: each.sha256 for each in self.kept}
        newest = max(by_number, default=0)
        for name, checkpoint in self.elsewhere:
            number = checkpoint.header.counter
            if number > newest:
                self.faults.append(Fault(Outcome.ROLLBACK, "older", name=name))
            elif by_number.get(number) not in (None, checkpoint.sha256):
                self.faults.append(Fault(Outcome.CONFLICT, "fork", name=name))

    def _check_link(self, number: int) -> Iterator[Fault]:
        later = self.kept[number].header
        earlier = self.kept[number - 1] if number else None
        if later.counter != (1 if earlier is None else earlier.header.counter + 1):
            yield Fault(Outcome.MISSING, "gap", name=str(later.counter))
        elif earlier is not None and not _follows(earlier, self.kept[number]):
            yield Fault(Outcome.CONFLICT, "link", name=str(later.counter))

    def signed(self) -> dict[int, LedgerEntry]:
        """Every signed entry by its place, from 0, whoever brought the checkpoint."""
        found: dict[int, LedgerEntry] = {}
        for checkpoint in (*self.kept, *(each for _, each in self.elsewhere)):
            for place, entry in enumerate(checkpoint.entries, start=checkpoint.begins):
                found.setdefault(place, entry)
        return found


def _follows(earlier: Checkpoint, later: Checkpoint) -> bool:
    """Whether a checkpoint names the one before and proves that it only goes on."""
    first, second = earlier.header, later.header
    proof = [text_to_bytes(each) for each in second.proof]
    roots = text_to_bytes(first.root), text_to_bytes(second.root)
    goes_on = merkle.proves_consistency(first.size, roots[0], second.size, roots[1], proof)
    return goes_on and second.previous == earlier.sha256 and later.begins == first.size


def root_faults(kept: Sequence[Checkpoint], entries: Sequence[LedgerEntry]) -> Iterator[Fault]:
    """Checkpoints whose root is not that of the entries that they and the ones before them brought."""
    tree = checkpoints.tree_of(entries)
    for each in kept:
        header = each.header
        if header.size <= len(entries) and text_to_bytes(header.root) != tree.root(header.size):
            yield Fault(Outcome.CONFLICT, "link", name=str(header.counter))
