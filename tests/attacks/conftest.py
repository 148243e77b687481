"""The sessions that attacks start from, one file of each kind of them, and a scratch place for the exam reader."""

import pytest
from journeys.conftest import collected, sealed_day, sticks
from support.kinds import HOLDERS, KINDS, certified_day, kinds_of
from unit.conftest import day, other_day, small_disk

__all__ = ["collected", "day", "other_day", "sealed_day", "small_disk", "sticks"]


@pytest.fixture(scope="session")
def certified(tmp_path_factory):
    """The session in the certified level."""
    return certified_day(tmp_path_factory.mktemp("certified"))


@pytest.fixture(scope="session")
def kinds(day, certified, tmp_path_factory):
    """A genuine file of each kind, by name."""
    made = kinds_of(day, certified, tmp_path_factory.mktemp("kinds") / "scratch")
    assert (set(made), {name for name, kind in made.items() if kind.seal}) == (set(KINDS), set(HOLDERS))
    return made


@pytest.fixture(params=KINDS)
def kind(request, kinds):
    """Each kind of file in turn."""
    return kinds[request.param]


@pytest.fixture(params=HOLDERS)
def holder(request, kinds):
    """Each kind of file whose document its maker's keys can seal anew."""
    return kinds[request.param]
