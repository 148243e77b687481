"""The PC's clocks: plausible, in milliseconds, and comparable within one boot."""

import ctypes
import time
import types
from datetime import UTC, datetime

import pytest
from kaochang.machine import clock
from kaochang.machine.clock import SystemClock, counting_suspend, standing_in_suspend


def test_wall_time_is_utc_in_milliseconds():
    assert abs(SystemClock().wall() - datetime.now(UTC).timestamp() * 1000) < 5_000


def test_elapsed_time_never_goes_back_and_is_in_milliseconds():
    system = SystemClock()
    readings = [system.elapsed() for _ in range(1_000)]
    assert readings == sorted(readings)
    assert abs(readings[-1] - time.clock_gettime(time.CLOCK_BOOTTIME) * 1000) < 5_000


def test_without_a_clock_that_counts_suspend_the_monotonic_one_is_used(monkeypatch):
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    assert counting_suspend("linux") is time.monotonic_ns
    assert abs(SystemClock().elapsed() - time.monotonic() * 1000) < 5_000


def test_on_macos_the_clock_is_the_raw_one_that_goes_on_in_sleep(monkeypatch):
    monkeypatch.setattr(time, "CLOCK_MONOTONIC_RAW", 77)
    monkeypatch.setattr(time, "clock_gettime_ns", {77: 9_000_000}.__getitem__)
    assert SystemClock("darwin").elapsed() == 9


def test_on_windows_the_clock_is_its_count_of_milliseconds_since_the_start(monkeypatch):
    class Count:
        restype = None

        def __call__(self):
            assert self.restype is ctypes.c_uint64, "the default would cut the count off after 24 days"
            return 50 * 24 * 3_600_000

    count = Count()
    libraries = {"kernel32": types.SimpleNamespace(GetTickCount64=count)}
    monkeypatch.setattr(ctypes, "CDLL", libraries.__getitem__)
    assert counting_suspend("win32")() == 50 * 24 * 3_600_000 * 1_000_000


def test_time_awake_is_in_milliseconds_and_stands_in_suspend():
    assert abs(SystemClock().awake() - time.clock_gettime(time.CLOCK_MONOTONIC) * 1000) < 5_000


def test_on_macos_time_awake_is_its_uptime(monkeypatch):
    monkeypatch.setattr(time, "CLOCK_UPTIME_RAW", 78, raising=False)
    monkeypatch.setattr(time, "clock_gettime_ns", {78: 9_000_000}.__getitem__)
    assert standing_in_suspend("darwin")() == 9_000_000


def test_on_windows_time_awake_is_counted_in_units_of_100_ns(monkeypatch):
    def query(units):
        units._obj.value = 30_000
        return 1

    libraries = {"kernel32": types.SimpleNamespace(QueryUnbiasedInterruptTime=query)}
    monkeypatch.setattr(ctypes, "CDLL", libraries.__getitem__)
    assert standing_in_suspend("win32")() == 3_000_000


def test_a_system_without_such_a_clock_was_never_awake(monkeypatch):
    monkeypatch.delattr(time, "CLOCK_MONOTONIC")
    assert standing_in_suspend("linux")() == 0


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_two_readings_of_each_clock_that_is_here_differ_by_what_passed(platform):
    read = counting_suspend(platform)
    first = read()
    assert 0 <= read() - first < 5_000_000_000


def test_a_boot_has_one_name(tmp_path, monkeypatch):
    assert SystemClock().boot() == SystemClock().boot() != ""
    (tmp_path / "boot_id").write_text("a-b-c\n")
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "boot_id")
    assert SystemClock().boot() == "a-b-c"


def test_a_system_without_boot_ids_makes_none_up_from_a_clock_that_can_be_set(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "none")
    assert SystemClock().boot() == ""
