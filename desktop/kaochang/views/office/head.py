"""The window's head: the program's name, the steps of the short way or the places of the whole, what its page wants."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.pages import PLACES, STEPS, StepFace, WindowState
from kaochang.views.appearance_menu import appearance_button
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, strip

_HEIGHT = 56
_WIDE = 1200


class WindowHead(QFrame):
    """Steps that cannot be gone to yet are there and say so."""

    def __init__(self, look: Look, go: Callable[[PageName], None]) -> None:
        super().__init__()
        self.setProperty("ground", "header")
        self._look = look
        self._go = go
        self._line = row(spacing=4)
        self._steps = {page: self._tab(page) for page in STEPS}
        self._places = {page: self._tab(page) for page in PLACES}
        self._back = self._tab(PageName.TAKE_BACK)
        self._way = button(look.words("office.way.whole"), "tab", "office-way", self._go_other)
        self._other = PLACES[0]
        self._here = PageName.PAPER
        self._held: QWidget | None = None
        self._trouble = self._trouble_strip()
        self._trouble_text = label("", "bad", name="office-trouble", wraps=True)
        layout = self._trouble.layout()
        if layout is not None:
            layout.addWidget(self._trouble_text)
        self._brand = label(look.words("office.brand"), "heading", name="office-brand")
        self._line.setContentsMargins(20, 0, 10, 0)
        self._line.addWidget(self._brand)
        self._line.addSpacing(12)
        for tab in (*self._steps.values(), self._back, *self._places.values(), self._way):
            self._line.addWidget(tab)
        self._line.addStretch(1)
        self.appearance = appearance_button(look, "office-appearance")
        self._line.addWidget(self.appearance)
        whole = column(self)
        holder = QWidget()
        holder.setFixedHeight(_HEIGHT)
        holder.setLayout(self._line)
        whole.addWidget(holder)
        whole.addWidget(self._trouble)

    def _tab(self, page: PageName) -> QPushButton:
        made = button(self._look.words(f"office.tab.{page}"), "tab", f"tab-{page}", partial(self._go, page))
        made.setCheckable(True)
        made.clicked.connect(lambda: made.setChecked(page is self._here))  # pressed where it leads nowhere, it stays
        return made

    def _trouble_strip(self) -> QFrame:
        made = strip(frame("bad", name="office-trouble-strip"))
        column(made, margins=(20, 8, 20, 8))
        made.hide()
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the name goes first: the window's title has it too."""
        super().resizeEvent(event)
        self._brand.setVisible(event.size().width() >= _WIDE)

    def show_state(self, state: WindowState, held: QWidget | None) -> None:
        """Where the window is, and what its page wants in the head."""
        self._here = state.page
        for step in state.steps:
            self._show_step(self._steps[step.page], step)
        self._back.setChecked(state.page is PageName.TAKE_BACK)
        self._show_way(state)
        trouble = state.trouble
        self._trouble.setVisible(trouble is not None)
        self._trouble_text.setText("" if trouble is None else f"{trouble.message} {trouble.next_step}")
        if held is not self._held:
            if self._held is not None:
                self._line.removeWidget(self._held)
                self._held.hide()
            self._held = held
            if held is not None:
                self._line.insertWidget(self._line.indexOf(self.appearance), held)
                held.show()

    def _go_other(self) -> None:
        self._go(self._other)

    def _show_way(self, state: WindowState) -> None:
        is_whole = state.page in PLACES
        for tab in (*self._steps.values(), self._back):
            tab.setVisible(not is_whole)
        for page, tab in self._places.items():
            tab.setVisible(is_whole)
            tab.setChecked(page is state.page)
        self._other = state.other
        self._way.setText(self._look.words("office.way.short" if is_whole else "office.way.whole"))

    def _show_step(self, tab: QPushButton, step: StepFace) -> None:
        words = self._look.words
        name = words(f"office.tab.{step.page}")
        tab.setText(words("office.tab.whole", name=name) if step.is_whole else name)
        tab.setChecked(step.is_here)
        tab.setEnabled(step.is_open)
        tab.setToolTip("" if step.is_open else words("office.tab.closed"))
