"""The C library's allocator, told to give memory back: pictures come and go for hours on PCs that have little of it."""

import ctypes
import sys
from typing import Final

_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TOP_PAD: Final = -2
_TRIM_THRESHOLD: Final = -1
_PICTURE: Final = 128 * 1024
"""Bytes from which a block is a mapping of its own, which goes back as soon as it is freed."""

_SPARE: Final = 64 * 1024
"""Bytes that the heap grows by beyond what is asked for; its free end must stay too small for a picture."""


def trim() -> None:
    """What is free just now goes back at once, as after a large file was read and taken apart."""
    if sys.platform != "linux":
        return
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)


def give_back() -> None:
    """From now on: one heap for all threads, and what is freed of it goes back. Numbers are those of glibc's malloc.h.

    By itself glibc takes larger and larger blocks from the heap, where one small block that stays keeps all below it.
    Nothing is done where the C library is another one.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_ARENA_MAX, 1)
        mallopt(_MMAP_THRESHOLD, _PICTURE)
        mallopt(_TOP_PAD, _SPARE)
        mallopt(_TRIM_THRESHOLD, _PICTURE)
