"""What a piece of work costs: Python's own memory inside this process, or a whole program's."""

import os
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024


def peak_of(act: Callable[[], object]) -> int:
    """The most bytes that Python held at once beyond what it held before."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@dataclass(frozen=True)
class Cost:
    """How a program ended: exit code, both outputs together, seconds, and the most memory it had, in bytes."""

    code: int
    said: str
    seconds: float
    peak: int


CAN_MEASURE = Path("/proc/self/status").exists()
"""Whether a program's own memory can be told from what the program that started it had before."""

_MEASURED = """
import atexit, pathlib, runpy, sys
report = pathlib.Path(sys.argv.pop(1))
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: report.write_text(status.read_text()))
runpy.run_module("kaochang", run_name="__main__", alter_sys=True)
"""


def program(*arguments: object) -> Cost:
    """Runs `kaochang ARGUMENTS` as a program of its own and measures it."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "status"
        command = [sys.executable, "-c", _MEASURED, str(report), *map(str, arguments)]
        began = time.perf_counter()
        ran = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(ROOT / "desktop")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        seconds = time.perf_counter() - began
        (peak,) = re.findall(r"^VmHWM:\s+(\d+) kB$", report.read_text(encoding="utf-8"), re.MULTILINE)
    return Cost(ran.returncode, ran.stdout, seconds, int(peak) * 1024)
