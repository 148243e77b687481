"""Platforms without a module of their own (Windows, Wayland, macOS): all that Qt holds by itself, no keyboard."""

from PySide6.QtWidgets import QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard
from kaochang.lockdown.keyboard import Keyboard
from kaochang.lockdown.notes import Note
from kaochang.lockdown.platforms.shared import guards_around
from kaochang.lockdown.unavailable import Unavailable


def guards(level: Lockdown, window: QWidget, note: Note) -> list[Guard]:
    """The guards of a level where Qt cannot take the keyboard."""
    return guards_around(Unavailable(Keyboard.name, "guard.not-on-this-platform"), level, window, note)
