"""Selecting in a text that cannot be changed: a place, an anchor, and the keys that move between them."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import Qt, QTextBoundaryFinder
from PySide6.QtGui import QKeyEvent

from kaochang.views.widgets.keys import is_plain

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
    """What is selected of `text`, in characters. `give` hands it on and drops it.

    No place is inside of what is read as one sign: a letter with its accents, an emoji of several characters.
    """

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
        return self.is_on and is_plain(event, or_shifted=True) and event.key() in (*_MOVING, *_GIVING)

    def press(self, event: QKeyEvent) -> None:
        """A key that needs no look at the lines."""
        if event.key() in _GIVING:
            self.give()
            return
        place = {
            Qt.Key.Key_Left: self._edges[max(0, bisect_left(self._edges, self.place) - 1)],
            Qt.Key.Key_Right: self._edges[min(len(self._edges) - 1, bisect_right(self._edges, self.place))],
            Qt.Key.Key_Home: self._text.rfind("\n", 0, self.place) + 1,
            Qt.Key.Key_End: _line_end(self._text, self.place),
        }[Qt.Key(event.key())]
        self.go(place, selects=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def go(self, place: int, *, selects: bool) -> None:
        """To a place, or before the sign that it is inside of; what lies between it and the anchor is selected."""
        self.place = self._edges[max(0, bisect_right(self._edges, place) - 1)]
        if not selects:
            self._anchor = self.place

    @cached_property
    def _edges(self) -> list[int]:
        """Where signs begin and end, in characters; found when it is first asked for."""
        units = [0, *accumulate(1 + (symbol > "\uffff") for symbol in self._text)]
        places = {unit: place for place, unit in enumerate(units)}
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, self._text)
        found = [0]
        while (unit := finder.toNextBoundary()) >= 0:
            found.append(places[unit])
        return found

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
