"""The options of the item that is being mended, each in a field; one more can be added, an emptied last one goes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kaochang.domain.items import MAX_OPTIONS, ItemType
from kaochang.presenters.office.paper_state import ItemFace, OptionFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import clear, column, label, row, set_state, take_focus

WITH_OPTIONS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.ORDERING, ItemType.MATCHING})
_SIGN_WIDTH = 18


class OptionFields(QWidget):
    """`given` carries all texts as they stand after one was typed, `resized` that there are more fields, or fewer."""

    given = Signal(tuple)
    resized = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rows = column(self, spacing=4)
        self._fields: list[QLineEdit] = []
        self._stand: tuple[OptionFace, ...] = ()

    def show_face(self, face: ItemFace) -> None:
        """The options as they stand; a field that was added and left empty is gone."""
        self._stand = face.options
        if [field.objectName() for field in self._fields] != [f"option-{option.label}" for option in face.options]:
            clear(self._rows)
            self._fields = [self._field(option.label) for option in face.options]
        for field, option in zip(self._fields, face.options, strict=True):
            if field.text() != option.text:
                field.setText(option.text)
            set_state(field, "right", option.is_right)

    def add(self) -> None:
        """One more field, which is an option as soon as something stands in it."""
        if len(self._fields) < MAX_OPTIONS:
            field = self._field(chr(ord("A") + len(self._fields)))
            self._fields.append(field)
            self.resized.emit()
            take_focus(field)

    def _field(self, letter: str) -> QLineEdit:
        field = QLineEdit()
        field.setProperty("kind", "small")
        field.setObjectName(f"option-{letter}")
        field.setAccessibleName(self._look.words("office.paper.option", label=letter))
        field.editingFinished.connect(self._on_typed)
        line = row(spacing=8)
        sign = label(letter, "strong")
        sign.setFixedWidth(_SIGN_WIDTH)
        line.addWidget(sign)
        line.addWidget(field, 1)
        self._rows.addLayout(line)
        return field

    def _on_typed(self) -> None:
        """A text that was not typed in stays as it is, also where its field cannot show all of it, as a line break."""
        if not any(field.isModified() for field in self._fields):
            return
        stand = [option.text for option in self._stand]
        told = enumerate(self._fields)
        texts = [field.text() if field.isModified() or at >= len(stand) else stand[at] for at, field in told]
        while texts and not texts[-1].strip():
            texts.pop()
        if texts != stand:
            self.given.emit(tuple(texts))
