"""The four sizes of the item's text, side by side."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QPushButton

from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.widgets.keys import claims
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, row

_PIXELS = {TypeSize.SMALL: 13, TypeSize.NORMAL: 15, TypeSize.LARGE: 17, TypeSize.HUGE: 17}
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class SizeBar(QFrame):
    """One of the sizes is chosen; its buttons are called `NAME-small` to `NAME-huge`."""

    def __init__(self, look: Look, choose: Callable[[TypeSize], None], name: str) -> None:
        super().__init__()
        self.setProperty("ground", "sizes")
        self._sizes: dict[TypeSize, QPushButton] = {}
        layout = row(self, margins=(1, 1, 1, 1))
        for size, pixels in _PIXELS.items():
            text = look.words(f"candidate.size.{size.name.lower()}")
            made = button(text, "size", f"{name}-{size.name.lower()}", partial(choose, size))
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.installEventFilter(self)
            made.setStyleSheet(f"font-size: {pixels}px")
            made.setAccessibleName(look.words("candidate.size.spoken", size=text))
            self._sizes[size] = made
            layout.addWidget(made)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the arrows for choosing a size before they turn to the next item."""
        claims(event, _ARROWS)
        return super().eventFilter(watched, event)

    def show_size(self, size: TypeSize) -> None:
        """Show which size is chosen: the one that the Tab key comes to, the arrows reach the others."""
        for each, made in self._sizes.items():
            made.setChecked(each is size)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if each is size else Qt.FocusPolicy.NoFocus)
