"""Hand in: a closed attempt becomes a sealed result on this PC, read back, and copied wherever a stick waits."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msgspec

from kaochang.custody import results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import PAYLOAD_LIMIT, payload_bytes, read_payload
from kaochang.custody.results import ResultBody
from kaochang.domain.attempts import ClosingReason, Phase
from kaochang.domain.refusals import Outcome, Refusal, Violation
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Value, text_to_bytes
from kaochang.flow import sticks
from kaochang.flow.attempt_files import LOG_LIMIT, LOG_NAME
from kaochang.flow.desk import RESULT_NAME, Desk
from kaochang.flow.sitting import Sitting
from kaochang.flow.unlock import RoomFile
from kaochang.machine.safe_files import read_whole, replace_file, write_new
from kaochang.sealing import frame
from kaochang.sealing.frame import FileType

RESULT_LIMIT = PAYLOAD_LIMIT
"""Largest result file that is read."""

_RECEIPT = "receipt.json"
_log = logging.getLogger(__name__)

Missed: TypeAlias = Callable[[Path, Refusal], None]
"""Takes a stick or folder that has no copy, and why; the result itself is safe on this PC."""


class Receipt(Value, frozen=True):
    """What a candidate takes away. Times in ms; `copies` is how many sticks or folders hold the result too.

    `answered` and `of` leave out what was `withdrawn`.
    """

    code: str
    ticket: str
    wall: int
    used_ms: int
    answered: int
    of: int
    reason: ClosingReason
    copies: int
    withdrawn: int = 0


def _body(sitting: Sitting) -> ResultBody:
    attempt, chain = sitting.attempt, sitting.attempt.files.chain
    return results.body_of(attempt.identity, attempt.opened, sitting.state, sitting.notes, (chain.head, chain.count))


def _seal(sitting: Sitting) -> bytes:
    """The sealed result's bytes, checked as the centre will check them."""
    attempt = sitting.attempt
    results_key = text_to_bytes(sitting.room.sealed.header.results_key)
    seed = text_to_bytes(attempt.opened.attempt_seed)
    data = results.pack_result(_body(sitting), attempt.certificate, seed, results_key)
    results.check_result(frame.unpack(data, FileType.RESULT), sitting.room.object.ticket_keys)
    return data


def _receipt_for(sitting: Sitting, data: bytes, reason: ClosingReason) -> Receipt:
    state, count = sitting.state, sitting.corrections.count(sitting.exam, sitting.state.answered())
    return Receipt(
        code=results.receipt_of(data),
        ticket=sitting.ticket.number,
        wall=state.closed_wall,
        used_ms=min(state.used, state.limit),
        answered=count.done,
        of=count.of,
        reason=reason,
        copies=0,
        withdrawn=count.withdrawn,
    )


def _sealed_before(sitting: Sitting) -> bytes:
    """The result that the second place has, of a PC that forgot its own; b"" for none that is whole."""
    second, identity = sitting.desk.second, sitting.attempt.identity
    if second is None:
        return b""
    try:
        folder = sticks.room_folder(second, identity.context.session, identity.room)
        data = read_whole(folder / sticks.stick_names(identity)[0], RESULT_LIMIT)
        header = results.check_result(frame.unpack(data, FileType.RESULT), sitting.room.object.ticket_keys)
    except Refusal:
        return b""
    return data if header.identity == identity else b""


def _keep(sitting: Sitting, reason: ClosingReason) -> tuple[bytes, Receipt]:
    """The result and its receipt, on the disk. One that was sealed before a crash is kept, never made twice.

    The receipt is written first: a result whose receipt was lost could not be told to anyone any more, whereas a
    receipt without a result is simply written again.
    """
    path = sitting.attempt.files.folder / RESULT_NAME
    if path.exists():
        data = read_whole(path, RESULT_LIMIT)
        return data, _receipt_for(sitting, data, reason)
    data = _sealed_before(sitting) or _seal(sitting)
    receipt = _receipt_for(sitting, data, reason)
    replace_file(path.with_name(_RECEIPT), payload_bytes(receipt))
    write_new(path, data)
    return data, receipt


def _log_missed(target: Path, refusal: Refusal) -> None:
    _log.warning("no copy on a stick: %s", refusal.key)


@dataclass(frozen=True)
class _Copied:
    """What of an attempt is copied to sticks."""

    identity: AttemptIdentity
    result: bytes
    log: bytes

    def onto(self, targets: Sequence[Path], desk: Desk, missed: Missed) -> int:
        """Copies both files to every target that takes them; how many did. The PC's own copy stays."""
        copies = 0
        for target in targets:
            try:
                self._put(target, desk)
            except Refusal as refusal:
                missed(target, refusal)
            else:
                copies += 1
        return copies

    def _put(self, target: Path, desk: Desk) -> None:
        desk.sticks_there.check(desk.folder, target)
        with sticks.carried(target, desk.random):
            folder = sticks.make_room_folder(target, self.identity.context.session, self.identity.room)
            for name, data in zip(sticks.stick_names(self.identity), (self.result, self.log), strict=True):
                sticks.keep(folder, name, data)


def close_left(sitting: Sitting) -> None:
    """Closes an attempt that its candidate left: handed in, or as it stands once its working time is over.

    Refused as to the candidate, but where nothing is answered in words for the proctor, who alone can close it then.
    """
    reason = ClosingReason.EXPIRED if sitting.remaining_ms() == 0 else ClosingReason.HANDED_IN
    try:
        entry = sitting.close(reason)
    except Violation as refusal:
        if refusal.key != "attempt.nothing-answered":
            raise
        raise Violation("hand-in.nothing-answered", ticket=sitting.ticket.number) from refusal
    sitting.save(entry)


def hand_in(sitting: Sitting, targets: Sequence[Path], missed: Missed = _log_missed) -> Receipt:
    """Seals the closed attempt, reads it back, copies it, and gives the receipt. Blocking; may be repeated.

    A target is a folder that is there: a stick that is not in is never made on the PC's own disk.

    A target that takes no copy costs that copy alone: `missed` is told which, and why. The second place is a target
    too; on a disk that forgets, IO where neither it nor any other has a copy. The log file is completed first: it is
    what is collected from this PC, and it may have fallen behind.
    """
    state = sitting.state
    if state.phase is not Phase.CLOSED or state.reason is None:
        raise Violation("attempt.not-closed")
    files = sitting.attempt.files
    files.is_strict = False  # what makes the hand-in durable is the copy of the result
    for entry in sitting.report_rest():
        sitting.save(entry)
    files.complete_log()
    files.settle()
    data, receipt = _keep(sitting, state.reason)
    copied = _Copied(sitting.attempt.identity, data, files.log_bytes())
    places = _not_hanging(sitting, _with_second(sitting.desk, targets), missed)
    copies = copied.onto(places, sitting.desk, missed)
    if sitting.forgets and sitting.has_second_place and not copies:
        raise Refusal(Outcome.IO, "second-place.cannot-save", str(sitting.desk.second))
    receipt = msgspec.structs.replace(receipt, copies=copies)
    replace_file(sitting.attempt.files.folder / _RECEIPT, payload_bytes(receipt))
    return receipt


def _with_second(desk: Desk, targets: Sequence[Path]) -> list[Path]:
    """The targets, and the second place after them."""
    return list(dict.fromkeys([*targets, *([] if desk.second is None else [desk.second])]))


def _not_hanging(sitting: Sitting, targets: Sequence[Path], missed: Missed) -> list[Path]:
    """The targets without a second place that hangs, for which everybody would wait."""
    second = sitting.attempt.files.second
    if second is None or not second.hangs:
        return [*targets]
    missed(second.target, Refusal(Outcome.MISSING, "stick.not-there", str(second.target)))
    return [each for each in targets if each != second.target]


def receipt_of(desk: Desk, room: RoomFile, ticket: Ticket) -> Receipt:
    """The receipt of an attempt handed in on this PC; MISSING where there is none, CONFLICT if it is not the file's."""
    result = desk.result_path(room.session.id, ticket.number)
    receipt = read_payload(Receipt, read_whole(result.with_name(_RECEIPT), PAYLOAD_LIMIT))
    if results.receipt_of(read_whole(result, RESULT_LIMIT)) != receipt.code:
        raise Refusal(Outcome.CONFLICT, "receipt.other-file", str(result))
    return receipt


def copy_again(
    desk: Desk, room: RoomFile, ticket: Ticket, targets: Sequence[Path], missed: Missed = _log_missed
) -> Receipt:
    """Copies a result that is already sealed on this PC to sticks that came later, and to the second place."""
    receipt = receipt_of(desk, room, ticket)
    path = desk.result_path(room.session.id, ticket.number)
    data = read_whole(path, RESULT_LIMIT)
    header = results.check_result(frame.unpack(data, FileType.RESULT), room.object.ticket_keys)
    log = read_whole(path.with_name(LOG_NAME), LOG_LIMIT)
    copies = _Copied(header.identity, data, log).onto(_with_second(desk, targets), desk, missed)
    return msgspec.structs.replace(receipt, copies=copies)
