"""What a pulled-out stick leaves behind is known as such by whoever has seen the stick."""

from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import mounts
from kaochang.machine.sticks_there import SticksThere
from support.refusals import refuses

HOME, STICK, FOLDER = Path("/pc"), Path("/media/stick"), Path("/folder")


@pytest.fixture
def apart(monkeypatch):
    """The folders that lie on another file system than the PC's own now."""
    found = {STICK}
    monkeypatch.setattr(mounts, "on_one_disk", lambda _, path: path not in found)
    return found


def test_a_folder_that_was_a_stick_and_lies_on_the_pc_s_own_disk_now_is_refused(apart):
    there = SticksThere()
    there.look(HOME, (STICK, FOLDER))
    there.check(HOME, STICK)
    apart.clear()
    with refuses(Outcome.MISSING, "stick.not-there"):
        there.check(HOME, STICK)
    there.check(HOME, FOLDER)
    assert list(there.without_gone(HOME, (STICK, FOLDER))) == [FOLDER]


def test_a_folder_that_never_was_a_stick_is_as_good_as_any(apart):
    apart.clear()
    there = SticksThere()
    there.look(HOME, (STICK,))
    there.check(HOME, STICK)


def test_what_cannot_be_looked_at_now_is_looked_at_later(apart, monkeypatch):
    def hangs(*_):
        raise Refusal(Outcome.IO, "io.failed", str(STICK))

    there = SticksThere()
    with monkeypatch.context() as patch:
        patch.setattr(mounts, "on_one_disk", hangs)
        there.look(HOME, (STICK,))
    there.look(HOME, (STICK,))
    apart.clear()
    assert list(there.without_gone(HOME, (STICK,))) == []
