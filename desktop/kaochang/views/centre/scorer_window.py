"""The window of a scorer elsewhere: opening a packet, the scorer's screen over it, and handing scores back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.presenters.centre.scorer_desk import DeskState, ScorerDesk, ScorerPage
from kaochang.views.centre.scorer import ScorerView
from kaochang.views.centre.scorer_desk import BackPage, OpenPage
from kaochang.views.paged import LEAST, USUAL, show_fitting
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.spoken import install_roles


class ScorerWindow(QWidget):
    """Goes once everything that was given is saved; `closed` is emitted then."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        install_roles()
        watch_composing()
        self.setObjectName("scorer-window")
        self.setWindowTitle(look.words("scorer.screen"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.setMinimumSize(LEAST)
        self.resize(USUAL)
        self._look = look
        self._presenter: ScorerDesk | None = None
        self._open: OpenPage | None = None
        self._back: BackPage | None = None
        self._view: ScorerView | None = None
        self._page: ScorerPage | None = None
        self._has_left = False
        self._stack = QStackedLayout(self)

    def open(self) -> None:
        """Show it in its usual size, or as large as a screen that is hardly larger."""
        show_fitting(self)

    def connect_to(self, presenter: ScorerDesk) -> None:
        """Take this presenter's states from now on."""
        self._presenter = presenter
        self._open, self._back = OpenPage(presenter, self._look), BackPage(presenter, self._look)
        for page in (self._open, self._back):
            self._stack.addWidget(page)

    def show_state(self, state: DeskState) -> None:
        """Show how the scorer stands."""
        self._show_scorer(state)
        pages = {ScorerPage.OPEN: self._open, ScorerPage.BACK: self._back, ScorerPage.SCORE: self._view}
        page = pages[state.page]
        if page is not None and state.page is not self._page:
            self._page = state.page
            self._stack.setCurrentWidget(page)
            page.setFocus()
        for each in (self._open, self._back):
            if each is not None and each is page:
                each.show_state(state)
        if self._view is not None and state.scored is not None:
            self._view.render_state(state.scored)  # once it is shown: a hidden one takes no keyboard

    def _show_scorer(self, state: DeskState) -> None:
        scorer = None if self._presenter is None else self._presenter.scorer
        if scorer is None and self._view is not None:
            self._stack.removeWidget(self._view)
            self._view.hide()
            self._view.deleteLater()
            self._view = None
        if scorer is not None and self._view is None:
            self._view = ScorerView(scorer, self._look)
            self._stack.addWidget(self._view)

    def leave(self) -> None:
        """Nothing is on its way any more."""
        self._has_left = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross ends once what was given is saved."""
        if self._presenter is not None and not self._has_left:
            self._presenter.leave()
        if self._presenter is not None and not self._has_left:
            event.ignore()
            return
        event.accept()
        self.closed.emit()
