"""The page of an attempt that waits: what happened, that everything is safe, and what to do. No item is to be seen."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.exam_state import Suspended
from kaochang.views.candidate.notice import card_page, next_step
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, facts, label, row, stop, take_focus


class SuspendedView(QWidget):
    """Filled anew where what it says has changed."""

    def __init__(self, look: Look, acts: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("suspended")
        self._look = look
        self._acts = acts
        self._shown: Suspended | None = None
        self._first: QWidget = self
        _, self._layout = card_page(self, 720)

    def show_suspended(self, suspended: Suspended) -> None:
        """Show why the attempt waits."""
        if suspended == self._shown:
            return
        self._shown = suspended
        layout, look, had_keyboard = self._layout, self._look, self._first.hasFocus()
        clear(layout)
        layout.addWidget(signs.Badge(signs.dots, look.colour("accent"), look.colour("accent_soft")))
        layout.addSpacing(16)
        title = label(suspended.title, "title", name="suspended-title", wraps=True)
        layout.addWidget(title)
        layout.addSpacing(6)
        layout.addWidget(label(suspended.message, "", name="suspended-message", wraps=True))
        if suspended.facts:
            layout.addSpacing(20)
            layout.addLayout(facts(suspended.facts, "quiet", "strong"))
        layout.addSpacing(22)
        layout.addWidget(next_step(suspended.next_step))
        if suspended.is_end:
            self._first = stop(title)
        else:
            layout.addSpacing(24)
            line = row()
            line.addStretch(1)
            self._first = button(look.words("candidate.acts.title"), "", "suspended-acts", self._acts)
            line.addWidget(self._first)
            layout.addLayout(line)
        if had_keyboard:
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the one button, or on what is to be read where there is none."""
        take_focus(self._first)
