"""An item in another text size: keyboard, cursors and what is scrolled stay, and what was typed can be undone."""

from collections import Counter

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QScrollBar, QWidget

from kaochang.views.candidate.interactions.plain_editor import PlainEditor

_Name = tuple[str, str, int]


def carry_place(before: QWidget, after: QWidget, *, takes_keyboard: bool = True) -> bool:
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
        scrolled = _scrolled(old)
        _carry_text(old, new)
        for bar, part in zip(_bars(new), scrolled, strict=True):
            if part:
                bar.setValue(round(part * bar.maximum()))
        if takes_keyboard and old is held and new.focusPolicy() != Qt.FocusPolicy.NoFocus:
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


def _carry_text(old: QWidget, new: QWidget) -> None:
    """What can be undone, and the cursor; both hold the same text, unless it was given by something else just now."""
    if isinstance(old, PlainEditor) and isinstance(new, PlainEditor):
        if old.toPlainText() == new.toPlainText():
            new.take_over(old)
    elif isinstance(old, QLineEdit) and isinstance(new, QLineEdit):
        cursor, selected = old.cursorPosition(), (old.selectionStart(), old.selectionLength())
        if old.text() == new.text():
            _replay(old, new)
        new.setCursorPosition(cursor)
        if selected[1]:
            new.setSelection(*selected)


def _replay(old: QLineEdit, new: QLineEdit) -> None:
    """A line keeps what can be undone to itself: each of its texts is written once more, in the same steps.

    Nobody is told: to those who listen to the new line it holds what it held before.
    """
    new.blockSignals(True)
    old.blockSignals(True)
    ahead = 0
    while old.isRedoAvailable():
        old.redo()
        ahead += 1
    texts = [old.text()]
    while old.isUndoAvailable():
        old.undo()
        texts.append(old.text())
    new.setText(texts.pop())
    while texts:
        new.selectAll()
        new.insert(texts.pop())
    for _ in range(ahead):
        new.undo()
    new.blockSignals(False)


def _bars(area: QWidget) -> tuple[QScrollBar, ...]:
    return (area.verticalScrollBar(), area.horizontalScrollBar()) if isinstance(area, QAbstractScrollArea) else ()


def _scrolled(area: QWidget) -> list[float]:
    """How far down of all there is, and how far to the right."""
    return [bar.value() / max(1, bar.maximum()) for bar in _bars(area)]
