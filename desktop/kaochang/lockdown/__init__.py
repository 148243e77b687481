"""Holds the PC for an exam while an attempt runs, and gives it back whatever happens.

`engage` is the only thing the composition root needs. A guard is a small class (one module each); which guards there
are is decided per platform (`platforms/`, one module each) and per level (`levels.py`); `stack.py` engages them and
releases them in reverse. The window itself refuses to close: that is the view's `closeEvent`.
"""

from kaochang.domain.guards import Happening
from kaochang.lockdown.levels import engage, guards_for
from kaochang.lockdown.notes import Note
from kaochang.lockdown.stack import engage_all

__all__ = ["Happening", "Note", "engage", "engage_all", "guards_for"]
