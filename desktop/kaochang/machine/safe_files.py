"""The only way files are read and written: whole, synced, read back, and never half there under a final name.

Reading opens without following links and takes regular files only, up to a stated size: sticks are hostile input.
Writing goes to a hidden temporary file in the same folder, is synced and read back, and gets its final name in one
step; a failure before that leaves nothing under the final name. Operating-system errors become typed refusals.
"""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine.kept_files import check_apart, check_replaceable

# What file systems without hard links (FAT, exFAT, some shares; EINVAL is Windows) say when asked for one.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW_FLAGS = os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_A_FEW_PAGES = 64 * 1024
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
        raise Refusal(outcome, key, str(path), detail=errno.errorcode.get(error.errno or 0, "?")) from error


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """An unbuffered-safe binary stream of a regular file; refuses folders, links, pipes and devices."""
    with io_refusals(path):
        descriptor = os.open(path, _OPEN_FLAGS)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise Refusal(Outcome.NOT_A_FILE, "io.not-a-file", str(path))
        with os.fdopen(descriptor, "rb") as stream:
            yield stream


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; LIMIT before reading anything of a larger one.

    Of a file that grows meanwhile, as a journal log in use, it is what was there when it was opened.
    """
    with open_regular(path) as stream:
        return _within(stream, limit, path)


def _within(stream: BinaryIO, limit: int, path: Path) -> bytes:
    size = os.fstat(stream.fileno()).st_size
    if size > limit:
        raise Refusal(Outcome.LIMIT, "io.too-large", str(path), size=size, limit=limit)
    return stream.read(size)


def read_back(path: Path, limit: int) -> bytes:
    """The same of a file that was just written and synced: the disk's bytes where the system can drop its own copy.

    Windows and macOS cannot; what comes from there may be the memory's.
    """
    with open_regular(path) as stream:
        _drop_copies(stream.fileno())
        return _within(stream, limit, path)


def _digest_on_disk(path: Path) -> bytes:
    """The SHA-256 of a file's bytes, read back the same way."""
    with open_regular(path) as stream:
        _drop_copies(stream.fileno())
        return _digest_of(stream)


def _digest_of(stream: BinaryIO) -> bytes:
    """The SHA-256 of all that a stream holds, a piece at a time."""
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(_A_FEW_PAGES):
        digest.update(piece)
    return digest.digest()


def _drop_copies(descriptor: int) -> None:
    """Lets the system forget what it holds of a file in memory; what is not on the disk yet stays."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # a file system that forgets nothing is read as it is
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def make_private(path: Path) -> bool:
    """Makes an empty file that only its owner reads and writes, where there is none; whether it was made here."""
    with io_refusals(path):
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            return False
        return True


def sync_folder(folder: Path) -> None:
    """Makes names in a folder durable, where the system can.

    Windows cannot, and does it by itself; network shares that cannot say EINVAL.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def nearest_folder(folder: Path) -> Path:
    """The folder, or the nearest one above it that there is; NOT_A_FILE for what is no folder."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(there))
    return there


def make_folder(folder: Path) -> Path:
    """The folder, made private and durable where it was missing, with its parents."""
    with io_refusals(folder):
        chain = [folder, *folder.parents]
        there = nearest_folder(folder)
        for each in reversed(chain[: chain.index(there)]):
            each.mkdir(mode=0o700, exist_ok=True)  # another program may make it in this very moment
            sync_folder(each.parent)
    return folder


def make_inside(folder: Path) -> None:
    """Makes a new folder in one that is there: never its parents too, which a stick that was pulled out has not."""
    with io_refusals(folder):
        folder.mkdir(mode=0o700)


@contextmanager
def folders_made(*folders: Path) -> Iterator[None]:
    """Folders that are there while the block runs, and afterwards if it ends well.

    Otherwise those that were made for it go again, parents too, unless somebody has put something into them.
    """
    with ExitStack() as undo:  # after a Ctrl-C too: nobody else would take the empty folders away
        for folder in folders:
            for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
                undo.callback(_remove_empty, each)
            make_folder(folder)
        yield
        undo.pop_all()


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody has put something into it, which stays; or it was never made
        folder.rmdir()


def is_full(folder: Path) -> bool:
    """Whether a disk has no room for a few more pages: SQLite may call that an I/O error like any other."""
    try:
        return shutil.disk_usage(folder).free < _A_FEW_PAGES
    except OSError:
        return False


def write_all(descriptor: int, data: bytes) -> None:
    """Writes every byte, however many the system takes at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _put(descriptor: int, data: bytes) -> None:
    """The same, and makes them durable."""
    write_all(descriptor, data)
    os.fsync(descriptor)


def _write_synced(path: Path, parts: Iterable[bytes]) -> None:
    """A new file of these parts, durable and read back; few of them are in memory at a time."""
    written, held = hashlib.sha256(), bytearray()
    descriptor = os.open(path, os.O_WRONLY | _NEW_FLAGS, 0o600)
    try:
        for part in parts:
            written.update(part)
            held += part
            if len(held) >= _A_FEW_PAGES:
                write_all(descriptor, bytes(held))
                held.clear()
        _put(descriptor, bytes(held))
    finally:
        os.close(descriptor)
    if _digest_on_disk(path) != written.digest():
        raise Refusal(Outcome.IO, "io.read-back", str(path))


def _name_once(temporary: Path, final: Path) -> None:
    """Gives the final name without ever replacing a file: by a hard link where the file system has them."""
    try:
        os.link(temporary, final)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(final):
            raise FileExistsError(errno.EEXIST, "exists", str(final)) from error
        temporary.rename(final)


def _name_for_good(temporary: Path, final: Path) -> None:
    """Gives the final name, durably or not at all."""
    _name_once(temporary, final)
    with ExitStack() as undo:  # after a Ctrl-C too: whatever the caller wrote beside this file goes away now
        undo.callback(forget, final)  # its name may not last, the caller is told no, and a second try must not meet it
        sync_folder(final.parent)
        undo.pop_all()


def settle(path: Path) -> None:
    """Makes a file durable that another program wrote, with its name: it may have died before that."""
    with io_refusals(path):
        if os.name != "nt":  # Windows syncs only what is open to be written
            descriptor = os.open(path, _OPEN_FLAGS)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_folder(path.parent)


def delete_file(path: Path) -> None:
    """Removes a file, a link or whatever else is no folder, for good; one that is gone already is no failure."""
    with io_refusals(path):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def delete_folder(folder: Path) -> None:
    """Removes an empty folder for good."""
    with io_refusals(folder):
        folder.rmdir()
        sync_folder(folder.parent)


def forget(path: Path) -> None:
    """Removes a file if it can: one that stays behind is hidden and harmless, the first error is what matters."""
    with suppress(OSError):  # it is hidden and harmless
        path.unlink()


def _beside(path: Path) -> Path:
    """The hidden name that a file has while it is written; one is left by a program that was killed meanwhile."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


@contextmanager
def _written(path: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    """The bytes under a hidden name beside `path`, durable and read back; gone again at the end."""
    temporary = _beside(path)
    with io_refusals(path):
        forget(temporary)
        try:
            _write_synced(temporary, parts)
            yield temporary
        finally:
            forget(temporary)


def write_new(path: Path, data: bytes) -> None:
    """Writes a file that must not exist yet (EXISTS); synced and read back before it has its name."""
    with _written(path, [data]) as temporary:
        _name_for_good(temporary, path)


def check_takes_files(folder: Path) -> None:
    """Refuses a folder that no file could be written into, or could be made for one: tried, and nothing stays."""
    with io_refusals(folder), _written(nearest_folder(folder) / "kaochang", [b"\0"]):
        pass


def check_free(path: Path) -> None:
    """Refuses (EXISTS) a name that something has already."""
    if os.path.lexists(path):
        raise Refusal(Outcome.EXISTS, "io.exists", str(path))


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A stream that writes, and reads back, a file too big for memory; it must not exist yet (EXISTS).

    The file has its name when the block ends well, and is durable then; otherwise nothing of it stays. Whoever writes
    reads back what they wrote, inside the block.
    """
    check_free(path)
    with _streamed(path, partial(_name_for_good, final=path)) as stream:
        yield stream


@contextmanager
def made_file(path: Path, *, replaces: bool = False, kept: Iterable[Path] = ()) -> Iterator[BinaryIO]:
    """The same for a writer that only writes, here and there in the file: the disk's bytes are read back for it.

    With `replaces` it takes the place of a regular file that is there, in one step; never of one of those `kept`.
    """
    check_apart(path, kept)
    (check_replaceable if replaces else check_free)(path)
    with _streamed(path, partial(_take_place if replaces else _name_for_good, final=path)) as stream:
        yield stream
        stream.flush()
        written = _digest_of(stream)
        os.fsync(stream.fileno())
        if _digest_on_disk(_beside(path)) != written:
            raise Refusal(Outcome.IO, "io.read-back", str(path))


@contextmanager
def _streamed(path: Path, name: Callable[[Path], None]) -> Iterator[BinaryIO]:
    """A stream to a hidden file beside `path`; `name` gives it its name when it is durable, else it goes away."""
    temporary = _beside(path)
    with io_refusals(path):
        forget(temporary)
        try:
            descriptor = os.open(temporary, os.O_RDWR | _NEW_FLAGS, 0o600)
            with os.fdopen(descriptor, "w+b") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            name(temporary)
        finally:
            forget(temporary)


@contextmanager
def syncing(stream: BinaryIO) -> Iterator[None]:
    """Makes durable what a file's stream was given, while the block reads it back; a disk's error comes at the end.

    Both take seconds for a gigabyte, and syncing is nearly all waiting.
    """
    stream.flush()
    with ThreadPoolExecutor(1) as beside:
        synced = beside.submit(os.fsync, stream.fileno())
        yield
        synced.result()


def replace_file(path: Path, data: bytes) -> None:
    """Writes a file in place of an older one, in one step; synced and read back before it has its name."""
    replace_by_parts(path, [data])


def replace_by_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same for a file that may be too big for memory."""
    with _written(path, parts) as temporary:
        _take_place(temporary, path)


def _take_place(temporary: Path, final: Path) -> None:
    """Gives a durable file the name of an older one, in one step."""
    check_replaceable(final)
    temporary.replace(final)
    sync_folder(final.parent)


def name_for_good(temporary: Path, final: Path) -> None:
    """Gives a durable file its final name, which nothing has yet (EXISTS): for good, or not at all."""
    with io_refusals(final):
        try:
            _name_for_good(temporary, final)
        finally:
            forget(temporary)
