"""Closing the program while it holds the PC: the start code, then a proctor's act to unlock.

An act is checked with a key that lies behind the start code, so the PC cannot check any before somebody types that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kaochang.domain.acts import ActKind
from kaochang.domain.rosters import Ticket
from kaochang.presenters.candidate.act_desks import Entrance, LeavingActs
from kaochang.presenters.candidate.code import CodePresenter, CodeState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.running import Means

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import RoomFile


class LeavingPresenter(CodePresenter):
    """Asks for the start code as at a start, and then for the act instead of beginning."""

    def __init__(self, line: Line, means: Means, publish: Callable[[CodeState], None]) -> None:
        super().__init__(line, means, publish, lambda _: None)
        self._left: Callable[[], None] = lambda: None
        self._stayed: Callable[[], None] = lambda: None

    def ask(self, room: RoomFile, ticket: Ticket, left: Callable[[], None], stayed: Callable[[], None]) -> None:
        """Ask whoever wants to close the program in this room; one of the two is called."""
        self._left, self._stayed = left, stayed
        self._ask(room, ticket, "", "leave", needs_pin=False)

    def stay(self) -> None:
        """Not after all."""
        self.leave()
        self._stayed()

    def _try(self, entrance: Entrance) -> None:
        """The codes are checked together, when the act is typed: until then nobody has to wait."""
        self._open_desk(LeavingActs(self._line, self._means, entrance, self._on_left))
        self.acts.choose(ActKind.UNLOCK)

    def _on_left(self) -> None:
        self.leave()
        self._left()
