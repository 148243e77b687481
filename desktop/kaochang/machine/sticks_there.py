"""Which of the folders that a program was given are sticks: learned while they are in, used once one was pulled out.

What a pulled-out stick leaves behind is an empty folder of the PC's own disk, which nobody can tell from any other. But
a folder that lay on another file system before, and lies on the PC's own now, is one that a stick has left.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import mounts


class SticksThere:
    """What is known of the sticks of one PC as long as its program runs."""

    def __init__(self) -> None:
        self._apart: set[Path] = set()

    def look(self, home: Path, paths: Iterable[Path]) -> None:
        """Learns which of these folders lie on another file system than the PC's own, `home`. May block."""
        for path in paths:
            with suppress(Refusal):  # one that is not in now may come later
                if not mounts.on_one_disk(home, path):
                    self._apart.add(path)

    def check(self, home: Path, path: Path) -> None:
        """Refuses (MISSING) a folder that a stick has left; nothing may be written there. May block."""
        if path in self._apart and mounts.on_one_disk(home, path):
            raise Refusal(Outcome.MISSING, "stick.not-there", str(path))

    def without_gone(self, home: Path, paths: Iterable[Path]) -> Iterator[Path]:
        """Those of these folders that can be looked at and that no stick has left. May block."""
        for path in paths:
            with suppress(Refusal):  # its stick has left, or hangs: no place for anything now
                self.check(home, path)
                yield path
