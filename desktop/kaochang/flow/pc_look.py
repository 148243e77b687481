"""What a room PC finds of itself before anybody logs in. It refuses nothing: what it finds is told, not prevented."""

import shutil
from collections.abc import Callable

from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record
from kaochang.flow import disk_check
from kaochang.flow.desk import Desk
from kaochang.flow.unlock import RoomFile
from kaochang.machine import input_methods
from kaochang.machine.disk_memory import Verdict
from kaochang.machine.safe_files import nearest_folder

LITTLE_BYTES = 200 * 1024 * 1024
"""Less room than this on the disk is told: an attempt needs far less, but something is filling the disk."""


class PcLook(Record, frozen=True):
    """What this PC finds of itself.

    `disk_doubt`: "fails" where a probe could not be written; "lost" and "second" where no attempt will begin, since the
    disk loses at a reboot what was written, or the second place is not what the exam or such a disk asks for; "full"
    where there is little room; "forgets" where a rehearsal will begin on such a disk; else "". `has_input_method`:
    whether Chinese can be typed; None where that cannot be told.
    """

    disk_doubt: str = ""
    has_input_method: bool | None = None


def look(desk: Desk, room: RoomFile, probe: Callable[[], None]) -> PcLook:
    """Looks at the disk of the attempts and at the input method; `probe` writes there and refuses where it cannot."""
    return PcLook(_disk_doubt(desk, room, probe), input_methods.can_type_chinese())


def _disk_doubt(desk: Desk, room: RoomFile, probe: Callable[[], None]) -> str:
    try:
        probe()
    except Refusal:
        return "fails"
    if doubt := _start_doubt(desk, room):
        return doubt
    if shutil.disk_usage(nearest_folder(desk.folder)).free < LITTLE_BYTES:
        return "full"
    forgets = disk_check.known(desk).verdict is Verdict.FORGETS
    return "forgets" if forgets and desk.second is None else ""


def _start_doubt(desk: Desk, room: RoomFile) -> str:
    """Why the start code would be typed in vain (`sit`): told before anybody types anything."""
    try:
        if any(front.rules.second_place for front in room.fronts.values()):
            disk_check.check_apart(desk)
        disk_check.check_start(desk, room.session.kind)
    except Refusal as refusal:
        return "lost" if refusal.key == "disk.forgets" else "second"
    return ""
