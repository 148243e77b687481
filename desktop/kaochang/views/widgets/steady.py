"""A place for words that change often."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class Steady(QWidget):
    """Holds a label. Around it something is laid out anew only where other words need more room than the ones before.

    A label alone has every layout up to the window measured again at each new word, thousands of times in an exam.
    One that `fills` all the room there is needs no other room for other words, unless they need more lines.
    """

    def __init__(self, held: QLabel, *, fills: bool = False) -> None:
        super().__init__()
        self._held = held
        self._fills = fills
        held.setParent(self)
        policy = held.sizePolicy()
        policy.setHeightForWidth(held.hasHeightForWidth())
        self.setSizePolicy(policy)

    def show_text(self, text: str) -> None:
        """Show other words."""
        if text == self._held.text():
            return
        before = self._room()
        self._held.setText(text)
        if self._room() != before:
            self.updateGeometry()

    def _room(self) -> tuple[QSize, int]:
        return self.sizeHint(), self.heightForWidth(self.width())

    def sizeHint(self) -> QSize:
        """The label's; no width of its own where it fills what there is."""
        wanted = self._held.sizeHint()
        return QSize(1, wanted.height()) if self._fills else wanted

    def minimumSizeHint(self) -> QSize:
        """The label's, or as little as may be."""
        least = self._held.minimumSizeHint()
        return QSize(1, least.height()) if self._fills else least

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        return self._held.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The label is as large as its place."""
        self._held.setGeometry(self.rect())
