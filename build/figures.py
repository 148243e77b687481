"""What every benchmark prints: a figure beside its target, and whether it is met. Imported by the benches."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure; `at_least` or `at_most` is its target."""

    name: str
    value: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    def line(self) -> str:
        target = f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"
        return f"{self.name:44} {self.value:12.2f} {self.unit:10} target {target:10} {'ok' if self.met else 'MISSED'}"


def best_of(runs: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds: on a shared machine the others measure the neighbours."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def conclude(figures: list[Figure]) -> int:
    """Prints every figure; 1 when one is missed."""
    for figure in figures:
        print(figure.line())
    return 0 if all(figure.met for figure in figures) else 1


def is_quick() -> bool:
    return "--quick" in sys.argv[1:]
