"""The page 场次: the list of sessions, or the parts of the one that is being made with a rail beside them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedLayout, QWidget

from kaochang.flow.session_draft import SessionPart
from kaochang.presenters.office.roster_state import RosterState
from kaochang.presenters.office.sessions import SessionsPresenter
from kaochang.presenters.office.sessions_state import (
    ExamsState,
    PartFace,
    RoomsState,
    RulesState,
    SealingState,
    SealPhase,
    SessionsState,
)
from kaochang.views.office.roster import RosterView
from kaochang.views.office.session_list import SessionListView
from kaochang.views.office.session_parts import SessionExamsView, SessionRoomsView
from kaochang.views.office.session_rules import SessionRulesView
from kaochang.views.office.session_seal import SessionSealView
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, follow_width, frame, label, row, set_state, through

_RAIL = 240


class _PartButton:
    """A part in the rail: its name with a tick where it is whole, and below what was settled there."""

    def __init__(self, look: Look, part: SessionPart, go: partial[None]) -> None:
        self._words = look.words
        self.made = button("", "place", f"part-{part}", go)
        self.made.setCheckable(True)
        self._title, self._note = label("", "", wraps=True), label("", "small", wraps=True)
        follow_width(self.made)
        inside = column(self.made, margins=(14, 8, 14, 8), spacing=2)
        for each in (self._title, self._note):
            inside.addWidget(through(each))

    def show_face(self, face: PartFace) -> None:
        """As it stands."""
        title = self._words("office.sessions.part.whole", name=face.title) if face.is_whole else face.title
        self._title.setText(title)
        self._note.setText(face.note)
        set_state(self._title, "role", "strong" if face.is_here else "")
        self.made.setChecked(face.is_here)
        self.made.setAccessibleName(self._words("office.place.spoken", name=title, note=face.note))


class SessionsView(QWidget):
    """Views of parts are built when the page is; the roster's is the short way's own."""

    def __init__(self, presenter: SessionsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self.head: QWidget | None = None
        self._list = SessionListView(presenter.listing, look)
        self._rail = {part: _PartButton(look, part, partial(presenter.go, part)) for part in SessionPart}
        self._exams = SessionExamsView(presenter.exams, look)
        self._roster = RosterView(presenter.roster, look)
        self._rooms = SessionRoomsView(presenter.rooms, look)
        self._rules = SessionRulesView(presenter.rules, look)
        self._seal = SessionSealView(presenter.sealing, look, partial(presenter.go), partial(presenter.to_list))
        self._rail_frame = self._make_rail(look)
        self._parts = QStackedLayout()
        for each in (self._exams, self._roster, self._rooms, self._rules, self._seal):
            self._parts.addWidget(each)
        making = QWidget()
        across = row(making)
        across.addWidget(self._rail_frame)
        across.addLayout(self._parts, 1)
        self._making = making
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(making)

    def _make_rail(self, look: Look) -> QWidget:
        made = frame("palette", name="session-rail")
        made.setAccessibleName(look.words("office.sessions.parts"))
        made.setFixedWidth(_RAIL)
        inside = column(made, margins=(12, 14, 12, 14), spacing=8)
        back = flush(
            button(look.words("office.sessions.back"), "quiet", "sessions-back", self._presenter.to_list), "left"
        )
        inside.addWidget(back)
        for each in self._rail.values():
            inside.addWidget(each.made)
        inside.addStretch(1)
        return made

    def render_state(self, state: SessionsState) -> None:
        """Show the page."""
        self.head = None
        if not state.parts:
            self._list.render_state(state.listed)
            self._stack.setCurrentWidget(self._list)
            return
        for face in state.parts:
            self._rail[face.part].show_face(face)
        body = state.body
        self._rail_frame.setVisible(not (isinstance(body, SealingState) and body.phase is SealPhase.DONE))
        self._parts.setCurrentWidget(self._show_body(body))
        self._stack.setCurrentWidget(self._making)

    def _show_body(self, body: object) -> QWidget:
        match body:
            case ExamsState():
                self._exams.render_state(body)
                return self._exams
            case RosterState():
                self._roster.render_state(body)
                self.head = self._roster.head
                return self._roster
            case RoomsState():
                self._rooms.render_state(body)
                return self._rooms
            case RulesState():
                self._rules.render_state(body)
                return self._rules
            case SealingState():
                self._seal.render_state(body)
                return self._seal
        raise TypeError(type(body).__name__)
