"""The centre's one window: its head with the places, and the page that the presenter says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.presenters.appearance import AppearancePresenter
from kaochang.presenters.centre.navigator import CentrePresenter
from kaochang.presenters.centre.opening import StartPresenter, StartState
from kaochang.presenters.centre.pages import CentrePage, WindowState
from kaochang.views.appearance_menu import fill
from kaochang.views.centre.head import WindowHead
from kaochang.views.centre.opening import StartView
from kaochang.views.paged import LEAST, USUAL, Builder, ShownPage, pair, show_fitting
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
from kaochang.views.widgets.spoken import install_roles


class CentreWindow(QWidget):
    """Views are built when their page is first shown. `closed` is emitted when the window goes."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        install_roles()
        watch_composing()
        self.setObjectName("centre")
        self.setWindowTitle(look.words("centre.window"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.setMinimumSize(LEAST)
        self.resize(USUAL)
        self._look = look
        self._presenter: CentrePresenter | None = None
        self._views: dict[CentrePage, ShownPage] = {}
        self._body: object = None
        self._head = WindowHead(look, self._go)
        self._stack = QStackedLayout()
        layout = column(self)
        layout.addWidget(self._head)
        layout.addLayout(self._stack, 1)

    def open(self) -> None:
        """Show it in its usual size, or as large as a screen that is hardly larger."""
        show_fitting(self)

    def connect_to(self, presenter: CentrePresenter, appearance: AppearancePresenter) -> None:
        """Take this presenter's states from now on; by `appearance` language and colours are chosen in the head."""
        self._presenter = presenter
        fill(self._head.appearance, appearance, self._look)

    def restyle(self, theme: str) -> None:
        """These colours from now on."""
        self._look.theme.use(theme)
        self.setStyleSheet(self._look.theme.sheet)

    def show_state(self, state: WindowState) -> None:
        """Show the page that a state names."""
        view = self._views.get(state.page)
        if view is None:
            view = self._views[state.page] = self._build(state.page)
            self._stack.addWidget(view.widget)
        if state.body is not self._body:
            self._body = state.body
            view.render(state.body)
        self._head.show_state(state, view.head())
        self._stack.setCurrentWidget(view.widget)

    def _build(self, name: CentrePage) -> ShownPage:
        if self._presenter is None:
            raise RuntimeError("the window has no presenter")
        build = _FIRST if name is CentrePage.START else _builder(name)
        return build(self._presenter.page(name), self._look)

    def _go(self, name: CentrePage) -> None:
        if self._presenter is not None:
            self._presenter.go(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whatever is done is in the database: nothing holds the window."""
        event.accept()
        self.closed.emit()


def _builder(name: CentrePage) -> Builder:
    """What makes the view of every page but the first: a start waits for none of them."""
    from kaochang.presenters.centre.archive import ArchivePresenter, ArchiveState
    from kaochang.presenters.centre.collect import CollectPresenter
    from kaochang.presenters.centre.collect_state import CollectState
    from kaochang.presenters.centre.deciding import DecidePresenter
    from kaochang.presenters.centre.decisions import DecisionsPresenter
    from kaochang.presenters.centre.decisions_state import DecideState, DecisionsState
    from kaochang.presenters.centre.keys import KeysPresenter
    from kaochang.presenters.centre.keys_state import KeysState
    from kaochang.presenters.centre.scores import ScoresPresenter, ScoresState
    from kaochang.presenters.centre.scoring import ScoringPresenter
    from kaochang.presenters.centre.scoring_state import ScoringState
    from kaochang.presenters.centre.ticket import TicketPresenter
    from kaochang.presenters.centre.ticket_state import TicketState
    from kaochang.presenters.centre.tickets import TicketsPresenter
    from kaochang.presenters.centre.tickets_state import TicketsState
    from kaochang.views.centre.archive import ArchiveView
    from kaochang.views.centre.collect import CollectView
    from kaochang.views.centre.deciding import DecideView
    from kaochang.views.centre.decisions import DecisionsView
    from kaochang.views.centre.keys import KeysView
    from kaochang.views.centre.scores import ScoresView
    from kaochang.views.centre.scoring import ScoringView
    from kaochang.views.centre.ticket import TicketView
    from kaochang.views.centre.tickets import TicketsView

    return {
        CentrePage.KEYS: pair(KeysPresenter, KeysView, KeysState),
        CentrePage.COLLECT: pair(CollectPresenter, CollectView, CollectState),
        CentrePage.TICKETS: pair(TicketsPresenter, TicketsView, TicketsState),
        CentrePage.TICKET: pair(TicketPresenter, TicketView, TicketState),
        CentrePage.DECISIONS: pair(DecisionsPresenter, DecisionsView, DecisionsState),
        CentrePage.DECIDE: pair(DecidePresenter, DecideView, DecideState),
        CentrePage.SCORING: pair(ScoringPresenter, ScoringView, ScoringState),
        CentrePage.SCORES: pair(ScoresPresenter, ScoresView, ScoresState),
        CentrePage.ARCHIVE: pair(ArchivePresenter, ArchiveView, ArchiveState),
    }[name]


_FIRST = pair(StartPresenter, StartView, StartState)
