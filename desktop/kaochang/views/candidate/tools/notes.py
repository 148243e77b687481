"""The panel of the draft: one plain text for the whole exam."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from kaochang.domain.annotations import MAX_DRAFT
from kaochang.presenters.candidate.tools import ToolsPresenter
from kaochang.presenters.candidate.tools_state import NotesFace
from kaochang.views.candidate.interactions.plain_editor import PlainEditor
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, row, set_state

_PIXELS, _LINE = 15, 1.6


class NotesPanel(QWidget):
    """What is typed here is the candidate's own. Tab leaves the field."""

    def __init__(self, look: Look, tools: ToolsPresenter) -> None:
        super().__init__()
        self._field = PlainEditor(look, MAX_DRAFT, _PIXELS, _LINE)
        self._field.setObjectName("notes")
        self._field.setAccessibleName(look.words("candidate.notes.field"))
        self._field.setPlaceholderText(look.words("candidate.notes.placeholder"))
        hint = look.words("candidate.notes.hint")
        self._field.setAccessibleDescription(hint)
        self._length = label("", "tiny", name="notes-length")
        layout = column(self, spacing=6)
        layout.addWidget(self._field, 1)
        below = row(spacing=12)
        below.addWidget(label(hint, "tiny", name="notes-hint", wraps=True), 1)
        below.addWidget(self._length, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(below)
        self._field.typed.connect(tools.draft)
        self.setFocusProxy(self._field)

    def render_notes(self, notes: NotesFace) -> None:
        """Fill the field, unless it holds this text already: its cursor and undo history are the candidate's."""
        if self._field.toPlainText() != notes.text:
            self._field.blockSignals(True)
            self._field.set_text(notes.text)
            self._field.moveCursor(QTextCursor.MoveOperation.End)
            self._field.blockSignals(False)
        self._length.setText(notes.length)
        set_state(self._length, "amber", notes.is_full)
