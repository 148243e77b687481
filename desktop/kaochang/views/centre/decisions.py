"""The page of decisions: what waits, what was decided, and the end of the session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from kaochang.presenters.centre.decisions import DecisionsPresenter
from kaochang.presenters.centre.decisions_state import DecisionsState, MadeFace
from kaochang.views.centre.matters import MatterList
from kaochang.views.office.page_parts import card, centred
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, label, row

_WIDE = 980


class DecisionsView(QWidget):
    """Closing stands below what keeps the session open."""

    def __init__(self, presenter: DecisionsPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._shown: Sequence[MadeFace] | None = None
        self._summary = label("", "label", name="decisions-summary", wraps=True)
        self._closed = label("", "strong", name="decisions-closed", wraps=True)
        self._matters = MatterList(look, "decisions-matter", presenter.open_matter)
        self._made = column(spacing=10)
        self._none = label(words("centre.decisions.none"), "label", name="decisions-none")
        self._close = button(words("centre.decisions.close"), "strong", "decisions-close", presenter.close)
        self._reopen = button(words("centre.decisions.reopen"), "plain", "decisions-reopen", presenter.reopen)
        inner = QWidget()
        middle = column(inner, spacing=14)
        back = button(words("centre.back.collect"), "quiet", "decisions-back", presenter.go_back)
        line = row()
        line.addWidget(flush(back, "left"))
        line.addStretch(1)
        middle.addLayout(line)
        waits, inside = card("decisions-waits", words("centre.decisions.waits"), spacing=12)
        for part in (self._closed, self._summary, self._matters):
            inside.addWidget(part)
        line = row(spacing=12)
        line.addWidget(self._close)
        line.addWidget(self._reopen)
        line.addStretch(1)
        inside.addLayout(line)
        middle.addWidget(waits)
        made, inside = card("decisions-made", words("centre.decisions.made"), spacing=10)
        inside.addWidget(self._none)
        inside.addLayout(self._made)
        middle.addWidget(made)
        middle.addStretch(1)
        column(self).addWidget(centred("decisions-page", inner, widest=_WIDE))
        self.setFocusProxy(back)
        self.head: QWidget | None = None

    def render_state(self, state: DecisionsState) -> None:
        """Show the page."""
        self._summary.setText(state.summary)
        self._summary.setVisible(not state.closed)
        self._closed.setText(state.closed)
        self._closed.setVisible(bool(state.closed))
        self._matters.show_matters(state.matters)
        self._close.setVisible(not state.closed)
        self._reopen.setVisible(bool(state.closed))
        self._none.setVisible(not state.made)
        if state.made != self._shown:
            self._shown = state.made
            self._show_made(state.made)

    def _show_made(self, faces: Sequence[MadeFace]) -> None:
        clear(self._made)
        for face in faces:
            line = row(spacing=12)
            texts = column(spacing=2)
            texts.addWidget(label(face.text, "", wraps=True))
            texts.addWidget(label(face.when, "note"))
            line.addLayout(texts, 1)
            if face.number:
                undo = partial(self._presenter.undo, face.number)
                line.addWidget(button(self._look.words("centre.decisions.undo"), "tool", "decisions-undo", undo))
            self._made.addLayout(line)
