"""The login screen: place and time on the left, the fields on the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from kaochang.domain.assessments import LoginField
from kaochang.presenters.candidate.login import Field, LoginPresenter, LoginState
from kaochang.presenters.refusals import Refused
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, take_focus

_ROOM_FOR_WORDS = 92
"""Pixels for what happened (a line) and what to do (up to two)."""


class LoginView(QWidget):
    """Built for the first state; only words of refusal and busyness change afterwards."""

    def __init__(self, presenter: LoginPresenter, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("login")
        self._presenter = presenter
        self._look = look
        self._inputs: dict[LoginField, QLineEdit] = {}
        self._built: LoginState | None = None
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cover = column(margins=(44, 60, 44, 56))
        self._form = column()
        self._refused = RefusedBox(keeps_room=True)
        self._action = button(look.words("candidate.login.action"), "large", "log-in", self._log_in)
        self._leave = button(look.words("candidate.exit"), "quiet", "exit", leave)
        self._lay_out()

    def _lay_out(self) -> None:
        dark = frame("dark")
        dark.setMinimumWidth(430)
        dark.setMaximumWidth(520)
        dark.setLayout(self._cover)
        card = QWidget()
        card.setMaximumWidth(480)
        card.setLayout(self._form)
        middle = row(margins=(40, 0, 40, 0))
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        foot = row(margins=(0, 0, 16, 12))
        foot.addStretch(1)
        foot.addWidget(self._leave)
        right = column()
        right.addStretch(1)
        right.addLayout(middle)
        right.addStretch(1)
        right.addLayout(foot)
        layout = row(self)
        layout.addWidget(dark, 52)
        layout.addLayout(right, 85)

    def render_state(self, state: LoginState) -> None:
        """Show a state; a clean login is built anew, with empty fields."""
        if self._built is None or state.fields != self._built.fields or _is_clean(state, self._built):
            self._build(state)
        self._built = state
        self._refused.show_refused(state.refused)
        self._action.setEnabled(not state.is_busy)
        key = "candidate.login.busy" if state.is_busy else "candidate.login.action"
        self._action.setText(self._look.words(key))
        for field in self._inputs.values():
            field.setReadOnly(state.is_busy)

    def _build(self, state: LoginState) -> None:
        for kept in (self._refused, self._action):
            kept.setParent(self)
        clear(self._cover)
        clear(self._form)
        self._fill_cover(state)
        self._fill_form(state)
        take_focus(next(iter(self._inputs.values())))

    def _fill_cover(self, state: LoginState) -> None:
        layout = self._cover
        layout.addWidget(label(self._look.words("candidate.brand"), "brand"))
        layout.addSpacing(20)
        layout.addWidget(label(_broken_well(state.title), "cover-title", name="exam-title", wraps=True))
        layout.addSpacing(10)
        layout.addWidget(label(state.when, "cover", wraps=True))
        layout.addStretch(1)
        layout.addLayout(facts(state.facts, "cover-label", "cover-fact"))

    def _fill_form(self, state: LoginState) -> None:
        layout, words = self._form, self._look.words
        layout.addWidget(label(words("candidate.login.title"), "title"))
        layout.addSpacing(4)
        layout.addWidget(label(words("candidate.login.message"), "small", wraps=True))
        self._inputs = {}
        for field in state.fields:
            layout.addSpacing(18)
            layout.addLayout(self._field(field))
        layout.addSpacing(16)
        layout.addWidget(self._refused)
        layout.addSpacing(14)
        layout.addWidget(self._action)
        layout.addSpacing(24)
        layout.addLayout(self._checks(state))
        names = list(self._inputs.values())
        for before, behind in zip(names, [*names[1:], self._action], strict=True):
            self.setTabOrder(before, behind)

    def _field(self, field: Field) -> QVBoxLayout:
        made = QLineEdit()
        made.setObjectName(f"login-{field.field}")
        made.setAccessibleName(field.label)
        made.setAccessibleDescription(field.hint)
        made.returnPressed.connect(self._on_enter)
        self._inputs[field.field] = made
        layout = column(spacing=6)
        layout.addWidget(label(field.label, "label"))
        layout.addWidget(made)
        layout.addWidget(label(field.hint, "tiny", wraps=True))
        return layout

    def _checks(self, state: LoginState) -> QVBoxLayout:
        line = row(spacing=6)
        rest = column(spacing=4)
        for check in state.checks:
            draw, token, role = (signs.tick, "good", "good") if check.is_good else (signs.alert, "marked", "doubt")
            target = row(spacing=6) if not check.is_good else line
            target.addWidget(signs.Sign(draw, self._look.colour(token), 13))
            target.addWidget(label(check.text, role, wraps=not check.is_good), 0 if check.is_good else 1)
            if target is line:
                line.addSpacing(12)
            else:
                rest.addLayout(target)
        line.addStretch(1)
        both = column(spacing=6)
        both.addLayout(line)
        both.addLayout(rest)
        return both

    def _on_enter(self) -> None:
        empty = [field for field in self._inputs.values() if not field.text().strip()]
        if empty:
            empty[0].setFocus()
        else:
            self._log_in()

    def _log_in(self) -> None:
        self._presenter.log_in({field: made.text() for field, made in self._inputs.items()})


def _broken_well(title: str) -> str:
    """A title over two lines breaks behind its brackets rather than before its last character."""
    head, bracket, tail = title.partition("）")
    return f"{head}{bracket}\n{tail}" if tail.strip() else title


def _is_clean(state: LoginState, before: LoginState) -> bool:
    """Whether a login starts over: neither busy nor refused now, and the one before was neither failing nor new."""
    return not state.is_busy and state.refused is None and before.is_busy


class RefusedBox(QFrame):
    """What was refused and what to do, or nothing; with `keeps_room` nothing moves when it comes."""

    def __init__(self, *, keeps_room: bool = False) -> None:
        super().__init__()
        if keeps_room:
            policy = self.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self.setSizePolicy(policy)
            self.setMinimumHeight(_ROOM_FOR_WORDS)
        self.setProperty("ground", "bad")
        self.setObjectName("refused")
        layout = column(self, margins=(16, 10, 16, 10), spacing=2)
        self._message = label("", "bad-strong", name="refused-message", wraps=True)
        self._next = label("", "bad", name="refused-next", wraps=True)
        layout.addWidget(self._message)
        layout.addWidget(self._next)
        self.hide()

    def show_refused(self, refused: Refused | None) -> None:
        """Show these words, or go away."""
        if refused is not None:
            self._message.setText(refused.message)
            self._next.setText(refused.next_step)
            self.setAccessibleName(f"{refused.message} {refused.next_step}")
        self.setVisible(refused is not None)
