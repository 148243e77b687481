"""The proctor's page: what an act is about, the challenge that the PC shows, and the code that grants it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kaochang.presenters.candidate.acts import LONGEST_SEAT, ActChoice, ActsPresenter, ActsState, Page
from kaochang.presenters.candidate.typed_code import TypedCode
from kaochang.presenters.refusals import Refused
from kaochang.views.candidate.code_fields import CodeFields, CodeIntents
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import WaitLine, card_page
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.own_text import LineField
from kaochang.views.widgets.parts import button, clear, column, facts, frame, label, row, take_focus

WIDTH = 860
_COLUMNS = 2


class ActsPanel(QWidget):
    """Built once; `presenter` gives the one that is asked now. Tab and Enter are enough, Escape goes back."""

    def __init__(self, look: Look, code: TypedCode, presenter: Callable[[], ActsPresenter]) -> None:
        super().__init__()
        self.setObjectName("acts")
        self._look = look
        self._presenter = presenter
        self._page: Page | None = None
        self._shown: ActsState | None = None
        self._refused_before: Refused | None = None
        self._title = label("", "title", name="acts-title", wraps=True)
        self._message = label("", "", wraps=True)
        self._choices = QWidget()
        self._grid = QGridLayout(self._choices)
        self._minutes = self._field(
            "acts-minutes", "candidate.acts.minutes", lambda text: self._on().type_minutes(text)
        )
        self._seat = self._field("acts-seat", "candidate.acts.seat", lambda text: self._on().type_seat(text))
        self._seat.setMaxLength(LONGEST_SEAT)
        self._minutes_row, self._seat_row = self._named(self._minutes), self._named(self._seat)
        self._challenge = self._make_challenge()
        intents = CodeIntents(lambda index, text: self._on().type_group(index, text), self._proceed)
        self._code = CodeFields(code, "act-", "candidate.acts.group", look, intents, is_compact=True)
        self._code.setContentsMargins(0, 6, 0, 0)
        self._busy = label(look.words("candidate.acts.busy"), "next", name="acts-busy", wraps=True)
        self._wait = WaitLine("acts-wait")
        self._refused = RefusedBox()
        self._back = button(look.words("candidate.acts.back"), "", "acts-back", lambda: self._on().go_back())
        self._action = button("", "strong", "acts-action", self._proceed)
        self._action.setMinimumHeight(46)
        self._lay_out()

    def _on(self) -> ActsPresenter:
        return self._presenter()

    def _proceed(self) -> None:
        self._on().proceed()

    def _field(self, name: str, spoken: str, typed: Callable[[str], None]) -> QLineEdit:
        made = LineField()
        made.setObjectName(name)
        made.setAccessibleName(self._look.words(spoken))
        made.textEdited.connect(typed)
        made.returnPressed.connect(self._proceed)
        return made

    def _named(self, field: QLineEdit) -> QWidget:
        made = QWidget()
        layout = column(made, spacing=4)
        layout.addWidget(label(field.accessibleName(), "label"))
        layout.addWidget(field)
        return made

    def _make_challenge(self) -> QWidget:
        made = frame("accent", name="challenge-box")
        layout = column(made, margins=(20, 12, 20, 12), spacing=8)
        self._symbols = label("", "challenge", name="challenge")
        self._facts = column()
        layout.addWidget(label(self._look.words("candidate.acts.challenge"), "label"))
        layout.addWidget(self._symbols)
        layout.addLayout(self._facts)
        return made

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        layout = column(self)
        layout.addWidget(self._title)
        layout.addSpacing(6)
        layout.addWidget(self._message)
        layout.addSpacing(16)
        body = column(spacing=10)
        parts = (self._choices, self._minutes_row, self._challenge, self._seat_row)
        for part in (*parts, self._code, self._busy, self._refused, self._wait.line):
            body.addWidget(part)
        layout.addLayout(body)
        layout.addSpacing(18)
        line = row(spacing=12)
        line.addWidget(self._back)
        line.addStretch(1)
        line.addWidget(self._action)
        layout.addLayout(line)

    def render_state(self, state: ActsState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        self._message.setText(state.message)
        self._show_choices(state)
        self._show_fields(state)
        self._busy.setVisible(state.is_busy)
        self._refused.show_refused(state.refused)
        key = "candidate.acts.ask" if state.page is Page.MINUTES else "candidate.acts.take"
        self._action.setText(self._look.words(key))
        self._action.setVisible(state.page is not Page.KIND)
        self._wait.show_wait(state.wait, self._action, may_act=state.may_go_on)
        self._back.setEnabled(not state.is_busy)
        self._place_focus(state)

    def _show_choices(self, state: ActsState) -> None:
        self._choices.setVisible(state.page is Page.KIND)
        if state.page is not Page.KIND or state == self._shown:
            return
        self._shown = state
        clear(self._grid)
        words = self._look.words
        if state.pending:
            self._choice(0, state.pending, "", "acts-pending", lambda: self._on().choose_pending(), span=_COLUMNS)
        first = 1 if state.pending else 0
        for place, choice in enumerate(state.choices):
            choose = partial(self._choose, choice)
            at = (first + place // _COLUMNS, place % _COLUMNS)
            self._choice(at[0], choice.name, choice.effect, f"act-{choice.kind.value}", choose, place=at[1])
        count = len(state.choices)
        ways = ((state.move, "acts-move", self._move), (state.bring, "acts-bring", self._bring))
        for told, object_name, then in ways:
            if told is not None:
                line, place = divmod(count, _COLUMNS)
                self._choice(first + line, *told, object_name, then, place=place)
                count += 1
        line, place = divmod(count, _COLUMNS)
        if place and state.move is None:
            line, place = line + 1, 0
        card, span = words("candidate.acts.card"), _COLUMNS - place
        self._choice(first + line, card, "", "acts-card", lambda: self._on().choose_card(), place=place, span=span)

    def _move(self) -> None:
        self._on().choose_move()

    def _bring(self) -> None:
        self._on().choose_bring()

    def _choose(self, choice: ActChoice) -> None:
        self._on().choose(choice.kind)

    def _choice(
        self,
        line: int,
        name: str,
        effect: str,
        object_name: str,
        then: Callable[[], None],
        *,
        place: int = 0,
        span: int = 1,
    ) -> None:
        made = QWidget()
        layout = column(made, spacing=2)
        press = button(name, "row", object_name, then)
        layout.addWidget(press)
        if effect:
            press.setAccessibleDescription(effect)
            layout.addWidget(label(effect, "tiny", wraps=True))
        layout.addStretch(1)
        self._grid.addWidget(made, line, place, 1, span)

    def _show_fields(self, state: ActsState) -> None:
        is_code = state.page is Page.CODE
        for line, field, text in (
            (self._minutes_row, self._minutes, state.minutes),
            (self._seat_row, self._seat, state.seat),
        ):
            line.setVisible(text is not None)
            field.setEnabled(not state.is_busy)
            if text is not None and field.text().strip() != text.strip():
                field.setText(text)
        self._challenge.setVisible(bool(state.challenge))
        symbols = "  ".join(state.challenge)
        if state.challenge and self._symbols.text() != symbols:
            self._symbols.setText(symbols)
            clear(self._facts)
            self._facts.addLayout(facts(state.facts, "quiet", "strong"))
        self._code.setVisible(is_code)
        self._code.show_code(state.code, is_busy=state.is_busy)

    def _place_focus(self, state: ActsState) -> None:
        is_new, is_refused = state.page is not self._page, state.refused is not self._refused_before
        self._page, self._refused_before = state.page, state.refused
        if state.page is Page.KIND and is_new:
            self.focus_first()
        elif state.page is Page.MINUTES and is_new:
            take_focus(self._minutes)
            self._minutes.selectAll()
        elif state.page is Page.CODE and is_new:
            if state.seat is not None:
                take_focus(self._seat)
            else:
                self._code.go_to_first()
        elif state.page is Page.CODE and is_refused and state.refused is not None:
            self._code.ask_again(self._action, self._wait.line)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing that can be chosen."""
        item = self._grid.itemAt(0)
        first = None if item is None else item.widget()
        if first is not None:
            take_focus(first.findChildren(QWidget)[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes one step back."""
        if event.key() == Qt.Key.Key_Escape:
            self._on().go_back()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no code behind, unless the window was only put away."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._page = None
            self._code.wipe()


def acts_page(panel: ActsPanel) -> QWidget:
    """The panel on a page of its own."""
    page = QWidget()
    layout: QVBoxLayout
    _, layout = card_page(page, WIDTH)
    layout.setContentsMargins(44, 26, 44, 26)
    layout.addWidget(panel)
    return page
