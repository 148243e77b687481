"""What a scorer's screen works on: responses one after the other, and where what is given for them goes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.scoring import Given, Scoring, Task
from kaochang.store.centre import Centre


@dataclass(frozen=True)
class Ahead:
    """The next responses of a scorer, and how many there are in all, these among them."""

    tasks: tuple[Task, ...]
    left: int


class ScoringWork(Protocol):
    """One scorer's work. Everything blocks, and is called on one thread: the one that `ahead` is first called on."""

    @property
    def scorer(self) -> str:
        """Who scores."""

    def ahead(self, count: int, without: Collection[str]) -> Ahead:
        """The next `count` responses to score, besides those of these handles, which count for nothing here."""

    def give(self, handle: str, given: Given) -> None:
        """Keep what is given; given again, the last one stands."""

    def close(self) -> None:
        """The scorer ends; nothing is called any more."""


class CentreWork:
    """A scorer's work in a centre's database, opened when it is first needed.

    What somebody changed meanwhile, as a rubric or a plan, is read anew once a mark is refused for it.
    """

    def __init__(self, path: Path, scorer: str, clock: Clock, random: Randomness) -> None:
        self.scorer = scorer
        self._path = path
        self._clock = clock
        self._random = random
        self._centre: Centre | None = None
        self._scoring: Scoring | None = None

    def _opened(self) -> Scoring:
        if self._scoring is None:
            self._centre = self._centre or Centre(self._path)
            self._scoring = Scoring(self._centre, self._random)
        return self._scoring

    def ahead(self, count: int, without: Collection[str]) -> Ahead:
        """The next responses; MISSING for somebody whom no plan names."""
        queue = [task for task in self._opened().queue(self.scorer) if task.handle not in without]
        return Ahead(tuple(queue[:count]), len(queue))

    def give(self, handle: str, given: Given) -> None:
        """Keep what is given, by the rubric and the plan as they are now; refused as `Scoring.give` does."""
        try:
            self._opened().give(self.scorer, handle, given, self._clock)
        except Refusal as refusal:
            if refusal.outcome is not Outcome.CONFLICT or refusal.key != "scoring.changed":
                raise
            self._scoring = None
            self._opened().give(self.scorer, handle, given, self._clock)

    def close(self) -> None:
        """Closes the database."""
        if self._centre is not None:
            self._centre.close()
        self._centre = self._scoring = None


MakeWork = Callable[[str], ScoringWork]
"""Makes a scorer's work, by their name."""
