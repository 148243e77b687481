"""The scorer's screen: the response large at the left, what it is scored by at the right, keys for everything.

Keys act while no text field has the keyboard; Esc leaves one. A digit is the criterion's at hand, Enter gives the
response and brings the next.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedLayout, QWidget

from kaochang.presenters.centre.scorer import ScorerPresenter
from kaochang.presenters.centre.scorer_state import NoteKind, ScorerPhase, ScorerState
from kaochang.views.centre.scorer_board import CriteriaBoard, section
from kaochang.views.centre.scorer_parts import Cover, Give, Item, Marking, Top
from kaochang.views.centre.scorer_text import ResponseText
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.keys import is_plain
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import Pane
from kaochang.views.widgets.parts import clear, column, frame, has_keyboard, row, strip

_RIGHT = 420
_PAGE = 0.9


class _Keys(QWidget):
    """Has the keyboard while a response is scored; Tab goes from criterion to criterion before it leaves them."""

    def __init__(self, move: Callable[[int], bool], press: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.setObjectName("scorer-keys")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._move = move
        self._press = press

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Before the pane around it takes the arrows to scroll."""
        if not self._press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """To another criterion, or on where there is none."""
        if self.hasFocus() and self._move(1 if is_next else -1):
            return True
        return super().focusNextPrevChild(is_next)


class ScorerView(QWidget):
    """Renders a `ScorerState`. `head` is what stands in the window's head: nothing."""

    def __init__(self, presenter: ScorerPresenter, look: Look) -> None:
        super().__init__()
        self.setObjectName("scorer")
        self.head: QWidget | None = None
        self._presenter = presenter
        self._look = look
        words = look.words
        self._state: ScorerState | None = None
        self._top = Top(look, presenter)
        self._item = Item(look)
        self._text = ResponseText(look, presenter.select, presenter.drop_note)
        self._text.verticalScrollBar().valueChanged.connect(lambda _: presenter.touch())
        self._marking = Marking(look, presenter, self._to_keys)
        self._refused = RefusedStrip("scorer-refused")
        self._board = CriteriaBoard(look, presenter.focus, presenter.level)
        self._give = Give(look, presenter, self._to_keys)
        self._keys = _Keys(self._to_criterion, self._press)
        self._stack = QStackedLayout()
        self._cover = Cover(look, presenter)
        self._acts = self._bindings()
        self._sections = column(spacing=10)
        self._shown_sections: object = None
        self._put_together()
        self.setAccessibleName(words("scorer.screen"))

    def _put_together(self) -> None:
        whole = column(self)
        whole.addWidget(self._top)
        whole.addLayout(self._stack, 1)
        work = QWidget()
        across = row(work)
        left = column()
        left.addWidget(self._item)
        left.addWidget(self._text, 1)
        left.addWidget(self._marking)
        across.addLayout(left, 1)
        side = frame("canvas")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_RIGHT)
        right = column(side)
        scroll = Pane(self._look.words("scorer.by"))
        scroll.setObjectName("scorer-by")
        body = QWidget()
        body.setProperty("ground", "canvas")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = column(body, margins=(16, 14, 4, 14), spacing=12)
        held = column(self._keys, spacing=0)
        held.addWidget(self._board)
        inside.addWidget(self._keys)
        inside.addLayout(self._sections)
        inside.addStretch(1)
        scroll.setWidget(body)
        right.addWidget(strip(self._refused))
        right.addWidget(scroll, 1)
        right.addWidget(self._give)
        across.addWidget(side)
        self._stack.addWidget(work)
        self._stack.addWidget(self._cover)
        for field in self._fields:
            field.installEventFilter(self)

    @property
    def _fields(self) -> tuple[QWidget, ...]:
        return (self._give.comment, self._marking.field)

    # -- the state ------------------------------------------------------------------------------------------------

    def render_state(self, state: ScorerState) -> None:
        """Show the response, and what was typed for it so far."""
        before, self._state = self._state, state
        self._top.show_progress(state)
        is_scoring = state.phase is ScorerPhase.SCORING and state.task is not None
        if state.task is not None and (before is None or before.task is not state.task):
            self._show_task(state)
        if state.task is not None:
            self._text.show_marks(state.notes, state.picked)
            self._board.show_criteria(state.criteria, has_keys=not self._is_in_field())
        self._marking.show_marking(state)
        self._give.show_given(state)
        self._refused.show_refused(state.refused if is_scoring else None)
        self._cover.show_cover(state)
        self._stack.setCurrentIndex(0 if is_scoring else 1)
        if before is None or before.phase is not state.phase or before.task is not state.task:
            (self._keys if is_scoring else self._cover).setFocus()

    def _show_task(self, state: ScorerState) -> None:
        task = state.task
        if task is None:
            return
        self._item.show_item(task)
        self._text.show_response(task.parts)
        shown = (task.reference, task.rubric)
        if shown != self._shown_sections:
            self._shown_sections = shown
            clear(self._sections)
            words = self._look.words
            for name, text in (("reference", task.reference), ("rubric", task.rubric)):
                if text:
                    self._sections.addWidget(section(words(f"scorer.{name}"), text, f"scorer-{name}"))

    # -- the keyboard -----------------------------------------------------------------------------------------------

    def _bindings(self) -> dict[int, Callable[[], object]]:
        presenter, key = self._presenter, Qt.Key
        digits = {key.Key_0 + digit: (lambda digit=digit: presenter.digit(digit)) for digit in range(10)}
        return {
            **digits,
            key.Key_Period: presenter.dot,
            key.Key_Backspace: presenter.back,
            key.Key_Up: lambda: presenter.move(-1),
            key.Key_Down: lambda: presenter.move(1),
            key.Key_Return: presenter.give,
            key.Key_Enter: presenter.give,
            key.Key_Left: presenter.go_back,
            key.Key_Right: presenter.go_forward,
            key.Key_PageUp: lambda: self._turn(-_PAGE),
            key.Key_PageDown: lambda: self._turn(_PAGE),
            key.Key_Space: lambda: self._turn(_PAGE),
            key.Key_C: self._give.comment.setFocus,
            key.Key_T: self._text.to_text,
            key.Key_M: self._item.toggle,
            key.Key_G: lambda: presenter.mark(NoteKind.GOOD),
            key.Key_E: lambda: presenter.mark(NoteKind.ERROR),
            key.Key_N: lambda: presenter.mark(NoteKind.NOTE),
            key.Key_L: presenter.put_aside,
            key.Key_P: presenter.pause,
            key.Key_Escape: self._escape,
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nothing inside has a use for; never those of a text field."""
        if self._is_in_field() or not self._press(event):
            super().keyPressEvent(event)

    def _press(self, event: QKeyEvent) -> bool:
        """Do what a key does here; False where it does nothing."""
        act = self._acts.get(event.key())
        is_scoring = self._state is not None and self._state.phase is ScorerPhase.SCORING
        if act is None or not is_scoring or not is_plain(event) or event.isAutoRepeat():
            return False
        event.accept()
        act()
        return True

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The ring of the criterion at hand goes while a field has the keyboard."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut) and self._state is not None:
            self._board.show_criteria(self._state.criteria, has_keys=event.type() is QEvent.Type.FocusOut)
        del watched
        return False

    def changeEvent(self, event: QEvent) -> None:
        """No time counts while another window has the keyboard."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange:
            self._presenter.window_away(is_away=not self.isActiveWindow())

    def _is_in_field(self) -> bool:
        return isinstance(self.window().focusWidget(), QLineEdit | QPlainTextEdit) and has_keyboard(self)

    def _to_keys(self) -> None:
        self._keys.setFocus()

    def _to_criterion(self, by: int) -> bool:
        """To the criterion beside the one at hand; False where there is none."""
        here = next((at for at, each in enumerate(self._state.criteria) if each.is_here), 0) if self._state else 0
        count = len(self._state.criteria) if self._state else 0
        if not 0 <= here + by < count:
            return False
        self._presenter.move(by)
        return True

    def _turn(self, by: float) -> None:
        bar = self._text.verticalScrollBar()
        bar.setValue(bar.value() + round(by * self._text.viewport().height()))

    def _escape(self) -> None:
        if self._state is not None and self._state.picked is not None:
            self._presenter.drop_pick()
        self._to_keys()
