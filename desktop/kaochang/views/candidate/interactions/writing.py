"""Open items: a plain text editor; below it, what can be undone and how long the text is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from kaochang.domain.responses import MAX_TEXT, Response, Text
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Written
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.plain_editor import PlainEditor
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, keep_room, label, row, set_state
from kaochang.views.widgets.spoken import announce
from kaochang.views.widgets.steady import Steady

_LEAST_HEIGHT = 180


class WritingInteraction(Interaction):
    """Plain text: what is typed is what is saved; Tab leaves the field."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._is_new = True
        self._editor = PlainEditor(look, MAX_TEXT)
        self._editor.setObjectName("writing")
        self._editor.setAccessibleName(look.words("candidate.writing"))
        self._editor.setPlaceholderText(look.words("candidate.writing.placeholder"))
        self._editor.setMinimumHeight(_LEAST_HEIGHT)
        self._length = label("", "length", name="length", wraps=True)
        self._length_words = Steady(self._length, fills=True)
        self._undo = self._button("undo")
        self._redo = self._button("redo")
        layout = column(self, spacing=4)
        layout.addWidget(self._editor, 1)
        layout.addLayout(self._foot())
        self._editor.undoAvailable.connect(self._undo.setEnabled)
        self._editor.redoAvailable.connect(self._redo.setEnabled)
        self._editor.typed.connect(self._on_typed)

    def _button(self, name: str) -> QPushButton:
        then = {"undo": self._editor.undo, "redo": self._editor.redo}[name]
        made = button(self.look.words(f"candidate.writing.{name}"), "quiet", name, then)
        made.setProperty("compact", "true")
        made.setEnabled(False)
        keep_room(made)  # the editor stays as it is when they go
        return flush(made, "left")

    def _foot(self) -> QHBoxLayout:
        foot = row(spacing=4)
        foot.addWidget(self._undo)
        foot.addWidget(self._redo)
        self._length.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._length_words, 1)
        return foot

    def _on_typed(self, text: str) -> None:
        self.gesture.emit(Written(text))

    def show_response(self, response: Response | None, length: str) -> None:
        """Fill the editor, unless it holds this text already: its cursor and its undo history are the candidate's.

        What comes later than the first text and is not typed, an earlier version, can be undone.
        """
        text = response.text if isinstance(response, Text) else ""
        is_new, self._is_new = self._is_new, False
        if self._editor.toPlainText() != text:
            self._editor.blockSignals(True)
            (self._editor.set_text if is_new else self._editor.replace_text)(text)
            self._editor.blockSignals(False)
        self._length_words.show_text(length)

    def mark_length(self, *, is_amber: bool) -> None:
        """Show that the text is longer than it is asked to be; its words say so too."""
        if is_amber and self._length.property("amber") == "false" and self.isVisible():
            announce(self._length, self._length.text(), waits=True)
        set_state(self._length, "amber", is_amber)

    def lock(self, *, is_locked: bool) -> None:
        """The text can still be read and scrolled."""
        self._editor.setReadOnly(is_locked)
        set_state(self._editor, "locked", is_locked)
        for made in (self._undo, self._redo):
            made.setHidden(is_locked)

    def focus_first(self) -> None:
        """The editor, behind what is written."""
        self._editor.setFocus()
        cursor = self._editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._editor.setTextCursor(cursor)
