"""The office's one window: its head with the four steps, and the page that the presenter says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.flow.office_draft import PageName
from kaochang.presenters.appearance import AppearancePresenter
from kaochang.presenters.office.navigator import OfficePresenter
from kaochang.presenters.office.pages import WindowState
from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.office.paper_state import PaperState
from kaochang.views.appearance_menu import fill
from kaochang.views.office.head import WindowHead
from kaochang.views.office.paper import PaperView
from kaochang.views.paged import LEAST, USUAL, Builder, ShownPage, pair, show_fitting
from kaochang.views.widgets.composing import watch_composing
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column
from kaochang.views.widgets.spoken import install_roles


class OfficeWindow(QWidget):
    """Views are built when their page is first shown. `closed` is emitted when the window goes."""

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        install_roles()
        watch_composing()
        self.setObjectName("office")
        self.setWindowTitle(look.words("office.window"))
        self.setStyleSheet(look.theme.sheet)
        self.setProperty("ground", "canvas")
        self.setMinimumSize(LEAST)
        self.resize(USUAL)
        self._look = look
        self._presenter: OfficePresenter | None = None
        self._views: dict[PageName, ShownPage] = {}
        self._body: object = None
        self._head = WindowHead(look, self._go)
        self._stack = QStackedLayout()
        layout = column(self)
        layout.addWidget(self._head)
        layout.addLayout(self._stack, 1)

    def open(self) -> None:
        """Show it in its usual size, or as large as a screen that is hardly larger."""
        show_fitting(self)

    def connect_to(self, presenter: OfficePresenter, appearance: AppearancePresenter) -> None:
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

    def _build(self, name: PageName) -> ShownPage:
        if self._presenter is None:
            raise RuntimeError("the window has no presenter")
        build = _FIRST if name is PageName.PAPER else _builder(name)
        return build(self._presenter.page(name), self._look)

    def _go(self, name: PageName) -> None:
        if self._presenter is not None:
            self._presenter.go(name)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is saved as it is done: nothing holds the window."""
        event.accept()
        self.closed.emit()


def _builder(name: PageName) -> Builder:
    """What makes the view of every page but the first: a start waits for none of them."""
    from kaochang.presenters.office.bank import BankPresenter
    from kaochang.presenters.office.bank_state import BankState
    from kaochang.presenters.office.done import DonePresenter, DoneState
    from kaochang.presenters.office.exams import ExamsPresenter
    from kaochang.presenters.office.exams_state import ExamsState
    from kaochang.presenters.office.roster import RosterPresenter
    from kaochang.presenters.office.roster_state import RosterState
    from kaochang.presenters.office.scores_state import BackState
    from kaochang.presenters.office.seal import SealPresenter, SealState
    from kaochang.presenters.office.sessions import SessionsPresenter
    from kaochang.presenters.office.sessions_state import SessionsState
    from kaochang.presenters.office.settings import SettingsPresenter, SettingsState
    from kaochang.presenters.office.take_back import TakeBackPresenter
    from kaochang.views.office.bank import BankView
    from kaochang.views.office.done import DoneView
    from kaochang.views.office.exams import ExamsView
    from kaochang.views.office.roster import RosterView
    from kaochang.views.office.seal import SealView
    from kaochang.views.office.sessions import SessionsView
    from kaochang.views.office.settings import SettingsView
    from kaochang.views.office.take_back import TakeBackView

    return {
        PageName.ROSTER: pair(RosterPresenter, RosterView, RosterState),
        PageName.SETTINGS: pair(SettingsPresenter, SettingsView, SettingsState),
        PageName.SEAL: pair(SealPresenter, SealView, SealState),
        PageName.DONE: pair(DonePresenter, DoneView, DoneState),
        PageName.TAKE_BACK: pair(TakeBackPresenter, TakeBackView, BackState),
        PageName.BANK: pair(BankPresenter, BankView, BankState),
        PageName.EXAMS: pair(ExamsPresenter, ExamsView, ExamsState),
        PageName.SESSIONS: pair(SessionsPresenter, SessionsView, SessionsState),
    }[name]


_FIRST = pair(PaperPresenter, PaperView, PaperState)
