"""The page between hand-in and receipt."""

from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.sealing import SealingPresenter, SealingState
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import card_page
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row


class SealingView(QWidget):
    """What is being done; where it cannot be done, words and a button."""

    def __init__(self, presenter: SealingPresenter, look: Look) -> None:
        super().__init__()
        self.setObjectName("sealing")
        _, layout = card_page(self, 680)
        self._title = label("", "title", name="sealing-title", wraps=True)
        self._message = label("", "", wraps=True)
        self._steps = column(spacing=10)
        self._refused = RefusedBox()
        self._retry = button(look.words("candidate.retry"), "strong", "retry", presenter.retry)
        layout.addWidget(signs.Badge(signs.dots, look.colour("accent"), look.colour("accent_soft")))
        layout.addSpacing(16)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._message)
        layout.addSpacing(20)
        layout.addLayout(self._steps)
        layout.addSpacing(16)
        layout.addWidget(self._refused)
        layout.addSpacing(16)
        line = row()
        line.addStretch(1)
        line.addWidget(self._retry)
        layout.addLayout(line)

    def render_state(self, state: SealingState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        self._message.setText(state.message)
        clear(self._steps)
        for number, step in enumerate(state.steps, start=1):
            line = row(spacing=10)
            line.addWidget(label(f"{number}.", "tiny"))
            line.addWidget(label(step, "small"), 1)
            self._steps.addLayout(line)
        self._refused.show_refused(state.refused)
        self._retry.setVisible(state.refused is not None)
        if state.refused is not None:
            self._retry.setFocus()
