"""A disk is believed to keep what is written only once it did over a reboot; that it forgets, the stick knows."""

import os
import shutil

import pytest
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.machine import disk_memory
from kaochang.machine.disk_memory import Disk, Finding, Verdict
from kaochang.machine.mounts import Told
from support.clocks import ManualClock
from support.put_in import put_in
from support.refusals import refuses
from support.seeded import seeded

FORGETS, KEEPS, NOT_REBOOTED, UNKNOWN = Verdict.FORGETS, Verdict.KEEPS, Verdict.NOT_REBOOTED, Verdict.UNKNOWN
HOUR = 3_600_000


class Pc:
    """A PC with a disk that may be frozen, and sticks beside it."""

    def __init__(self, folder, **clock):
        self.folder, self.clock = folder, ManualClock(**clock)
        self.seen = ""
        self.runs = 0

    def disk(self, stick=None):
        notes = None if stick is None else self.folder / stick
        return Disk(self.folder / "data", "pc-mark", self.seen, notes)

    def check(self, stick="stick"):
        self.runs += 1
        self.clock.go_on(60_000)
        return self.disk(stick).check(self.clock, seeded(self.runs)).verdict

    def known(self, stick=None):
        return self.disk(stick).verdict().verdict

    def freeze(self):
        """From now on this is what the disk has after each reboot."""
        put_in(self.folder / "data")
        shutil.copytree(self.folder / "data", self.folder / "image")

    def reboot(self, after=5 * 60_000):
        self.clock.reboot()
        self.clock.go_on(after)
        if (self.folder / "image").exists():
            shutil.rmtree(self.folder / "data")
            shutil.copytree(self.folder / "image", self.folder / "data")


@pytest.fixture
def pc(tmp_path):
    return Pc(tmp_path)


def test_nothing_is_known_before_anything_was_written(pc):
    assert (pc.known(), pc.known("stick")) == (UNKNOWN, UNKNOWN)
    assert list(pc.folder.iterdir()) == []


@pytest.mark.parametrize("stick", ["stick", None])
def test_a_disk_that_has_the_marker_after_a_reboot_keeps(pc, stick):
    assert [pc.check(stick), pc.check(stick)] == [NOT_REBOOTED, NOT_REBOOTED]
    assert pc.known() is UNKNOWN
    pc.reboot()
    assert [pc.check(stick), pc.known(), pc.known("stick"), pc.check(stick)] == [KEEPS, KEEPS, KEEPS, KEEPS]


@pytest.mark.parametrize("checked_before", [False, True])
def test_a_disk_that_has_lost_the_marker_after_a_reboot_forgets_and_the_stick_knows(pc, checked_before):
    if checked_before:
        pc.check()
        pc.reboot()
        assert pc.check() is KEEPS
    pc.freeze()
    pc.reboot()
    pc.check()
    pc.reboot()
    assert pc.check() is FORGETS
    pc.reboot()
    assert pc.known("stick") is FORGETS
    assert pc.known() is (KEEPS if checked_before else UNKNOWN)  # all that the frozen disk can say


def test_a_disk_that_forgot_and_was_mended_keeps_again(pc):
    pc.freeze()
    pc.check()
    pc.reboot()
    assert pc.check() is FORGETS
    shutil.rmtree(pc.folder / "image")
    pc.reboot()
    assert [pc.check(), pc.known("stick")] == [KEEPS, KEEPS]


def test_a_verdict_stands_until_the_next_reboot_says_otherwise(pc):
    pc.freeze()
    pc.check()
    pc.reboot()
    assert [pc.check(), pc.check(), pc.known("stick")] == [FORGETS, NOT_REBOOTED, FORGETS]


def test_checks_with_another_stick_or_none_in_between_mislead_nobody(pc):
    for stick in ("one", "two", None):
        assert pc.check(stick) is NOT_REBOOTED
    pc.reboot()
    assert [pc.check(stick) for stick in ("one", "two", None)] == [KEEPS, KEEPS, KEEPS]


def test_without_a_stick_an_old_marker_says_nothing_for_it_may_be_frozen(pc):
    pc.check(None)
    pc.clock.go_on(25 * HOUR)
    pc.reboot()
    assert pc.check(None) is NOT_REBOOTED
    pc.reboot()
    assert pc.check(None) is KEEPS


def test_a_marker_that_somebody_deleted_is_no_forgetful_disk(pc):
    pc.check()
    shutil.rmtree(pc.folder / "data")
    assert pc.check() is NOT_REBOOTED
    pc.reboot()
    assert pc.check() is KEEPS


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"{}", b'{"ids":1}', b"\xff"], ids=repr)
def test_a_marker_that_cannot_be_read_any_more_is_written_anew(pc, damage):
    pc.check()
    for path in (pc.folder / "data" / disk_memory.MARKER, pc.folder / "stick" / "pc-mark.json"):
        path.write_bytes(damage)
    assert pc.check() is NOT_REBOOTED
    pc.reboot()
    assert pc.check() is KEEPS


def test_a_stick_that_takes_no_marker_is_told(pc):
    (pc.folder / "stick").write_bytes(b"")
    with refuses(Outcome.NOT_A_FILE, "io.not-a-folder"):
        pc.check()


def test_a_marker_that_a_disk_does_not_give_back_is_no_lost_one(pc, monkeypatch):
    pc.check()
    pc.reboot()

    def broken(path, limit):
        raise Refusal(Outcome.IO, "io.failed", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(disk_memory, "read_back", broken)
        with refuses(Outcome.IO, "io.failed"):
            pc.check()
    assert pc.check() is KEEPS


def test_pcs_do_not_read_each_others_markers(pc):
    pc.freeze()
    pc.check()
    pc.reboot()
    assert pc.check() is FORGETS
    other = Disk(pc.folder / "other", "other-mark", "", pc.folder / "stick")
    assert other.verdict() == Finding(UNKNOWN)


class Unnamed(ManualClock):
    """A system that does not name its starts."""

    def boot(self):
        return ""


@pytest.mark.parametrize(("after", "verdict"), [(5 * 60_000, KEEPS), (10 * HOUR, KEEPS)])
def test_without_a_name_for_starts_the_moment_of_starting_tells_a_reboot(pc, after, verdict):
    pc.clock = Unnamed()
    pc.clock.go_on(HOUR)
    assert [pc.check(), pc.check()] == [NOT_REBOOTED, NOT_REBOOTED]
    pc.reboot(after)
    assert pc.check() is verdict


def test_what_can_be_seen_goes_before_a_marker(pc):
    pc.check()
    pc.reboot()
    assert pc.check() is KEEPS
    pc.seen = "tmpfs"
    assert (pc.disk().verdict(), pc.check()) == (Finding(FORGETS, "tmpfs"), FORGETS)


def test_a_file_system_in_memory_keeps_nothing_whatever_a_marker_says(pc):
    pc.seen = "tmpfs"
    pc.check()
    pc.reboot()
    assert [pc.check(), pc.known()] == [FORGETS, FORGETS]


def test_under_a_restore_driver_a_disk_keeps_only_if_a_marker_outlived_a_reboot_under_it(pc):
    pc.check()
    pc.reboot()
    assert pc.check() is KEEPS
    pc.seen = "DeepFrz"
    assert [pc.known(), pc.check()] == [FORGETS, FORGETS]
    pc.reboot()
    assert [pc.check(), pc.known()] == [KEEPS, KEEPS]
    pc.seen = "uwfvol"
    assert pc.known() is FORGETS


@pytest.mark.parametrize(
    ("drivers", "found"),
    [
        ({}, ""),
        ({"uwfvol": 0}, "uwfvol"),
        ({"uwfvol": 4, "DeepFrz": 3}, ""),
        ({"uwfvol": 3, "DeepFrz": 2}, "DeepFrz"),
        ({"SomethingElse": 0}, ""),
    ],
    ids=str,
)
def test_a_restore_driver_that_windows_loads_is_seen(drivers, found):
    assert disk_memory.restore_driver(drivers.get) == found


def test_each_system_is_asked_in_its_own_way(monkeypatch, tmp_path):
    monkeypatch.setattr(disk_memory, "restore_driver", lambda: "ewf")
    monkeypatch.setattr(disk_memory, "volatile", lambda folder: "tmpfs")
    assert [disk_memory.seen(tmp_path, each) for each in ("win32", "linux")] == ["ewf", "tmpfs"]


class Registry:
    """As much of Windows' registry as is read."""

    HKEY_LOCAL_MACHINE = "machine"

    def __init__(self, values):
        self._values = values

    def OpenKey(self, root, path):
        return _Key(self._values.get(path.rpartition("\\")[2]))

    @staticmethod
    def QueryValueEx(key, name):
        assert name == "Start"
        return key.value, 4


class _Key:
    def __init__(self, value):
        if value is None:
            raise FileNotFoundError
        self.value = value

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.mark.parametrize(("value", "found"), [(0, "ewf"), (4, ""), ("0", "ewf"), ("x", ""), (None, "")], ids=repr)
def test_windows_registry_is_only_read_and_what_it_says_is_checked(monkeypatch, value, found):
    registry = Registry({"ewf": value})
    monkeypatch.setattr(disk_memory, "import_module", lambda name: registry)
    assert disk_memory.restore_driver() == found


@pytest.fixture
def told(tmp_path, monkeypatch):
    """A Linux that says what a test says of every folder."""
    upper = put_in(tmp_path / "upper")
    said = {}

    def number(descriptor, _):
        return 2 if os.fstat(descriptor).st_ino == upper.stat().st_ino else 1

    monkeypatch.setattr(disk_memory.mounts, "_number_of", number)
    monkeypatch.setattr(disk_memory.mounts, "_described", lambda number, _: said.get(number, ("", "", ())))
    return said, upper, Told("linux", tmp_path, tmp_path)


@pytest.mark.parametrize(("kind", "found"), [("tmpfs", "tmpfs"), ("ramfs", "ramfs"), ("ext4", ""), ("exfat", "")])
def test_a_file_system_in_memory_is_seen(told, tmp_path, kind, found):
    said, _, here = told
    said[1] = (kind, "source", ())
    assert disk_memory.volatile(tmp_path, here) == found
    assert disk_memory.volatile(tmp_path / "not" / "made" / "yet", here) == found


@pytest.mark.parametrize(("kind", "found"), [("tmpfs", "overlay, tmpfs"), ("ext4", "")])
def test_an_overlay_forgets_what_its_upper_layer_forgets(told, tmp_path, kind, found):
    said, upper, here = told
    said[1] = ("overlay", "overlay", ("rw", f"upperdir={upper}", "lowerdir=/"))
    said[2] = (kind, "source", ())
    assert disk_memory.volatile(tmp_path, here) == found
    said[1] = ("overlay", "overlay", ("rw", f"upperdir={upper}/elsewhere"))
    assert disk_memory.volatile(tmp_path, here) == ""
