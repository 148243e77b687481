"""The page 场次: the list of sessions, or the parts of the one that is being made with a rail beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.roster_state import RosterState
from kaochang.presenters.office.sessions import SessionsPresenter
from kaochang.presenters.office.sessions_state import (
    ExamsState,
    RoomsState,
    RulesState,
    SealingState,
    SealPhase,
    SessionsState,
)
from kaochang.views.office.part_rail import PartRail
from kaochang.views.office.roster import RosterView
from kaochang.views.office.session_after import SessionAfterView
from kaochang.views.office.session_list import SessionListView
from kaochang.views.office.session_parts import SessionExamsView, SessionRoomsView
from kaochang.views.office.session_rules import SessionRulesView
from kaochang.views.office.session_seal import SessionSealView
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import row


class SessionsView(QWidget):
    """Views of parts are built when the page is; the roster's is the short way's own."""

    def __init__(self, presenter: SessionsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self.head: QWidget | None = None
        self._list = SessionListView(presenter.listing, look, presenter.open_after)
        self._rail = PartRail(look, "sessions", SessionPart, presenter.go, presenter.to_list)
        self._exams = SessionExamsView(presenter.exams, look)
        self._roster = RosterView(presenter.roster, look)
        self._rooms = SessionRoomsView(presenter.rooms, look)
        self._rules = SessionRulesView(presenter.rules, look)
        self._seal = SessionSealView(presenter.sealing, look, partial(presenter.go), partial(presenter.to_list))
        self._making = QWidget()
        across = row(self._making)
        across.addWidget(self._rail)
        self._parts = QStackedLayout()
        across.addLayout(self._parts, 1)
        # Into a layout that has its place: Qt shows the first at once, and would as a window of its own.
        for each in (self._exams, self._roster, self._rooms, self._rules, self._seal):
            self._parts.addWidget(each)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._making)
        self._after = SessionAfterView(presenter.after, look, presenter.to_list)
        self._stack.addWidget(self._after)

    def render_state(self, state: SessionsState) -> None:
        """Show the page."""
        self.head = None
        if state.after is not None:
            self._stack.setCurrentWidget(self._after)
            self._after.render_state(state.after)
            return
        if not state.parts:
            self._list.render_state(state.listed)
            self._stack.setCurrentWidget(self._list)
            return
        self._rail.show_parts(state.parts)
        body = state.body
        self._rail.setVisible(not (isinstance(body, SealingState) and body.phase is SealPhase.DONE))
        self._stack.setCurrentWidget(self._making)
        self._show_body(body)

    def _show_body(self, body: object) -> None:
        """The part comes up before its state: what it gives the keyboard to must be there."""
        match body:
            case ExamsState():
                self._parts.setCurrentWidget(self._exams)
                self._exams.render_state(body)
            case RosterState():
                self._parts.setCurrentWidget(self._roster)
                self._roster.render_state(body)
                self.head = self._roster.head
            case RoomsState():
                self._parts.setCurrentWidget(self._rooms)
                self._rooms.render_state(body)
            case RulesState():
                self._parts.setCurrentWidget(self._rules)
                self._rules.render_state(body)
            case SealingState():
                self._parts.setCurrentWidget(self._seal)
                self._seal.render_state(body)
            case _:
                raise TypeError(type(body).__name__)
