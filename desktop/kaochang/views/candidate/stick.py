"""The pages of an attempt on its way between two PCs: the sticks to choose from, and the codes."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kaochang.presenters.candidate.code import CodePresenter, CodeState
from kaochang.presenters.candidate.stick_page import StickRow, StickState
from kaochang.views.candidate.code import CodeView
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import card_page, next_step
from kaochang.views.widgets import signs
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row, stop, take_focus, through

_MOST_ROWS = 4
"""As many as the smallest screen has room for."""


class StickIntents(Protocol):
    """What these pages ask of their presenter."""

    @property
    def code(self) -> CodePresenter:
        """The codes' own presenter."""

    def choose(self, place: int) -> None:
        """Go on with the row at this place (from 0)."""

    def again(self) -> None:
        """Look again."""

    def go_back(self) -> None:
        """One step back."""


class StickPage(QWidget):
    """The card is filled anew for each state; the first row has the keyboard, and keeps it while it stands."""

    def __init__(self, presenter: StickIntents, look: Look) -> None:
        super().__init__()
        self.setObjectName("stick")
        self._presenter = presenter
        self._look = look
        self._refused = RefusedBox()
        _, self._layout = card_page(self, 760)
        self._layout.setContentsMargins(48, 34, 48, 32)

    def show_stick(self, state: StickState) -> None:
        """Show a state."""
        layout = self._layout
        self._refused.setParent(self)
        clear(layout)
        if state.is_busy:
            layout.addWidget(signs.Badge(signs.dots, self._look.colour("accent"), self._look.colour("accent_soft")))
            layout.addSpacing(16)
        title = label(state.title, "title", name="stick-title", wraps=True)
        layout.addWidget(title)
        layout.addSpacing(6)
        layout.addWidget(label(state.message, "", name="stick-message", wraps=True))
        if state.steps:
            layout.addSpacing(16)
            layout.addLayout(self._steps(state.steps))
        if state.refused is not None:
            layout.addSpacing(16)
            layout.addWidget(self._refused)
        self._refused.show_refused(state.refused)
        made = [self._row(each, place) for place, each in enumerate(state.rows[:_MOST_ROWS])]
        for place, each in enumerate(made):
            layout.addSpacing(10 if place else 18)
            layout.addWidget(each)
        if state.waiting:
            layout.addSpacing(18)
            layout.addWidget(next_step(state.waiting))
        quiet = self._quiet(state)
        if quiet:
            layout.addSpacing(24)
            line = row(spacing=12)
            for each in quiet:
                line.addWidget(each)
            line.insertStretch(1, 1)
            layout.addLayout(line)
        first = next(iter((*made, *quiet)), None)
        take_focus(stop(title) if first is None else first)  # Qt would take a button in the corner of the window

    def _steps(self, steps: tuple[str, ...]) -> QVBoxLayout:
        made = column(spacing=6)
        for number, text in enumerate(steps, start=1):
            line = row(spacing=8)
            line.addWidget(label(f"{number}.", "quiet"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(text, "", name=f"stick-step-{number}", wraps=True), 1)
            made.addLayout(line)
        return made

    def _row(self, state: StickRow, place: int) -> QWidget:
        made = button("", "session", f"stick-{place + 1}", partial(self._presenter.choose, place))
        made.setAccessibleName(f"{state.name}  {state.detail}".strip())
        inside = column(made, margins=(16, 10, 16, 10), spacing=2)
        for text, role in ((state.name, "heading"), (state.detail, "meta")):
            if text:
                inside.addWidget(through(label(text, role, wraps=True)))
        return made

    def _quiet(self, state: StickState) -> list[QWidget]:
        made: list[QWidget] = []
        if state.back:
            made.append(button(state.back, "", "stick-back", self._presenter.go_back))
        if state.again:
            made.append(button(state.again, "", "stick-again", self._presenter.again))
        return made


class StickView(QWidget):
    """Sticks and codes, one page at a time. The codes' page is built when it is first asked for."""

    def __init__(self, presenter: StickIntents, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        self._code: CodeView | None = None
        self._stick = StickPage(presenter, look)
        self._shown: StickState | None = None
        self._clock = label("", "strong", name="moving-clock")
        self._clock.setAlignment(Qt.AlignmentFlag.AlignHCenter)  # the corners have buttons of the window
        self._clock.setContentsMargins(0, 12, 0, 0)
        layout = column(self)
        layout.addWidget(self._clock)
        self._pages = QStackedLayout()
        layout.addLayout(self._pages, 1)
        self._pages.addWidget(self._stick)  # last: a page that changes its parent would be hidden for a moment

    def render_state(self, state: StickState | CodeState) -> None:
        """Show a state. A clock that goes on alone builds nothing anew: the keyboard stays where it is."""
        self._clock.setVisible(bool(state.clock))
        self._clock.setText(f"{self._look.words('candidate.clock')}  {state.clock}")
        if isinstance(state, StickState):
            self._pages.setCurrentWidget(self._stick)
            shown = replace(state, clock="")
            if shown != self._shown or not self.isVisible():
                self._shown = shown
                self._stick.show_stick(state)
            return
        self._shown = None
        if self._code is None:
            back: Callable[[], None] = self._presenter.go_back
            self._code = CodeView(self._presenter.code, state, self._look, back, "candidate.bringing.back")
            self._pages.addWidget(self._code)
        self._code.render_state(state)
        self._pages.setCurrentWidget(self._code)
