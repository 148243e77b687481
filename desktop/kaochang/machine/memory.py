"""Memory that holds keys: kept out of the dumps that a crash leaves on a disk, and wiped as far as Python can."""

import ctypes
import sys

_PR_SET_DUMPABLE = 4
_NO_DIALOGS = 0x0001 | 0x0002
"""SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX: Windows neither reports a crash nor waits for somebody to click."""


def keep_from_dumps() -> None:
    """From now on a crash of this process writes no picture of its memory.

    Linux: also where a program of the system takes dumps, which asks for no limit of size; and no other program of
    this user can read or change the memory while it runs. Windows: a dialog would hold up whoever waits for its end.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_DIALOGS)
        return
    import resource  # there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def wipe(data: bytearray) -> None:
    """Overwrites the bytes where they lie. Copies that were made of them stay until their memory is used again."""
    data[:] = bytes(len(data))
