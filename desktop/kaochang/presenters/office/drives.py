"""The drives that are there while a page is shown: looked at again and again: a stick shows once it is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from kaochang.domain.values import Record
from kaochang.machine.stick_places import StickPlace, stick_places
from kaochang.presenters.running import Means

_AGAIN_MS = 2_000
_GIB, _MIB = 1024**3, 1024**2


class DriveFace(Record, frozen=True):
    """A drive to choose, by its root; `note` is what room there is, or why it cannot be used."""

    path: str
    name: str
    note: str
    is_chosen: bool
    can_choose: bool


class DriveDesk(Protocol):
    """What looking at drives needs of the desk: its surroundings, and the roots of all drives (blocks)."""

    means: Means
    drives: Callable[[], tuple[Path, ...]]


class DriveWatch:
    """Tells `changed` about other drives than before, as long as it runs; one look at a time."""

    def __init__(self, desk: DriveDesk, changed: Callable[[], None]) -> None:
        self._desk = desk
        self._changed = changed
        self._is_on = self._tells = False
        self.places: tuple[StickPlace, ...] = ()

    def start(self, *, anew: bool = False) -> None:
        """Look now, and again and again; `anew`: what is seen first is told, also where it is as it was before."""
        if not self._is_on:
            self._is_on, self._tells = True, anew
            self._look()

    def stop(self) -> None:
        """Look no more."""
        if self._is_on:
            self._is_on = False
            self._desk.means.timer.stop()

    def _look(self) -> None:
        drives = self._desk.drives
        self._desk.means.aside.run(lambda: stick_places(drives()), self._on_seen, lambda _: self._on_seen(self.places))

    def _on_seen(self, places: tuple[StickPlace, ...]) -> None:
        if not self._is_on:
            return
        self._desk.means.timer.start(_AGAIN_MS, self._look)
        before, self.places = self.places, places
        tells, self._tells = self._tells, False
        if tells or [each.path for each in before] != [each.path for each in places]:
            self._changed()

    def faces(self, chosen: str) -> tuple[DriveFace, ...]:
        """What there is to choose from."""
        return tuple(self._face(each, chosen) for each in self.places)

    def _face(self, place: StickPlace, chosen: str) -> DriveFace:
        words, path = self._desk.means.words, str(place.path)
        note = words("office.drive.free", free=_size(place.free)) if place.is_open else words("office.drive.closed")
        return DriveFace(path, place.name, note, path == chosen, place.is_open)


def _size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / _GIB:.1f} GB" if count >= _GIB else f"{count // _MIB} MB"
