"""Waiting for the hour: a countdown, and what happens when it ends."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.wait import WaitPresenter, WaitState
from kaochang.views.candidate.notice import card_page, next_step
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, flush, label, row, stop, take_focus


class WaitView(QWidget):
    """Everything but the countdown stands still; that never takes the keyboard from where it is."""

    def __init__(
        self, presenter: WaitPresenter, look: Look, back: Callable[[], None], leave: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("wait")
        self._look = look
        self._presenter = presenter
        self._built: tuple[object, ...] = ()
        self._asked = False
        _, self._layout = card_page(self, 720)
        self._back = button(look.words("candidate.code.back"), "", "wait-back", back)
        self._leave = button(look.words("candidate.exit"), "", "exit", leave)
        self._left = stop(label("", "countdown", name="countdown"))

    def render_state(self, state: WaitState) -> None:
        """Show a state; a wait for something else is built anew."""
        wanted = (state.title, state.caption, state.facts, state.next_step, state.go_on, state.back, state.change)
        if wanted != self._built:
            self._built = wanted
            self._build(state)
        self._left.setText(state.left)
        if self._left.accessibleName() != state.spoken:
            self._left.setAccessibleName(state.spoken)
        if state.asks != self._asked:
            self._asked = state.asks
            self._foot.setVisible(not state.asks)
            self._wish.setVisible(state.asks)
            take_focus(self._stay if state.asks else self._go_on)

    def _build(self, state: WaitState) -> None:
        for kept in (self._left, self._back, self._leave):
            kept.setParent(self)
            kept.hide()
        layout = self._layout
        clear(layout)
        layout.addWidget(label(state.title, "title", name="wait-title", wraps=True))
        layout.addSpacing(18)
        layout.addWidget(label(state.caption, "label"))
        layout.addWidget(self._left, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(18)
        layout.addLayout(facts(state.facts, "quiet", "strong"))
        layout.addSpacing(22)
        layout.addWidget(next_step(state.next_step))
        layout.addSpacing(20)
        self._asked = False
        self._foot = QWidget()
        line = row(self._foot, spacing=12)
        way_back = self._back if state.back else self._leave
        line.addWidget(way_back)
        if state.change:
            line.addWidget(button(state.change, "quiet", "change-session", self._presenter.change_session))
        line.addStretch(1)
        self._go_on = flush(button(state.go_on, "quiet", "wait-go-on", self._presenter.ask), "right")
        line.addWidget(self._go_on)
        layout.addWidget(self._foot)
        layout.addWidget(self._make_wish())
        way_back.show()
        self._left.show()
        self._left.setFocus()
        self.setTabOrder(self._left, way_back)

    def _make_wish(self) -> QWidget:
        """Whether this PC's date is really wrong; the safe answer has the keyboard."""
        words = self._look.words
        self._wish = QWidget()
        layout = column(self._wish, spacing=14)
        layout.addWidget(label(words("candidate.wait.ask"), "strong", name="wait-ask", wraps=True))
        self._stay = button(words("candidate.wait.ask.stay"), "strong", "wait-stay", self._presenter.stay)
        line = row(spacing=12)
        line.addWidget(button(words("candidate.wait.ask.go"), "", "wait-go", self._presenter.go_on))
        line.addStretch(1)
        line.addWidget(self._stay)
        layout.addLayout(line)
        self._wish.hide()
        return self._wish
