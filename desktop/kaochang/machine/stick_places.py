"""Which of the mounted drives a person may mean by a stick, what they are called, and what room is left on them."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from kaochang.domain.values import Record
from kaochang.machine.folders import readable

_SYSTEMS = ("/boot", "/dev", "/efi", "/etc", "/proc", "/run", "/snap", "/sys", "/usr", "/var", "/recovery")
_USERS = ("/run/media", "/var/media")


class StickPlace(Record, frozen=True):
    """A drive: its root, its name as people see it, and the bytes that are free on it. `is_open`: it takes files."""

    path: Path
    name: str
    free: int
    is_open: bool


def stick_places(roots: Iterable[Path]) -> tuple[StickPlace, ...]:
    """The drives below these roots that no system keeps for itself; one that is gone is none (blocks)."""
    found = []
    for root in roots:
        if _is_the_systems(root):
            continue
        with suppress(OSError):  # it is gone by now
            free = shutil.disk_usage(root).free
            found.append(StickPlace(root, readable(root.name or str(root)), free, os.access(root, os.W_OK)))
    return tuple(found)


def _is_the_systems(root: Path) -> bool:
    path = PurePosixPath(root.as_posix())
    if any(path.is_relative_to(each) for each in _USERS):
        return False
    return any(path.is_relative_to(each) for each in _SYSTEMS) or any(part.startswith(".") for part in path.parts)
