"""The other sub-questions on a material, as links under the response."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from kaochang.presenters.candidate.exam_state import SiblingFace
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row

_WIDEST = 2_000
_NARROWEST = 60


class Siblings(QWidget):
    """One line for each: its number, its stem as far as there is room, what was done to it."""

    def __init__(self, faces: Sequence[SiblingFace], look: Look, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("siblings")
        layout = column(self, spacing=8)
        layout.addWidget(label(look.words("candidate.sibling.heading"), "section"))
        for face in faces:
            layout.addWidget(_link(face, go))


def _link(face: SiblingFace, go: Callable[[str], None]) -> QPushButton:
    made = button("", "row", f"sibling-{face.item}", partial(go, face.item))
    made.setAccessibleName(face.spoken)
    layout = row(made, margins=(16, 0, 16, 0), spacing=12)
    layout.addWidget(label(face.number, "strong"))
    layout.addWidget(ElidedLabel(face.text, "", widest=_WIDEST, narrowest=_NARROWEST), 1)
    layout.addWidget(label(face.standing, "gap" if face.is_open else "small"))
    for part in made.findChildren(QWidget):
        part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
