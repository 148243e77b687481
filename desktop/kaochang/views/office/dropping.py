"""A place to drop a file on or to choose one, and what is seen while it is read."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QWidget

from kaochang.presenters.refusals import Refused
from kaochang.views.office.choosing import PAPERS, choose_file
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state
from kaochang.views.widgets.spoken import announce

_WIDE = 620


class DropZone(QFrame):
    """One file dropped here goes to `then`; the button opens the system's window for the same."""

    def __init__(self, look: Look, what: str, then: Callable[[Path], None], forms: str = PAPERS) -> None:
        super().__init__()
        self.setProperty("ground", "drop")
        self.setObjectName(f"drop-{what}")
        self.setAcceptDrops(True)
        self._then = then
        words = look.words
        whole = column(self, margins=(32, 36, 32, 36), spacing=12)
        for text, role in ((words(f"office.drop.{what}"), "title"), (words(f"office.drop.{what}.forms"), "small")):
            made = label(text, role, wraps=True)
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            whole.addWidget(made)
        self.button = button(
            words("office.drop.choose"), "large", f"choose-{what}", lambda: choose_file(self, words, what, then, forms)
        )
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = row()
        line.addStretch(1)
        line.addWidget(self.button)
        line.addStretch(1)
        whole.addSpacing(6)
        whole.addLayout(line)
        self.setFocusProxy(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file of this PC is taken."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()
            set_state(self, "over", True)

    def dragLeaveEvent(self, event: object) -> None:
        """It went elsewhere."""
        del event
        set_state(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        """It is dropped."""
        set_state(self, "over", False)
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self._then(path)


def dropped_file(event: QDropEvent) -> Path | None:
    """The one file of this PC that is dropped; None for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def put_in_the_middle(page: QWidget, inner: QWidget) -> None:
    """What a page asks for stands a little above its middle, no wider than it wants to be."""
    line = row()
    line.addStretch(1)
    line.addWidget(inner, 20)
    line.addStretch(1)
    whole = column(page, margins=(24, 24, 24, 24))
    whole.addStretch(1)
    whole.addLayout(line)
    whole.addStretch(2)


class DropPage(QWidget):
    """The first thing that is seen: where the paper goes, and what then happens."""

    def __init__(self, look: Look, then: Callable[[Path], None]) -> None:
        super().__init__()
        words = look.words
        self._zone = DropZone(look, "paper", then)
        self._refused = label("", "bad", name="drop-refused", wraps=True)
        self._strip = frame("bad")
        column(self._strip, margins=(16, 12, 16, 12)).addWidget(self._refused)
        self._strip.hide()
        inner = QWidget()
        inner.setMaximumWidth(_WIDE)
        middle = column(inner, spacing=16)
        middle.addWidget(label(words("office.start.title"), "title", name="start-title"))
        middle.addWidget(label(words("office.start.steps"), "label", wraps=True))
        middle.addWidget(self._strip)
        middle.addWidget(self._zone)
        middle.addWidget(label(words("office.start.disk"), "note", wraps=True))
        put_in_the_middle(self, inner)
        self.setFocusProxy(self._zone)

    def show_refused(self, refused: Refused | None) -> None:
        """Why the file that was chosen could not be read, or nothing."""
        said = "" if refused is None else f"{refused.message}\n{refused.next_step}"
        if said != self._refused.text():
            self._refused.setText(said)
            announce(self._refused, said)
        self._strip.setVisible(bool(said))


class WaitPage(QWidget):
    """A file is being read; nobody has to wait for it."""

    def __init__(self, look: Look, cancel: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._text = label("", "heading", name="wait-text", wraps=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        stop = button(look.words("office.wait.cancel"), "plain", "wait-cancel", cancel)
        line = row()
        line.addStretch(1)
        line.addWidget(stop)
        line.addStretch(1)
        whole = column(self, spacing=20)
        whole.addStretch(1)
        whole.addWidget(self._text)
        whole.addLayout(line)
        whole.addStretch(2)
        self.setFocusProxy(stop)

    def show_name(self, name: str) -> None:
        """Which file it is."""
        self._text.setText(self._look.words("office.wait.reading", name=name))
