"""Files that only grow, as a journal log: what was added is told from what is durable."""

import os
from pathlib import Path

from kaochang.machine.safe_files import io_refusals, sync_folder, write_all


class Appender:
    """An append-only file. Not for sharing: one writer.

    After a refusal its end may be torn, or never get to the disk: close it, and write the file anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with io_refusals(path):
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(path, flags, 0o600)
            sync_folder(path.parent)

    def append(self, data: bytes) -> None:
        """Adds bytes at the end; durable after the next `sync`."""
        with io_refusals(self._path):
            write_all(self._descriptor, data)

    def sync(self) -> None:
        """Makes durable whatever was added."""
        with io_refusals(self._path):
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Closes the file."""
        os.close(self._descriptor)
