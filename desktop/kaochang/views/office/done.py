"""The page after sealing: the start code large, what to print, what to do now."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kaochang.presenters.office.done import DonePresenter, DoneState
from kaochang.views.office.page_parts import centred
from kaochang.views.office.sealed_cards import SealedCards
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row

_WIDE = 980


class DoneView(QWidget):
    """What was made, and the two ways on."""

    def __init__(self, presenter: DonePresenter, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = label("", "title", name="done-title", wraps=True)
        self._gone = label(look.words("office.done.gone"), "warning", name="done-gone", wraps=True)
        self._cards = SealedCards(look)
        column(self).addWidget(self._page(presenter))
        self.head: QWidget | None = None

    def _page(self, presenter: DonePresenter) -> QWidget:
        words = self._look.words
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(self._title)
        middle.addWidget(self._gone)
        middle.addWidget(self._cards)
        line = row(spacing=10)
        line.addWidget(button(words("office.done.another"), "plain", "done-another", presenter.another))
        line.addWidget(button(words("office.done.take-back"), "plain", "done-take-back", presenter.take_back))
        line.addStretch(1)
        middle.addLayout(line)
        middle.addStretch(1)
        return centred("done-page", inner, widest=_WIDE)

    def render_state(self, state: DoneState) -> None:
        """Show the page."""
        words = self._look.words
        self._title.setText(words("office.done.title", title=state.title))
        note = words("office.done.code-note" if state.code else "office.done.code-printed")
        self._cards.show_code(state.code, note)
        self._gone.setVisible(not state.is_there)
        self._cards.show_folder(state.folder, state.prints, state.steps, is_there=state.is_there)
