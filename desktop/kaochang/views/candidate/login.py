"""The login screen: place and time on the left, the fields on the right."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from kaochang.domain.assessments import LoginField
from kaochang.presenters.candidate.acts import LONGEST_SEAT
from kaochang.presenters.candidate.checks import Check
from kaochang.presenters.candidate.login import LoginPresenter, LoginState
from kaochang.presenters.phrases import breadth
from kaochang.presenters.refusals import Refused
from kaochang.views.candidate.hidden_field import HiddenField, typed_in
from kaochang.views.widgets import signs
from kaochang.views.widgets.latin import LatinField
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.own_text import LineField
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, take_focus
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.spoken import announce, speak_as

_COLUMNS = 74
"""How many columns of small type stand in a line of checks, each with five for its sign and the room behind it."""

_ROOMY = 3
"""With more fields than this everything stands closer, and hints stand inside the fields."""

_SIGNS = {
    True: (signs.tick, "good", "good"),
    False: (signs.alert, "marked", "doubt"),
    None: (signs.dots, "ink3", "tiny"),
}
_ROOM_FOR_WORDS = 92
"""Pixels for what happened (a line) and what to do (up to two)."""

_FEWER_WORDS = 64
"""The same where fields stand close."""


class LoginView(QWidget):
    """Built for the first state; only words of refusal and busyness change afterwards.

    A refusal stands where the PC's own checks stand else, and they have the room of whichever needs more: nothing
    moves when it comes.
    """

    def __init__(self, presenter: LoginPresenter, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("login")
        self._presenter = presenter
        self._look = look
        self._inputs: dict[LoginField, QLineEdit] = {}
        self._seat: QLineEdit | None = None
        self._checks = column(spacing=6)
        self._checked: tuple[Check, ...] = ()
        self._is_narrow = False
        self._built: LoginState | None = None
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cover = column(margins=(44, 60, 44, 56))
        self._form = column()
        self._refused = RefusedBox()
        self._told = QWidget()
        self._below = QStackedLayout(self._told)
        self._refusal = QWidget()
        self._action = button(look.words("candidate.login.action"), "large", "log-in", self._log_in)
        self._leave = button(look.words("candidate.exit"), "quiet", "exit", leave)
        self._change = button("", "quiet", "change-session", presenter.change_session)
        self._switch = button("", "quiet", "walk-in", presenter.switch)
        self._lay_out()

    def _lay_out(self) -> None:
        dark = frame("dark")
        dark.setMinimumWidth(430)
        dark.setMaximumWidth(520)
        dark.setLayout(self._cover)
        card = QWidget()
        card.setMaximumWidth(480)
        card.setLayout(self._form)
        middle = QWidget()
        line = row(middle, margins=(40, 24, 40, 8))
        line.addStretch(1)
        line.addWidget(card, 100, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        foot = row(margins=(16, 0, 16, 12))
        foot.addWidget(self._change)
        foot.addWidget(self._switch)
        foot.addStretch(1)
        foot.addWidget(self._leave)
        right = column()
        right.addWidget(scrolled(middle, centred=False, name="login-scroll"), 1)
        right.addLayout(foot)
        refusal = column(self._refusal)
        refusal.addWidget(self._refused)
        refusal.addStretch(1)
        self._below.addWidget(self._refusal)
        layout = row(self)
        layout.addWidget(dark, 52)
        layout.addLayout(right, 85)

    def render_state(self, state: LoginState) -> None:
        """Show a state; a clean login is built anew, with empty fields."""
        if self._built is None or _asks_else(state, self._built) or _is_clean(state, self._built):
            self._build(state)
        self._built = state
        self._change.setText(state.change)
        self._change.setVisible(bool(state.change))
        self._switch.setText(state.walk_in)
        self._switch.setVisible(bool(state.walk_in))
        self._refused.show_refused(state.refused)
        self._action.setEnabled(not state.is_busy)
        key = "candidate.login.busy" if state.is_busy else "candidate.login.action"
        self._action.setText(self._look.words(key))
        for field in self._fields():
            field.setReadOnly(state.is_busy)
        if state.checks != self._checked:
            self._checked = state.checks
            self._show_checks(state.checks)
        self._below.setCurrentIndex(0 if state.refused is not None else self._below.count() - 1)

    def _build(self, state: LoginState) -> None:
        for kept in (self._told, self._action):
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
        layout.addWidget(label(state.message, "small", wraps=True))
        self._inputs = {}
        self._seat = None
        self._is_narrow = len(state.fields) + (state.seat is not None) > _ROOMY
        space = 8 if self._is_narrow else 18
        self._refusal.setMinimumHeight(_FEWER_WORDS if self._is_narrow else _ROOM_FOR_WORDS)
        for field in state.fields:
            kind = LatinField if field.is_latin else LineField
            made = HiddenField() if field.field is LoginField.IDENTITY else kind()
            self._inputs[field.field] = made
            layout.addSpacing(space)
            layout.addLayout(self._field(made, field.field, field.label, field.hint))
        if state.seat is not None:
            self._seat = LineField()
            self._seat.setMaxLength(LONGEST_SEAT)
            layout.addSpacing(space)
            layout.addLayout(self._field(self._seat, "seat", state.seat.label, state.seat.hint))
        layout.addSpacing(space + 8)
        layout.addWidget(self._action)
        layout.addSpacing(space)
        if (before := self._below.widget(1)) is not None:
            self._below.removeWidget(before)
            before.deleteLater()
        checks = QWidget()
        self._checks = column(checks, spacing=6)
        self._checked = ()
        self._below.addWidget(checks)
        layout.addWidget(self._told)
        names = self._fields()
        for before, behind in zip(names, [*names[1:], self._action], strict=True):
            self.setTabOrder(before, behind)

    def _fields(self) -> list[QLineEdit]:
        """Everything to type in, from above."""
        return [*self._inputs.values(), *(() if self._seat is None else (self._seat,))]

    def _field(self, made: QLineEdit, name: str, text: str, hint: str) -> QVBoxLayout:
        made.setObjectName(f"login-{name}")
        made.setAccessibleName(text)
        made.setAccessibleDescription(hint)
        made.returnPressed.connect(lambda: self._on_enter(made))
        layout = column(spacing=4 if self._is_narrow else 6)
        layout.addWidget(label(text, "label"))
        layout.addWidget(made)
        if self._is_narrow:
            made.setProperty("kind", "narrow")
            made.setPlaceholderText(hint)
        else:
            layout.addWidget(label(hint, "tiny", wraps=True))
        return layout

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        """What is well, in quiet lines; then each doubt on a line of its own."""
        clear(self._checks)
        for quiet in _in_lines([check for check in checks if check.is_good is not False]):
            line = row(spacing=5)
            for check in quiet:
                self._add_check(line, check)
                line.addSpacing(8)
            line.addStretch(1)
            self._checks.addLayout(line)
        for check in checks:
            if check.is_good is False:
                line = row(spacing=6)
                self._add_check(line, check)
                self._checks.addLayout(line)
        self._checks.addStretch(1)

    def _add_check(self, line: QHBoxLayout, check: Check) -> None:
        draw, token, role = _SIGNS[check.is_good]
        is_doubt = check.is_good is False
        line.addWidget(signs.Sign(draw, self._look.colour(token), 13))
        line.addWidget(label(check.text, role, wraps=is_doubt), int(is_doubt))

    def _on_enter(self, field: QLineEdit) -> None:
        """On to what is still empty; from an empty field nobody goes on without being told."""
        empty = [each for each in self._fields() if not typed_in(each).strip()]
        if empty and field not in empty:
            empty[0].setFocus()
        else:
            self._log_in()

    def _log_in(self) -> None:
        empty = [field for field in self._inputs.values() if not typed_in(field).strip()]
        if empty:
            empty[0].setFocus()
        seat = "" if self._seat is None else self._seat.text()
        self._presenter.log_in({field: typed_in(made) for field, made in self._inputs.items()}, seat)


def _broken_well(title: str) -> str:
    """A title over two lines breaks behind its brackets rather than before its last character."""
    head, bracket, tail = title.partition("）")
    return f"{head}{bracket}\n{tail}" if tail.strip() else title


def _in_lines(checks: Sequence[Check]) -> Iterator[list[Check]]:
    """As many in a line as fit there."""
    line: list[Check] = []
    for check in checks:
        if line and sum(breadth(each.text) + 5 for each in (*line, check)) > _COLUMNS:
            yield line
            line = []
        line.append(check)
    yield line


def _asks_else(state: LoginState, before: LoginState) -> bool:
    return (state.fields, state.seat) != (before.fields, before.seat)


def _is_clean(state: LoginState, before: LoginState) -> bool:
    """Whether a login starts over: neither busy nor refused now, and the one before was neither failing nor new."""
    return not state.is_busy and state.refused is None and before.is_busy


class RefusedBox(QFrame):
    """What was refused and what to do, or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Refused | None = None
        speak_as(self, "alert")
        self.setProperty("ground", "bad")
        self.setObjectName("refused")
        layout = column(self, margins=(16, 10, 16, 10), spacing=2)
        self._message = label("", "bad-strong", name="refused-message", wraps=True)
        self._next = label("", "bad", name="refused-next", wraps=True)
        layout.addWidget(self._message)
        layout.addWidget(self._next)
        self.hide()

    def show_refused(self, refused: Refused | None) -> None:
        """Show these words, or go away; a screen reader says them once."""
        if refused is not None:
            self._message.setText(refused.message)
            self._next.setText(refused.next_step)
            self.setAccessibleName(f"{refused.message} {refused.next_step}")
            if refused is not self._before:
                announce(self, self.accessibleName())
        self._before = refused
        self.setVisible(refused is not None)
