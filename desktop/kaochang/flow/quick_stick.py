"""A session's folder on a stick: laid there as a whole, told before and after, each file read back."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.domain.ports import Progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Wall
from kaochang.flow.quick import FOLDER_NAMES
from kaochang.flow.sticks import Chosen
from kaochang.machine import mounts
from kaochang.machine.folders import readable
from kaochang.machine.new_folders import copy_new, new_folder, take_away_abandoned
from kaochang.machine.safe_files import io_refusals, make_inside, write_new

ROOMS, PROCTORS, PRINT = "rooms", "proctors", "print"
CENTRE, ROOM_KEYS = "centre", "room-keys"
"""The folders of what the office keeps of a session that go onto its stick; the last two are a certified one's.

The centre kit of a quick session lies beside them, and goes nowhere.
"""

_GONE = frozenset({"stick.gone", "stick.exchanged", "stick.not-there", "stick.pulled-out"})
_MIB = 1024 * 1024
_ROOM_TO_SPARE = 64 * 1024
"""Bytes for each file that a file system may take besides the file's own."""


@contextmanager
def stick_refusals(drive: Path) -> Iterator[None]:
    """A refusal inside names the stick, and says of one that is gone what that means here: nothing was left on it."""
    try:
        yield
    except Refusal as refusal:
        key = "quick.stick-gone" if refusal.key in _GONE else refusal.key
        raise Refusal(refusal.outcome, key, readable(drive), **refusal.params) from refusal


@dataclass(frozen=True)
class Laid:
    """What goes onto a stick: the folders of `kept` under the names that people read, and by place what is not kept.

    `now` is a wall time, ms.
    """

    kept: Path
    names: Mapping[str, str]
    unkept: Mapping[Path, bytes] = field(repr=False)
    now: Wall

    def on_stick(self, final: Path, chosen: Chosen, progress: Progress) -> tuple[Path, ...]:
        """Makes the folder `final` of a stick; every file in it. All of it or nothing.

        Refused where the stick is not the one that was `chosen`, has no room for it, or is gone before the end.
        """
        drive = final.parent
        with stick_refusals(drive), mounts.held(drive) as mount:
            chosen.check(mount)
            sources = self._sources()
            try:
                take_away_abandoned(drive, FOLDER_NAMES, self.now)
                self._check_room(drive, sources)
                with new_folder(final) as folder:
                    self._copy(folder, sources, progress)
            except Refusal:
                mounts.check_same(drive, mount)  # gone: then that is what is said, and not how it showed
                raise
        return (*(final / name for name in self.unkept), *(final / place for place in sources))

    def _sources(self) -> dict[Path, Path]:
        """Every file of the office by its place in the stick's folder."""
        found: dict[Path, Path] = {}
        for name, shown in self.names.items():
            if not (self.kept / name).is_dir():
                continue  # all of that folder is `unkept`
            with io_refusals(self.kept / name):
                found |= {Path(shown) / path.name: path for path in sorted((self.kept / name).iterdir())}
        return found

    def _check_room(self, drive: Path, sources: Mapping[Path, Path]) -> None:
        with io_refusals(drive):
            sizes = [*(path.stat().st_size for path in sources.values()), *map(len, self.unkept.values())]
            free = shutil.disk_usage(drive).free
        needed = sum(sizes) + _ROOM_TO_SPARE * len(sizes)
        if free < needed:
            raise Refusal(Outcome.DISK_FULL, "quick.stick-full", needed=-(-needed // _MIB), free=free // _MIB)

    def _copy(self, folder: Path, sources: Mapping[Path, Path], progress: Progress) -> None:
        for shown in self.names.values():
            make_inside(folder / shown)
        for place, data in self.unkept.items():
            write_new(folder / place, data)
        for done, (place, source) in enumerate(sources.items(), start=1):
            copy_new(source, folder / place)
            progress(done, len(sources))
