"""What dragging rows by mouse needs: when it begins, and scrolling where it nears an edge.

Rows are moved by their own mouse events, never by Qt's drag and drop: the picture under the mouse would be a window of
its own, and what is dragged could be dropped elsewhere.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from kaochang.views.widgets.pane import area_of

_EDGE = 48
_EVERY_MS = 30
_FASTEST = 18


class Press:
    """A press of the mouse, which becomes a drag once it has gone far enough."""

    def __init__(self, at: QPoint) -> None:
        self._at = at
        self.is_drag = False

    def follow(self, event: QMouseEvent) -> bool:
        """Whether this is a drag by now."""
        distance = (event.globalPosition().toPoint() - self._at).manhattanLength()
        self.is_drag = self.is_drag or distance >= QApplication.startDragDistance()
        return self.is_drag


class EdgeScroll:
    """Scrolls the area that a widget lies in while something is dragged near its upper or lower edge.

    `scrolled` is called after each step, for what is dragged stands elsewhere on the page then.
    """

    def __init__(self, inside: QWidget, scrolled: Callable[[], None]) -> None:
        self._inside = inside
        self._scrolled = scrolled
        self._speed = 0
        self._timer = QTimer(inside)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.step)

    def follow(self, at: QPoint) -> None:
        """The mouse is here, on the screen."""
        area = area_of(self._inside)
        if area is None:
            return
        y, height = area.viewport().mapFromGlobal(at).y(), area.viewport().height()
        beyond = min(0, y - _EDGE) + max(0, y - (height - _EDGE))
        self._speed = max(-_FASTEST, min(_FASTEST, beyond // 3))
        if self._speed and not self._timer.isActive():
            self._timer.start()
        elif not self._speed:
            self._timer.stop()

    def stop(self) -> None:
        """Nothing is dragged any more."""
        self._timer.stop()

    def step(self) -> None:
        """Scroll once."""
        area = area_of(self._inside)
        if area is not None:
            area.verticalScrollBar().setValue(area.verticalScrollBar().value() + self._speed)
            self._scrolled()
