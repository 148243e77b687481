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
    """What guards, the clock after a reboot, wrong codes and errata tell the journal; each is a catalogue key.

    The detail is named beside it, empty where nothing stands.
    """

    FOCUS_LOST = "guard.note.focus-lost"
    FOCUS_BACK = "guard.note.focus-back"
    SCREEN_ADDED = "guard.note.screen-added"  # the screen's name
    SCREEN_REMOVED = "guard.note.screen-removed"  # the screen's name
    CLIPBOARD_EMPTIED = "guard.note.clipboard-emptied"
    GUARD_HELD = "guard.note.guard-held"  # the guard's name
    GUARD_DEGRADED = "guard.note.guard-degraded"  # the guard's name
    GUARD_BROKEN = "guard.note.guard-broken"  # the guard's name
    CLOCK_NOT_BELIEVED = "clock.not-believed"  # the gap it showed, in seconds
    ACT_CODE_WRONG = "act.wrong-code"
    ERRATUM_APPLIED = "erratum.applied"  # the number of the newest errata in force
