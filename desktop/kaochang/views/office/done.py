"""The page after sealing: the start code large, what to print, what to do now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kaochang.presenters.office.done import DonePresenter, DoneState, PrintFace
from kaochang.views.office.opening import open_place
from kaochang.views.office.page_parts import card, centred
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row, stop

_WIDE = 980


class DoneView(QWidget):
    """Everything on it can be read aloud, in the order in which it is needed."""

    def __init__(self, presenter: DonePresenter, look: Look) -> None:
        super().__init__()
        self._look = look
        self._state: DoneState | None = None
        words = look.words
        self._title = label("", "title", name="done-title", wraps=True)
        self._code = stop(label("", "challenge", name="done-code"))
        self._code_note = label("", "label", name="done-code-note", wraps=True)
        self._folder = label("", "label", name="done-folder", wraps=True)
        self._open = button(words("office.done.open"), "strong", "done-open", self._on_open)
        self._prints = column(spacing=6)
        self._steps = column(spacing=10)
        self._gone = label(words("office.done.gone"), "warning", name="done-gone", wraps=True)
        column(self).addWidget(self._page(presenter))
        self.head: QWidget | None = None

    def _page(self, presenter: DonePresenter) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(self._title)
        middle.addWidget(self._gone)
        cards = row(spacing=16)
        left, right = column(spacing=16), column(spacing=16)
        left.addWidget(self._code_card())
        left.addWidget(self._print_card())
        left.addStretch(1)
        right.addWidget(self._step_card())
        right.addStretch(1)
        cards.addLayout(left, 1)
        cards.addLayout(right, 1)
        middle.addLayout(cards)
        line = row(spacing=10)
        line.addWidget(button(words("office.done.another"), "plain", "done-another", presenter.another))
        line.addWidget(button(words("office.done.take-back"), "plain", "done-take-back", presenter.take_back))
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(1)
        return centred("done-page", inner, widest=_WIDE)

    def _code_card(self) -> QFrame:
        made, inside = card("done-code-card", self._look.words("office.done.code"), spacing=6)
        inside.addWidget(self._code)
        inside.addWidget(self._code_note)
        return made

    def _print_card(self) -> QFrame:
        made, inside = card("done-print-card", self._look.words("office.done.print"), spacing=10)
        inside.addLayout(self._prints)
        return made

    def _step_card(self) -> QFrame:
        words = self._look.words
        made, inside = card("done-step-card", words("office.done.now"), spacing=12)
        inside.addLayout(self._steps)
        inside.addWidget(label(words("office.done.where"), "section"))
        inside.addWidget(self._folder)
        line = row()
        line.addWidget(self._open)
        line.addStretch(1)
        inside.addLayout(line)
        return made

    def render_state(self, state: DoneState) -> None:
        """Show the page."""
        words = self._look.words
        self._state = state
        self._title.setText(words("office.done.title", title=state.title))
        self._code.setText(state.code)
        self._code.setAccessibleName(words("office.done.code-spoken", code=" ".join(state.code)))
        self._code.setVisible(bool(state.code))
        self._code_note.setText(words("office.done.code-note" if state.code else "office.done.code-printed"))
        self._folder.setText(str(state.folder))
        self._gone.setVisible(not state.is_there)
        self._open.setEnabled(state.is_there)
        clear(self._prints)
        for each in state.prints:
            self._prints.addLayout(self._print(each))
        clear(self._steps)
        for number, text in enumerate(state.steps, start=1):
            line = row(spacing=10)
            line.addWidget(label(str(number), "tag"), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(text, "", wraps=True), 1)
            self._steps.addLayout(line)

    def _print(self, face: PrintFace) -> QHBoxLayout:
        line = row(spacing=8)
        line.addWidget(label(face.name, "", wraps=True), 1)
        line.addWidget(
            button(self._look.words("office.done.open-file"), "tool", "done-open-file", partial(open_place, face.path))
        )
        return line

    def _on_open(self) -> None:
        if self._state is not None:
            open_place(self._state.folder)
