"""The parts of something that is made, in a rail at the left: what was settled in each, which one is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtWidgets import QFrame

from kaochang.presenters.office.part_face import PartFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, column, flush, follow_width, label, set_state, through

P = TypeVar("P")
_WIDE = 240


class _PartButton(Generic[P]):
    """A part: its name with a tick where it is whole, and below what was settled there."""

    def __init__(self, look: Look, part: P, go: Callable[[], None]) -> None:
        self._words = look.words
        self.made = button("", "place", f"part-{part}", go)
        self.made.setCheckable(True)
        self._is_here = False
        self.made.clicked.connect(lambda: self.made.setChecked(self._is_here))  # pressed where it is shown, it stays
        self._title, self._note = label("", "", wraps=True), label("", "small", wraps=True)
        follow_width(self.made)
        inside = column(self.made, margins=(14, 8, 14, 8), spacing=2)
        for each in (self._title, self._note):
            inside.addWidget(through(each))

    def show_face(self, face: PartFace[P]) -> None:
        """As it stands."""
        title = self._words("office.part.whole", name=face.title) if face.is_whole else face.title
        self._title.setText(title)
        self._note.setText(face.note)
        set_state(self._title, "role", "strong" if face.is_here else "")
        self._is_here = face.is_here
        self.made.setChecked(face.is_here)
        self.made.setAccessibleName(self._words("office.place.spoken", name=title, note=face.note))


class PartRail(QFrame, Generic[P]):
    """`go` leads to a part, `back` to the list; `name` begins the keys of its words."""

    def __init__(
        self, look: Look, name: str, parts: Iterable[P], go: Callable[[P], None], back: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setProperty("ground", "palette")
        self.setObjectName(f"{name}-rail")
        self.setAccessibleName(look.words("office.parts"))
        self.setFixedWidth(_WIDE)
        self._buttons = {part: _PartButton(look, part, partial(go, part)) for part in parts}
        inside = column(self, margins=(12, 14, 12, 14), spacing=8)
        inside.addWidget(flush(button(look.words("office.parts.back"), "quiet", f"{name}-back", back), "left"))
        for each in self._buttons.values():
            inside.addWidget(each.made)
        inside.addStretch(1)

    def show_parts(self, faces: Sequence[PartFace[P]]) -> None:
        """As they stand."""
        for face in faces:
            self._buttons[face.part].show_face(face)
