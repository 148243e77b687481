"""Whether a disk keeps over a reboot what was written: exam rooms have PCs that forget, by a restore card or driver.

Some of it can be seen: file systems in memory, overlays with their upper layer there, restore drivers that Windows has
loaded. The rest only shows: a marker is written, the PC is started again, and the marker is there or not. The marker's
id is written to a stick as well, because a disk that forgets forgets that there was one. So that a PC keeps, it says
itself; that it forgets, the stick does.
"""

import enum
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import msgspec

from kaochang.domain.outages import Witness, is_one_run, witness
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, Value, Wall, bytes_to_text, from_plain
from kaochang.machine import mounts
from kaochang.machine.safe_files import make_folder, nearest_folder, read_back, replace_file

MARKER = "disk-memory.json"
"""The marker in the data folder of a PC."""

IN_MEMORY = frozenset({"tmpfs", "ramfs"})
"""File systems that are gone when the PC is switched off."""

RESTORE_DRIVERS = ("uwfvol", "ewf", "fbwf", "DeepFrz", "diskpt")
"""Windows' own write filters (UWF and the two before it), Deep Freeze, Shadow Defender: names of their drivers."""

_LOADED = 2
"""A driver's `Start` up to this: by the boot loader, by the kernel, by itself. Beyond it a driver lies there unused."""

_CLOCKS_PART_MS = 60_000
"""Without a name for a start of the PC: two moments of starting that are this far apart are two starts."""

_FRESH_MS = 24 * 3_600_000
"""Without a stick only a marker this young says that a disk keeps: an older one may have been frozen with the disk."""

_MOST_IDS = 100
_LIMIT = 64 * 1024
_ID_BYTES = 12


class Verdict(enum.StrEnum):
    """What a disk does; `cli.disk-check.VERDICT` in the catalogue says it and what to do next."""

    FORGETS = "forgets"
    KEEPS = "keeps"
    NOT_REBOOTED = "not-rebooted"
    """A marker is written: nobody knows before the PC was started again."""
    UNKNOWN = "unknown"


class Finding(Record, frozen=True):
    """A verdict; `seen` is the file system or driver that says it, "" where a marker did or nothing does."""

    verdict: Verdict
    seen: str = ""


class PcMarker(Value, frozen=True):
    """What lies on the PC: the markers so far, the newest last, and when it was written.

    `kept` is when one had outlived a reboot (0: none yet), `under` what was seen of the disk at that time.
    """

    ids: tuple[str, ...]
    written: Witness
    kept: Wall = 0
    under: str = ""


class StickMarker(Value, frozen=True):
    """What lies on a stick of a PC: its newest marker there, and when one was found to be forgotten (0: none was)."""

    id: str
    written: Witness
    forgot: Wall = 0


M = TypeVar("M", PcMarker, StickMarker)
DriverStart = Callable[[str], int | None]
"""The `Start` of a driver by its name; None where there is no such driver."""


def _driver_start(name: str) -> int | None:
    """What Windows' registry says of a driver; only read."""
    registry = import_module("winreg")  # there on Windows alone
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, rf"SYSTEM\CurrentControlSet\Services\{name}") as key:
            return int(registry.QueryValueEx(key, "Start")[0])
    except (OSError, ValueError, TypeError):
        return None


def restore_driver(start: DriverStart = _driver_start) -> str:
    """The name of a restore driver that Windows loads; "" for none that is known."""
    return next((name for name in RESTORE_DRIVERS if (number := start(name)) is not None and number <= _LOADED), "")


def volatile(folder: Path, told: mounts.Told = mounts.HERE) -> str:
    """The kind of file system in memory that a folder, or the nearest one there is above it, lies on; "" for none."""
    mount = mounts.mount_of(nearest_folder(folder), told)
    upper = Path(mount.option("upperdir") or os.devnull)
    if mount.kind == "overlay" and upper.is_dir():
        below = mounts.mount_of(upper, told).kind
        return f"overlay, {below}" if below in IN_MEMORY else ""
    return mount.kind if mount.kind in IN_MEMORY else ""


def seen(folder: Path, platform: str = sys.platform) -> str:
    """What can be seen of a folder's disk that forgets; "" for nothing."""
    return restore_driver() if platform == "win32" else volatile(folder)


class Disk(Record, frozen=True):
    """The disk of a PC's data folder. `mark` names the PC; `seen` is what the system shows of it, "" for nothing.

    `notes` is the folder on a stick or in a second place where the markers of PCs are written too.
    """

    folder: Path
    mark: str
    seen: str
    notes: Path | None = None

    @property
    def _path(self) -> Path:
        return self.folder / MARKER

    @property
    def _noted_at(self) -> Path | None:
        return None if self.notes is None else self.notes / f"{self.mark}.json"

    def verdict(self) -> Finding:
        """What is known already; nothing is written."""
        here, noted = self._read()
        if noted is not None and noted.forgot:
            return Finding(Verdict.FORGETS)
        return self._by_sight(here, Verdict.UNKNOWN)

    def check(self, clock: Clock, random: Randomness) -> Finding:
        """Reads the markers, tells what they say, and writes new ones for the next time."""
        here, noted = self._read()
        now = witness(clock)
        found, kept, forgot = self._judged(here, noted, now)
        new = bytes_to_text(random(_ID_BYTES))
        if self._noted_at is not None:
            make_folder(self._noted_at.parent)
            _write(self._noted_at, StickMarker(new, now, forgot))
        ids = () if here is None else here.ids
        make_folder(self.folder)
        _write(self._path, PcMarker((*ids, new)[-_MOST_IDS:], now, kept, self.seen if kept else ""))
        return found

    def _judged(self, here: PcMarker | None, noted: StickMarker | None, now: Witness) -> tuple[Finding, int, int]:
        """(what is found, when a marker was seen to be kept, when one was seen to be forgotten)."""
        kept, forgot = (0 if here is None else here.kept), (0 if noted is None else noted.forgot)
        last = here if noted is None else noted
        if last is None or not _is_rebooted(last.written, now):
            return self._by_sight(here, Verdict.NOT_REBOOTED), kept, forgot
        if noted is not None and (here is None or noted.id not in here.ids):
            return Finding(Verdict.FORGETS, self.seen), 0, now.wall
        if noted is None and now.wall - last.written.wall > _FRESH_MS:
            return self._by_sight(here, Verdict.NOT_REBOOTED), kept, forgot
        return self._by_sight(PcMarker((), now, now.wall, self.seen), Verdict.UNKNOWN), now.wall, 0

    def _by_sight(self, here: PcMarker | None, otherwise: Verdict) -> Finding:
        """What the PC alone says. A marker that outlived a reboot under the same driver is believed more than that."""
        has_kept = here is not None and here.kept > 0 and here.under == self.seen
        if self.seen and not (has_kept and self.seen in RESTORE_DRIVERS):
            return Finding(Verdict.FORGETS, self.seen)
        return Finding(Verdict.KEEPS if has_kept else otherwise)

    def _read(self) -> tuple[PcMarker | None, StickMarker | None]:
        return _marker(PcMarker, self._path), _marker(StickMarker, self._noted_at)


def _is_rebooted(last: Witness, now: Witness) -> bool:
    """Whether the PC was started again. Where starts have no names, a clock set forward looks like it too."""
    started = (now.wall - now.elapsed) - (last.wall - last.elapsed)
    return not is_one_run(last, now) or (not now.boot and started > _CLOCKS_PART_MS)


def _write(path: Path, marker: PcMarker | StickMarker) -> None:
    replace_file(path, msgspec.json.encode(marker))


def _marker(kind: type[M], path: Path | None) -> M | None:
    """What was written there; None where nothing was, or nothing that can be read any more: then it is written anew."""
    if path is None or not os.path.lexists(path):
        return None
    try:
        return from_plain(kind, msgspec.json.decode(read_back(path, _LIMIT)))
    except msgspec.DecodeError:
        return None
    except Refusal as refusal:
        if refusal.outcome is not Outcome.PAYLOAD:
            raise
        return None
