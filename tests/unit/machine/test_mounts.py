"""A folder is told by the file system below it: before something is copied there, and afterwards."""

import os
import shutil
import subprocess

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine import mounts
from kaochang.machine.mounts import Mount, Told
from msgspec.structs import replace
from support.refusals import refuses

LINES = """22 27 0:21 / /proc rw,relatime - proc proc rw
36 27 8:17 / /media/stick rw,nosuid shared:29 - exfat /dev/sdb1 rw,fmask=0022
37 27 0:40 / /mnt/share rw - cifs //server/exams rw,vers=3.0
38 27 0:41 / /mnt/nfs rw - nfs4 host:/exams rw
39 1 0:42 / / rw - overlay over\\040lay rw,lowerdir=/ro,upperdir=/run/upper\\040layer,workdir=/run/work
"""


@pytest.fixture
def told(tmp_path):
    """A Linux whose tables and devices a test writes itself."""
    proc, uuids = tmp_path / "proc", tmp_path / "by-uuid"
    proc.mkdir()
    uuids.mkdir()
    (proc / "mountinfo").write_text(LINES)
    return Told("linux", proc, uuids)


def described(number, told):
    return Mount(1, 2, number, *mounts._described(number, told))


def test_what_a_mount_is_stands_in_the_table_of_mounts(told):
    stick = described(36, told)
    assert (stick.kind, stick.source, stick.option("fmask"), stick.option("none")) == ("exfat", "/dev/sdb1", "0022", "")
    over = described(39, told)
    assert (over.source, over.option("upperdir")) == ("over lay", "/run/upper layer")


@pytest.mark.parametrize("table", ["", "36\n", "36 27 - \n", "36 27 8:17 / /x rw\n"], ids=repr)
def test_a_table_that_says_nothing_tells_nothing(told, table):
    (told.proc / "mountinfo").write_text(table)
    assert described(36, told) == Mount(1, 2, 36)
    (told.proc / "mountinfo").unlink()
    assert described(36, told) == Mount(1, 2, 36)


def test_a_folder_of_this_pc_is_told_the_same_each_time_and_another_one_is_not(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert mounts.mount_of(one) == mounts.mount_of(one) != mounts.mount_of(two)
    assert mounts.mount_of(one).device == os.stat(tmp_path).st_dev


def test_a_folder_that_was_taken_away_is_gone_and_a_new_one_in_its_place_is_another(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    with mounts.held(folder) as before:
        mounts.check_same(folder, before)
        folder.rename(tmp_path / "elsewhere")
        with refuses(Outcome.MISSING, "stick.gone"):
            mounts.check_same(folder, before)
        folder.mkdir()
        with refuses(Outcome.CONFLICT, "stick.exchanged"):
            mounts.check_same(folder, before)


@pytest.mark.parametrize(
    "change", [{"device": 9}, {"folder": 9}, {"number": 9}, {"kind": "vfat"}, {"source": "/dev/sdc1"}], ids=str
)
def test_each_thing_that_is_told_tells_another_stick(tmp_path, monkeypatch, change):
    before = Mount(1, 2, 3, "exfat", "/dev/sdb1")
    monkeypatch.setattr(mounts, "_told_of", lambda *_: replace(before, **change))
    with refuses(Outcome.CONFLICT, "stick.exchanged"):
        mounts.check_same(tmp_path, before)


def test_without_tables_a_folder_is_told_by_its_file_system_and_by_itself(tmp_path):
    mount = mounts.mount_of(tmp_path, Told("darwin", tmp_path / "none", tmp_path / "none"))
    found = os.stat(tmp_path)
    assert mount == Mount(found.st_dev, found.st_ino)


def test_a_stick_that_is_not_in_is_refused_and_not_made(tmp_path):
    with refuses(Outcome.MISSING, "stick.not-there"):
        mounts.check_there(tmp_path / "stick")
    assert not (tmp_path / "stick").exists()
    (tmp_path / "file").write_bytes(b"")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        mounts.check_there(tmp_path / "file")
    mounts.check_there(tmp_path)


def test_a_stick_that_answers_nothing_any_more_is_not_there(tmp_path, monkeypatch):
    def broken(*_):
        raise OSError(107, "not connected")

    monkeypatch.setattr(mounts.os, "open", broken)
    with refuses(Outcome.MISSING, "stick.not-there"), mounts.held(tmp_path):
        pass


def test_a_stick_that_nobody_here_may_open_is_called_that(tmp_path, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(mounts.os, "open", forbidden)
    with refuses(Outcome.IO, "io.no-permission"), mounts.held(tmp_path):
        pass


def volume(told, number=0, device=1):
    return mounts.volume_of(Mount(device, 2, number, *mounts._described(number, told)), told)


def test_a_medium_has_one_name_at_every_pc_that_tells_its_uuid(told, tmp_path, monkeypatch):
    device = tmp_path / "sdb1"
    device.write_bytes(b"")
    (told.uuids / "1234-ABCD").symlink_to(device)
    (told.proc / "mountinfo").write_text(LINES.replace("/dev/sdb1", str(device)))
    named = volume(told, 36)
    assert named == volume(told, 36, device=77) != volume(told, 0, device=1)
    assert len(named) == 16
    (told.uuids / "1234-ABCD").rename(told.uuids / "9999-9999")
    assert volume(told, 36) != named


def test_two_folders_of_a_share_are_one_medium_and_two_shares_are_two(told):
    assert volume(told, 37, device=5) == volume(told, 37, device=6)
    assert len({volume(told, 37), volume(told, 38), volume(told, 36)}) == 3


def test_where_nothing_else_is_told_the_device_has_the_name(told):
    assert volume(told, 0, device=5) == volume(told, 0, device=5) != volume(told, 0, device=6)
    shutil.rmtree(told.uuids)
    assert volume(told, 36, device=5) == volume(told, 0, device=5)
    windows = Told("win32", told.proc, told.uuids)
    assert volume(windows, 0, device=5) != volume(told, 0, device=5)


@pytest.fixture
def exchange(tmp_path):
    """Puts another file system in the place of a folder, as a stick that is exchanged does."""
    place = tmp_path / "stick"
    place.mkdir()

    def mounted():
        ran = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True, check=False)
        if ran.returncode != 0:
            pytest.skip("no right to mount a file system here; what tells two apart is tested by itself")

    yield place, mounted
    subprocess.run(["umount", "--lazy", "--all-targets", place], capture_output=True, check=False)


def test_a_real_file_system_that_is_mounted_over_or_taken_away_is_another_one(exchange):
    place, mounted = exchange
    with mounts.held(place) as own:
        mounted()
        with refuses(Outcome.CONFLICT, "stick.exchanged"):
            mounts.check_same(place, own)
        with mounts.held(place) as stick:
            assert (stick.kind, stick.device != own.device) == ("tmpfs", True)
            assert mounts.volume_of(stick) != mounts.volume_of(own)
            subprocess.run(["umount", "--lazy", place], check=True)
            mounted()
            with refuses(Outcome.CONFLICT, "stick.exchanged"):
                mounts.check_same(place, stick)


def test_a_stick_that_is_told_is_in_use_and_cannot_be_taken_away_by_the_way(exchange):
    place, mounted = exchange
    mounted()
    with mounts.held(place):
        assert subprocess.run(["umount", place], capture_output=True, check=False).returncode != 0
    assert subprocess.run(["umount", place], capture_output=True, check=False).returncode == 0
