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
