"""An attempt comes to this PC on a stick: its log is found, taken in with the codes, and goes on by a proctor's act.

Nobody begins anew by mistake: while something of the ticket lies on a stick, the way on leads through it. Only where
the stick was taken out, and this page then asked to look again, does it lead to a start as for anybody else.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.bring_code import BEGUN_HERE, BringCode, OverExam
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.stick_hint import StickHint
from kaochang.presenters.candidate.stick_page import ClockedPages, StickPage, StickRow, StickState
from kaochang.presenters.refusals import Refused, failure_to_words, to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.carried_logs import Carried, Seen
    from kaochang.flow.move import BroughtIn
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile
    from kaochang.presenters.candidate.exam import ExamPresenter

_OWN_WORDS = {
    key: f"candidate.bringing.{key.removeprefix('move.')}"
    for key in (BEGUN_HERE, "move.older", "move.fork", "move.parted", "move.has-result")
}
"""Refusals whose next step is another in the window than on the terminal."""


def _in_words(error: Exception, means: Means) -> Refused:
    if isinstance(error, Refusal) and error.key in _OWN_WORDS:
        return to_words(error, means.words, _OWN_WORDS[error.key])
    return failure_to_words(error, means.words)


class _Stage(enum.Enum):
    """What the page says. `CUT`: the end of what was taken in is missing. `ASIDE`: another attempt was begun here."""

    FOUND = "found"
    NOTHING = "nothing"
    CODE = "code"
    CUT = "cut"
    ASIDE = "aside"


class Who(Record, frozen=True):
    """Whose attempt it is, and where it is sat."""

    room: RoomFile
    ticket: Ticket
    seat: str


class BringEnds(Record, frozen=True):
    """Where the pages lead: on as `found` says where no stick has anything, to the login, or to the attempt.

    `gone`: an attempt that was under way here has been let go, and none goes on.
    """

    looked: Callable[[Found], None]
    to_login: Callable[[], None]
    begun: Callable[[Sitting], None]
    gone: Callable[[], None]


class BringingPresenter:
    """Leads from a stick with an attempt's log to the attempt itself."""

    def __init__(self, line: Line, means: Means, publish: Callable[[StickPage], None], ends: BringEnds) -> None:
        self._line = line
        self._means = means
        self._pages = ClockedPages(publish, self._clock)
        self._ends = ends
        self.code = BringCode(line, means, self._pages.publish, ends.begun, self._on_brought, self._on_not_taken)
        self._who: Who | None = None
        self._came_from: Callable[[], None] | None = None
        self._stage = _Stage.NOTHING
        self._seen: Seen | None = None
        self._brought: BroughtIn | None = None
        self._refused: Refused | None = None
        self._is_looking = False
        self._over: OverExam | None = None
        self._hint = StickHint(means, self._on_hint)

    @property
    def is_alone(self) -> bool:
        """Whether the attempt that was under way here has been let go."""
        return self._over is not None and self._over.is_let_go

    def attend(self, exam: ExamPresenter, sitting: Sitting, seat: str, to_exam: Callable[[], None]) -> None:
        """An attempt is under way: a stick with another one of its candidate is noticed, and a proctor leads to it."""
        self._over = OverExam(exam, sitting, self._means)
        self._hint.begin(lambda: self._line.others(sitting))
        exam.acts.brings = partial(self._ask_over, Who(sitting.room, sitting.ticket, seat), to_exam)

    def watch(self) -> None:
        """Once a second while the exam is shown."""
        self._hint.tick()

    def _on_hint(self) -> None:
        if self._over is not None and self._hint.logs:
            self._over.exam.warn(self._means.words("candidate.bringing.seen"))

    def _ask_over(self, who: Who, to_exam: Callable[[], None]) -> None:
        self.code.over = self._over
        self.ask(who.room, who.ticket, who.seat, to_exam)

    def _carried(self, who: Who) -> Seen:
        over = self.code.over
        return self._line.carried(who.room, who.ticket) if over is None else self._line.others(over.sitting)

    def look(self, room: RoomFile, ticket: Ticket, seat: str, failed: Callable[[Exception], None]) -> None:
        """Somebody says who they are: go on with what is on this PC, else with what is on a stick, else begin."""
        self._begin(room, ticket, seat, None)
        self._means.runner.run(lambda: self._found(room, ticket), lambda found: self._on_found(*found), failed)

    def _begin(self, room: RoomFile, ticket: Ticket, seat: str, back: Callable[[], None] | None) -> None:
        self._who, self._came_from = Who(room, ticket, seat), back
        self._seen = self._brought = self._refused = None

    def _found(self, room: RoomFile, ticket: Ticket) -> tuple[Found, Seen | None]:
        """A PC that has an attempt of the ticket goes on with that one."""
        from kaochang.flow.attempt_files import Found

        found = self._line.found_attempt(room, ticket)
        return found, self._line.carried(room, ticket) if found is Found.NONE else None

    def _on_found(self, found: Found, seen: Seen | None) -> None:
        if seen is None or not seen.has_any:
            self._who = None
            self._ends.looked(found)
        else:
            self._take(seen)

    def ask(self, room: RoomFile, ticket: Ticket, seat: str, back: Callable[[], None]) -> None:
        """Somebody says that there is a stick; `back` is where they came from."""
        self._begin(room, ticket, seat, back)
        self._turn(_Stage.NOTHING)
        self.again()

    def tick(self) -> None:
        """Once a second while a page is shown."""
        if self._pages.is_late:
            (self.code.show_again if self._stage is _Stage.CODE else self._show)()
        if self._stage is _Stage.CODE:
            self.code.tick()
        elif self._stage is _Stage.NOTHING:
            self.again()

    def again(self) -> None:
        """Look on the sticks that are in now."""
        who = self._who
        if who is None or self._is_looking or self._stage is _Stage.CODE:
            return
        self._is_looking = True
        self._means.aside.run(lambda: self._carried(who), self._on_looked, self._on_not_looked)

    def _on_looked(self, seen: Seen) -> None:
        self._is_looking = False
        if self._who is None or self._stage is _Stage.CODE:
            return
        if seen.has_any:
            self._take(seen)
        elif self._came_from is not None:
            self._refused = None
            self._turn(_Stage.NOTHING)
        else:
            who = self._who
            self.look(who.room, who.ticket, who.seat, self._on_not_looked)

    def _on_not_looked(self, error: Exception) -> None:
        self._is_looking = False
        self._refused = _in_words(error, self._means)
        self._show()

    def _take(self, seen: Seen) -> None:
        if seen == self._seen and self._stage is _Stage.FOUND:
            return
        self._seen = seen
        self._refused = None if seen.logs else _in_words(seen.refused[0], self._means)
        self._turn(_Stage.FOUND)

    def choose(self, place: int) -> None:
        """Go on with what this row (from 0) says."""
        who, seen = self._who, self._seen
        if who is None or seen is None:
            return
        if self._stage is _Stage.FOUND and place < len(seen.logs):
            self._stage = _Stage.CODE
            self.code.ask(who.room, who.ticket, who.seat, seen.logs[place])
        elif self._stage is _Stage.CUT:
            self._stage = _Stage.CODE
            self.code.go_on()
        elif self._stage is _Stage.ASIDE:
            self._stage = _Stage.CODE
            self.code.set_aside()

    def go_back(self) -> None:
        """From what follows to the sticks; from there to where somebody came from."""
        self.code.leave()
        if self._stage in (_Stage.FOUND, _Stage.NOTHING):
            self._who = self.code.over = None
            (self._ends.gone if self.is_alone else self._came_from or self._ends.to_login)()
        else:
            self._refused = None
            self._turn(_Stage.FOUND)

    def _on_brought(self, brought: BroughtIn) -> bool:
        """Whether to go on at once; a log whose end is missing is told of first."""
        self._brought = brought
        if brought.is_cut:
            self._turn(_Stage.CUT)
        return not brought.is_cut

    def _on_not_taken(self, error: Exception) -> bool:
        """Whether a refusal is told on this page: what the codes opened is not what can be gone on with."""
        if not isinstance(error, Refusal) or error.key not in _OWN_WORDS:
            return False
        self._refused = _in_words(error, self._means)
        self._turn(_Stage.ASIDE if error.key == BEGUN_HERE else _Stage.FOUND)
        return True

    # -- the page -------------------------------------------------------------------------------------------------

    def _clock(self) -> str:
        """The time left of an attempt that goes on behind these pages."""
        over = self.code.over
        return "" if over is None or over.is_let_go else phrases.countdown(over.sitting.remaining_ms())

    def _turn(self, stage: _Stage) -> None:
        self._stage = stage
        self._show()

    def _show(self) -> None:
        if self._who is None or self._stage is _Stage.CODE:
            return
        words, stage = self._means.words, self._stage
        is_first = stage in (_Stage.FOUND, _Stage.NOTHING)
        back = "candidate.code.back" if is_first and self._came_from is None else "candidate.bringing.back"
        self._pages.publish(
            StickState(
                words(f"candidate.bringing.{stage.value}"),
                self._message(),
                steps=self._steps() if stage is _Stage.FOUND and self._rows() else (),
                rows=self._rows(),
                waiting=words("candidate.bringing.waiting") if stage is _Stage.NOTHING else "",
                refused=self._refused,
                again=words("candidate.bringing.again") if stage is _Stage.FOUND else "",
                back=words(back),
            )
        )

    def _message(self) -> str:
        words, brought = self._means.words, self._brought
        if self._stage is _Stage.CUT and brought is not None:
            until = phrases.clock_time(brought.wall, self._means.zone)
            return words("candidate.bringing.cut.message", rows=brought.rows, until=until)
        is_refused = self._stage is _Stage.FOUND and not self._rows()
        return words(f"candidate.bringing.{'refused' if is_refused else self._stage.value}.message")

    def _steps(self) -> tuple[str, ...]:
        return tuple(self._means.words(f"candidate.bringing.step.{step}") for step in ("compare", "codes", "act"))

    def _rows(self) -> tuple[StickRow, ...]:
        words = self._means.words
        if self._stage in (_Stage.CUT, _Stage.ASIDE):
            return (StickRow(words(f"candidate.bringing.{self._stage.value}.go-on"), ""),)
        if self._stage is not _Stage.FOUND or self._seen is None:
            return ()
        return tuple(self._row(each) for each in self._seen.logs)

    def _row(self, carried: Carried) -> StickRow:
        words = self._means.words
        key = "candidate.bringing.rows.cut" if carried.is_cut else "candidate.bringing.rows"
        told = words(key, rows=carried.rows, place=str(carried.paths[0].parent))
        return StickRow(words("candidate.bringing.go-on"), told)
