"""What this PC finds when it looks at itself, told in one quiet line at the login. A doubt stops nobody.

What takes long is looked at behind the login, and told when it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from kaochang.domain.guards import GuardReport, GuardState, Happening
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.refusals import log_bug
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.pc_look import PcLook
    from kaochang.flow.unlock import RoomFile

_CLOCK_TOLERANCE_MS = 12 * 3600 * 1000
_AGAIN_MS = 5_000

_GUARD_NOTES: dict[str, GuardState] = {
    Happening.GUARD_HELD: GuardState.HELD,
    Happening.GUARD_DEGRADED: GuardState.DEGRADED,
    Happening.GUARD_BROKEN: GuardState.BROKEN,
}


class Check(Record, frozen=True):
    """One of the machine's own checks, in words; `is_good` is None while it is still being looked at."""

    text: str
    is_good: bool | None


class SelfCheck:
    """Looks at this PC and one room's exam. `changed` is called whenever there is something new to tell.

    What guards report comes from outside, at any time: `guarded` when they are engaged, `noted` afterwards.
    """

    def __init__(self, means: Means, changed: Callable[[], None]) -> None:
        self._means = means
        self._changed = changed
        self._room: RoomFile | None = None
        self._is_whole: bool | None = None
        self._pc: PcLook | None = None
        self._look_at_pc: Callable[[], PcLook] | None = None
        self._looked_at = 0
        self._is_looking = False
        self._guards: dict[str, GuardState] = {}

    def look(self, line: Line, room: RoomFile) -> None:
        """Look anew. What is known of this very exam stays known: it was read from its first byte to its last."""
        if room is not self._room:
            self._room, self._is_whole = room, None
        self._pc, self._look_at_pc = None, lambda: line.look_at_pc(room)
        self._look_again()
        if self._is_whole is None:
            self._means.aside.run(lambda: line.is_whole(room), partial(self._on_whole, room), self._on_failed)

    def tick(self) -> None:
        """Once a second at the login: a disk that was doubted is looked at again, for somebody may have seen to it."""
        is_due = not self._is_looking and self._means.clock.elapsed() - self._looked_at >= _AGAIN_MS
        if is_due and self._pc is not None and self._pc.disk_doubt:
            self._look_again()

    def _look_again(self) -> None:
        if self._look_at_pc is not None:
            self._is_looking = True
            self._means.aside.run(self._look_at_pc, partial(self._on_pc, self._look_at_pc), self._on_pc_failed)

    def guarded(self, reports: Iterable[GuardReport]) -> None:
        """The guards stand: so each of them reports."""
        self._guards = {report.guard: report.state for report in reports}
        self._changed()

    def noted(self, what: str, guard: str) -> None:
        """A guard reports that it holds at last, or no longer."""
        state = _GUARD_NOTES.get(what)
        if state is not None and self._guards.get(guard) is not state:
            self._guards[guard] = state
            self._changed()

    def faces(self) -> tuple[Check, ...]:
        """The line as it stands."""
        checks = (self._exam(), self._disk(), self._clock(), self._input(), self._screen())
        return tuple(each for each in checks if each is not None)

    def _exam(self) -> Check:
        words = self._means.words
        if self._is_whole is None:
            return Check(words("candidate.check.exam.open"), None)
        return Check(words("candidate.check.exam" if self._is_whole else "candidate.check.exam.doubt"), self._is_whole)

    def _disk(self) -> Check:
        words, pc = self._means.words, self._pc
        if pc is None:
            return Check(words("candidate.check.disk.open"), None)
        if pc.disk_doubt:
            return Check(words(f"candidate.check.disk.{pc.disk_doubt}"), is_good=False)
        return Check(words("candidate.check.disk"), is_good=True)

    def _clock(self) -> Check | None:
        room, means = self._room, self._means
        if room is None:
            return None
        now, session = means.clock.wall(), room.session
        fits = session.opens - _CLOCK_TOLERANCE_MS <= now <= session.closes + _CLOCK_TOLERANCE_MS
        if not fits:
            doubted = phrases.day_and_time(means.words, now, means.zone)
            return Check(means.words("candidate.check.clock.doubt", time=doubted), is_good=False)
        time = phrases.clock_time(now, means.zone, seconds=False)
        return Check(means.words("candidate.check.clock", time=time), is_good=True)

    def _input(self) -> Check | None:
        """Nothing is said where it cannot be told, or is not known yet."""
        found = None if self._pc is None else self._pc.has_input_method
        if found is None:
            return None
        return Check(self._means.words("candidate.check.input" if found else "candidate.check.input.doubt"), found)

    def _screen(self) -> Check | None:
        """Nothing is said where nothing is guarded."""
        if not self._guards:
            return None
        words = self._means.words
        weak = [guard for guard, state in self._guards.items() if state is not GuardState.HELD]
        if not weak:
            return Check(words("candidate.check.guards"), is_good=True)
        names = words("list.separator").join(words(f"guard.{guard}") for guard in weak)
        return Check(words("candidate.check.guards.doubt", guards=names), is_good=False)

    def _on_whole(self, room: RoomFile, is_whole: bool) -> None:
        if room is self._room:
            self._is_whole = is_whole
            self._changed()

    def _on_pc(self, looked_at: Callable[[], PcLook], found: PcLook) -> None:
        self._is_looking, self._looked_at = False, self._means.clock.elapsed()
        if looked_at is self._look_at_pc and found != self._pc:
            self._pc = found
            self._changed()

    def _on_pc_failed(self, error: Exception) -> None:
        self._is_looking, self._looked_at = False, self._means.clock.elapsed()
        self._on_failed(error)

    def _on_failed(self, error: Exception) -> None:
        """A look that failed tells nothing; what it looked at refuses for itself when it is used."""
        log_bug(error)
