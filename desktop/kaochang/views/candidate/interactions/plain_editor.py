"""The editor of open items: plain text with room between its lines, undone in steps that people mean."""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from kaochang.views.theme import font
from kaochang.views.widgets.keys import claims_pages, writes
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus
from kaochang.views.widgets.own_text import REDO, is_own, sign

_PIXELS = 17
_LINE = 1.85
_NATURAL = 1.45
"""The height of a line of the one family without any room between lines, as a part of its size."""
_BREAKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEP = 15
"""So many characters typed in one go are undone together, at most."""

_ENDS = frozenset("，。；：、！？…,.;:!?）)”’》\n")
"""A sign at which a step of undoing ends."""


class PlainEditor(QTextEdit):
    """Takes plain text that was typed here or copied in this program, and nothing else; opens no menu.

    Text is never dragged: what is dragged could be dropped, and the picture under the mouse is a window of its own.
    `typed` carries the text with every change of it, which never has more than `most` UTF-16 units.
    """

    typed = Signal(object)

    def __init__(self, look: Look, most: int, pixels: float = _PIXELS, line: float = _LINE) -> None:
        super().__init__()
        pixels = look.pixels(pixels)
        self._most = most
        self._inserted_until = 0
        self._hint = ""
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        without_menus(self)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(f"QTextEdit {{ font-size: {round(pixels)}px }}")
        self.setFont(font(pixels))
        self._spacing = QTextBlockFormat()
        self._spacing.setLineHeight(
            round(100 * line / _NATURAL), QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
        )
        self._run = 0
        self.document().contentsChange.connect(self._end_step)
        self.textChanged.connect(self._on_changed)
        self.set_text("")

    def set_text(self, text: str) -> None:
        """Begin with this text: there is nothing before it to be undone."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(text)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(self._spacing)
        document.setUndoRedoEnabled(True)

    def replace_text(self, text: str) -> None:
        """Put this text in the place of all there is, as one step that can be undone."""
        self.document().setModified(False)
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.document().setModified(False)

    def take_over(self, other: "PlainEditor") -> None:
        """Go on with the document of an editor of another size: all that could be undone there can be undone here.

        The room between lines is a part of their height, so that the document is the same one in every size.
        """
        document, held = other.document(), other.textCursor()
        anchor, position = held.anchor(), held.position()
        document.setParent(self)
        for editor, next_one in ((other, QTextDocument(other)), (self, document)):
            editor.blockSignals(True)
            editor.document().contentsChange.disconnect(editor._end_step)
            editor.setDocument(next_one)
            next_one.contentsChange.connect(editor._end_step)
            editor.blockSignals(False)
        document.setDefaultFont(self.font())
        document.setModified(False)
        cursor = self.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.undoAvailable.emit(document.isUndoAvailable())
        self.redoAvailable.emit(document.isRedoAvailable())

    def setPlaceholderText(self, text: str) -> None:
        """What stands here while nothing does."""
        self._hint = text
        super().setPlaceholderText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Behind what is being composed no hint is shown: Qt takes the field for empty until it is committed."""
        if event.commitString() and self._is_full():
            event.setCommitString("")
        super().inputMethodEvent(event)
        super().setPlaceholderText("" if event.preeditString() else self._hint)

    def _end_step(self, position: int, removed: int, added: int) -> None:
        """Typing in one go would be undone in one go, a whole paragraph of it: a step ends with a clause instead.

        Qt never joins a change to the one before where the document counts as saved between them.
        """
        self._inserted_until = position + added
        self._run = self._run + added if added and not removed else 0
        last = self.document().characterAt(position + added - 1) if added else ""
        if self._run >= _STEP or last in _ENDS or last == "\u2029":
            self._run = 0
            self.document().setModified(False)

    def _on_changed(self) -> None:
        if not self._cut_back():
            self.typed.emit(self.toPlainText())

    def _is_full(self) -> bool:
        """Whether nothing more can be written where the cursor is: no key is taken then, and none is to be undone."""
        return self.document().characterCount() > self._most and not self.textCursor().hasSelection()

    def _cut_back(self) -> bool:
        """Takes back the end of what was typed or pasted beyond the longest text; what stood there before stays.

        The cut is a change of its own and comes back here. Positions count UTF-16 units, so no text is ever longer
        than a limit in characters.
        """
        length = self.document().characterCount() - 1  # the last one is the document's own end
        if length <= self._most:
            return False
        end = min(self._inserted_until, length)
        cursor = self.textCursor()
        cursor.setPosition(max(0, end - (length - self._most)))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return True

    def event(self, event: QEvent) -> bool:
        """Keep the page keys for the text before they turn to another item."""
        return claims_pages(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Both keys for doing again what was undone, on every system; all others as they are."""
        if event.keyCombination() in REDO:
            self.redo()
        elif not (self._is_full() and (writes(event) or event.key() in _BREAKS)):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press inside the selection puts the cursor there, and drags nothing."""
        cursor, place = self.textCursor(), self.cursorForPosition(event.position().toPoint()).position()
        is_inside = cursor.selectionStart() <= place <= cursor.selectionEnd()
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if cursor.hasSelection() and is_inside and not extends:
            cursor.clearSelection()
            self.setTextCursor(cursor)
        super().mousePressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the text alone, and the sign that it was copied here."""
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText())
        sign(copied)
        return copied

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text of this program, no pictures and no files."""
        return is_own(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert it as plain text, whatever else it is."""
        if is_own(source) and not self.isReadOnly():
            self.textCursor().insertText(source.text().replace("\r\n", "\n"))
            self.ensureCursorVisible()
