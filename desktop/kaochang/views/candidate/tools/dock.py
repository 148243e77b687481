"""Where the tools' panels lie: beside the item, or below it where the window is narrow."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QWidget

from kaochang.domain.tools import Tool
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.picking import LETTERS
from kaochang.presenters.candidate.tools import ToolsPresenter
from kaochang.presenters.candidate.tools_state import ToolsState
from kaochang.views.candidate.tools.buttons import KEYS, ToolButtons
from kaochang.views.candidate.tools.calculator import CalculatorPanel
from kaochang.views.candidate.tools.notes import NotesPanel
from kaochang.views.widgets import signs
from kaochang.views.widgets.keys import writes
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, has_keyboard, label, row, set_state, take_focus

_NARROW = 860
"""Below this width an item and a panel side by side would both be too narrow."""

_WIDTH = 304
_HEIGHT = 252


class ToolDock(QWidget):
    """The items with the open tool's panel. Panels are made when they are first opened.

    `give_back` puts the keyboard back on the item: by Escape, or when the panel that has it is closed.
    """

    def __init__(self, items: QLayout, look: Look, tools: ToolsPresenter, give_back: Callable[[], None]) -> None:
        super().__init__()
        self._look = look
        self._tools = tools
        self._give_back = give_back
        self._open: Tool | None = None
        self._held_keyboard = False
        self._calculator: CalculatorPanel | None = None
        self._notes: NotesPanel | None = None
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(items, 1)
        self._panel = self._make_panel()
        self._layout.addWidget(self._panel)

    def _make_panel(self) -> QFrame:
        made = QFrame()
        made.setObjectName("tool-panel")
        made.setProperty("ground", "tool-panel")
        self._body = column(made, margins=(14, 10, 14, 14), spacing=10)
        self._title = label("", "strong", name="tool-title")
        self._tabs = ToolButtons(self._look, self._tools.toggle, "tab")
        self._tabs.hide()
        head = row(spacing=8)
        head.addWidget(self._title)
        head.addWidget(self._tabs)
        head.addStretch(1)
        close = button("", "quiet", "tool-close", self._close)
        close.setProperty("compact", "true")
        close.setAccessibleName(self._look.words("candidate.tools.close"))
        close.setIcon(signs.icon(signs.cross, self._look.colour("ink2")))
        head.addWidget(close)
        self._body.addLayout(head)
        made.hide()
        return made

    def _close(self) -> None:
        if self._open is not None:
            self._tools.toggle(self._open)

    def show_tabs(self, is_shown: bool) -> None:
        """The other tools' buttons, where the foot of the exam has no room for them."""
        self._tabs.setVisible(is_shown)
        self._title.setVisible(not is_shown)

    def show_tools(self, state: ToolsState) -> None:
        """Show the open panel, and what its tool shows."""
        is_turned, had_keyboard = state.open is not self._open, has_keyboard(self._panel)
        self._open = state.open
        self._tabs.show_tools(state)
        if is_turned:
            self._turn()
        if self._calculator is not None:
            self._calculator.render_face(state.calculator)
        if self._notes is not None:
            self._notes.render_notes(state.notes)
        if is_turned and self._open is not None:
            self._shown(self._open).setFocus()
        elif is_turned and had_keyboard:
            self._give_back()

    def _turn(self) -> None:
        for made in (self._calculator, self._notes):
            if made is not None:
                made.hide()
        self._panel.setVisible(self._open is not None)
        if self._open is not None:
            self._title.setText(self._look.words(f"candidate.tool.{self._open}"))
            self._panel.setAccessibleName(self._title.text())
            take_focus(self._shown(self._open))

    def _shown(self, tool: Tool) -> QWidget:
        if tool is Tool.NOTES:
            if self._notes is None:
                self._notes = NotesPanel(self._look, self._tools)
                self._body.addWidget(self._notes, 1)
            return self._notes
        if self._calculator is None:
            self._calculator = CalculatorPanel(self._look, self._tools)
            self._body.addWidget(self._calculator, 1)
        self._calculator.lay_out(is_flat=self._is_below)
        return self._calculator

    def remember_keyboard(self) -> None:
        """Something may come over the items: it is known then whether the panel had the keyboard."""
        self._held_keyboard = has_keyboard(self._panel)

    def take_back_keyboard(self) -> bool:
        """It is gone: whether the panel had the keyboard before, and has it again."""
        if self._held_keyboard and self._open is not None:
            (self._panel.focusWidget() or self._shown(self._open)).setFocus()
        return has_keyboard(self._panel)

    @property
    def _is_below(self) -> bool:
        return self._layout.direction() is QBoxLayout.Direction.TopToBottom

    def take_digit(self, digit: str) -> bool:
        """A digit that was typed at the item goes to the calculator, if that is open; whether it is.

        The keyboard goes with it: the rest of the calculation, its signs and Enter, would mean something else there.
        """
        if self._open is not Tool.CALCULATOR:
            return False
        self._shown(Tool.CALCULATOR).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tools.press(digit)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the item, or below it."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        is_below = self.width() < _NARROW
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if is_below else QBoxLayout.Direction.LeftToRight)
        self._panel.setMinimumSize(0 if is_below else _WIDTH, _HEIGHT if is_below else 0)
        self._panel.setMaximumSize(16_777_215 if is_below else _WIDTH, _HEIGHT if is_below else 16_777_215)
        set_state(self._panel, "place", "below" if is_below else "beside")
        if self._calculator is not None:
            self._calculator.lay_out(is_flat=is_below)

    def event(self, event: QEvent) -> bool:
        """Escape and everything that writes is the panel's while the keyboard is in it: no letter there chooses."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(has_keyboard(self._panel) and (event.key() == Qt.Key.Key_Escape or writes(event)))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the keyboard back to the item; the panel stays."""
        if event.key() == Qt.Key.Key_Escape and has_keyboard(self._panel):
            self._give_back()
        elif not (has_keyboard(self._panel) and writes(event)):
            event.ignore()


def bind_tools(
    bind: Callable[[str, Callable[[], None]], None],
    tools: ToolsPresenter,
    face: Callable[[], ItemFace],
    to_text: Callable[[], None],
) -> None:
    """Keys that turn tools on and off, and Alt with a letter, which strikes that option of the item out.

    `to_text` brings the keyboard to the text to be highlighted, or back: by mouse the highlighter needs no keyboard.
    """

    def eliminate(place: int) -> None:
        tools.eliminate_place(place, tuple(option.label for option in face().options))

    def highlight() -> None:
        tools.toggle(Tool.HIGHLIGHTER)
        to_text()

    for place, letter in enumerate(LETTERS):
        bind(f"Alt+{letter}", partial(eliminate, place))
    for tool, key in KEYS.items():
        bind(key, highlight if tool is Tool.HIGHLIGHTER else partial(tools.toggle, tool))
