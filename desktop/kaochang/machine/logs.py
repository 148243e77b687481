"""The program's own log on this PC: what went wrong in it, for developers; never what people wrote, or who they are.

A line holds the time, the logger, the message (in this package: only keys and names of parts) and of an error only
types and places in the code: messages of exceptions and values of variables may hold anything.
"""

import logging
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from kaochang.machine.safe_files import make_folder

LOG_FILE = "kaochang.log"
_SIZE = 1024 * 1024
_OLDER = 3


def bare_trace(error: BaseException | None) -> str:
    """An error without its messages: the types and places of it and of what caused it, the first cause last."""
    lines: list[str] = []
    while error is not None:
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
        for place in traceback.extract_tb(error.__traceback__):
            lines.append(f"    {Path(place.filename).name}:{place.lineno} {place.name}")
        error = error.__cause__ or error.__context__
    return "\n".join(lines)


class BareFormatter(logging.Formatter):
    """Errors as `bare_trace` tells them."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802 - the library's name
        """The trace, bare."""
        error = ei[1] if isinstance(ei, tuple) else None
        return bare_trace(error if isinstance(error, BaseException) else None)


class _PrivateFile(RotatingFileHandler):
    """Made with its folder when the first record comes, readable by this user only."""

    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """A log that cannot be written stops nothing; the disk's own trouble is told where attempts are saved."""


@contextmanager
def logged_to(folder: Path) -> Iterator[None]:
    """For a with block, what this package logs from WARNING on goes to the log file in `folder`, older ones kept."""
    handler = _PrivateFile(folder / LOG_FILE, maxBytes=_SIZE, backupCount=_OLDER, encoding="utf-8", delay=True)
    handler.setFormatter(BareFormatter())
    handler.setLevel(logging.WARNING)
    package = logging.getLogger("kaochang")
    package.addHandler(handler)
    try:
        yield
    finally:
        package.removeHandler(handler)
        handler.close()
