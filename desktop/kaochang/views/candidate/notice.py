"""A full-page message with one thing to do, on a card in the middle."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kaochang.presenters.candidate.notice import Mood, NoticePresenter, NoticeState
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, stop, take_focus

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
        _, self._layout = card_page(self, 720)

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
                line.addWidget(button(state.leave, "", "notice-leave", self._leave))
            line.addStretch(1)
            action = button(state.action, "strong", "notice-action", self._presenter.proceed)
            action.setMinimumHeight(46)
            line.addWidget(action)
            layout.addLayout(line)
            take_focus(action)


def kept_for(height: int, parts: Iterable[QWidget]) -> QWidget:
    """What is told now and then, one below another, in a place that is kept: what stands below does not move."""
    made = QWidget()
    made.setMinimumHeight(height)
    layout = column(made, spacing=8)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return made


class BusyLine:
    """Says what takes a moment. The keyboard waits on it while the page's fields are off, and then goes back.

    Qt would hand it to whatever is still on: a button in the corner of the window.
    """

    def __init__(self, name: str) -> None:
        self.line = stop(label("", "next", name=name, wraps=True))
        self.line.hide()
        self._before: QWidget | None = None

    def begin(self, text: str) -> None:
        """Before anything is switched off."""
        if self.line.isHidden():
            self._before = self.line.window().focusWidget()
            self.line.setText(text)
            take_focus(self.line)

    def end(self) -> None:
        """After everything is on again."""
        if self._before is not None and self.line.window().focusWidget() is self.line:
            self._before.setFocus()
        self._before = None
        self.line.hide()


class WaitLine:
    """Says how long nothing can be tried again. The keyboard may wait on it, and goes on to the button then."""

    def __init__(self, name: str) -> None:
        self.line = stop(label("", "warning", name=name, wraps=True))
        self.line.hide()

    def show_wait(self, wait: str, action: QPushButton, *, may_act: bool) -> None:
        """Show these words, or go away; `action` can be pressed, or not yet."""
        is_over = self.line.hasFocus() and not wait
        self.line.setText(wait)
        self.line.setVisible(bool(wait))
        action.setEnabled(may_act)
        if is_over:
            action.setFocus()


def next_step(text: str) -> QFrame:
    """What to do now, on its own ground."""
    made = frame("accent", name="next-step")
    layout = column(made, margins=(18, 14, 18, 14))
    layout.addWidget(label(text, "next", wraps=True))
    return made
