"""Which mounted drives a person may mean by a stick."""

from pathlib import Path

import pytest
from kaochang.machine.stick_places import stick_places


def test_a_drive_is_told_by_its_name_and_its_free_room(tmp_path):
    (tmp_path / "KINGSTON").mkdir()
    [place] = stick_places([tmp_path / "KINGSTON"])
    assert (place.path, place.name, place.is_open) == (tmp_path / "KINGSTON", "KINGSTON", True)
    assert place.free > 0


def test_a_drive_that_was_pulled_out_meanwhile_is_none(tmp_path):
    assert stick_places([tmp_path / "gone"]) == ()


@pytest.mark.parametrize("root", ["/boot", "/dev/shm", "/proc", "/run/user/1000", "/snap/core/1", "/sys", "/var/lib"])
def test_what_the_system_keeps_for_itself_is_none(root):
    assert stick_places([Path(root)]) == ()


def test_a_name_that_steers_the_screen_is_escaped(tmp_path):
    (tmp_path / "a\u202eb").mkdir()
    [place] = stick_places([tmp_path / "a\u202eb"])
    assert "\u202e" not in place.name
