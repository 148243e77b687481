"""Long work as it is seen: what is done, how far it is, and a way to end it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row

_WIDE = 460


class WorkPage(QWidget):
    """`name` begins the keys of its words and the names of its parts."""

    def __init__(self, look: Look, name: str, stop: Callable[[], None]) -> None:
        super().__init__()
        self._words = look.words
        self._name = name
        self._text = label(look.words(f"office.{name}.working"), "heading", name=f"{name}-working", wraps=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}-progress")
        self._bar.setAccessibleName(look.words(f"office.{name}.working"))
        self._bar.setRange(0, 100)
        self._bar.setFixedWidth(_WIDE)
        self._note = label(look.words(f"office.{name}.working.note"), "note", wraps=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stop = button(look.words("office.wait.cancel"), "plain", f"{name}-stop", stop)
        whole = column(self, margins=(24, 24, 24, 24), spacing=18)
        whole.addStretch(1)
        whole.addWidget(self._text)
        for each in (self._bar, self._stop):
            line = row()
            line.addStretch(1)
            line.addWidget(each)
            line.addStretch(1)
            whole.addLayout(line)
            if each is self._bar:
                whole.addWidget(self._note)
        whole.addStretch(2)
        self.setFocusProxy(self._stop)

    def show_percent(self, percent: int, *, is_stopping: bool) -> None:
        """How far it is."""
        self._bar.setValue(percent)
        self._stop.setEnabled(not is_stopping)
        self._stop.setText(self._words("office.working.stopping" if is_stopping else "office.wait.cancel"))
