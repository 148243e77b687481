"""A file that an attempt's log is written into: at once, after each commit, but synced only when there is time.

The database has every row already, so nothing that goes wrong here costs an answer, or the time for a second sync: the
file has then fallen behind, and is written anew from the database. A sync that failed is never tried again.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kaochang.domain.refusals import Refusal
from kaochang.machine.appending import Appender
from kaochang.machine.safe_files import replace_by_parts


class LogFile:
    """One such file, behind from the beginning: `write_anew` first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._appender: Appender | None = None
        self._size = 0
        self._is_synced = True

    @property
    def is_behind(self) -> bool:
        """Whether rows are missing, which takes the whole log to mend."""
        return self._appender is None

    def write_anew(self, parts: Iterable[bytes]) -> None:
        """The file becomes the whole log, durably, and is gone on with; refused, and behind, where it takes no more."""
        self.close()
        replace_by_parts(self.path, parts)
        self._appender, self._is_synced = Appender(self.path), True
        self._size = self._size_there()

    def add(self, record: bytes) -> None:
        """One more record; durable after `settle`."""
        if self._appender is None:
            return
        try:
            self._is_synced = False
            self._appender.append(record)
            self._size += len(record)
        except Refusal:
            self.close()

    def settle(self) -> None:
        """Makes durable whatever was added since. A file that is gone, or that somebody changed, has fallen behind."""
        if self._appender is None or self._is_synced:
            return
        try:
            self._appender.sync()
            self._is_synced = True
        except Refusal:
            self.close()
        if self._size_there() != self._size:
            self.close()

    def _size_there(self) -> int:
        """How long the file is that has the name now; -1 where there is none."""
        try:
            return self.path.stat().st_size
        except OSError:
            return -1

    def close(self) -> None:
        """Closes the file, as it is; it is behind from now on."""
        if self._appender is not None:
            appender, self._appender = self._appender, None
            with suppress(OSError):  # some file systems tell only now that they did not take it all
                appender.close()
