"""What lockdown reports: a guard holds one part of the PC while an attempt runs, then gives it back."""

import enum
from typing import Protocol

from kaochang.domain.values import Value


class GuardState(enum.StrEnum):
    """How well a guard holds what it guards."""

    HELD = "held"
    DEGRADED = "degraded"
    NOT_AVAILABLE = "not-available"
    BROKEN = "broken"


class GuardReport(Value, frozen=True):
    """What one guard says of itself. `reason` is a catalogue key, also for HELD: the sentence a proctor reads."""

    guard: str
    state: GuardState
    reason: str


class Guard(Protocol):
    """One engage/release pair."""

    @property
    def name(self) -> str:
        """Stable; `guard.NAME` is its label in the catalogue."""

    def engage(self) -> GuardReport:
        """Hold; report what could not be held rather than raise."""

    def release(self) -> None:
        """Give back whatever was taken; called once after `engage`, also where that failed halfway."""


class Happening(enum.StrEnum):
    """What guards, clocks, disks, wrong codes, errata and the input test tell the journal; each is a catalogue key.

    The detail is named beside it, empty where nothing stands.
    """

    FOCUS_LOST = "guard.note.focus-lost"
    FOCUS_BACK = "guard.note.focus-back"
    SCREEN_ADDED = "guard.note.screen-added"  # the screen's name
    SCREEN_REMOVED = "guard.note.screen-removed"  # the screen's name
    DEVICE_ADDED = "guard.note.device-added"  # the device's name, as the system has it
    DEVICE_REMOVED = "guard.note.device-removed"  # the same
    CLIPBOARD_EMPTIED = "guard.note.clipboard-emptied"
    GUARD_HELD = "guard.note.guard-held"  # the guard's name
    GUARD_DEGRADED = "guard.note.guard-degraded"  # the guard's name
    GUARD_BROKEN = "guard.note.guard-broken"  # the guard's name
    CLOCK_NOT_BELIEVED = "clock.not-believed"  # the gap it showed, in seconds
    ACT_CODE_WRONG = "act.wrong-code"
    ERRATUM_APPLIED = "erratum.applied"  # the number of the newest errata in force
    ERRATUM_REFUSED = "erratum.refused"  # the name of a file of errata that is of no use
    CLOCK_CHANGED = "clock.changed"  # by how many seconds the PC's date was set, forward or back
    SLEPT = "clock.slept"  # how many seconds the PC was asleep
    STALLED = "clock.stalled"  # for how many seconds the PC hung
    SECOND_PLACE_LOST = "journal.second-place-lost"
    SECOND_PLACE_BACK = "journal.second-place-back"
    SAVED_ANEW = "journal.saved-anew"  # the disk had failed, and everything was written again
    DISK_FORGETS = "disk.forgets"  # what the disk was seen to do
    LEFT_SEAT = "seat.left"  # the candidate covered the exam and left
    CAME_BACK = "seat.back"  # after how many seconds
    INPUT_WORKS = "input-test.works"
    INPUT_FAILS = "input-test.fails"
    INPUT_UNTRIED = "input-test.untried"  # the candidate went on, and no Chinese was seen


class Severity(enum.StrEnum):
    """How much a happening weighs for whoever reads the evidence; `report.record.evidence.NAME` in the catalogue."""

    INFO = "info"  # part of any exam
    NOTICE = "notice"  # worth a look
    SERIOUS = "serious"  # somebody should ask about it


_SEVERITIES = {
    Happening.FOCUS_LOST: Severity.NOTICE,
    Happening.SCREEN_ADDED: Severity.SERIOUS,
    Happening.SCREEN_REMOVED: Severity.NOTICE,
    Happening.DEVICE_ADDED: Severity.SERIOUS,
    Happening.DEVICE_REMOVED: Severity.NOTICE,
    Happening.GUARD_DEGRADED: Severity.NOTICE,
    Happening.GUARD_BROKEN: Severity.SERIOUS,
    Happening.CLOCK_NOT_BELIEVED: Severity.SERIOUS,
    Happening.ERRATUM_REFUSED: Severity.NOTICE,
    Happening.CLOCK_CHANGED: Severity.SERIOUS,
    Happening.SLEPT: Severity.NOTICE,
    Happening.STALLED: Severity.NOTICE,
    Happening.ACT_CODE_WRONG: Severity.NOTICE,
    Happening.SECOND_PLACE_LOST: Severity.NOTICE,
    Happening.SAVED_ANEW: Severity.NOTICE,
    Happening.DISK_FORGETS: Severity.SERIOUS,
    Happening.INPUT_FAILS: Severity.NOTICE,
}


def severity(what: str) -> Severity:
    """How much a note weighs; one that this program does not know weighs as a notice."""
    try:
        return _SEVERITIES.get(Happening(what), Severity.INFO)
    except ValueError:
        return Severity.NOTICE
