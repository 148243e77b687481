"""What is wider than its column scrolls sideways within it, by mouse and by keyboard."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollBar

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


def claims_key(event: QEvent) -> bool:
    """Whether this event asks for a key that scrolls sideways, before a shortcut takes it; it is accepted then."""
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride or not _scrolls(event):
        return False
    event.accept()
    return True


def scroll_by_key(event: QKeyEvent, bar: QScrollBar) -> None:
    """Scroll by the arrows, to an end by Home and End; every other key is somebody else's."""
    if not _scrolls(event):
        event.ignore()
        return
    place = {
        Qt.Key.Key_Left: bar.value() - bar.singleStep(),
        Qt.Key.Key_Right: bar.value() + bar.singleStep(),
        Qt.Key.Key_Home: bar.minimum(),
        Qt.Key.Key_End: bar.maximum(),
    }
    bar.setValue(place[Qt.Key(event.key())])


def _scrolls(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain == Qt.KeyboardModifier.NoModifier and event.key() in _KEYS
