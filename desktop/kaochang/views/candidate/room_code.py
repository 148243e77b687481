"""The room code's page, for whoever sets the PC up: which room it is, and the code that opens it."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kaochang.presenters.candidate.room_code import RoomCodePresenter, RoomCodeState
from kaochang.presenters.refusals import Refused
from kaochang.views.candidate.code_fields import CodeFields, CodeIntents
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import BusyLine, WaitLine, card_page, kept_for
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, label, row


class RoomCodeView(QWidget):
    """One code, one button. What was typed is wiped when the page is left."""

    def __init__(
        self, presenter: RoomCodePresenter, state: RoomCodeState, look: Look, leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("room-code")
        self._refused_before: Refused | None = None
        self._facts = column()
        intents = CodeIntents(presenter.type_group, presenter.open)
        self._code = CodeFields(state.code, "room-", "candidate.room-code.group", look, intents)
        self._look = look
        self._busy = BusyLine("room-code-busy")
        self._wait = WaitLine("room-code-wait")
        self._refused = RefusedBox()
        self._open = button(look.words("candidate.room-code.action"), "large", "open-room", presenter.open)
        self._change = button("", "quiet", "change-session", presenter.change_session)
        self._leave = button(look.words("candidate.exit"), "quiet", "exit", leave)
        _, layout = card_page(self, 800)
        self._lay_out(layout, look)
        order = [*self._code.fields, self._open, self._change, self._leave]
        for before, behind in pairwise(order):
            self.setTabOrder(before, behind)

    def _lay_out(self, layout: QVBoxLayout, look: Look) -> None:
        layout.addWidget(label(look.words("candidate.room-code.title"), "title", name="room-code-title"))
        layout.addSpacing(6)
        layout.addWidget(label(look.words("candidate.room-code.message"), "", wraps=True))
        layout.addSpacing(18)
        layout.addLayout(self._facts)
        layout.addSpacing(22)
        layout.addWidget(self._code)
        layout.addSpacing(8)
        layout.addWidget(kept_for(90, (self._busy.line, self._refused, self._wait.line)))
        layout.addSpacing(16)
        layout.addWidget(self._open)
        layout.addSpacing(8)
        foot = row(spacing=12)
        foot.addStretch(1)
        foot.addWidget(self._change)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        layout.addLayout(foot)

    def render_state(self, state: RoomCodeState) -> None:
        """Show a state."""
        if state.is_busy:
            self._busy.begin(self._look.words("candidate.room-code.busy"))
        clear(self._facts)
        self._facts.addLayout(facts(state.facts, "quiet", "strong"))
        self._code.show_code(state.code, is_busy=state.is_busy)
        self._refused.show_refused(state.refused)
        self._wait.show_wait(state.wait, self._open, may_act=state.may_open)
        self._change.setText(state.change)
        self._change.setVisible(bool(state.change))
        for way in (self._change, self._leave):
            way.setEnabled(not state.is_busy)
        if not state.is_busy:
            self._busy.end()
        if state.refused is not self._refused_before:
            self._refused_before = state.refused
            if state.refused is not None:
                self._code.ask_again(self._open, self._wait.line)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        if not event.spontaneous():
            self._code.go_to_first()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no code behind, unless the window was only put away."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._code.wipe()
