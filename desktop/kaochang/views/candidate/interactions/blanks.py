"""Blanks: fields in the running text where the blanks stand; where that cannot be told, numbered fields under it."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from kaochang.domain.authored import Gap, find_gaps
from kaochang.domain.responses import MAX_BLANK, Blanks, Response
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Filled
from kaochang.presenters.candidate.spoken import spoken_blank
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.theme import font
from kaochang.views.widgets.blank_field import BlankField
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.own_text import OwnField
from kaochang.views.widgets.parts import column, label, row
from kaochang.views.widgets.prose import Prose


class BlanksInteraction(Interaction):
    """One field for each blank; Tab and Enter go to the next."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._fields: list[QLineEdit] = []
        self._stem: Prose | None = None
        self._layout = column(self, spacing=12)

    def stem(self, pixels: float) -> Prose:
        """The stem, with the fields in it or, where their places are in doubt, under it."""
        face = self.face
        if find_gaps(face.stem, face.blanks):
            self._stem = Prose(face.stem, pixels, 1.75, self.look, blanks=face.blanks, field=self._field_in_text)
            self._stem.setStyleSheet(f"QLineEdit {{ font-size: {round(pixels)}px; }}")
            for before, after in zip(self._fields, self._fields[1:], strict=False):
                QWidget.setTabOrder(before, after)
            return self._stem
        for index in range(face.blanks):
            self._add_below(index)
        return super().stem(pixels)

    def _field_in_text(self, gap: Gap, prose: Prose) -> BlankField:
        field = BlankField(gap, prose, self.look, is_numbered=self.face.blanks > 1)
        self._take(field, gap.number, spoken_blank(self.face.stem, gap, self.look.words, self.face.blanks))
        return field

    def _add_below(self, index: int) -> None:
        name = self.look.words("candidate.blank", number=index + 1)
        field = OwnField()
        field.setProperty("kind", "blank")
        field.setPlaceholderText(self.look.words("candidate.blank.placeholder"))
        field.setStyleSheet(f"font-size: {round(self.look.pixels(18))}px")
        field.setFont(font(self.look.pixels(18)))
        self._take(field, index, name)
        line = row(spacing=16)
        number = label(name, "label")
        number.setMinimumWidth(64)
        line.addWidget(number)
        line.addWidget(field, 1)
        self._layout.addLayout(line)

    def _take(self, field: QLineEdit, index: int, name: str) -> None:
        field.setObjectName(f"blank-{index + 1}")
        field.setAccessibleName(name)
        field.setMaxLength(MAX_BLANK)
        field.textEdited.connect(partial(self._on_typed, index))
        field.returnPressed.connect(partial(self._on_enter, index))
        self._fields.append(field)

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

    def lock(self, *, is_locked: bool) -> None:
        """The fields, wherever they stand."""
        for field in self._fields:
            field.setEnabled(not is_locked)

    def focus_first(self) -> None:
        """The first empty blank."""
        empty = [field for field in self._fields if not field.text()]
        for field in (empty or self._fields)[:1]:
            field.setFocus()

    def focus_again(self) -> None:
        """The blank that had the keyboard last."""
        last = None if self._stem is None else self._stem.focusWidget()
        if last is None:
            super().focus_again()
        else:
            last.setFocus()
