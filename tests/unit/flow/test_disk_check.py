"""A live attempt does not begin on a disk that forgets, unless its journal has a second place; and that is noted."""

import msgspec
import pytest
from kaochang.domain.assessments import Kind
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome
from kaochang.flow import disk_check, sit
from kaochang.flow.attempt_files import Found, found_attempt
from kaochang.machine import disk_memory, mounts
from kaochang.machine.disk_memory import Finding, Verdict
from msgspec.structs import replace
from support.put_in import put_in
from support.refusals import refuses

FORGETS = Finding(Verdict.FORGETS)


def forgetful(desk, stick, reboots=1):
    """Writes the marker onto PC and stick, and takes it from the PC, as a frozen disk does over a reboot."""
    for _ in range(reboots):
        disk_check.check(desk, stick)
        desk.clock.reboot()
        (desk.folder / "disk-memory.json").unlink()
    assert disk_check.check(desk, stick).verdict is Verdict.FORGETS


@pytest.fixture
def stick(tmp_path):
    return put_in(tmp_path / "stick")


def noted(sitting):
    return [(note.what, note.detail) for note in sitting.notes]


def test_the_check_finds_a_disk_that_keeps_and_a_stick_that_says_that_one_forgets(desk, stick):
    assert disk_check.check(desk, stick).verdict is Verdict.NOT_REBOOTED
    desk.clock.reboot()
    assert disk_check.check(desk, stick).verdict is Verdict.KEEPS
    assert disk_check.known(desk).verdict is Verdict.KEEPS
    forgetful(desk, stick)
    assert disk_check.known(desk).verdict is Verdict.UNKNOWN
    assert disk_check.known(replace(desk, second=stick)) == FORGETS
    assert disk_check.known(replace(desk, sticks=(stick.parent / "none", stick))) == FORGETS


def test_the_check_makes_no_stick_and_marks_the_one_that_is_in(desk, stick):
    with refuses(Outcome.MISSING, "stick.not-there"):
        disk_check.check(desk, stick / "none")
    assert not desk.folder.exists()
    disk_check.check(desk, stick)
    assert sorted(path.name for path in (stick / "kaochang").iterdir()) == ["disks", "stick-id.txt"]


def test_a_place_that_cannot_be_read_tells_nothing(desk, stick):
    put_in(stick / "kaochang" / "disks" / f"{desk.pc('disk-memory')}.json")
    assert disk_check.known(replace(desk, second=stick)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("how", ["seen", "told by a stick that is in"])
def test_a_live_attempt_on_a_disk_that_forgets_is_refused_before_anything_is_written(
    desk, unlocked, ticket, stick, how
):
    if how == "seen":
        desk = replace(desk, disk=lambda folder: "tmpfs")
    else:
        forgetful(desk, stick)
        desk = replace(desk, sticks=(stick,))
    with refuses(Outcome.POLICY, "disk.forgets"):
        sit.begin(desk, unlocked, ticket, "01")
    assert found_attempt(desk, unlocked.room, ticket) is Found.NONE


def in_memory(desk):
    """A PC whose data lie in memory, and nothing else does."""
    return replace(desk, disk=lambda folder: "tmpfs" if folder == desk.folder else "")


def test_a_restore_driver_says_nothing_of_a_stick(desk, stick, monkeypatch):
    """Windows names the driver, and not what it restores."""
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    disk_check.check_start(replace(desk, disk=lambda folder: "DeepFrz", second=stick), Kind.LIVE)


def test_with_a_second_place_it_begins_and_the_journal_notes_once_what_the_disk_does(
    desk, unlocked, ticket, stick, monkeypatch
):
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    desk = replace(in_memory(desk), second=stick)
    sitting = sit.begin(desk, unlocked, ticket, "01")
    assert noted(sitting) == [(Happening.DISK_FORGETS, "tmpfs")]
    sitting.shut()
    again = sit.begin(desk, unlocked, ticket, "01")
    assert (noted(again), again.forgets) == ([(Happening.DISK_FORGETS, "tmpfs")], True)
    again.shut()


def test_on_a_disk_that_keeps_or_of_which_nothing_is_known_nothing_is_noted(desk, unlocked, ticket):
    sitting = sit.begin(desk, unlocked, ticket, "01")
    assert (noted(sitting), sitting.forgets) == ([], False)
    sitting.shut()


def test_an_attempt_that_began_before_goes_on_and_says_so(desk, unlocked, ticket):
    sit.begin(desk, unlocked, ticket, "01").shut()
    sitting = sit.begin(replace(desk, disk=lambda folder: "tmpfs"), unlocked, ticket, "01")
    assert sitting.forgets
    sitting.shut()


@pytest.mark.parametrize("kind", [Kind.REHEARSAL, Kind.PRACTICE])
def test_a_rehearsal_begins_all_the_same(desk, kind):
    disk_check.check_start(in_memory(desk), kind)
    disk_check.check_start(desk, Kind.LIVE)
    with refuses(Outcome.POLICY, "disk.forgets"):
        disk_check.check_start(in_memory(desk), Kind.LIVE)


def test_a_second_place_that_would_be_forgotten_with_the_disk_is_none(desk, stick, monkeypatch):
    there = replace(in_memory(desk), second=stick)
    with refuses(Outcome.POLICY, "second-place.forgets"):
        disk_check.check_start(there, Kind.LIVE)
    monkeypatch.setattr(mounts, "on_one_disk", lambda *_: False)
    disk_check.check_start(there, Kind.LIVE)
    with monkeypatch.context() as patch, refuses(Outcome.POLICY, "second-place.forgets"):
        patch.setattr(disk_memory, "volatile", lambda folder: "tmpfs")
        disk_check.check_start(there, Kind.LIVE)
    with refuses(Outcome.MISSING, "stick.not-there"):
        disk_check.check_start(replace(there, second=stick / "none"), Kind.LIVE)


def test_it_is_the_kind_of_the_session_that_is_asked_about(desk, unlocked, ticket):
    """Of a session that is a rehearsal, sealed as one."""
    sealed = unlocked.room.sealed
    session = msgspec.structs.replace(sealed.header.session, kind=Kind.REHEARSAL)
    header = msgspec.structs.replace(sealed.header, session=session)
    rehearsal = replace(unlocked, room=replace(unlocked.room, sealed=replace(sealed, header=header)))
    sitting = sit.begin(replace(desk, disk=lambda folder: "tmpfs"), rehearsal, ticket, "01")
    assert sitting.forgets
    sitting.shut()
