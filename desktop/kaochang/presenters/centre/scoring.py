"""The page of scoring by people: how it stands, who scores what, keys and rubrics changed, and the scorer's screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kaochang.domain.ports import Randomness
from kaochang.presenters.centre.packets import Packets
from kaochang.presenters.centre.pages import CentreDesk, Show
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.scoring_faces import overview_face
from kaochang.presenters.centre.scoring_forms import ChangeForm, PlanForm
from kaochang.presenters.centre.scoring_state import OverviewFace, ScoringPhase, ScoringState
from kaochang.presenters.refusals import Refused

if TYPE_CHECKING:  # the flows come with the first look
    from kaochang.flow.scoring_changes import Remarked
    from kaochang.flow.scoring_overview import Overview
    from kaochang.presenters.centre.scorer import ScorerPresenter
    from kaochang.presenters.centre.scorer_state import ScorerState
    from kaochang.store.centre import Centre

T = TypeVar("T")


class ScoringPresenter:
    """Intents of the page in, its state out. While somebody scores, nobody leaves the page."""

    def __init__(self, desk: CentreDesk, show: Show, random: Randomness = os.urandom) -> None:
        self._desk = desk
        self._show_state = show
        self._random = random
        self._phase = ScoringPhase.OVERVIEW
        self._found: Overview | None = None
        self._face: OverviewFace | None = None
        self._path: Path | None = None
        self._is_working = False
        self._refused: Refused | None = None
        self._scored: ScorerState | None = None
        self.scorer: ScorerPresenter | None = None
        self.planning = PlanForm(desk.means.words, self._show)
        self.changing = ChangeForm(desk.means.words, self._show)
        self.packets = Packets(desk, self._run, self._changed, random)
        self.state = ScoringState(self._phase)

    # -- a page among others ------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """The page is shown: look how scoring stands, anew each time."""
        self._phase, self._refused = ScoringPhase.OVERVIEW, None
        self.packets.forget()
        if self._path != self._desk.path:
            self._found = self._face = None
        self._look()

    def leave(self) -> None:
        """Another page is shown."""

    # -- the overview -------------------------------------------------------------------------------------------------

    def ask_plan(self) -> None:
        """Say who scores what."""
        if self._found is not None:
            self.planning.open(self._found)
            self._turn_to(ScoringPhase.PLAN)

    def ask_change(self, item: str = "") -> None:
        """Set or change how an item earns points."""
        if self._found is not None and self._found.items:
            self.changing.open(self._found, item)
            self._turn_to(ScoringPhase.CHANGE)

    def cancel(self) -> None:
        """Back to the overview."""
        self._turn_to(ScoringPhase.OVERVIEW)

    def start(self, name: str) -> None:
        """Score as this person."""
        from kaochang.flow.scoring_work import CentreWork
        from kaochang.presenters.centre.scorer import ScorerPresenter

        if self._is_working or self.scorer is not None:
            return
        means = self._desk.means
        work = CentreWork(self._desk.path, name, means.clock, self._random)
        self._desk.is_busy = True
        self.scorer = ScorerPresenter(work, means, self._on_scorer, self._on_left)
        self._phase, self._refused = ScoringPhase.SCORER, None
        self.scorer.start()

    def _on_scorer(self, state: ScorerState) -> None:
        self._scored = state
        self._show()

    def _on_left(self) -> None:
        self.scorer = self._scored = None
        self._desk.is_busy = False
        self._phase = ScoringPhase.OVERVIEW
        self._changed()

    # -- the forms ----------------------------------------------------------------------------------------------------

    def plan(self) -> None:
        """Share responses out as the form says."""
        wanted = self.planning.wanted()
        if wanted is None:
            return

        def work(centre: Centre) -> None:
            from kaochang.flow.scoring import Scoring

            Scoring(centre, self._random).plan(wanted, self._desk.means.clock, self._random)

        self._run(work, lambda _: self._on_planned())

    def _on_planned(self) -> None:
        self._phase = ScoringPhase.OVERVIEW
        self._changed()

    def change(self) -> None:
        """Make the change of the form, and mark everybody again."""
        act = self.changing.act()
        if act is not None:
            self._run(lambda centre: act(centre, self._desk.means.clock), self._on_moved)

    def _on_moved(self, found: Remarked) -> None:
        self.changing.made(found)
        self._changed()

    # -- the background -----------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Something of the session is another now: look anew how all of it stands."""
        self._desk.renew(self._look)
        self._show()

    def _look(self) -> None:
        self._path = self._desk.database
        if self._path is None:
            return

        def look(centre: Centre) -> Overview:
            from kaochang.flow.scoring_overview import overview

            return overview(centre, self._random)

        def seen(found: Overview) -> None:
            self._found, self._face = found, overview_face(found, self._desk.means.words)
            self.changing.renew(found)
            self._show()

        self._run(look, seen)

    def _run(self, work: Callable[[Centre], T], done: Callable[[T], None]) -> None:
        """Work on the database, in one piece; what of it is refused is said on the page."""
        path = self._desk.path

        def worked() -> T:
            from kaochang.presenters.centre.standing import opened

            with closing(opened(path)) as centre:
                return work(centre)

        def is_here() -> bool:
            """Whether the window is at that database still: what came of another one is nothing to this page."""
            self._is_working = False
            return path == self._desk.database

        def ended(result: T) -> None:
            if is_here():
                done(result)

        def failed(error: Exception) -> None:
            if is_here():
                self._refused = failure_to_words(error, self._desk.means.words)
                self._show()

        self._is_working, self._refused = True, None
        self._desk.means.runner.run(worked, ended, failed)
        self._show()

    # -- the state ----------------------------------------------------------------------------------------------------

    def _turn_to(self, phase: ScoringPhase) -> None:
        if self._phase is not ScoringPhase.SCORER:
            self._phase, self._refused = phase, None
            self._show()

    def _show(self) -> None:
        phase = self._phase
        self.state = ScoringState(
            phase,
            self._is_working,
            overview=self._face,
            plan=self.planning.face() if phase is ScoringPhase.PLAN else None,
            change=self.changing.face() if phase is ScoringPhase.CHANGE else None,
            scorer=self._scored if phase is ScoringPhase.SCORER else None,
            told=self.packets.told,
            refused=self._refused,
        )
        self._show_state(self.state)
