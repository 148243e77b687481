"""Linux desktops under X11, with or without a window manager: everything can be held."""

from PySide6.QtWidgets import QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard
from kaochang.lockdown.keyboard import Keyboard
from kaochang.lockdown.notes import Note
from kaochang.lockdown.platforms.shared import guards_around


def guards(level: Lockdown, window: QWidget, note: Note) -> list[Guard]:
    """The guards of a level under X11."""
    return guards_around(Keyboard(note), level, window, note)
