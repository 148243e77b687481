"""What happens to a PC's clocks while an attempt is under way, seen by looking at them once a second."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kaochang.custody.journal_log import Entry
from kaochang.domain import act_rules, outages
from kaochang.domain.outages import Gap, Witness
from kaochang.domain.ports import Clock


@dataclass(frozen=True)
class Look:
    """What the clocks read at one moment, and what was done to them since the look before."""

    witness: Witness
    awake: int
    standstill: Gap | None = None
    """How long the PC slept or hung; None where it ran."""

    jump: int = 0
    """By how much the date was set, ms; 0 for not at all."""

    @property
    def is_news(self) -> bool:
        """Whether anything was done to them."""
        return self.standstill is not None or self.jump != 0


@dataclass
class ClockWatch:
    """The last look at a PC's clocks. Each new one is one reading: nothing can happen between its parts."""

    clock: Clock
    _last: Look = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """From now on; whatever happened before is nobody's matter."""
        self._last = Look(outages.witness(self.clock), self.clock.awake())

    def look(self) -> Look:
        """What happened since the last look that was `seen`."""
        now, awake = outages.witness(self.clock), self.clock.awake()
        still = outages.standstill(now.elapsed - self._last.witness.elapsed, awake - self._last.awake)
        return Look(now, awake, still, outages.jump_between(self._last.witness, now))

    def seen(self, look: Look) -> None:
        """What this look told is taken care of: what comes is measured from it."""
        self._last = look


def last_under_way(entries: Sequence[Entry], used: int) -> Witness:
    """When an attempt that comes from another PC was last under way, at this working time (ms).

    What a PC that takes it over has asked and got comes after that; only rows at which the time is what it is can be
    that PC's.
    """
    at_last = [each for each in entries if each.event.used == used]
    return next((each for each in reversed(at_last) if not act_rules.asks_to_move(each.event)), at_last[0]).witness
