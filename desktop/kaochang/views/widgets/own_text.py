"""Fields that take what is typed, and of copied text only this program's own: nothing from outside, no menu, no drops.

A menu would be a window of its own, and what is dragged could be dropped elsewhere.
"""

import os

from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kaochang.views.widgets.keys import PAGES, claims_pages
from kaochang.views.widgets.pane import turn_page

_COPIED_HERE = "application/x-kaochang-copied"
_SIGN = str(os.getpid()).encode()
"""Not every system says who copied; another field's text is known by who owns it."""

_FROM_SELECTION = QKeyCombination(
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Insert
)


REDO = frozenset(
    (
        QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Y),
        QKeyCombination(Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Z),
    )
)
"""Both keys for doing again what was undone, on every system."""


def sign(copied: QMimeData) -> None:
    """Let what is copied be known as this program's own."""
    copied.setData(_COPIED_HERE, _SIGN)


def is_own(source: QMimeData) -> bool:
    """Whether what is to be pasted was copied or selected in this program."""
    if bytes(source.data(_COPIED_HERE).data()) == _SIGN:
        return source.hasText()
    board = QGuiApplication.clipboard()
    modes = {QClipboard.Mode.Clipboard: board.ownsClipboard, QClipboard.Mode.Selection: board.ownsSelection}
    owned = [mode for mode, owns in modes.items() if owns()]
    return source.hasText() and any(board.mimeData(mode).text() == source.text() for mode in owned)


class LineField(QLineEdit):
    """A line that opens no menu and neither gives text away by dragging nor takes what is dropped."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)


class OwnField(LineField):
    """A line of an exam: what is pasted into it was copied in this program."""

    def event(self, event: QEvent) -> bool:
        """Keep the page keys before they turn to another item."""
        return claims_pages(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key that pastes what came from outside; both that do again; page keys scroll the text around the line."""
        is_selection = event.keyCombination() == _FROM_SELECTION
        mode = QClipboard.Mode.Selection if is_selection else QClipboard.Mode.Clipboard
        pastes = is_selection or event.matches(QKeySequence.StandardKey.Paste)
        if event.keyCombination() in REDO:
            self.redo()
        elif event.key() in PAGES:
            turn_page(self, down=event.key() == Qt.Key.Key_PageDown)
        elif not pastes or _holds_own(mode):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes what is selected, if it is selected here."""
        if event.button() is not Qt.MouseButton.MiddleButton or _holds_own(QClipboard.Mode.Selection):
            super().mouseReleaseEvent(event)


def _holds_own(mode: QClipboard.Mode) -> bool:
    """Whether there is something of this program's own; Qt gives nothing at all where a system has no selection."""
    board = QGuiApplication.clipboard()
    is_there = mode is QClipboard.Mode.Clipboard or board.supportsSelection()
    return is_there and is_own(board.mimeData(mode))
