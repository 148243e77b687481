"""The other sub-questions on a material, as links under the response."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.exam_state import SiblingFace
from kaochang.views.widgets.elided import ElidedLabel
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, label, row, set_state, through

_WIDEST = 2_000
_NARROWEST = 60


class Siblings(QWidget):
    """One line for each: its number, its stem as far as there is room, what was done to it."""

    def __init__(self, faces: Sequence[SiblingFace], look: Look, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("siblings")
        layout = column(self, spacing=8)
        layout.addWidget(label(look.words("candidate.sibling.heading"), "section"))
        self._links = [_Link(face, go) for face in faces]
        for link in self._links:
            layout.addWidget(link.button)

    def show_faces(self, faces: Sequence[SiblingFace]) -> None:
        """The same items, with what was done to each by now."""
        for link, face in zip(self._links, faces, strict=True):
            link.show_face(face)


class _Link:
    """The line of one of them."""

    def __init__(self, face: SiblingFace, go: Callable[[str], None]) -> None:
        self.button = button("", "row", f"sibling-{face.item}", partial(go, face.item))
        layout = row(self.button, margins=(16, 0, 16, 0), spacing=12)
        layout.addWidget(label(face.number, "strong"))
        layout.addWidget(ElidedLabel(face.text, "", widest=_WIDEST, narrowest=_NARROWEST), 1)
        self._standing = label("", "small", name=f"standing-{face.item}")
        layout.addWidget(self._standing)
        for part in self.button.findChildren(QWidget):
            through(part)
        self._shown: SiblingFace | None = None
        self.show_face(face)

    def show_face(self, face: SiblingFace) -> None:
        """Show what was done to it; nothing is done where that is shown already."""
        if face != self._shown:
            self._shown = face
            self.button.setAccessibleName(face.spoken)
            self._standing.setText(face.standing)
            set_state(self._standing, "role", "gap" if face.is_open else "small")
