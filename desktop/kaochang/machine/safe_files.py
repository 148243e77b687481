"""The only way files are read and written: whole, synced, read back, and never half there under a final name.

Reading opens without following links and takes regular files only, up to a stated size: sticks are hostile input.
Writing goes to a hidden temporary file in the same folder, is synced, gets its final name in one step and is read
back; a failure at any point leaves nothing under the final name. Operating-system errors become typed refusals.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kaochang.domain.refusals import Outcome, Refusal

_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_OUTCOMES = {
    errno.ENOENT: (Outcome.MISSING, "io.missing"),
    errno.ENOTDIR: (Outcome.MISSING, "io.missing"),
    errno.EISDIR: (Outcome.NOT_A_FILE, "io.not-a-file"),
    errno.ELOOP: (Outcome.NOT_A_FILE, "io.not-a-file"),
    errno.ENXIO: (Outcome.NOT_A_FILE, "io.not-a-file"),
    errno.ENOSPC: (Outcome.DISK_FULL, "io.disk-full"),
    errno.EDQUOT: (Outcome.DISK_FULL, "io.disk-full"),
    errno.EEXIST: (Outcome.EXISTS, "io.exists"),
    errno.EROFS: (Outcome.IO, "io.read-only"),
    errno.EACCES: (Outcome.IO, "io.no-permission"),
    errno.EPERM: (Outcome.IO, "io.no-permission"),
}


@contextmanager
def io_refusals(path: Path) -> Iterator[None]:
    """Turns an operating-system error inside the block into the refusal that names its cause and the path."""
    try:
        yield
    except OSError as error:
        outcome, key = _OUTCOMES.get(error.errno or 0, (Outcome.IO, "io.failed"))
        raise Refusal(outcome, key, str(path), detail=error.strerror or "") from error


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """An unbuffered-safe binary stream of a regular file; refuses folders, links, pipes and devices."""
    with io_refusals(path):
        descriptor = os.open(path, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise Refusal(Outcome.NOT_A_FILE, "io.not-a-file", str(path))
            yield stream


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; LIMIT before reading anything of a larger one."""
    with open_regular(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limit:
            raise Refusal(Outcome.LIMIT, "io.too-large", str(path), size=size, limit=limit)
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refusal(Outcome.LIMIT, "io.too-large", str(path), size=len(data), limit=limit)
    return data


def sync_folder(folder: Path) -> None:
    """Makes names in a folder durable, where the system can (Windows cannot, and does it by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> Path:
    """The folder, made private and durable where it was missing, with its parents."""
    with io_refusals(folder):
        missing = [folder, *folder.parents]
        for each in reversed([path for path in missing if not path.exists()]):
            each.mkdir(mode=0o700)
            sync_folder(each.parent)
        if not folder.is_dir():
            raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(folder))
    return folder


def _write_synced(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _name_once(temporary: Path, final: Path) -> None:
    """Gives the final name without ever replacing a file: by a hard link where the file system has them."""
    try:
        os.link(temporary, final)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}:
            raise
        if final.exists():
            raise FileExistsError(errno.EEXIST, "exists", str(final)) from error
        temporary.rename(final)


def _write(path: Path, data: bytes, *, replace: bool) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    with io_refusals(path):
        try:
            _write_synced(temporary, data)
            if replace:
                temporary.replace(path)
            else:
                _name_once(temporary, path)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
        sync_folder(path.parent)
    if read_whole(path, len(data)) != data:
        raise Refusal(Outcome.IO, "io.read-back", str(path))


def write_new(path: Path, data: bytes) -> None:
    """Writes a file that must not exist yet (EXISTS); synced and read back before this returns."""
    _write(path, data, replace=False)


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file in place of an older one, in one step; synced and read back before this returns."""
    _write(path, data, replace=True)


class Appender:
    """An append-only file, synced after every record. Not for sharing: one writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with io_refusals(path):
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(path, flags, 0o600)
            sync_folder(path.parent)

    def append(self, data: bytes) -> None:
        """Adds bytes at the end; durable when this returns."""
        with io_refusals(self._path):
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Closes the file."""
        os.close(self._descriptor)
