"""The guards that Qt can hold on any desktop, around the keyboard guard that each platform brings."""

from PySide6.QtWidgets import QWidget

from kaochang.domain.assessments import Lockdown
from kaochang.domain.guards import Guard
from kaochang.lockdown.clipboard import Clipboard
from kaochang.lockdown.focus import Focus
from kaochang.lockdown.full_screen import FullScreen
from kaochang.lockdown.input_method import InputMethodWatch
from kaochang.lockdown.notes import Note
from kaochang.lockdown.observer import Observer
from kaochang.lockdown.screens import Screens


def guards_around(keyboard: Guard, level: Lockdown, window: QWidget, note: Note) -> list[Guard]:
    """All guards of a level. The observer comes first and goes last, so that it sees what the others cause."""
    if level is Lockdown.OBSERVE:
        return [Observer(note)]
    input_method = InputMethodWatch()
    return [
        Observer(note),
        input_method,
        FullScreen(window, input_method, note, insist=level is Lockdown.STRICT),
        Screens(window, note),
        Focus(window, input_method),
        keyboard,
        Clipboard(note),
    ]
