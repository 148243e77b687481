"""What tests of several rooms of the house share."""

import subprocess

import pytest
from kaochang.domain.assessments import Level
from kaochang.flow import unlock
from kaochang.flow.desk import Desk
from support import quick_day
from support.clocks import ManualClock
from support.exams import OPENS
from support.sealed import make_day
from support.seeded import seeded


@pytest.fixture(scope="module")
def cheap_guesses():
    """For tests of many secrets: next to no time for each."""
    with quick_day.cheap_guesses():
        yield


@pytest.fixture
def small_disk(tmp_path):
    """A real disk of one megabyte: a tmpfs, which only root may mount."""
    folder = tmp_path / "small-disk"
    folder.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
    if mount.returncode != 0:
        pytest.skip("no right to mount a small disk here; the same errors are injected in other tests")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="session")
def day(tmp_path_factory):
    """A session with all its files, made once: typed secrets cost time even at the least cost."""
    return make_day(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="session")
def other_day(tmp_path_factory):
    """Another session, with the same rooms, tickets and exam, and none of the same keys."""
    return make_day(tmp_path_factory.mktemp("other-day"), "s-2025-11", chance=2)


@pytest.fixture(scope="session")
def certified_day(tmp_path_factory):
    """A certified session with room key files, of whose three openers two must be there."""
    folder = tmp_path_factory.mktemp("certified-day")
    return make_day(folder, "s-2025-12", chance=3, level=Level.CERTIFIED, quorum=2, room_files=True)


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
