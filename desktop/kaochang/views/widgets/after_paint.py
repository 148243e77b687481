"""What candidates did is seen first; what else comes of it may wait until then."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

_TURN = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1


def paint_now(widget: QWidget) -> None:
    """Lay out and paint what is to be painted anew in this widget's window, then go on; what waited for it begins."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest.value)
    QCoreApplication.sendPostedEvents(None, _TURN.value)


class AfterPaint(QObject):
    """Calls in order, as soon as what is to be painted now is painted: Qt paints at a low priority, these are lower."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._calls: deque[Callable[[], object]] = deque()

    def do(self, call: Callable[[], object]) -> None:
        """Call it then."""
        self._calls.append(call)
        QCoreApplication.postEvent(self, QEvent(_TURN), _AFTER_PAINTING)

    def do_now(self) -> None:
        """Call all that still wait."""
        while self._calls:
            self._calls.popleft()()

    def customEvent(self, event: QEvent) -> None:
        """One turn for each call."""
        if self._calls:
            self._calls.popleft()()
