"""A guard that lost its hold while somebody sits an exam: told in words, and by the exam's level it hides the items.

observe: nothing is said, for nothing was promised to be held; the journal has it. standard: a line stands over the item
until the guard holds again, and the candidate goes on. strict: no item is shown while a guard that prevents something
lost its hold; what was answered is safe and the clock goes on. The items are back as soon as the guard holds, or a
proctor unlocks the PC: from then on the same loss is told by the line only. What a platform cannot hold at all is told
before the exam, and hides nothing. A hold that comes back within a few seconds was never told: windows come and go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kaochang.domain.acts import ActKind
from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.presenters import phrases
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # it comes when an exam begins
    from kaochang.presenters.candidate.exam_state import ExamState, Suspended

PATIENCE_MS = 5_000
"""How long a guard may be without its hold before anybody is told: a desktop answers late, an open list takes keys."""

_PREVENTS = frozenset({"keyboard", "full-screen", "screens", "focus", "clipboard"})
"""The guards that hold something; the others look on."""

_BROKEN = "guard.engage-failed"
_LOST = {
    "keyboard": "guard.keyboard.waiting",
    "full-screen": "guard.full-screen.settling",
    "screens": "guard.screens.mirrored",
}
"""Why a guard says that it lost its hold, for those that lose one while they stand."""


class GuardDesk:
    """What of the PC is not held. It outlives each candidate, as the guards do."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._level: Lockdown | None = None
        self._lost: dict[str, tuple[str, int]] = {}
        self._excused: set[str] = set()

    def take(self, level: Lockdown | None, reports: Iterable[GuardReport]) -> None:
        """The guards were engaged at this level, or anew at another one, and said how well they hold."""
        self._level = level
        self._lost.clear()
        self._excused.clear()
        for report in reports:
            if report.state in (GuardState.DEGRADED, GuardState.BROKEN):
                self._lose(report.guard, report.reason)

    def hear(self, what: str, guard: str) -> None:
        """What a guard noted: of itself, or of something else that is no matter here."""
        match what:
            case Happening.GUARD_HELD:
                self._lost.pop(guard, None)
                self._excused.discard(guard)
            case Happening.GUARD_DEGRADED:
                self._lose(guard, _LOST.get(guard, _BROKEN))
            case Happening.GUARD_BROKEN:
                self._lose(guard, _BROKEN)

    def _lose(self, guard: str, reason: str) -> None:
        self._lost.setdefault(guard, (reason, self._means.clock.elapsed()))

    def unlock(self) -> None:
        """A proctor lets the exam go on as the PC is."""
        self._excused |= set(self._lost)

    def _told(self) -> dict[str, str]:
        """The guards without a hold that somebody is to know of, with their reasons."""
        if self._level in (None, Lockdown.OBSERVE):
            return {}
        now = self._means.clock.elapsed()
        return {guard: reason for guard, (reason, since) in self._lost.items() if now - since >= PATIENCE_MS}

    def _blocking(self) -> dict[str, str]:
        if self._level is not Lockdown.STRICT:
            return {}
        return {name: why for name, why in self._told().items() if name in _PREVENTS and name not in self._excused}

    @property
    def is_blocking(self) -> bool:
        """Whether no item is shown now."""
        return bool(self._blocking())

    def needed(self) -> tuple[ActKind, ...]:
        """The acts that there is a reason to ask for."""
        return (ActKind.UNLOCK,) if self.is_blocking else ()

    def over(self, state: ExamState, ticket: str) -> ExamState:
        """The exam screen with what is not held: a page instead of the items, or a line over them."""
        told = self._told()
        if not told:
            return state
        if (blocking := self._blocking()) and state.suspended is None:
            return replace(state, suspended=self._page(blocking, ticket))
        words = self._means.words
        lost = (words("candidate.guard.line", why=self._why(name, reason)) for name, reason in told.items())
        return replace(state, standing=phrases.lines(state.standing, *lost))

    def _page(self, blocking: dict[str, str], ticket: str) -> Suspended:
        from kaochang.presenters.candidate.exam_state import Suspended

        words = self._means.words
        why = "\n".join(self._why(name, reason) for name, reason in blocking.items())
        return Suspended(
            title=words("candidate.guard"),
            message=words("candidate.guard.message", why=why),
            facts=((words("candidate.fact.ticket"), phrases.grouped(ticket)),),
            next_step=words("candidate.guard.next"),
        )

    def _why(self, name: str, reason: str) -> str:
        """The guard's own sentence; what says nothing of which guard it is gets its name."""
        words = self._means.words
        if reason in _LOST.values():
            return words(reason)
        return words("candidate.guard.why", guard=words(f"guard.{name}"), why=words(reason))
