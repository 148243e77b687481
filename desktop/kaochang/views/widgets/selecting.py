"""Selecting in a text that cannot be changed: a place, an anchor, and the keys that move between them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_GIVING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVING = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class Selecting:
    """What is selected of `text`, in characters. `give` hands it on and drops it."""

    def __init__(self, text: str, then: Callable[[int, int], None]) -> None:
        self.is_on = False
        self.place = 0
        self._anchor = 0
        self._text = text
        self._then = then

    @property
    def span(self) -> tuple[int, int]:
        """From where to where; both the same where nothing is selected."""
        return min(self.place, self._anchor), max(self.place, self._anchor)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key is one of those that move or give, plain or with Shift."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return self.is_on and plain == Qt.KeyboardModifier.NoModifier and event.key() in (*_MOVING, *_GIVING)

    def press(self, event: QKeyEvent) -> None:
        """A key that needs no look at the lines."""
        if event.key() in _GIVING:
            self.give()
            return
        place = {
            Qt.Key.Key_Left: self.place - 1,
            Qt.Key.Key_Right: self.place + 1,
            Qt.Key.Key_Home: self._text.rfind("\n", 0, self.place) + 1,
            Qt.Key.Key_End: _line_end(self._text, self.place),
        }[Qt.Key(event.key())]
        self.go(place, selects=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def go(self, place: int, *, selects: bool) -> None:
        """To a place; what lies between it and the anchor is selected, or nothing."""
        self.place = max(0, min(len(self._text), place))
        if not selects:
            self._anchor = self.place

    def give(self) -> None:
        """Hand on what is selected, if anything is."""
        start, end = self.span
        self.drop()
        if start < end:
            self._then(start, end)

    def drop(self) -> None:
        """Select nothing."""
        self._anchor = self.place


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found
