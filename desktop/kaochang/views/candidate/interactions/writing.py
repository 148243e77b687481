"""Open items: a plain text editor with its length below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from kaochang.domain.responses import MAX_TEXT, Response, Text
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Written
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.theme import font
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, set_state


class WritingInteraction(Interaction):
    """Plain text: what is typed is what is saved; Tab leaves the field."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        self._editor = QPlainTextEdit()
        self._editor.setObjectName("writing")
        self._editor.setAccessibleName(look.words("candidate.writing"))
        self._editor.setPlaceholderText(look.words("candidate.writing.placeholder"))
        self._editor.setTabChangesFocus(True)
        self._editor.setMinimumHeight(200)
        self._editor.setStyleSheet(f"QPlainTextEdit {{ font-size: {round(look.pixels(17))}px }}")
        self._editor.setFont(font(look.pixels(17)))
        self._editor.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self._length = label("", "small", name="length")
        layout = column(self, spacing=6)
        layout.addWidget(self._editor, 1)
        layout.addWidget(self._length, 0, Qt.AlignmentFlag.AlignRight)
        self._inserted_until = 0
        self._editor.document().contentsChange.connect(self._note_place)
        self._editor.textChanged.connect(self._on_typed)

    def _note_place(self, position: int, _: int, added: int) -> None:
        self._inserted_until = position + added

    def _on_typed(self) -> None:
        if not self._cut_back():
            self.gesture.emit(Written(self._editor.toPlainText()))

    def _cut_back(self) -> bool:
        """Takes back the end of what was typed or pasted beyond the longest text; what stood there before stays.

        The cut is a change of its own and comes back here. Positions count UTF-16 units, so no text is ever longer
        than the responses' own limit.
        """
        length = self._editor.document().characterCount() - 1  # the last one is the document's own end
        if length <= MAX_TEXT:
            return False
        end = min(self._inserted_until, length)
        cursor = self._editor.textCursor()
        cursor.setPosition(max(0, end - (length - MAX_TEXT)))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return True

    def show_response(self, response: Response | None, length: str) -> None:
        """Fill the editor, unless it holds this text already: its cursor and its undo history are the candidate's."""
        text = response.text if isinstance(response, Text) else ""
        if self._editor.toPlainText() != text:
            self._editor.blockSignals(True)
            self._editor.setPlainText(text)
            self._editor.blockSignals(False)
        self._length.setText(length)

    def lock(self, *, is_locked: bool) -> None:
        """The text can still be read and scrolled."""
        self._editor.setReadOnly(is_locked)
        set_state(self._editor, "locked", str(is_locked).lower())

    def focus_first(self) -> None:
        """The editor, behind what is written."""
        self._editor.setFocus()
        cursor = self._editor.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._editor.setTextCursor(cursor)
