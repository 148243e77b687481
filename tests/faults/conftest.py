"""A session whose start code was given: what is done at a PC while disks fail and programs die."""

import pytest
from faults.scenarios import Room
from journeys.conftest import sealed_day
from kaochang.flow import unlock
from unit.conftest import day, small_disk

__all__ = ["day", "sealed_day", "small_disk"]


@pytest.fixture(scope="session")
def unlocked(day):
    """Room R1 after the start code."""
    return unlock.unlock(unlock.open_room(day.exam_path, day.office.site, "R1"), day.code)


@pytest.fixture(scope="session")
def room(day, unlocked):
    """The same, with what its proctor has, and two results to collect."""
    found = {}
    for ticket in ("T1", "T2"):
        sat = day.sit(ticket)
        found |= {f"{ticket}/result.kcr": day.result_of(sat), f"{ticket}/attempt.kcj": sat.log}
    return Room(unlocked, day.proctor_kit, found)
