"""Where a session goes: the drives that are there, the one that somebody chose, and what it was when it was chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.presenters.office.drives import DriveDesk, DriveFace, DriveWatch

if TYPE_CHECKING:  # it comes when something is chosen
    from kaochang.flow.sticks import Chosen


class StickChoice:
    """`changed` is told of other drives and, by True, of another choice; `failed` why a place cannot be chosen.

    As long as `may_choose`, the only stick that is there is chosen by itself.
    """

    def __init__(
        self,
        desk: DriveDesk,
        changed: Callable[[bool], None],
        failed: Callable[[Exception], None],
        may_choose: Callable[[], bool],
    ) -> None:
        self._desk = desk
        self._changed = changed
        self._failed = failed
        self._may_choose = may_choose
        self._watch = DriveWatch(desk, self._on_drives)
        self._seen: set[str] = set()
        self._place = ""
        self.chosen: Chosen | None = None

    def start(self, *, anew: bool = False) -> None:
        """Look which drives are there, again and again."""
        self._watch.start(anew=anew)

    def stop(self) -> None:
        """Look no more."""
        self._watch.stop()

    @property
    def has_places(self) -> bool:
        """Whether any drive is there."""
        return bool(self._watch.places)

    def faces(self) -> tuple[tuple[DriveFace, ...], str]:
        """The drives to choose from, and the folder that was chosen besides, "" for none."""
        drives = self._watch.faces(self._place)
        return drives, "" if any(each.is_chosen for each in drives) else self._place

    def choose(self, path: Path) -> None:
        """This drive or folder."""
        from kaochang.flow import sticks

        self._desk.means.aside.run(lambda: sticks.choose(path), self._on_chosen, self._failed)

    def forget(self) -> None:
        """Nothing is chosen any more."""
        self.chosen, self._place = None, ""

    def _on_chosen(self, chosen: Chosen) -> None:
        self.chosen, self._place = chosen, str(chosen.path)
        self._changed(True)

    def _on_drives(self) -> None:
        """A stick that is put in is chosen, where nothing is; one that is pulled out is not any more."""
        there = {str(each.path): each for each in self._watch.places}
        if self.chosen is not None and self._place in self._seen and self._place not in there:
            self.forget()
        self._seen |= there.keys()
        open_ones = [each for each in there.values() if each.is_open]
        if self.chosen is None and len(open_ones) == 1 and self._may_choose():
            self.choose(open_ones[0].path)
        self._changed(False)
