"""Where an item is to be parted in two: a line of the paper, or a row of the item where the paper has no lines."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from kaochang.presenters.office.paper_state import ItemFace, LineFace
from kaochang.views.office.fields import Chooser
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button, label, row

_LONGEST = 40


class SplitRow(QWidget):
    """`then` takes (line, row) of the first of the second item; one of them is 0."""

    def __init__(self, look: Look, then: Callable[[int, int], None]) -> None:
        super().__init__()
        self._then = then
        self._places: list[tuple[int, int]] = []
        self._choice = Chooser(look, "split-at", look.words("office.paper.split-at"))
        line = row(self, spacing=8)
        line.addWidget(label(look.words("office.paper.split-at"), "small"))
        line.addWidget(self._choice, 1)
        line.addWidget(button(look.words("office.paper.split-now"), "tool", "split-now", self._on_split))

    @property
    def is_of_use(self) -> bool:
        """Whether there is a place to part the item at."""
        return bool(self._places)

    def take(self, face: ItemFace, lines: Sequence[LineFace]) -> None:
        """The places of this item."""
        told = [(each.number, 0, f"{each.shown}  {each.text}") for each in lines if each.item == face.index][1:]
        if not told:
            rows = [*face.stem.split("\n"), *(f"{each.label} {each.text}" for each in face.options)]
            told = [(0, at, text) for at, text in enumerate(rows)][1:]
        self._places = [(number, at) for number, at, _ in told]
        self._choice.clear()
        self._choice.addItems([text[:_LONGEST] for _, _, text in told])

    def _on_split(self) -> None:
        if self._places:
            self._then(*self._places[self._choice.currentIndex()])
