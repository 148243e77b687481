"""The row of figures at the top of a page; each is pressed to see what is behind it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from kaochang.presenters.centre.collect_state import FigureFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, label, row, set_state, through, upright_rule

_TALL = 76


class Figures(QFrame):
    """`then` takes the figure that is pressed. They are built anew only where others are shown."""

    def __init__(self, look: Look, then: Callable[[FigureFace], None]) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.setObjectName("figures")
        self._look = look
        self._then = then
        self._made: dict[str, tuple[QPushButton, QLabel]] = {}
        self._faces: dict[str, FigureFace] = {}
        self._line = row(self, margins=(4, 4, 4, 4))

    def show_figures(self, faces: Sequence[FigureFace]) -> None:
        """These figures."""
        self._faces = {face.name: face for face in faces}
        if list(self._made) != list(self._faces):
            self._build(faces)
        for face in faces:
            made, number = self._made[face.name]
            number.setText(face.text)
            set_state(number, "tone", face.tone.value)
            made.setAccessibleName(f"{face.label} {face.text}")
            made.setToolTip(face.opens)

    def _build(self, faces: Sequence[FigureFace]) -> None:
        clear(self._line)
        self._made = {}
        for face in faces:
            if self._made:
                self._line.addWidget(upright_rule())
            made = button("", "figure", f"figure-{face.name}", partial(self._press, face.name))
            made.setFixedHeight(_TALL)
            number = label("", "figure", name=f"figure-{face.name}-text")
            inside = column(made, margins=(16, 8, 8, 8), spacing=2)
            inside.addWidget(through(label(face.label, "small")))
            inside.addWidget(through(number))
            self._made[face.name] = (made, number)
            self._line.addWidget(made, 1)

    def _press(self, name: str) -> None:
        self._then(self._faces[name])
