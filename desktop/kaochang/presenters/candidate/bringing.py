"""An attempt comes to this PC on a stick: its log is found, taken in with the codes, and goes on by a proctor's act.

Nobody begins anew by mistake: while something of the ticket lies on a stick, the way on leads through it. Only where
the stick was taken out, and this page then asked to look again, does it lead to a start as for anybody else.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from kaochang.domain.acts import ActKind
from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.presenters import phrases
from kaochang.presenters.candidate.act_desks import Entrance, lets_in
from kaochang.presenters.candidate.code import CodePresenter, CodeState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.stick_page import StickRow, StickState
from kaochang.presenters.refusals import Refused, failure_to_words, to_words
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.attempt_files import Found
    from kaochang.flow.carried_logs import Carried, Seen
    from kaochang.flow.move import BroughtIn
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile

BringingState: TypeAlias = StickState | CodeState

_BEGUN_HERE = "move.begun-here"
_OWN_WORDS = {
    key: f"candidate.bringing.{key.removeprefix('move.')}"
    for key in (_BEGUN_HERE, "move.older", "move.fork", "move.parted", "move.has-result")
}
"""Refusals whose next step is another in the window than on the terminal."""


def _in_words(error: Exception, means: Means) -> Refused:
    if isinstance(error, Refusal) and error.key in _OWN_WORDS:
        return to_words(error, means.words, _OWN_WORDS[error.key])
    return failure_to_words(error, means.words)


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

    def ask(self, room: RoomFile, ticket: Ticket, seat: str, carried: Carried) -> None:
        """Ask for the codes of the ticket that this log is of."""
        self._carried, self._sets_aside, self._entrance = carried, False, None
        self._ask(room, ticket, seat, "bring", needs_pin=room.needs_pin)

    def _try(self, entrance: Entrance) -> None:
        carried, sets_aside = self._carried, self._sets_aside
        if carried is None:
            return
        self._begin_try()
        self._entrance = entrance
        start = entrance
        self._means.runner.run(
            lambda: self._line.bring_in(
                start.room, start.code, start.ticket, start.pin, start.room_key, carried, sets_aside=sets_aside
            ),
            self._on_brought,
            partial(self._on_failed, entrance),
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
        self._carried = self._entrance = None

    def _on_failed(self, entrance: Entrance, error: Exception) -> None:
        if self._not_taken(error):
            self._state = replace(self._state, is_busy=False)  # another page says why
            return
        super()._on_failed(entrance, error)
        if lets_in(error) == (ActKind.MOVE,):
            self.open_acts()
            self.acts.choose(ActKind.MOVE)


class _Stage(enum.Enum):
    """What the page says. `CUT`: the end of what was taken in is missing. `ASIDE`: another attempt was begun here."""

    FOUND = "found"
    NOTHING = "nothing"
    CODE = "code"
    CUT = "cut"
    ASIDE = "aside"


@dataclass(frozen=True)
class _Who:
    room: RoomFile
    ticket: Ticket
    seat: str


@dataclass(frozen=True)
class BringEnds:
    """Where the pages lead: on as `found` says where no stick has anything, to the login, or to the attempt."""

    looked: Callable[[Found], None]
    to_login: Callable[[], None]
    begun: Callable[[Sitting], None]


class BringingPresenter:
    """Leads from a stick with an attempt's log to the attempt itself."""

    def __init__(self, line: Line, means: Means, publish: Callable[[BringingState], None], ends: BringEnds) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._ends = ends
        self.code = BringCode(line, means, publish, ends.begun, self._on_brought, self._on_not_taken)
        self._who: _Who | None = None
        self._came_from: Callable[[], None] | None = None
        self._stage = _Stage.NOTHING
        self._seen: Seen | None = None
        self._brought: BroughtIn | None = None
        self._refused: Refused | None = None
        self._is_looking = False

    def look(self, room: RoomFile, ticket: Ticket, seat: str, failed: Callable[[Exception], None]) -> None:
        """Somebody says who they are: go on with what is on this PC, else with what is on a stick, else begin."""
        self._begin(room, ticket, seat, None)
        self._means.runner.run(lambda: self._found(room, ticket), lambda found: self._on_found(*found), failed)

    def _begin(self, room: RoomFile, ticket: Ticket, seat: str, back: Callable[[], None] | None) -> None:
        self._who, self._came_from = _Who(room, ticket, seat), back
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
        self._means.aside.run(lambda: self._line.carried(who.room, who.ticket), self._on_looked, self._on_not_looked)

    def _on_looked(self, seen: Seen) -> None:
        self._is_looking = False
        if self._who is None or self._stage is _Stage.CODE:
            return
        if seen.has_any:
            self._take(seen)
        elif self._came_from is not None:
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
            self._who = None
            (self._came_from or self._ends.to_login)()
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
        self._turn(_Stage.ASIDE if error.key == _BEGUN_HERE else _Stage.FOUND)
        return True

    # -- the page -------------------------------------------------------------------------------------------------

    def _turn(self, stage: _Stage) -> None:
        self._stage = stage
        self._show()

    def _show(self) -> None:
        if self._who is None or self._stage is _Stage.CODE:
            return
        words, stage = self._means.words, self._stage
        is_first = stage in (_Stage.FOUND, _Stage.NOTHING)
        back = "candidate.code.back" if is_first and self._came_from is None else "candidate.bringing.back"
        self._publish(
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
