"""Errata that go with an attempt to another PC: what its candidate has read there must be there too.

The newest file of the PC that it leaves lies beside its log on the stick. The other PC takes it in as any other file of
errata, and goes on with no attempt that was sat under newer ones than it has.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kaochang.custody import errata as files
from kaochang.custody.errata import NO_ERRATA, Errata
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain.attempts import Noted
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import corrections, errata
from kaochang.flow.our_files import read_ours
from kaochang.flow.unlock import Unlocked
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType


class ErrataFile(NamedTuple):
    """A file of errata as it lies there, by its number."""

    counter: int
    data: bytes

    def name(self, session: str) -> str:
        """What it is called on a stick; the name carries no trust."""
        return f"{session}-{self.counter:03}{errata.EXTENSION}"


def newest_file(sealed: SealedExam, folders: Iterable[Path]) -> ErrataFile | None:
    """The newest of a session's files that lie in these folders, by its signature alone; None where there is none.

    What is damaged or of another session is left out: it holds no attempt back that has to leave.
    """
    found = [each for folder in folders if folder.is_dir() for each in _signed(sealed, folder)]
    return max(found, default=None)


def _signed(sealed: SealedExam, folder: Path) -> Iterator[ErrataFile]:
    try:
        paths = errata.files_in(folder)
    except Refusal:  # the folder cannot be read: the log leaves without them
        return
    for path in paths:
        try:
            data = read_ours(path, errata.ERRATA_LIMIT, FileType.ERRATA)
            header = files.read_errata(frame.unpack(data, FileType.ERRATA), sealed.exam_key)
        except Refusal:  # damaged or forged: the other PC says which number it needs
            continue
        if header.context == sealed.context:
            yield ErrataFile(header.counter, data)


def seen_in(rows: Iterable[object]) -> int:
    """The number of the newest errata under which an attempt was sat, by its journal; 0 for none."""
    noted = (row.detail for row in rows if isinstance(row, Noted) and row.what == Happening.ERRATUM_APPLIED)
    return max((int(number) for number in noted if number.isascii() and number.isdecimal()), default=0)


def check(seen: int, known: Errata) -> None:
    """Refuses (ROLLBACK) to go on with an attempt under older errata than it has seen."""
    if known.counter < seen:
        key = "move.errata-older" if known.counter else "move.errata-none"
        raise Refusal(Outcome.ROLLBACK, key, seen=seen, found=known.counter)


def take_in(unlocked: Unlocked, paths: Iterable[Path], memory: Path, seen: int) -> None:
    """Keeps the newest errata, of the exam's own and of these files, in `memory`, the session's folder.

    Each is opened as beside the exam, and one that is not whole is refused only where the attempt needs what it may
    say: ROLLBACK where the newest is older than `seen`. CONFLICT where two contradict each other.
    """
    opened: dict[str, Path] = {}
    found, refused = [unlocked.errata], []
    for path in paths:
        try:
            each = errata.open_file(path, unlocked.room.sealed, unlocked.content_key)
        except Refusal as refusal:
            refused.append(refusal)
        else:
            opened[each.sha256] = path
            found.append(each)
    newest = errata.newest((NO_ERRATA, *found), memory)
    if newest.counter < seen and refused:
        raise refused[0]
    check(seen, newest)
    if newest != unlocked.errata:
        corrections.keep(memory, newest, opened[newest.sha256])
