"""The tools' buttons at the foot of the exam, or one button for all of them where there is no room."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.tools import PANELS
from kaochang.presenters.candidate.tools_state import NO_TOOLS, ToolsState
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, row

Toggle = Callable[[Tool], None]

BUTTONS = (Tool.CALCULATOR, Tool.NOTES, Tool.HIGHLIGHTER)
"""Tools that are turned on and off; what the eliminator offers stands at the options."""

KEYS = {Tool.CALCULATOR: "Ctrl+R", Tool.NOTES: "Ctrl+N", Tool.HIGHLIGHTER: "Ctrl+L"}
"""Keys that no input method uses, and no text field either."""

_SPACE = 2


class ToolButtons(QWidget):
    """A row of buttons, each pressed as long as its tool is on. `compacted` tells that they became one, or several."""

    compacted = Signal(bool)

    def __init__(self, look: Look, toggle: Toggle, name: str) -> None:
        super().__init__()
        self._look = look
        self._toggle = toggle
        self._state = NO_TOOLS
        self._is_compact = False
        self.setAccessibleName(look.words("candidate.tools.group"))
        layout = row(self, spacing=_SPACE)
        self._buttons = {tool: self._button(tool, name) for tool in BUTTONS}
        self._more = _quiet(look.words("candidate.tools.more"), f"{name}-more", self._open_or_close)
        for made in (*self._buttons.values(), self._more):
            layout.addWidget(made)
        self.show_tools(NO_TOOLS)

    def _button(self, tool: Tool, name: str) -> QPushButton:
        words = self._look.words(f"candidate.tool.{tool}")
        made = _quiet(words, f"{name}-{tool.value}", partial(self._press, tool))
        made.setAccessibleName(self._look.words("candidate.tools.spoken", tool=words, shortcut=KEYS[tool]))
        return made

    def _press(self, tool: Tool) -> None:
        """A click asks; what is on comes back from the presenter."""
        self._buttons[tool].setChecked(not self._buttons[tool].isChecked())
        self._toggle(tool)

    def _open_or_close(self) -> None:
        self._more.setChecked(not self._more.isChecked())
        first = next((tool for tool in BUTTONS if tool in PANELS and tool in self._state.allowed), None)
        tool = self._state.open or first
        if tool is not None:
            self._toggle(tool)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the one button: a window is never wide because of the others."""
        return QSize(self._more.sizeHint().width(), super().minimumSizeHint().height())

    @property
    def room(self) -> int:
        """How wide the buttons are side by side."""
        shown = [made.sizeHint().width() + _SPACE for tool, made in self._buttons.items() if self._has(tool)]
        return sum(shown)

    def _has(self, tool: Tool) -> bool:
        return tool in self._state.allowed

    def fit(self, room: int) -> None:
        """Take as much room as this: side by side, or all in one button that opens a panel with the others."""
        several = sum(map(self._has, BUTTONS)) > 1 and any(self._has(tool) for tool in PANELS)
        is_compact = several and room < self.room
        if is_compact is not self._is_compact:
            self._is_compact = is_compact
            self.show_tools(self._state)
            self.compacted.emit(is_compact)

    def show_tools(self, state: ToolsState) -> None:
        """Show the tools that the exam gives, and which are on."""
        self._state = state
        for tool, made in self._buttons.items():
            made.setVisible(self._has(tool) and not self._is_compact)
            made.setChecked(state.is_highlighting if tool is Tool.HIGHLIGHTER else state.open is tool)
        self._more.setVisible(self._is_compact)
        self._more.setChecked(state.open is not None or state.is_highlighting)


def _quiet(text: str, name: str, then: Callable[[], None]) -> QPushButton:
    made = button(text, "tool", name, then)
    made.setCheckable(True)
    return made
