"""The start code: three fields that check themselves."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from kaochang.presenters.candidate.code import CodePresenter, CodeState, Group, GroupSign
from kaochang.views.candidate.login import RefusedBox
from kaochang.views.candidate.notice import card_page
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row, set_state, take_focus

_ROLES = {GroupSign.OPEN: "tiny", GroupSign.GOOD: "good", GroupSign.WRONG: "bad"}


class _GroupField(QLineEdit):
    """One group; Backspace in an empty one goes back to the group before."""

    def __init__(self, leave_back: Callable[[], None]) -> None:
        super().__init__()
        self._leave_back = leave_back
        self.setProperty("kind", "code")
        self.setFixedHeight(66)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferUppercase | Qt.InputMethodHint.ImhNoPredictiveText)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The one key of its own, then the field's."""
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self._leave_back()
        else:
            super().keyPressEvent(event)


class CodeView(QWidget):
    """Built once for its number of groups."""

    def __init__(self, presenter: CodePresenter, look: Look, back: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("code")
        self._presenter = presenter
        self._look = look
        self._fields: list[_GroupField] = []
        self._notes: list[QLabel] = []
        self._lengths: list[int] = []
        _, layout = card_page(self, 760)
        self._title = label("", "title", name="code-title", wraps=True)
        self._message = label("", "", wraps=True)
        self._groups = row(spacing=16)
        self._busy = label(look.words("candidate.code.busy"), "next", name="code-busy", wraps=True)
        self._refused = RefusedBox()
        self._start = button(look.words("candidate.code.action"), "large", "start", presenter.start)
        self._back = button(look.words("candidate.code.back"), "quiet", "back", back)
        for part, gap in (
            (self._title, 6),
            (self._message, 24),
        ):
            layout.addWidget(part)
            layout.addSpacing(gap)
        layout.addLayout(self._groups)
        layout.addSpacing(16)
        layout.addWidget(self._busy)
        layout.addWidget(self._refused)
        layout.addSpacing(16)
        layout.addWidget(self._start)
        layout.addSpacing(8)
        layout.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)

    def render_state(self, state: CodeState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        self._message.setText(state.message)
        if not self._fields:
            self._build(state)
        for index, group in enumerate(state.groups):
            self._show_group(index, group, is_busy=state.is_busy)
        self._busy.setVisible(state.is_busy)
        self._refused.show_refused(state.refused)
        self._start.setEnabled(state.may_start and not state.is_busy)
        self._back.setEnabled(not state.is_busy)
        if state.refused is not None:
            self._fields[0].setFocus()
            self._fields[0].selectAll()

    def _build(self, state: CodeState) -> None:
        for index, group in enumerate(state.groups):
            field = _GroupField(partial(self._go_to, index - 1))
            field.setObjectName(f"group-{index + 1}")
            field.setAccessibleName(self._look.words("candidate.code.group", number=index + 1))
            field.textEdited.connect(partial(self._on_typed, index))
            field.returnPressed.connect(self._presenter.start)
            note = label("", "tiny", name=f"note-{index + 1}", wraps=True)
            note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            note.setMinimumHeight(42)
            self._fields.append(field)
            self._notes.append(note)
            self._lengths.append(group.length)
            self._groups.addLayout(_stacked(field, note), group.length)
        for before, behind in zip(self._fields, [*self._fields[1:], self._start], strict=True):
            self.setTabOrder(before, behind)
        self.setTabOrder(self._start, self._back)
        take_focus(self._fields[0])

    def _show_group(self, index: int, group: Group, *, is_busy: bool) -> None:
        field, note = self._fields[index], self._notes[index]
        if field.text() != group.text:
            field.setText(group.text)
        field.setEnabled(not is_busy)
        set_state(field, "sign", group.sign.value)
        set_state(note, "role", _ROLES[group.sign])
        text = self._look.words(f"candidate.code.group.{group.sign.value}", number=index + 1, length=group.length)
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
            self._presenter.type_group(index, symbols[:length])
            if len(symbols) < length:
                return
            symbols = symbols[length:]
            if index + 1 < len(self._fields):
                self._fields[index + 1].setFocus()
                self._fields[index + 1].selectAll()
            if not symbols:
                return
            index += 1

    def _correct(self, index: int, symbols: str) -> None:
        place = self._fields[index].cursorPosition()
        self._presenter.type_group(index, symbols[: self._lengths[index]])
        self._fields[index].setCursorPosition(place)

    def _go_to(self, index: int) -> None:
        if index >= 0:
            self._fields[index].setFocus()


def _stacked(field: QLineEdit, note: QLabel) -> QVBoxLayout:
    layout = column(spacing=6)
    layout.addWidget(field)
    layout.addWidget(note)
    return layout
