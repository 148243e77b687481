"""What happens to a PC's clocks while an attempt is under way, seen by looking at them once a second."""

from dataclasses import dataclass, field

from kaochang.domain import outages
from kaochang.domain.outages import Gap, Witness
from kaochang.domain.ports import Clock


@dataclass
class ClockWatch:
    """The last look at a PC's clocks, and what was done to them since."""

    clock: Clock
    _seen: Witness = field(init=False)
    _awake: int = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """From now on, what happens is measured from here."""
        self._seen, self._awake = outages.witness(self.clock), self.clock.awake()

    def standstill(self) -> Gap | None:
        """How long the PC slept or hung since the last look; None where it ran."""
        return outages.standstill(self.clock.elapsed() - self._seen.elapsed, self.clock.awake() - self._awake)

    def jump(self) -> int:
        """By how much the date was set since the last look, ms; 0 for not at all."""
        return outages.jump_between(self._seen, outages.witness(self.clock))
