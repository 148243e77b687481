"""What is wider than its column scrolls sideways within it, by mouse and by keyboard."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from kaochang.views.widgets.keys import claims, is_plain
from kaochang.views.widgets.menus import without_menus

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class SidewaysView(QAbstractScrollArea):
    """Something of a size of its own in a text. Tab reaches it only where there is something to scroll."""

    def __init__(self, parent: QWidget, natural: QSize) -> None:
        super().__init__(parent)
        self._natural = natural
        without_menus(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def natural_size(self) -> QSize:
        """As large as all of it."""
        return self._natural

    def height_in(self, width: int) -> int:
        """How high it stands in this width: with a bar below it where it is wider."""
        bar = self.horizontalScrollBar().sizeHint().height() if self._natural.width() > width else 0
        return self._natural.height() + bar

    def resizeEvent(self, event: QEvent) -> None:
        """There is something to scroll, or nothing any more."""
        over = max(0, self._natural.width() - self.viewport().width())
        self.horizontalScrollBar().setRange(0, over)
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if over else Qt.FocusPolicy.NoFocus)

    def event(self, event: QEvent) -> bool:
        """The keys that scroll are no one else's while this has the keyboard."""
        return claims_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows scroll."""
        scroll_by_key(event, self.horizontalScrollBar())

    def focusInEvent(self, event: QEvent) -> None:
        """Show the ring."""
        self.viewport().update()

    def focusOutEvent(self, event: QEvent) -> None:
        """Hide the ring."""
        self.viewport().update()


def claims_key(event: QEvent) -> bool:
    """Whether this event asks for a key that scrolls sideways, before a shortcut takes it; it is accepted then."""
    return isinstance(event, QKeyEvent) and is_plain(event) and claims(event, _KEYS)


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
    return is_plain(event) and event.key() in _KEYS
