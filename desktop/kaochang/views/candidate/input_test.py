"""Trying the input method: a field, what its keys are, and two answers that both lead on."""

from itertools import pairwise

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kaochang.presenters.candidate.input_test import InputTestPresenter, InputTestState, Tried
from kaochang.views.candidate.notice import card_page, next_step
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.own_text import LineField
from kaochang.views.widgets.parts import button, clear, column, facts, label, row, take_focus

_SIGNS = {
    Tried.OPEN: (signs.dots, "ink3", "note"),
    Tried.SEEN: (signs.tick, "good", "good"),
    Tried.FAILED: (signs.alert, "marked", "doubt"),
}


class InputTestView(QWidget):
    """What is typed is wiped when the page is left."""

    def __init__(self, presenter: InputTestPresenter, look: Look) -> None:
        super().__init__()
        self.setObjectName("input-test")
        self._look = look
        words = look.words
        self._field = LineField()
        self._field.setObjectName("try-here")
        self._field.setMaxLength(60)
        self._field.setAccessibleName(words("candidate.input-test.field"))
        self._field.setAccessibleDescription(words("candidate.input-test.message"))
        self._field.textChanged.connect(presenter.typed)
        self._seen = row(spacing=6)
        self._shown: Tried | None = None
        self._help = QWidget()
        self._fails = button(words("candidate.input-test.fails"), "", "input-fails", presenter.fails)
        self._works = button(words("candidate.input-test.works"), "strong", "input-works", presenter.works)
        self._without = button(words("candidate.input-test.without"), "", "input-without", presenter.go_on_without)
        self._again = button(words("candidate.input-test.again"), "strong", "input-again", presenter.try_again)
        self._field.returnPressed.connect(self._works.setFocus)
        for each in (self._fails, self._works, self._without, self._again):
            each.setMinimumHeight(46)
        _, layout = card_page(self, 720)
        self._lay_out(layout)
        order = (self._field, self._works, self._fails, self._again, self._without)
        for before, behind in pairwise(order):
            self.setTabOrder(before, behind)

    def _lay_out(self, layout: QVBoxLayout) -> None:
        words = self._look.words
        layout.addWidget(label(words("candidate.input-test.title"), "title", name="input-test-title"))
        layout.addSpacing(6)
        layout.addWidget(label(words("candidate.input-test.message"), "", wraps=True))
        layout.addSpacing(18)
        layout.addWidget(self._field)
        layout.addSpacing(6)
        layout.addLayout(self._seen)
        layout.addSpacing(18)
        keys = ("switch", "open", "choose")
        pairs = [(words(f"candidate.input-test.{key}"), words(f"candidate.input-test.{key}.keys")) for key in keys]
        layout.addLayout(facts(pairs, "quiet", "strong"))
        layout.addSpacing(18)
        helped = column(self._help)
        helped.addWidget(next_step(words("candidate.input-test.help")))
        layout.addWidget(self._help)
        layout.addSpacing(20)
        line = row(spacing=12)
        for left in (self._fails, self._without):
            line.addWidget(left)
        line.addStretch(1)
        for right in (self._works, self._again):
            line.addWidget(right)
        layout.addLayout(line)

    def render_state(self, state: InputTestState) -> None:
        """Show a state."""
        has_failed = state.tried is Tried.FAILED
        self._show_sign(state.tried)
        had_keyboard = any(each.hasFocus() for each in (self._fails, self._again))
        for usual in (self._works, self._fails):
            usual.setVisible(not has_failed)
        for helped in (self._without, self._again, self._help):
            helped.setVisible(has_failed)
        if had_keyboard or has_failed:
            take_focus(self._again if has_failed else self._field)

    def _show_sign(self, tried: Tried) -> None:
        if tried is self._shown:
            return
        self._shown = tried
        clear(self._seen)
        draw, token, role = _SIGNS[tried]
        self._seen.addWidget(signs.Sign(draw, self._look.colour(token), 14))
        self._seen.addWidget(label(self._look.words(f"candidate.input-test.seen.{tried.value}"), role, name="seen"), 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the field."""
        super().showEvent(event)
        if not event.spontaneous():
            take_focus(self._field)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing of what was typed, unless the window was only put away."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._field.blockSignals(True)
            self._field.clear()
            self._field.blockSignals(False)
