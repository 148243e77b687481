"""Release: a room PC deletes attempts that the centre has, or whose time to be kept is over, and nothing else.

Nothing goes on the word of a name: a result is deleted only if the very bytes on this disk are on a list signed by the
centre key that the sealed exam names. Nothing goes before the session is over either, because a ticket without an
attempt on its PC could be sat again. Whatever stays is told with its reason.
"""

import enum
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import receipt_lists
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.receipt_lists import Receipt, ReceiptList
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain.ids import is_plain
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.flow.attempt_files import RESULT_NAME
from kaochang.flow.hand_in import RESULT_LIMIT
from kaochang.machine.folders import readable
from kaochang.machine.safe_files import delete_file, delete_folder, io_refusals, read_whole

LIST_LIMIT = 128 * 1024 * 1024


class Fate(enum.Enum):
    """What becomes of an attempt on this PC; `release.fate.FATE` in the catalogue."""

    LISTED = "listed"
    """The centre has it: it goes."""
    EXPIRED = "expired"
    """It need not be kept any longer: it goes."""
    NOT_LISTED = "not-listed"
    OTHER_RESULT = "other-result"
    """The list names another result of this ticket: people must look at both."""
    NO_RESULT = "no-result"
    """An attempt that was never handed in."""
    UNREADABLE = "unreadable"

    @property
    def goes(self) -> bool:
        """Whether the attempt is deleted."""
        return self in (Fate.LISTED, Fate.EXPIRED)


@dataclass(frozen=True)
class Held:
    """One attempt's folder on this PC: its ticket by the folder's name, and what becomes of it."""

    folder: Path
    ticket: str
    fate: Fate
    receipt: str = ""


def read_list(path: Path, exam: SealedExam) -> ReceiptList:
    """The centre's receipt list for this exam; the order of refusals as for every file that arrives."""
    with refusals_at(path):
        data = read_whole(path, LIST_LIMIT)
        check_context(receipt_lists.claimed_context(data), exam.context)
        return receipt_lists.read_receipt_list(data, exam.centre_key)


def listed(exam: SealedExam, receipts: ReceiptList, data: Path, clock: Clock) -> list[Held]:
    """Every attempt of this session on this PC, held against the list. POLICY while the session is open."""
    closes = exam.header.session.closes
    if clock.wall() <= closes:
        raise Refusal(Outcome.POLICY, "release.session-open", str(exam.path), closes=closes, now=clock.wall())
    by_ticket = {receipt.ticket: receipt for receipt in receipts.receipts}
    return [_held(folder, by_ticket.get(folder.name)) for folder in _folders(data, exam)]


def expired(exam: SealedExam, data: Path, clock: Clock) -> list[Held]:
    """Every attempt of this session on this PC, once they need not be kept any longer; POLICY before."""
    until = exam.header.keep_until
    if clock.wall() <= until:
        raise Refusal(Outcome.POLICY, "release.not-expired", str(exam.path), closes=until, now=clock.wall())
    return [Held(folder, folder.name, Fate.EXPIRED) for folder in _folders(data, exam)]


def _folders(data: Path, exam: SealedExam) -> list[Path]:
    """The folders of attempts, by ticket. A link is none: what it leads to is not this program's to delete.

    MISSING where there is none: attempts that somebody meant to delete lie somewhere else.
    """
    session, found = data / exam.context.session, list[Path]()
    if session.is_dir() and _is_real_folder(session):
        with io_refusals(session):
            found = sorted(path for path in session.iterdir() if is_plain(path.name) and _is_real_folder(path))
    if not found:
        raise Refusal(Outcome.MISSING, "release.nothing", str(data))
    return found


def _is_real_folder(path: Path) -> bool:
    return stat.S_ISDIR(os.lstat(path).st_mode)


def _held(folder: Path, receipt: Receipt | None) -> Held:
    if not os.path.lexists(folder / RESULT_NAME):
        return Held(folder, folder.name, Fate.NO_RESULT)
    try:
        found = digest(read_whole(folder / RESULT_NAME, RESULT_LIMIT))
    except Refusal:
        return Held(folder, folder.name, Fate.UNREADABLE)
    if receipt is None:
        return Held(folder, folder.name, Fate.NOT_LISTED)
    if found != receipt.result:
        return Held(folder, folder.name, Fate.OTHER_RESULT, receipt.receipt)
    return Held(folder, folder.name, Fate.LISTED, receipt.receipt)


def delete(held: Held) -> list[str]:
    """Deletes an attempt that goes; the names of what stays in its folder, because it is no file.

    The result goes last: an attempt whose deleting was cut short still counts as handed in, and is never sat again.
    """
    if not held.fate.goes:
        raise ValueError(f"{held.ticket} stays: {held.fate.value}")
    with io_refusals(held.folder):
        inside = sorted(held.folder.iterdir(), key=lambda path: (path.name == RESULT_NAME, path.name))
    staying = [path for path in inside if _is_real_folder(path)]
    for path in inside:
        if path not in staying:
            delete_file(path)
    if not staying:
        delete_folder(held.folder)
    return [readable(path.name) for path in staying]
