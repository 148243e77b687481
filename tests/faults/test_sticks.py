"""Sticks that fail while files are copied to them: full, read-only, pulled out, exchanged, slow, at any step of it.

The result on the PC and whatever a stick held before are whole afterwards, the stick is named with its reason, and no
manifest says of it what was not read back.
"""

import errno
import os
import shutil
import time
from contextlib import contextmanager

import pytest
from faults.disk import Synced
from faults.recorder import recording
from faults.scenarios import WholeAttempt
from kaochang.custody import manifests
from kaochang.domain.refusals import Refusal
from kaochang.flow import collect, hand_in
from kaochang.flow.collect import CollectOrder
from kaochang.sealing import frame
from support.clocks import ManualClock
from support.put_in import put_in


class Fault:
    """Happens to a stick before its n-th step, counting from 1; `is_over` once it did."""

    def __init__(self, at, happen):
        self.at, self.taken = at, 0
        self.happen, self.is_over = happen, False

    def __call__(self, operation):
        self.taken += 1
        if self.taken == self.at or (self.is_over and self.happen in LASTING):
            self.is_over = True
            self.happen(self.stick)


def _refuse(number):
    def refuse(stick):
        raise OSError(number, os.strerror(number))

    return refuse


full, read_only, failing = _refuse(errno.ENOSPC), _refuse(errno.EROFS), _refuse(errno.EIO)
LASTING = (full, read_only)


def pulled(stick):
    """The folder of a stick that is not in any more is gone, or empty: here it is gone."""
    if stick.exists():
        stick.rename(stick.with_name("pulled"))
    raise OSError(errno.EIO, "pulled out")


def left_empty(stick):
    """A stick that was pulled out leaves its empty folder behind, on the PC's own disk."""
    if not stick.with_name("pulled").exists():
        stick.rename(stick.with_name("pulled"))
        put_in(stick)


def exchanged(stick):
    """Another stick lies there, which was used before."""
    if not stick.with_name("pulled").exists():
        shutil.copytree(stick, stick.with_name("other"))
        (stick.with_name("other") / "kaochang" / "stick-id.txt").write_text("the-other-stick\n")
        stick.rename(stick.with_name("pulled"))
        stick.with_name("other").rename(stick)


FAULTS = {
    "full": (full, {"io.disk-full"}),
    "read-only": (read_only, {"io.read-only"}),
    "an error": (failing, {"io.failed"}),
    "pulled out": (pulled, {"stick.gone"}),
    "pulled out, its folder left": (left_empty, {"stick.exchanged"}),
    "exchanged": (exchanged, {"stick.exchanged"}),
}
each_fault = pytest.mark.parametrize(("happen", "keys"), FAULTS.values(), ids=FAULTS)


@contextmanager
def faulty(stick, fault):
    fault.stick = stick
    with recording(stick, fault) as recorder:
        yield recorder


@pytest.fixture
def attempt(unlocked, tmp_path):
    """An attempt that was handed in, of which no stick has a copy."""
    scenario = WholeAttempt(unlocked)
    scenario.run(tmp_path / "first", lambda _: None)
    desk = scenario.desk(tmp_path / "first", scenario.clock())
    return lambda stick, missed: hand_in.copy_again(
        desk, unlocked.room, scenario.ticket, [stick], lambda path, why: missed.append((path, why.key))
    )


def whole(attempt, tmp_path):
    """What a copy holds, by the names of its files."""
    attempt(put_in(tmp_path / "whole"), [])
    return {path.read_bytes() for path in (tmp_path / "whole").rglob("*.kc[rj]")}


@each_fault
def test_a_result_that_is_copied_while_its_stick_fails_is_whole_or_missed_by_name(attempt, tmp_path, happen, keys):
    genuine, seen, at = whole(attempt, tmp_path), set(), 0
    assert len(genuine) == 2
    while True:
        at += 1
        stick, fault, missed = put_in(tmp_path / str(at) / "stick"), Fault(at, happen), []
        with faulty(stick, fault):
            receipt = attempt(stick, missed)
        if not fault.is_over:
            break
        for path in stick.parent.rglob("[!.]*.kc[rj]"):
            assert path.read_bytes() in genuine, f"step {at}"
        if receipt.copies:
            assert {path.read_bytes() for path in stick.rglob("*.kc[rj]")} == genuine, f"step {at}"
        assert receipt.copies == (not missed)
        seen |= {key for _, key in missed}
        assert {path for path, _ in missed} <= {stick}
        again = []
        if stick.exists():
            assert (attempt(stick, again).copies, again) == (1, [])
    assert at > 10
    assert seen >= keys, seen


def collected(room, sources, stick, memory):
    order = CollectOrder([sources], stick, memory=memory)
    return collect.collect(room.kit, order, ManualClock())


@pytest.fixture
def sources(room, tmp_path):
    """The PCs of the room."""
    for name, data in room.found.items():
        path = tmp_path / "pcs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "pcs"


def held_by(folder):
    """Every (stick, result) that a manifest below a folder tells of."""
    for path in folder.rglob("[!.]*.kcm"):
        for entry in manifests.read_manifest(frame.unpack(path.read_bytes()), None).entries:
            for stick in entry.held:
                yield stick.id, entry.result.sha256


@each_fault
def test_a_room_that_is_collected_while_its_stick_fails_is_named_by_no_manifest_that_lies(
    room, sources, tmp_path, happen, keys
):
    genuine, seen, at = set(room.found.values()), set(), 0
    while True:
        at += 2
        place = tmp_path / str(at)
        stick, fault = put_in(place / "stick"), Fault(at, happen)
        try:
            with faulty(stick, fault):
                collected(room, sources, stick, place / "memory")
        except Refusal as refusal:
            seen.add(refusal.key)
        if not fault.is_over:
            break
        for path in place.rglob("[!.]*.kc[rj]"):
            assert path.read_bytes() in genuine, f"step {at}"
        marked = {path.parents[1]: path.read_text().strip() for path in place.rglob("stick-id.txt")}
        for told, _ in held_by(place):
            on_it = [folder for folder, text in marked.items() if text == told]
            assert on_it, f"step {at}: a manifest tells of a stick that is nowhere"
            assert any({path.read_bytes() for path in folder.rglob("*.kcr")} <= genuine for folder in on_it)
            assert any(len(list(folder.rglob("[!.]*.kcr"))) == 2 for folder in on_it), f"step {at}"
        again = collected(room, sources, put_in(stick), place / "memory")
        assert ([entry.result is not None for entry in again.entries], again.problems) == ([True, True], ())
    assert at > 20
    assert seen & keys, seen


def test_a_slow_stick_is_waited_for_and_no_copy_is_counted_before_it_is_synced(attempt, tmp_path):
    stick, slow = put_in(tmp_path / "slow"), []

    def sync(operation):
        if isinstance(operation, Synced):
            slow.append(operation)
            time.sleep(0.02)  # the stick, not a wait for anything

    with recording(stick, sync):
        began = time.monotonic()
        receipt = attempt(stick, [])
        took = time.monotonic() - began
    assert (receipt.copies, len(slow)) == (1, 3)  # the marker, the result, the log
    assert took >= 0.02 * len(slow)


def test_a_stick_with_no_room_for_the_marker_takes_nothing_and_says_so(attempt, small_disk):
    free = os.statvfs(small_disk)
    (small_disk / "other").write_bytes(bytes(free.f_bavail * free.f_bsize))
    missed = []
    assert attempt(small_disk, missed).copies == 0
    assert missed == [(small_disk, "io.disk-full")]
    (small_disk / "other").unlink()
    assert attempt(small_disk, missed).copies == 1
