"""Which file system a folder lies on: told before something is copied there and again afterwards.

A stick that is pulled out leaves its empty folder behind, and what is written there then lies on the PC's own disk; or
another stick lies at the same place. Both are told by the file system's number and the folder's own (on Windows the
number is the volume's serial number), on Linux also by the number of the mount, which no other mount has as long as a
file of this one is open.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record, bytes_to_text
from kaochang.machine.safe_files import io_refusals, nearest_folder

_PURPOSE = "kaochang/v1/volume"
_NAME_BYTES = 12
_SHARES = ("//", "\\\\")
"""What the source of a mount begins with that is a folder of another computer; NFS has `HOST:/FOLDER`."""

_ESCAPES = {"\\040": " ", "\\011": "\t", "\\012": "\n", "\\134": "\\"}
"""How Linux writes these in its table of mounts."""


class Told(Record, frozen=True):
    """Where a system tells about its mounts: Linux does it in files, the others have none of them."""

    platform: str = sys.platform
    proc: Path = Path("/proc/self")
    uuids: Path = Path("/dev/disk/by-uuid")


HERE = Told()
"""This system."""


class Mount(Record, frozen=True):
    """A file system where a folder lies on it. `number`, `kind` and `source` are Linux's, elsewhere 0 and "".

    `options` are those of the file system itself, as the layers of an overlay.
    """

    device: int
    folder: int
    number: int = 0
    kind: str = ""
    source: str = ""
    options: tuple[str, ...] = ()

    def option(self, name: str) -> str:
        """What an option says, as `upperdir=/run/upper`; "" where it is not there."""
        said = (each.partition("=") for each in self.options)
        return next((value for key, _, value in said if key == name), "")


def check_there(target: Path) -> None:
    """Refuses a stick or folder that is not there (MISSING), and what is no folder (NOT_A_FILE).

    It is never made: a stick that is not in would become a folder of the PC's own disk.
    """
    if not os.path.lexists(target):
        raise Refusal(Outcome.MISSING, "stick.not-there", str(target))
    with io_refusals(target):
        if not target.is_dir():
            raise Refusal(Outcome.NOT_A_FILE, "io.not-a-folder", str(target))


@contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    """A folder kept open, so that nobody can take its file system away by the way; None where that cannot be had."""
    if os.name == "nt":
        yield None
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _number_of(descriptor: int, told: Told) -> int:
    """The number of the mount that an open file lies on; 0 where it is not told."""
    try:
        lines = (told.proc / "fdinfo" / str(descriptor)).read_text("ascii").splitlines()
    except OSError:
        return 0
    said = (line.partition(":") for line in lines)
    return next((int(value) for name, _, value in said if name == "mnt_id"), 0)


def _plain(field: str) -> str:
    for written, meant in _ESCAPES.items():
        field = field.replace(written, meant)
    return field


def _described(number: int, told: Told) -> tuple[str, str, tuple[str, ...]]:
    """(type, source, options) of a mount by its number, from the table of mounts."""
    try:
        lines = (told.proc / "mountinfo").read_text("utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return "", "", ()
    for line in lines:
        before, _, after = line.partition(" - ")
        if after.count(" ") >= 2 and before.partition(" ")[0] == str(number):
            kind, source, options = after.split(" ")[:3]
            return kind, _plain(source), tuple(map(_plain, options.split(",")))
    return "", "", ()


def _told_of(folder: Path, descriptor: int | None, told: Told) -> Mount:
    found = folder.stat() if descriptor is None else os.fstat(descriptor)
    number = 0 if descriptor is None else _number_of(descriptor, told)
    return Mount(found.st_dev, found.st_ino, number, *_described(number, told))


def mount_of(folder: Path, told: Told = HERE) -> Mount:
    """The file system that a folder lies on now; refused as any folder that cannot be opened."""
    with io_refusals(folder), _opened(folder) as descriptor:
        return _told_of(folder, descriptor, told)


def on_one_disk(folder: Path, other: Path) -> bool:
    """Whether two folders lie on one file system; of one that is not there yet, the nearest above it counts."""
    return mount_of(nearest_folder(folder)).device == mount_of(other).device


def check_same(folder: Path, before: Mount, told: Told = HERE) -> None:
    """Refuses a folder that is not there any more (MISSING), or lies on another file system than before (CONFLICT)."""
    try:
        now = mount_of(folder, told)
    except Refusal as refusal:
        raise Refusal(Outcome.MISSING, "stick.gone", str(folder)) from refusal
    if now != before:
        raise Refusal(Outcome.CONFLICT, "stick.exchanged", str(folder))


@contextmanager
def held(folder: Path, told: Told = HERE) -> Iterator[Mount]:
    """Inside, the file system below a folder stays in use; what it is told by `check_same` afterwards.

    A stick that answers nothing any more is not there (MISSING).
    """
    with ExitStack() as undo:
        try:
            with io_refusals(folder):
                descriptor = undo.enter_context(_opened(folder))
                before = _told_of(folder, descriptor, told)
        except Refusal as refusal:
            if refusal.key != "io.failed":
                raise
            raise Refusal(Outcome.MISSING, "stick.not-there", str(folder)) from refusal
        yield before


def is_on_share(path: Path, told: Told = HERE) -> bool:
    """Whether a path, or the nearest folder above it that there is, lies on another computer, as far as that is told.

    Linux tells it by what is mounted, Windows by the path itself, also for a letter that stands for a share. macOS does
    not tell.
    """
    if told.platform == "win32":
        return os.path.realpath(path).startswith(_SHARES)
    return _is_share(mount_of(nearest_folder(path.parent), told).source)


def _is_share(source: str) -> bool:
    return source.startswith(_SHARES) or ":/" in source


def volume_of(mount: Mount, told: Told = HERE) -> str:
    """A name for the medium itself, the same at every PC where the system tells it: 16 characters, of nothing personal.

    Linux and Windows tell the number that a file system was given when it was made, of a share its address. Where none
    is told, it is the number under which this PC has it now, which says less: two sticks may have it one after another.
    """
    text = f"{_PURPOSE}\0{_medium(mount, told)}"
    return bytes_to_text(hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()[:_NAME_BYTES])


def _medium(mount: Mount, told: Told) -> str:
    if _is_share(mount.source):
        return f"share {mount.source}"
    uuid = _uuid_of(mount.source, told.uuids)
    if uuid:
        return f"uuid {uuid}"
    return f"{'serial' if told.platform == 'win32' else 'device'} {mount.device}"


def _uuid_of(source: str, uuids: Path) -> str:
    """The UUID of a device's file system, by the links that the system keeps; "" for none."""
    try:
        links = sorted(uuids.iterdir())
    except OSError:
        return ""
    device = os.path.realpath(source)
    return next((link.name for link in links if os.path.realpath(link) == device), "")
