"""The window of a scorer elsewhere: the scorer's screen alone, over a packet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import ScorerState
from kaochang.views.centre.scorer import ScorerView
from kaochang.views.paged import LEAST, USUAL, show_fitting
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
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
        self._presenter: ScorerPresenter | None = None
        self._view: ScorerView | None = None
        self._has_left = False
        self._whole = column(self)

    def open(self) -> None:
        """Show it in its usual size, or as large as a screen that is hardly larger."""
        show_fitting(self)

    def connect_to(self, presenter: ScorerPresenter) -> None:
        """Take this presenter's states from now on."""
        self._presenter = presenter
        self._view = ScorerView(presenter, self._look)
        self._whole.addWidget(self._view)

    def show_state(self, state: ScorerState) -> None:
        """Show how the scorer stands."""
        if self._view is not None:
            self._view.render_state(state)

    def leave(self) -> None:
        """Nothing is on its way any more."""
        self._has_left = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The cross ends as the button does: once what was given is saved."""
        if self._presenter is not None and not self._has_left:
            event.ignore()
            self._presenter.leave()
            return
        event.accept()
        self.closed.emit()
