"""The PC's clocks. Elapsed time counts suspend, so that closing a lid never stops an exam's clock."""

import time
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class SystemClock:
    """The real clock. `boot` changes with every start of the machine, and with it the meaning of `elapsed`."""

    def wall(self) -> int:
        """UTC, ms since 1970; what people see, and what a user may set wrong."""
        return time.time_ns() // 1_000_000

    def elapsed(self) -> int:
        """Ms since boot including suspend where the system offers that, else the monotonic clock."""
        boottime = getattr(time, "CLOCK_BOOTTIME", None)
        nanoseconds = time.monotonic_ns() if boottime is None else time.clock_gettime_ns(boottime)
        return nanoseconds // 1_000_000

    def boot(self) -> str:
        """The kernel's boot id; elsewhere the boot time, to ten seconds."""
        if _BOOT_ID.exists():
            return _BOOT_ID.read_text("ascii").strip()
        return str((self.wall() - self.elapsed()) // 10_000)
