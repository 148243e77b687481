"""An item in another text size: the keyboard, the cursors and what is scrolled stay where they were."""

from collections import Counter

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QScrollBar, QTextEdit, QWidget

_Name = tuple[str, str, int]


def carry_place(before: QWidget, after: QWidget) -> bool:
    """From the sheet of an item to another sheet of it that has its size by now.

    Both are built alike, so that a control is known by its kind, its name and its place among those of that name.
    Whether a control has the keyboard now; where none had it on the sheet before, none is given it.
    """
    after.grab(QRect(0, 0, 1, 1))  # polishes and lays out: what is scrolled has its height only then
    named, held = _controls(after), before.focusWidget()
    has_keyboard = False
    for name, old in _controls(before).items():
        new = named.get(name)
        if new is None:
            continue
        _carry_cursor(old, new)
        if isinstance(old, QAbstractScrollArea) and isinstance(new, QAbstractScrollArea):
            _carry_bar(old.verticalScrollBar(), new.verticalScrollBar())
            _carry_bar(old.horizontalScrollBar(), new.horizontalScrollBar())
        if old is held and new.focusPolicy() != Qt.FocusPolicy.NoFocus:
            new.setFocus()
            has_keyboard = True
    return has_keyboard


def _controls(sheet: QWidget) -> dict[_Name, QWidget]:
    named: dict[_Name, QWidget] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for child in sheet.findChildren(QWidget):
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(child, QAbstractScrollArea):
            kind = (type(child).__name__, child.objectName())
            named[(*kind, seen[kind])] = child
            seen[kind] += 1
    return named


def _carry_cursor(old: QWidget, new: QWidget) -> None:
    if isinstance(old, QLineEdit) and isinstance(new, QLineEdit):
        new.setCursorPosition(old.cursorPosition())
        if old.hasSelectedText():
            new.setSelection(old.selectionStart(), old.selectionLength())
    elif isinstance(old, QTextEdit) and isinstance(new, QTextEdit):
        cursor = new.textCursor()
        cursor.setPosition(old.textCursor().anchor())
        cursor.setPosition(old.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        new.setTextCursor(cursor)


def _carry_bar(old: QScrollBar, new: QScrollBar) -> None:
    """As far down of all there is as before."""
    if old.value():
        new.setValue(round(old.value() * new.maximum() / max(1, old.maximum())))
