"""The window's head: the centre's name, its places, which session is open, and what its page wants."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kaochang.presenters.centre.pages import PLACES, CentrePage, WindowState
from kaochang.views.appearance_menu import appearance_button
from kaochang.views.office.said import RefusedStrip
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row

_HEIGHT = 56


class WindowHead(QFrame):
    """Places are there while a session is open."""

    def __init__(self, look: Look, go: Callable[[CentrePage], None]) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self._look = look
        words = look.words
        self._line = row(spacing=4)
        self._line.setContentsMargins(20, 0, 10, 0)
        self._places = {page: self._tab(page, go) for page in PLACES}
        self._session = ElidedLabel("", "small", widest=900, narrowest=60)
        self._other = button(words("centre.other"), "quiet", "centre-other", partial(go, CentrePage.START))
        self._session.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._held: QWidget | None = None
        self._trouble = RefusedStrip("centre-trouble")
        self._line.addWidget(label(words("centre.brand"), "heading", name="centre-brand"))
        self._line.addSpacing(12)
        for tab in self._places.values():
            self._line.addWidget(tab)
        self._line.addWidget(self._session, 1)
        self._line.addWidget(self._other)
        self.appearance = appearance_button(look, "centre-appearance")
        self._line.addWidget(self.appearance)
        whole = column(self)
        holder = QWidget()
        holder.setFixedHeight(_HEIGHT)
        holder.setLayout(self._line)
        whole.addWidget(holder)
        whole.addWidget(self._trouble)

    def _tab(self, page: CentrePage, go: Callable[[CentrePage], None]) -> QPushButton:
        made = button(self._look.words(f"centre.tab.{page}"), "tab", f"tab-{page}", partial(go, page))
        made.setCheckable(True)
        return made

    def show_state(self, state: WindowState, held: QWidget | None) -> None:
        """Where the window is, and what its page wants in the head."""
        told = {each.page: each for each in state.places}
        for page, tab in self._places.items():
            here = told.get(page)
            tab.setVisible(here is not None)
            tab.setChecked(here is not None and here.is_here)
            tab.setEnabled(here is not None and here.is_open)
        self._session.show_text(state.session)
        self._other.setVisible(bool(told))
        self._other.setEnabled(any(each.is_open for each in state.places))
        self._trouble.show_refused(state.trouble)
        if held is not self._held:
            if self._held is not None:
                self._line.removeWidget(self._held)
                self._held.hide()
            self._held = held
            if held is not None:
                self._line.insertWidget(self._line.indexOf(self.appearance), held)
                held.show()
