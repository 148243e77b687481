"""Disks of their own for a test: file systems in a file, whose power can fail, and a stick that can be pulled out."""

import fcntl
import os
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

_SHUTDOWN = 0x8004587D
"""The ioctl by which ext4 and XFS stop at once (`EXT4_IOC_SHUTDOWN`, `XFS_IOC_GOINGDOWN`)."""

_WITHOUT_FLUSHING_THE_LOG = (2).to_bytes(4, "little")
_FORMATS = {
    "ext4": ["mkfs.ext4", "-q", "-F"],
    "xfs": ["mkfs.xfs", "-q", "-f"],
    "exfat": ["mkfs.exfat"],
}
_MEGABYTES = {"ext4": 64, "xfs": 320, "exfat": 64}


def _done(*command: object) -> bool:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0


class FileSystem:
    """A file system in a file, mounted; its power fails by `cut`, and `mount` brings it up again."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.image, self.place = folder / f"{kind}.image", folder / kind
        self._kind = kind
        self.place.mkdir()
        with self.image.open("wb") as stream:
            stream.truncate(_MEGABYTES[kind] << 20)
        if not shutil.which(_FORMATS[kind][0]) or not _done(*_FORMATS[kind], self.image) or not self.mount():
            pytest.skip(
                f"no {kind} file system can be made and mounted here: it takes its tools, root and loop devices"
            )

    def mount(self) -> bool:
        """Mounts it, which also repairs it from its own log."""
        return _done("mount", "-t", self._kind, "-o", "loop", self.image, self.place)

    def unmount(self) -> None:
        """Takes it away, whatever is still open there."""
        for _ in range(50):
            if _done("umount", self.place) or not os.path.ismount(self.place):
                return
            time.sleep(0.02)  # the kernel still lets go of a killed program's files
        _done("umount", "--lazy", self.place)

    def cut(self) -> None:
        """The power fails: nothing that is not on the disk yet gets there."""
        descriptor = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, _WITHOUT_FLUSHING_THE_LOG)
        except OSError as error:
            pytest.skip(f"{self._kind} cannot be shut down here: {error.strerror}")
        finally:
            os.close(descriptor)


@contextmanager
def file_system(kind, folder):
    """Inside, there is such a file system."""
    made = FileSystem(kind, folder)
    try:
        yield made
    finally:
        made.unmount()


class Stick:
    """An exFAT stick, served by a process of its own: it is pulled out by ending that process."""

    def __init__(self, folder: Path) -> None:
        self.image, self.place = folder / "stick.image", folder / "stick"
        self.place.mkdir()
        with self.image.open("wb") as stream:
            stream.truncate(_MEGABYTES["exfat"] << 20)
        server = shutil.which("mount.exfat-fuse")
        if server is None or not shutil.which("mkfs.exfat") or not os.path.exists("/dev/fuse"):
            pytest.skip("no exFAT stick can be made here: it takes exfat-fuse, exfatprogs and FUSE")
        if not _done(*_FORMATS["exfat"], self.image):
            pytest.skip("no exFAT stick can be made here: mkfs.exfat refuses")
        self._loop = subprocess.run(
            ["losetup", "--find", "--show", self.image], capture_output=True, text=True, check=False
        ).stdout.strip()
        self._server = subprocess.Popen([server, "-d", self._loop, self.place], stderr=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.ismount(self.place):
                return
            time.sleep(0.02)  # until the other process serves it
        self.pull()
        pytest.skip("no exFAT stick can be mounted here")

    def pull(self) -> None:
        """It is gone, in the middle of whatever goes on."""
        if self._server.poll() is None:
            os.kill(self._server.pid, signal.SIGKILL)
            self._server.wait()

    def take_away(self) -> None:
        """Lets go of everything that belongs to it."""
        self.pull()
        _done("umount", "--lazy", self.place)
        _done("losetup", "--detach", self._loop)


@contextmanager
def stick(folder):
    """Inside, a stick is in the PC until it is pulled out."""
    with ExitStack() as undo:
        made = Stick(folder)
        undo.callback(made.take_away)
        yield made


def can_trace() -> bool:
    """Whether this machine lets one process change another's system calls."""
    if shutil.which("strace") is None:
        return False
    tampering = ["-e", "trace=fsync", "-e", "inject=fsync:error=EUCLEAN"]
    command = ["strace", "-f", "-qq", "-o", os.devnull, *tampering, "sync", os.curdir]
    ran = subprocess.run(command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False)
    return "Structure needs cleaning" in ran.stderr
