"""Rows of which one is chosen: a drive, a folder, a session. However long its words are, all of them can be read."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from kaochang.domain.ports import Words
from kaochang.domain.values import Record
from kaochang.views.widgets.parts import button, column, follow_width, label, through


class PlaceFace(Record, frozen=True):
    """A row: its name, what is said below that, and what it is where that can be chosen (None: a row to press)."""

    name: str
    note: str
    is_chosen: bool | None
    can_choose: bool = True


def place(words: Words, name: str, face: PlaceFace, then: Callable[[], None]) -> QPushButton:
    """A row as a button; what is chosen stays so when it is pressed."""
    made = button("", "place", name, then)
    title = words("office.place.chosen", name=face.name) if face.is_chosen else face.name
    role = "strong" if face.is_chosen else "" if face.can_choose else "quiet"
    follow_width(made)
    inside = column(made, margins=(14, 8, 14, 8), spacing=2)
    inside.addWidget(through(label(title, role, wraps=True)))
    inside.addWidget(through(label(face.note, "small", wraps=True)))
    whole = words("office.place.spoken", name=title, note=face.note)
    made.setAccessibleName(whole)
    made.setToolTip(whole)
    made.setEnabled(face.can_choose)
    if face.is_chosen is not None:
        is_chosen = face.is_chosen
        made.setCheckable(True)
        made.setChecked(is_chosen)
        made.clicked.connect(lambda: made.setChecked(is_chosen))
    return made
