"""What is told beside the items: a warning for a while, and lines that stay. Nothing under the pointer moves for it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget

from kaochang.presenters.candidate.exam_state import ExamState
from kaochang.views.candidate.errata import NoticeLine
from kaochang.views.candidate.header import HeaderBar
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, strip
from kaochang.views.widgets.spoken import announce


class WarningStrip(QFrame):
    """Lies over the names in the header, beside the clocks, above whatever is open; it goes by itself.

    It takes no room: an option under the pointer stays there, both when the strip comes and when it goes. It covers
    nothing that tells time, nor what the candidate is at: neither an item's head, nor a dialog or a picture.
    """

    def __init__(self, look: Look, over: HeaderBar, page: QWidget, dismiss: Callable[[], None]) -> None:
        super().__init__(page)
        self._over = over
        self.setObjectName("warning")
        self.setProperty("ground", "marked")
        strip(self)
        self._text = label("", "warning-strong", name="warning-text", wraps=True)
        close = button(look.words("candidate.warning.close"), "quiet", "warning-close", dismiss)
        close.setProperty("compact", "true")
        layout = row(self, margins=(20, 8, 12, 8), spacing=12)
        layout.addWidget(self._text, 1)
        layout.addWidget(close)
        over.installEventFilter(self)
        self.hide()

    def show_line(self, line: str) -> None:
        """Show this line, or none; where the header is away, the page that stands instead tells it."""
        if line != self._text.text():
            announce(self, line)
            self._text.setText(line)
        if line:
            self._lie()
            self.raise_()
        self.setVisible(bool(line) and not self._over.isHidden())

    def _lie(self) -> None:
        area = self._over.geometry()
        area.setWidth(self._over.room_for_line())
        area.setHeight(max(area.height(), self.heightForWidth(area.width())))
        self.setGeometry(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is as wide as there is room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest) and self._text.text():
            self._lie()
        return super().eventFilter(watched, event)


class StandingLines(QWidget):
    """Lines that stay until their cause is gone, under the items: they cover nothing, and take room from below only.

    The room is given back when another item comes: a page that is scrolled to its end would move otherwise.
    """

    def __init__(self, look: Look, show_errata: Callable[[], None]) -> None:
        super().__init__()
        self._notice = NoticeLine(look, show_errata)
        self._standing = strip(frame("marked", name="standing"))
        self._text = label("", "warning", name="standing-text", wraps=True)
        row(self._standing, margins=(20, 8, 20, 8)).addWidget(self._text)
        self._standing.hide()
        layout = column(self)
        layout.addStretch(1)
        layout.addWidget(self._notice)
        layout.addWidget(self._standing)

    def show_lines(self, state: ExamState) -> None:
        """Show what stands now."""
        line = state.standing
        has_changed = self._text.text() != line or self._notice.isHidden() is not (state.notice is None)
        if has_changed and self.isVisible():  # before, it has no height yet that anybody saw
            self.setMinimumHeight(self.height())
        if line != self._text.text():
            announce(self._standing, line)
        self._text.setText(line)
        self._standing.setVisible(bool(line))
        self._notice.show_notice(state.notice)

    def give_back(self) -> None:
        """Take no more room than the lines that stand now."""
        self.setMinimumHeight(0)
