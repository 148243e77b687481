"""Interview items that are answered before a panel: read and prepared here, or not here at all."""

from kaochang.domain.responses import Judgement, Response
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.presenters.candidate.gestures import Judged
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, frame, label
from kaochang.views.widgets.tick_box import TickBox


class ReadInteraction(Interaction):
    """A box to tick once the item was read; there is nothing to type."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        layout = column(self, spacing=12)
        layout.addWidget(label(look.words("candidate.interview.read.hint"), "small", wraps=True))
        self._tick = TickBox(look.words("candidate.interview.read"), look)
        self._tick.setObjectName("read")
        self._tick.clicked.connect(self._on_clicked)
        layout.addWidget(self._tick)

    def _on_clicked(self, _: bool) -> None:
        self.gesture.emit(Judged(value=True))

    def show_response(self, response: Response | None, length: str) -> None:
        """Show whether it was read."""
        self._tick.setChecked(isinstance(response, Judgement))

    def focus_first(self) -> None:
        """The box."""
        self._tick.setFocus()


class SpokenInteraction(Interaction):
    """Says that the panel will ask; the keyboard stays free for going on."""

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__(face, look)
        note = frame("accent", name="spoken")
        column(note, margins=(18, 14, 18, 14)).addWidget(
            label(look.words("candidate.interview.spoken"), "next", wraps=True)
        )
        column(self).addWidget(note)

    def show_response(self, response: Response | None, length: str) -> None:
        """There is never one."""

    def focus_first(self) -> None:
        """There is nothing to respond with: the arrows turn to the next item from here."""
        self.setFocus()
