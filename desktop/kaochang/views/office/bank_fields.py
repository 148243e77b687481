"""Fields of the bank's page: a paragraph as high as its words, a choice of values, steps that are the page's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from kaochang.presenters.office.bank_state import ChoiceFace
from kaochang.views.office.fields import Chooser
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.menus import without_menus

_EDGE, _MARGINS = 8, 8
"""What stands around the words: the field's own edge, above and below, and the document's."""


class Paragraph(QTextEdit):
    """Plain text over several lines; `then` takes what a person types, as it is typed."""

    def __init__(self, name: str, spoken: str, then: Callable[[str], None], *, lines: int, most: int = 12) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setProperty("kind", "small")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        without_menus(self)
        self._then = then
        self._lines, self._most = lines, most
        self._is_showing = False
        self.textChanged.connect(self._on_changed)
        self.fit()

    def _on_changed(self) -> None:
        self.fit()
        if not self._is_showing:
            self._then(self.toPlainText())

    def show_text(self, text: str) -> None:
        """What stands in it, without moving the cursor where it is the same."""
        if self.toPlainText() != text:
            self._is_showing = True
            self.setPlainText(text)
            self._is_showing = False

    def fit(self) -> None:
        """As high as its words, within bounds."""
        line, around = self.fontMetrics().lineSpacing(), _EDGE + _MARGINS
        wanted, most = round(self.document().size().height()) + _EDGE, self._most * line + around
        is_long = wanted > most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(max(self._lines * line + around, min(wanted, most)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class FaceChooser(Chooser):
    """A choice of values that come with the state; `value` is the one that is chosen."""

    def __init__(self, look: Look, name: str, spoken: str) -> None:
        super().__init__(look, name, spoken)
        self._faces: Sequence[ChoiceFace] = ()
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData() or "")

    def show_faces(self, faces: Sequence[ChoiceFace], chosen: str) -> None:
        """These, and the one that is chosen."""
        if faces != self._faces:
            self._faces = faces
            self.clear()
            for each in faces:
                self.addItem(each.text, each.value)
        self.show_chosen(chosen)

    def show_chosen(self, chosen: str) -> None:
        """Another one of the same."""
        self.setCurrentIndex(max(self.findData(chosen), 0))


class OwnSteps(QObject):
    """Leaves Ctrl+Z and Ctrl+Y in the fields that it watches to the page, which has one row of steps for all."""

    def watch(self, within: QWidget) -> None:
        """Watch every field that is inside now."""
        for each in within.findChildren(QWidget):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What a field would take for itself stays a shortcut."""
        steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        override = event if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride else None
        if override is not None and any(override.matches(each) for each in steps):
            override.ignore()
            return True
        return super().eventFilter(watched, event)
