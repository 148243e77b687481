"""The PC's clocks. Elapsed time counts suspend, so that closing a lid never stops an exam's clock."""

import time
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The real clock. A machine's start changes `boot` or, where starts have no name, sets `elapsed` back."""

    def wall(self) -> int:
        """UTC, ms since 1970; what people see, and what a user may set wrong."""
        return time.time_ns() // 1_000_000

    def elapsed(self) -> int:
        """Ms since boot including suspend where the system offers that, else the monotonic clock."""
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        nanoseconds = time.monotonic_ns() if boottime is None else time.clock_gettime_ns(boottime)
        return nanoseconds // 1_000_000

    def boot(self) -> str:
        """The kernel's boot id; elsewhere "": a name made from the wall clock would change whenever that is set."""
        return _BOOT_ID.read_text("ascii").strip() if _BOOT_ID.exists() else ""
