"""The first page: the sessions that were open here, any other database, or a new one from a kit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from kaochang.presenters.centre.opening import SessionFace, StartPresenter, StartState
from kaochang.views.centre.files import choose_kind
from kaochang.views.office.page_parts import card, centred
from kaochang.views.office.places import PlaceFace, place
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row

_WIDE = 760


class StartView(QWidget):
    """Two ways in, and below them what was open before."""

    def __init__(self, presenter: StartPresenter, look: Look) -> None:
        super().__init__()
        self._presenter = presenter
        self._look = look
        words = look.words
        self._shown: Sequence[SessionFace] | None = None
        self._refused = RefusedStrip("start-refused")
        self._opening = label(words("centre.start.opening"), "label", name="start-opening", wraps=True)
        self._recent = column(spacing=8)
        self._none = label(words("centre.start.none"), "label", name="start-none", wraps=True)
        self._new = button(words("centre.start.new"), "large", "start-new", self._on_new)
        self._open = button(words("centre.start.open"), "plain", "start-open", self._on_open)
        inner = QWidget()
        middle = column(inner, spacing=14)
        middle.addWidget(label(words("centre.start.title"), "title", name="start-title"))
        middle.addWidget(label(words("centre.start.what"), "label", wraps=True))
        middle.addWidget(self._refused)
        line = row(spacing=12)
        line.addWidget(self._new)
        line.addWidget(self._open)
        line.addStretch(1)
        middle.addLayout(line)
        middle.addWidget(self._opening)
        made, inside = card("start-card", words("centre.start.recent"), spacing=10)
        inside.addWidget(self._none)
        inside.addLayout(self._recent)
        middle.addWidget(made)
        middle.addWidget(label(words("centre.start.disk"), "note", wraps=True))
        middle.addStretch(1)
        column(self).addWidget(centred("start-page", inner, widest=_WIDE))
        self.setFocusProxy(self._new)
        self.head: QWidget | None = None

    def render_state(self, state: StartState) -> None:
        """Show the page."""
        self._refused.show_refused(state.refused)
        self._opening.setVisible(bool(state.opening))
        for each in (self._new, self._open):
            each.setEnabled(not state.opening)
        self._none.setVisible(not state.recent)
        if state.recent is not self._shown:
            self._shown = state.recent
            clear(self._recent)
            for face in state.recent:
                of_row = PlaceFace(face.title, face.note, None)
                then = partial(self._presenter.open, Path(face.database))
                self._recent.addWidget(place(self._look.words, "start-recent", of_row, then))

    def _on_new(self) -> None:
        choose_kind(self, self._look.words, "kit", self._presenter.new)

    def _on_open(self) -> None:
        choose_kind(self, self._look.words, "database", self._presenter.open)
