"""Writes down what a program does to the disk, or lets the n-th of these steps fail: our own files and SQLite's alike.

Our own code changes files through `os` only (`machine/safe_files.py`), so that is where it is watched, below a folder.
SQLite runs on a file system of apsw's that does the same; `store/journal.py` gets its connection from it unchanged.
apsw brings a SQLite of its own, which writes the record; what a power cut leaves is judged with Python's.
"""

import errno
import fcntl
import io
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

import apsw
from faults.disk import (
    FOLDER,
    Disk,
    FolderSynced,
    Named,
    Operation,
    Removed,
    Synced,
    SyncFailed,
    Told,
    Truncated,
    Written,
)

_REAL_OS = {
    name: getattr(os, name)
    for name in ("open", "close", "write", "fsync", "fdopen", "link", "unlink", "rename", "replace", "mkdir", "rmdir")
}
_NEW_SQLITE_FILES = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL


def _go_on(_: Operation) -> None:
    """No step fails."""


class Recorder:
    """The record of what happened below one folder. `before` is asked before each step, and may raise an OSError.

    `rewritten` changes statements of SQLite's set-up, and our own syncs of what is in `skipped` ("files", "folders")
    never reach the disk: negative controls run with what we do not do.
    """

    def __init__(
        self,
        root: Path,
        before: Callable[[Operation], None] = _go_on,
        rewritten: Mapping[str, str] | None = None,
        skipped: Collection[str] = (),
    ) -> None:
        self.root = Path(os.path.realpath(root))
        self.operations: list[Operation] = []
        self.rewritten = dict(rewritten or {})
        self._before = before
        self._skipped = skipped
        self._numbers: dict[PurePath, int] = {}
        self._open: dict[int, tuple[PurePath, int]] = {}
        self._next = 0
        found: dict[int, bytes] = {}
        for path in sorted(self.root.rglob("*")):
            number = FOLDER if path.is_dir() else self._new_file()
            self._numbers[self.name(path)] = number
            if number != FOLDER:
                found[number] = path.read_bytes()
        self.before = Disk(found, dict(self._numbers))
        """What was there at the beginning."""

    def ask(self, before: Callable[[Operation], None] | None) -> None:
        """From now on this is asked before each step."""
        self._before = before or _go_on

    def _new_file(self) -> int:
        self._next += 1
        return self._next

    def tell(self, what: object) -> None:
        """Somebody is told that something is done."""
        self.operations.append(Told(what))

    def do(self, operation: Operation) -> None:
        """A step that is about to happen; not written down where it fails."""
        try:
            self._before(operation)
        except OSError:
            if isinstance(operation, Synced | FolderSynced):
                self.operations.append(SyncFailed(operation))
            raise
        self.operations.append(operation)
        match operation:
            case Named(path, file, old):
                self._numbers.pop(old, None) if old is not None else None
                self._numbers[path] = file
            case Removed(path):
                self._numbers.pop(path, None)

    def name(self, path: object) -> PurePath:
        """A path as it is told from the folder that is watched."""
        full = os.path.join(os.path.realpath(os.path.dirname(os.fspath(path))), os.path.basename(os.fspath(path)))
        return PurePath(os.path.relpath(full, self.root))

    def watches(self, path: object) -> bool:
        """Whether a path is below the folder that is watched."""
        if isinstance(path, int):
            return path in self._open
        return not self.name(path).is_relative_to("..")

    def number(self, path: object) -> int:
        """The file that a name stands for, made now where there is none."""
        name = self.name(path)
        if name not in self._numbers:
            self.do(Named(name, self._new_file()))
        return self._numbers[name]

    # What `os` does below the folder. Reading is not a step.

    def open(self, path, flags, mode=0o777, **more):
        if not self.watches(path):
            return _REAL_OS["open"](path, flags, mode, **more)
        if not flags & (os.O_WRONLY | os.O_RDWR):
            descriptor = _REAL_OS["open"](path, flags, mode, **more)
            if os.path.isdir(path):
                self._open[descriptor] = (self.name(path), FOLDER)
            elif self.name(path) in self._numbers:  # it may be synced without being written to
                self._open[descriptor] = (self.name(path), self._numbers[self.name(path)])
            return descriptor
        if flags & os.O_EXCL and os.path.lexists(path):
            return _REAL_OS["open"](path, flags, mode, **more)  # which fails
        file = self.number(path)
        descriptor = _REAL_OS["open"](path, flags, mode, **more)
        self._open[descriptor] = (self.name(path), file)
        return descriptor

    def close(self, descriptor):
        self._open.pop(descriptor, None)
        return _REAL_OS["close"](descriptor)

    def write(self, descriptor, data):
        if descriptor not in self._open:
            return _REAL_OS["write"](descriptor, data)
        self.do(Written(self._open[descriptor][1], self._end_for(descriptor), bytes(data)))
        return _REAL_OS["write"](descriptor, data)

    @staticmethod
    def _end_for(descriptor: int) -> int:
        """Where the next bytes go. An appending descriptor's own place is behind until it has written."""
        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND:
            return os.fstat(descriptor).st_size
        return os.lseek(descriptor, 0, os.SEEK_CUR)

    def fsync(self, descriptor):
        if descriptor in self._open:
            path, file = self._open[descriptor]
            if ("folders" if file == FOLDER else "files") not in self._skipped:
                self.do(FolderSynced(path) if file == FOLDER else Synced(file))
        return _REAL_OS["fsync"](descriptor)

    def fdopen(self, descriptor, mode="r", **more):
        if descriptor in self._open and ("w" in mode or "+" in mode):
            return io.BufferedRandom(_Watched(self, descriptor))
        self._open.pop(descriptor, None)
        return _REAL_OS["fdopen"](descriptor, mode, **more)

    def link(self, old, new, **more):
        if self.watches(new):
            self._refuse_if_there(new)
            self.do(Named(self.name(new), self.number(old)))
        return _REAL_OS["link"](old, new, **more)

    @staticmethod
    def _refuse_if_there(path: object) -> None:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "exists", str(path))

    def unlink(self, path, **more):
        if self.watches(path) and os.path.lexists(path):
            self.do(Removed(self.name(path)))
        return _REAL_OS["unlink"](path, **more)

    def replace(self, old, new, **more):
        if self.watches(new):
            self.do(Named(self.name(new), self.number(old), self.name(old)))
        return _REAL_OS["replace"](old, new, **more)

    rename = replace

    def mkdir(self, path, mode=0o777, **more):
        if self.watches(path) and not os.path.lexists(path):
            self.do(Named(self.name(path), FOLDER))
        return _REAL_OS["mkdir"](path, mode, **more)

    def rmdir(self, path, **more):
        if self.watches(path) and os.path.isdir(path) and not os.listdir(path):
            self.do(Removed(self.name(path)))
        return _REAL_OS["rmdir"](path, **more)


class _Watched(io.FileIO):
    """A file that was opened by its descriptor, and is written to through Python's own buffer."""

    def __init__(self, recorder: Recorder, descriptor: int) -> None:
        super().__init__(descriptor, "r+")
        self._recorder = recorder
        self._descriptor = descriptor

    def write(self, data):
        return self._recorder.write(self._descriptor, bytes(data))

    def close(self):
        if not self.closed:
            self._recorder._open.pop(self._descriptor, None)
        super().close()


@contextmanager
def _as_sqlite_says(*, is_write: bool = False) -> Iterator[None]:
    """An error of the system's, as SQLite's own file system would tell it: a disk is full only where it is written."""
    try:
        yield
    except OSError as error:
        is_full = is_write and error.errno == errno.ENOSPC
        raise (apsw.FullError if is_full else apsw.IOError)(str(error)) from error


class _SqliteFile(apsw.VFSFile):
    """One of SQLite's files. The first sync of a new journal makes its name certain too, as SQLite's own code does."""

    def __init__(self, recorder: Recorder, name: object, flags: list[int]) -> None:
        self._recorder = recorder
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._file = None
        self._names_too = bool(flags[0] & _NEW_SQLITE_FILES and flags[0] & apsw.SQLITE_OPEN_CREATE)
        if self._path and recorder.watches(self._path) and not self._path.endswith("-shm"):
            with _as_sqlite_says():
                self._file = recorder.number(self._path) if _will_be(self._path, flags[0]) else None
        super().__init__("", name, flags)

    def _do(self, operation: Operation) -> None:
        if self._file is not None:
            with _as_sqlite_says(is_write=isinstance(operation, Written)):
                self._recorder.do(operation)

    def xWrite(self, data, offset):
        self._do(Written(self._file, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size):
        self._do(Truncated(self._file, size))
        super().xTruncate(size)

    def xSync(self, flags):
        self._do(Synced(self._file))
        if self._names_too:
            self._do(FolderSynced(self._recorder.name(self._path).parent))
            self._names_too = False
        super().xSync(flags)


def _will_be(path: str, flags: int) -> bool:
    return bool(flags & apsw.SQLITE_OPEN_CREATE) or os.path.exists(path)


class _FileSystem(apsw.VFS):
    """SQLite's files, watched."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.name = f"watched-{id(recorder)}"
        super().__init__(self.name, "")

    def xOpen(self, name, flags):
        return _SqliteFile(self._recorder, name, flags)

    def xDelete(self, filename, sync_folder):
        name = self._recorder.name(filename)
        if self._recorder.watches(filename) and not filename.endswith("-shm") and os.path.lexists(filename):
            with _as_sqlite_says():
                self._recorder.do(Removed(name))
                if sync_folder:
                    self._recorder.do(FolderSynced(name.parent))
        super().xDelete(filename, sync_folder)


class _Rows:
    """What a statement gave."""

    def __init__(self, rows):
        self._rows = rows

    def fetchall(self):
        return self._rows

    def fetchone(self):
        return self._rows[0] if self._rows else None


class Connection:
    """As much of `sqlite3.Connection` as the journal uses, on apsw; errors are `sqlite3`'s, with SQLite's code."""

    def __init__(self, path: object, vfs: _FileSystem, rewritten: Mapping[str, str]) -> None:
        self._vfs = vfs
        self._rewritten = rewritten
        with _as_sqlite3():
            self._connection = apsw.Connection(os.fspath(path), vfs=vfs.name)
            self._connection.set_busy_timeout(0)

    def execute(self, sql, values=()):
        with _as_sqlite3():
            return _Rows(self._connection.execute(self._rewritten.get(sql, sql), values).fetchall())

    def close(self):
        with suppress(
            apsw.Error
        ):  # as with `sqlite3`: what fails while the log is folded in is there at the next start
            self._connection.close()


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except (apsw.Error, OSError) as error:
        told = sqlite3.OperationalError(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", apsw.SQLITE_IOERR)
        raise told from error


@contextmanager
def recording(
    root: Path,
    before: Callable[[Operation], None] = _go_on,
    rewritten: Mapping[str, str] | None = None,
    skipped: Collection[str] = (),
) -> Iterator[Recorder]:
    """Inside, everything that is done below the folder is written down (the parameters are the recorder's)."""
    recorder = Recorder(root, before, rewritten, skipped)
    vfs = _FileSystem(recorder)
    connect = sqlite3.connect

    def watched_connect(path, *given, **more):
        if recorder.watches(path):
            return Connection(path, vfs, recorder.rewritten)
        return connect(path, *given, **more)

    try:
        for name in _REAL_OS:
            setattr(os, name, getattr(recorder, name))
        sqlite3.connect = watched_connect
        yield recorder
    finally:
        sqlite3.connect = connect
        for name, real in _REAL_OS.items():
            setattr(os, name, real)
