"""What a room PC finds of itself before anybody logs in. It refuses nothing: what it finds is told, not prevented."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from kaochang.domain.refusals import Refusal
from kaochang.flow import disk_check
from kaochang.flow.attempt_files import Desk
from kaochang.machine import input_methods
from kaochang.machine.disk_memory import Verdict
from kaochang.machine.safe_files import nearest_folder

LITTLE_BYTES = 200 * 1024 * 1024
"""Less room than this on the disk is told: an attempt needs far less, but something is filling the disk."""


@dataclass(frozen=True)
class PcLook:
    """What this PC finds of itself.

    `disk_doubt`: "fails" where a probe could not be written, "full" where there is little room, "forgets" where the
    disk loses at a reboot what was written and no second place is named; else "". `has_input_method`: whether Chinese
    can be typed; None where that cannot be told.
    """

    disk_doubt: str = ""
    has_input_method: bool | None = None


def look(desk: Desk, probe: Callable[[], None]) -> PcLook:
    """Looks at the disk of the attempts and at the input method; `probe` writes there and refuses where it cannot."""
    return PcLook(_disk_doubt(desk, probe), input_methods.can_type_chinese())


def _disk_doubt(desk: Desk, probe: Callable[[], None]) -> str:
    try:
        probe()
    except Refusal:
        return "fails"
    if shutil.disk_usage(nearest_folder(desk.folder)).free < LITTLE_BYTES:
        return "full"
    forgets = disk_check.known(desk).verdict is Verdict.FORGETS
    return "forgets" if forgets and desk.second is None else ""
