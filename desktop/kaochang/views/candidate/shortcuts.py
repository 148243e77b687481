"""The page of all keys, over the exam."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from kaochang.presenters.candidate.shortcuts import ShortcutPage
from kaochang.views.candidate.dialog_parts import SIDE, dialog
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, label, row
from kaochang.views.widgets.scrolled import scrolled

_WIDE = 640
_KEYS_WIDE = 208


def shortcuts_dialog(page: ShortcutPage, look: Look, back: Callable[[], None]) -> QFrame:
    """All keys in two columns; the one button goes back to the item."""
    made, layout = dialog("shortcuts", _WIDE)
    layout.setContentsMargins(SIDE, 26, SIDE, 26)
    layout.setSpacing(14)
    layout.addWidget(label(look.words("candidate.shortcut.title"), "title"))
    layout.addWidget(_area(page), 1)
    line = row()
    line.addStretch(1)
    action = button(look.words("candidate.summary.back"), "strong", "safe", back)
    action.setMinimumHeight(46)
    line.addWidget(action)
    layout.addLayout(line)
    return made


def _area(page: ShortcutPage) -> QScrollArea:
    """As high as its lines where there is room, scrolled by arrows where there is not."""
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 12, 0)
    grid.setVerticalSpacing(9)
    grid.setHorizontalSpacing(20)
    grid.setColumnMinimumWidth(0, _KEYS_WIDE)
    grid.setColumnStretch(1, 1)
    for place, (keys, what) in enumerate(page.rows):
        grid.addWidget(label(keys, "strong", wraps=True), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(what, "", wraps=True), place, 1, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(len(page.rows), 1)
    area = scrolled(body, centred=False, name="shortcut-rows", ground="surface")
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setProperty("kind", "pane")
    area.setAccessibleName("\n".join(f"{keys}：{what}" for keys, what in page.rows))
    area.setMinimumHeight(120)
    area.setMaximumHeight(body.sizeHint().height() + 40)
    return area
