"""The attempt leaves this PC: a stick, the codes, its log on the stick, the last row, the log again, and a calm end.

Until the last row is written the attempt goes on here whatever fails: the exam lies behind these pages, its clock runs
and its journal is kept. From that row on this PC takes nothing more of it, and only the copy may have to be repeated.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kaochang.domain.attempts import Wait
from kaochang.domain.ports import Words
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.machine.folders import readable
from kaochang.presenters import phrases
from kaochang.presenters.candidate.act_desks import Entrance
from kaochang.presenters.candidate.code import CodePresenter, CodeState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.notice import Mood, NoticeState
from kaochang.presenters.candidate.stick_page import ClockedPages, StickPage, StickRow, StickState, why_not_saved
from kaochang.presenters.refusals import Refused, failure_to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.move import Exported
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.sticks import Chosen
    from kaochang.flow.unlock import RoomFile
    from kaochang.presenters.candidate.exam import ExamPresenter


class Ends(Record, frozen=True):
    """Where the pages lead: back to the exam, to a clean login, and to the notice of what was done."""

    to_exam: Callable[[], None]
    to_login: Callable[[], None]
    tell: Callable[[NoticeState, Callable[[], None]], None]


class _Leaving(Record, frozen=True):
    """What leaves: the attempt, its exam screen, and whose it is."""

    room: RoomFile
    ticket: Ticket
    exam: ExamPresenter
    sitting: Sitting


class _Stage(enum.Enum):
    """How far it has come. `AGAIN`: the attempt has left, and its log is to be copied once more."""

    STICK = "stick"
    CODE = "code"
    COPYING = "copying"
    AGAIN = "again"


class MoveCode(CodePresenter):
    """Asks for the codes as the terminal does; `checked` is called once they are right."""

    def __init__(
        self, line: Line, means: Means, publish: Callable[[CodeState], None], checked: Callable[[], None]
    ) -> None:
        super().__init__(line, means, publish, lambda _: None)
        self._checked = checked

    def ask(self, room: RoomFile, ticket: Ticket) -> None:
        """Ask for what opens this ticket's attempt."""
        self._ask(room, ticket, "", "move", needs_pin=room.needs_pin)

    def _try(self, entrance: Entrance) -> None:
        self._begin_try()
        line, start = self._line, entrance
        self._means.runner.run(
            lambda: line.check_codes(start.room, start.code, start.ticket, start.pin, start.room_key),
            self._on_checked,
            lambda error: self._on_failed(entrance, error),
        )

    def _on_checked(self, _: None) -> None:
        self.leave()
        self._checked()


class MovingPresenter:
    """Leads a proctor from the choice to move to the end of the attempt on this PC."""

    def __init__(self, line: Line, means: Means, publish: Callable[[StickPage], None], ends: Ends) -> None:
        self._line = line
        self._means = means
        self._pages = ClockedPages(publish, self._clock)
        self._ends = ends
        self.code = MoveCode(line, means, self._pages.publish, self._copy)
        self._leaving: _Leaving | None = None
        self._stage = _Stage.STICK
        self._sticks: tuple[Chosen, ...] = ()
        self._stick: Chosen | None = None
        self._is_looking = False
        self._refused: Refused | None = None

    def begin(self, room: RoomFile, ticket: Ticket, exam: ExamPresenter, sitting: Sitting) -> None:
        """The attempt is to go on at another PC."""
        self._leaving = _Leaving(room, ticket, exam, sitting)
        self._refused, self._sticks = None, ()
        self._turn(_Stage.STICK)
        self._look()

    def tick(self) -> None:
        """Once a second while a page is shown: a stick may have come, what cannot be saved is told."""
        leaving = self._leaving
        if leaving is None:
            return
        if self._pages.is_late:
            (self.code.show_again if self._stage is _Stage.CODE else self._show)()
        if self._stage is _Stage.CODE:
            self.code.tick()
        elif self._stage is _Stage.COPYING:
            refused = why_not_saved(leaving.exam)
            if refused != self._refused:
                self._refused = refused
                self._show()
        else:
            self._look()

    def choose(self, place: int) -> None:
        """Use the stick in this row (from 0)."""
        leaving = self._leaving
        if leaving is None or self._stage not in (_Stage.STICK, _Stage.AGAIN) or place >= len(self._sticks):
            return
        self._stick, self._refused = self._sticks[place], None
        if self._stage is _Stage.STICK:
            self._stage = _Stage.CODE
            self.code.ask(leaving.room, leaving.ticket)
        else:
            self._finish()

    def go_back(self) -> None:
        """From the codes to the stick, from the stick to the exam; once the attempt has left, to the login."""
        if self._stage is _Stage.CODE:
            self.code.leave()
            self._turn(_Stage.STICK)
        elif self._stage is _Stage.STICK:
            self._leaving = None
            self._ends.to_exam()
        elif self._stage is _Stage.AGAIN:
            self._leaving = None
            self._ends.to_login()

    def again(self) -> None:
        """Look for sticks at once."""
        self._look()

    # -- what is done, in order -----------------------------------------------------------------------------------

    def _copy(self) -> None:
        """The log without the last row: a stick that takes none costs nothing."""
        leaving, stick = self._leaving, self._stick
        if leaving is not None and stick is not None:
            self._turn(_Stage.COPYING)
            sitting = leaving.sitting
            self._means.runner.run(lambda: self._line.give(sitting, stick), self._on_copied, self._on_not_copied)

    def _on_copied(self, _: Exported) -> None:
        if self._leaving is not None and self._stage is _Stage.COPYING:
            self._leaving.exam.leave_pc(self._finish)

    def _on_not_copied(self, error: Exception) -> None:
        if self._stage is _Stage.COPYING:
            self._refused = failure_to_words(error, self._means.words)
            self._turn(_Stage.STICK)

    def _finish(self) -> None:
        """The last row is saved: the log again, with it."""
        leaving, stick = self._leaving, self._stick
        if leaving is not None and stick is not None:
            self._turn(_Stage.COPYING)
            sitting, wall = leaving.sitting, self._means.clock.wall()
            self._means.runner.run(lambda: self._line.give(sitting, stick, wall), self._on_done, self._on_not_done)

    def _on_done(self, given: Exported) -> None:
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self._ends.tell(moved_state(leaving.room, leaving.ticket, given, self._means), self._ends.to_login)

    def _on_not_done(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._means.words)
        self._turn(_Stage.AGAIN)
        self._look()

    # -- the page -------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Which sticks are in is found out beside everything else: one may hang."""
        if not self._is_looking and self._stage in (_Stage.STICK, _Stage.AGAIN):
            self._is_looking = True
            self._means.aside.run(self._line.move_targets, self._on_looked, self._on_not_looked)

    def _on_looked(self, found: tuple[Chosen, ...]) -> None:
        self._is_looking = False
        if found != self._sticks:
            self._sticks = found
            self._show()

    def _on_not_looked(self, error: Exception) -> None:
        self._is_looking = False
        self._refused = failure_to_words(error, self._means.words)
        self._show()

    def _clock(self) -> str:
        """The time left, which goes on behind these pages; nothing of an attempt that has left."""
        if self._leaving is None or self._leaving.sitting.state.wait is Wait.MOVE:
            return ""
        return phrases.countdown(self._leaving.sitting.remaining_ms())

    def _turn(self, stage: _Stage) -> None:
        self._stage = stage
        self._show()

    def _show(self) -> None:
        if self._leaving is None or self._stage is _Stage.CODE:
            return
        words, stage = self._means.words, self._stage
        title, message = words(f"candidate.moving.{stage.value}"), words(f"candidate.moving.{stage.value}.message")
        if stage is _Stage.COPYING:
            self._pages.publish(StickState(title, message, refused=self._refused, is_busy=True))
            return
        rows = tuple(_row(each.path, words) for each in self._sticks)
        steps = ("explain", "codes", "carry") if stage is _Stage.STICK else ()
        self._pages.publish(
            StickState(
                title,
                message,
                steps=tuple(words(f"candidate.moving.step.{step}") for step in steps),
                rows=rows,
                waiting="" if rows else words("candidate.moving.no-stick"),
                refused=self._refused,
                back=words(f"candidate.moving.{stage.value}.back"),
            )
        )


def _row(stick: Path, words: Words) -> StickRow:
    """A stick by its own name, and where it is; a drive's letter is both."""
    return StickRow(readable(stick.name) or str(stick), words("candidate.moving.use", place=readable(stick)))


def moved_state(room: RoomFile, ticket: Ticket, given: Exported, means: Means) -> NoticeState:
    """The end of an attempt on this PC: what is safe where, what to write down, and what to do at the other PC."""
    words = means.words
    until = "" if given.wall is None else phrases.clock_time(given.wall, means.zone)
    return NoticeState(
        Mood.GOOD,
        words("candidate.moved"),
        words("candidate.moved.message"),
        facts=(
            (words("candidate.fact.candidate"), phrases.who(ticket.name, ticket.number)),
            (words("candidate.moved.rows"), words("candidate.moved.rows.count", rows=given.rows, until=until)),
            (words("candidate.moved.place"), str(given.path)),
        ),
        next_step=words("candidate.moved.next", room=room.room.name),
        action=words("candidate.moved.action"),
    )
