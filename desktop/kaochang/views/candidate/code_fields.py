"""Fields for a code in groups: each checks itself, hands on to the next, and a pasted code runs on over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from kaochang.presenters.candidate.typed_code import Group, GroupSign, TypedCode
from kaochang.views.widgets.latin import LatinField
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, label, row, set_state, take_focus
from kaochang.views.widgets.spoken import announce

_HEIGHT, _COMPACT_HEIGHT = 66, 54
_NOTE, _COMPACT_NOTE = 42, 22
"""Pixels of a note: two lines of it, or one."""

_COPYING = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)
_ROLES = {GroupSign.OPEN: "note", GroupSign.GOOD: "good", GroupSign.WRONG: "bad-note"}


@dataclass(frozen=True)
class CodeIntents:
    """Where what is done in the fields goes.

    `typed` gets a group's number (from 0) and text, `entered` the Enter key, `filled` that the last group is full.
    """

    typed: Callable[[int, str], None]
    entered: Callable[[], None]
    filled: Callable[[], None] = lambda: None


class _GroupField(LatinField):
    """One group; Backspace in an empty one goes back to the group before.

    Nothing is copied out of it, because other programs can read the clipboard and X11's selection at once.
    """

    def __init__(self, leave_back: Callable[[], None], *, is_compact: bool) -> None:
        super().__init__()
        self._leave_back = leave_back
        self.setProperty("kind", "code")
        self.setProperty("compact", str(is_compact).lower())
        self.setFixedHeight(_COMPACT_HEIGHT if is_compact else _HEIGHT)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The one key of its own, none that copies, then the field's."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self._leave_back()
        elif not any(event.matches(each) for each in _COPYING):
            super().keyPressEvent(event)
            self._take_back()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The field's own."""
        super().mouseReleaseEvent(event)
        self._take_back()

    def _take_back(self) -> None:
        """Qt gives X11 whatever is marked; nobody who asks for it is answered before this event ends."""
        board = QGuiApplication.clipboard()
        if self.hasSelectedText() and board.ownsSelection():
            board.setMimeData(QMimeData(), QClipboard.Mode.Selection)


class CodeFields(QWidget):
    """The groups of one code side by side, built for the shape of the code it is first shown.

    `name` begins the names of its fields and notes, and `spoken` is the key of what a field is called. Compact fields
    leave room for a second code on the page.
    """

    def __init__(
        self, code: TypedCode, name: str, spoken: str, look: Look, intents: CodeIntents, *, is_compact: bool = False
    ) -> None:
        super().__init__()
        self._look = look
        self._intents = intents
        self._is_compact = is_compact
        self._fields: list[_GroupField] = []
        self._notes: list[QLabel] = []
        self._lengths = [group.length for group in code.groups]
        line = row(self, spacing=16)
        for index, group in enumerate(code.groups):
            line.addLayout(self._group(index, name, spoken), group.length)

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """The fields in the order of the keyboard."""
        return tuple(self._fields)

    def show_code(self, code: TypedCode, *, is_busy: bool) -> None:
        """Show what is typed so far."""
        for index, group in enumerate(code.groups):
            self._show_group(index, group, is_busy=is_busy)

    def cover(self, *, is_covered: bool) -> None:
        """Show dots instead of symbols, for a code that neighbours must not read."""
        for field in self._fields:
            field.setEchoMode(QLineEdit.EchoMode.Password if is_covered else QLineEdit.EchoMode.Normal)
            set_state(field, "covered", is_covered)

    def wipe(self) -> None:
        """Take out everything that was typed, the fields' memory for undoing included."""
        for field in self._fields:
            field.setText("")

    def ask_again(self, action: QWidget, wait: QWidget) -> None:
        """After a refusal: to the first group that is seen to be wrong, and else to what tries the same once more.

        A code whose groups all check may be the right one: no key that is typed now may wipe it. While a try must
        wait, the keyboard waits on the line that says so.
        """
        wrong = next((field for field in self._fields if field.property("sign") == GroupSign.WRONG.value), None)
        if wrong is not None:
            take_focus(wrong)
            wrong.selectAll()
        else:
            take_focus(action if action.isEnabled() else wait)

    def go_to_first(self) -> None:
        """Put the keyboard on the first field, with what is in it selected."""
        take_focus(self._fields[0])
        self._fields[0].selectAll()

    def _group(self, index: int, name: str, spoken: str) -> QVBoxLayout:
        field = _GroupField(partial(self._go_to, index - 1), is_compact=self._is_compact)
        field.setObjectName(f"{name}group-{index + 1}")
        field.setAccessibleName(self._look.words(spoken, number=index + 1))
        field.textEdited.connect(partial(self._on_typed, index))
        field.returnPressed.connect(self._intents.entered)
        note = label("", "note", name=f"{name}note-{index + 1}", wraps=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        note.setMinimumHeight(_COMPACT_NOTE if self._is_compact else _NOTE)
        self._fields.append(field)
        self._notes.append(note)
        layout = column(spacing=4 if self._is_compact else 6)
        layout.addWidget(field)
        layout.addWidget(note)
        return layout

    def _show_group(self, index: int, group: Group, *, is_busy: bool) -> None:
        field, note = self._fields[index], self._notes[index]
        if field.text() != group.text:
            field.setText(group.text)
        field.setEnabled(not is_busy)
        set_state(field, "sign", group.sign.value)
        set_state(note, "role", _ROLES[group.sign])
        text = self._look.words(f"candidate.code.group.{group.sign.value}", number=index + 1, length=group.length)
        if group.sign is GroupSign.WRONG and note.text() != text:
            announce(note, text, waits=True)
        note.setText(text)
        field.setAccessibleDescription(text)

    def _on_typed(self, index: int, text: str) -> None:
        """Take what was typed; what is too long for this group (a pasted code) runs on into the next ones.

        Typing inside a group corrects it: the keyboard stays there, and nothing runs on.
        """
        symbols = "".join(symbol for symbol in text.upper() if symbol.isalnum())
        if self._fields[index].cursorPosition() < len(text):
            self._correct(index, symbols)
            return
        while index < len(self._fields):
            length = self._lengths[index]
            self._intents.typed(index, symbols[:length])
            if len(symbols) < length:
                return
            symbols = symbols[length:]
            self._hand_on(index + 1)
            if not symbols:
                return
            index += 1

    def _hand_on(self, index: int) -> None:
        """The keyboard goes to the next group; behind the last one, to whoever waits there."""
        if index < len(self._fields):
            self._fields[index].setFocus()
            self._fields[index].selectAll()
        else:
            self._intents.filled()

    def _correct(self, index: int, symbols: str) -> None:
        place = self._fields[index].cursorPosition()
        self._intents.typed(index, symbols[: self._lengths[index]])
        self._fields[index].setCursorPosition(place)

    def _go_to(self, index: int) -> None:
        if index >= 0:
            self._fields[index].setFocus()
