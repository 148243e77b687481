"""What dialogs over the exam are made of: the frame, the line of two buttons, and the box that says why not."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from kaochang.views.widgets.parts import column, frame, label, row

SIDE = 36
"""Pixels between a dialog's edge and what it holds."""


def dialog(name: str, width: int) -> tuple[QFrame, QVBoxLayout]:
    """A dialog of this width, and where its parts go."""
    made = frame("dialog", name=name)
    made.setFixedWidth(width)
    return made, column(made, margins=(SIDE, 30, SIDE, 30))


def two_buttons(left: QPushButton, right: QPushButton) -> QHBoxLayout:
    """The one that cannot be taken back, and at the right, larger, the safe one."""
    right.setMinimumHeight(46)
    right.setMinimumWidth(128)
    line = row(spacing=12)
    line.addWidget(left)
    line.addStretch(1)
    line.addWidget(right)
    return line


def refused_box(message: str, next_step: str) -> QFrame:
    """What cannot be done now, and what to do."""
    made = frame("bad", name="refused")
    layout = column(made, margins=(16, 12, 16, 12), spacing=4)
    layout.addWidget(label(message, "bad-strong", name="refused-message", wraps=True))
    layout.addWidget(label(next_step, "bad", name="refused-next", wraps=True))
    return made
