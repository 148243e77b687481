"""A desktop of its own for one test: Xvfb on a free display, with a window manager or without, and its picture.

    with desktop() as display:
        program = subprocess.Popen([...], env=display.env)
        display.keys("alt+Tab")
        display.screenshot(tmp_path / "seen.png")

The picture is read from the framebuffer that Xvfb keeps in a file, so that looking needs no program on the display.
"""

import os
import shutil
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QColor, QImage

DEADLINE_S = 60.0
"""How long anything on a display may take before the test fails; generous, because nothing waits for it to pass."""

_OPTIONS = ("-noreset", "-wr", "-r")
"""It does not reset when the last client leaves and is white; and no key repeats, which one that a busy machine lets
go of late would."""

T = TypeVar("T")


def missing(*tools: str) -> str:
    """The tools that are not on PATH, as a reason to skip; empty when all are there."""
    absent = [tool for tool in tools if shutil.which(tool) is None]
    return f"not on this machine: {', '.join(absent)}" if absent else ""


def wait_until(seen: Callable[[], T], what: str) -> T:
    """Poll until `seen` gives something true, and give that; fails naming `what` after the deadline."""
    deadline = time.monotonic() + DEADLINE_S
    while True:
        value = seen()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"did not happen in {DEADLINE_S:g} s: {what}")
        time.sleep(0.02)


@dataclass(frozen=True)
class Desktop:
    """A running display. `env` starts programs on it."""

    env: dict[str, str]
    framebuffer: Path

    def run(self, *command: str, check: bool = True) -> str:
        """The output of a tool that ends by itself."""
        done = subprocess.run(
            command, env=self.env, check=check, timeout=DEADLINE_S, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return done.stdout.decode().strip()

    def keys(self, *combinations: str) -> None:
        """Press and release key combinations as a keyboard would ("alt+F4")."""
        self.run("xdotool", "key", *combinations)

    def type(self, text: str) -> None:
        """Type text as a keyboard would."""
        self.run("xdotool", "type", text)

    def focused(self) -> str:
        """The title of the window that has the input focus; empty when none has."""
        return self.run("xdotool", "getwindowfocus", "getwindowname", check=False)

    def image(self) -> QImage:
        """What the display shows now."""
        data = self.framebuffer.read_bytes()
        # XWD, version 7 (X11/XWDFile.h): big-endian words; 0 header size, 4 and 5 size, 12 bytes per line, 19 colours.
        words = struct.unpack(">25I", data[:100])
        start = words[0] + 12 * words[19]
        return QImage(data[start:], words[4], words[5], words[12], QImage.Format.Format_RGB32).copy()

    def pixel(self, x: int, y: int) -> str:
        """The colour shown at a place, as "#rrggbb"."""
        return QColor(self.image().pixel(x, y)).name()

    def screenshot(self, path: Path) -> None:
        """Save what the display shows now; the suffix names the format."""
        if not self.image().save(str(path)):
            raise OSError(f"cannot write {path}")


@contextmanager
def desktop(size: str = "1280x800", window_manager: str | None = "openbox") -> Iterator[Desktop]:
    """A fresh display of this size, white where bare, ready for windows; everything on it ends with the block."""
    with tempfile.TemporaryDirectory() as folder, _xvfb(size, Path(folder)) as number:
        env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        display = Desktop(env, Path(folder) / "Xvfb_screen0")
        if window_manager is None:
            yield display
            return
        manager = subprocess.Popen([window_manager], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: display.run("xdotool", "get_num_desktops", check=False), f"{window_manager} is there")
            yield display
        finally:
            _end(manager)


@contextmanager
def _xvfb(size: str, folder: Path) -> Iterator[str]:
    """Xvfb on the first free display (it says which)."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *_OPTIONS, "-fbdir", str(folder), "-screen", "0", f"{size}x24"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with open(reading, encoding="ascii") as said:
            number = said.readline().strip()
        if not number:
            raise AssertionError("Xvfb found no free display")
        yield number
    finally:
        _end(server)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
