"""A question over a page, before something goes that cannot be had again; the keyboard stands on the way back."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from kaochang.views.widgets.parts import button, column, frame, label, row, take_focus
from kaochang.views.widgets.spoken import announce


class AskingStrip(QFrame):
    """`NAME-yes` does it, `NAME-no` leaves everything as it is; hidden while nothing is asked."""

    def __init__(self, name: str, yes: str, no: str, then: Callable[[], None], stop: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._asked = label("", "warning", name=f"{name}-text", wraps=True)
        self._no = button(no, "plain", f"{name}-no", stop)
        inner = frame("marked")
        line = row(inner, margins=(16, 10, 16, 10), spacing=8)
        line.addWidget(self._asked, 1)
        line.addWidget(self._no)
        line.addWidget(button(yes, "marked", f"{name}-yes", then))
        column(self, margins=(18, 10, 18, 10)).addWidget(inner)
        self.hide()

    def ask(self, text: str) -> None:
        """Ask this; "" for nothing."""
        is_new = text != self._asked.text()
        self._asked.setText(text)
        self.setVisible(bool(text))
        if is_new and text:
            announce(self, text)
            take_focus(self._no)
