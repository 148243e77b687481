"""The calculator's panel: a display and its keys, by mouse and, while it has the keyboard, by keyboard."""

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from kaochang.presenters.candidate.tools import ToolsPresenter
from kaochang.presenters.candidate.tools_state import CalculatorFace
from kaochang.views.widgets.keys import is_plain
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, frame, label, row, set_state
from kaochang.views.widgets.spoken import announce, speak_as

UPRIGHT = (
    ("MC", "MR", "M−", "M+"),
    ("C", "⌫", "(", ")"),
    ("√", "±", "%", "÷"),
    ("7", "8", "9", "×"),
    ("4", "5", "6", "−"),
    ("1", "2", "3", "+"),
    ("0", ".", "=", "="),
)
"""The keys as they lie in a panel beside the item; a key that stands twice is twice as wide."""

FLAT = (
    ("MC", "C", "√", "7", "8", "9", "÷"),
    ("MR", "⌫", "±", "4", "5", "6", "×"),
    ("M−", "(", "%", "1", "2", "3", "−"),
    ("M+", ")", ".", "0", "=", "=", "+"),
)
"""The same in a panel below it."""

_NAMES = {
    "+": "plus",
    "−": "minus",
    "×": "times",
    "÷": "divide",
    "%": "percent",
    "±": "negate",
    "√": "root",
    "(": "open",
    ")": "close",
    ".": "point",
    "=": "equals",
    "C": "clear",
    "⌫": "back",
    "MC": "forget",
    "MR": "recall",
    "M+": "remember",
    "M−": "take-off",
}
_TYPED = dict(zip("0123456789.+%()=-−*×xX/÷cCrR,，。", "0123456789.+%()=−−××××÷÷CC√√...", strict=True))
"""What is typed stands for these keys; a comma, also a Chinese one, is a point by a slip of the hand."""

_DISPLAY = 4
"""Columns that the display takes beside the keys."""

_HEIGHT, _FLAT_HEIGHT = 96, 171
"""The display's, px: the keys stay where they are however long a calculation gets."""

_LONG, _LONGEST = 13, 44
"""Signs from which on smaller type is needed, and that two lines of it take; of more the end is shown."""

_PRESSED = {
    Qt.Key.Key_Backspace: "⌫",
    Qt.Key.Key_Delete: "C",
    Qt.Key.Key_Return: "=",
    Qt.Key.Key_Enter: "=",
}


class CalculatorPanel(QWidget):
    """Shows what the presenter computed. With the keyboard here, figures and signs are keys of the calculator."""

    def __init__(self, look: Look, tools: ToolsPresenter) -> None:
        super().__init__()
        self._look = look
        self._tools = tools
        self._face: CalculatorFace | None = None
        self._is_flat: bool | None = None
        self.setObjectName("calculator")
        speak_as(self, "group")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons = {key: self._key(key) for line in UPRIGHT for key in line}
        self._told = label("", "tiny", name="calculator-told")
        self._main = label("0", "display", name="calculator-main", wraps=True)
        self._memory = label("", "tiny", name="calculator-memory")
        for shown in (self._told, self._main):
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._display = frame("display")
        inside = column(self._display, margins=(12, 6, 12, 6), spacing=2)
        top = row()
        top.addWidget(self._memory)
        top.addWidget(self._told, 1)
        inside.addLayout(top)
        inside.addWidget(self._main, 1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(5)
        self.lay_out(is_flat=False)

    def _key(self, key: str) -> QPushButton:
        made = button(key, _kind(key), f"key-{key}", partial(self._press, key))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if key in _NAMES:
            made.setAccessibleName(self._look.words(f"candidate.calculator.key.{_NAMES[key]}"))
        return made

    def lay_out(self, *, is_flat: bool) -> None:
        """Beside the item, or below it, where there is more width than height."""
        if is_flat is self._is_flat:
            return
        self._is_flat = is_flat
        lines, across = (FLAT, 7) if is_flat else (UPRIGHT, 4)
        for made in (self._display, *self._buttons.values()):
            self._grid.removeWidget(made)
        left, top = (_DISPLAY, 0) if is_flat else (0, 1)
        if is_flat:
            self._grid.addWidget(self._display, 0, 0, len(lines), _DISPLAY)
        else:
            self._grid.addWidget(self._display, 0, 0, 1, across)
        for at, line in enumerate(lines, start=top):
            for place, key in enumerate(line):
                if place == 0 or line[place - 1] != key:
                    self._grid.addWidget(self._buttons[key], at, left + place, 1, line.count(key))
        self._display.setFixedHeight(_FLAT_HEIGHT if is_flat else _HEIGHT)
        for at in range(len(UPRIGHT) + 2):
            self._grid.setRowStretch(at, int(at == len(lines) + top))
        for place in range(_DISPLAY + len(FLAT[0])):
            self._grid.setColumnStretch(place, int(place < left + across))
        self._set_order(lines)

    def _set_order(self, lines: tuple[tuple[str, ...], ...]) -> None:
        before: QWidget = self
        for key in dict.fromkeys(key for line in lines for key in line):
            QWidget.setTabOrder(before, self._buttons[key])
            before = self._buttons[key]

    def _press(self, key: str) -> None:
        self._tools.press(key)

    def render_face(self, face: CalculatorFace) -> None:
        """Show the display; a result is said as well."""
        if face == self._face:
            return
        self._face = face
        self._told.setText(face.told)
        self._memory.setText(face.memory)
        _fill(self._main, face)
        self.setAccessibleName(self._look.words("candidate.calculator.name", spoken=face.spoken))
        self._main.setAccessibleName(face.spoken)
        if face.told:
            announce(self, face.spoken)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring around the display: what is typed now appears there."""
        super().focusInEvent(event)
        set_state(self._display, "ring", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        super().focusOutEvent(event)
        set_state(self._display, "ring", False)

    def event(self, event: QEvent) -> bool:
        """Its keys are no one else's while the keyboard is here or on one of its buttons."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(bool(_key_of(event)))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure, a sign, Enter for the result, Backspace for the last one, Delete for all."""
        key = _key_of(event)
        if key:
            self._press(key)
        else:
            event.ignore()


def _key_of(event: QKeyEvent) -> str:
    """The calculator's key that was typed; "" for none. Letters behind Ctrl and Alt are somebody else's."""
    if not is_plain(event, or_shifted=True):
        return ""
    return _PRESSED.get(Qt.Key(event.key()), "") or _TYPED.get(event.text(), "")


def _kind(key: str) -> str:
    if key == "=":
        return "key-strong"
    return "key" if key in "0123456789." else "key-sign"


def _fill(shown: QLabel, face: CalculatorFace) -> None:
    set_state(shown, "breadth", "long" if len(face.main) >= _LONG else "")
    set_state(shown, "trouble", face.is_trouble)
    cut = face.main if len(face.main) <= _LONGEST else f"…{face.main[1 - _LONGEST :]}"
    shown.setText(face.main if face.is_trouble else "\u200b".join(cut))  # a line may end anywhere
