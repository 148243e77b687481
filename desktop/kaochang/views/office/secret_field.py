"""A field for a passphrase: covered while it is typed, shown where somebody asks for that."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, row

_LONGEST = 256


class SecretField(QWidget):
    """`then` takes what is typed; `entered` is called by Enter."""

    def __init__(
        self, look: Look, name: str, spoken: str, then: Callable[[str], None], entered: Callable[[], None]
    ) -> None:
        super().__init__()
        words = look.words
        self._words = words
        self.field = QLineEdit()
        self.field.setObjectName(name)
        self.field.setAccessibleName(spoken)
        self.field.setProperty("kind", "small")
        self.field.setMaxLength(_LONGEST)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.field.setFixedWidth(300)
        self.field.textEdited.connect(then)
        self.field.returnPressed.connect(entered)
        self._show = button(words("office.secret.show"), "tool", f"{name}-show", self._toggle)
        line = row(self, spacing=6)
        line.addWidget(self.field)
        line.addWidget(self._show)
        line.addStretch(1)
        self.setFocusProxy(self.field)

    def forget(self) -> None:
        """Empty, covered, and nothing to undo."""
        self.field.setText("")
        self._cover(True)

    def _toggle(self) -> None:
        self._cover(self.field.echoMode() == QLineEdit.EchoMode.Normal)

    def _cover(self, is_covered: bool) -> None:
        modes = QLineEdit.EchoMode
        self.field.setEchoMode(modes.Password if is_covered else modes.Normal)
        self._show.setText(self._words("office.secret.show" if is_covered else "office.secret.hide"))
