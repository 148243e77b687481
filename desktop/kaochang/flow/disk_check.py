"""Whether this PC's disk forgets at a reboot: what is known before an attempt begins, and the check that finds it out.

The markers of PCs lie on a stick, or in a second place, beside what is collected.
"""

from pathlib import Path

from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow import sticks
from kaochang.flow.desk import Desk
from kaochang.machine import disk_memory, mounts
from kaochang.machine.disk_memory import Disk, Finding, Verdict

_NOTES = "disks"
_SCOPE = "disk-memory"
"""What a PC's mark is made for here, instead of a session: a disk is the same in all of them."""


def _disk(desk: Desk, stick: Path | None) -> Disk:
    notes = None if stick is None else stick / sticks.STICK_FOLDER / _NOTES
    return Disk(desk.folder, desk.pc(_SCOPE), desk.disk(desk.folder), notes)


def check(desk: Desk, stick: Path | None) -> Finding:
    """Reads the markers of this PC's disk, says what they tell, and writes new ones for after the next reboot.

    With a stick, refused as `sticks.carried` does. Without one nobody can find out that this disk forgets.
    """
    if stick is None:
        return _disk(desk, None).check(desk.clock, desk.random)
    with sticks.carried(stick, desk.random):
        return _disk(desk, stick).check(desk.clock, desk.random)


def known(desk: Desk) -> Finding:
    """What is known of this PC's disk: by itself, by its second place and by sticks that are in; nothing is written.

    One place that tells that it forgets is enough. A place that is not there, or cannot be read, tells nothing.
    """
    places = [place for place in (desk.second, *desk.sticks) if place is not None]
    found = [_told(_disk(desk, place)) for place in (None, *places)]
    return next((each for each in found if each.verdict is Verdict.FORGETS), found[0])


def _told(disk: Disk) -> Finding:
    try:
        return disk.verdict()
    except Refusal:
        return Finding(Verdict.UNKNOWN)


def check_apart(desk: Desk) -> None:
    """Refuses (POLICY) where no copy would be left if this PC's disk died; MISSING for a place that is not there."""
    if desk.second is None:
        raise Refusal(Outcome.POLICY, "second-place.needed")
    mounts.check_there(desk.second)
    if mounts.on_one_disk(desk.folder, desk.second):
        raise Refusal(Outcome.POLICY, "second-place.same-disk", str(desk.second))


def check_start(desk: Desk, kind: Kind) -> None:
    """Refuses (POLICY) a live attempt on a disk that forgets, where its journal has no second place that does not.

    MISSING, as any stick, where the second place is not there.
    """
    if kind is not Kind.LIVE or known(desk).verdict is not Verdict.FORGETS:
        return
    if desk.second is None:
        raise Refusal(Outcome.POLICY, "disk.forgets")
    mounts.check_there(desk.second)
    # What restores a PC restores its own disks: of a stick in it that tells nothing.
    if disk_memory.volatile(desk.second) or mounts.on_one_disk(desk.folder, desk.second):
        raise Refusal(Outcome.POLICY, "second-place.forgets", str(desk.second))
