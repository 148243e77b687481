"""An X server whose picture lies in a file, and a hand outside every program: events go in, pixels come out.

The picture is looked at in place (Xvfb maps it), so looking costs no program on the display anything. Events are those
of the XTEST extension, which a program cannot tell from a mouse and a keyboard.
"""

import ctypes
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT = 1366, 768
SETTLED_S = 0.025
"""A place of the screen has changed for good when it stays as it is for so long."""

DEADLINE_S = 1.0
"""What has not changed by then counts as a failure."""

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the screen."""

Rests = Callable[[], bool]


class MissedError(Exception):
    """A pixel did not change in time."""


@dataclass(frozen=True)
class Screen:
    """The picture that the server shows now."""

    data: mmap.mmap
    start: int
    line: int

    def part(self, box: Box) -> bytes:
        """The bytes of a part of it; four for each pixel: blue, green, red, none."""
        x, y, width, height = box
        rows = (self.start + (y + row) * self.line + 4 * x for row in range(height))
        return b"".join(self.data[at : at + 4 * width] for at in rows)

    def colour(self, x: int, y: int) -> str:
        """The colour of a pixel, as "#rrggbb"."""
        return "#" + self.part((x, y, 1, 1))[2::-1].hex()


@dataclass(frozen=True)
class Hand:
    """Moves the mouse and presses keys; every event is on its way when a call returns."""

    x11: ctypes.CDLL
    xtest: ctypes.CDLL
    display: ctypes.c_void_p

    def move(self, x: int, y: int) -> None:
        self.xtest.XTestFakeMotionEvent(self.display, -1, x, y, 0)
        self.x11.XFlush(self.display)

    def button(self, *, is_down: bool) -> None:
        self.xtest.XTestFakeButtonEvent(self.display, 1, int(is_down), 0)
        self.x11.XFlush(self.display)

    def key(self, name: str, *, is_down: bool) -> None:
        code = self.x11.XKeysymToKeycode(self.display, self.x11.XStringToKeysym(name.encode()))
        self.xtest.XTestFakeKeyEvent(self.display, code, int(is_down), 0)
        self.x11.XFlush(self.display)


@dataclass(frozen=True)
class Server:
    """A running X server. `env` starts programs on it."""

    env: Mapping[str, str]
    screen: Screen
    hand: Hand

    def changed(self, boxes: tuple[Box, ...], do: Callable[[], None]) -> float:
        """Seconds from `do` until every one of these places has changed for good."""
        return max(self.changes(boxes, do))

    def changes(
        self, boxes: tuple[Box, ...], do: Callable[[], None], *, also: tuple[Box, ...] = (), rests: Rests = lambda: True
    ) -> list[float]:
        """Seconds from `do` until each place changed last; 0 for one of `also` that never did. Over when `rests`."""
        look, clock = self.screen.part, time.perf_counter
        places = (*boxes, *also)
        seen, last = [look(box) for box in places], [0.0] * len(places)
        began = clock()
        do()
        while (now := clock() - began) < DEADLINE_S:
            for at, box in enumerate(places):
                part = look(box)
                if part != seen[at]:
                    seen[at], last[at] = part, now
            if all(last[: len(boxes)]) and now - max(last) > SETTLED_S and rests():
                return last
        raise MissedError

    def until(self, true: Callable[[], bool], within_s: float) -> float:
        """Seconds until something is true."""
        began = time.perf_counter()
        while (now := time.perf_counter() - began) < within_s:
            if true():
                return now
        raise MissedError


@contextmanager
def server() -> Iterator[Server]:
    """A display of its own, without a window manager, for the length of the block."""
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp", "-fbdir", folder]
        process = subprocess.Popen(
            [*command, "-screen", "0", f"{WIDTH}x{HEIGHT}x24"],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        try:
            with os.fdopen(reading, encoding="ascii") as said:
                display = f":{said.readline().strip()}"
            yield Server({**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}, _screen(folder), _hand(display))
        finally:
            process.terminate()
            process.wait()


def _screen(folder: str) -> Screen:
    with Path(folder, "Xvfb_screen0").open("rb") as file:
        data = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    # XWD, version 7 (X11/XWDFile.h): big-endian words; 0 header size, 12 bytes per line, 19 colours of 12 bytes each.
    words = struct.unpack(">25I", data[:100])
    return Screen(data, words[0] + 12 * words[19], words[12])


def _hand(display: str) -> Hand:
    x11, xtest = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XFlush.argtypes = [ctypes.c_void_p]
    x11.XStringToKeysym.restype = ctypes.c_ulong
    x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XKeysymToKeycode.restype = ctypes.c_ubyte
    xtest.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, *[ctypes.c_int] * 3, ctypes.c_ulong]
    xtest.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
    xtest.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
    return Hand(x11, xtest, ctypes.c_void_p(x11.XOpenDisplay(display.encode())))


def why_not() -> str:
    """What is missing here for measuring; empty where nothing is."""
    return "" if sys.platform.startswith("linux") and shutil.which("Xvfb") else "Xvfb is not on this machine"
