"""The page of scoring by people: its overview, its two forms, and the scorer's screen in their place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.presenters.centre.scoring import ScoringPresenter
from kaochang.presenters.centre.scoring_state import ScoringPhase, ScoringState
from kaochang.views.centre.scorer import ScorerView
from kaochang.views.centre.scoring_forms import ChangePage, PlanPage
from kaochang.views.centre.scoring_overview import OverviewPage
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, strip


class ScoringView(QWidget):
    """A scorer's screen lives as long as they score."""

    def __init__(self, presenter: ScoringPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._refused = RefusedStrip("scoring-refused")
        self._overview = OverviewPage(presenter, look)
        self._plan = PlanPage(presenter, look)
        self._change = ChangePage(presenter, look)
        self._scorer: ScorerView | None = None
        self._stack = QStackedLayout()
        for page in (self._overview, self._plan, self._change):
            self._stack.addWidget(page)
        whole = column(self)
        whole.addWidget(strip(self._refused))
        whole.addLayout(self._stack, 1)
        self.head: QWidget | None = None

    def render_state(self, state: ScoringState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        self._overview.show_overview(state.overview, is_working=state.is_working)
        self._overview.show_told(state.told)
        if state.plan is not None:
            self._plan.show_plan(state.plan)
        if state.change is not None:
            self._change.show_change(state.change)
        self._show_scorer(state)
        forms: dict[ScoringPhase, QWidget | None] = {
            ScoringPhase.PLAN: self._plan,
            ScoringPhase.CHANGE: self._change,
            ScoringPhase.SCORER: self._scorer,
        }
        self._stack.setCurrentWidget(forms.get(state.phase) or self._overview)
        if self._scorer is not None and state.scorer is not None:
            self._scorer.render_state(state.scorer)  # once it is shown: a hidden one takes no keyboard

    def _show_scorer(self, state: ScoringState) -> None:
        if state.scorer is None and self._scorer is not None:
            self._stack.removeWidget(self._scorer)
            self._scorer.hide()
            self._scorer.deleteLater()
            self._scorer = None
        if state.scorer is not None and self._scorer is None and self._presenter.scorer is not None:
            self._scorer = ScorerView(self._presenter.scorer, self._look)
            self._stack.addWidget(self._scorer)
