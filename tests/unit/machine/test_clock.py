"""The PC's clocks: plausible, in milliseconds, and comparable within one boot."""

import time
from datetime import UTC, datetime

from kaochang.machine import clock
from kaochang.machine.clock import SystemClock


def test_wall_time_is_utc_in_milliseconds():
    assert abs(SystemClock().wall() - datetime.now(UTC).timestamp() * 1000) < 5_000


def test_elapsed_time_never_goes_back_and_is_in_milliseconds():
    system = SystemClock()
    readings = [system.elapsed() for _ in range(1_000)]
    assert readings == sorted(readings)
    assert abs(readings[-1] - time.clock_gettime(time.CLOCK_BOOTTIME) * 1000) < 5_000


def test_without_a_clock_that_counts_suspend_the_monotonic_one_is_used(monkeypatch):
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    assert abs(SystemClock().elapsed() - time.monotonic() * 1000) < 5_000


def test_a_boot_has_one_name(tmp_path, monkeypatch):
    assert SystemClock().boot() == SystemClock().boot() != ""
    (tmp_path / "boot_id").write_text("a-b-c\n")
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "boot_id")
    assert SystemClock().boot() == "a-b-c"


def test_a_system_without_boot_ids_makes_none_up_from_a_clock_that_can_be_set(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "none")
    assert SystemClock().boot() == ""
