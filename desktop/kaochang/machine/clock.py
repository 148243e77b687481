"""The PC's clocks. Elapsed time counts suspend on every system, so that closing a lid never stops an exam's clock.

Linux: CLOCK_BOOTTIME, "including suspend" (clock_gettime(2)). Windows: GetTickCount64, which "includes time the system
spends in sleep or hibernation"; Python's own monotonic clock does not. macOS: CLOCK_MONOTONIC_RAW, which goes on in
sleep; Python's own is mach_absolute_time, which does not (docs/decisions/0005).

Beside it stands one that does not count suspend: CLOCK_MONOTONIC on Linux, QueryUnbiasedInterruptTime on Windows,
CLOCK_UPTIME_RAW on macOS. Where a system has none, the program is told that it was never awake: what it did not see
then counts as sleep, which gives no time back.
"""

import ctypes
import sys
import time
from collections.abc import Callable
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def _of_system(name: str) -> Callable[[], int]:
    """A reading (ns) of the system's clock of this name."""
    number = getattr(time, name)
    return lambda: time.clock_gettime_ns(number)


def _ticks() -> Callable[[], int]:
    """A reading (ns) of Windows' milliseconds since its start."""
    count = ctypes.CDLL("kernel32").GetTickCount64
    count.restype = ctypes.c_uint64
    return lambda: int(count()) * 1_000_000


def counting_suspend(platform: str = sys.platform) -> Callable[[], int]:
    """The clock (ns, arbitrary start) that goes on while this system sleeps; else its monotonic one."""
    if platform == "win32":
        return _ticks()
    name = "CLOCK_MONOTONIC_RAW" if platform == "darwin" else "CLOCK_BOOTTIME"
    return _of_system(name) if hasattr(time, name) else time.monotonic_ns


def _unbiased() -> Callable[[], int]:
    """A reading (ns) of Windows' time awake since its start, which comes in units of 100 ns."""
    query = ctypes.CDLL("kernel32").QueryUnbiasedInterruptTime

    def read() -> int:
        units = ctypes.c_uint64()
        query(ctypes.byref(units))
        return units.value * 100

    return read


def standing_in_suspend(platform: str = sys.platform) -> Callable[[], int]:
    """The clock (ns, arbitrary start) that stands while this system sleeps; one that never goes where it has none."""
    if platform == "win32":
        return _unbiased()
    name = "CLOCK_UPTIME_RAW" if platform == "darwin" else "CLOCK_MONOTONIC"
    return _of_system(name) if hasattr(time, name) else lambda: 0


class SystemClock:
    """The real clock. A machine's start changes `boot` or, where starts have no name, sets `elapsed` back."""

    def __init__(self, platform: str = sys.platform) -> None:
        self._elapsed = counting_suspend(platform)
        self._awake = standing_in_suspend(platform)
        self._boot = _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else ""  # no program outlives its boot

    def wall(self) -> int:
        """UTC, ms since 1970; what people see, and what a user may set wrong."""
        return time.time_ns() // 1_000_000

    def elapsed(self) -> int:
        """Ms since some moment of this start of the machine, including suspend."""
        return self._elapsed() // 1_000_000

    def awake(self) -> int:
        """Ms since some moment of this start of the machine, without suspend."""
        return self._awake() // 1_000_000

    def boot(self) -> str:
        """The kernel's boot id; elsewhere "": a name made from the wall clock would change whenever that is set."""
        return self._boot
