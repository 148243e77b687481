"""Blanks: under the running text, one numbered field for each."""

from functools import partial

from PySide6.QtWidgets import QLineEdit

from kaochang.domain.responses import MAX_BLANK, Blanks, Response
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Filled
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, row


class BlanksInteraction(Interaction):
    """One field for each blank; Enter goes to the next."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._fields: list[QLineEdit] = []
        layout = column(self, spacing=12)
        for index in range(face.blanks):
            name = look.words("candidate.blank", number=index + 1)
            field = self._field(index, name)
            line = row(spacing=16)
            number = label(name, "label")
            number.setMinimumWidth(64)
            line.addWidget(number)
            line.addWidget(field, 1)
            layout.addLayout(line)
            self._fields.append(field)

    def _field(self, index: int, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"blank-{index + 1}")
        field.setAccessibleName(name)
        field.setProperty("kind", "blank")
        field.setMaxLength(MAX_BLANK)
        field.setPlaceholderText(self.look.words("candidate.blank.placeholder"))
        field.setStyleSheet(f"font-size: {round(self.look.pixels(18))}px")
        field.setFont(font(self.look.pixels(18)))
        field.textEdited.connect(partial(self._on_typed, index))
        field.returnPressed.connect(partial(self._on_enter, index))
        return field

    def _on_typed(self, index: int, text: str) -> None:
        self.gesture.emit(Filled(index, text))

    def _on_enter(self, index: int) -> None:
        if index + 1 < len(self._fields):
            self._fields[index + 1].setFocus()

    def show_response(self, response: Response | None, length: str) -> None:
        """Fill the fields; a field that holds its text already is left alone, with its cursor."""
        texts = response.texts if isinstance(response, Blanks) else ("",) * len(self._fields)
        for field, text in zip(self._fields, texts, strict=True):
            if field.text() != text:
                field.setText(text)

    def focus_first(self) -> None:
        """The first empty blank."""
        empty = [field for field in self._fields if not field.text()]
        for field in (empty or self._fields)[:1]:
            field.setFocus()
