"""The page over an exam whose candidate is away: who is missed, the time that goes on, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.exam_state import AwayState
from kaochang.views.candidate.hidden_field import GuardedField
from kaochang.views.candidate.notice import card_page
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state, take_focus
from kaochang.views.widgets.spoken import announce

_TWO_LINES = 44
"""Pixels that are kept for what was wrong: nothing moves when it comes."""


class AwayView(QWidget):
    """Built once; nothing of the exam is to be seen on it, nor the number that uncovers it."""

    def __init__(self, look: Look, come_back: Callable[[str], None], acts: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("away")
        self._come_back = come_back
        self._tries = 0
        words = look.words
        _, layout = card_page(self, 660)
        layout.addWidget(signs.Badge(signs.cover, look.colour("accent"), look.colour("accent_soft")))
        layout.addSpacing(16)
        self._title = label("", "title", name="away-title", wraps=True)
        self._message = label("", "", name="away-message", wraps=True)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._message)
        layout.addSpacing(20)
        layout.addWidget(self._facts(look))
        self._line = frame("marked", name="away-line")
        self._told = label("", "warning-strong", name="away-told", wraps=True)
        row(self._line, margins=(18, 8, 18, 8)).addWidget(self._told)
        self._line.hide()
        layout.addSpacing(12)
        layout.addWidget(self._line)
        layout.addSpacing(12)
        self._label = label("", "label")
        self._field = GuardedField()
        self._field.setObjectName("away-number")
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhSensitiveData)
        self._field.returnPressed.connect(self._on_back)
        layout.addWidget(self._label)
        layout.addSpacing(6)
        layout.addWidget(self._field)
        layout.addSpacing(6)
        self._wrong = label("", "bad", name="away-wrong", wraps=True)
        self._wrong.setMinimumHeight(_TWO_LINES)
        self._wrong.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._wrong)
        layout.addSpacing(14)
        line = row()
        line.addWidget(button(words("candidate.acts.title"), "", "away-acts", acts))
        line.addStretch(1)
        self._back = button(words("candidate.away.back"), "strong", "away-back", self._on_back)
        self._back.setMinimumHeight(46)
        line.addWidget(self._back)
        layout.addLayout(line)

    def _facts(self, look: Look) -> QWidget:
        made = frame("accent")
        layout = row(made, margins=(18, 12, 18, 12), spacing=16)
        left = column(spacing=2)
        self._who = label("", "strong", name="away-who")
        self._gone = label("", "small", name="away-gone")
        left.addStretch(1)
        left.addWidget(self._who)
        left.addWidget(self._gone)
        left.addStretch(1)
        layout.addLayout(left, 1)
        right = column()
        right.addWidget(label(look.words("candidate.clock"), "small"), 0, Qt.AlignmentFlag.AlignRight)
        self._time = label("", "clock", name="away-clock")
        right.addWidget(self._time, 0, Qt.AlignmentFlag.AlignRight)
        layout.addLayout(right)
        return made

    def show_away(self, state: AwayState) -> None:
        """Show the page as it stands; a wrong number is emptied out of its field."""
        for part, text in (
            (self._title, state.title),
            (self._message, state.message),
            (self._who, state.who),
            (self._gone, state.gone),
            (self._label, state.label),
            (self._time, state.clock.text),
        ):
            part.setText(text)
        self._gone.setVisible(bool(state.gone))
        self._time.setAccessibleName(state.clock.spoken)
        set_state(self._time, "amber", state.clock.is_amber)
        self._field.setAccessibleName(state.label)
        self._field.is_latin = state.is_latin
        self._back.setEnabled(not state.wait)
        self._wrong.setText("\n".join(filter(None, (state.wrong, state.wait))))
        if state.tries != self._tries:
            self._tries = state.tries
            self._field.forget()
            announce(self._field, state.wrong)

    def show_lines(self, text: str) -> None:
        """What would stand over the items: time warnings, and what else is to be read."""
        self._told.setText(text)
        self._line.setVisible(bool(text))

    def focus_first(self) -> None:
        """Put the keyboard into the field."""
        take_focus(self._field)

    def _on_back(self) -> None:
        self._come_back(self._field.typed)

    def empty(self) -> None:
        """Nothing of the number stays behind."""
        self._field.forget()
