"""A field for the number of an identity document: neighbours see how it begins and ends once the keyboard has left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from kaochang.presenters.phrases import masked
from kaochang.views.widgets.latin import LatinField

_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""The keyboard comes back by itself: an input method's window was open, or another one for a moment."""

_CARRYING = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class HiddenField(LatinField):
    """Letters are capitals, as on the card; X may be typed as x."""

    def __init__(self) -> None:
        super().__init__()
        self._hidden: str | None = None
        self.textEdited.connect(self._as_on_the_card)

    @property
    def typed(self) -> str:
        """What was typed, also while it is masked."""
        return self.text() if self._hidden is None else self._hidden

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show it to whoever goes on typing."""
        self._show()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Mask it."""
        super().focusOutEvent(event)
        if self._hidden is None and event.reason() not in _STAYS:
            self._hidden = self.text()
            self.setText(masked(self._hidden))

    def _show(self) -> None:
        if self._hidden is not None:
            self.setText(self._hidden)
            self._hidden = None

    def _as_on_the_card(self, text: str) -> None:
        if text != text.upper():
            place = self.cursorPosition()
            self.setText(text.upper())
            self.setCursorPosition(place)


class GuardedField(HiddenField):
    """Takes nothing but what is typed: no text that was copied before, nothing that is dropped, and opens no menu.

    `is_latin` is whether an input method is kept out; where the number has other letters, it may work.
    """

    def __init__(self) -> None:
        super().__init__()
        self.is_latin = True

    def forget(self) -> None:
        """Empty, and nothing of what was there can be undone: unlike `clear`, which could."""
        self._hidden = None
        self.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key that copies, cuts or pastes; all others as they are."""
        if not any(event.matches(each) for each in _CARRYING):
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button would paste what is selected elsewhere."""
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, *argument: object) -> object:
        """What an input method asks."""
        if self.is_latin:
            return super().inputMethodQuery(query, *argument)
        return QLineEdit.inputMethodQuery(self, query, *argument)


def typed_in(field: QLineEdit) -> str:
    """What was typed into a field, masked or not."""
    return field.typed if isinstance(field, HiddenField) else field.text()
