"""The start code's presenter: code, PIN and room key file, as the exam asks for them; the slow part runs behind."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.acts import ActKind
from kaochang.domain.refusals import Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record
from kaochang.presenters import phrases
from kaochang.presenters.candidate.act_desks import Entrance, EntranceActs, lets_in
from kaochang.presenters.candidate.acts import ActDesk, ActsPresenter, ActsState
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.room_key import RoomKeyFace, RoomKeySearch
from kaochang.presenters.candidate.stick_hint import StickHint
from kaochang.presenters.candidate.tries import Tries
from kaochang.presenters.candidate.typed_code import TypedCode, blank
from kaochang.presenters.refusals import Refused, failure_to_candidate
from kaochang.presenters.running import Means
from kaochang.sealing.codes import PIN, START_CODE

if TYPE_CHECKING:  # see line.py
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile

STICK_GONE = "move.stick-gone"

_OWN_WORDS = {
    "code.wrong": "candidate.code.wrong",
    "code.or-room-key": "candidate.code.or-room-key",
    "code.room-key": "candidate.code.room-key.unfit",
    "pin.wrong": "candidate.pin.wrong",
    "attempt.other-pc": "candidate.code.other-pc",
    "attempt.moved-away": "candidate.code.moved-away",
    STICK_GONE: "candidate.bringing.stick-gone",
}
"""Refusals that this page says in its own words: it knows what was typed where, and who can help."""


class Part(enum.Enum):
    """What of the page a refusal is about."""

    CODE = "code"
    PIN = "pin"
    ROOM_KEY = "room-key"


_BLAMED = {"pin.wrong": Part.PIN, "code.room-key": Part.ROOM_KEY, "exam.room-key-needed": Part.ROOM_KEY}


class CodeState(Record, frozen=True):
    """The start code screen. `pin` and `room_key` are None where the exam asks for none.

    `acts` is the proctor's page, None while it is closed; `offers_acts`: an act would let this start begin.
    `wait` says how long the next try still has to wait, "" for not at all; `blamed` is what to type again. `action` is
    what the button says, and `busy` what is said meanwhile: to begin is not to go on, with the clock running. `brings`
    leads to an attempt that comes on a stick, "" where nothing does. `clock` is the time left of an exam that goes on
    behind, "" where none does.
    """

    title: str
    message: str
    code: TypedCode
    pin: TypedCode | None = None
    room_key: RoomKeyFace | None = None
    may_start: bool = False
    is_busy: bool = False
    wait: str = ""
    refused: Refused | None = None
    blamed: Part | None = None
    action: str = ""
    busy: str = ""
    brings: str = ""
    offers_acts: bool = False
    acts: ActsState | None = None
    clock: str = ""


class CodePresenter:
    """Takes what the exam asks for and begins (or resumes) the attempt. `begun` is called with the sitting.

    `brings` takes whoever has the attempt on a stick, and what leads back here.
    """

    def __init__(
        self, line: Line, means: Means, publish: Callable[[CodeState], None], begun: Callable[[Sitting], None]
    ) -> None:
        self._line = line
        self._means = means
        self._publish = publish
        self._begun = begun
        self._for: tuple[RoomFile, Ticket, str] | None = None
        self._refused: tuple[Entrance, tuple[ActKind, ...]] | None = None
        self._acts: ActsPresenter | None = None
        self._opens: int | None = None
        self._tries = Tries(means.clock)
        self._room_key = RoomKeySearch(line, means, self._on_room_key)
        self._state = CodeState("", "", blank(START_CODE))
        self.brings: Callable[[RoomFile, Ticket, str, Callable[[], None]], None] | None = None
        self._kind = ""
        self._hint = StickHint(means, lambda: self._show(self._state))

    def show(self, room: RoomFile, ticket: Ticket, seat: str, *, is_resuming: bool, wait_s: int) -> None:
        """Ask for the code, to start or to go on, once `wait_s` seconds have passed."""
        self._tries.begin(wait_s)
        self._ask(room, ticket, seat, "resume" if is_resuming else "start", needs_pin=room.needs_pin)

    def _ask(self, room: RoomFile, ticket: Ticket, seat: str, kind: str, *, needs_pin: bool) -> None:
        self._for, self._kind = (room, ticket, seat), kind
        words, asked = self._means.words, "with-pin" if needs_pin else "message"
        self._room_key.begin(room)
        self._show(
            CodeState(
                title=words(f"candidate.code.{kind}"),
                message=words(f"candidate.code.{kind}.{asked}"),
                code=blank(START_CODE),
                pin=blank(PIN) if needs_pin else None,
                action=words(f"candidate.code.{kind}.action"),
                busy=words(f"candidate.code.{kind}.busy"),
            )
        )
        self._room_key.look()
        if self.brings is not None:
            self._hint.begin(lambda: self._line.carried(room, ticket))
            self._hint.tick()

    def leave(self) -> None:
        """The page is left: forget whose it was and what was typed."""
        self._for = self._refused = self._acts = self._opens = None
        self._room_key.end()
        self._hint.end()
        self._state = CodeState("", "", blank(START_CODE))

    def type_group(self, index: int, text: str) -> None:
        """Group `index` (from 0) of the start code now reads so."""
        self._show(replace(self._state, code=self._state.code.with_group(index, text), refused=None, blamed=None))

    def type_pin_group(self, index: int, text: str) -> None:
        """Group `index` (from 0) of the PIN now reads so."""
        if self._state.pin is not None:
            pin = self._state.pin.with_group(index, text)
            self._show(replace(self._state, pin=pin, refused=None, blamed=None))

    def offer_room_keys(self) -> None:
        """Let somebody choose the room key file by hand."""
        if not self._state.is_busy:
            self._room_key.offer()

    def withdraw_room_keys(self) -> None:
        """Leave the room key file as it was."""
        self._room_key.withdraw()

    def choose_room_key(self, path: Path) -> None:
        """The room key file is this one."""
        self._room_key.choose(path)

    def tick(self) -> None:
        """Once a second while the screen is shown: a waiting time runs down, a stick may have come."""
        if self._for is None or self._state.is_busy:
            return
        self._forget_too_early()
        if self._state.wait or self._state.acts is not None:
            self._show(self._state)
        self._room_key.look()
        self._hint.tick()

    def show_again(self) -> None:
        """The page as it stands, the time having gone on."""
        if self._for is not None:
            self._show(self._state)

    def bring(self) -> None:
        """The attempt is on a stick."""
        if self._for is None or self._state.is_busy or self.brings is None:
            return
        (room, ticket, seat), kind = self._for, self._kind
        self.leave()
        self.brings(room, ticket, seat, lambda: self._ask(room, ticket, seat, kind, needs_pin=room.needs_pin))

    @property
    def acts(self) -> ActsPresenter:
        """The proctor's page, once it was opened."""
        if self._acts is None:
            raise RuntimeError("no act was asked for")
        return self._acts

    def open_acts(self) -> None:
        """The proctor's page, for a start that only an act lets begin."""
        if self._refused is None or self._state.is_busy:
            return
        entrance, kinds = self._refused
        self._open_desk(EntranceActs(self._line, self._means, entrance, kinds, self._on_begun))

    def _open_desk(self, desk: ActDesk) -> None:
        self._acts = ActsPresenter(desk, self._means.words, lambda: self._show(self._state))
        self._acts.open()

    def start(self) -> None:
        """Try what was typed."""
        if self._for is None:
            return
        self._show(self._state)  # a waiting time may be over since the last second
        if not self._state.may_start:
            return
        room, ticket, seat = self._for
        code = self._state.code.text
        pin = "" if self._state.pin is None else self._state.pin.text
        self._refused = self._opens = None
        self._try(Entrance(room, ticket, seat, code, pin, self._room_key.data))

    def _begin_try(self) -> None:
        self._show(replace(self._state, is_busy=True, refused=None, blamed=None))

    def _try(self, entrance: Entrance) -> None:
        self._begin_try()
        room, ticket, seat, code = entrance.room, entrance.ticket, entrance.seat, entrance.code
        self._means.runner.run(
            lambda: self._line.begin(room, code, ticket, seat, entrance.pin, entrance.room_key),
            self._on_begun,
            lambda error: self._on_failed(entrance, error),
        )

    def _on_begun(self, sitting: Sitting) -> None:
        self.leave()
        self._begun(sitting)

    def _on_failed(self, entrance: Entrance, error: Exception) -> None:
        self._tries.take(error)
        if kinds := lets_in(error):
            self._refused = (entrance, kinds)
        key = error.key if isinstance(error, Refusal) else ""
        refused = self._in_words(error)
        self._show(replace(self._state, is_busy=False, refused=refused, blamed=_BLAMED.get(key, Part.CODE)))

    def _in_words(self, error: Exception) -> Refused:
        words, key = self._means.words, error.key if isinstance(error, Refusal) else ""
        if key == "session.not-open" and self._for is not None:
            self._opens = self._for[0].session.opens
            opens = phrases.clock_time(self._opens, self._means.zone, seconds=False)
            return Refused(
                words("candidate.code.too-early", time=opens), words("candidate.code.too-early.next", time=opens)
            )
        own = _OWN_WORDS.get(key)
        return failure_to_candidate(error, words) if own is None else Refused(words(own), words(f"{own}.next"))

    def _forget_too_early(self) -> None:
        """The session has opened: what was refused for coming too early may be tried as it stands."""
        if self._opens is not None and self._means.clock.wall() >= self._opens and self._state.acts is None:
            self._refused = self._opens = None
            self._show(replace(self._state, refused=None, blamed=None))

    def _on_room_key(self, refused: Refused | None) -> None:
        if self._for is not None:
            blamed = None if refused is None else Part.ROOM_KEY
            self._show(replace(self._state, refused=refused, blamed=blamed))

    def _link(self) -> str:
        """What leads to a stick says whether one is in that has another attempt of this candidate."""
        if self.brings is None or self._for is None:
            return ""
        return self._means.words(f"candidate.bringing.link{'.found' if self._hint.logs else ''}")

    def _show(self, state: CodeState) -> None:
        """Publish a state with what follows from the rest: waiting time, file, and whether it can be tried."""
        wait = self._tries.wait(self._means.words)
        is_typed = state.code.is_good and (state.pin is None or state.pin.is_good)
        may_start = is_typed and self._room_key.is_settled and not state.is_busy and not wait
        acts = None if self._acts is None else self._acts.state
        offers = self._refused is not None and not state.is_busy
        state = replace(state, wait=wait, may_start=may_start, acts=acts, offers_acts=offers, brings=self._link())
        self._state = replace(state, room_key=self._room_key.face())
        self._publish(self._state)
