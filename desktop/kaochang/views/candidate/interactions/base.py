"""What all ways of responding have in common: they show a response, and emit what the candidate does as gestures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kaochang.domain.responses import Response
from kaochang.presenters.candidate.exam_state import ItemFace
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.prose import Prose


class Interaction(QWidget):
    """One item's way of responding. `gesture` carries a value of `presenters.candidate.gestures`."""

    gesture = Signal(object)

    def __init__(self, face: ItemFace, look: Look) -> None:
        super().__init__()
        self.face = face
        self.look = look

    def stem(self, pixels: float) -> Prose:
        """The item's stem in this size; fields that stand in it belong to this way of responding."""
        return Prose(self.face.stem, pixels, 1.75, self.look)

    def show_response(self, response: Response | None, length: str) -> None:
        """Show this response (None: nothing yet); `length` is the length of its text in words."""
        raise NotImplementedError

    def mark_length(self, *, is_amber: bool) -> None:
        """Show that a text is longer than it is asked to be. Only texts have a length."""

    def lock(self, *, is_locked: bool) -> None:
        """Take no more gestures, or take them again; what was given stays to be seen. What is dragged is let go of."""
        self.let_go()
        self.setEnabled(not is_locked)

    def let_go(self) -> bool:
        """Whatever is being dragged stays where it was; whether anything was."""
        return False

    def focus_first(self) -> None:
        """Put the keyboard where responding begins."""
        raise NotImplementedError

    def focus_again(self) -> None:
        """Put the keyboard back on the control that had it last, its cursor where it was."""
        last = self.focusWidget()
        if last is None:
            self.focus_first()
        else:
            last.setFocus()
