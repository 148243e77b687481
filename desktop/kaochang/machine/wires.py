"""A wire: short messages between a process and its child, over two pipes that only these two have.

Nothing lies between the two but the kernel's memory: no file, no name that others could open. The child inherits the
ends and learns their numbers from its environment, which are no secret. What is sent lies here in memory that is wiped.
"""

import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from io import FileIO
from threading import Lock

from kaochang.machine.memory import wipe

VARIABLE = "KAOCHANG_KEPT_BY"
"""Where a child finds the numbers of its two ends."""

MOST_BYTES = 2048
"""The longest message: a pipe takes so many at once, without anybody reading."""

_HEAD = struct.Struct(">cH")


class Wire:
    """One side of the wire: what is read comes from the other process, what is written goes there."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = FileIO(reading, "rb"), FileIO(writing, "wb")
        self._one_at_a_time = Lock()

    def send(self, kind: bytes, data: bytearray | bytes = b"") -> None:
        """A message: its kind, one byte, and what it says. Raises OSError where the other process is gone."""
        if len(data) > MOST_BYTES:
            raise ValueError("too long for a message")
        message = bytearray(_HEAD.pack(kind, len(data)))
        message += data
        try:
            with self._one_at_a_time:
                self._writing.write(message)
        finally:
            wipe(message)

    def receive(self) -> tuple[bytes, bytearray]:
        """The next message, waited for; raises EOFError once the other process is gone, be it in the middle of one."""
        kind, length = _HEAD.unpack(self._read(_HEAD.size))
        if length > MOST_BYTES:
            raise EOFError("no message of ours")
        return kind, self._read(length)

    def _read(self, length: int) -> bytearray:
        data = bytearray(length)
        view = memoryview(data)
        while view:
            count = self._reading.readinto(view)
            if not count:
                wipe(data)
                raise EOFError
            view = view[count:]
        return data

    def close(self) -> None:
        """Ends this side; the other one notices."""
        self._reading.close()
        self._writing.close()


if sys.platform == "win32":
    import msvcrt

    def _lent(*ends: int) -> tuple[list[int], subprocess.STARTUPINFO, tuple[int, ...]]:
        """The numbers by which a child knows these ends, and how `Popen` is told to hand them over."""
        handles = [msvcrt.get_osfhandle(end) for end in ends]
        for handle in handles:
            os.set_handle_inheritable(handle, True)
        return handles, subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles}), ()

    def _own(reading: int, writing: int) -> tuple[int, int]:
        """The ends of these numbers, for this process alone."""
        for handle in (reading, writing):
            os.set_handle_inheritable(handle, False)
        return msvcrt.open_osfhandle(reading, os.O_RDONLY), msvcrt.open_osfhandle(writing, 0)

else:

    def _lent(*ends: int) -> tuple[list[int], None, tuple[int, ...]]:
        """The numbers by which a child knows these ends, and how `Popen` is told to hand them over."""
        return list(ends), None, ends

    def _own(reading: int, writing: int) -> tuple[int, int]:
        """The ends of these numbers, for this process alone."""
        for end in (reading, writing):
            os.set_inheritable(end, False)
        return reading, writing


def start(command: Sequence[str]) -> tuple["subprocess.Popen[bytes]", Wire]:
    """A child, and this side of the wire to it; raises OSError where it cannot be started.

    The variable for a program that is frozen into one file makes it unpack itself: what its parent unpacked goes with
    the parent.
    """
    from_us, to_child = os.pipe()
    from_child, to_us = os.pipe()
    wire = Wire(from_child, to_child)
    try:
        numbers, startup, ends = _lent(from_us, to_us)
        told = {VARIABLE: " ".join(map(str, numbers)), "PYINSTALLER_RESET_ENVIRONMENT": "1"}
        env = {**os.environ, **told}
        child = subprocess.Popen(command, env=env, startupinfo=startup, pass_fds=ends)  # noqa: S603 - our own again
    except OSError:
        wire.close()
        raise
    finally:
        os.close(from_us)
        os.close(to_us)
    return child, wire


def is_inherited() -> bool:
    """Whether a parent gave this process a wire, which nobody has taken yet."""
    return VARIABLE in os.environ


def inherited() -> Wire | None:
    """A child's side of the wire, taken out of the environment; None where no parent gave one."""
    numbers = os.environ.pop(VARIABLE, "").split()
    if len(numbers) != 2 or not all(number.isdecimal() for number in numbers):
        return None
    try:
        reading, writing = _own(*map(int, numbers))
    except OSError:  # numbers of nothing: somebody else's variable
        return None
    return Wire(reading, writing)
