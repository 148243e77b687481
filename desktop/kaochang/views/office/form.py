"""A form on a card: names at the left, fields at the right, below each field a quiet line and what is wrong with it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from kaochang.domain.ports import Words
from kaochang.presenters.refusals import Refused
from kaochang.views.widgets.parts import column, label, set_state
from kaochang.views.widgets.spoken import announce

_NAME_WIDTH = 120


class FormRow:
    """One row of a form; hidden and shown as a whole."""

    def __init__(self, words: Words, name: QLabel, held: QWidget, said: QLabel, wrong: QLabel) -> None:
        self._words = words
        self._parts = (name, held)
        self._said = said
        self._wrong = wrong

    def show_row(self, is_shown: bool) -> None:
        """Whether the row is there."""
        for each in self._parts:
            each.setVisible(is_shown)

    def say(self, said: str, wrong: Refused | None) -> None:
        """The quiet line, and in its place what is wrong and what to do."""
        told = "" if wrong is None else self._words("office.joined", what=wrong.message, then=wrong.next_step)
        if told and told != self._wrong.text():
            announce(self._wrong, told, waits=True)
        self._wrong.setText(told)
        self._wrong.setVisible(bool(told))
        self._said.setText(said)
        self._said.setVisible(bool(said) and not told)


class Form(QFrame):
    """Rows are added in their order."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setProperty("ground", "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(28, 22, 28, 22)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnMinimumWidth(0, _NAME_WIDTH)
        self._grid.setColumnStretch(1, 1)

    def add(self, title: str, name: str, content: QWidget) -> FormRow:
        """A row; `name` begins the names of what is said below."""
        at = self._grid.rowCount()
        told = label(title, "label")
        told.setMinimumHeight(34)
        told.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        held = QWidget()
        said = label("", "note", name=f"{name}-said", wraps=True)
        wrong = label("", "bad-note", name=f"{name}-wrong", wraps=True)
        wrong.hide()
        inside = column(held, spacing=4)
        inside.addWidget(content)
        inside.addWidget(said)
        inside.addWidget(wrong)
        self._grid.addWidget(told, at, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(held, at, 1)
        return FormRow(self._words, told, held, said, wrong)


def text_field(name: str, spoken: str, then: Callable[[str], None], *, width: int = 0) -> QLineEdit:
    """A field of a form; `then` takes what is typed by a person, as it is typed."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setProperty("kind", "small")
    made.setMaxLength(200)
    made.textEdited.connect(then)
    if width:
        made.setFixedWidth(width)
    return made


def show_typed(field: QLineEdit, text: str, *, is_wrong: bool) -> None:
    """What stands in a field, without moving its cursor; a red edge where it cannot be."""
    if field.text() != text:
        field.setText(text)
    set_state(field, "wrong", is_wrong)
