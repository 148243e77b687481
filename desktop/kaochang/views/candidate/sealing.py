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
        _, layout = card_page(self, 720)
        self._title = label("", "title", name="sealing-title", wraps=True)
        self._message = label("", "", wraps=True)
        self._steps = column(spacing=10)
        self._refused = RefusedBox()
        self._retry = button(look.words("candidate.retry"), "strong", "retry", presenter.retry)
        self._badge = signs.Badge(signs.dots, look.colour("accent"), look.colour("accent_soft"))
        self._alert = signs.Badge(signs.alert, look.colour("bad"), look.colour("bad_soft"))
        layout.addWidget(self._badge)
        layout.addWidget(self._alert)
        layout.addSpacing(16)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._message)
        layout.addSpacing(20)
        layout.addLayout(self._steps)
        self._failed = QWidget()
        failed = column(self._failed, margins=(0, 20, 0, 0))
        failed.addWidget(self._refused)
        failed.addSpacing(24)
        line = row()
        line.addStretch(1)
        line.addWidget(self._retry)
        failed.addLayout(line)
        layout.addWidget(self._failed)

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
        has_failed = state.refused is not None
        self._failed.setVisible(has_failed)
        self._badge.setVisible(not has_failed)
        self._alert.setVisible(has_failed)
        if has_failed:
            self._retry.setFocus()
