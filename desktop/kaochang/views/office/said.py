"""What is said over a page or below a field: why something could not be, and what to do about it."""

from PySide6.QtWidgets import QFrame

from kaochang.presenters.refusals import Refused
from kaochang.views.widgets.parts import column, label
from kaochang.views.widgets.spoken import announce


class RefusedStrip(QFrame):
    """A red frame with what happened and what to do; hidden while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("ground", "bad")
        self.setObjectName(f"{name}-strip")
        self._what = label("", "bad-strong", name=name, wraps=True)
        self._next = label("", "bad", name=f"{name}-next", wraps=True)
        inside = column(self, margins=(16, 10, 16, 10), spacing=2)
        inside.addWidget(self._what)
        inside.addWidget(self._next)
        self.hide()

    def show_refused(self, refused: Refused | None) -> None:
        """Say this, or nothing."""
        self.setVisible(refused is not None)
        if refused is None:
            self._what.setText("")
            return
        if refused.message != self._what.text():
            announce(self, f"{refused.message} {refused.next_step}")
        self._what.setText(refused.message)
        self._next.setText(refused.next_step)
