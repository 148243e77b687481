"""What people have to see to, one below the other: what it is, what to do, and a way to where that is done."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kaochang.presenters.centre.collect_state import MatterFace
from kaochang.presenters.office.score_rows import Tone
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, clear, column, flush, label, row

_ROLES = {Tone.BAD: "bad-strong", Tone.DOUBT: "warning-strong", Tone.QUIET: "label"}


class MatterList(QWidget):
    """`then` takes the ticket and the room of what is gone to; without it, this is the place."""

    def __init__(self, look: Look, name: str, then: Callable[[str, str], None] | None = None) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._then = then
        self._shown: Sequence[MatterFace] = ()
        self._lines = column(self, spacing=12)

    def show_matters(self, faces: Sequence[MatterFace]) -> None:
        """These."""
        if faces == self._shown:
            return
        self._shown = faces
        clear(self._lines)
        for face in faces:
            inside = column(spacing=2)
            inside.addWidget(label(face.text, _ROLES.get(face.tone, "strong"), wraps=True))
            inside.addWidget(label(face.next_step, "label", wraps=True))
            if self._then is not None and (face.ticket or face.room):
                inside.addLayout(self._way(face, self._then))
            self._lines.addLayout(inside)

    def _way(self, face: MatterFace, then: Callable[[str, str], None]) -> QHBoxLayout:
        words = self._look.words
        text = words("centre.matter.ticket", ticket=face.ticket) if face.ticket else words("centre.matter.room")
        line = row()
        made = button(text, "quiet", f"{self._name}-go", partial(then, face.ticket, face.room))
        line.addWidget(flush(made, "left"))
        line.addStretch(1)
        return line
