"""The program's own log on this PC: what went wrong in it, for developers; never what people wrote, or who they are.

A line holds the time, the logger, the message (in this package: only keys and names of parts) and of an error only
types and places in the code: messages of exceptions and values of variables may hold anything.
"""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOG_FILE = "kaochang.log"


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


class _LateFile(logging.Handler):
    """The log file from the first record on: most programs write none, and what would write it takes time to import."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.WARNING)
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Hands the record on. The lock that every handler holds meanwhile makes sure that one file is opened."""
        if self._file is None:
            from kaochang.machine.private_log import PrivateFile

            self._file = PrivateFile(self._path)
            self._file.setFormatter(BareFormatter())
        self._file.handle(record)

    def close(self) -> None:
        """Closes the file, where there is one."""
        if self._file is not None:
            self._file.close()
        super().close()


@contextmanager
def logged_to(folder: Path) -> Iterator[None]:
    """For a with block, what this package logs from WARNING on goes to the log file in `folder`, older ones kept."""
    handler = _LateFile(folder / LOG_FILE)
    package = logging.getLogger("kaochang")
    package.addHandler(handler)
    try:
        yield
    finally:
        package.removeHandler(handler)
        handler.close()
