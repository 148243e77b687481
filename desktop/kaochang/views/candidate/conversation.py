"""A staged scenario as a conversation: what was said and replied so far, and what is said now."""

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from kaochang.presenters.candidate.exam_state import ItemFace, TurnFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, frame, label, row
from kaochang.views.widgets.prose import Prose

_INDENT = 64


class Conversation(QWidget):
    """The turns from the first to the one that is open, above the field for its reply. Nothing in it can be changed.

    `own_time` stands at the open turn, which is in sight wherever its field is.
    """

    def __init__(self, face: ItemFace, look: Look, own_time: QLabel) -> None:
        super().__init__()
        self.setObjectName("conversation")
        self._look = look
        self._layout = column(self, spacing=10)
        for number, turn in enumerate(face.earlier, start=1):
            self._earlier(number, turn)
        line = row(spacing=12)
        line.addWidget(label(face.turn_place, "section", name="turn-place"))
        line.addStretch(1)
        line.addWidget(own_time)
        self._layout.addLayout(line)
        self._say(face.turn, "said", "turn", is_reply=False)

    def _earlier(self, number: int, turn: TurnFace) -> None:
        words = self._look.words
        self._say(turn.said, "said", f"said-{number}", is_reply=False)
        reply = turn.reply.strip() or words("candidate.turn.no-reply")
        self._say(reply, "replied", f"reply-{number}", is_reply=True)

    def _say(self, text: str, ground: str, name: str, *, is_reply: bool) -> None:
        prose = Prose(text, self._look.pixels(17), 1.6, self._look, is_typed=is_reply)
        prose.setObjectName(name)
        if is_reply:
            prose.setAccessibleName(self._look.words("candidate.turn.reply.spoken", text=text))
        line = row()
        if is_reply:
            line.addSpacing(_INDENT)
        line.addWidget(self._balloon(prose, ground, is_reply=is_reply), 1)
        if not is_reply:
            line.addSpacing(_INDENT)
        self._layout.addLayout(line)

    def _balloon(self, prose: Prose, ground: str, *, is_reply: bool) -> QFrame:
        made = frame(ground)
        layout = column(made, margins=(16, 10, 16, 10), spacing=4)
        if is_reply:
            layout.addWidget(label(self._look.words("candidate.turn.reply"), "tiny"))
        layout.addWidget(prose)
        return made
