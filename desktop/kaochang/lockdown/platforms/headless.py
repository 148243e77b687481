"""Platforms without a screen (rendering and tests): nothing to hold, and every guard says so."""

from PySide6.QtWidgets import QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard
from kaochang.lockdown.notes import Note
from kaochang.lockdown.platforms import x11
from kaochang.lockdown.unavailable import Unavailable


def guards(level: Lockdown, window: QWidget, note: Note) -> list[Guard]:
    """The guards of a level, each as NOT_AVAILABLE."""
    return [Unavailable(guard.name, "guard.no-screen") for guard in x11.guards(level, window, note)]
