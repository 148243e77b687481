"""The same with real sticks: an exFAT one whose server is killed, ext4 ones that are full, read-only or exchanged.

What is not to be had on a machine is skipped, and said; `test_sticks.py` beside this needs nothing.
"""

import os
import subprocess

import pytest
from faults.places import file_system, stick
from faults.recorder import recording
from faults.scenarios import WholeAttempt
from faults.test_sticks import collected, held_by, sources
from kaochang.custody.envelope import digest
from kaochang.domain.refusals import Refusal
from kaochang.flow import hand_in

__all__ = ["sources"]

pytestmark = pytest.mark.heavy


class At:
    """Does something before the n-th step."""

    def __init__(self, at, act):
        self.at, self.act, self.taken = at, act, 0

    def __call__(self, operation):
        self.taken += 1
        if self.taken == self.at:
            self.act()


@pytest.fixture
def attempt(unlocked, tmp_path):
    """Copies an attempt that was handed in to a stick: (how many copies, why not)."""
    scenario = WholeAttempt(unlocked)
    scenario.run(tmp_path / "first", lambda _: None)
    desk = scenario.desk(tmp_path / "first", scenario.clock())

    def copied(place, before=None):
        missed = []
        with recording(place, before or At(0, None)):
            receipt = hand_in.copy_again(
                desk, unlocked.room, scenario.ticket, [place], lambda _, why: missed.append(why.key)
            )
        return receipt.copies, missed

    return copied


@pytest.mark.parametrize("at", [1, 3, 5, 7, 9, 11, 14, 17, 20])
def test_an_exfat_stick_pulled_out_while_a_result_is_copied_costs_that_copy_alone(attempt, tmp_path, at):
    folder = tmp_path / "a"
    folder.mkdir()
    with stick(folder) as carried:
        assert attempt(carried.place, At(at, carried.pull)) == (0, ["stick.gone"])
    folder = tmp_path / "b"
    folder.mkdir()
    with stick(folder) as carried:
        assert attempt(carried.place) == (1, [])


@pytest.mark.parametrize("at", [1, 6, 12, 18, 24])
def test_an_exfat_stick_pulled_out_while_a_room_is_collected_is_in_no_manifest(room, sources, tmp_path, at):
    memory = tmp_path / "memory"
    with stick(tmp_path) as carried:
        with pytest.raises(Refusal) as refused, recording(carried.place, At(at, carried.pull)):
            collected(room, sources, carried.place, memory)
        assert refused.value.key in {"stick.gone", "io.failed"}
    assert list(held_by(memory)) == []


def exchange(disk, other):
    """Another file system lies at the same place now."""
    subprocess.run(["umount", "--lazy", disk.place], check=True)
    subprocess.run(["mount", "-t", "ext4", "-o", "loop", other, disk.place], check=True)


@pytest.mark.parametrize("at", [2, 6, 10, 14])
def test_a_stick_exchanged_while_a_result_is_copied_has_no_copy_and_the_other_none_either(attempt, tmp_path, at):
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    with file_system("ext4", folders[0]) as one, file_system("ext4", folders[1]) as two:
        attempt(two.place)
        two.unmount()
        copies, missed = attempt(one.place, At(at, lambda: exchange(one, two.image)))
        assert (copies, missed) == (0, ["stick.exchanged"])
        one.unmount()
        assert one.mount()
        assert attempt(one.place) == (1, [])


def test_a_stick_taken_away_leaves_its_folder_on_the_pcs_own_disk_which_is_no_copy(attempt, tmp_path):
    with file_system("ext4", tmp_path) as disk:
        away = At(4, lambda: subprocess.run(["umount", "--lazy", disk.place], check=True))
        assert attempt(disk.place, away) == (0, ["stick.exchanged"])


def test_a_full_stick_is_said_to_be_full_and_takes_the_copy_once_there_is_room(attempt, tmp_path):
    with file_system("ext4", tmp_path) as disk:
        free = os.statvfs(disk.place)
        ballast = disk.place / "ballast"
        subprocess.run(["fallocate", "-l", str(free.f_bfree * free.f_bsize), ballast], capture_output=True, check=False)
        with ballast.open("ab") as stream:
            while True:
                try:
                    stream.write(bytes(1 << 20))
                    stream.flush()
                except OSError:
                    break
        assert attempt(disk.place) == (0, ["io.disk-full"])
        ballast.unlink()
        assert attempt(disk.place) == (1, [])


def test_a_read_only_stick_is_said_to_be_that(attempt, room, sources, tmp_path):
    with file_system("ext4", tmp_path) as disk:
        subprocess.run(["mount", "-o", "remount,ro", disk.place], check=True)
        assert attempt(disk.place) == (0, ["io.read-only"])
        with pytest.raises(Refusal) as refused:
            collected(room, sources, disk.place, tmp_path / "memory")
        assert refused.value.key == "io.read-only"
        assert list(held_by(tmp_path / "memory")) == []


def test_two_real_sticks_are_two_and_both_are_named_by_the_second_ones_manifest(room, sources, tmp_path):
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    with file_system("ext4", folders[0]) as one, file_system("ext4", folders[1]) as two:
        for each in (one, two, one):
            found = collected(room, sources, each.place, tmp_path / "memory")
        for entry in found.entries:
            first, second = entry.held
            assert first.is_other(second)
        names = {digest(data) for name, data in room.found.items() if name.endswith(".kcr")}
        assert {result for _, result in held_by(two.place)} == names
