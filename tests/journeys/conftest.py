"""Days that several journeys start from; each journey works on copies or in folders of its own."""

import shutil

import pytest
from support.exam_day import CertifiedDay, ExamDay, login
from support.small_paper import GOOD, KEY, PAPER, POOR


def small_paper_sealed(folder):
    """The small paper, sealed for two rooms of two candidates; nobody has sat yet."""
    day = ExamDay(folder)
    day.read(PAPER + KEY)
    day.seal(day.assemble("--pass-mark", "18"))
    return day


@pytest.fixture(scope="session")
def sealed_day(tmp_path_factory):
    """A session that nobody has sat yet. Never written to."""
    return small_paper_sealed(tmp_path_factory.mktemp("sealed"))


@pytest.fixture(scope="session")
def second_day(tmp_path_factory):
    """Another one of the same paper and people. Never written to."""
    return small_paper_sealed(tmp_path_factory.mktemp("second"))


@pytest.fixture(scope="session")
def sealed_certified(tmp_path_factory):
    """The same in the certified level, with room key files and openers. Never written to."""
    day = CertifiedDay(tmp_path_factory.mktemp("sealed-certified"))
    day.read(PAPER + KEY)
    day.seal_certified(day.assemble())
    return day


@pytest.fixture(scope="session")
def collected(sealed_day, tmp_path_factory):
    """A stick per room: in room 1 both candidates handed in, in room 2 one did and the other was absent."""
    folder = tmp_path_factory.mktemp("collected")
    for number, room, responses in ((1, "R01", GOOD), (2, "R01", POOR), (3, "R02", GOOD)):
        ran = sealed_day.sit(room, sealed_day.script(login(number), responses), folder / f"pc{number}")
        assert ran.code == 0, ran
    for room, pcs, absent in (("R01", ("pc1", "pc2"), ()), ("R02", ("pc3",), ("--absent", "T0004"))):
        ran = sealed_day.collect(room, folder / room, *(folder / pc for pc in pcs), options=absent)
        assert ran.code == 0, ran
    return folder


@pytest.fixture
def sticks(collected, tmp_path):
    """The two sticks on their way to the centre, as copies that a journey may damage."""
    return [shutil.copytree(collected / room, tmp_path / "sticks" / room) for room in ("R01", "R02")]
