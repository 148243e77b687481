"""The codes that take in a log from a stick, and what of an attempt under way here gives way to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.acts import ActKind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.presenters.candidate.act_desks import Entrance, lets_in
from kaochang.presenters.candidate.code import STICK_GONE, CodePresenter, CodeState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.stick_hint import StickHint
from kaochang.presenters.candidate.stick_page import why_not_saved
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.carried_logs import Carried
    from kaochang.flow.move import BroughtIn
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile
    from kaochang.presenters.candidate.exam import ExamPresenter

BEGUN_HERE = "move.begun-here"


class OverExam:
    """An attempt under way here, behind these pages. It goes on until it is let go, and then its files are closed."""

    def __init__(self, exam: ExamPresenter, sitting: Sitting, means: Means) -> None:
        self.exam = exam
        self.sitting = sitting
        self._runner = means.runner
        self.is_let_go = self.is_on_its_way = False

    @property
    def rows(self) -> int:
        """How many rows of it are saved."""
        return self.sitting.attempt.files.count

    def let_go(self, then: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Everything is saved, and nothing more taken; `then` is called, unless the attempt ends first. Repeatable."""
        if self.is_let_go:
            then()
        else:
            self.is_on_its_way = True
            self.exam.leave_pc(lambda: self._shut(then, failed), is_written=False)

    def _shut(self, then: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        self.is_let_go, self.is_on_its_way = True, False
        self._runner.run(self.sitting.shut, lambda _: then(), failed)


class BringCode(CodePresenter):
    """Asks for the codes, takes the log in, and begins; the act that this needs is asked for at once.

    `told` gets what was taken in before anything goes on, and `refused` why a log was not.
    """

    def __init__(
        self,
        line: Line,
        means: Means,
        publish: Callable[[CodeState], None],
        begun: Callable[[Sitting], None],
        told: Callable[[BroughtIn], bool],
        refused: Callable[[Exception], bool],
    ) -> None:
        super().__init__(line, means, publish, begun)
        self._told = told
        self._not_taken = refused
        self._carried: Carried | None = None
        self._sets_aside = False
        self._entrance: Entrance | None = None
        self._back = StickHint(means, self._on_sticks)
        self.over: OverExam | None = None

    def ask(self, room: RoomFile, ticket: Ticket, seat: str, carried: Carried) -> None:
        """Ask for the codes of the ticket that this log is of."""
        self._carried, self._sets_aside, self._entrance = carried, False, None
        self._ask(room, ticket, seat, "bring", needs_pin=room.needs_pin)

    def _try(self, entrance: Entrance) -> None:
        over, line = self.over, self._line
        if self._carried is None:
            return
        self._begin_try()
        self._entrance = entrance
        if over is None:
            self._bring(entrance)
        elif self._sets_aside:
            over.let_go(partial(self._on_let_go, entrance), partial(self._on_failed, entrance))
        else:  # another attempt is under way here: that one is told of before anything gives way
            begun = Refusal(Outcome.CONFLICT, BEGUN_HERE, ticket=entrance.ticket.number, rows=over.rows)
            room, code, pin, key = entrance.room, entrance.code, entrance.pin, entrance.room_key
            self._means.runner.run(
                lambda: line.check_codes(room, code, entrance.ticket, pin, key),
                lambda _: self._on_failed(entrance, begun),
                partial(self._on_failed, entrance),
            )

    def _on_let_go(self, entrance: Entrance) -> None:
        """Whatever held it up is over."""
        self._begin_try()
        self._bring(entrance)

    def _bring(self, start: Entrance) -> None:
        carried, sets_aside = self._carried, self._sets_aside
        if carried is None:
            return
        self._means.runner.run(
            lambda: self._line.bring_in(
                start.room, start.code, start.ticket, start.pin, start.room_key, carried, sets_aside=sets_aside
            ),
            self._on_brought,
            partial(self._on_failed, start),
        )

    def _on_brought(self, brought: BroughtIn) -> None:
        if self._told(brought):
            self.go_on()

    def go_on(self) -> None:
        """Begin with what was taken in."""
        if self._entrance is not None:
            super()._try(self._entrance)

    def set_aside(self) -> None:
        """What was begun here by mistake gives way."""
        if self._entrance is not None:
            self._sets_aside = True
            self._try(self._entrance)

    def leave(self) -> None:
        """Forget the codes too."""
        super().leave()
        self._back.end()
        self._carried = self._entrance = None

    def tick(self) -> None:
        """A stick that was missed may be back; what is to be let go may not be saved."""
        super().tick()
        self._back.tick()
        if self.over is not None and self.over.is_on_its_way:
            refused = why_not_saved(self.over.exam)
            if refused != self._state.refused:
                self._show(replace(self._state, refused=refused, blamed=None))

    def _on_sticks(self) -> None:
        if self._carried in self._back.logs:
            self._back.end()
            self._show(replace(self._state, refused=None, blamed=None))

    def _on_failed(self, entrance: Entrance, error: Exception) -> None:
        if isinstance(error, Refusal) and error.key == STICK_GONE:
            self._back.begin(lambda: self._line.carried(entrance.room, entrance.ticket))
        if self._not_taken(error):
            self._state = replace(self._state, is_busy=False)  # another page says why
            return
        super()._on_failed(entrance, error)
        if lets_in(error) == (ActKind.MOVE,):
            self.open_acts()
            self.acts.choose(ActKind.MOVE)
