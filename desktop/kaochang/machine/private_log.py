"""The file that the program's own log goes to; imported when there is something to write (`logs.logged_to`)."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kaochang.machine.safe_files import make_folder

_SIZE = 1024 * 1024
_OLDER = 3


class PrivateFile(RotatingFileHandler):
    """Made with its folder when the first record comes, readable by this user only; a few older ones are kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_SIZE, backupCount=_OLDER, encoding="utf-8", delay=True)

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """A log that cannot be written stops nothing; the disk's own trouble is told where attempts are saved."""
