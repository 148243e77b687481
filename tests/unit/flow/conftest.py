"""A sealed session whose start code was given, and a PC to sit it at."""

import pytest
from kaochang.flow import unlock
from kaochang.flow.attempt_files import Desk
from support.clocks import ManualClock
from support.exams import OPENS
from support.seeded import seeded


@pytest.fixture(scope="session")
def room_file(day):
    """What the PCs of room R1 know before the start code."""
    return unlock.open_room(day.exam_path, day.office.site, "R1")


@pytest.fixture(scope="session")
def unlocked(day, room_file):
    """The same after the start code."""
    return unlock.unlock(room_file, day.code)


@pytest.fixture
def clock():
    """A minute after the session has opened."""
    return ManualClock(OPENS + 60_000)


@pytest.fixture
def desk(tmp_path, clock):
    """The PC."""
    return Desk(tmp_path / "pc", clock, seeded(77))


@pytest.fixture
def ticket(room_file):
    """The first candidate's ticket."""
    return room_file.tickets[0]
