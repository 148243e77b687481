"""A real attempt behind the exam's presenter: real files, a clock that goes when told to, work done at once."""

from dataclasses import dataclass, field
from datetime import UTC

from kaochang.domain.ports import Words
from kaochang.flow.sitting import Sitting
from kaochang.presenters.candidate.exam import ExamPresenter
from kaochang.presenters.candidate.exam_state import ExamState
from kaochang.presenters.running import Means
from screens.fakes import HandTimer, HeldRunner
from support.clocks import ManualClock

SECOND = 1_000


@dataclass
class AtThePc:
    """One candidate at one PC."""

    sitting: Sitting
    clock: ManualClock
    words: Words
    runner: HeldRunner = field(default_factory=HeldRunner)
    timer: HandTimer = field(default_factory=HandTimer)
    closings: list[int] = field(default_factory=list)
    states: list[ExamState] = field(default_factory=list)

    def __post_init__(self) -> None:
        means = Means(self.words, self.runner, self.timer, self.clock, UTC, self.runner)
        self.exam = ExamPresenter(self.sitting, means, self.states.append, lambda: self.closings.append(1))

    @property
    def state(self) -> ExamState:
        return self.exam.state

    def seconds(self, count: int, each: int = 1) -> None:
        """As the window does: a look each second, or after so many."""
        for _ in range(count // each):
            self.clock.go_on(each * SECOND)
            self.exam.tick()
