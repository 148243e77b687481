"""A file as a stream that holds neither its bytes nor the file: for large files that are read here and there."""

import os
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.safe_files import open_regular


class FileStream:
    """Reads from a regular file, which is open only while it reads: a stick may be taken out in between.

    LIMIT for a file of more than `limit` bytes; IO where the file is another one by the time it is read again.
    """

    def __init__(self, path: Path, limit: int) -> None:
        self._path = path
        self._place = 0
        with open_regular(path) as stream:
            found = os.fstat(stream.fileno())
        self._size, self._changed_at = found.st_size, found.st_mtime_ns
        if self._size > limit:
            raise Refusal(Outcome.LIMIT, "io.too-large", str(path), size=self._size, limit=limit)

    def seekable(self) -> bool:
        """Any place of it can be read."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where to read next."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError(offset)
        self._place = base + offset
        return self._place

    def tell(self) -> int:
        """Where it is read next."""
        return self._place

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end; all the rest for -1."""
        wanted = max(0, self._size - self._place)
        wanted = wanted if size < 0 else min(size, wanted)
        with open_regular(self._path) as stream:
            found = os.fstat(stream.fileno())
            if (found.st_size, found.st_mtime_ns) != (self._size, self._changed_at):
                raise Refusal(Outcome.IO, "io.changed", str(self._path))
            stream.seek(self._place)
            data = stream.read(wanted)
        self._place += len(data)
        return data
