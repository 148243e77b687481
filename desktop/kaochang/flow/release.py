"""Release: a room PC deletes attempts that the centre has, that two sticks hold, or that are kept long enough.

Nothing goes on the word of a name: a result is deleted only if the very bytes on this disk are on a list signed by the
centre key that the sealed exam names, or if manifests signed by the proctor key of its room name two sticks that hold
them. Nothing goes before the session is over either, because a ticket without an attempt on its PC could be sat again.
Whatever stays is told with its reason.
"""

import enum
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from kaochang.custody import manifests, receipt_lists, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import check_context, digest
from kaochang.custody.manifests import Manifest, StickMark, TicketEntry
from kaochang.custody.receipt_lists import Receipt, ReceiptList
from kaochang.custody.sealed_exam import SealedExam
from kaochang.domain.ids import is_plain
from kaochang.domain.ports import Clock
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.session_reports import FileProblem
from kaochang.flow.desk import RESULT_NAME
from kaochang.flow.hand_in import RESULT_LIMIT
from kaochang.flow.series import SERIES_FILE_LIMIT, problem_of
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import delete_file, delete_folder, io_refusals, read_whole
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType

LIST_LIMIT = 128 * 1024 * 1024
_FOREIGN = (Outcome.CONTEXT, Outcome.POLICY)
"""Of a manifest of another session or kind: a stick may serve several."""


class Fate(enum.Enum):
    """What becomes of an attempt on this PC; `release.fate.FATE` in the catalogue."""

    LISTED = "listed"
    """The centre has it: it goes."""
    EXPIRED = "expired"
    """It need not be kept any longer: it goes."""
    COLLECTED = "collected"
    """Two sticks hold it, by the signature of the room's proctor: it goes."""
    NOT_LISTED = "not-listed"
    OTHER_RESULT = "other-result"
    """The list names another result of this ticket: people must look at both."""
    NOT_COLLECTED = "not-collected"
    """No manifest names a stick that holds it."""
    ONE_STICK = "one-stick"
    """All the sticks that are named may be one, or copies of one."""
    OTHER_COLLECTED = "other-collected"
    """Another result of this ticket was collected: people must look at both."""
    NO_RESULT = "no-result"
    """An attempt that was never handed in."""
    UNREADABLE = "unreadable"

    @property
    def goes(self) -> bool:
        """Whether the attempt is deleted."""
        return self in (Fate.LISTED, Fate.EXPIRED, Fate.COLLECTED)


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
    _check_over(exam, clock)
    by_ticket = {receipt.ticket: receipt for receipt in receipts.receipts}
    return [_held(folder, by_ticket.get(folder.name)) for folder in _folders(data, exam)]


@dataclass
class Signed:
    """The room manifests found on sticks; what is wrong with others is named, and counts for nothing."""

    manifests: list[Manifest] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)

    def lines(self, room: str, ticket: str) -> list[TicketEntry]:
        """What the manifests of a room say of a ticket's result, where they name any."""
        own = (each for each in self.manifests if each.header.room == room)
        return [line for each in own for line in each.entries if line.ticket == ticket and line.result is not None]


def read_manifests(sticks: Sequence[Path], exam: SealedExam) -> Signed:
    """Every manifest below some sticks that the proctor of its room signed, of this session.

    MISSING where a stick is not there, or where none holds such a manifest.
    """
    signed, proctors = Signed(), {room: slot.proctor for room, slot in exam.header.rooms.items()}
    for path in files_under(sticks, frozenset({f".{FileType.MANIFEST.extension}"})):
        try:
            framed = frame.unpack(read_whole(path, SERIES_FILE_LIMIT), FileType.MANIFEST)
            check_context(manifests.claimed_context(framed), exam.context)
            signed.manifests.append(manifests.read_manifest(framed, proctors))
        except Refusal as refusal:
            if refusal.outcome not in _FOREIGN:
                signed.problems.append(problem_of(path, refusal, ""))
    if not signed.manifests:
        raise Refusal(Outcome.MISSING, "release.no-manifest", sticks=tuple(map(readable, sticks)))
    return signed


def collected(exam: SealedExam, signed: Signed, data: Path, clock: Clock) -> list[Held]:
    """Every attempt of this session on this PC, held against the manifests. POLICY while the session is open."""
    _check_over(exam, clock)
    return [_in_hand(folder, signed) for folder in _folders(data, exam)]


def _in_hand(folder: Path, signed: Signed) -> Held:
    ticket, held = folder.name, _without_result(folder)
    if held is not None:
        return held
    try:
        data = read_whole(folder / RESULT_NAME, RESULT_LIMIT)
        identity = _identity(data)
    except Refusal:
        return Held(folder, ticket, Fate.UNREADABLE)
    lines = signed.lines(identity.room, ticket) if identity.ticket == ticket else []
    own = [line for line in lines if line.result is not None and line.result.sha256 == digest(data)]
    if not own:
        return Held(folder, ticket, Fate.OTHER_COLLECTED if lines else Fate.NOT_COLLECTED)
    return Held(folder, ticket, _fate_of(stick for line in own for stick in line.held), results.receipt_of(data))


def _identity(data: bytes) -> AttemptIdentity:
    """Whose result this says it is: a manifest that names its very bytes has checked that."""
    return results.check_result(frame.unpack(data, FileType.RESULT), None).identity


def _fate_of(sticks: Iterable[StickMark]) -> Fate:
    """By how many media these are: marks that may be of one are of one, and so is what may be of one with either."""
    media: list[list[StickMark]] = []
    for stick in sticks:
        same = [medium for medium in media if not all(stick.is_other(each) for each in medium)]
        media = [medium for medium in media if medium not in same] + [[stick, *chain.from_iterable(same)]]
    if len(media) > 1:
        return Fate.COLLECTED
    return Fate.ONE_STICK if media else Fate.NOT_COLLECTED


def _check_over(exam: SealedExam, clock: Clock) -> None:
    closes = exam.header.session.closes
    if clock.wall() <= closes:
        raise Refusal(Outcome.POLICY, "release.session-open", str(exam.path), closes=closes, now=clock.wall())


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


def _without_result(folder: Path) -> Held | None:
    """An attempt that was never handed in."""
    return None if os.path.lexists(folder / RESULT_NAME) else Held(folder, folder.name, Fate.NO_RESULT)


def _held(folder: Path, receipt: Receipt | None) -> Held:
    without = _without_result(folder)
    if without is not None:
        return without
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
