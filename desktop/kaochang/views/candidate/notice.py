"""A full-page message with one thing to do, on a card in the middle."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kaochang.presenters.candidate.notice import Mood, NoticePresenter, NoticeState
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, take_focus

_BADGES = {
    Mood.CALM: (signs.dots, "accent", "accent_soft"),
    Mood.GOOD: (signs.tick, "good", "good_soft"),
    Mood.PROBLEM: (signs.alert, "bad", "bad_soft"),
}


def card_page(page: QWidget, width: int) -> tuple[QFrame, QVBoxLayout]:
    """A card in the middle of a page, and the layout inside it."""
    page.setProperty("ground", "canvas")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    outer = column(page, margins=(24, 24, 24, 24))
    card = frame("card")
    card.setFixedWidth(width)
    outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    return card, column(card, margins=(52, 40, 52, 40))


class NoticeView(QWidget):
    """The card is filled anew for each message."""

    def __init__(self, presenter: NoticePresenter, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._presenter = presenter
        self._leave = leave
        self._look = look
        _, self._layout = card_page(self, 680)

    def render_state(self, state: NoticeState) -> None:
        """Show a message."""
        layout, look = self._layout, self._look
        clear(layout)
        draw, ink, disc = _BADGES[state.mood]
        layout.addWidget(signs.Badge(draw, look.colour(ink), look.colour(disc)))
        layout.addSpacing(16)
        layout.addWidget(label(state.title, "title", name="notice-title", wraps=True))
        layout.addSpacing(6)
        layout.addWidget(label(state.message, "", name="notice-message", wraps=True))
        if state.facts:
            layout.addSpacing(20)
            layout.addLayout(facts(state.facts, "quiet", "strong"))
        if state.next_step:
            layout.addSpacing(22)
            layout.addWidget(next_step(state.next_step))
        if state.action:
            layout.addSpacing(24)
            line = row()
            if state.leave:
                line.addWidget(button(state.leave, "quiet", "notice-leave", self._leave))
            line.addStretch(1)
            action = button(state.action, "strong", "notice-action", self._presenter.proceed)
            action.setMinimumHeight(46)
            line.addWidget(action)
            layout.addLayout(line)
            take_focus(action)


def next_step(text: str) -> QFrame:
    """What to do now, on its own ground."""
    made = frame("accent", name="next-step")
    layout = column(made, margins=(18, 14, 18, 14))
    layout.addWidget(label(text, "next", wraps=True))
    return made
