"""Where a proctor's acts go to: an attempt under way, a start that was refused, or the end of the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from kaochang.domain.acts import ActKind, Grant
from kaochang.domain.refusals import Refusal, Violation
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import Record, SecretRecord
from kaochang.presenters.candidate.acts import Asked
from kaochang.presenters.candidate.line import Line
from kaochang.presenters.candidate.tries import Tries
from kaochang.presenters.running import Means, Runner

if TYPE_CHECKING:  # see line.py
    from kaochang.custody.journal_log import Entry
    from kaochang.flow.sitting import Sitting
    from kaochang.flow.unlock import RoomFile


class Hooks(Record, frozen=True):
    """How an attempt is changed: `settle` lets everything that waits go before, and says whether it still goes on.

    `put` saves an entry, `carried_out` shows what it did. `needed` are kinds that something else than the attempt asks
    for, before all others.
    """

    settle: Callable[[], bool]
    put: Callable[[Entry], None]
    carried_out: Callable[[Grant], None]
    needed: Callable[[], tuple[ActKind, ...]] = tuple


class AttemptActs:
    """Acts of an attempt under way. A code is read in the background, and carried out where everything else happens.

    The flows are loaded by the time that there is an attempt; see line.py.
    """

    def __init__(self, sitting: Sitting, runner: Runner, hooks: Hooks) -> None:
        self._sitting = sitting
        self._runner = runner
        self._hooks = hooks

    def ticket(self) -> str:
        """The attempt's ticket."""
        return self._sitting.ticket.number

    def kinds(self) -> tuple[ActKind, ...]:
        """What the attempt would take now."""
        from kaochang.flow import take_act

        return (*self._hooks.needed(), *take_act.kinds_now(self._sitting))

    def proposed(self, kind: ActKind) -> int:
        """What no outage gave back."""
        from kaochang.flow import take_act

        return take_act.proposed_minutes(self._sitting, kind)

    def open_challenge(self) -> Asked | None:
        """The one in the journal."""
        return _read(self._sitting.state.challenge) if self._sitting.state.challenge else None

    def ask(
        self, kind: ActKind, minutes: int, asked: Callable[[Asked], None], failed: Callable[[Exception], None]
    ) -> None:
        """Ask, and journal it."""
        from kaochang.flow import take_act

        if not self._hooks.settle():
            return
        try:
            entry = take_act.ask(self._sitting, kind, minutes)
        except Refusal as refusal:
            failed(refusal)
            return
        self._hooks.put(entry)
        asked(_read(self._sitting.state.challenge))

    def take(self, typed: str, seat: str, taken: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Read the code, then carry out what it grants."""
        from kaochang.flow import take_act

        self._runner.run(
            lambda: take_act.read(self._sitting, typed, seat),
            partial(self._carry_out, seat=seat, taken=taken, failed=failed),
            partial(self._refuse, failed=failed),
        )

    def _carry_out(
        self, grant: Grant, *, seat: str, taken: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        from kaochang.flow import take_act

        if not self._hooks.settle():
            return
        try:
            entry = take_act.carry_out(self._sitting, grant, seat)
        except Violation as violation:
            failed(violation)
            return
        for each in (entry, *take_act.follows(self._sitting)):
            self._hooks.put(each)
        taken()
        self._hooks.carried_out(grant)

    def _refuse(self, error: Exception, *, failed: Callable[[Exception], None]) -> None:
        from kaochang.flow import take_act

        if take_act.is_wrong(error) and self._hooks.settle():
            self._hooks.put(self._sitting.wrong_code())
        failed(error)

    def wait_s(self) -> int:
        """By the wrong codes in the journal."""
        return self._sitting.wait_s()


_LETS_IN: dict[str, tuple[ActKind, ...]] = {
    "session.not-open": (ActKind.CLOCK,),
    "session.over": (ActKind.CLOCK,),
    "session.too-late": (ActKind.ADMIT, ActKind.CLOCK),
    "walk-in.needs-act": (ActKind.WALK_IN,),
    "attempt.moved-away": (ActKind.MOVE,),
    "attempt.other-pc": (ActKind.MOVE,),
}


def lets_in(error: Exception) -> tuple[ActKind, ...]:
    """The acts that would let somebody start whose start was refused so; none where no act does."""
    return _LETS_IN.get(error.key, ()) if isinstance(error, Refusal) else ()


class Entrance(SecretRecord, frozen=True):
    """A start as it was tried, with all that was typed for it."""

    room: RoomFile
    ticket: Ticket
    seat: str
    code: str
    pin: str
    room_key: bytes


class _ActsBefore:
    """What acts have in common that are asked for where no attempt is under way: nothing journals their wrong codes."""

    def __init__(self, line: Line, means: Means, entrance: Entrance) -> None:
        self._line = line
        self._runner = means.runner
        self._entrance = entrance
        self._tries = Tries(means.clock)
        self._asked: Asked | None = None

    def ticket(self) -> str:
        """The ticket for which the proctor grants it."""
        return self._entrance.ticket.number

    def proposed(self, kind: ActKind) -> int:
        """None of them gives time."""
        return 0

    def open_challenge(self) -> Asked | None:
        """The one that was shown last."""
        return self._asked

    def wait_s(self) -> int:
        """What the last refusal said."""
        return self._tries.left_s

    def _on_asked(self, kind: ActKind, minutes: int, asked: Callable[[Asked], None], challenge: str) -> None:
        self._asked = Asked(kind, minutes, challenge)
        asked(self._asked)

    def _on_refused(self, failed: Callable[[Exception], None], error: Exception) -> None:
        self._tries.take(error)
        failed(error)


class EntranceActs(_ActsBefore):
    """Acts that let somebody start. `begun` gets the sitting."""

    def __init__(
        self, line: Line, means: Means, entrance: Entrance, kinds: tuple[ActKind, ...], begun: Callable[[Sitting], None]
    ) -> None:
        super().__init__(line, means, entrance)
        self._kinds = kinds
        self._begun = begun

    def kinds(self) -> tuple[ActKind, ...]:
        """What this start lacks."""
        return self._kinds

    def ask(
        self, kind: ActKind, minutes: int, asked: Callable[[Asked], None], failed: Callable[[Exception], None]
    ) -> None:
        """Ask; this may unlock the exam, which is slow."""
        start = self._entrance
        self._runner.run(
            lambda: self._line.ask_to_begin(start.room, start.code, start.ticket, start.pin, start.room_key, kind),
            partial(self._on_asked, kind, minutes, asked),
            failed,
        )

    def take(self, typed: str, seat: str, taken: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Begin with this code; slow by design, as every start."""
        start = self._entrance

        def begun(sitting: Sitting) -> None:
            taken()
            self._begun(sitting)

        self._runner.run(
            lambda: self._line.begin(
                start.room, start.code, start.ticket, start.seat, start.pin, start.room_key, act=typed
            ),
            begun,
            partial(self._on_refused, failed),
        )


class LeavingActs(_ActsBefore):
    """The act that lets the program be closed while it holds the PC. `left` is called once it is granted."""

    def __init__(self, line: Line, means: Means, entrance: Entrance, left: Callable[[], None]) -> None:
        super().__init__(line, means, entrance)
        self._left = left

    def kinds(self) -> tuple[ActKind, ...]:
        """None to choose from: what it is about is chosen already."""
        return ()

    def ask(
        self, kind: ActKind, minutes: int, asked: Callable[[Asked], None], failed: Callable[[Exception], None]
    ) -> None:
        """Ask."""
        self._runner.run(
            lambda: self._line.ask_to_leave(self._entrance.room, self._entrance.ticket),
            partial(self._on_asked, kind, minutes, asked),
            failed,
        )

    def take(self, typed: str, seat: str, taken: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Check the code, with the start code that was typed before; slow by design."""
        start = self._entrance

        def left(_: None) -> None:
            taken()
            self._left()

        self._runner.run(
            lambda: self._line.leave(start.room, start.code, start.room_key, start.ticket, typed),
            left,
            partial(self._on_refused, failed),
        )


def _read(challenge: str) -> Asked:
    from kaochang.custody import act_codes

    kind, minutes = act_codes.read_challenge(challenge)
    return Asked(kind, minutes, challenge)
