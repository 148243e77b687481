"""Pictures of the scorer's screen: real presenter and view over responses in a list, with a scorer's keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.scoring import Task
from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import NoteKind, ScorerState
from kaochang.presenters.running import Means
from kaochang.views.centre.scorer import ScorerView
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from screens import sample_scoring
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock
from screens.sample_scoring import FakeWork


class Stage:
    """A scorer at the screen."""

    def __init__(self, look: Look, size: tuple[int, int], tasks: list[Task]) -> None:
        self.work = FakeWork(tasks)
        self.clock, self.runner = StandingClock(), HeldRunner()
        self.states: list[ScorerState] = []
        means = Means(look.words, self.runner, HandTimer(), self.clock, ZONE, self.runner)
        self.presenter = ScorerPresenter(self.work, means, self.states.append, lambda: None)
        self.view = ScorerView(self.presenter, look)
        self.presenter._show_state = self.view.render_state
        self.view.setStyleSheet(look.theme.sheet)
        self.view.setProperty("ground", "canvas")
        self.view.resize(*size)

    def score(self, count: int) -> None:
        """Some are given, so that there is a pace."""
        for _ in range(count):
            self.clock.advance(17_000)
            self.presenter.digit(4)
            self.presenter.digit(2)
            self.presenter.give()


Shot = Callable[[Stage], None]


def _short(stage: Stage) -> None:
    stage.score(5)
    stage.clock.advance(9_000)
    stage.presenter.digit(5)
    stage.presenter.dot()


def _marked(stage: Stage) -> None:
    stage.score(4)
    for start, end, kind in ((0, 14, NoteKind.GOOD), (16, 20, NoteKind.ERROR)):
        stage.presenter.select(start, end)
        stage.presenter.mark(kind)
    stage.presenter.select(28, 34)
    stage.presenter.mark(NoteKind.NOTE)
    stage.presenter.note("只说了一半，没有说明转给谁")
    stage.presenter.select(38, 42)
    stage.presenter.comment("要点齐全，表述略散。")
    stage.presenter.digit(5)


def _case(stage: Stage) -> None:
    stage.presenter.digit(2)


def _case_open(stage: Stage) -> None:
    _case(stage)
    stage.view._item.toggle()


def _case_done(stage: Stage) -> None:
    for digit in (1, 2, 1):
        QApplication.processEvents()
        stage.presenter.digit(digit)


def _long(stage: Stage) -> None:
    stage.presenter.digit(3)
    stage.presenter.digit(2)
    stage.presenter.dot()


def _unset(stage: Stage) -> None:
    stage.presenter.digit(3)
    stage.presenter.give()


def _unsaved(stage: Stage) -> None:
    stage.work.troubles["give"] = [Refusal(Outcome.CONFLICT, "database.in-use", "centre.db")] * 2
    stage.score(2)


def _saving(stage: Stage) -> None:
    stage.score(1)
    stage.runner.is_held = True
    stage.score(2)


def _idle(stage: Stage) -> None:
    stage.score(3)
    stage.clock.advance(300_000)
    stage.presenter.move(0)
    stage.clock.advance(300_000)
    stage.presenter._tick()


def _given(stage: Stage) -> None:
    stage.score(3)
    stage.presenter.go_back()


def _nothing(stage: Stage) -> None:
    stage.score(60)


def _paused(stage: Stage) -> None:
    stage.score(3)
    stage.presenter.pause()


def _short_tasks() -> list[Task]:
    return [sample_scoring.task(number) for number in range(60)]


_TASKS: dict[str, Callable[[], list[Task]]] = {
    "case": lambda: [sample_scoring.case(number) for number in range(9)],
    "third": lambda: [sample_scoring.case(1, third=True)],
    "long": lambda: [sample_scoring.essay(number) for number in range(9)],
    "turns": lambda: [sample_scoring.task(1, sample_scoring.TURNS, sample_scoring.SHORT_SCHEME)],
}
"""What there is to score, by the last word of a picture's name; else short answers."""

SHOTS: dict[str, Shot] = {
    "scoring-01-short": _short,
    "scoring-02-marked": _marked,
    "scoring-03-case": _case,
    "scoring-04-open-case": _case_open,
    "scoring-05-done-case": _case_done,
    "scoring-06-long": _long,
    "scoring-07-turns": lambda _: None,
    "scoring-08-third": lambda _: None,
    "scoring-09-unset": _unset,
    "scoring-10-unsaved": _unsaved,
    "scoring-11-saving": _saving,
    "scoring-12-idle": _idle,
    "scoring-13-given": _given,
    "scoring-14-paused": _paused,
    "scoring-15-nothing": _nothing,
}
WIDE = frozenset(
    {
        "scoring-01-short",
        "scoring-02-marked",
        "scoring-03-case",
        "scoring-06-long",
        "scoring-10-unsaved",
        "scoring-12-idle",
    }
)


def take(name: str, size: tuple[int, int], look: Look, path: Path) -> None:
    """Lead a screen to a state and save its picture."""
    tasks = _TASKS.get(name.rpartition("-")[2], _short_tasks)
    on = Stage(look, size, tasks())
    on.view.show()
    on.view.activateWindow()
    on.presenter.start()
    QApplication.processEvents()
    SHOTS[name](on)
    for _ in range(4):
        QApplication.processEvents()
    on.view.grab().save(str(path))
    on.view.hide()
    on.view.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
