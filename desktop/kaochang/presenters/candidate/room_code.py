"""The room code's presenter: in a certified session the PC shows nobody's name before somebody types it at set-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.tries import SOON, Tries
from kaochang.presenters.candidate.typed_code import TypedCode, blank
from kaochang.presenters.refusals import Refused
from kaochang.presenters.running import Means
from kaochang.sealing.codes import START_CODE

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.unlock import Door, RoomFile


class RoomCodeState(Record, frozen=True):
    """The room code screen. `facts` (label, value) say which room of which session the code must be of.

    `change` leads to another session, "" where nobody chose this one.
    """

    facts: tuple[tuple[str, str], ...]
    code: TypedCode
    may_open: bool = False
    is_busy: bool = False
    wait: str = ""
    refused: Refused | None = None
    change: str = ""


class RoomCodePresenter:
    """Takes the room code and opens the room. `opened` is called with it, `failed` with what is no wrong code.

    `change` leads back to the choice of a session, None where nobody made one.
    """

    def __init__(
        self,
        line: Line,
        means: Means,
        publish: Callable[[RoomCodeState], None],
        opened: Callable[[RoomFile], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._opened = opened
        self._failed = failed
        self._tries = Tries(means.clock)
        self._state = RoomCodeState((), blank(START_CODE))
        self.change: Callable[[], None] | None = None

    def show(self, door: Door, wait_s: int) -> None:
        """Ask for the code of this room, once `wait_s` seconds have passed."""
        self._tries.begin(wait_s)
        words, session = self._means.words, door.session
        opens = phrases.day_and_time(words, session.opens, self._means.zone)
        facts = (
            (words("candidate.fact.room"), door.room.name),
            (words("candidate.fact.session"), session.title),
            (words("candidate.fact.opens"), opens),
        )
        change = "" if self.change is None else words("candidate.login.change")
        self._show(RoomCodeState(facts, blank(START_CODE), change=change))

    def type_group(self, index: int, text: str) -> None:
        """Group `index` (from 0) now reads so."""
        self._show(replace(self._state, code=self._state.code.with_group(index, text), refused=None))

    def tick(self) -> None:
        """Once a second while the screen is shown: a waiting time runs down."""
        if self._state.wait:
            self._show(self._state)

    def change_session(self) -> None:
        """Another session was meant."""
        if self.change is not None and not self._state.is_busy:
            self._state = replace(self._state, code=blank(START_CODE))
            self.change()

    def open(self) -> None:
        """Try the code."""
        self._show(self._state)  # a waiting time may be over since the last second
        if not self._state.may_open:
            return
        code = self._state.code.text
        self._show(replace(self._state, is_busy=True, refused=None))
        self._means.runner.run(lambda: self._line.open_room(code), self._on_opened, self._on_failed)

    def _on_opened(self, room: RoomFile) -> None:
        self._state = replace(self._state, code=blank(START_CODE), is_busy=False)
        self._opened(room)

    def _on_failed(self, error: Exception) -> None:
        self._tries.take(error)
        words = self._means.words
        if isinstance(error, Refusal) and error.outcome is Outcome.CODE:
            refused = Refused(words("candidate.room-code.wrong"), words("candidate.room-code.wrong.next"))
            self._show(replace(self._state, is_busy=False, refused=refused))
        elif isinstance(error, Refusal) and error.key == SOON:
            self._show(replace(self._state, is_busy=False))
        else:
            self._state = replace(self._state, is_busy=False)
            self._failed(error)

    def _show(self, state: RoomCodeState) -> None:
        wait = self._tries.wait(self._means.words)
        may_open = state.code.is_good and not state.is_busy and not wait
        self._state = replace(state, wait=wait, may_open=may_open)
        self._publish(self._state)
