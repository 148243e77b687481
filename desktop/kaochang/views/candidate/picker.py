"""The picker: every session of the folder as one row that is pressed as a whole."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from kaochang.presenters.candidate.picker import Hour, PickerPresenter, PickerState, SessionRow
from kaochang.presenters.phrases import breadth
from kaochang.views.candidate.notice import card_page
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, frame, label, row, take_focus, through
from kaochang.views.widgets.scrolled import scrolled

_ROLES = {Hour.NOW: "good-tag", Hour.LATER: "tag", Hour.OVER: "quiet-tag", Hour.DAMAGED: "bad-tag"}

_WIDTH = 700
_LEAST_TALL, _AROUND = 496, 272
"""What the rows may take of the least screen, and what stands above and below them on any, px."""

_IN_ONE_LINE = 64
"""Columns of a title that fit beside its sign."""


class PickerView(QWidget):
    """Rows in the order of the state; the first one that can be pressed has the keyboard."""

    def __init__(self, presenter: PickerPresenter, look: Look, leave: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("picker")
        self._presenter = presenter
        self._look = look
        self._leave = leave
        _, self._layout = card_page(self, 820)
        self._area: QWidget | None = None
        self._wanted = 0

    def render_state(self, state: PickerState) -> None:
        """Show what there is to choose from."""
        layout, words = self._layout, self._look.words
        clear(layout)
        layout.addWidget(label(words("candidate.picker.title"), "title", name="picker-title"))
        layout.addSpacing(6)
        layout.addWidget(label(state.message, "", name="picker-message", wraps=True))
        layout.addSpacing(18)
        body = QWidget()
        rows = column(body, spacing=10)
        made = [self._row(each, number) for number, each in enumerate(state.rows, start=1)]
        for each in made:
            rows.addWidget(each)
        rows.addStretch(1)
        area = scrolled(body, centred=False, name="sessions", ground="surface")
        layout.addWidget(area)
        self._area, self._wanted = area, sum(_height(each) for each in made) + rows.spacing() * len(made) + 2
        self._fit()
        layout.addSpacing(14)
        leave = flush(button(words("candidate.exit"), "quiet", "exit", self._leave), "right")
        layout.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)
        first = next((each for each in made if isinstance(each, QPushButton)), None)
        if first is not None:
            take_focus(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a higher screen more of the rows are seen at once."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._area is not None:
            self._area.setFixedHeight(min(self._wanted, max(_LEAST_TALL, self.height() - _AROUND)))

    def _row(self, session: SessionRow, number: int) -> QWidget:
        if session.refused is not None:
            return self._damaged(session, number)
        made = button("", "session", f"session-{number}", partial(self._presenter.choose, session.path))
        made.setProperty("tall", breadth(session.title) > _IN_ONE_LINE)
        made.setAccessibleName(f"{session.title}  {session.when}  {session.room}  {session.sign}")
        inside = row(made, margins=(16, 8, 16, 8), spacing=16)
        left = column(spacing=2)
        left.addWidget(through(label(session.title, "heading", wraps=True)))
        left.addWidget(through(label(f"{session.when}　{session.room}", "meta", wraps=True)))
        inside.addLayout(left, 1)
        inside.addWidget(through(label(session.sign, _ROLES[session.hour])), 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _damaged(self, session: SessionRow, number: int) -> QWidget:
        made = frame("bad", name=f"session-{number}")
        inside = row(made, margins=(16, 10, 16, 10), spacing=16)
        left = column(spacing=2)
        left.addWidget(label(session.title, "bad-strong", wraps=True))
        if session.refused is not None:
            text = f"{session.refused.message}\n{session.refused.next_step}"
            left.addWidget(label(text, "bad", name=f"damaged-{number}", wraps=True))
        inside.addLayout(left, 1)
        inside.addWidget(label(session.sign, _ROLES[session.hour]), 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def _height(made: QWidget) -> int:
    """Of a row that is not shown yet."""
    for part in (made, *made.findChildren(QWidget)):
        part.ensurePolished()
    asked = made.heightForWidth(_WIDTH) if made.hasHeightForWidth() else made.sizeHint().height()
    return max(asked, made.minimumHeight())
