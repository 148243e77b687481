"""Which keys a control keeps for itself, and whether a key came alone."""

from collections.abc import Container

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def claims(event: QEvent, keys: Container[Qt.Key]) -> bool:
    """Whether this event asks for one of these keys before a shortcut takes it; it is accepted then."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent) or event.key() not in keys:
        return False
    event.accept()
    return True


def claims_pages(event: QEvent) -> bool:
    """Whether this event asks for a page key without Ctrl: in a text it scrolls, and turns to no other item."""
    is_plain_key = isinstance(event, QKeyEvent) and is_plain(event, or_shifted=True)
    return is_plain_key and claims(event, PAGES)


def is_plain(event: QKeyEvent, *, or_shifted: bool = False) -> bool:
    """Whether a key came without Ctrl, Alt or the like; a key of the keypad is plain too."""
    return not event.modifiers() & ~(_KEYPAD | _SHIFT if or_shifted else _KEYPAD)


def writes(event: QKeyEvent) -> bool:
    """Whether a key writes something, where a text field has it; letters behind Ctrl and Alt are somebody else's."""
    return is_plain(event, or_shifted=True) and event.text().isprintable() and bool(event.text())
