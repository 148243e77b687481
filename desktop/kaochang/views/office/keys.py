"""The keys of the reading page, wherever on it the keyboard is, but in a field that takes text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from kaochang.presenters.office.paper import PaperPresenter


def take_key(presenter: PaperPresenter, event: QKeyEvent) -> bool:
    """Whether a key was one of the page's: Enter, Escape, or a letter without a modifier."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if held:
        return False
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        presenter.enter_key()
    elif event.key() == Qt.Key.Key_Escape:
        presenter.close()
    elif len(event.text()) == 1 and event.text().isprintable() and not event.text().isspace():
        presenter.letter(event.text())
    else:
        return False
    return True
