"""Times of many actions, by kind, and what was not seen at all."""

import statistics
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Spread:
    """The times of one kind, in milliseconds, sorted."""

    sorted_ms: tuple[float, ...]

    def at(self, share: float) -> float:
        """The time that this share of all actions did not exceed."""
        return statistics.quantiles(self.sorted_ms, n=1000, method="inclusive")[round(share * 1000) - 1]

    def line(self, name: str) -> str:
        shares = "  ".join(f"p{share * 100:.0f} {self.at(share):6.1f}" for share in (0.5, 0.95, 0.99))
        return f"  {name:36} {shares}  max {self.sorted_ms[-1]:6.1f} ms  (n {len(self.sorted_ms)})"


@dataclass
class Times:
    """Seconds by kind; `missed` counts the actions that no pixel answered."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    missed: int = 0

    def add(self, kind: str, seconds: float) -> None:
        self.seconds.setdefault(kind, []).append(seconds)

    def of(self, kind: str) -> Spread:
        return Spread(tuple(sorted(each * 1000 for each in self.seconds[kind])))
