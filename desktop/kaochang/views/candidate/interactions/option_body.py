"""What an option shows: its words, and its picture where it has one."""

from functools import partial
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from kaochang.presenters.candidate.exam_state import OptionFace
from kaochang.views.candidate.exhibits import OptionPicture
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import column, follow_width
from kaochang.views.widgets.prose import Prose


class WithPicture(QWidget):
    """A picture, below the words of its option where there are any."""

    def __init__(self, prose: Prose | None, picture: OptionPicture) -> None:
        super().__init__()
        self._prose = prose
        self._picture = picture
        layout = column(self, spacing=4)
        if prose is not None:
            layout.addWidget(prose)
        layout.addWidget(picture)
        follow_width(self)

    def show_struck(self, *, is_struck: bool) -> None:
        """Strike out words and picture, or show them as they are."""
        self._picture.show_struck(is_struck=is_struck)
        if self._prose is not None:
            self._prose.show_struck(is_struck=is_struck)


OptionBody: TypeAlias = Prose | WithPicture


def option_body(option: OptionFace, pixels: float, lines: float, look: Look, *, number: str = "") -> OptionBody:
    """The words of an option in this size, `number` before them; with its picture where it has one."""
    worded = partial(Prose, number + option.text, look.pixels(pixels), lines, look)
    if option.picture is None:
        return worded()
    picture = OptionPicture(option.picture, option.letter, look)
    return WithPicture(worded() if number or option.text else None, picture)
