"""The PC as the flows see it: a value that is there from the start on, before any attempt is opened."""

from collections.abc import Callable
from pathlib import Path

from msgspec import field

from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.values import Record
from kaochang.machine import disk_memory, marks
from kaochang.machine.sticks_there import SticksThere

RESULT_NAME = "result.kcr"


class Desk(Record, frozen=True):
    """Where attempts live on this PC, and the machine they run on."""

    folder: Path
    clock: Clock
    random: Randomness
    pc: Callable[[str], str] = marks.pc_mark
    """This PC's mark in a session (`machine/marks`)."""
    second: Path | None = None
    """A stick or folder where the log of each attempt lies as well."""
    sticks: tuple[Path, ...] = ()
    """Sticks that may be in: one of them may know that this PC's disk forgets."""
    disk: Callable[[Path], str] = disk_memory.seen
    """What can be seen of a folder's disk that forgets; "" for nothing (`machine/disk_memory`)."""
    sticks_there: SticksThere = field(default_factory=SticksThere)
    """Which folders were sticks while this program ran (`machine/sticks_there`)."""

    def attempt_folder(self, session: str, ticket: str) -> Path:
        """The folder of one ticket's attempt."""
        return self.folder / session / ticket

    def result_path(self, session: str, ticket: str) -> Path:
        """Where a ticket's result lies once it is handed in."""
        return self.attempt_folder(session, ticket) / RESULT_NAME
